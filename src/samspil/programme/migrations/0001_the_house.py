"""The first tables of this room, each with its policy, composite keys and grants."""

import django.db.models.deletion
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Open


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("trust", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="Programme",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("slug", models.SlugField(unique=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ConceptVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("digest", models.CharField(help_text="sha256 of the document as stored", max_length=64)),
                ("document", models.JSONField()),
                ("loaded_at", models.DateTimeField()),
                (
                    "programme",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to="programme.programme"),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("programme", "number"), name="programme_one_version")
                ],
            },
        ),
        Open("programme_programme"),
        Open("programme_conceptversion", grants="SELECT, INSERT"),
    ]
