"""What waits, in words: each kind of thing has a sentence, a reason, and one button."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from samspil.delivery.queries.waiting_shape import Waiting
from samspil.delivery.terms.courses import CourseState, MeasurementState
from samspil.delivery.terms.families import OCCASIONS, Occasion
from samspil.delivery.terms.matching import CONFLICT_REASONS, ConflictReason, MoveState
from samspil.economy.queries import waiting as grants
from samspil.governance.queries import waiting as steering
from samspil.governance.queries import waiting_descriptions
from samspil.governance.queries.waiting_obligations import behind
from samspil.interfaces.web.office import waiting_obligations, waiting_training
from samspil.interfaces.web.office.waiting_descriptions import DESCRIPTION_KINDS
from samspil.interfaces.web.office.waiting_grant import GRANT_KINDS
from samspil.interfaces.web.office.waiting_steering import STEERING_KINDS
from samspil.interfaces.web.office.waiting_visits import VISIT_KINDS
from samspil.interfaces.web.shared import words
from samspil.people.terms import CERTIFICATES, CertificateKind
from samspil.programme import queries as programme

Task = dict[str, Any]
ABOVE = (behind, *waiting_descriptions.SOURCES, *steering.SOURCES, *grants.SOURCES)
"""What waits in delivery and in the rooms above it, as one statement."""


def tasks_of(found: tuple[Waiting, ...], today: date) -> list[Task]:
    """Late first by day, then what only waits, then what comes."""
    tasks = [(one, {"code": one.code, "is_late": False, **KINDS[one.kind](one, today)}) for one in found]
    return [
        task
        for _one, task in sorted(
            tasks,
            key=lambda pair: (
                0 if pair[1]["is_late"] else 1 if pair[0].on is None else 2,
                pair[0].on or date.min,
            ),
        )
    ]


def _measurement(one: Waiting, today: date) -> Task:
    assert one.on is not None
    assert one.concept_id is not None
    names = {
        "round": words.said(programme.round_title(programme.concept(one.concept_id), one.more[0])),
        "mentor": words.short_name(one.name),
    }
    past = one.on < today
    why = (
        _("%(mentor)s holds the course. Choose a reason if it cannot be made.")
        if past
        else _("%(mentor)s takes it with the person.")
    ) % names
    return {
        "when_words": words.until(one.on, today),
        "is_late": past,
        "title": (_("%(round)s: measurement missing") if past else _("%(round)s: measurement due")) % names,
        "why": why,
        "button": pgettext("button", "Open"),
        "url": reverse("office:reason", args=[one.thing_id])
        if past
        else reverse("office:course", args=[one.course_id]),
    }


def _reason(one: Waiting, today: date) -> Task:
    assert one.on is not None
    assert one.concept_id is not None
    names = {
        "round": words.said(programme.round_title(programme.concept(one.concept_id), one.more[0])),
        "mentor": words.short_name(one.name),
    }
    is_open = one.more[1] == MeasurementState.OPEN
    return {
        "when_words": words.until(one.on, today),
        "is_late": True,
        "title": _("%(round)s: a reason is missing") % names,
        "why": _("%(mentor)s holds the course. Choose a reason, or let it be made.") % names
        if is_open
        else _("It was not made, and can no longer be. Choose a reason."),
        "button": _("Choose a reason"),
        "url": reverse("office:reason", args=[one.thing_id]),
    }


def _step(one: Waiting, today: date) -> Task:
    url, title, why, button = _step_words(CourseState(one.more[0]))
    return {
        "when_words": _("Waiting"),
        "title": title,
        "why": why % _told(one),
        "url": reverse(url, args=[one.course_id]),
        "button": button,
    }


def _told(one: Waiting) -> dict[str, str]:
    assert one.concept_id is not None
    concept = programme.concept(one.concept_id)
    _state, intervention, source, month = one.more
    return {
        "month": words.month(date.fromisoformat(month)),
        "intervention": words.said(concept.intervention(intervention).title),
        "source": words.title_of(concept.vocabulary.referral_sources, source).lower(),
    }


def _step_words(state: CourseState) -> tuple[str, str, str, str]:
    if state == CourseState.OFFERED:
        return (
            "office:course",
            _("Offer without an answer"),
            _("Offered in %(month)s · %(intervention)s · from: %(source)s"),
            pgettext("button", "Open"),
        )
    if state == CourseState.AWAITING_CONSENT:
        return (
            "office:consent",
            _("Consent from the custody holder is awaited"),
            _("The course cannot go on before it."),
            pgettext("button", "Open"),
        )
    if state == CourseState.ACCEPTED:
        return "office:mentor", _("Ready to be matched"), _("The person has said yes."), _("Match")
    return "office:plan", _("Ready to start"), _("Write purpose, tasks and duration."), _("Make the plan")


def _new_yes(one: Waiting, today: date) -> Task:
    assert one.on is not None
    is_due = one.on <= today
    age = int(one.more[0])
    title = (
        _("Turned %(age)d: ask for the yes anew") if is_due else _("Turns %(age)d soon: plan what follows")
    )
    return {
        "when_words": words.month(one.on).capitalize(),
        "title": title % {"age": age},
        "why": _("From now on the yes is the person's own.")
        if age < 18
        else _("The custody holders' yes ends, and the legal basis may be another."),
        "button": pgettext("button", "Open"),
        "url": reverse("office:renew" if is_due else "office:course", args=[one.course_id]),
    }


def _hours(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.day(one.on).capitalize(),
        "title": _("Hours for %(month)s") % {"month": words.month(date.fromisoformat(one.more[0]))},
        "why": _("%(name)s has handed them in.") % {"name": words.short_name(one.name)},
        "button": pgettext("button", "Open"),
        "url": reverse("office:staff-month", args=[one.thing_id]),
    }


def _pause(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.day(one.on),
        "title": _("The pause was planned until now"),
        "why": _("Ask how it stands. %(mentor)s or you let the course go on, or end it.")
        % {"mentor": words.short_name(one.name)},
        "button": pgettext("button", "Open"),
        "url": reverse("office:pause", args=[one.course_id]),
    }


def _closing(one: Waiting, today: date) -> Task:
    return {
        "when_words": _("Waiting"),
        "title": _("Ready to be finished"),
        "why": _("Nothing is open any more. %(mentor)s or you write how the course ended.")
        % {"mentor": words.short_name(one.name)},
        "button": pgettext("button", "Open"),
        "url": reverse("office:closing", args=[one.course_id]),
    }


def _follow_up(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.until(one.on, today),
        "is_late": one.on < today,
        "title": _("One contact after the end"),
        "why": _("The person has said yes to it. After that nothing more is asked."),
        "button": pgettext("button", "Open"),
        "url": reverse("office:follow-up", args=[one.course_id]),
    }


def _journal(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.day(one.on),
        "is_late": True,
        "title": _("Entries for the journal have not gone out"),
        "why": _("The oldest was written more than a week ago."),
        "button": pgettext("button", "Open"),
        "url": reverse("office:journal", args=[one.course_id]),
    }


def _stopped(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.day(one.on).capitalize(),
        "title": _("Stopped by the person"),
        "why": _("It holds from that day. No reason is asked for."),
        "button": pgettext("button", "Open"),
        "url": reverse("office:stopped", args=[one.course_id]),
    }


def _second_gone(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.day(one.on).capitalize(),
        "title": _("Stopped by the other parent"),
        "why": _("The course goes on with the first."),
        "button": pgettext("button", "Open"),
        "url": reverse("office:second", args=[one.course_id]) + "?who=former",
    }


def _parent_offer(one: Waiting, today: date) -> Task:
    return {
        "when_words": _("Waiting"),
        "title": _("Offer to parents without an answer"),
        "why": OCCASIONS[Occasion(one.more[0])],
        "button": pgettext("button", "Open"),
        "url": reverse("office:parent-answer", args=[one.thing_id]),
    }


def _review(one: Waiting, today: date) -> Task:
    assert one.on is not None
    past = one.on < today
    return {
        "when_words": words.until(one.on, today),
        "is_late": past,
        "title": _("Review is over its day") if past else _("Review is due"),
        "why": _("%(mentor)s holds it with the person and you.") % {"mentor": words.short_name(one.name)},
        "button": pgettext("button", "Open"),
        "url": reverse("office:reviews", args=[one.course_id]),
    }


def _quiet(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.day(one.on),
        "is_late": True,
        "title": _("No contact for %(count)d days") % {"count": (today - one.on).days},
        "why": _("%(mentor)s holds the course. Ask whether anything is needed.")
        % {"mentor": words.short_name(one.name)},
        "button": pgettext("button", "Open"),
        "url": reverse("office:course", args=[one.course_id]),
    }


def _plan(one: Waiting, today: date) -> Task:
    assert one.on is not None
    day = words.day_and_year(one.on)
    return {
        "when_words": _("Waiting"),
        "title": _("The plan has not been said yes to"),
        "why": _("Written on %(day)s. Somebody who is asked has not answered.") % {"day": day},
        "button": pgettext("button", "Open"),
        "url": reverse("office:plan-versions", args=[one.course_id]),
    }


def _certificate(one: Waiting, today: date) -> Task:
    assert one.on is not None
    past = one.on < today
    names = {
        "name": words.short_name(one.name),
        "kind": CERTIFICATES[CertificateKind(one.more[0])],
        "day": words.day_and_year(one.on),
    }
    return {
        "when_words": words.until(one.on, today),
        "is_late": past,
        "title": (_("%(kind)s has ended: %(name)s") if past else _("%(kind)s ends soon: %(name)s")) % names,
        "why": _("Without it %(name)s can be given nobody new. Last day: %(day)s.") % names,
        "button": pgettext("button", "Open"),
        "url": reverse("office:staff-profile", args=[one.thing_id]),
    }


def _conflict(one: Waiting, today: date) -> Task:
    because, state = one.more
    return {
        "when_words": _("Waiting"),
        "title": _("%(name)s should not have the course") % {"name": words.short_name(one.name)},
        "why": _("They said so themselves: %(because)s.")
        % {"because": str(CONFLICT_REASONS[ConflictReason(because)]).lower()},
        "button": _("Find somebody else"),
        "url": reverse(
            "office:let-go" if state == CourseState.MATCHED else "office:take-over", args=[one.course_id]
        ),
    }


def _without_anybody(one: Waiting, today: date) -> Task:
    return {
        "when_words": _("Waiting"),
        "title": _("Nobody holds the course"),
        "why": _("%(mentor)s has left, or the loan is over. Choose who takes over.")
        % {"mentor": words.short_name(one.name)},
        "button": pgettext("button", "Hand over"),
        "url": reverse("office:hand-over", args=[one.thing_id]),
    }


def _arrival(one: Waiting, today: date) -> Task:
    assert one.on is not None
    return {
        "when_words": words.until(one.on, today),
        "title": _("A course from %(sender)s") % {"sender": one.name},
        "why": _("They ask whether it can go on here. Read what goes along, and answer."),
        "button": pgettext("button", "Open"),
        "url": reverse("office:arrival", args=[one.thing_id]),
    }


def _move_failed(one: Waiting, today: date) -> Task:
    state, ended_on = one.more
    return {
        "when_words": words.day(date.fromisoformat(ended_on)),
        "title": _("The move came to nothing"),
        "why": _("Not answered in time.")
        if state == MoveState.EXPIRED
        else _("Declined there. The course goes on here."),
        "button": pgettext("button", "Open"),
        "url": reverse("office:moved", args=[one.thing_id]),
    }


def _loan_offer(one: Waiting, today: date) -> Task:
    return {
        "when_words": _("Waiting"),
        "title": _("A mentor is offered on loan"),
        "why": _("%(mentor)s, until %(day)s, for one course.")
        % {
            "mentor": words.short_name(one.name),
            "day": words.day_and_year(date.fromisoformat(one.more[0])),
        },
        "button": pgettext("button", "Open"),
        "url": reverse("office:loan-take", args=[one.thing_id]),
    }


KINDS: dict[str, Callable[[Waiting, date], Task]] = {
    "without_anybody": _without_anybody,
    "arrival": _arrival,
    "move_failed": _move_failed,
    "loan_offer": _loan_offer,
    "reason": _reason,
    "measurement": _measurement,
    "step": _step,
    "new_yes": _new_yes,
    "certificate": _certificate,
    "training_end": waiting_training.training_end,
    "seats": waiting_training.seats,
    "training_form": waiting_training.course_forms,
    "cannot_come": waiting_training.cannot_come,
    "obligation": waiting_obligations.obligation,
    "conflict": _conflict,
    "review": _review,
    "quiet": _quiet,
    "plan": _plan,
    "parent_offer": _parent_offer,
    "stopped": _stopped,
    "second_gone": _second_gone,
    "pause": _pause,
    "closing": _closing,
    "follow_up": _follow_up,
    "journal": _journal,
    "hours": _hours,
    **DESCRIPTION_KINDS,
    **VISIT_KINDS,
    **STEERING_KINDS,
    **GRANT_KINDS,
}
