"""The nightly recount, kept for the board."""

import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0013_impressions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Recount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("counted_on", models.DateField()),
                ("counted_at", models.DateTimeField()),
                (
                    "owed",
                    models.PositiveIntegerField(help_text="from course dates and the concept file alone"),
                ),
                ("found", models.PositiveIntegerField(help_text="rows there are, whatever their state")),
                ("equal", models.BooleanField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "counted_on"), name="delivery_one_recount"),
                    models.CheckConstraint(
                        condition=models.Q(("equal", False), ("owed", models.F("found")), _connector="OR"),
                        name="delivery_recount_equal",
                    ),
                ],
            },
        ),
        Protect("delivery_recount", references=[]),
    ]
