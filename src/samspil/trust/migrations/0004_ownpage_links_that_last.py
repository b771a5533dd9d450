"""When a link was made and by whom, for the list of all that is open; a link to an own page is somebody's."""

from django.db import migrations, models
from django.db.models.functions import Now

# Until now every link held for three days from the moment it was made.
MADE = """
ALTER TABLE trust_link NO FORCE ROW LEVEL SECURITY;
UPDATE trust_link SET made_at = expires_at - interval '72 hours';
ALTER TABLE trust_link FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("trust", "0003_tell_one_opening_of_a_link_from_another"),
    ]

    operations = [
        migrations.AddField(
            model_name="link",
            name="made_at",
            field=models.DateTimeField(db_default=Now(), help_text="the database's clock"),
        ),
        migrations.AddField(
            model_name="link",
            name="made_by",
            field=models.UUIDField(help_text="the account that made it; empty for jobs", null=True),
        ),
        migrations.RunSQL(MADE, migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name="link",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "own_page"), _negated=True),
                    ("person_id__isnull", False),
                    _connector="OR",
                ),
                name="trust_link_own_page_is_somebodys",
            ),
        ),
    ]
