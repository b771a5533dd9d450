"""What a training track teaches in a concept file: what a wrong file is told, and what a right one says."""

from __future__ import annotations

import pytest
from tests.programme.test_concept_errors import TEXT, problems
from tests.programme.test_concept_values import FIRST, SECOND

from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.reading import read
from samspil.programme.concept.teaching import taught_on

MENTOR = "    - {role: mentor, seats_min: 20, seats_max: 25, words: 20-25 mentorer}\n"
NAMED = "title: {da: Samtalen, en: The conversation}"
LONG = "a-name-longer-than-twenty"


def with_modules(*modules: str) -> str:
    """The real file with modules on the mentors' track."""
    assert MENTOR in TEXT
    track = "    - role: mentor\n      seats_min: 20\n      seats_max: 25\n      words: 20-25 mentorer\n"
    rows = "".join(f"        - {{slug: {one}, {NAMED}}}\n" for one in modules)
    return TEXT.replace(MENTOR, f"{track}      modules:\n{rows}")


CASES = {
    "a tool that is none": (
        ("talk, teaches: [mentee, marks]",),
        "training.tracks[0].modules[0].teaches",
        "The programme has no progression tool `marks`.",
        "Write one of: mentee, parent.",
    ),
    "a name too long for a row": (
        ("talk", LONG),
        "training.tracks[0].modules[1].slug",
        f"The name `{LONG}` has more than 20 characters.",
        "Choose a shorter one.",
    ),
}


@pytest.mark.parametrize(("modules", "path", "message", "hint"), CASES.values(), ids=CASES)
def test_a_wrong_module_is_told_with_what_to_do(
    modules: tuple[str, ...], path: str, message: str, hint: str
) -> None:
    text = with_modules(*modules)
    (found,) = problems(text)

    assert (found.path, found.message, found.hint) == (path, message, hint)


def test_two_modules_of_one_name_are_told() -> None:
    assert len(problems(with_modules("talk", "talk"))) == 1


def test_a_right_file_says_what_its_tracks_teach_and_is_stored_so() -> None:
    concept = read(with_modules("talk, hours: 3", "tool, teaches: [mentee, parent]"))
    found = taught_on(concept, "mentor")

    assert [(one.slug, one.hours) for one in found.modules] == [("talk", 3), ("tool", None)]
    assert found.tools == ("mentee", "parent")
    assert from_document(as_document(concept)) == concept
    assert taught_on(SECOND, "mentor").tools == ("mentee",)


def test_the_document_says_no_more_of_a_track_than_it_does() -> None:
    words = [
        "oplevet diskrimination og eksklusion",
        "identitet",
        "manglende anerkendelse",
        "radikalisering og ekstremisme",
        "brugen af disse værktøjer",
    ]
    tools = {"mentor": ("mentee",), "parent_coach": ("parent",), "role_model": ()}
    for track, asked in tools.items():
        found = taught_on(FIRST, track)
        assert [one.title.da for one in found.modules] == words
        assert [(one.learn, one.hours, one.materials, one.teaches) for one in found.modules] == [
            (None, None, (), ())
        ] * 5
        assert found.tools == asked
    assert "modules" not in as_document(FIRST)["training"]["tracks"][0]
