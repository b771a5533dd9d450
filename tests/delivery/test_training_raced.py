"""Two at the same moment about training, really committed: answered once, put right in turn, told once."""

from __future__ import annotations

from typing import Any

import pytest
from tests.delivery import asking_participants as asking
from tests.delivery import ground, schooling
from tests.delivery.test_moves_raced import at_once
from tests.delivery.test_putting_right import anew
from tests.delivery.test_renewals import FIRST_DAY
from tests.delivery.test_seats_raced import together
from tests.world import built

pytestmark = pytest.mark.usefixtures("own_database")


def test_two_taps_on_one_form_about_a_course_are_one_answer(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.delivery.actions.training_forms import answer_training
    from samspil.delivery.models.training_forms import TrainingAnswer
    from samspil.delivery.rules import forms as rules

    world, on = built(), asking.CLOSED_ON
    asking.course(world, ground.load(world), {"aaby": ("mentor",)})
    asking.night(on)
    (form,) = asking.own(world, "mentor", "aaby", on)
    together(monkeypatch, rules, "may_answer_form")

    def answer() -> None:
        with world.as_("mentor", "aaby") as by:
            answer_training(by=by, at=world.at, on=on, form_id=form.id, answers=asking.FULL)

    assert sorted(at_once(answer, answer)) == ["Refused", "done"]
    with world.as_("coordinator", "aaby"):
        assert TrainingAnswer.objects.count() == 1


def test_two_workers_open_the_forms_of_a_course_once(server: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    from samspil.delivery.actions.training_forms import tend_training
    from samspil.delivery.models.forms import OwedForm
    from samspil.delivery.queries import training_forms
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    world, on = built(), asking.CLOSED_ON
    event_id = asking.course(world, ground.load(world), {"aaby": ("mentor", "lent")})
    together(monkeypatch, training_forms, "wanted")

    def tend() -> None:
        by = Actor.job(world.tenant("aaby"))
        with scope(by):
            tend_training(by=by, at=ground.at_day(on), on=on, event_id=event_id)

    assert at_once(tend, tend) == ["done", "done"]
    with world.as_("coordinator", "aaby"):
        assert OwedForm.objects.count() == 2


def test_two_who_put_one_completion_right_say_so_one_after_the_other(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.delivery.models.attendance import Completion
    from samspil.delivery.queries import seats

    world = built()
    concept_id = ground.load(world)
    event_id = schooling.plan(world, concept_id)
    named = schooling.nominate(world, "aaby", event_id, ["mentor"])
    schooling.share_out(world, event_id)
    schooling.fill(world, "aaby", event_id, list(named.values()))
    schooling.attend(world, event_id)
    schooling.close(world, event_id)
    together(monkeypatch, seats, "completions")

    done = at_once(*(lambda n=n: anew(world, event_id, named["mentor"], attended=n) for n in (4, 5)))

    assert done == ["done", "done"]
    with world.as_("training_provider"):
        rows = Completion.objects.order_by("number").values_list("number", "attended")
        assert [one[0] for one in rows] == [1, 2, 3]
        assert {one[1] for one in rows} == {4, 5, 6}


def test_two_workers_tell_one_holder_once_that_a_certificate_ends(
    server: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from samspil.delivery.actions import renewals
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    world = built()
    made = schooling.trained(world, "aaby", ground.load(world), ["mentor"])["mentor"]
    together(monkeypatch, renewals, "TrainingCertificate")
    told: list[Any] = []

    def tell() -> None:
        by = Actor.job(world.tenant("aaby"))
        with scope(by):
            told.append(
                renewals.tell_of_renewal(
                    by=by, at=ground.at_day(FIRST_DAY), on=FIRST_DAY, certificate_id=made
                )
            )

    assert at_once(tell, tell) == ["done", "done"]
    assert sorted(one is None for one in told) == [False, True]
