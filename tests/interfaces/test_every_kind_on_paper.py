"""An instrument with every kind of answer on paper, and typed in from there by whoever has the stack."""

from __future__ import annotations

import re
from typing import Any

import pytest
from tests.delivery import every_kind, ground
from tests.interfaces import paper
from tests.interfaces.test_every_kind_asked import CODES, PLACE, TYPED, html, kept, made

__all__ = ["made"]


def test_the_paper_has_boxes_with_words_lines_and_the_ends_of_each_scale(
    world: Any, made: ground.Made
) -> None:
    answer = world.client("mentor", "aaby").post(f"/f/measurements/{made.measurement_id}", {"paper": "yes"})
    said = " ".join(paper.text_of(answer.content).split())

    wanted = [f"{place}. {every_kind.LABELS[code][0]}" for code, place in PLACE.items()]
    wanted += ["0 = slet ikke · 10 = helt", "1 = meget svært · 5 = meget let"]
    wanted += [da for da, _en in every_kind.CHOICES.values()]
    wanted += ["Skriv ikke navne. Højst 120 tegn."]
    squeezed = "".join(said.split())
    assert [one for one in wanted if "".join(one.split()) not in squeezed] == []
    assert squeezed.count("Springover") == 7  # the first sentence, a head of each scale, four questions


@pytest.mark.parametrize("language", ["da", "en", "ar", "so", "tr"])
def test_the_paper_is_tagged_in_every_language(world: Any, made: ground.Made, language: str) -> None:
    from samspil.people.models.people import Identity
    from samspil.trust.audit import writing

    with world.as_("coordinator", made.slug), writing():
        Identity.objects.filter(person_id=made.person_id).update(language=language)
    answer = world.client("mentor", "aaby").post(f"/f/measurements/{made.measurement_id}", {"paper": "yes"})
    with paper.opened(answer.content) as document:
        assert str(document.Root.Lang) == language
        assert len(document.pages) <= 2


def typed(code: str, **changed: str) -> dict[str, str]:
    told = {f"answer_{one}": TYPED.get(one, "-") for one in CODES}
    return {"code": code, "by_themselves": "on", "filled_on": "", "save": "yes", **told, **changed}


def test_a_paper_is_typed_in_and_comes_to_the_same(world: Any, made: ground.Made) -> None:
    client, path = world.client("mentor", "aaby"), "/f/measurements/papers"
    code = ground.hand_out(world, made).code
    page = html(client.post(path, {"code": code, "find": "yes"}))
    assert re.findall(r'name="answer_filled_on" value="([^"]+)"', page) == [*every_kind.CHOICES, "~"]
    assert [f"{end}</span>" in page for end in ("1 = meget svært · 5 = meget let",)] == [True]

    assert client.post(path, typed(code)).status_code == 302

    assert kept(world, made) == every_kind.GIVEN


def test_a_dash_means_skipped_for_every_kind(world: Any, made: ground.Made) -> None:
    client, code = world.client("coordinator", "aaby"), ground.hand_out(world, made).code
    told = typed(code) | {f"answer_{one}": "–" for one in CODES} | {"answer_filled_on": "~"}

    assert client.post("/o/measurements/papers", told).status_code == 302

    assert kept(world, made) == dict.fromkeys(CODES)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"answer_key": "6"}, "Skriv tallet, eller en streg, hvor der er sprunget over."),
        ({"answer_round": "abc"}, "Skriv tallet, eller en streg, hvor der er sprunget over."),
        ({"answer_round": ""}, "Skriv tallet, eller en streg, hvor der er sprunget over."),
        (
            {"answer_filled_on": "-"},
            "Vælg det, der er sat kryds ved på arket, eller at der er sprunget over.",
        ),
        ({"answer_filled_on": ""}, "Vælg det, der er sat kryds ved på arket, eller at der er sprunget over."),
        (
            {"answer_code": " "},
            "Skriv det, som det står på arket, eller en streg, hvor der er sprunget over.",
        ),
        ({"answer_code": "x" * 121}, "Skriv højst 120 tegn."),
    ],
)
def test_what_does_not_fit_on_a_paper_is_said_beside_it(
    world: Any, made: ground.Made, changed: dict[str, str], sentence: str
) -> None:
    client, path = world.client("mentor", "aaby"), "/f/measurements/papers"
    code = ground.hand_out(world, made).code

    answer = client.post(path, typed(code, **changed))

    assert (answer.status_code, html(answer).count(sentence)) == (422, 2)
    assert 'name="answer_hours" value="7,5"' in html(answer)
    assert ground.measurement(world, made).state == "open"
    assert client.post(path, typed(code)).status_code == 302
