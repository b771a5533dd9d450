"""Two more kinds of link: a group's form after a visit, which many answer, and a teacher's."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("trust", "0008_links_to_requests_for_visits")]

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
                        ],
                    )
                ),
                name="trust_link_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "pupils"), _negated=True),
                    models.Q(
                        ("opened_at__isnull", True),
                        ("opening", ""),
                        ("person_id__isnull", True),
                        ("used_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="trust_link_pupils",
            ),
        ),
    ]
