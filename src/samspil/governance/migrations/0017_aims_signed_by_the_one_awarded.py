"""For the evaluator, goals and indicators are signed by the organisation that the work was awarded to."""

from django.db import migrations

AWARDED = """
CREATE FUNCTION governance_aims_awarded() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.side = 'evaluator' AND NEW.tenant_id IS DISTINCT FROM (
    SELECT e.organisation_id FROM public.governance_evaluatorstep e
    JOIN public.governance_aimset s ON s.tenant_id = e.tenant_id AND s.programme = e.programme
    WHERE s.tenant_id = NEW.office_id AND s.id = NEW.set_id AND e.step = 'awarded'
    ORDER BY e.number DESC LIMIT 1)
  THEN
    RAISE EXCEPTION 'For the evaluator signs the organisation that the work was awarded to.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_aims_signed_awarded AFTER INSERT ON governance_aimsignature
  FOR EACH ROW EXECUTE FUNCTION governance_aims_awarded();
"""
UNDO = """
DROP TRIGGER governance_aims_signed_awarded ON governance_aimsignature;
DROP FUNCTION governance_aims_awarded();
"""


class Migration(migrations.Migration):
    dependencies = [("governance", "0016_papers_beside_a_proposal")]

    operations = [migrations.RunSQL(AWARDED, UNDO)]
