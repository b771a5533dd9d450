"""A person's own code: half of what opens the own page, the other half being a link."""

import django.db.models.deletion
import django.db.models.functions.datetime
from django.db import migrations, models

import samspil.kernel.ids
from samspil.trust.operations import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0003_matching_staff_profiles_and_certificates"),
    ]

    operations = [
        migrations.CreateModel(
            name="OwnCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("code_hash", models.CharField(max_length=64)),
                (
                    "tries",
                    models.PositiveSmallIntegerField(default=0, help_text="wrong ones since it last fitted"),
                ),
                (
                    "made_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="the database's clock",
                    ),
                ),
                (
                    "is_known_to_one",
                    models.BooleanField(default=False, help_text="made by the person, for themselves"),
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
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "person"), name="people_one_own_code"),
                    models.CheckConstraint(
                        condition=models.Q(("tries__lte", 5)), name="people_own_code_tries"
                    ),
                ],
            },
        ),
        Protect("people_owncode", references=[("person_id", "people_person")]),
    ]
