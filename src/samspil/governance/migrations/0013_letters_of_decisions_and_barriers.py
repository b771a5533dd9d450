"""Letters about decisions in writing and barriers: one to each who answers or sees to something."""

import django.db.models.deletion
import django.db.models.functions.datetime
import samspil.delivery.terms.sending
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0012_papers_of_an_agenda"),
        ("people", "0008_visits_draft_of_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="SteeringLetter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                (
                    "about_id",
                    models.UUIDField(help_text="the office's row: a proposal, or who sees to a barrier"),
                ),
                ("news", models.CharField(max_length=12)),
                (
                    "state",
                    models.CharField(
                        default=samspil.delivery.terms.sending.LetterState["QUEUED"], max_length=10
                    ),
                ),
                ("letter", models.UUIDField(help_text="the message's own id", null=True)),
                (
                    "moved_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="when it came to its state",
                    ),
                ),
                (
                    "ready_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="not to be tried before",
                    ),
                ),
                ("written_on", models.DateField()),
                ("sent_on", models.DateField(null=True)),
                (
                    "recipient",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.appointment",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["tenant_id", "letter"], name="governance_notice_key")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "sending", "handing", "sent", "failed", "dropped"])
                        ),
                        name="governance_notice_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("news__in", ["asked", "ends", "owns", "overdue"])),
                        name="governance_notice_news",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "about_id", "news", "recipient"), name="governance_notice_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    ("letter__isnull", False),
                                    ("state__in", ["sending", "handing", "sent", "failed"]),
                                ),
                                models.Q(
                                    models.Q(
                                        ("state__in", ["sending", "handing", "sent", "failed"]), _negated=True
                                    ),
                                    ("letter__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("sent_on__isnull", False),
                                    ("state", samspil.delivery.terms.sending.LetterState["SENT"]),
                                ),
                                models.Q(
                                    models.Q(
                                        ("state", samspil.delivery.terms.sending.LetterState["SENT"]),
                                        _negated=True,
                                    ),
                                    ("sent_on__isnull", True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="governance_notice_claimed",
                    ),
                ],
            },
        ),
        Protect("governance_steeringletter", references=[("recipient_id", "people_appointment")]),
    ]
