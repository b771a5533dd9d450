"""The first tables of this room, each with its policy, composite keys and grants."""

import django.db.models.deletion
import django.db.models.expressions
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("people", "0001_the_house"),
        ("delivery", "0001_the_house"),
        ("trust", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthEnd",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("programme", models.SlugField()),
                ("month", models.DateField(help_text="the first of the month")),
                ("frozen_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "programme", "month"), name="evaluation_one_month_end"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="MonthEndRow",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("key", models.CharField(max_length=20)),
                ("withheld", models.BooleanField()),
                ("owed", models.PositiveIntegerField(null=True)),
                ("done", models.PositiveIntegerField(null=True)),
                ("late", models.PositiveIntegerField(null=True)),
                ("excused", models.PositiveIntegerField(null=True)),
                ("open", models.PositiveIntegerField(null=True)),
                ("missed", models.PositiveIntegerField(null=True)),
                ("stopped", models.PositiveIntegerField(null=True)),
                (
                    "month_end",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="evaluation.monthend",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "month_end", "key"), name="evaluation_one_row"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("done", None),
                                ("excused", None),
                                ("late", None),
                                ("missed", None),
                                ("open", None),
                                ("owed", None),
                                ("stopped", None),
                                ("withheld", True),
                            ),
                            models.Q(
                                ("done__isnull", False),
                                ("excused__isnull", False),
                                ("late__isnull", False),
                                ("missed__isnull", False),
                                ("open__isnull", False),
                                ("owed__gte", 5),
                                ("owed__isnull", False),
                                ("stopped__isnull", False),
                                ("withheld", False),
                            ),
                            _connector="OR",
                        ),
                        name="evaluation_whole_or_withheld",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("withheld", True),
                            (
                                "owed",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        django.db.models.expressions.CombinedExpression(
                                            django.db.models.expressions.CombinedExpression(
                                                django.db.models.expressions.CombinedExpression(
                                                    models.F("done"), "+", models.F("late")
                                                ),
                                                "+",
                                                models.F("excused"),
                                            ),
                                            "+",
                                            models.F("open"),
                                        ),
                                        "+",
                                        models.F("missed"),
                                    ),
                                    "+",
                                    models.F("stopped"),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="evaluation_row_adds_up",
                    ),
                ],
            },
        ),
        Protect("evaluation_monthend", grants="SELECT, INSERT"),
        Protect(
            "evaluation_monthendrow",
            references=[("month_end_id", "evaluation_monthend")],
            grants="SELECT, INSERT",
        ),
    ]
