"""Files that were read and not yet taken in."""

import django.db.models.deletion
import samspil.kernel.ids
import samspil.people.terms
from django.conf import settings
from django.db import migrations, models

from samspil.trust.operations import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_handover_loans_and_deputies"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportDraft",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=10)),
                ("rows", models.PositiveSmallIntegerField()),
                ("content", models.TextField(blank=True, help_text="sealed; empty once it was taken in")),
                ("expires_at", models.DateTimeField(help_text="by the database's clock")),
                ("used_at", models.DateTimeField(null=True)),
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
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "kind__in",
                                [
                                    samspil.people.terms.ImportKind["STAFF"],
                                    samspil.people.terms.ImportKind["COURSES"],
                                ],
                            )
                        ),
                        name="people_draft_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("used_at__isnull", True), ("content", ""), _connector="OR"),
                        name="people_draft_emptied_by_use",
                    ),
                ],
            },
        ),
        Protect("people_importdraft", shared=[("account_id", "people_account")]),
    ]
