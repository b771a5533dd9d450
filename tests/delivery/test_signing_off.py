"""Two people approve a new instrument, the evaluator among them; the database lets nothing else into use."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.campaigns.forms import kinds
from tests.delivery import ground, proposing

from samspil.delivery.actions import instruments as actions
from samspil.delivery.instruments.document import as_document, digest, from_document
from samspil.delivery.instruments.shape import Instrument, Item
from samspil.delivery.instruments.shipped import SHIPPED
from samspil.delivery.models.instruments import InstrumentDecision, ProposedInstrument
from samspil.delivery.queries import instruments as queries
from samspil.delivery.terms.instruments import CHECKLIST, Standing
from samspil.kernel.errors import Missing, Refused

LANGUAGES = ("da", "en", "ar", "so", "tr")
TEXTS = st.dictionaries(st.sampled_from(LANGUAGES), st.text(max_size=20), max_size=5)


@pytest.fixture(autouse=True)
def in_english() -> Iterator[None]:
    """Refusals are read here as they stand in the source, whatever a page before spoke."""
    from django.utils.translation import override

    with override("en"):
        yield


# --- the document


@st.composite
def tools(draw: Any) -> Instrument:
    """Any instrument at all, of every kind of answer."""
    low = draw(st.integers(0, 9))
    items = [
        Item(f"q{number}", draw(TEXTS), draw(TEXTS), draw(st.none() | kinds(LANGUAGES)), draw(TEXTS))
        for number in range(draw(st.integers(0, 4)))
    ]
    return Instrument(
        draw(st.sampled_from(("days", "mentee"))),
        draw(st.integers(1, 32_767)),
        tuple(items),
        source=draw(st.text(max_size=20)),
        licence=draw(st.text(max_size=20)),
        low=low,
        high=draw(st.integers(low + 1, 10)),
        low_words=draw(TEXTS),
        high_words=draw(TEXTS),
        title=draw(TEXTS),
        reviewed=draw(st.frozensets(st.sampled_from(LANGUAGES))),
    )


@given(tools())
def test_an_instrument_of_any_kind_comes_back_from_its_document(tool: Instrument) -> None:
    stored = json.loads(json.dumps(as_document(tool)))
    back = from_document(stored)
    assert back == tool
    assert digest(back) == digest(tool)


@given(tools(), tools())
def test_two_instruments_have_one_digest_only_when_they_are_the_same(a: Instrument, b: Instrument) -> None:
    assert (digest(a) == digest(b)) is (a == b)


@pytest.mark.parametrize("key", sorted(SHIPPED))
def test_every_shipped_one_comes_back_from_its_document(key: tuple[str, int]) -> None:
    assert from_document(json.loads(json.dumps(as_document(SHIPPED[key])))) == SHIPPED[key]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda one: one.pop("items"),
        lambda one: one.update(more=1),
        lambda one: one["items"][0].update(sum=True),
        lambda one: one["items"][0].update(kind={"kind": "calculate"}),
        lambda one: one.update(scale={"kind": "number", "whole": True}),
        lambda one: one.update(items=[3]),
        lambda one: one["items"][0].update(text="plain"),
    ],
)
def test_anything_else_is_no_instrument(spoil: Any) -> None:
    document = as_document(SHIPPED["pupil", 1])
    spoil(document)
    with pytest.raises(ValueError):
        from_document(document)


# --- the way to two approvals


@pytest.fixture
def more_people(world: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second person in each of the two houses."""
    from tests import world as ground_of

    for cast, like in (("other_evaluator", "evaluator"), ("other_office", "programme_office")):
        slug, role = ground_of.ELSEWHERE[like]
        monkeypatch.setitem(ground_of.ELSEWHERE, cast, (slug, role))
        monkeypatch.setitem(world.members, (cast, slug), None)
        ground_of._appoint(world, cast, slug, role)


def standing(world: Any, version: int = 1) -> Standing:
    with world.as_("programme_office"):
        return queries.known("days", version).standing


@pytest.mark.parametrize("second", ["evaluator", "other_evaluator"])
@pytest.mark.parametrize("first", ["programme_office", "evaluator"])
def test_two_different_people_with_the_evaluator_among_them_bring_it_into_use(
    world: Any, more_people: None, first: str, second: str
) -> None:
    if first == second:
        second = "programme_office"
    made = proposing.proposed(world)
    with pytest.raises(KeyError):
        queries.instrument("days", 1)

    proposing.approve(world, made, first)
    assert standing(world) == Standing.PROPOSED
    with pytest.raises(KeyError):
        queries.instrument("days", 1)
    proposing.approve(world, made, second)

    assert standing(world) == Standing.IN_USE
    assert queries.instrument("days", 1) == made
    with world.as_("programme_office"):
        known = queries.known("days", 1)
        assert {one.account_id for one in known.approvals} == {
            world.member(first).account_id,
            world.member(second).account_id,
        }
        assert known.since == ground.TODAY


def test_two_of_the_programme_office_are_not_enough_and_the_evaluator_makes_it_enough(
    world: Any, more_people: None
) -> None:
    made = proposing.proposed(world)
    proposing.approve(world, made, "programme_office", "other_office")
    assert standing(world) == Standing.PROPOSED
    proposing.approve(world, made, "evaluator")
    assert standing(world) == Standing.IN_USE


def test_nobody_approves_twice_and_the_proposer_alone_is_one_person(world: Any) -> None:
    made = proposing.proposed(world, cast="evaluator")
    proposing.approve(world, made, "evaluator")
    with pytest.raises(Refused, match="You said so already"):
        proposing.approve(world, made, "evaluator")
    assert standing(world) == Standing.PROPOSED


@pytest.mark.parametrize("left", sorted(CHECKLIST))
def test_every_line_of_the_checklist_is_ticked_first(world: Any, left: str) -> None:
    made = proposing.proposed(world)
    with pytest.raises(Refused, match="One line is not ticked") as refused:
        proposing.approve(world, made, "evaluator", ticked=set(CHECKLIST) - {left})
    assert refused.value.refusal.field == "ticked"
    assert InstrumentDecision.objects.count() == 0


def test_a_request_for_change_ends_this_version_and_the_next_number_begins_anew(world: Any) -> None:
    made = proposing.proposed(world)
    proposing.approve(world, made, "programme_office")
    with world.as_("evaluator") as by:
        told = {"by": by, "at": world.at, "on": ground.TODAY, "slug": "days", "version": 1}
        with pytest.raises(Refused, match="Write what should be changed"):
            actions.send_instrument_back(**told, words="  ")
        actions.send_instrument_back(**told, words="The second statement asks two things.")
        for again in (
            lambda: actions.approve_instrument(**told, ticked=tuple(CHECKLIST)),
            lambda: actions.send_instrument_back(**told, words="Once more"),
        ):
            with pytest.raises(Refused, match="It was decided already"):
                again()
    assert standing(world) == Standing.SENT_BACK
    with pytest.raises(Refused, match="days version 1 is there already") as refused:
        proposing.proposed(world)
    assert "version 2 or higher" in str(refused.value)
    later = proposing.proposed(world, proposing.tool(version=2))
    proposing.approve(world, later, "programme_office", "evaluator")
    assert (standing(world), standing(world, 2)) == (Standing.SENT_BACK, Standing.IN_USE)


def test_whoever_proposed_withdraws_and_nobody_else_and_not_once_it_is_in_use(world: Any) -> None:
    proposing.proposed(world)
    told = {"at": world.at, "on": ground.TODAY, "slug": "days", "version": 1}
    with world.as_("evaluator") as by, pytest.raises(Refused, match="Whoever proposed"):
        actions.withdraw_instrument(by=by, **told)
    with world.as_("programme_office") as by:
        actions.withdraw_instrument(by=by, **told)
    assert standing(world) == Standing.WITHDRAWN
    proposing.in_use(world, proposing.tool(version=2))
    with world.as_("programme_office") as by, pytest.raises(Refused, match="It was decided already"):
        actions.withdraw_instrument(by=by, **{**told, "version": 2})


@pytest.mark.parametrize(
    ("version", "slug"), [(1, "mentee"), (1, "training"), (1, "days"), (2, "days"), (3, "days")]
)
def test_what_is_there_is_never_replaced(world: Any, version: int, slug: str) -> None:
    proposing.in_use(world, proposing.tool(version=3))
    count = ProposedInstrument.objects.count()
    with pytest.raises(Refused, match="is there already"):
        proposing.proposed(world, proposing.tool(slug, version))
    assert ProposedInstrument.objects.count() == count


def test_a_new_version_of_a_shipped_one_may_be_proposed(world: Any) -> None:
    made = proposing.in_use(world, proposing.tool("mentee", 2))
    assert queries.instrument("mentee", 2) == made
    assert queries.instrument("mentee", 1) == SHIPPED["mentee", 1]
    assert queries.before("mentee", 2) == SHIPPED["mentee", 1]
    assert queries.before("days", 1) is None


@pytest.mark.parametrize("cast", ["steering_member", "operator", "training_provider"])
def test_nobody_else_proposes_or_approves(world: Any, cast: str) -> None:
    with pytest.raises(Refused, match="Only the programme office and the evaluator"):
        proposing.proposed(world, cast=cast)
    made = proposing.proposed(world)
    with pytest.raises(Refused, match="Only the programme office and the evaluator"):
        proposing.approve(world, made, cast)


def _with_text(made: Instrument, language: str, text: str) -> Instrument:
    first = made.items[0]
    return dataclasses.replace(
        made, items=(dataclasses.replace(first, text={**first.text, language: text}), *made.items[1:])
    )


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda one: _with_text(one, "da", "Jeg går i moské"), "«moské»"),
        (lambda one: dataclasses.replace(one, slug="total_score"), "«total score»"),
        (lambda one: dataclasses.replace(one, title={"en": "Risk score"}), "«risk score»"),
        (lambda one: dataclasses.replace(one, items=()), "Nothing is asked"),
        (lambda one: dataclasses.replace(one, low_words={"da": "slet ikke"}), "in every language"),
        (
            lambda one: dataclasses.replace(
                one, items=(dataclasses.replace(one.items[0], text={"da": "Kun dansk"}),)
            ),
            "in every language",
        ),
    ],
)
def test_what_nobody_is_asked_about_is_not_proposed_by_any_way(world: Any, spoil: Any, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        proposing.proposed(world, spoil(proposing.tool()))
    with world.as_("programme_office"), pytest.raises(Missing):
        queries.known("days", 1)


def test_every_step_leaves_one_event_in_the_log_of_whoever_took_it(world: Any) -> None:
    from samspil.trust.models import AuditEvent

    made = proposing.in_use(world)
    found: list[tuple[str, str, str]] = []
    for cast in ("programme_office", "evaluator"):
        with world.as_(cast) as by:
            rows = AuditEvent.objects.filter(actor_id=by.account_id).order_by("id")
            found += rows.values_list("role", "verb", "reason")
            key = queries.known(made.slug, made.version).id
            assert set(rows.values_list("thing_id", flat=True)) == {key}
    assert found == [
        ("programme_office", "delivery.propose_instrument", ""),
        ("programme_office", "delivery.approve_instrument", ""),
        ("evaluator", "delivery.approve_instrument", "in_use"),
    ]
