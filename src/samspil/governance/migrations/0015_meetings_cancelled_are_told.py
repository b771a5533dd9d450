"""Whoever was invited to a meeting is told that it is cancelled."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0014_the_evaluators_contract"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="meetingletter",
            name="governance_letter_news",
        ),
        migrations.AddConstraint(
            model_name="meetingletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("news__in", ["invitation", "moved", "reminder", "cancelled"])),
                name="governance_letter_news",
            ),
        ),
    ]
