"""A sum whose voucher was taken back is free again, and a question about a refused voucher is taken back."""

from django.db import migrations, models

# Under the grant's lock, as everything in the books. What the index said is said here, since an index cannot look
# at another row: a voucher that an approved counter-voucher takes back stands no more.
STANDS = """
DROP INDEX economy_voucher_taken_over;
CREATE INDEX economy_voucher_taken_over ON economy_voucher (tenant_id, appointment_id, month, cost_type)
  WHERE state <> 'refused' AND reverses_id IS NULL AND appointment_id IS NOT NULL;

CREATE FUNCTION economy_voucher_once() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.grant_id::text, 11));
  IF NEW.reverses_id IS NULL AND NEW.appointment_id IS NOT NULL AND NEW.state <> 'refused' AND EXISTS (
    SELECT 1 FROM public.economy_voucher o
    WHERE o.tenant_id = NEW.tenant_id AND o.id <> NEW.id AND o.state <> 'refused' AND o.reverses_id IS NULL
      AND (o.appointment_id, o.month, o.cost_type) = (NEW.appointment_id, NEW.month, NEW.cost_type)
      AND NOT EXISTS (SELECT 1 FROM public.economy_voucher r
        WHERE r.tenant_id = o.tenant_id AND r.reverses_id = o.id AND r.state = 'approved'))
  THEN
    RAISE EXCEPTION 'This sum has a voucher already.' USING ERRCODE = 'unique_violation';
  END IF;
  IF NEW.state = 'refused' AND EXISTS (
    SELECT 1 FROM public.economy_costasking a
    WHERE a.tenant_id = NEW.tenant_id AND a.voucher_id = NEW.id AND a.withdrawn_on IS NULL
      AND NOT EXISTS (SELECT 1 FROM public.economy_grantdecision d
        WHERE d.tenant_id = a.office_id AND d.municipality_id = a.tenant_id AND d.thing_id = a.id))
  THEN
    RAISE EXCEPTION 'The question about a refused voucher is taken back.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_voucher_once AFTER INSERT OR UPDATE ON economy_voucher
  FOR EACH ROW EXECUTE FUNCTION economy_voucher_once();

CREATE FUNCTION economy_asking_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF to_jsonb(OLD) = to_jsonb(NEW) THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(OLD.grant_id::text, 11));
  IF OLD.withdrawn_on IS NOT NULL OR (to_jsonb(OLD) - 'withdrawn_on') <> (to_jsonb(NEW) - 'withdrawn_on')
    OR EXISTS (SELECT 1 FROM public.economy_grantdecision d
      WHERE d.tenant_id = OLD.office_id AND d.municipality_id = OLD.tenant_id AND d.thing_id = OLD.id)
  THEN
    RAISE EXCEPTION 'What was asked stays; it is taken back once, before it is answered.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_asking_stays AFTER UPDATE ON economy_costasking
  FOR EACH ROW EXECUTE FUNCTION economy_asking_stays();

CREATE FUNCTION economy_decision_of_a_question() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  of_grant uuid;
BEGIN
  SELECT a.grant_id INTO of_grant FROM public.economy_costasking a
  WHERE a.id = NEW.thing_id AND a.tenant_id = NEW.municipality_id;
  PERFORM pg_advisory_xact_lock(hashtextextended(of_grant::text, 11));
  IF EXISTS (SELECT 1 FROM public.economy_costasking a
    WHERE a.id = NEW.thing_id AND a.tenant_id = NEW.municipality_id AND a.withdrawn_on IS NOT NULL)
  THEN
    RAISE EXCEPTION 'Only what is asked is decided.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_decision_of_a_question AFTER INSERT ON economy_grantdecision
  FOR EACH ROW WHEN (NEW.about = 'cost') EXECUTE FUNCTION economy_decision_of_a_question();

GRANT UPDATE ON economy_costasking TO samspil_app;
"""
UNDO = """
REVOKE UPDATE ON economy_costasking FROM samspil_app;
DROP TRIGGER economy_decision_of_a_question ON economy_grantdecision; DROP FUNCTION economy_decision_of_a_question();
DROP TRIGGER economy_asking_stays ON economy_costasking; DROP FUNCTION economy_asking_stays();
DROP TRIGGER economy_voucher_once ON economy_voucher; DROP FUNCTION economy_voucher_once();
DROP INDEX economy_voucher_taken_over;
CREATE UNIQUE INDEX economy_voucher_taken_over ON economy_voucher (tenant_id, appointment_id, month, cost_type)
  WHERE state <> 'refused' AND reverses_id IS NULL AND appointment_id IS NOT NULL;
"""


class Migration(migrations.Migration):
    dependencies = [("economy", "0003_statements")]

    operations = [
        migrations.AddField(
            model_name="costasking",
            name="withdrawn_on",
            field=models.DateField(
                help_text="the day its voucher was refused, before the office answered", null=True
            ),
        ),
        migrations.RunSQL(STANDS, UNDO),
    ]
