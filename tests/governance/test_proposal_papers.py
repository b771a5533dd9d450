"""Papers beside a member's own proposal: until it is on an agenda the member's, afterwards everybody's."""

from __future__ import annotations

import hashlib
import uuid

import pytest
from django.db import Error, connection, transaction
from django.utils.html import escape
from django.utils.translation import override
from tests.delivery import ground
from tests.governance import agreeing, steering
from tests.governance.test_agenda_papers import PLAIN, told
from tests.governance.test_steering_pages import HOSTILE, sent, text
from tests.interfaces import marks
from tests.interfaces.office import hostile

from samspil.kernel.errors import Missing, Refused


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def group(world):
    return steering.found(world)["steering"]


@pytest.fixture
def proposal(world, group):
    return steering.proposed(world, group)


@pytest.fixture
def lead(world):
    return world.client("municipal_lead", "aaby")


def address(proposal):
    return f"/o/steering/proposals/{proposal.id}"


def take_in(world, group, proposal):
    """The office puts it on the agenda of the coming meeting; the meeting's key."""
    meeting = steering.planned(world, group)[1]
    steering.placed(world, meeting, waiting_id=proposal.id)
    return meeting


@pytest.mark.proves("G25")
@pytest.mark.parametrize("kind", sorted(PLAIN))
def test_it_is_the_members_and_the_offices_until_it_is_on_an_agenda_and_then_everybodys(
    world, group, proposal, lead, kind
):
    made, media = PLAIN[kind]
    sent(lead, f"{address(proposal)}/papers", told(made()))
    page = text(lead, address(proposal))
    url = next(one for one in page.split('"') if one.startswith("/o/steering/papers/"))
    own = (lead, world.client("coordinator", "aaby"), world.client("programme_office"))
    others = (world.client("municipal_lead", "baekby"), world.client("evaluator"))
    for client in own:
        answer = client.get(url)
        digest = hashlib.sha256(answer.content).hexdigest()
        assert (answer.status_code, answer.headers["Content-Type"]) == (200, media)
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert marks.name_of(answer) == (f'attachment; filename="bilag-2014-11-03-{digest[:8]}.{kind}"')
        assert url in text(client, address(proposal))
    for client in others:
        assert client.get(url).status_code == 404
    meeting = take_in(world, group, proposal)
    for client in (*own, *others):
        assert client.get(url).status_code == 200
        assert url in text(client, f"/o/steering/meetings/{meeting}")


def test_anothers_proposal_is_as_good_as_an_invented_one(world, group, proposal, lead):
    paper = steering.beside(world, proposal.id, agreeing.pdf())
    for client in (world.client("municipal_lead", "baekby"), world.client("evaluator")):
        assert str(proposal.id) not in text(client, f"/o/steering/groups/{group}")
        for url in (
            "/o/steering/proposals/{}",
            "/o/steering/proposals/{}/papers",
            "/o/steering/proposals/papers/{}/remove",
        ):
            key = paper.id if url.endswith("remove") else proposal.id
            real, none = (client.get(url.format(one)) for one in (key, uuid.uuid4()))
            assert (real.status_code, none.status_code) == (404, 404)
            assert real.content == none.content
            if not url.endswith("{}"):
                posts = [client.post(url.format(one), told(agreeing.pdf())) for one in (key, uuid.uuid4())]
                assert [one.status_code for one in posts] == [404, 404]
    office = world.client("programme_office")
    assert office.post(f"{address(proposal)}/papers", told(agreeing.pdf())).status_code == 404
    assert office.post(f"/o/steering/proposals/papers/{paper.id}/remove").status_code == 404
    with pytest.raises(Missing):
        steering.beside(world, proposal.id, agreeing.pdf(), slug="baekby")
    assert text(lead, address(proposal)).count("/o/steering/papers/") == 1


@pytest.mark.proves("G25")
def test_what_is_no_plain_paper_is_refused_beside_its_field_and_what_was_typed_is_kept(proposal, lead):
    bad = [b"", b"<!doctype html><script>alert(1)</script>"]
    bad += [content for _name, content in (*hostile.workbooks(), *hostile.others())][:6]
    for content in bad:
        answer = lead.post(f"{address(proposal)}/papers", told(content, title="Min titel"))
        assert (answer.status_code, b'id="id_file_error"' in answer.content) == (422, True), content[:30]
        assert b'value="Min titel"' in answer.content
    named = lead.post(f"{address(proposal)}/papers", told(agreeing.pdf(), title="Spørg Amalie Holm"))
    assert (named.status_code, b'id="id_title_error"' in named.content) == (422, True)
    assert "/o/steering/papers/" not in text(lead, address(proposal))


@pytest.mark.proves("G27")
@pytest.mark.parametrize("words", HOSTILE)
def test_what_it_is_called_is_shown_as_it_was_typed(proposal, lead, words):
    sent(lead, f"{address(proposal)}/papers", told(agreeing.pdf(), title=words))
    assert escape(words.strip()) in text(lead, address(proposal))


def test_it_is_taken_away_until_it_is_on_an_agenda_and_stays_from_then_on(world, group, proposal, lead):
    kept, gone = (steering.beside(world, proposal.id, agreeing.pdf(), title=one) for one in ("Bliver", "Går"))
    where = "/o/steering/proposals/papers/{}/remove"
    sent(lead, where.format(gone.id), {})
    assert (
        lead.get(f"/o/steering/papers/{gone.id}").status_code,
        "Bliver" in text(lead, address(proposal)),
    ) == (
        404,
        True,
    )
    take_in(world, group, proposal)
    sent(lead, where.format(kept.id), {}, 422)
    sent(lead, f"{address(proposal)}/papers", told(agreeing.pdf()), 422)
    page = text(lead, address(proposal))
    assert (f"{address(proposal)}/papers" in page, where.format(kept.id) in page) == (False, False)
    for statement in (
        "DELETE FROM governance_proposalpaper",
        again("office_id"),
    ):
        refused(world, statement, "taken into an agenda")


def again(office):
    """The same paper once more, with that column as the office it lies with."""
    same = "proposal_id, title, media, size, digest, confidential, added_on, content"
    return (
        f"INSERT INTO governance_proposalpaper (id, tenant_id, office_id, {same})"
        f" SELECT gen_random_uuid(), tenant_id, {office}, {same} FROM governance_proposalpaper"
    )


def refused(world, statement, said):
    with (
        world.as_("municipal_lead", "aaby"),
        pytest.raises(Error, match=said),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_the_database_keeps_a_paper_as_it_was_where_its_proposal_went(world, proposal):
    steering.beside(world, proposal.id, agreeing.pdf())
    refused(world, "UPDATE governance_proposalpaper SET title = 'En anden'", "as it was brought")
    refused(
        world,
        again("tenant_id"),
        "where its proposal went",
    )


def test_sent_twice_it_lies_there_once_and_a_proposal_has_ten_at_most(world, proposal):
    key = uuid.uuid4()
    first = steering.beside(world, proposal.id, agreeing.pdf(), key=key)
    assert steering.beside(world, proposal.id, agreeing.pdf(), key=key).id == first.id
    for _each in range(9):
        steering.beside(world, proposal.id, agreeing.pdf())
    with pytest.raises(Refused, match="ti bilag"):
        steering.beside(world, proposal.id, agreeing.pdf())


def test_it_is_sealed_each_look_is_logged_and_minutes_name_it_by_its_sum(world, group, proposal):
    from samspil.governance.models.papers import ProposalPaper
    from samspil.governance.queries import papers
    from samspil.trust.models import AuditEvent

    shown = steering.beside(world, proposal.id, agreeing.pdf(), title="Vises")
    hidden = steering.beside(world, proposal.id, agreeing.pdf(), title="Skjules", confidential=True)
    with world.as_("municipal_lead", "aaby") as by:
        stored = bytes(ProposalPaper.objects.get(id=shown.id).content)
        before = AuditEvent.objects.count()
        content = papers.file_of(by, world.tenant("kontoret"), shown.id, at=world.at)
        assert AuditEvent.objects.count() == before + 1
    assert (content, b"%PDF" in stored) == (agreeing.pdf(), False)
    meeting = take_in(world, group, proposal)
    with world.as_("evaluator") as by:
        for confidential, wanted in ((True, {shown.id, hidden.id}), (False, {shown.id})):
            found = papers.papers(by, world.tenant("kontoret"), meeting, confidential=confidential)
            assert {one.id for each in found.values() for one in each} == wanted
    assert shown.added_on == ground.TODAY
