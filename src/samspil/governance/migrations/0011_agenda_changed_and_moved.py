"""An agenda is changed until it is invited to; a meeting is moved, or held outside its series."""

import django.db.models.constraints
import django.db.models.functions.comparison
import samspil.governance.terms.meetings
from django.db import migrations, models

# What was invited to keeps its words; each change of them counts one edition further, so that nobody writes
# over what they have not seen. What came of an item stays at its meeting, and what others wait for stays.
CHANGES = """
CREATE FUNCTION governance_item_changes() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.proposal_id IS NOT NULL OR OLD.barrier_id IS NOT NULL OR OLD.ballot_id IS NOT NULL THEN
      RAISE EXCEPTION 'What others wait for stays on an agenda or waits for one.'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN OLD;
  END IF;
  IF (NEW.heading, NEW.words) IS DISTINCT FROM (OLD.heading, OLD.words) THEN
    IF NEW.edition <> OLD.edition + 1 OR OLD.ballot_id IS NOT NULL OR EXISTS (
      SELECT 1 FROM public.governance_meeting m
      WHERE m.tenant_id = NEW.tenant_id AND m.id IN (NEW.meeting_id, OLD.meeting_id) AND m.state <> 'planned')
    THEN
      RAISE EXCEPTION 'An item is worded anew before its meeting is invited to, one edition at a time.'
        USING ERRCODE = 'check_violation';
    END IF;
  ELSIF NEW.edition <> OLD.edition THEN
    RAISE EXCEPTION 'An edition is a change of the words.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.meeting_id IS DISTINCT FROM OLD.meeting_id AND EXISTS (
    SELECT 1 FROM public.governance_outcome o WHERE o.tenant_id = OLD.tenant_id AND o.item_id = OLD.id)
  THEN
    RAISE EXCEPTION 'What an item came to stays in the minutes of its meeting.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_item_changes AFTER UPDATE OR DELETE ON governance_agendaitem
  FOR EACH ROW EXECUTE FUNCTION governance_item_changes();
"""
NO_CHANGES = "DROP FUNCTION governance_item_changes() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0010_authority"),
        ("people", "0008_visits_draft_of_places"),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="agendaitem",
            name="governance_one_item_in_a_place",
        ),
        migrations.RemoveConstraint(
            model_name="meeting",
            name="governance_one_meeting_a_day",
        ),
        migrations.RemoveConstraint(
            model_name="meetingletter",
            name="governance_letter_news",
        ),
        migrations.RemoveConstraint(
            model_name="meetingletter",
            name="governance_letter_once",
        ),
        migrations.AddField(
            model_name="agendaitem",
            name="edition",
            field=models.PositiveSmallIntegerField(
                default=1, help_text="goes up with each change of its words"
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="because",
            field=models.CharField(
                blank=True, help_text="why the group meets outside the series", max_length=120
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="moved_from",
            field=models.DateField(
                help_text="the day of the series it stands for, where it moved", null=True
            ),
        ),
        migrations.AddField(
            model_name="meeting",
            name="moves",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="how often its day or time was moved"
            ),
        ),
        migrations.AddField(
            model_name="meetingletter",
            name="moves",
            field=models.PositiveSmallIntegerField(
                default=0, help_text="how often the meeting was moved by then"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                deferrable=django.db.models.constraints.Deferrable["DEFERRED"],
                fields=("tenant_id", "meeting", "position"),
                name="governance_one_item_in_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("state", samspil.governance.terms.meetings.MeetingState["CANCELLED"]), _negated=True
                ),
                fields=("tenant_id", "group", "on"),
                name="governance_one_meeting_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                models.F("tenant_id"),
                models.F("group"),
                django.db.models.functions.comparison.Coalesce("moved_from", "on"),
                condition=models.Q(("because", "")),
                name="governance_one_meeting_a_slot",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("because", ""), ("moved_from__isnull", True), _connector="OR"),
                name="governance_slot_is_of_the_series",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("news__in", ["invitation", "moved", "reminder"])),
                name="governance_letter_news",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingletter",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "meeting_id", "news", "moves", "recipient"),
                name="governance_letter_once",
            ),
        ),
        migrations.RunSQL(CHANGES, NO_CHANGES),
    ]
