"""Names and consents: by role, through the action and the query, and never without an open action."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from tests.delivery import ground

SEE_NAMES = {"coordinator", "deputy"}
"""By role alone; which person's, the queries of the course decide (a mentor's page shows no name at all)."""
SEE_THE_LOG = {"log_controller", "dpo"}
APPOINT = {"operator"}
CASTS = (
    "coordinator",
    "deputy",
    "mentor",
    "other_mentor",
    "parent_coach",
    "role_model",
    "municipal_lead",
    "log_controller",
    "dpo",
    "auditor",
    "programme_office",
    "steering_member",
    "operator",
    "evaluator",
    "training_provider",
)


def actors(world: Any) -> dict[str, Any]:
    from tests.world import ELSEWHERE

    return {cast: world.actor(cast, None if cast in ELSEWHERE else "aaby") for cast in CASTS}


def _may_record_on_paper(actor: Any) -> Any:
    from samspil.people.rules import people as rules

    return rules.may_record_consent(actor, "paper")


def test_each_rule_of_people_lets_the_written_roles_through_and_no_other(world):
    from samspil.people.rules import people as rules

    allowed = {
        rules.may_read_identity: SEE_NAMES,
        rules.may_read_log: SEE_THE_LOG,
        rules.may_found_organisation: APPOINT,
        rules.may_register_person: {"coordinator", "deputy"},
        _may_record_on_paper: {"coordinator", "deputy"},
        rules.may_set_local_rule: {"coordinator", "deputy", "municipal_lead"},
    }

    for rule, casts in allowed.items():
        assert {cast for cast, actor in actors(world).items() if rule(actor) is None} == casts, rule.__name__


def test_another_municipalitys_coordinator_finds_no_identity_and_no_consent(world):
    from samspil.kernel.errors import Missing
    from samspil.people.queries import people as queries

    made = ground.course(world, "aaby", ground.load(world))
    with world.as_("coordinator", "aaby") as by:
        assert queries.identity_for(by, made.person_id, at=world.at).name == made.words["name"]
        assert len(queries.consents_of(by, made.person_id)) == 2

    with world.as_("coordinator", "baekby") as by:
        with pytest.raises(Missing):
            queries.identity_for(by, made.person_id, at=world.at)
        assert queries.consents_of(by, made.person_id) == ()
        assert made.person_id not in queries.person_ids(by)


@pytest.mark.parametrize(("days", "there"), [(-1, True), (0, True), (1, False)])
def test_an_appointment_holds_to_its_last_day(world, days, there):
    from tests.world import DEPARTED_ON

    from samspil.kernel.errors import Missing
    from samspil.people.queries import people as queries

    one = world.member("departed", "aaby")
    with world.as_("departed", "aaby"):
        try:
            queries.post(one.appointment_id, account_id=one.account_id, on=DEPARTED_ON + timedelta(days=days))
            found = True
        except Missing:
            found = False
    assert found is there


def test_no_account_is_given_a_role_that_only_a_link_or_a_door_gives(world):
    from samspil.people.rules import people as rules

    operator = world.actor("operator")

    assert {
        role
        for role in ("mentee", "parent", "requester", "link_holder", "half_authenticated", "anonymous")
        if rules.may_appoint(operator, role) is None
    } == set()
    assert rules.may_appoint(operator, "mentor") is None
    assert rules.may_appoint(world.actor("coordinator", "aaby"), "mentor") is not None
