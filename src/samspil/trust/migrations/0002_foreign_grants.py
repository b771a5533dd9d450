"""What the runtime role may do with the tables of libraries, as trust/privacy.py FOREIGN says."""

from django.db import migrations

from samspil.trust.operations import RUNTIME, Open

ROWS = ("django_session", "account_emailaddress", "account_emailconfirmation", "mfa_authenticator")
JOBS = tuple(f"procrastinate_{name}" for name in ("jobs", "events", "periodic_defers", "workers"))
WORDS = (
    "django_migrations",
    "django_content_type",
    "auth_permission",
    "auth_group",
    "auth_group_permissions",
)


class Migration(migrations.Migration):
    dependencies = [
        ("trust", "0001_the_house"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("procrastinate", "0041_post_retry_failed_job"),
    ]
    operations = [
        Open(*ROWS, *JOBS),
        Open(*WORDS, grants="SELECT"),
        migrations.RunSQL(
            f"GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {RUNTIME}", migrations.RunSQL.noop
        ),
    ]
