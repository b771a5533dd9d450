"""Supervision is struck out, staff say that they cannot come, workshops keep to their range, and a form is
reminded of once.
"""

import django.contrib.postgres.fields
from django.db import migrations, models

# Of what was written only the striking out is added, once; and who was there stays.
STAYS = """
CREATE FUNCTION delivery_supervision_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.kind, NEW."on", NEW.minutes, NEW.themes) IS DISTINCT FROM
     (OLD.kind, OLD."on", OLD.minutes, OLD.themes) OR OLD.struck_on IS NOT NULL THEN
    RAISE EXCEPTION 'Supervision is struck out once, and not changed.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_supervision_stays AFTER UPDATE ON delivery_supervision
  FOR EACH ROW EXECUTE FUNCTION delivery_supervision_stays();

CREATE FUNCTION delivery_supervised_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD IS DISTINCT FROM NEW THEN
    RAISE EXCEPTION 'Who was there stays as it was written.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_supervised_stays AFTER UPDATE ON delivery_supervised
  FOR EACH ROW EXECUTE FUNCTION delivery_supervised_stays();
"""
UNDO = """
DROP TRIGGER delivery_supervised_stays ON delivery_supervised;
DROP FUNCTION delivery_supervised_stays();
DROP TRIGGER delivery_supervision_stays ON delivery_supervision;
DROP FUNCTION delivery_supervision_stays();
"""

# The programme has so many workshops as its concept file says, whoever plans them. Every organisation reads
# every event, so the count is of all.
WORKSHOPS = """
CREATE FUNCTION delivery_workshop_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  programme uuid;
  most int;
BEGIN
  SELECT v.programme_id, (v.document->'training'->'workshops'->>'count_max')::int INTO programme, most
    FROM public.programme_conceptversion v WHERE v.id = NEW.concept_id;
  PERFORM pg_advisory_xact_lock(hashtextextended(programme::text || 'workshops', 31));
  IF (SELECT count(*) FROM public.delivery_trainingevent e
      JOIN public.programme_conceptversion v ON v.id = e.concept_id
      WHERE v.programme_id = programme AND e.kind = 'workshop' AND e.state <> 'cancelled') > most THEN
    RAISE EXCEPTION 'A programme has no more workshops than it says.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_workshop_fits AFTER INSERT ON delivery_trainingevent
  FOR EACH ROW WHEN (NEW.kind = 'workshop') EXECUTE FUNCTION delivery_workshop_fits();
"""
UNDO_WORKSHOPS = """
DROP TRIGGER delivery_workshop_fits ON delivery_trainingevent;
DROP FUNCTION delivery_workshop_fits();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0030_hours_of_visits_and_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="supervision",
            name="struck_because",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
        migrations.AddField(
            model_name="supervision",
            name="struck_on",
            field=models.DateField(null=True),
        ),
        migrations.AddConstraint(
            model_name="supervision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("struck_because", ""), ("struck_on__isnull", True)),
                    models.Q(
                        ("struck_because__in", ["wrong", "twice", "not_held"]), ("struck_on__isnull", False)
                    ),
                    _connector="OR",
                ),
                name="delivery_supervision_struck",
            ),
        ),
        migrations.RunSQL(STAYS, UNDO),
        migrations.RunSQL(WORKSHOPS, UNDO_WORKSHOPS),
        migrations.AddField(
            model_name="nomination",
            name="said_on",
            field=models.DateField(help_text="the day the person said that they cannot come", null=True),
        ),
        migrations.AddField(
            model_name="nomination",
            name="said_seen_on",
            field=models.DateField(help_text="the day the coordinator saw it", null=True),
        ),
        migrations.AddField(
            model_name="trainingevent",
            name="taught",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=20),
                default=list,
                help_text="the modules that were taught",
                size=None,
            ),
        ),
        migrations.AddConstraint(
            model_name="nomination",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("said_on__isnull", True), ("said_seen_on__isnull", True)),
                    models.Q(("because", "cannot_come"), ("said_on__isnull", False), ("state", "withdrawn")),
                    _connector="OR",
                ),
                name="delivery_nomination_said",
            ),
        ),
        migrations.AddField(
            model_name="owedform",
            name="letter",
            field=models.UUIDField(help_text="the message a reminder goes with", null=True),
        ),
        migrations.AddField(
            model_name="owedform",
            name="remind_on",
            field=models.DateField(help_text="the day from which who is asked is reminded, once", null=True),
        ),
        migrations.AddField(
            model_name="owedform",
            name="reminder",
            field=models.CharField(blank=True, db_default="", default="", max_length=10),
        ),
        migrations.AddField(
            model_name="owedform",
            name="reminder_at",
            field=models.DateTimeField(
                help_text="when it came so far, or is not to be tried before; the database's clock", null=True
            ),
        ),
        migrations.AddField(
            model_name="owedform",
            name="reminder_link",
            field=models.UUIDField(help_text="the link that was made for a teacher's", null=True),
        ),
        migrations.AddIndex(
            model_name="owedform",
            index=models.Index(
                condition=models.Q(("reminder", ""), ("state", "open")),
                fields=["tenant_id", "remind_on"],
                name="delivery_form_to_remind",
            ),
        ),
        migrations.AddIndex(
            model_name="owedform",
            index=models.Index(
                condition=models.Q(("letter__isnull", False)),
                fields=["tenant_id", "letter"],
                name="delivery_form_letter",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("letter__isnull", True), ("reminder", "")),
                    models.Q(
                        ("letter__isnull", False),
                        ("remind_on__isnull", False),
                        ("reminder__in", ["sending", "handing", "sent", "failed"]),
                    ),
                    _connector="OR",
                ),
                name="delivery_form_reminded",
            ),
        ),
    ]
