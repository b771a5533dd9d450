"""An offer of visits to a place is answered by a link of its own kind."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0010_context_read_in_place")]

    operations = [
        migrations.RemoveConstraint(model_name="link", name="trust_link_kind"),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "measurement",
                            "own_page",
                            "sign_in",
                            "invitation",
                            "feed",
                            "pupils",
                            "form",
                            "visit_request",
                            "place_offer",
                        ],
                    )
                ),
                name="trust_link_kind",
            ),
        ),
    ]
