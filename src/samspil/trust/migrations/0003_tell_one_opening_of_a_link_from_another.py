"""An opening of a link is told from every other, so that two people never share one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trust", "0002_foreign_grants"),
    ]

    operations = [
        migrations.AddField(
            model_name="link",
            name="opening",
            field=models.CharField(blank=True, help_text="hash of who opened it last", max_length=64),
        ),
    ]
