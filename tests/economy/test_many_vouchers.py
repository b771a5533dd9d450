"""A line with many vouchers: read page by page, chosen by their numbers, and compared at one reading."""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import monotonic
from typing import Any

import pytest
from tests.economy import asking, granting
from tests.economy.test_askings import danish  # noqa: F401
from tests.trust import committed

from samspil.interfaces.web.office.asking_forms import ShowForm, forms

MANY, PAGE = 3_000, 50
"""More than a request has room for, if each were a field; and enough to tell one reading from many."""
MOST_SECONDS = 10
"""One reading takes a part of a second, one for each voucher more than twenty."""


@pytest.fixture(scope="module")
def there(server: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[committed.Ground]:
    with committed.populated(server, django_db_blocker) as found:
        yield found


@pytest.fixture(scope="module")
def numbers(there: committed.Ground) -> list[int]:
    """Those of a line with many vouchers: one of it is written, and copied past all that takes time."""
    from samspil.economy.queries import budget

    world = there.world
    with world.as_("municipal_lead", "aaby") as by:
        draft = budget.standing(by).draft
    granting.dropped(world, draft)
    more = granting.drafted(world, {("mentor", 2014): 9_000_000}, kind="change")
    granting.sent(world, more)
    granting.decided(world, more)
    row = granting.spent(world, granting.cost(world, line="mentor", supplier="A", amount=100))
    with there.superuser() as link:
        link.execute("SET session_replication_role = replica")
        found = link.execute(
            "SELECT string_agg(quote_ident(attname), ', '),"
            " string_agg(CASE attname WHEN 'id' THEN 'gen_random_uuid()' WHEN 'number' THEN 'number + 2 * g'"
            " ELSE quote_ident(attname) END, ', ') FROM pg_attribute"
            " WHERE attrelid = 'economy_voucher'::regclass AND attnum > 0 AND NOT attisdropped"
        ).fetchall()
        columns, values = found[0]
        copied = f"SELECT {values} FROM economy_voucher, generate_series(1, %s) g WHERE id = %s"
        link.execute(f"INSERT INTO economy_voucher ({columns}) {copied}", [MANY - 1, row.id])
        link.commit()
        link.execute("ANALYZE economy_voucher")
        link.commit()
    return [row.number + 2 * place for place in range(MANY)]


@pytest.fixture
def asked(there: committed.Ground, numbers: list[int], request: Any) -> Any:
    """An asking about the line, of a statement of its own."""
    granting.spent(there.world, granting.cost(there.world, supplier=request.node.name))
    return asking.asked_about(there.world, granting.signed(there.world, granting.drawn_up(there.world)))


def rows(answer: Any) -> list[int]:
    """The vouchers of a page, by number."""
    return [int(one) for one in re.findall(r'<th scope="row">(\d+)</th>', answer.content.decode())]


def test_the_list_beside_the_form_is_turned_with_what_was_typed_and_nothing_is_written(there, numbers, asked):
    coordinator, page = there.world.client("coordinator", "aaby"), f"/o/grant/askings/{asked.id}/show"
    first = coordinator.get(page)
    assert rows(first) == numbers[:PAGE]
    typed = {"which": "chosen", "numbers": "x", "until_on": "2014-11-10", "words": "Se her"}
    assert re.findall(r'formaction="([^"]+)"', first.content.decode()) == ["?page=2"]

    second = coordinator.post(f"{page}?page=2", typed | {"turn": "on"})

    form = second.context_data["form"]
    assert (second.status_code, rows(second)) == (200, numbers[PAGE : 2 * PAGE])
    assert {name: form[name].value() for name in typed} == typed
    assert (form.errors, asking.seen(there.world, asked)) == ({}, [])
    assert re.findall(r'formaction="([^"]+)"', second.content.decode()) == ["?page=1", "?page=3"]
    wrong = coordinator.post(f"{page}?page=2", typed)
    assert (wrong.status_code, list(wrong.context_data["form"].errors)) == (422, ["numbers"])
    assert rows(wrong) == numbers[PAGE : 2 * PAGE]


def test_many_are_chosen_by_their_numbers_and_read_page_by_page(there, numbers, asked):
    """Red before: with a box for each, two hundred of them were an answer without a page (400). The database
    read the whole list for every voucher: 2,500 took 17 s, and 5,000 longer than a request has.
    """
    coordinator, office = there.world.client("coordinator", "aaby"), there.world.client("programme_office")
    here = f"/o/grant/askings/{asked.id}"
    chosen = [numbers[0], *numbers[3:]]
    typed = {"which": "chosen", "until_on": "2014-11-10", "words": "Se her"}
    said = f"{numbers[0]}, {numbers[3]} \N{EN DASH} {numbers[-1]}"

    began = monotonic()
    assert coordinator.post(f"{here}/show", typed | {"numbers": said}).status_code == 302
    assert monotonic() - began < MOST_SECONDS

    for client in (office, coordinator):
        pages = [rows(client.get(f"{here}?page={number}")) for number in range(1, MANY // PAGE + 2)]
        assert [len(one) for one in pages] == [50] * (len(chosen) // PAGE) + [len(chosen) % PAGE, 0]
        assert sum(pages, []) == chosen


@pytest.mark.parametrize(
    ("typed", "chosen"),
    [
        ("", []),
        (" , ; ", []),
        ("4", [4]),
        ("4, 4", [4]),
        ("4,8 6;2", [2, 4, 6, 8]),
        ("2-6", [2, 4, 6]),
        ("2 - 4\r\n8\N{EN DASH}8", [2, 4, 8]),
        ("0002", [2]),
        ("2-8", [2, 4, 6, 8]),
    ],
)
def test_numbers_are_written_as_a_person_writes_them(typed, chosen):
    assert sorted(field().clean(typed)) == chosen


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("3", "Nr. 3 er ikke et bilag på linjen."),
        ("2-7", "Nr. 7 er ikke et bilag på linjen."),
        ("1-8", "Nr. 1 er ikke et bilag på linjen."),
        ("0", "Nr. 0 er ikke et bilag på linjen."),
        ("8-2", "Skriv det mindste nummer først: 2-8."),
        *(
            (wrong, "Skriv numre med komma imellem, for eksempel 1-40, 57.")
            for wrong in (
                "x",
                "2-",
                "-2",
                "2-4-6",
                "2.4",
                "2,x",
                "alle",
                "2-4x",
                "\N{SUPERSCRIPT TWO}",
                "9" * 10,
            )
        ),
    ],
)
def test_what_is_no_number_of_the_line_is_said_beside_the_field(typed, sentence):
    with pytest.raises(forms.ValidationError) as wrong:
        field().clean(typed)
    assert wrong.value.messages == [sentence]


def test_there_is_an_end_to_what_is_written():
    assert field().clean("2, " * 666) == {2}
    with pytest.raises(forms.ValidationError):
        field().clean("2," * 1_001)


def field() -> Any:
    """The field of a line with four vouchers."""
    return ShowForm({2, 4, 6, 8}).fields["numbers"]
