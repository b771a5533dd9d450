"""The status pack: what it says and leaves out, that it stays as it was sent, and who reads it."""

from __future__ import annotations

import io
import re
from datetime import date
from html import unescape

import pytest
from django.utils.translation import override
from docx import Document
from tests.delivery import ground
from tests.economy import granting
from tests.governance import packing, promising, steering
from tests.governance.test_steering_pages import HOSTILE, sent, text
from tests.interfaces import paper
from tests.interfaces.test_query_counts import MOST, asked
from tests.trust.committed import freeze

LEFT = date(2014, 1, 31)
MARK = "Kanarie i en barriere"


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture
def groups(world):
    return steering.found(world)


@pytest.fixture
def meeting(world, groups):
    return steering.planned(world, groups["steering"])[1]


def part_of(document, heading):
    return next(one for one in document["parts"] if one["heading"] == heading)


def tables(part):
    return [one for one in part["blocks"] if one["as"] == "table"]


def test_each_part_says_as_of_when_and_what_is_left_out(world, meeting):
    document = packing.composed(world, meeting).document

    told = {
        part["heading"]: [one["label"] for one in part["blocks"][0]["facts"]] for part in document["parts"]
    }
    both = ["Opgjort", "Holdt tilbage"]
    assert told == {
        "Indsatser, der er i gang": both,
        "Milepæle": both,
        "Forpligtelser": both,
        "Målinger": both,
        "Kapacitet": both,
        "Tilskud": both,
        "Barrierer": both,
        "Åbne beslutninger og opgaver": ["Opgjort"],
    }
    assert document["title"] == "Statuspakke, 3. november 2014"
    assert [one["value"] for one in document["facts"]][1] == "Møde i styregruppen, den 19. november 2014"


def test_it_says_what_the_rows_say_of_municipalities_grant_and_barriers(world, groups, meeting):
    ground.load(world)
    promising.night(world, "aaby")
    steering.raised(world, heading=MARK)
    steering.in_writing(world, groups["steering"], heading="Besøg om formiddagen")

    document = packing.composed(world, meeting).document

    concept = ground.the_concept()
    matrix = tables(part_of(document, "Forpligtelser"))[0]
    assert [row[0] for row in matrix["rows"]] == ["Bækby", "Ceby", "Åby"]
    assert len(matrix["head"]) == len(concept.obligations) + 2
    texts = next(one for one in part_of(document, "Forpligtelser")["blocks"] if one["as"] == "points")
    assert [one.partition(". ")[2] for one in texts["lines"]][: len(concept.obligations)] == [
        one.text for one in concept.obligations
    ]
    assert [row[0] for row in tables(part_of(document, "Barrierer"))[0]["rows"]] == [MARK]
    assert tables(part_of(document, "Åbne beslutninger og opgaver"))[0]["rows"] == [
        ["Besøg om formiddagen", "13. november 2014", "0 af 4 har svaret"]
    ]


def test_the_grant_is_the_budget_that_counts_and_never_a_voucher(world):
    from samspil.economy.models.vouchers import Voucher
    from samspil.economy.queries import budget

    found = steering.found(world, granting.load(world))
    meeting = steering.planned(world, found["steering"])[1]
    granting.opened(world)
    granting.written(world, granting.cost(world))
    with world.as_("municipal_lead", "aaby") as by:
        found = budget.standing(by)
        amounts = budget.amounts_of([found.current])[found.current.id]
        titles = {one.id: one for one in found.lines}
    whole = sum(one.oere for one in amounts.values())

    told = [
        one
        for one in tables(part_of(packing.composed(world, meeting).document, "Tilskud"))
        if one["head"][0] == "Åby, kr."
    ]

    assert len(told) == 1
    assert len(told[0]["rows"]) == len(titles) + 1
    last = told[0]["rows"][-1][-1].replace(".", "").replace(",", "")
    assert int(last) == whole
    with world.as_("programme_office"):
        assert list(Voucher.objects.presented()) == []


def test_citizen_figures_come_from_the_frozen_month_and_nothing_below_five(world, meeting):
    concept_id = ground.load(world)
    for _one in range(3):
        for slug in ("aaby", "baekby"):
            ground.course(world, slug, concept_id, on=date(2014, 8, 4))
    before = packing.composed(world, meeting).document
    assert part_of(before, "Målinger")["blocks"][0]["facts"][0]["value"] == "Ingen måned er gjort op endnu"

    freeze(world, date(2014, 10, 1))
    ground.course(world, "aaby", concept_id, on=date(2014, 9, 1))
    measured = part_of(packing.composed(world, meeting).document, "Målinger")

    totals, bands = tables(measured)
    assert totals["rows"][0][1] == "6"
    assert [row for row in totals["rows"] if row[1] == "–" and set(row[1:]) != {"–"}] == []
    assert all(row[1] == "–" or int(row[1]) >= 5 for row in totals["rows"])
    assert {row[1] for row in bands["rows"]} == {"Vises ikke: færre end 10 var planlagt"}


@pytest.mark.parametrize(("each", "shown"), [(2, "Vises ikke"), (3, "6")])
def test_staff_are_told_from_five_of_two_municipalities(world, each, shown, meeting):
    from samspil.people.models.people import Account, Appointment
    from samspil.trust.audit import writing

    for slug in ("aaby", "baekby", "ceby"):
        with world.as_("coordinator", slug) as by, writing():
            Appointment.objects.filter(role="mentor", from_on__lte=LEFT).update(to_on=LEFT)
            if slug == "ceby":
                continue
            for number in range(each):
                account = Account.objects.create(name=f"M {slug} {number}", email=f"m{number}@{slug}.example")
                Appointment.objects.create(
                    tenant_id=by.tenant_id, account=account, role="mentor", from_on=date(2014, 2, 1)
                )
    staff = tables(part_of(packing.composed(world, meeting).document, "Kapacitet"))[0]

    assert next(row for row in staff["rows"] if row[0] == "Mentor")[1] == shown


def test_a_version_stays_as_it_was_sent_and_the_same_again_is_no_new_one(world, groups, meeting):
    from samspil.governance.models.meetings import AgendaItem
    from samspil.governance.queries import packs

    first = packing.sent(world, meeting)
    again = packing.sent(world, meeting)
    steering.raised(world, heading=MARK)
    second = packing.sent(world, meeting)

    assert (first.id == again.id, first.number, second.number) == (True, 1, 2)
    with world.as_("steering_member") as by:
        was = packs.says(by, by.tenant_id, first.id, at=world.at)
        now = packs.says(by, by.tenant_id, second.id, at=world.at)
        assert packs.digest_of(packs.written(was)) == first.digest
        every = packs.packs(by, by.tenant_id, meeting)
        items = AgendaItem.objects.filter(meeting_id=meeting)
        assert [one.heading for one in items] == ["Statuspakke"]
    assert (MARK in str(was), MARK in str(now)) == (False, True)
    assert [one.number for one in every] == [2, 1]


def test_the_database_lets_nobody_change_a_pack_or_put_one_where_it_does_not_belong(world, groups, meeting):
    from django.db import Error, IntegrityError, transaction

    from samspil.governance.models.packs import StatusPack
    from samspil.trust.audit import writing

    row = packing.sent(world, meeting)
    network = steering.planned(world, groups["network"])[1]
    elsewhere = steering.placed(world, network)
    told = {"made_on": ground.TODAY, "digest": "0" * 64, "content": b"x"}
    changes = (
        lambda: StatusPack.objects.filter(id=row.id).update(digest="1" * 64),
        lambda: StatusPack.objects.filter(id=row.id).delete(),
        lambda: StatusPack.objects.create(tenant_id=row.tenant_id, item_id=row.item_id, number=3, **told),
        lambda: StatusPack.objects.create(tenant_id=row.tenant_id, item_id=elsewhere.id, number=1, **told),
    )
    for change in changes:
        with (
            world.as_("programme_office"),
            writing(),
            pytest.raises((Error, IntegrityError)),
            transaction.atomic(),
        ):
            change()
    with world.as_("programme_office"), writing(), transaction.atomic():
        StatusPack.objects.create(tenant_id=row.tenant_id, item_id=row.item_id, number=2, **told)
        transaction.set_rollback(True)


def test_a_pack_is_for_a_steering_meeting_whose_minutes_are_open(world, groups):
    from samspil.kernel.errors import Refused

    first, *_more = steering.planned(world, groups["steering"])
    network = steering.planned(world, groups["network"])[1]
    steering.held(world, first)

    for meeting_id in (first, network):
        with pytest.raises(Refused):
            packing.sent(world, meeting_id, {"parts": []})
    office = world.client("programme_office")
    for meeting_id in (first, network):
        assert 'name="make"' not in text(office, f"/o/steering/meetings/{meeting_id}")
        assert office.post(f"/o/steering/meetings/{meeting_id}/pack").status_code == 403


def test_whoever_steers_reads_it_and_the_files_and_the_others_find_nothing(world, groups, meeting):
    office = world.client("programme_office")
    url = sent(office, f"/o/steering/meetings/{meeting}/pack", {})["Location"]
    readers = {
        "programme_office": office,
        "steering_member": world.client("steering_member"),
        "lead": world.client("municipal_lead", "aaby"),
        "evaluator": world.client("evaluator"),
    }
    for client in readers.values():
        page = text(client, url)
        assert "Statuspakke, 3. november 2014" in page
        assert client.get(f"{url}/file?as=pdf").status_code == 200
    assert url in text(readers["lead"], f"/o/steering/meetings/{meeting}")
    coordinator = world.client("coordinator", "aaby")
    assert coordinator.get(url).status_code == 403
    assert url not in text(coordinator, f"/o/steering/meetings/{meeting}")
    stranger = world.client("training_provider")
    assert stranger.get(url).status_code == stranger.get(f"{url[:-12]}000000000000").status_code == 404
    assert stranger.get(f"{url}/file").status_code == 404
    assert office.get(f"{url}/file?as=exe").status_code == 404


def test_a_seat_in_the_network_group_alone_opens_no_pack(world, groups, meeting):
    from samspil.governance.actions import groups as actions
    from samspil.governance.models.packs import StatusPack
    from samspil.programme import queries as programme

    row = packing.sent(world, meeting)
    capacity = programme.concept(ground.load(world)).organisation.network_group.members[0]
    with world.as_("programme_office") as by:
        seats = actions.NewSeats([world.tenant("kursus")], capacity, "Underviser", steering.FOUNDED_ON)
        actions.give_seats(by=by, at=world.at, on=ground.TODAY, group_id=groups["network"], seats=seats)
    provider = world.client("training_provider")

    assert provider.get(f"/o/steering/meetings/{meeting}").status_code == 200
    assert provider.get(f"/o/steering/packs/{row.id}").status_code == 404
    with world.as_("training_provider"):
        assert list(StatusPack.objects.presented()) == []
    with world.as_("evaluator"):
        assert [one.id for one in StatusPack.objects.presented()] == [row.id]


def test_a_look_at_a_pack_is_in_the_log_and_making_one_is_one_event(world, meeting):
    from samspil.trust.models import AuditEvent

    office = world.client("programme_office")
    with world.as_("programme_office"):
        before = AuditEvent.objects.count()
    url = sent(office, f"/o/steering/meetings/{meeting}/pack", {})["Location"]
    with world.as_("programme_office"):
        new = list(AuditEvent.objects.order_by("recorded_at", "id").values_list("verb", flat=True)[before:])
    assert new == ["governance.send_pack"]
    text(office, url)
    with world.as_("programme_office"):
        last = AuditEvent.objects.filter(verb="read", kind="governance.statuspack")
        assert last.count() == 1


@pytest.mark.proves("G26", "G27")
@pytest.mark.parametrize("payload", HOSTILE)
def test_what_anybody_typed_comes_out_as_typed_on_page_pdf_and_word(world, groups, meeting, payload):
    from samspil.interfaces.web.shared.documents.setting import plain

    steering.raised(world, heading=f"x {payload} y")
    office = world.client("programme_office")
    url = sent(office, f"/o/steering/meetings/{meeting}/pack", {})["Location"]
    page = office.get(url)
    word = Document(io.BytesIO(office.get(f"{url}/file?as=docx").content))
    pdf = paper.text_of(office.get(f"{url}/file?as=pdf").content)

    cells = [unescape(one) for one in re.findall(r'<th scope="row">(.*?)</th>', page.content.decode(), re.S)]
    assert f"x {payload} y" in cells
    assert f"x {plain(payload)} y" in [
        cell.text for one in word.tables for row in one.rows for cell in row.cells
    ]
    squeezed = re.sub(r"\s+", "", plain(payload))
    assert squeezed in re.sub(r"\s+", "", pdf)
    assert [one for one in word.element.iter() if one.tag.endswith(("fldSimple", "instrText"))] == []


def test_the_minutes_say_which_versions_were_read(world, meeting):
    row = packing.sent(world, meeting)
    lead = world.client("municipal_lead", "aaby")
    word = Document(io.BytesIO(lead.get(f"/o/steering/meetings/{meeting}/minutes?as=docx").content))

    assert f"Udgave nr. 1 af 3. november 2014, SHA-256 {row.digest}" in [one.text for one in word.paragraphs]


def test_the_pdf_is_tagged_and_says_its_language(world, meeting):
    url = sent(world.client("programme_office"), f"/o/steering/meetings/{meeting}/pack", {})["Location"]
    made = world.client("steering_member").get(f"{url}/file?as=pdf")

    assert made.headers["Content-Disposition"] == 'attachment; filename="statuspakke-2014-11-03-1.pdf"'
    told = paper.said_of(made.content)
    assert (told["language"], told["tagged"], told["ua"], told["title"]) == (
        "da-DK",
        "True",
        "1",
        "Statuspakke, 3. november 2014",
    )
    kinds = paper.tags_of(made.content)
    assert ("Table" in kinds, "TH" in kinds, kinds.count("H1")) == (True, True, 8)


def test_pages_ask_the_same_however_many_versions_and_rows(world, meeting):
    office = world.client("programme_office")
    url = sent(office, f"/o/steering/meetings/{meeting}/pack", {})["Location"]
    few = [len(asked(office, one)) for one in (url, f"/o/steering/meetings/{meeting}")]
    for number in range(6):
        steering.raised(world, heading=f"{MARK} {'abcdef'[number]}")
        url = sent(office, f"/o/steering/meetings/{meeting}/pack", {})["Location"]

    assert [len(asked(office, one)) for one in (url, f"/o/steering/meetings/{meeting}")] == few
    assert max(few) <= MOST
