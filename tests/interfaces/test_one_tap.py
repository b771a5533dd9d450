"""What must be one tap away: a new link when the old one is lost, and the card for when it is urgent."""

from __future__ import annotations

import re

import pytest
from tests.delivery import ground
from tests.interfaces.test_query_counts import CASELOAD_MOST, asked


@pytest.mark.parametrize("page", ["/f/", "/f/courses/{course}"])
def test_a_lost_link_is_replaced_with_one_tap_and_the_old_one_is_dead_at_once(world, page):
    from django.test import Client

    made = ground.course(world, "aaby", ground.load(world))
    field, where = world.client("mentor", "aaby"), page.format(course=made.course_id)
    form = re.compile(rf'<form method="post" action="(/f/measurements/{made.measurement_id})">')
    assert form.search(field.get(where).content.decode()) is None  # nothing was handed out yet
    lost = ground.hand_out(world, made)

    found = form.search(field.get(where).content.decode())
    assert found is not None
    answer = field.post(found[1], {"replace": "yes"}).content.decode()

    token = re.search(r'<code class="whole-link">\S+#(\S+)</code>', answer)
    assert token is not None
    assert Client().post("/a/", {"token": lost.token}).status_code != 302
    assert Client().post("/a/", {"token": token[1]})["Location"] == "/a/1"


def test_what_was_handed_out_costs_the_caseload_one_question(world):
    concept_id = ground.load(world)
    field = world.client("mentor", "aaby")
    for _each in range(3):
        ground.hand_out(world, ground.course(world, "aaby", concept_id))

    assert len(asked(field, "/f/")) <= CASELOAD_MOST


def test_the_card_works_without_a_script_and_names_whom_to_call(world):
    ground.load(world)
    for cast, where in (("coordinator", "/o/help"), ("mentor", "/f/help")):
        text = world.client(cast, "aaby").get(where).content.decode()
        main = text[text.index("<main") : text.index("</main>")]

        assert "<script" not in main
        assert re.findall(r'href="tel:(\d+)"', main.replace(" ", "")) or "tel:" in main
