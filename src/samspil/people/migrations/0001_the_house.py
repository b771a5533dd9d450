"""The first tables of this room, each with its policy, composite keys and grants."""

import django.db.models.deletion
import samspil.kernel.ids
import samspil.people.terms
import samspil.trust.fields
from django.conf import settings
from django.db import migrations, models

from samspil.trust.operations import Open, Protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("trust", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="Account",
            fields=[
                ("password", models.CharField(max_length=128, verbose_name="password")),
                ("last_login", models.DateTimeField(blank=True, null=True, verbose_name="last login")),
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("email", models.EmailField(max_length=254, unique=True)),
                ("name", models.CharField(max_length=100)),
                ("language", models.CharField(default="da", max_length=5)),
                ("is_active", models.BooleanField(default=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Organisation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
                ("name", models.CharField(max_length=100)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("municipality", "municipality"),
                            ("programme_office", "programme_office"),
                            ("evaluator", "evaluator"),
                            ("training_provider", "training_provider"),
                            ("auditor", "auditor"),
                        ],
                        max_length=20,
                    ),
                ),
                ("municipality_code", models.CharField(blank=True, max_length=4)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Person",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(choices=[("youth", "youth"), ("parent", "parent")], max_length=10)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    samspil.people.terms.PersonKind["YOUTH"],
                                    samspil.people.terms.PersonKind["PARENT"],
                                ],
                            )
                        ),
                        name="people_person_kind",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Appointment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "role",
                    models.CharField(
                        choices=[
                            ("mentee", "mentee"),
                            ("parent", "parent"),
                            ("mentor", "mentor"),
                            ("parent_coach", "parent_coach"),
                            ("role_model", "role_model"),
                            ("requester", "requester"),
                            ("coordinator", "coordinator"),
                            ("municipal_lead", "municipal_lead"),
                            ("log_controller", "log_controller"),
                            ("training_provider", "training_provider"),
                            ("evaluator", "evaluator"),
                            ("programme_office", "programme_office"),
                            ("steering_member", "steering_member"),
                            ("auditor", "auditor"),
                            ("dpo", "dpo"),
                            ("operator", "operator"),
                            ("link_holder", "link_holder"),
                            ("half_authenticated", "half_authenticated"),
                            ("anonymous", "anonymous"),
                        ],
                        max_length=30,
                    ),
                ),
                ("capacity", models.PositiveSmallIntegerField(default=4, help_text="most courses at a time")),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("to_on__isnull", True)),
                        fields=("tenant_id", "account", "role"),
                        name="people_one_open_appointment",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"
                        ),
                        name="people_appointment_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Identity",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("name", samspil.trust.fields.SealedField(compartment="identity", default=b"")),
                ("channel", models.CharField(max_length=20)),
                ("contact", samspil.trust.fields.SealedField(compartment="identity", default=b"")),
                ("born", samspil.trust.fields.SealedField(compartment="identity", default=b"")),
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
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "person"), name="people_one_identity")
                ],
            },
        ),
        migrations.CreateModel(
            name="Consent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("purpose", models.CharField(max_length=20)),
                ("text_version", models.PositiveSmallIntegerField()),
                (
                    "capacity",
                    models.CharField(
                        choices=[("self", "self"), ("custody_holder", "custody_holder")], max_length=20
                    ),
                ),
                (
                    "method",
                    models.CharField(
                        choices=[("screen", "screen"), ("paper", "paper"), ("oral", "oral")], max_length=10
                    ),
                ),
                ("given_on", models.DateField()),
                ("withdrawn_on", models.DateField(null=True)),
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
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_on__isnull", True)),
                        fields=("tenant_id", "person", "purpose", "capacity"),
                        name="people_one_open_consent",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withdrawn_on__isnull", True),
                            ("withdrawn_on__gte", models.F("given_on")),
                            _connector="OR",
                        ),
                        name="people_consent_order",
                    ),
                ],
            },
        ),
        Open("people_organisation", "people_account"),
        Protect(
            "people_appointment", shared=[("account_id", "people_account")], also="account_id=samspil_account"
        ),
        Protect("people_person"),
        Protect("people_identity", references=[("person_id", "people_person")]),
        Protect("people_consent", references=[("person_id", "people_person")]),
    ]
