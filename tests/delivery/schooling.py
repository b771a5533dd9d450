"""Training made through the actions: events, seats, attendance, completions and certificates."""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from tests.delivery import ground

DAYS = tuple(date(2014, 8, day) for day in (18, 19, 25, 26)) + (date(2014, 9, 1), date(2014, 9, 2))
"""Three times two days."""
PLANNED_ON = date(2014, 6, 2)
CLOSED_ON = DAYS[-1]


def plan(
    world: Any,
    concept_id: uuid.UUID,
    *,
    track: str = "mentor",
    kind: str = "course",
    seats: int = 24,
    days: Sequence[date] = DAYS,
    on: date = PLANNED_ON,
    title: str = "Samtalen",
) -> uuid.UUID:
    """The key of an event that the provider plans."""
    from samspil.delivery.actions import training
    from samspil.delivery.rules.training import EventDraft

    draft = EventDraft(kind, track, title, "Vejle", seats, min(days), tuple(days))
    with world.as_("training_provider") as by:
        return training.plan_event(by=by, at=ground.at_day(on), on=on, concept_id=concept_id, draft=draft).id


def nominate(
    world: Any,
    slug: str,
    event_id: uuid.UUID,
    casts: Sequence[str],
    *,
    on: date = PLANNED_ON,
    says: bool = True,
) -> dict[str, uuid.UUID]:
    """Some of the cast, named by the coordinator and decided about by the lead; their nominations."""
    from samspil.delivery.actions import seats

    posts = {world.member(cast, slug).appointment_id: cast for cast in casts}
    with world.as_("coordinator", slug) as by:
        rows = seats.nominate(by=by, at=ground.at_day(on), on=on, event_id=event_id, who=tuple(posts))
    found = {posts[one.appointment_id]: one.id for one in rows}
    with world.as_("municipal_lead", slug) as by:
        for one in found.values():
            seats.decide(by=by, at=ground.at_day(on), on=on, nomination_id=one, says_yes=says)
    return found


def cannot_come(
    world: Any, slug: str, nomination_id: uuid.UUID, cast: str = "mentor", *, on: date = PLANNED_ON
) -> None:
    """Somebody who was named says that they cannot come."""
    from samspil.delivery.actions import own_nominations

    with world.as_(cast, slug) as by:
        own_nominations.say_cannot_come(by=by, at=ground.at_day(on), on=on, nomination_id=nomination_id)


def share_out(world: Any, event_id: uuid.UUID, *, on: date = PLANNED_ON) -> dict[str, int]:
    """The programme office shares an event's seats out; what each municipality got."""
    from samspil.delivery.actions import seats

    slugs = {tenant: slug for slug, tenant in world.organisations.items()}
    with world.as_("programme_office") as by:
        rows = seats.share_out(by=by, at=ground.at_day(on), on=on, event_id=event_id)
        return {slugs[one.municipality_id]: one.given for one in rows}


def fill(
    world: Any, slug: str, event_id: uuid.UUID, who: Sequence[uuid.UUID], *, on: date = PLANNED_ON
) -> None:
    """The coordinator says who gets the seats."""
    from samspil.delivery.actions import seats

    with world.as_("coordinator", slug) as by:
        seats.fill_seats(by=by, at=ground.at_day(on), on=on, event_id=event_id, who=tuple(who))


def attend(
    world: Any, event_id: uuid.UUID, missed: dict[uuid.UUID, int] | None = None, *, on: date = CLOSED_ON
) -> None:
    """Everyone comes on every day, but for those who miss so many of the last ones."""
    from samspil.delivery.actions import training
    from samspil.delivery.queries import seats
    from samspil.delivery.queries.training import days_of

    missed = missed or {}
    with world.as_("training_provider") as by:
        days, there = days_of(by, event_id), [one.id for one in seats.participants(by, event_id)]
        came = {
            day.id: {one: place < len(days) - missed.get(one, 0) for one in there}
            for place, day in enumerate(days)
        }
        training.write_attendance(by=by, at=ground.at_day(on), on=on, event_id=event_id, came=came)


def close(world: Any, event_id: uuid.UUID, *, without: Sequence[uuid.UUID] = (), on: date = CLOSED_ON) -> int:
    """The provider closes the event; everyone did the exercise, but for some."""
    from samspil.delivery.actions import training
    from samspil.delivery.queries import seats

    with world.as_("training_provider") as by:
        done = {one.id for one in seats.participants(by, event_id)} - set(without)
        return training.close_event(by=by, at=ground.at_day(on), on=on, event_id=event_id, exercised=done)


def issue(world: Any, slug: str, *, on: date = CLOSED_ON) -> int:
    """The coordinator issues what was confirmed."""
    from samspil.delivery.actions import training_certificates

    with world.as_("coordinator", slug) as by:
        return training_certificates.issue_certificates(by=by, at=ground.at_day(on), on=on)


def trained(
    world: Any, slug: str, concept_id: uuid.UUID, casts: Sequence[str], *, track: str = "mentor", **event: Any
) -> dict[str, uuid.UUID]:
    """Some of the cast with a certificate each, the whole way through; the certificates."""
    from samspil.delivery.models.training_certificates import TrainingCertificate

    event_id = plan(world, concept_id, track=track, **event)
    days = tuple(event.get("days", DAYS))
    named = nominate(world, slug, event_id, casts, on=event.get("on", PLANNED_ON))
    share_out(world, event_id, on=event.get("on", PLANNED_ON))
    fill(world, slug, event_id, tuple(named.values()), on=event.get("on", PLANNED_ON))
    attend(world, event_id, on=days[-1])
    close(world, event_id, on=days[-1])
    issue(world, slug, on=days[-1])
    with world.as_("coordinator", slug):
        found = dict(
            TrainingCertificate.objects.filter(ended_on__isnull=True).values_list("appointment_id", "id")
        )
    return {cast: found[world.member(cast, slug).appointment_id] for cast in casts}


def confirmed(world: Any, slug: str, concept_id: uuid.UUID, cast: str) -> None:
    """One of the cast completed a course, and no certificate is issued yet."""
    event_id = plan(world, concept_id)
    named = nominate(world, slug, event_id, [cast])
    share_out(world, event_id)
    fill(world, slug, event_id, tuple(named.values()))
    attend(world, event_id)
    close(world, event_id)


def demanding(*uses: str) -> Any:
    """The real concept, with certificates demanded for some things."""
    from samspil.programme.concept.certifying import Certifying

    concept = ground.the_concept()
    asks = Certifying(source="assumption", needed_for=uses)  # type: ignore[arg-type]
    return replace(concept, version=concept.version + 1, training=replace(concept.training, certificate=asks))


def for_a_year() -> Any:
    """The real concept, with certificates that hold for a year."""
    from samspil.programme.concept.certifying import Certifying

    concept = ground.the_concept()
    asks = Certifying(source="assumption", valid_months=12)
    return replace(concept, version=concept.version + 1, training=replace(concept.training, certificate=asks))


def weekly(first: date, count: int) -> tuple[date, ...]:
    """A day a week."""
    return tuple(first + timedelta(weeks=number) for number in range(count))


def supervised(
    world: Any, slug: str, casts: Sequence[str] = ("mentor",), *, on: date = CLOSED_ON, **said: Any
) -> Any:
    """Supervision that was held."""
    from samspil.delivery.actions import supervision

    key = said.pop("key", None)
    told: dict[str, Any] = {"kind": "group", "minutes": 90, "themes": ("hard_talks",), **said}
    who = tuple(world.member(one, slug).appointment_id for one in casts)
    with world.as_("coordinator", slug) as by:
        return supervision.write_supervision(
            by=by,
            at=ground.at_day(on),
            on=on,
            held=supervision.Supported(held_on=on, who=who, **told),
            key=key,
        )


def advised(
    world: Any, slug: str, concept_id: uuid.UUID, *, cast: str = "mentor", on: date = CLOSED_ON
) -> None:
    """A talk with another professional."""
    from samspil.delivery.actions.nameless import Talk, count_consultation

    with world.as_(cast, slug) as by:
        talk = Talk(on, "school", 30)
        count_consultation(
            by=by, at=ground.at_day(on), on=on, concept_id=concept_id, talk=talk, profession="teacher"
        )


def passed(
    world: Any, slug: str, *, cast: str = "mentor", use: str = "match", on: date = CLOSED_ON, days: int = 90
) -> Any:
    """A pass for one thing, while the certificate is missing."""
    from samspil.delivery.actions import training_certificates

    with world.as_("coordinator", slug) as by:
        return training_certificates.give_pass(
            by=by,
            at=ground.at_day(on),
            on=on,
            appointment_id=world.member(cast, slug).appointment_id,
            use=use,
            because="has_a_seat",
            until_on=on + timedelta(days=days),
        )


def workshop(world: Any, concept_id: uuid.UUID, slugs: Sequence[str], *, day: date = DAYS[0]) -> uuid.UUID:
    """A workshop that was held, and which municipalities took part."""
    from samspil.delivery.actions import training

    event_id = plan(world, concept_id, kind="workshop", track="", seats=0, days=(day,))
    with world.as_("training_provider") as by:
        took_part = {world.tenant(one) for one in slugs}
        training.close_workshop(
            by=by, at=ground.at_day(day), on=day, event_id=event_id, municipalities=took_part
        )
    return event_id


def one_of_each(world: Any, slug: str, concept_id: uuid.UUID) -> None:
    """A row of every table of training that is this municipality's or is told to it."""
    trained(world, slug, concept_id, ["mentor"])
    event_id = plan(world, concept_id, seats=1)
    nominate(world, slug, event_id, ["lent"], says=False)
    named = nominate(world, slug, event_id, ["mentor", "other_mentor"])
    share_out(world, event_id)
    fill(world, slug, event_id, [named["mentor"]])
    tell(world, event_id)
    supply(world, event_id)
    sent_back(world, concept_id, event_id)
    supervised(world, slug)
    advised(world, slug, concept_id)
    workshop(world, concept_id, [slug])
    if not _has_pass(world, slug):
        passed(world, slug)


def tell(
    world: Any, event_id: uuid.UUID, words: str = "Tag jeres egen kalender med.", *, on: date = PLANNED_ON
) -> int:
    """The provider writes to those who come; how many are told."""
    from samspil.delivery.actions import supplier

    with world.as_("training_provider") as by:
        return supplier.write_message(by=by, at=ground.at_day(on), on=on, event_id=event_id, words=words)


def supply(
    world: Any, event_id: uuid.UUID, title: str = "Hæftet", where: str = "Deles ud", *, on: date = PLANNED_ON
) -> uuid.UUID:
    """The provider says where a piece of material is found."""
    from samspil.delivery.actions import supplier

    told = {"event_id": event_id, "title": title, "where": where}
    with world.as_("training_provider") as by:
        return supplier.add_material(by=by, at=ground.at_day(on), on=on, **told).id


def ask(
    world: Any,
    concept_id: uuid.UUID,
    event_id: uuid.UUID | None = None,
    *,
    on: date = PLANNED_ON,
    **told: Any,
) -> uuid.UUID:
    """The programme office asks the provider for something, due in a month."""
    from samspil.delivery.actions import deliverables

    due = {"what": "report", "due_on": on + timedelta(days=30), "provider_id": world.tenant("kursus"), **told}
    asking = deliverables.Asking(concept_id=concept_id, event_id=event_id, **due)
    with world.as_("programme_office") as by:
        key = uuid.uuid4()
        return deliverables.ask_for(by=by, at=ground.at_day(on), on=on, key=key, asking=asking).id


def deliver(world: Any, key: uuid.UUID, words: str = "Sendt med posten.", *, on: date = PLANNED_ON) -> Any:
    """The provider delivers it."""
    from samspil.delivery.actions import deliverables

    with world.as_("training_provider") as by:
        return deliverables.deliver(by=by, at=ground.at_day(on), on=on, deliverable_id=key, words=words)


def answer(world: Any, key: uuid.UUID, *, accepted: bool, words: str = "", on: date = PLANNED_ON) -> Any:
    """The programme office answers."""
    from samspil.delivery.actions import deliverables

    told = {"deliverable_id": key, "accepted": accepted, "words": words}
    with world.as_("programme_office") as by:
        return deliverables.answer_delivery(by=by, at=ground.at_day(on), on=on, **told)


def sent_back(world: Any, concept_id: uuid.UUID, event_id: uuid.UUID | None = None) -> uuid.UUID:
    """Something that was delivered and sent back."""
    key = ask(world, concept_id, event_id)
    deliver(world, key)
    answer(world, key, accepted=False, words="Antallet mangler.")
    return key


def _has_pass(world: Any, slug: str) -> bool:
    from samspil.delivery.models.training_certificates import TrainingPass

    with world.as_("coordinator", slug):
        return bool(TrainingPass.objects.exists())


def rows_of(world: Any, slug: str, concept_id: uuid.UUID) -> dict[str, uuid.UUID]:
    """Rows to be asked for: an event to come with a nomination that waits and seats nobody fills, a
    certificate and a pass; and one that was confirmed and is not issued.

    Nobody has a seat on the event, so that the provider is told no name.
    """
    from samspil.delivery.actions import seats

    days = tuple(ground.TODAY + timedelta(days=one) for one in (14, 15))
    event_id = plan(world, concept_id, seats=5, days=days, on=ground.TODAY)
    nominate(world, slug, event_id, ["lent"], on=ground.TODAY)
    with world.as_("coordinator", slug) as by:
        who = (world.member("mentor", slug).appointment_id,)
        (asked,) = seats.nominate(by=by, at=world.at, on=ground.TODAY, event_id=event_id, who=who)
    said = nominate(world, slug, event_id, ["other_mentor"], on=ground.TODAY)["other_mentor"]
    cannot_come(world, slug, said, "other_mentor", on=ground.TODAY)
    share_out(world, event_id, on=ground.TODAY)
    certificate = trained(world, slug, concept_id, ["mentor"])["mentor"]
    confirmed(world, slug, concept_id, "other_mentor")
    held = passed(world, slug, on=ground.TODAY)
    asked_for = ask(world, concept_id, event_id, on=ground.TODAY)
    deliver(world, asked_for, on=ground.TODAY)
    return {
        "deliverable_id": asked_for,
        "event_id": event_id,
        "nomination_id": asked.id,
        "nomination_said": said,
        "training_id": certificate,
        "pass_id": held.id,
        "supervision_id": supervised(world, slug, on=ground.TODAY).id,
        "material_id": supply(world, event_id, on=ground.TODAY),
    }
