"""The coordinator has seen that somebody stopped."""

from django.db import migrations, models

# What was stopped before anyone was told of it here is not news now.
SEEN = """
ALTER TABLE delivery_course NO FORCE ROW LEVEL SECURITY;
UPDATE delivery_course SET stop_seen_on = stopped_on WHERE stopped_on IS NOT NULL;
ALTER TABLE delivery_course FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0007_parents_joining_and_nameless"),
        ("people", "0004_ownpage_own_codes"),
        ("trust", "0004_ownpage_links_that_last"),
    ]

    operations = [
        migrations.AddField(
            model_name="course",
            name="stop_seen_on",
            field=models.DateField(help_text="the coordinator has seen that it was stopped", null=True),
        ),
        migrations.RunSQL(SEEN, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stop_seen_on__isnull", True),
                    models.Q(("stop_seen_on__gte", models.F("stopped_on")), ("stopped_on__isnull", False)),
                    _connector="OR",
                ),
                name="delivery_course_stop_seen",
            ),
        ),
        migrations.AddIndex(
            model_name="course",
            index=models.Index(
                condition=models.Q(("stop_seen_on__isnull", True), ("stopped_on__isnull", False)),
                fields=["tenant_id", "stopped_on"],
                name="delivery_stop_not_seen",
            ),
        ),
    ]
