"""A draft may hold answers that were kept before, and says whose template it follows."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0006_gettingin_drafts"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="importdraft",
            name="people_draft_kind",
        ),
        migrations.AddField(
            model_name="importdraft",
            name="of",
            field=models.CharField(
                blank=True, help_text="whose template it follows, where a kind has several", max_length=60
            ),
        ),
        migrations.AddConstraint(
            model_name="importdraft",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["staff", "courses", "answers"])), name="people_draft_kind"
            ),
        ),
    ]
