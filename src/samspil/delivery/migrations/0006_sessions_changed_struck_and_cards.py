"""Meetings are corrected in the open, struck instead of deleted; a yearly count of guide cards."""

import django.db.models.deletion
import samspil.kernel.ids
import samspil.trust.fields
import uuid
from django.db import migrations, models

from samspil.trust.operations import Protect

# What a session says changes only as its next version, in a running course, and the version before is
# kept. Emptying a sealed text is left to retention. The triggers come after the row, so that the policy
# of a foreign organisation speaks first.
VERSIONS = """
CREATE FUNCTION delivery_session_versions() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.version = OLD.version THEN
    IF (OLD.kind, OLD.minutes, OLD.held_on, OLD.next_on, OLD.place, OLD.for_record)
         IS DISTINCT FROM (NEW.kind, NEW.minutes, NEW.held_on, NEW.next_on, NEW.place, NEW.for_record)
       OR (NEW.did IS DISTINCT FROM OLD.did AND octet_length(NEW.did) > 0)
       OR (NEW.agreed IS DISTINCT FROM OLD.agreed AND octet_length(NEW.agreed) > 0)
    THEN
      RAISE EXCEPTION 'A session changes only as a new version.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.version <> OLD.version + 1 OR OLD.struck_at IS NOT NULL THEN
    RAISE EXCEPTION 'A session cannot go from version % to %.', OLD.version, NEW.version
      USING ERRCODE = 'check_violation';
  END IF;
  PERFORM 1 FROM public.delivery_course WHERE tenant_id = NEW.tenant_id AND id = NEW.course_id
    AND state IN ('active', 'paused', 'closing');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'A session is corrected while its course runs.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_session_versions
  AFTER UPDATE OF kind, minutes, held_on, next_on, place, for_record, did, agreed, version ON delivery_session
  FOR EACH ROW EXECUTE FUNCTION delivery_session_versions();

CREATE FUNCTION delivery_session_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.delivery_sessionchange
    WHERE tenant_id = NEW.tenant_id AND session_id = NEW.id AND version = NEW.version;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'The version before % was not kept.', NEW.version USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delivery_session_kept AFTER UPDATE OF version ON delivery_session
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.version IS DISTINCT FROM NEW.version)
  EXECUTE FUNCTION delivery_session_kept();

CREATE FUNCTION delivery_change_stands() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'What a session said before is not rewritten.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER delivery_change_stands AFTER UPDATE OF version, changed_at, before ON delivery_sessionchange
  FOR EACH ROW WHEN (OLD.version IS DISTINCT FROM NEW.version OR OLD.changed_at IS DISTINCT FROM NEW.changed_at
    OR (NEW.before IS DISTINCT FROM OLD.before AND octet_length(NEW.before) > 0))
  EXECUTE FUNCTION delivery_change_stands();
"""
UNDO_VERSIONS = """
DROP TRIGGER delivery_change_stands ON delivery_sessionchange;
DROP FUNCTION delivery_change_stands();
DROP TRIGGER delivery_session_kept ON delivery_session;
DROP FUNCTION delivery_session_kept();
DROP TRIGGER delivery_session_versions ON delivery_session;
DROP FUNCTION delivery_session_versions();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0005_plan_versions_and_reviews"),
        ("people", "0002_consents_and_local_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="SessionChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("version", models.PositiveSmallIntegerField(help_text="the version that came of it")),
                ("changed_at", models.DateTimeField()),
                (
                    "before",
                    samspil.trust.fields.SealedField(
                        compartment="content",
                        default=b"",
                        help_text="every field of the version before, as JSON",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ThemeCount",
            fields=[
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("theme", models.CharField(max_length=60)),
                ("count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="session",
            name="changed_at",
            field=models.DateTimeField(help_text="the last correction", null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="struck_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="struck_because",
            field=models.CharField(blank=True, db_default="", default="", max_length=20),
        ),
        migrations.AddField(
            model_name="session",
            name="version",
            field=models.PositiveSmallIntegerField(db_default=1, default=1),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("struck_at__isnull", True), ("struck_because", "")),
                    models.Q(
                        ("struck_at__isnull", False),
                        (
                            "struck_because__in",
                            [
                                "written_twice",
                                "other_course",
                                "not_held",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="delivery_session_struck",
            ),
        ),
        migrations.AddConstraint(
            model_name="session",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("changed_at__isnull", True), ("version", 1)),
                    models.Q(("changed_at__isnull", False), ("version__gt", 1)),
                    _connector="OR",
                ),
                name="delivery_session_version",
            ),
        ),
        migrations.AddField(
            model_name="sessionchange",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="sessionchange",
            name="session",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.session"
            ),
        ),
        migrations.AddField(
            model_name="themecount",
            name="mentor",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.appointment"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionchange",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "session", "version"), name="delivery_one_change_a_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionchange",
            constraint=models.CheckConstraint(
                condition=models.Q(("version__gt", 1)), name="delivery_change_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="themecount",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "mentor", "year", "theme"), name="delivery_one_theme_count"
            ),
        ),
        migrations.AddConstraint(
            model_name="themecount",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__lte", 10000)), name="delivery_theme_count"
            ),
        ),
        Protect(
            "delivery_sessionchange",
            references=[("session_id", "delivery_session"), ("person_id", "people_person")],
        ),
        Protect("delivery_themecount", references=[("mentor_id", "people_appointment")]),
        migrations.RunSQL(VERSIONS, UNDO_VERSIONS),
    ]
