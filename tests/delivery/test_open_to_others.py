"""What is open beyond the municipality's own staff stands in one list, and each can be ended."""

from __future__ import annotations

import re
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from tests.delivery import away, ground

from samspil.delivery.terms.courses import Recipient
from samspil.trust.privacy import declarations

LISTED = {
    "trust_link": "the list of open links",
    "delivery_move": "open to another municipality",
    "people_loanoffer": "open to another municipality",
}
NO_WAY_IN = {
    "governance_authoritychange": "which authority the office belongs to, read by whoever has a seat",
    "economy_statement": "accounts that were signed, read by the programme office they are handed in to",
    **dict.fromkeys(
        (
            "evaluation_monthendaim",
            "governance_aimset",
            "governance_aimsignature",
            "governance_evaluatorstep",
        ),
        "what the programme is measured by, read by everybody in it",
    ),
    "governance_evaluatorcontract": "the contract with the evaluator, read by the organisation it is with",
    "delivery_moveanswer": "the receiver's yes or no, read by whoever asked",
    "people_loantaken": "that the offer was taken, read by whoever made it",
    "people_appointment": "one's own roles, before one of them is chosen",
    **dict.fromkeys(
        ("delivery_trainingevent", "delivery_trainingday", "delivery_trainingmaterial"),
        "what a course is, when, and where its materials are, read by everybody here",
    ),
    "delivery_trainingmessage": "words about a course, read by the municipality they are told to",
    **dict.fromkeys(
        ("delivery_deliverable", "delivery_deliveryanswer"),
        "what the programme office asks of a provider and answers, read by that provider",
    ),
    "delivery_delivered": "what the provider says it delivered, read by the office that asked",
    **dict.fromkeys(
        ("delivery_attendance", "delivery_completion", "delivery_workshoppresence"),
        "what the provider says of a municipality's own staff, read by that municipality",
    ),
    **dict.fromkeys(
        ("delivery_traininground", "delivery_trainingtally"),
        "what five or more who came to a course answered, read by the programme office and the evaluator",
    ),
    "delivery_nomination": "staff with a seat, read by the provider of that course",
    "delivery_seatwish": "two numbers, read by the programme office",
    "delivery_seatshare": "a number and its reason, read by the municipality it is given to",
    "delivery_trainingcertificate": "how a certificate stands, told to whoever has its code",
    **dict.fromkeys(
        (f"evaluation_monthend{part}" for part in ("", "row", "band", "burden")),
        "the programme's frozen totals, whole at five or withheld",
    ),
    **dict.fromkeys(
        (
            f"economy_{part}"
            for part in ("budgetamount", "budgetline", "budgetversion", "costasking", "grant", "spenttold")
        ),
        "a budget that was sent and a cost that is asked about, read by the programme office that decides",
    ),
    "economy_voucherasking": "what the office asks to see of a signed line, read by that municipality",
    "economy_voucheranswer": "the municipality's yes or no, read by the office that asked",
    "economy_shownvoucher": "a voucher shown until a day, read by the office that asked for it",
    "economy_grantdecision": "the office's answer, read by the municipality that asked",
    **dict.fromkeys(
        (
            f"governance_{part}"
            for part in (
                *(
                    "agendaitem",
                    "agendapaper",
                    "agendaproposal",
                    "ballot",
                    "barrier",
                    "barrierowner",
                    "confirmation",
                    "group",
                    "proposalpaper",
                ),
                *("instruction", "meeting", "meetingpresence", "outcome", "seat", "taskdone", "vote"),
                *("contribution", "contributionfile", "contributionversion", "contributionwithdrawn"),
                "statuspack",
            )
        ),
        "what a group's members tell each other, read by whoever has a seat; about nobody's course",
    ),
    **dict.fromkeys(
        (f"governance_description{part}" for part in ("answer", "chapter", "comment", "version")),
        "a description that was handed in and what is said to it, read by the two it is between",
    ),
    **dict.fromkeys(
        (f"governance_{part}" for part in ("agreementversion", "signature", "signedcopy")),
        "an agreement and who signed it, read by the two it is between",
    ),
    **dict.fromkeys(
        ("governance_interviewrequest", "governance_interviewsheld"),
        "how many interviews are asked for and were held, read by the municipality and the office",
    ),
    **dict.fromkeys(
        ("governance_milestonemoved", "governance_milestonereached"),
        "a day and why, read by everybody in the programme",
    ),
    "governance_obligationtold": "a state and a half-year, read by the programme office",
}


def test_every_table_that_others_read_is_in_the_list_or_is_no_way_in():
    read_by_others = {one.table for one in declarations(apps.get_models()) if one.also}

    assert read_by_others == set(LISTED) | set(NO_WAY_IN)


@pytest.mark.proves("G23")
def test_a_move_and_a_loan_stand_in_the_list_until_they_end(world: Any) -> None:
    made = ground.course(world, "aaby", ground.load(world))
    office = world.client("coordinator", "aaby")
    assert listed(office) == []

    move = away.propose(world, made, "ceby")
    loan = away.offer(world, "aaby", "baekby")
    before = listed(office)
    assert sorted((kind, key) for kind, key, _text in before) == [("loans", str(loan)), ("moves", str(move))]
    code = office_code(world, made)
    texts = {kind: text for kind, _key, text in before}
    assert texts["moves"] == f"{code} er foreslået flyttet til Ceby, som kan læse det"
    assert texts["loans"].endswith("er tilbudt eller lånt ud til Bækby")
    assert listed(world.client("coordinator", "baekby")) == []

    ended = office.post(f"/o/loans/{loan}/end")
    assert ended.status_code == 302
    withdrawn = office.post(f"/o/moves/{move}", {"withdraw": "yes"})
    assert withdrawn.status_code == 302
    assert [kind for kind, _key, _text in listed(office)] == []


def test_a_move_the_other_side_said_yes_to_is_told_as_that(world: Any) -> None:
    made = ground.course(world, "aaby", ground.load(world))
    code = office_code(world, made)
    away.accept(world, away.propose(world, made, "ceby"), "ceby")

    ((kind, _key, text),) = listed(world.client("coordinator", "aaby"))
    assert (kind, text) == ("moves", f"{code} går videre i Ceby, som har sagt ja og har det")


def test_answers_shown_are_counted_and_named_by_whom_they_are_shown_to(world: Any) -> None:
    from samspil.delivery.queries import open_to_others as queries

    concept_id = ground.load(world)
    for shares in (("mentor",), ("mentor", "coordinator"), ()):
        made = ground.course(world, "aaby", concept_id, mentor="mentor")
        ground.answer(world, made, share=shares)

    with world.as_("coordinator", "aaby") as by:
        shown = queries.shown_now(by)
    assert [(one.recipient, one.rounds, one.courses) for one in shown] == [
        (Recipient.COORDINATOR, 1, 1),
        (Recipient.MENTOR, 2, 2),
    ]


def listed(office: Any) -> list[tuple[str, str, str]]:
    """What stands under «open to another municipality», as (kind, key, sentence)."""
    page = unescape(office.get("/o/links/").content.decode())
    part = page.partition('id="others-title"')[2].partition("</section>")[0]
    rows = re.findall(r'<div><p>(.*?)</p>.*?href="/o/(moves|loans)/([0-9a-f-]{36})', part, re.S)
    return [(kind, key, text) for text, kind, key in rows]


def office_code(world: Any, made: ground.Made) -> str:
    from samspil.delivery.queries.courses import course_for

    with world.as_("coordinator", made.slug) as by:
        return str(course_for(by, made.course_id).code)
