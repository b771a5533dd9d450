"""A calendar feed stands in the list of links: without a code, never used up, one at a time."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("trust", "0004_ownpage_links_that_last"),
    ]

    operations = [
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "feed"), _negated=True),
                    models.Q(("code_hash", ""), ("person_id__isnull", True), ("used_at__isnull", True)),
                    _connector="OR",
                ),
                name="trust_link_feed",
            ),
        ),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "feed"), ("revoked_at__isnull", True)),
                fields=("tenant_id", "thing_id"),
                name="trust_one_feed",
            ),
        ),
    ]
