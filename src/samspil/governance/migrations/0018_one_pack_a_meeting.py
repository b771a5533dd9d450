"""A meeting has one status pack, however its item came there."""

from django.db import migrations

ONE = """
CREATE FUNCTION governance_one_pack_a_meeting() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  place uuid;
BEGIN
  IF TG_TABLE_NAME = 'governance_statuspack' THEN
    SELECT i.meeting_id INTO place FROM public.governance_agendaitem i
      WHERE i.tenant_id = NEW.tenant_id AND i.id = NEW.item_id;
  ELSIF NEW.meeting_id IS DISTINCT FROM OLD.meeting_id AND EXISTS (
    SELECT 1 FROM public.governance_statuspack p WHERE p.tenant_id = NEW.tenant_id AND p.item_id = NEW.id)
  THEN
    place := NEW.meeting_id;
  END IF;
  IF place IS NULL THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(place::text, 36));
  IF (SELECT count(DISTINCT p.item_id) FROM public.governance_statuspack p
    JOIN public.governance_agendaitem i ON i.tenant_id = p.tenant_id AND i.id = p.item_id
    WHERE i.tenant_id = NEW.tenant_id AND i.meeting_id = place) > 1
  THEN
    RAISE EXCEPTION 'A meeting has one status pack.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_one_pack_a_meeting AFTER INSERT ON governance_statuspack
  FOR EACH ROW EXECUTE FUNCTION governance_one_pack_a_meeting();
CREATE TRIGGER governance_one_pack_moved AFTER UPDATE OF meeting_id ON governance_agendaitem
  FOR EACH ROW EXECUTE FUNCTION governance_one_pack_a_meeting();
"""
UNDO = "DROP FUNCTION governance_one_pack_a_meeting() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("governance", "0017_aims_signed_by_the_one_awarded")]

    operations = [migrations.RunSQL(ONE, UNDO)]
