"""What waits for a reason or is past its day is found without reading the rest."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0001_the_house"),
        ("people", "0001_the_house"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="measurement",
            index=models.Index(
                condition=models.Q(
                    ("state", "open"), models.Q(("reason", ""), ("state", "missed")), _connector="OR"
                ),
                fields=["tenant_id", "due_on"],
                name="delivery_measurement_wanting",
            ),
        ),
    ]
