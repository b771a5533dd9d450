"""A request for visits is opened by a link of its own kind."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trust", "0007_no_link_of_an_unknown_kind"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="link",
            name="trust_link_kind",
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        ["measurement", "own_page", "sign_in", "invitation", "feed", "visit_request"],
                    )
                ),
                name="trust_link_kind",
            ),
        ),
    ]
