"""Forms that are owed outside courses, and the answers to them that one member of staff or a teacher gave."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from samspil.delivery.models.columns import link, one_of
from samspil.delivery.models.series import LOGISTICS, Series
from samspil.delivery.terms.forms import OF_ONE, OF_TRAINING, FormAbout, FormAsked, FormReason, FormState
from samspil.delivery.terms.sending import CLAIMED
from samspil.people.models.people import Appointment
from samspil.trust.fields import SealedField
from samspil.trust.models import Tenanted
from samspil.trust.privacy import ORDINARY, SPECIAL, STAFF, NotPersonal

ANSWERED = (FormState.DONE, FormState.LATE)
REASONS = [one.value for one in FormReason]
OF_VISITS = (FormAsked.PUPILS, FormAsked.TEACHER, FormAsked.ROLE_MODEL)


class OwedForm(Tenanted):
    """One form that is owed about a visit or a course: in exactly one state, due on days that stay."""

    about = models.CharField(max_length=12)
    thing_id = models.UUIDField(help_text="the visit, the training event or one of its days")
    asked = models.CharField(max_length=12)
    appointment = link(Appointment, null=True)
    instrument = models.CharField(max_length=40)
    instrument_version = models.PositiveSmallIntegerField()
    opens_on = models.DateField()
    due_on = models.DateField()
    done_until = models.DateField()
    late_until = models.DateField()
    state = models.CharField(max_length=10, default=FormState.OPEN)
    reason = models.CharField(max_length=15, blank=True)
    answered_on = models.DateField(null=True)
    remind_on = models.DateField(null=True, help_text="the day from which who is asked is reminded, once")
    reminder = models.CharField(max_length=10, blank=True, default="", db_default="")
    reminder_at = models.DateTimeField(
        null=True, help_text="when it came so far, or is not to be tried before; the database's clock"
    )
    reminder_link = models.UUIDField(null=True, help_text="the link that was made for a teacher's")
    letter = models.UUIDField(null=True, help_text="the message a reminder goes with")

    class Meta(Tenanted.Meta):
        constraints = [
            one_of("delivery_form_about", "about", FormAbout),
            one_of("delivery_form_asked", "asked", FormAsked),
            one_of("delivery_form_state", "state", FormState),
            models.UniqueConstraint(
                fields=("tenant_id", "thing_id", "asked"),
                condition=Q(appointment__isnull=True),
                name="delivery_one_form",
            ),
            models.UniqueConstraint(
                fields=("tenant_id", "thing_id", "asked", "appointment"),
                condition=Q(appointment__isnull=False),
                name="delivery_one_form_each",
            ),
            models.CheckConstraint(
                name="delivery_form_of_one",
                condition=Q(asked__in=OF_ONE, appointment__isnull=False)
                | (~Q(asked__in=OF_ONE) & Q(appointment__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_form_of_those_there",
                condition=Q(about=FormAbout.VISIT, asked__in=OF_VISITS)
                | Q(about__in=OF_TRAINING, asked=FormAsked.PARTICIPANT),
            ),
            models.CheckConstraint(
                name="delivery_form_answered",
                condition=Q(state__in=ANSWERED, answered_on__isnull=False)
                | (~Q(state__in=ANSWERED) & Q(answered_on__isnull=True)),
            ),
            models.CheckConstraint(
                name="delivery_form_on_time",
                condition=~Q(state=FormState.DONE) | Q(answered_on__lte=F("done_until")),
            ),
            models.CheckConstraint(
                name="delivery_form_late",
                condition=~Q(state=FormState.LATE)
                | Q(answered_on__gt=F("done_until"), answered_on__lte=F("late_until")),
            ),
            models.CheckConstraint(
                name="delivery_form_reason",
                condition=Q(state=FormState.EXCUSED, reason__in=REASONS)
                | Q(state=FormState.MISSED, reason__in=["", *REASONS])
                | (~Q(state__in=(FormState.EXCUSED, FormState.MISSED)) & Q(reason="")),
            ),
            models.CheckConstraint(
                name="delivery_form_reminded",
                condition=Q(reminder="", letter__isnull=True)
                | Q(
                    reminder__in=[one.value for one in CLAIMED], letter__isnull=False, remind_on__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="delivery_form_days",
                condition=Q(
                    opens_on__lte=F("due_on"), due_on__lte=F("done_until"), done_until__lte=F("late_until")
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=("tenant_id", "due_on"),
                condition=Q(state="open") | Q(state="missed", reason=""),
                name="delivery_form_wanting",
            ),
            models.Index(
                fields=("tenant_id", "remind_on"),
                condition=Q(state="open", reminder=""),
                name="delivery_form_to_remind",
            ),
            models.Index(
                fields=("tenant_id", "letter"),
                condition=Q(letter__isnull=False),
                name="delivery_form_letter",
            ),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = NotPersonal("a visit and staff")
        fields = {
            **dict.fromkeys(
                (
                    "id",
                    "tenant_id",
                    "about",
                    "thing_id",
                    "asked",
                    "instrument",
                    "instrument_version",
                    "opens_on",
                    "due_on",
                    "done_until",
                    "late_until",
                    "state",
                    "reason",
                    "answered_on",
                    "remind_on",
                    "reminder",
                    "reminder_at",
                    "reminder_link",
                    "letter",
                ),
                ORDINARY,
            ),
            "appointment_id": STAFF,
        }
        keep = LOGISTICS


class FormAnswer(Tenanted):
    """What a teacher or a role model answered to one form, sealed with the series' own key."""

    owed = link(OwedForm)
    series = link(Series)
    answers = SealedField()

    class Meta(Tenanted.Meta):
        constraints = [
            models.UniqueConstraint(fields=("tenant_id", "owed"), name="delivery_one_form_answer"),
            models.CheckConstraint(name="delivery_form_says_something", condition=~Q(answers=b"")),
        ]

    class Privacy:
        tenant = "tenant_id"
        subject = "series_id"
        fields = {
            **dict.fromkeys(("id", "tenant_id", "owed_id", "series_id"), ORDINARY),
            "answers": SPECIAL,
        }
        keep = LOGISTICS
