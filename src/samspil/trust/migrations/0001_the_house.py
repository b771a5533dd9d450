"""The first tables of this room, each with its policy, composite keys and grants."""

import django.db.models.functions.datetime
import samspil.kernel.ids
import samspil.trust.models
from django.db import migrations, models

from samspil.trust.operations import Open, Protect
from samspil.trust.scope import DROP_FUNCTIONS_SQL, FUNCTIONS_SQL


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="AuditEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("at", models.DateTimeField(help_text="the moment in the programme")),
                (
                    "recorded_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="the database's clock"
                    ),
                ),
                (
                    "written_in",
                    models.BigIntegerField(
                        db_default=samspil.trust.models._ThisTransaction(),
                        help_text="transaction, for sealing",
                    ),
                ),
                ("actor_id", models.UUIDField(null=True)),
                ("role", models.CharField(max_length=30)),
                ("purpose", models.CharField(max_length=30)),
                ("verb", models.CharField(max_length=60)),
                ("kind", models.CharField(blank=True, max_length=60)),
                ("thing_id", models.UUIDField(null=True)),
                ("subject_id", models.UUIDField(null=True)),
                ("reason", models.CharField(blank=True, max_length=60)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["tenant_id", "written_in", "id"], name="trust_event_sealing"),
                    models.Index(fields=["tenant_id", "subject_id"], name="trust_event_subject"),
                ],
            },
        ),
        migrations.CreateModel(
            name="AuditSeal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("event_id", models.UUIDField()),
                ("sequence", models.BigIntegerField()),
                ("digest", models.CharField(max_length=64)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "sequence"), name="trust_seal_sequence"),
                    models.UniqueConstraint(fields=("tenant_id", "event_id"), name="trust_seal_event"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=20)),
                ("thing_id", models.UUIDField(help_text="what it opens: a measurement or an appointment")),
                ("person_id", models.UUIDField(null=True)),
                ("token_hash", models.CharField(max_length=64)),
                ("code_hash", models.CharField(blank=True, max_length=64)),
                ("expires_at", models.DateTimeField()),
                ("opened_at", models.DateTimeField(null=True)),
                ("used_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["token_hash"], name="trust_link_by_token"),
                    models.Index(fields=["code_hash"], name="trust_link_by_code"),
                    models.Index(fields=["tenant_id", "thing_id"], name="trust_link_thing"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "token_hash"), name="trust_link_token")
                ],
            },
        ),
        migrations.CreateModel(
            name="Throttle",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("door", models.CharField(max_length=20)),
                ("bucket", models.CharField(max_length=64)),
                ("count", models.PositiveIntegerField(default=0)),
                ("since", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("door", "bucket"), name="trust_throttle_bucket")
                ],
            },
        ),
        migrations.RunSQL(FUNCTIONS_SQL, DROP_FUNCTIONS_SQL),
        Protect("trust_auditevent", grants="SELECT, INSERT"),
        Protect("trust_auditseal", grants="SELECT, INSERT"),
        Protect("trust_link", also="token_hash=samspil_presented,code_hash=samspil_presented"),
        Open("trust_throttle"),
    ]
