"""How long registering takes, as monthly sums that the programme office may have added up."""

import uuid

from django.db import migrations, models

from samspil.trust.operations import Protect

SUMMED = """
GRANT SELECT ON delivery_effort TO samspil_totals;
CREATE POLICY samspil_totals ON delivery_effort FOR SELECT TO samspil_totals USING (true);
"""
UNDO = """
DROP POLICY samspil_totals ON delivery_effort;
REVOKE SELECT ON delivery_effort FROM samspil_totals;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0016_paper_entry"),
    ]

    operations = [
        migrations.CreateModel(
            name="Effort",
            fields=[
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("month", models.DateField(help_text="the first of the month")),
                ("role", models.CharField(max_length=30)),
                ("kind", models.CharField(max_length=20)),
                ("seconds", models.PositiveSmallIntegerField(help_text="the upper end of the step")),
                ("count", models.PositiveIntegerField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["session", "impression", "answers"])),
                        name="delivery_effort_kind",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "month", "role", "kind", "seconds"), name="delivery_one_effort"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("count__gte", 1),
                            ("month__day", 1),
                            (
                                "seconds__in",
                                (
                                    5,
                                    10,
                                    15,
                                    20,
                                    25,
                                    30,
                                    35,
                                    40,
                                    45,
                                    50,
                                    55,
                                    60,
                                    75,
                                    90,
                                    105,
                                    120,
                                    135,
                                    150,
                                    165,
                                    180,
                                    195,
                                    210,
                                    225,
                                    240,
                                    255,
                                    270,
                                    285,
                                    300,
                                    360,
                                    420,
                                    480,
                                    540,
                                    600,
                                    660,
                                    720,
                                    780,
                                    840,
                                    900,
                                    960,
                                    1020,
                                    1080,
                                    1140,
                                    1200,
                                    1260,
                                    1320,
                                    1380,
                                    1440,
                                    1500,
                                    1560,
                                    1620,
                                    1680,
                                    1740,
                                    1800,
                                ),
                            ),
                        ),
                        name="delivery_effort_step",
                    ),
                ],
            },
        ),
        Protect("delivery_effort", references=[], grants="SELECT, INSERT"),
        migrations.RunSQL(SUMMED, UNDO),
    ]
