"""Pauses, closing, follow-up and the journal; the database itself keeps what an ending needs."""

import django.db.models.deletion
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# A course leaves closing only with nothing open and the closing finished; a stop is exempt, for it has
# stopped its measurements. It counts as followed up only with the contact written, and a contact only with
# the person's yes. It rests exactly while a pause is open. All are asked at the end of the transaction, so
# that the order of the writes does not matter and a foreign organisation's policy speaks first.
KEPT = """
CREATE FUNCTION delivery_course_ends_whole() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.delivery_measurement
    WHERE tenant_id = NEW.tenant_id AND course_id = NEW.id AND state = 'open';
  IF FOUND THEN
    RAISE EXCEPTION 'A course does not end with an open measurement.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'followed_up' THEN
    PERFORM 1 FROM public.delivery_followup WHERE tenant_id = NEW.tenant_id AND course_id = NEW.id;
  ELSE
    PERFORM 1 FROM public.delivery_closing
      WHERE tenant_id = NEW.tenant_id AND course_id = NEW.id AND finished_on IS NOT NULL
        AND ending = NEW.state;
  END IF;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'A course ends with its ending written.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delivery_course_ends_whole AFTER UPDATE OF state ON delivery_course
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.stopped_on IS NULL AND OLD.state IS DISTINCT FROM NEW.state
    AND (OLD.state = 'closing' OR NEW.state = 'followed_up'))
  EXECUTE FUNCTION delivery_course_ends_whole();

CREATE FUNCTION delivery_pause_matches() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  wanted uuid := CASE TG_TABLE_NAME WHEN 'delivery_course' THEN NEW.id ELSE (to_jsonb(NEW) ->> 'course_id')::uuid END;
BEGIN
  PERFORM 1 FROM public.delivery_course c WHERE c.tenant_id = NEW.tenant_id AND c.id = wanted
    AND (c.state = 'paused') IS DISTINCT FROM EXISTS (SELECT 1 FROM public.delivery_coursepause p
      WHERE p.tenant_id = c.tenant_id AND p.course_id = c.id AND p.to_on IS NULL);
  IF FOUND THEN
    RAISE EXCEPTION 'A course rests exactly while a pause is open.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delivery_pause_matches AFTER UPDATE OF state ON delivery_course
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN ('paused' IN (OLD.state, NEW.state))
  EXECUTE FUNCTION delivery_pause_matches();
CREATE CONSTRAINT TRIGGER delivery_pause_matches_course AFTER INSERT OR UPDATE ON delivery_coursepause
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_pause_matches();

CREATE FUNCTION delivery_follow_up_consented() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.people_consent WHERE tenant_id = NEW.tenant_id AND person_id = NEW.person_id
    AND purpose = 'follow_up' AND capacity = 'self' AND given_on <= NEW.contact_on
    AND (withdrawn_on IS NULL OR withdrawn_on >= NEW.contact_on);
  IF NOT FOUND THEN
    RAISE EXCEPTION 'Nobody is contacted later without a yes to it.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delivery_follow_up_consented AFTER INSERT ON delivery_followup
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_follow_up_consented();
"""
UNDO_KEPT = """
DROP TRIGGER delivery_follow_up_consented ON delivery_followup;
DROP FUNCTION delivery_follow_up_consented();
DROP TRIGGER delivery_pause_matches_course ON delivery_coursepause;
DROP TRIGGER delivery_pause_matches ON delivery_course;
DROP FUNCTION delivery_pause_matches();
DROP TRIGGER delivery_course_ends_whole ON delivery_course;
DROP FUNCTION delivery_course_ends_whole();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0009_handover_moves"),
        ("people", "0002_consents_and_local_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="Closing",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("begun_on", models.DateField()),
                ("finished_on", models.DateField(null=True)),
                ("ending", models.CharField(blank=True, max_length=20)),
                ("reason", models.CharField(blank=True, max_length=30)),
                (
                    "helped",
                    samspil.trust.fields.SealedField(
                        compartment="content",
                        default=b"",
                        help_text="what helped, in the person's words; quoted only with a yes to that",
                    ),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CoursePause",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("from_on", models.DateField()),
                ("planned_on", models.DateField(help_text="the day it was meant to go on")),
                ("to_on", models.DateField(help_text="the day it did go on, or ended", null=True)),
                ("reason", models.CharField(max_length=20)),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("contact_on", models.DateField()),
                ("outcome", models.CharField(max_length=20)),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="GoalAtEnd",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("status", models.CharField(max_length=20)),
                (
                    "closing",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.closing",
                    ),
                ),
                (
                    "goal",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.goal"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="JournalExport",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("at", models.DateTimeField()),
                ("account_id", models.UUIDField(help_text="who took it out")),
                ("form", models.CharField(max_length=10)),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="JournalEntry",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
                (
                    "session",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.session",
                    ),
                ),
                (
                    "export",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.journalexport",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.UniqueConstraint(fields=("tenant_id", "course"), name="delivery_one_closing"),
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.CheckConstraint(
                condition=models.Q(("ending__in", ("", "completed", "ended_early"))),
                name="delivery_closing_ending",
            ),
        ),
        migrations.AddConstraint(
            model_name="closing",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("finished_on__isnull", True),
                    models.Q(
                        ("finished_on__gte", models.F("begun_on")),
                        models.Q(("ending", ""), _negated=True),
                        models.Q(("reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="delivery_closing_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="coursepause",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason__in", ["own_wish", "away", "busy", "mentor_away"])),
                name="delivery_pause_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="coursepause",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_on__isnull", True)),
                fields=("tenant_id", "course"),
                name="delivery_one_open_pause",
            ),
        ),
        migrations.AddConstraint(
            model_name="coursepause",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("planned_on__gt", models.F("from_on")),
                    models.Q(("to_on__isnull", True), ("to_on__gte", models.F("from_on")), _connector="OR"),
                ),
                name="delivery_pause_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("outcome__in", ["met", "not_met", "declined"])),
                name="delivery_follow_up_outcome",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(fields=("tenant_id", "course"), name="delivery_one_follow_up"),
        ),
        migrations.AddConstraint(
            model_name="goalatend",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("status__in", ["reached", "partly", "not_reached", "changed", "not_asked"])
                ),
                name="delivery_goal_status",
            ),
        ),
        migrations.AddConstraint(
            model_name="goalatend",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "closing", "goal"), name="delivery_goal_ends_once"
            ),
        ),
        migrations.AddIndex(
            model_name="journalexport",
            index=models.Index(fields=["tenant_id", "course", "at"], name="delivery_export_course"),
        ),
        migrations.AddConstraint(
            model_name="journalexport",
            constraint=models.CheckConstraint(
                condition=models.Q(("form__in", ["pdf", "json"])), name="delivery_export_form"
            ),
        ),
        migrations.AddIndex(
            model_name="journalentry",
            index=models.Index(fields=["tenant_id", "session"], name="delivery_entry_session"),
        ),
        migrations.AddConstraint(
            model_name="journalentry",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "export", "session"), name="delivery_entry_once"
            ),
        ),
        Protect(
            "delivery_coursepause",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        Protect(
            "delivery_closing",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        Protect(
            "delivery_goalatend",
            references=[
                ("closing_id", "delivery_closing"),
                ("goal_id", "delivery_goal"),
                ("person_id", "people_person"),
            ],
        ),
        Protect(
            "delivery_followup",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        Protect(
            "delivery_journalexport",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        Protect(
            "delivery_journalentry",
            references=[
                ("export_id", "delivery_journalexport"),
                ("session_id", "delivery_session"),
                ("person_id", "people_person"),
            ],
        ),
        migrations.RunSQL(KEPT, UNDO_KEPT),
    ]
