"""A draft may hold the places that are visited."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0007_history_drafts_of_answers"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="importdraft",
            name="people_draft_kind",
        ),
        migrations.AddConstraint(
            model_name="importdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "staff",
                            "courses",
                            "answers",
                            "places",
                        ],
                    )
                ),
                name="people_draft_kind",
            ),
        ),
    ]
