"""What is owed holds whatever the code does: no due date moves, no state goes back, no course ends with a gap."""

from django.db import migrations, models
from django.db.models import F, Q

# What a measurement asks, of whom, when it opens and is due never changes. Its window may end earlier, once the
# course's last day is agreed, while it is open. A state leads where 0007 of docs/decisions says and nowhere else.
# Asked at the end of the transaction, so that a key of a foreign organisation is refused as one of nobody's is.
STAYS = """
CREATE FUNCTION delivery_measurement_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.course_id, NEW.person_id, NEW.key, NEW.instrument, NEW.instrument_version, NEW.opens_on, NEW.due_on)
    IS DISTINCT FROM
    (OLD.course_id, OLD.person_id, OLD.key, OLD.instrument, OLD.instrument_version, OLD.opens_on, OLD.due_on)
  THEN
    RAISE EXCEPTION 'What a measurement asks and when it is due does not change.' USING ERRCODE = 'check_violation';
  END IF;
  IF (NEW.done_until, NEW.late_until) IS DISTINCT FROM (OLD.done_until, OLD.late_until) THEN
    PERFORM 1 FROM public.delivery_course
      WHERE tenant_id = NEW.tenant_id AND id = NEW.course_id AND ended_on IS NOT NULL;
    IF NOT FOUND OR OLD.state <> 'open' OR NEW.done_until > OLD.done_until
      OR (OLD.late_until IS NOT NULL AND (NEW.late_until IS NULL OR NEW.late_until > OLD.late_until))
    THEN
      RAISE EXCEPTION 'A window ends earlier with its course, and never later.' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (VALUES
    ('open', 'done'), ('open', 'late'), ('open', 'missed'), ('open', 'excused'), ('open', 'stopped'),
    ('missed', 'excused'))
  THEN
    RAISE EXCEPTION 'A measurement cannot go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.answered_on IS NOT NULL AND NEW.answered_on IS DISTINCT FROM OLD.answered_on THEN
    RAISE EXCEPTION 'The day of an answer does not change.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delivery_measurement_stays AFTER UPDATE ON delivery_measurement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_measurement_stays();

CREATE FUNCTION delivery_measurement_opens() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.delivery_measurement m
    JOIN public.delivery_course c ON c.tenant_id = m.tenant_id AND c.id = m.course_id
    WHERE m.tenant_id = NEW.tenant_id AND m.id = NEW.id AND m.state = 'open'
      AND c.state IN ('completed', 'ended_early', 'followed_up')
      AND (c.stopped_on IS NOT NULL OR c.ended_on >= m.opens_on);
  IF FOUND THEN
    RAISE EXCEPTION 'Nothing of an ended course opens but what comes after it.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delivery_measurement_opens AFTER INSERT ON delivery_measurement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (NEW.state = 'open')
  EXECUTE FUNCTION delivery_measurement_opens();
"""
# A course ends with nothing open, however it ends; unless it was stopped, with its ending written, and with the
# measurement that its own concept asks for on its last day. Only the concept knows whether it asks for one.
ENDS = """
DROP TRIGGER delivery_course_ends_whole ON delivery_course;
CREATE OR REPLACE FUNCTION delivery_course_ends_whole() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  asked jsonb;
BEGIN
  PERFORM 1 FROM public.delivery_measurement
    WHERE tenant_id = NEW.tenant_id AND course_id = NEW.id AND state = 'open';
  IF FOUND THEN
    RAISE EXCEPTION 'A course does not end with an open measurement.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.stopped_on IS NOT NULL THEN
    RETURN NULL;
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
  SELECT document -> 'progression' INTO asked FROM public.programme_conceptversion WHERE id = NEW.concept_id;
  PERFORM 1 FROM jsonb_array_elements(asked #> '{schedule,rounds}') AS round
    WHERE asked -> 'instruments' @> jsonb_build_array(jsonb_build_object('intervention', NEW.intervention))
      AND round ->> 'anchor' = 'end' AND (round ->> 'months')::int = 0
      AND round ->> 'due_days' IS NOT NULL AND round ->> 'needs_consent' IS NULL
      AND NEW.ended_on <= coalesce((asked #>> '{schedule,data_cut}')::date, 'infinity')
      AND NOT EXISTS (SELECT 1 FROM public.delivery_measurement m WHERE m.tenant_id = NEW.tenant_id
        AND m.course_id = NEW.id AND m.key = replace(round ->> 'slug', '_', '-'));
  IF FOUND THEN
    RAISE EXCEPTION 'A course ends with its closing measurement.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delivery_course_ends_whole AFTER UPDATE OF state ON delivery_course
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state AND NEW.state IN ('completed', 'ended_early', 'followed_up'))
  EXECUTE FUNCTION delivery_course_ends_whole();
"""
UNDO_STAYS = """
DROP TRIGGER delivery_measurement_opens ON delivery_measurement;
DROP FUNCTION delivery_measurement_opens();
DROP TRIGGER delivery_measurement_stays ON delivery_measurement;
DROP FUNCTION delivery_measurement_stays();
"""
# As 0010 had it.
UNDO_ENDS = """
DROP TRIGGER delivery_course_ends_whole ON delivery_course;
CREATE OR REPLACE FUNCTION delivery_course_ends_whole() RETURNS trigger LANGUAGE plpgsql
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
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0017_efforts"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="measurement", name="delivery_measurement_window"),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=Q(("opens_on__lte", F("due_on"))), name="delivery_measurement_window"
            ),
        ),
        migrations.AddConstraint(
            model_name="measurement",
            constraint=models.CheckConstraint(
                condition=Q(("opens_on__lte", F("done_until")))
                & (Q(("late_until__isnull", True)) | Q(("done_until__lte", F("late_until")))),
                name="delivery_measurement_span",
            ),
        ),
        migrations.RemoveConstraint(model_name="course", name="delivery_course_stopped"),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=Q(
                    ("stopped_on__isnull", True),
                    Q(
                        ("ended_on__lte", F("stopped_on")),
                        ("state__in", ("completed", "ended_early", "transferred", "followed_up")),
                    ),
                    _connector="OR",
                ),
                name="delivery_course_stopped",
            ),
        ),
        migrations.RunSQL(STAYS, UNDO_STAYS),
        migrations.RunSQL(ENDS, UNDO_ENDS),
    ]
