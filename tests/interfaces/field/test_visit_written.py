"""How a visit went, written by two who both opened the blank form: neither writes over the other unseen."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.delivery import ground, visiting


@pytest.fixture
def visit(world: Any) -> Any:
    made = visiting.series(world, "aaby", ground.load(world))
    return visiting.planned(world, made, 1, ground.TODAY)


def based_on(page: Any) -> dict[str, str]:
    (value,) = re.findall(r'name="based_on"(?: value="([^"]*)")?', page.content.decode())
    return {"based_on": value}


def said(covered: str) -> dict[str, Any]:
    return {"steps_done": ["welcome"], "teacher_present": "yes", "covered": covered}


def facts(page: Any) -> list[str]:
    return re.findall(r"<li>([^<]+)</li>", page.content.decode())


def typed(page: Any) -> str:
    (text,) = re.findall(r'<textarea name="covered"[^>]*>\s*([^<]*)</textarea>', page.content.decode())
    return str(text).strip()


def stands(world: Any, visit: Any) -> str:
    from samspil.delivery.queries import series as queries

    with world.as_("coordinator", "aaby") as by:
        notes = queries.told_visit(by, visit.id, at=world.at).notes
    assert notes is not None
    return str(notes.covered)


@pytest.mark.parametrize("second", ["partner", "coordinator"])
def test_what_one_wrote_is_shown_to_the_other_before_it_is_written_over(
    world: Any, visit: Any, second: str
) -> None:
    one, other = world.client("role_model", "aaby"), world.client(second, "aaby")
    mine, theirs = (
        f"/f/visits/{visit.id}/written",
        f"/{'f' if second == 'partner' else 'o'}/visits/{visit.id}/written",
    )
    blank = based_on(one.get(mine))
    assert based_on(other.get(theirs)) == blank
    assert one.post(mine, said("Det første") | blank).status_code == 302

    refused = other.post(theirs, said("Det andet") | blank)

    assert (refused.status_code, typed(refused), stands(world, visit)) == (422, "Det andet", "Det første")
    assert facts(refused) == [
        "Besøget er skrevet et andet sted imens. Se, hvad der står, og gem det, der skal stå.",
        "Nået: Det første",
        "Trin, I tog: Velkomst og aftaler for dialogen",
        "Læreren var med: ja",
    ]
    assert other.post(theirs, said("Begge dele") | based_on(refused)).status_code == 302
    assert stands(world, visit) == "Begge dele"


def test_the_same_form_sent_twice_is_written_once_and_put_right_from_what_stands(
    world: Any, visit: Any
) -> None:
    client, path = world.client("role_model", "aaby"), f"/f/visits/{visit.id}/written"
    first = said("Det første") | based_on(client.get(path))
    assert [client.post(path, first).status_code for _each in range(2)] == [302, 302]

    assert client.post(path, said("Rettet") | based_on(client.get(path))).status_code == 302
    assert client.post(path, first).status_code == 422
    assert stands(world, visit) == "Rettet"
