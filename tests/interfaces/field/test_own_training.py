"""One's own training: the certificates one holds, on the page and on paper, and nobody else's."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from tests.delivery import ground, schooling
from tests.interfaces import paper
from tests.interfaces.test_query_counts import MOST, asked

from samspil.delivery.terms.training import CertificateEnd

PAGE = "/f/training/"


@pytest.fixture
def concept_id(world):
    return ground.load(world)


def words(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def papers(response):
    return re.findall(r"/f/training/([0-9a-f-]{36})/paper", response.content.decode())


def test_whoever_was_trained_sees_until_when_and_prints_it(world, concept_id):
    made = schooling.trained(world, "aaby", concept_id, ["mentor", "other_mentor"])
    client = world.client("mentor", "aaby")

    page = client.get(PAGE)

    assert papers(page) == [str(made["mentor"])]
    assert "Gyldigt 2. september 2014 til 2. september 2016" in words(page)
    answer = client.get(f"{PAGE}{made['mentor']}/paper")
    assert answer["Content-Disposition"] == 'attachment; filename="bevis.pdf"'
    assert paper.said_of(answer.content)["ua"] == "1"
    assert "Mentor Aaby" in paper.text_of(answer.content)


def test_anothers_certificate_is_as_one_that_never_was(world, concept_id):
    made = schooling.trained(world, "aaby", concept_id, ["mentor"])["mentor"]

    answers = {
        (client.get(f"{PAGE}{key}/paper").status_code, client.get(f"{PAGE}{key}/paper").content)
        for client in (world.client("other_mentor", "aaby"), world.client("mentor", "baekby"))
        for key in (made, uuid.uuid4())
    }

    assert {status for status, _told in answers} == {404}
    assert papers(world.client("other_mentor", "aaby").get(PAGE)) == []


def test_a_certificate_that_was_withdrawn_or_replaced_stands_there_and_is_not_printed(world, concept_id):
    from samspil.delivery.actions import training_certificates

    first = schooling.trained(world, "aaby", concept_id, ["mentor"])["mentor"]
    days = tuple(one + timedelta(days=30) for one in schooling.DAYS)
    second = schooling.trained(world, "aaby", concept_id, ["mentor"], days=days)["mentor"]
    client = world.client("mentor", "aaby")
    assert first != second
    page = client.get(PAGE)
    assert papers(page) == [str(second)]
    assert "Der er udstedt et nyt i stedet" in words(page)

    with world.as_("coordinator", "aaby") as by:
        training_certificates.withdraw_certificate(
            by=by,
            at=world.at,
            on=ground.TODAY,
            certificate_id=second,
            because=CertificateEnd.NO_LONGER,
        )

    page = client.get(PAGE)
    assert papers(page) == []
    assert words(page).count("Trukket tilbage") == 2


def test_nobody_trained_reads_how_one_comes_by_it_and_finds_the_page_in_the_menu(world, concept_id):
    for cast in ("mentor", "parent_coach", "role_model"):
        page = world.client(cast, "aaby").get("/f/profile").content.decode()
        assert page.count(f'href="{PAGE}"') >= 1, cast
        assert "Ingen endnu. Beviset kommer" in words(world.client(cast, "aaby").get(PAGE)), cast
    assert world.client("coordinator", "aaby").get(PAGE).status_code == 403


def test_so_many_questions_whatever_there_is(world, concept_id):
    client, counts = world.client("mentor", "aaby"), []
    for number in (1, 3):
        while len(re.findall("row-title", client.get(PAGE).content.decode())) < number:
            days = tuple(one + timedelta(days=30 * len(counts) * number) for one in schooling.DAYS)
            days = _after(world, days)
            schooling.trained(world, "aaby", concept_id, ["mentor"], days=days)
        counts.append(len(asked(client, PAGE)))

    assert counts[0] == counts[1] <= MOST


def _after(world, days):
    from samspil.delivery.models.training import TrainingDay

    with world.as_("training_provider"):
        last = TrainingDay.objects.order_by("-on").values_list("on", flat=True).first()
    return days if last is None else tuple(last + timedelta(days=number) for number in range(1, 7))
