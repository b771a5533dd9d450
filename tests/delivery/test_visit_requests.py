"""A request for visits: asked without signing in, confirmed by mail, answered, moved or cancelled."""

from __future__ import annotations

import uuid
from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import asking_visits as asking
from tests.delivery import ground, visiting


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


def row(world: Any, key: uuid.UUID, slug: str = "aaby") -> Any:
    from samspil.delivery.models.visit_requests import VisitRequest

    with world.as_("coordinator", slug):
        return VisitRequest.objects.get(id=key)


def listed(world: Any, slug: str = "aaby", **how: Any) -> list[str]:
    from samspil.delivery.queries import visit_requests as queries

    with world.as_("coordinator", slug) as by:
        return [one.place for one in queries.listed(by, **how)[0]]


def refused(world: Any, do: Any, by: Any = None) -> tuple[str, str | None]:
    """The sentence and the field, for the coordinator or for somebody else."""
    from samspil.kernel.errors import Refused
    from samspil.trust.scope import scope

    with pytest.raises(Refused) as caught, scope(by or world.actor("coordinator", "aaby")) as opened:
        do(opened.actor)
    return str(caught.value.refusal.sentence), caught.value.refusal.field


# --- asked and confirmed


def test_nobody_sees_a_request_before_the_mail_s_link_confirmed_it(world):
    from samspil.delivery.queries import visit_requests as queries
    from samspil.delivery.queries.waiting import waiting_for
    from samspil.kernel.errors import Missing

    key = asking.ask(world)
    with world.as_("coordinator", "aaby") as by:
        with pytest.raises(Missing):
            queries.request_for(by, key)
        assert [one for one in waiting_for(by, on=ground.TODAY) if one.kind == "request_new"] == []
    assert listed(world) == []

    asking.confirm(world, key)

    assert listed(world) == ["Engskolen"]
    with world.as_("coordinator", "aaby") as by:
        found = queries.request_for(by, key)
        told = queries.told(by, found, at=world.at)
        (task,) = [one for one in waiting_for(by, on=ground.TODAY) if one.kind == "request_new"]
    assert (told.name, told.mail, told.wishes) == ("Lone Lærer", asking.MAIL, "Gerne om formiddagen")
    assert (task.thing_id, task.more) == (key, ("Engskolen", "8.B"))
    assert listed(world, "baekby") == []


def test_the_same_form_sent_twice_is_one_request_and_one_mail(world):
    from samspil.delivery.models.visit_requests import VisitLetter, VisitRequest

    form = uuid.uuid4()
    asking.ask(world, key=form)
    asking.ask(world, key=form)

    with world.as_("coordinator", "aaby"):
        assert [one.place for one in VisitRequest.objects.all()] == ["Engskolen"]
        assert [one.news for one in VisitLetter.objects.all()] == ["confirm"]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"place": ""}, "place"),
        ({"place": "Engskolen, ring 20 30 40 50"}, "place"),
        ({"place": "x" * 101}, "place"),
        ({"group": ""}, "group"),
        ({"group": "lone@skole.dk"}, "group"),
        ({"level": "grown"}, "level"),
        ({"about_how_many": 501}, "about_how_many"),
        ({"days": ()}, "day_1"),
        ({"days": (ground.TODAY,)}, "day_1"),
        ({"days": (asking.WISHED, asking.WISHED)}, "day_2"),
        ({"days": (asking.WISHED, ground.TODAY + timedelta(days=401))}, "day_2"),
        ({"wishes": "x" * 501}, "wishes"),
    ],
)
def test_what_is_no_request_is_refused_beside_its_cause(world, said, field):
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused) as caught:
        asking.ask(world, **said)
    assert caught.value.refusal.field == field
    assert listed(world) == []


@pytest.mark.parametrize("mail", ["", "lone", "lone@skole", "a@b.dk, c@d.dk", "a@b.dk\nBcc: c@d.dk"])
def test_an_address_that_no_mail_goes_to_is_refused(world, mail):
    from samspil.kernel.errors import Refused

    with pytest.raises(Refused) as caught:
        asking.ask(world, who=asking.contact(mail=mail))
    assert caught.value.refusal.field == "mail"


def test_only_the_one_who_asks_asks_and_only_the_coordinator_answers(world):
    from samspil.delivery.actions import visit_requests as actions

    key = asking.confirmed(world)
    own = asking.standing(world, key)
    one = {"at": world.at, "on": ground.TODAY}
    as_coordinator = (
        lambda by: actions.ask(
            by=by, key=uuid.uuid4(), asked=asking.asked(), contact=asking.contact(), **one
        ),
        lambda by: actions.confirm_request(by=by, **one),
        lambda by: actions.wish_other_days(by=by, days=(asking.WISHED,), **one),
        lambda by: actions.cancel_request(by=by, **one),
    )
    as_requester = (
        lambda by: actions.decline_request(by=by, request_id=key, because="no_pair", **one),
        lambda by: actions.match_place(by=by, at=world.at, request_id=key, institution_id=uuid.uuid4()),
        lambda by: actions.answer_other_days(by=by, request_id=key, **one),
        lambda by: actions.tell_news(by=by, at=world.at, request_id=key),
    )

    for do in as_coordinator:
        assert refused(world, do)[0] == "Det kan kun den, der bestiller."
    for do in as_requester:
        assert refused(world, do, own)[0] == "Det kan kun tovholderen."


# --- answered


@pytest.mark.proves("S8")
def test_a_request_becomes_a_series_and_the_place_sees_its_days_and_nothing_else(world, concept_id):
    from samspil.delivery.actions import visit_requests as actions
    from samspil.delivery.queries import visit_requests as queries
    from samspil.trust.scope import scope

    key = asking.confirmed(world)
    plan = {"at": world.at, "on": ground.TODAY, "concept_id": concept_id, "request_id": key}
    told = refused(world, lambda by: actions.plan_request(by=by, group=visiting.group(concept_id), **plan))
    assert told[0] == "Vælg først, hvilket sted det er."

    place = visiting.institution(world, "aaby")
    with world.as_("coordinator", "aaby") as by:
        actions.match_place(by=by, at=world.at, request_id=key, institution_id=place)
        made = actions.plan_request(by=by, group=visiting.group(concept_id), **plan)
    visiting.planned(world, made, 1, asking.WISHED)

    assert (row(world, key).state, made.request_id, made.institution_id) == ("planned", key, place)
    own = asking.standing(world, key)
    with scope(own):
        days = queries.dated(queries.of_link(own))
    assert [(one.position, one.on, str(one.state)) for one in days] == [
        (1, asking.WISHED, "planned"),
        (2, None, "planned"),
        (3, None, "planned"),
    ]
    again = refused(world, lambda by: actions.plan_request(by=by, group=visiting.group(concept_id), **plan))
    assert again[0] == "Der er allerede lavet en række af denne bestilling."


def test_a_place_that_is_not_in_the_list_is_put_there_once(world):
    from samspil.delivery.actions import visit_requests as actions
    from samspil.delivery.rules.institutions import Place

    key = asking.confirmed(world)
    place = Place("", "Engskolen", "school", "5000")
    with world.as_("coordinator", "aaby") as by:
        actions.match_new_place(by=by, at=world.at, on=ground.TODAY, request_id=key, place=place)
    assert row(world, key).institution_id is not None

    other = asking.confirmed(world)
    told = refused(
        world,
        lambda by: actions.match_new_place(
            by=by, at=world.at, on=ground.TODAY, request_id=other, place=place
        ),
    )
    assert told == ("Stedet står allerede på listen.", "name")


def test_other_days_wait_and_are_answered(world, concept_id):
    from samspil.delivery.actions import visit_requests as actions
    from samspil.delivery.queries.waiting import waiting_for

    key, _made = asking.planned(world, concept_id)
    later = asking.WISHED + timedelta(days=7)
    asking.wish(world, asking.standing(world, key), later)

    assert (row(world, key).state, row(world, key).days) == ("moved", [later])
    with world.as_("coordinator", "aaby") as by:
        assert "request_moved" in {one.kind for one in waiting_for(by, on=ground.TODAY)}
        actions.answer_other_days(by=by, at=world.at, on=ground.TODAY, request_id=key)
        assert "request_moved" not in {one.kind for one in waiting_for(by, on=ground.TODAY)}
    assert row(world, key).state == "planned"


def test_the_place_of_a_request_is_that_of_its_series_once_there_is_one(world, concept_id):
    """An old page that is sent once more changes nothing, while other days are wished."""
    from samspil.delivery.actions import visit_requests as actions
    from samspil.delivery.models.institutions import Institution
    from samspil.delivery.rules.institutions import Place

    key, made = asking.planned(world, concept_id)
    asking.wish(world, asking.standing(world, key), asking.WISHED + timedelta(days=7))
    other, new = visiting.institution(world, "aaby", "Skovskolen"), Place("", "Engskolen", "school", "5000")
    one = {"at": world.at, "request_id": key}
    told = [
        refused(world, lambda by: actions.match_place(by=by, institution_id=other, **one)),
        refused(world, lambda by: actions.match_new_place(by=by, on=ground.TODAY, place=new, **one)),
    ]
    assert told == [("Der er allerede lavet en række af denne bestilling.", None)] * 2
    assert row(world, key).institution_id == made.institution_id
    with world.as_("coordinator", "aaby"):
        assert Institution.objects.filter(name="Engskolen").count() == 0


def test_other_days_before_a_series_is_planned_lead_to_a_plan(world, concept_id):
    from samspil.delivery.actions import visit_requests as actions

    key = asking.matched(world)
    asking.wish(world, asking.standing(world, key), asking.WISHED + timedelta(days=1))
    told = refused(
        world,
        lambda by: actions.answer_other_days(by=by, at=world.at, on=ground.TODAY, request_id=key),
    )
    assert told[0] == "Planlæg en række først."
    with world.as_("coordinator", "aaby") as by:
        actions.plan_request(
            by=by,
            at=world.at,
            on=ground.TODAY,
            concept_id=concept_id,
            request_id=key,
            group=visiting.group(concept_id),
        )
    assert row(world, key).state == "planned"


def test_a_declined_request_says_why_and_can_be_answered_no_more(world, concept_id):
    from samspil.delivery.actions import visit_requests as actions

    key = asking.confirmed(world)
    one = {"at": world.at, "on": ground.TODAY, "request_id": key}
    assert refused(world, lambda by: actions.decline_request(by=by, because="dull", **one))[1] == "because"
    with world.as_("coordinator", "aaby") as by:
        actions.decline_request(by=by, because="no_pair", **one)

    assert (row(world, key).state, row(world, key).declined_because) == ("declined", "no_pair")
    ended = "Bestillingen er allerede besvaret eller slut."
    assert refused(world, lambda by: actions.decline_request(by=by, because="no_pair", **one))[0] == ended
    own = asking.standing(world, key)
    told = refused(
        world,
        lambda by: actions.wish_other_days(by=by, at=world.at, on=ground.TODAY, days=(asking.WISHED,)),
        own,
    )
    assert told[0] == ended


def test_a_place_that_cancels_is_seen_while_the_series_runs_and_its_link_opens_nothing(world, concept_id):
    from samspil.delivery.actions import series, visit_requests
    from samspil.delivery.queries.waiting import waiting_for
    from samspil.kernel.errors import Missing
    from samspil.trust import links
    from samspil.trust.scope import scope

    key, made = asking.planned(world, concept_id)
    by = asking.standing(world, key)
    with scope(by):
        visit_requests.cancel_request(by=by, at=world.at, on=ground.TODAY)
    with scope(by), pytest.raises(Missing):
        links.mine(by)

    assert row(world, key).state == "cancelled"
    with world.as_("coordinator", "aaby") as office:
        (task,) = [one for one in waiting_for(office, on=ground.TODAY) if one.kind == "request_cancelled"]
        assert task.thing_id == made.id
        series.end_series(by=office, at=world.at, on=ground.TODAY, series_id=made.id, why="place_stopped")
        assert "request_cancelled" not in {one.kind for one in waiting_for(office, on=ground.TODAY)}


def test_one_that_was_not_confirmed_is_deleted_when_it_is_cancelled(world):
    from samspil.delivery.actions import visit_requests as actions
    from samspil.delivery.models.visit_requests import VisitLetter
    from samspil.trust.scope import scope

    key = asking.ask(world)
    by = asking.standing(world, key)
    with scope(by):
        actions.cancel_request(by=by, at=world.at, on=ground.TODAY)

    assert asking.state(world, key) is None
    with world.as_("coordinator", "aaby"):
        assert VisitLetter.objects.count() == 0


# --- links


def test_a_link_to_something_else_opens_no_request_and_this_one_opens_nothing_else(world, concept_id):
    from samspil.delivery.actions import visit_requests as actions
    from samspil.delivery.queries import measurements
    from samspil.kernel.actor import Actor
    from samspil.kernel.errors import Missing
    from samspil.trust.scope import scope

    handed = ground.hand_out(world, ground.course(world, "aaby", concept_id))
    of_measurement = asking.requester(world, link_id=handed.link.id)
    with scope(of_measurement), pytest.raises(Missing):
        actions.open_request(by=of_measurement, at=world.at)

    own = asking.standing(world, asking.confirmed(world))
    holder = Actor(
        tenant_id=own.tenant_id,
        role="link_holder",
        purpose="answer",
        link_id=own.link_id,
        opening=own.opening,
    )
    with scope(holder), pytest.raises(Missing):
        measurements.for_link(holder)


def test_a_new_link_closes_the_one_before(world):
    from samspil.kernel.errors import Missing
    from samspil.trust import links

    key = asking.confirmed(world)
    first, _code = asking.linked(world, key)
    second, code = asking.linked(world, key)
    with pytest.raises(Missing), links.found(first, kind="visit_request"):
        pass
    for secret in (second, code.lower(), f"{code[:5]}-{code[5:]}"):
        with links.found(secret, kind="visit_request") as link:
            assert link.thing_id == key
