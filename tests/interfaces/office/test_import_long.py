"""A long file: it tells how far it has come, is taken in once, and not at all when somebody leaves."""

from __future__ import annotations

import re

import pytest
from tests.delivery import ground
from tests.interfaces.office.brought import as_csv, bring, rows_of
from tests.interfaces.office.test_import import faults

from samspil.delivery.models.courses import Course
from samspil.people.models.imports import ImportDraft


@pytest.fixture
def concept(world):
    from samspil.programme import queries

    return queries.concept(ground.load(world))


@pytest.fixture
def office(world, concept):
    return world.client("coordinator", "aaby")


def many(world, office, concept, count: int):
    """A file with more courses than are taken in at once, and the place it is shown at."""
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    with world.as_("coordinator", "aaby"), writing():
        Appointment.objects.filter(id=world.member("mentor", "aaby").appointment_id).update(capacity=count)
    rows = rows_of("courses", concept, *({"reference": f"F-{number}"} for number in range(count)))
    return bring(office, "courses", as_csv(rows))["Location"]


def test_a_long_file_tells_how_far_it_has_come_and_is_taken_in_once(world, office, concept):
    where = many(world, office, concept, 51)

    answer = office.post(where, {"take": "yes"})
    text = b"".join(answer.streaming_content).decode()

    assert re.findall(r"<li>(\d+)<progress", text) == ["50"]
    assert "Alle 51 er taget ind." in text
    assert text.index("<main") < text.index("<li>50<progress") < text.index("</main>")
    again = office.post(where, {"take": "yes"})
    assert "51 forløb er taget ind." in again.content.decode()
    with world.as_("coordinator", "aaby"):
        assert Course.objects.count() == 51


def test_who_leaves_a_long_file_in_the_middle_has_taken_nothing_in(world, office, concept):
    where = many(world, office, concept, 51)

    answer = office.post(where, {"take": "yes"})
    told = iter(answer.streaming_content)
    assert b"<main" in next(told)
    assert next(told).startswith(b"<li>50<progress")
    answer._iterator.close()  # what the server does when the browser is gone, without closing the connection

    with world.as_("coordinator", "aaby"):
        assert (Course.objects.count(), ImportDraft.objects.get().used_at) == (0, None)
    assert faults(office.get(where)) == []


def test_a_long_file_that_cannot_be_taken_in_says_so_and_nothing_is_written(world, office, concept):
    from samspil.people.models.people import Appointment
    from samspil.trust.audit import writing

    where = many(world, office, concept, 51)
    with world.as_("coordinator", "aaby"), writing():
        Appointment.objects.filter(id=world.member("mentor", "aaby").appointment_id).update(capacity=50)

    text = b"".join(office.post(where, {"take": "yes"}).streaming_content).decode()

    assert "Intet er taget ind. Række 52: Der er flere forløb end pladser" in text
    with world.as_("coordinator", "aaby"):
        assert Course.objects.count() == 0


def test_a_row_that_an_action_refuses_is_named_once(world, office, concept, monkeypatch):
    from samspil.delivery.actions import imports
    from samspil.kernel.errors import Refusal, Refused

    def refusing(**_given):
        raise Refused(Refusal("Nej."))

    where = many(world, office, concept, 2)
    monkeypatch.setattr(imports, "_take_in", refusing)

    page = office.post(where, {"take": "yes"}).content.decode()

    assert set(re.findall(r"Intet er taget ind\.[^<]*", page)) == {"Intet er taget ind. Række 2: Nej."}
