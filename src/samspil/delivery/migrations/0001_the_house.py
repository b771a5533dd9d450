"""The first tables of this room, each with its policy, composite keys and grants."""

import django.db.models.deletion
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("trust", "0001_the_house"),
        ("people", "0001_the_house"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="Course",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("intervention", models.CharField(max_length=20)),
                (
                    "state",
                    models.CharField(default="offered", max_length=20),
                ),
                ("offered_month", models.DateField(help_text="the first of the month; no day is kept")),
                ("source", models.CharField(max_length=20)),
                ("code", models.CharField(blank=True, max_length=20)),
                ("match_reason", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("legal_basis", models.CharField(blank=True, max_length=30)),
                ("purpose", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("tasks", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("expected_months", models.PositiveSmallIntegerField(null=True)),
                ("agreed_minutes", models.PositiveSmallIntegerField(help_text="minutes a week", null=True)),
                ("accepted_on", models.DateField(null=True)),
                ("started_on", models.DateField(null=True)),
                ("ended_on", models.DateField(null=True)),
                (
                    "concept",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="programme.conceptversion",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.appointment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.person",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Goal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("words", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Measurement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("key", models.CharField(help_text="start, month-3 … closing, follow-up", max_length=20)),
                ("instrument", models.CharField(max_length=40)),
                ("instrument_version", models.PositiveSmallIntegerField()),
                ("opens_on", models.DateField()),
                ("due_on", models.DateField()),
                ("done_until", models.DateField()),
                ("late_until", models.DateField(null=True)),
                (
                    "state",
                    models.CharField(default="open", max_length=10),
                ),
                ("reason", models.CharField(blank=True, max_length=30)),
                ("answered_on", models.DateField(null=True)),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="AnswerSheet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("answers", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("submitted_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
                (
                    "measurement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.measurement",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Session",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=30)),
                ("minutes", models.PositiveSmallIntegerField()),
                ("held_on", models.DateField()),
                ("next_on", models.DateField(null=True)),
                ("agreed", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("written_at", models.DateTimeField()),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="SessionGoal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "goal",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.goal"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.session",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="SessionMethod",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("method", models.CharField(max_length=40)),
                (
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.session",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Sharing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("recipient", models.CharField(max_length=20)),
                ("chosen_on", models.DateField()),
                ("withdrawn_on", models.DateField(null=True)),
                (
                    "measurement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.measurement",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddIndex(
            model_name="course",
            index=models.Index(fields=["tenant_id", "mentor", "state", "code"], name="delivery_caseload"),
        ),
        migrations.AddIndex(
            model_name="course",
            index=models.Index(fields=["tenant_id", "state"], name="delivery_course_by_state"),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "state__in",
                        [
                            "offered",
                            "declined",
                            "accepted",
                            "awaiting_consent",
                            "matched",
                            "active",
                            "paused",
                            "closing",
                            "completed",
                            "ended_early",
                            "transferred",
                            "followed_up",
                        ],
                    )
                ),
                name="delivery_course_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(("intervention__in", ["mentor", "parent"])),
                name="delivery_course_intervention",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("code", ""),
                        ("person__isnull", True),
                        (
                            "state__in",
                            (
                                "offered",
                                "declined",
                            ),
                        ),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                (
                                    "offered",
                                    "declined",
                                ),
                            ),
                            _negated=True,
                        ),
                        ("person__isnull", False),
                        models.Q(("code", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="delivery_course_no_identity_before_yes",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("mentor__isnull", False),
                        ("started_on__isnull", False),
                        (
                            "state__in",
                            (
                                "active",
                                "paused",
                                "closing",
                                "completed",
                                "ended_early",
                                "transferred",
                                "followed_up",
                            ),
                        ),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                (
                                    "active",
                                    "paused",
                                    "closing",
                                    "completed",
                                    "ended_early",
                                    "transferred",
                                    "followed_up",
                                ),
                            ),
                            _negated=True,
                        ),
                        ("started_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="delivery_course_started",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True), ("ended_on__gte", models.F("started_on")), _connector="OR"
                ),
                name="delivery_course_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            (
                                "completed",
                                "ended_early",
                                "transferred",
                                "followed_up",
                            ),
                        ),
                        _negated=True,
                    ),
                    ("ended_on__isnull", False),
                    _connector="OR",
                ),
                name="delivery_course_end_known",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.UniqueConstraint(
                condition=models.Q(("code", ""), _negated=True),
                fields=("tenant_id", "code"),
                name="delivery_course_code",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "course", "number"), name="delivery_goal_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 3)), name="delivery_three_goals"
            ),
        ),
        migrations.AddIndex(
            model_name="measurement",
            index=models.Index(fields=["tenant_id", "state", "due_on"], name="delivery_measurement_due"),
        ),
        migrations.AddIndex(
            model_name="measurement",
            index=models.Index(fields=["tenant_id", "course", "due_on"], name="delivery_measurement_course"),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "done", "late", "missed", "excused", "stopped"])),
                name="delivery_measurement_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "course", "key", "instrument"), name="delivery_one_measurement"
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("answered_on__isnull", False), ("state__in", ("done", "late"))),
                    models.Q(
                        models.Q(("state__in", ("done", "late")), _negated=True),
                        ("answered_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="delivery_measurement_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "done"), _negated=True),
                    ("answered_on__lte", models.F("done_until")),
                    _connector="OR",
                ),
                name="delivery_measurement_on_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "late"), _negated=True),
                    ("answered_on__gt", models.F("done_until")),
                    _connector="OR",
                ),
                name="delivery_measurement_late",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("reason", ""), models.Q(("state", "excused"), _negated=True)),
                    ("state__in", ("missed", "excused")),
                    _connector="OR",
                ),
                name="delivery_measurement_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("due_on__lte", models.F("done_until")), ("opens_on__lte", models.F("due_on"))
                ),
                name="delivery_measurement_window",
            ),
        ),
        migrations.AddConstraint(
            model_name="answersheet",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "measurement"), name="delivery_one_sheet"
            ),
        ),
        migrations.AddIndex(
            model_name="session",
            index=models.Index(fields=["tenant_id", "course", "-held_on"], name="delivery_session_newest"),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__lte", 600)), name="delivery_session_minutes"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessiongoal",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "session", "goal"), name="delivery_goal_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionmethod",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "session", "method"), name="delivery_method_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="sharing",
            constraint=models.CheckConstraint(
                condition=models.Q(("recipient__in", ["mentor", "coordinator"])),
                name="delivery_sharing_recipient",
            ),
        ),
        migrations.AddConstraint(
            model_name="sharing",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_on__isnull", True)),
                fields=("tenant_id", "measurement", "recipient"),
                name="delivery_one_open_sharing",
            ),
        ),
        Protect(
            "delivery_course",
            shared=[("concept_id", "programme_conceptversion")],
            references=[("person_id", "people_person"), ("mentor_id", "people_appointment")],
        ),
        Protect(
            "delivery_goal", references=[("course_id", "delivery_course"), ("person_id", "people_person")]
        ),
        Protect(
            "delivery_session", references=[("course_id", "delivery_course"), ("person_id", "people_person")]
        ),
        Protect(
            "delivery_sessiongoal",
            references=[("session_id", "delivery_session"), ("goal_id", "delivery_goal")],
        ),
        Protect("delivery_sessionmethod", references=[("session_id", "delivery_session")]),
        Protect(
            "delivery_measurement",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        Protect(
            "delivery_answersheet",
            references=[("measurement_id", "delivery_measurement"), ("person_id", "people_person")],
        ),
        Protect(
            "delivery_sharing",
            references=[("measurement_id", "delivery_measurement"), ("person_id", "people_person")],
        ),
    ]
