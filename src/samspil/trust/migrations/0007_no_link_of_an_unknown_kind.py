"""No link is of a kind that the list of links does not name."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0006_closing_feeds_in_the_list_of_links")]

    operations = [
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("kind__in", ["measurement", "own_page", "sign_in", "invitation", "feed"])
                ),
                name="trust_link_kind",
            ),
        ),
    ]
