"""Goals and indicators in a concept file: none in an older one, its own, and what cannot be meant."""

from __future__ import annotations

from datetime import date

import pytest
from tests.programme.test_concept_checks import edited, problems
from tests.programme.test_more_languages import BEFORE, FILES

from samspil.programme.concept.document import as_document, from_document
from samspil.programme.concept.reading import read_bytes

MENTORS = "      track: mentor\n      target: 20\n      by: 2013-08-31\n"
COVERAGE = "      measured_by: coverage\n      unit: percent\n"
BEGUN = "      intervention: mentor\n      target: 60\n"


def test_a_file_from_before_has_none_and_is_stored_as_it_was():
    concept = read_bytes(BEFORE.read_bytes())

    assert concept.aims is None
    assert "aims" not in as_document(concept)


@pytest.mark.parametrize("file", FILES, ids=lambda one: one.stem)
def test_both_files_say_what_shows_each_goal_and_are_kept_without_loss(file):
    concept = read_bytes(file.read_bytes())

    assert concept.aims is not None
    assert {one.goal for one in concept.aims.indicators} == {one.slug for one in concept.aims.goals}
    assert from_document(as_document(concept)) == concept


def test_the_first_programmes_staff_are_the_documents_own_and_due_when_the_training_is_held():
    concept = read_bytes(next(one for one in FILES if "2013" in one.name).read_bytes())
    assert concept.aims is not None

    found = {one.track: one for one in concept.aims.indicators if one.track}
    seats = {str(one.role): one.seats_min for one in concept.training.tracks}
    assert {key: one.target for key, one in found.items()} == seats
    assert {one.by for one in found.values()} == {date(2013, 8, 31)}
    assert {one.source for one in found.values()} == {"document"}


@pytest.mark.parametrize(
    ("old", "new", "path", "message"),
    [
        (
            '      goal: known\n      title: {da: "Målinger',
            '      goal: kown\n      title: {da: "Målinger',
            "aims.indicators[8].goal",
            "There is no goal `kown`.",
        ),
        (
            COVERAGE,
            COVERAGE.replace("percent", "count"),
            "aims.indicators[8].unit",
            "`coverage` is not told as `count`.",
        ),
        (
            COVERAGE,
            f"{COVERAGE}      track: mentor\n",
            "aims.indicators[8].track",
            "`track` says which part of `staff_certified` is counted.",
        ),
        (
            MENTORS,
            MENTORS.replace("      track: mentor\n", ""),
            "aims.indicators[0].track",
            "`track` says which part of `staff_certified` is counted.",
        ),
        (
            BEGUN,
            BEGUN.replace("mentor", "role_model"),
            "aims.indicators[3].intervention",
            "The programme has no `role_model` to count here.",
        ),
        (
            MENTORS,
            MENTORS.replace("      by: 2013-08-31\n", ""),
            "aims.indicators[0].by",
            "A target stands with the day by which it is to be reached.",
        ),
        (
            MENTORS,
            MENTORS.replace("2013-08-31", "2016-01-01"),
            "aims.indicators[0].by",
            "2016-01-01 is outside the programme's period.",
        ),
        (
            f"{COVERAGE}      target: 80\n",
            f"{COVERAGE}      target: 101\n",
            "aims.indicators[8].target",
            "101 per cent is more than all of it.",
        ),
        (
            "      measured_by: release\n      unit: count\n",
            "      measured_by: release\n      unit: count\n      target: 5\n      by: 2015-12-31\n",
            "aims.indicators[9].target",
            "What people tell of themselves has no target that is counted here.",
        ),
        (
            "    - slug: known\n",
            "    - slug: unseen\n      title: {da: Uset, en: Unseen}\n      words: Uset\n    - slug: known\n",
            "aims.goals[2].slug",
            "No indicator shows the goal `unseen`.",
        ),
    ],
)
def test_what_cannot_be_meant_is_told_with_its_place(old, new, path, message):
    found = problems(edited(old, new))

    assert [(one.path, one.message) for one in found] == [(path, message)]
