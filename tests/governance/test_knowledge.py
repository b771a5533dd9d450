"""Knowledge: what is shared and found, by whom; put right, withdrawn; and nobody's name in it."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.delivery import ground
from tests.economy.granting import pdf
from tests.governance import sharing, steering
from tests.governance.test_steering_pages import HOSTILE, sent, text
from tests.interfaces import marks
from tests.interfaces.test_query_counts import MOST, asked

from samspil.kernel.errors import Missing, Refused


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def groups(world):
    return steering.found(world)


def refused(world: Any, **told: Any) -> str:
    with pytest.raises(Refused) as problem:
        sharing.shared(world, **told)
    return str(problem.value.refusal.field)


@pytest.mark.parametrize(
    ("asked_for", "written"),
    [
        ("mentorer", "Hver mentor fik en makker."),
        ("mentor", "To mentorer delte en opgave."),
        ("samtalerne", "En samtale på gåben virker."),
        ("besøg", "Besøgene blev lagt om formiddagen."),
        ("Aftale", "Aftalerne skrives ned med det samme."),
    ],
)
def test_danish_inflections_are_found_either_way(world, groups, asked_for, written):
    sharing.shared(world, title="Noget andet", words="Det regnede hele dagen.")
    sharing.shared(world, title="Det der virker", words=written)

    assert sharing.found(world, asked_for) == ["Det der virker"]


def test_a_hit_in_the_title_stands_before_one_in_the_words_and_tags_narrow(world, groups):
    concept = ground.the_concept()
    one, other = (each.slug for each in concept.interventions[:2])
    method = concept.intervention("mentor").practice.methods[0].slug
    sharing.shared(world, title="Om noget andet", words="Her er et skema.", interventions=[one])
    sharing.shared(
        world, "tool", title="Et skema", words="Til aftaler.", interventions=[other], methods=[method]
    )

    assert sharing.found(world, "skemaet") == ["Et skema", "Om noget andet"]
    assert sharing.found(world, "skemaet", kind="experience") == ["Om noget andet"]
    assert sharing.found(world, intervention=other) == ["Et skema"]
    assert sharing.found(world, method=method) == ["Et skema"]
    assert sharing.found(world) == ["Et skema", "Om noget andet"]


def test_a_question_is_found_by_its_answers_and_the_answer_is_of_another_organisation(world, groups):
    from samspil.governance.queries import knowledge

    question = sharing.shared(world, "question", title="Hvornår mødes I?", words="Vi mangler et tidspunkt.")
    sharing.shared(world, slug="baekby", answers=question.id, words="Vi mødes efter frokosten.")

    assert sharing.found(world, "frokost") == ["Hvornår mødes I?"]
    with world.as_("programme_office") as by:
        network = knowledge.network_of(by)
        assert [(one.author, one.words) for one in knowledge.answers(by, network, question.id)] == [
            ("Bækby", "Vi mødes efter frokosten.")
        ]
        assert knowledge.contribution(by, network, question.id).answers == 1


def test_only_a_question_that_stands_is_answered(world, groups):
    tool = sharing.shared(world, "tool")
    question = sharing.shared(world, "question")
    sharing.withdrawn(world, question.id)

    for key in (tool.id, question.id, world.tenant("aaby")):
        with pytest.raises(Missing):
            sharing.shared(world, slug="baekby", answers=key)


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("title", {"title": "Spørg Amalie Holm"}),
        ("words", {"words": "Det virkede for ham der hedder Yusuf."}),
        ("words", {"words": "Ring på 22 33 44 55 og hør mere."}),
        ("words", {"words": "Hans nummer er 010199-1234."}),
        ("words", {"words": "Skriv til os på hej@skole.dk om det."}),
        ("words", {"words": ""}),
        ("title", {"title": ""}),
        ("interventions", {"interventions": ["fri-tag"]}),
        ("methods", {"methods": ["fri-tag"]}),
        ("kind", {"kind": "gossip"}),
        ("file", {"file": b"%PDF-1.4\n/JavaScript\n%%EOF\n", "is_free": True}),
        ("is_free", {"file": pdf("x")}),
    ],
)
def test_what_points_at_somebody_or_is_none_of_it_is_refused_beside_its_field(world, groups, field, told):
    assert refused(world, **told) == field
    assert sharing.found(world) == []


def test_a_colleagues_name_is_refused_in_whatever_letters_and_a_role_is_no_name(world, groups):
    assert refused(world, words="spørg departed om det") == "words"
    sharing.shared(world, words="en mentor og en koordinator i Åby talte sammen")


def test_who_has_a_seat_in_the_network_group_reads_and_nobody_else_does(world, groups):
    from samspil.governance.models.knowledge import Contribution

    row = sharing.with_a_file(world)
    url = f"/o/knowledge/{row.id}"
    for cast, slug in (
        ("coordinator", "baekby"),
        ("municipal_lead", "aaby"),
        ("programme_office", None),
        ("steering_member", None),
    ):
        client = world.client(cast, slug)
        assert "Samtaler på biblioteket" in text(client, "/o/knowledge/")
        assert client.get(f"{url}/file").content == pdf("aaby")
    for cast in ("evaluator", "training_provider"):  # a seat in the steering group alone, and none
        client = world.client(cast)
        assert "ingen plads i netværksgruppen" in text(client, "/o/knowledge/")
        assert [client.get(one).status_code for one in (url, f"{url}/file", "/o/knowledge/new")] == [404] * 3
        with world.as_(cast):
            assert list(Contribution.objects.presented()) == []
    assert world.client("mentor", "aaby").get("/o/knowledge/").status_code == 403


def test_it_is_put_right_by_its_own_and_the_versions_stay(world, groups):
    row = sharing.shared(world)
    own, other, office = (
        world.client(cast, slug)
        for cast, slug in (("municipal_lead", "aaby"), ("coordinator", "baekby"), ("programme_office", None))
    )
    url = f"/o/knowledge/{row.id}"
    assert [one.get(f"{url}/correct").status_code for one in (own, other, office)] == [200, 404, 404]
    form = {"title": "Samtaler i parken", "words": "Parken er bedre om sommeren."}
    sent(own, f"{url}/correct", {**form, "words": "Spørg Amalie Holm."}, 422)
    sent(own, f"{url}/correct", form)
    page = text(other, url)

    assert ("Samtaler i parken" in page, sharing.WORDS in unescape(page), "udgave nr. 2" in page) == (
        True,
        True,
        True,
    )
    assert sharing.found(world, "biblioteket") == []
    assert sharing.found(world, "parker") == ["Samtaler i parken"]


def test_it_is_withdrawn_by_its_own_or_by_the_office_with_a_reason_and_is_found_no_more(world, groups):
    own, theirs = sharing.shared(world), sharing.shared(world, "tool", "baekby", title="Et skema")
    client, office = world.client("coordinator", "aaby"), world.client("programme_office")
    url, other = f"/o/knowledge/{own.id}", f"/o/knowledge/{theirs.id}"
    assert client.get(f"{other}/withdraw").status_code == 404
    assert world.client("steering_member").get(f"{other}/withdraw").status_code == 404
    sent(client, f"{url}/withdraw", {}, 422)
    sent(client, f"{url}/withdraw", {"because": "outdated"})
    sent(office, f"{other}/withdraw", {"because": "points"})

    assert sharing.found(world) == []
    assert [office.get(one).status_code for one in (url, other, f"{url}/correct")] == [404] * 3


def test_the_database_keeps_the_order_whatever_the_code_does(world, groups):
    from django.db import Error, transaction

    from samspil.governance.models.knowledge import (
        Contribution,
        ContributionVersion,
        ContributionWithdrawn,
    )
    from samspil.trust.audit import writing

    row, gone = sharing.shared(world), sharing.shared(world, "question")
    sharing.withdrawn(world, gone.id)
    office = world.tenant("kontoret")

    def version(slug: str, key: Any, number: int) -> Any:
        told = {"office_id": office, "number": number, "title": "x", "words": "x"}
        return ContributionVersion.objects.create(
            tenant_id=world.tenant(slug), contribution_id=key, written_on=ground.TODAY, **told
        )

    def new(slug: str, **told: Any) -> Any:
        said = {"office_id": office, "programme": "x", "kind": "tool", "shared_on": ground.TODAY, **told}
        return Contribution.objects.create(tenant_id=world.tenant(slug), **said)

    def away(slug: str, key: Any) -> Any:
        told = {"because": "wrong", "withdrawn_on": ground.TODAY, "contribution_id": key}
        return ContributionWithdrawn.objects.create(tenant_id=world.tenant(slug), office_id=office, **told)

    wrong = (
        ("coordinator", "aaby", lambda: version("aaby", row.id, 3)),
        ("coordinator", "aaby", lambda: version("aaby", gone.id, 2)),
        ("coordinator", "aaby", lambda: new("aaby", kind="answer", answers_id=row.id)),
        ("coordinator", "aaby", lambda: new("aaby", kind="answer", answers_id=gone.id)),
        ("evaluator", None, lambda: new("evaluering")),
        ("coordinator", "baekby", lambda: away("baekby", row.id)),
        ("programme_office", None, lambda: away("kontoret", gone.id)),
        ("coordinator", "aaby", lambda: Contribution.objects.filter(id=row.id).update(kind="question")),
        ("coordinator", "aaby", lambda: ContributionVersion.objects.filter(contribution_id=row.id).delete()),
    )
    for cast, slug, change in wrong:
        with world.as_(cast, slug), writing(), pytest.raises(Error), transaction.atomic():
            change()
    right = (
        ("coordinator", "aaby", lambda: version("aaby", row.id, 2)),
        ("coordinator", "baekby", lambda: new("baekby")),
        ("programme_office", None, lambda: away("kontoret", row.id)),
    )
    for cast, slug, change in right:
        with world.as_(cast, slug), writing(), transaction.atomic():
            change()
            transaction.set_rollback(True)


def test_what_is_sent_twice_is_shared_once_and_each_act_is_one_event(world, groups):
    from samspil.kernel.ids import uuid7
    from samspil.trust.models import AuditEvent

    key = uuid7()
    assert sharing.shared(world, key=key).id == sharing.shared(world, key=key).id == key
    sharing.corrected(world, key)
    sharing.withdrawn(world, key)

    with world.as_("coordinator", "aaby"):
        verbs = AuditEvent.objects.filter(thing_id=key).values_list("verb", flat=True)
        assert sorted(verbs) == ["governance.correct_shared", *["governance.share"] * 2]
    assert sharing.found(world) == []


def test_the_page_shares_with_a_file_and_keeps_what_was_typed_when_it_is_refused(world, groups):
    client = world.client("coordinator", "aaby")
    form = {"kind": "tool", "title": "Et skema", "words": "Til at aftale mål med."}
    paper = SimpleUploadedFile("x.exe", pdf("side"), content_type="image/png")
    answer = client.post("/o/knowledge/new", {**form, "words": "Spørg Amalie Holm.", "file": paper})
    page = answer.content.decode()
    assert (answer.status_code, "Spørg Amalie Holm." in page, 'value="Et skema"' in page) == (422, True, True)
    paper = SimpleUploadedFile("x.exe", pdf("side"), content_type="image/png")
    made = sent(client, "/o/knowledge/new", {**form, "file": paper, "is_free": "on"})["Location"]
    found = world.client("programme_office").get(f"{made}/file")
    assert (found.content, marks.name_of(found)) == (
        pdf("side"),
        'attachment; filename="delt.pdf"',
    )


@pytest.mark.proves("G27")
@pytest.mark.parametrize("payload", HOSTILE)
def test_what_anybody_typed_comes_out_as_typed_in_list_hit_and_page(world, groups, payload):
    row = sharing.shared(world, "question", title=f"x {payload} y", words=f"bogskab {payload} slut")
    sharing.shared(world, slug="baekby", answers=row.id, words=f"svar {payload} slut")
    client = world.client("coordinator", "baekby")
    listed = unescape(text(client, "/o/knowledge/"))
    hit = text(client, "/o/knowledge/?words=bogskabe")
    page = unescape(text(client, f"/o/knowledge/{row.id}"))

    assert f"x {payload} y" in listed
    assert (f"bogskab {payload} slut" in page, f"svar {payload} slut" in page) == (True, True)
    assert "<mark>bogskab</mark>" in hit
    assert re.findall(r"<script(?! src)[^>]*>alert", hit) == []


@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(asked_for=st.text(max_size=40))
def test_any_search_is_answered(world, groups, asked_for):
    client = world.client("coordinator", "aaby")
    assert client.get("/o/knowledge/", {"words": asked_for, "page": asked_for[:3]}).status_code == 200


def test_lists_are_paged_and_ask_the_same_however_much_is_shared(world, groups):
    sharing.shared(world, title="Den første", words="Et skema.")
    client = world.client("coordinator", "baekby")
    paths = ("/o/knowledge/", "/o/knowledge/?words=skema")
    few = [len(asked(client, one)) for one in paths]
    for number in range(22):
        sharing.shared(world, title=f"Nummer {'abcdefghijklmnopqrstuvwxyz'[number]}", words="Et skema.")

    assert [len(asked(client, one)) for one in paths] == few
    assert max(few) <= MOST
    assert [len(sharing.found(world, "skema", page=one)) for one in (1, 2, 3)] == [20, 3, 0]
    assert "page=2" in text(client, paths[1])
