"""The card for when it is urgent is one tap away from every page of the office and the field.

It stands here, where the round through all addresses is made already: a round takes minutes.
"""

from __future__ import annotations

from tests.architecture import cells


def test_the_card_is_on_every_page_of_the_office_and_the_field(world):
    """Every page anyone is let into, for everyone with a door there, and for those it refuses."""
    door = {"office": "/o/help", "field": "/f/help"}
    without, looked = [], 0

    for (name, method, cast, whose), answer in cells.sweep(world).items():
        space = name.partition(":")[0]
        is_page = "Content-Type: text/html" in answer.text and "<main" in answer.text
        if (
            space not in door
            or cast in cells.NOT_STAFF
            or answer.status_code not in (200, 422)
            or not is_page
        ):
            continue
        looked += 1
        own = f'<a class="urgent" href="{door[space]}">'
        if own not in answer.text:
            without.append((name, method, cast, whose))

    assert without == []
    assert looked > 100
