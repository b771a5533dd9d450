"""A place says since when it is what it is, so that none is made comparable because it was wished."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0033_offers_visit_put_back"),
    ]

    operations = [
        migrations.AddField(
            model_name="institution",
            name="alike_since",
            field=models.DateField(
                help_text="since when its kind, size and state are these; empty: since before sets of places",
                null=True,
            ),
        ),
    ]
