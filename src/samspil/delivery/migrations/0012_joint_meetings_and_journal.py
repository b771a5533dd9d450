"""Who a joint meeting was with, and what an entry was when it last went out."""

import django.db.models.deletion
from django.db import migrations, models

# A course can have one second parent after another, so a joint meeting says which. Until now it was whoever
# was in the course on its day. The policies that it is read and its new reference is checked through are
# lifted for the owner within this one transaction.
WHO_IT_WAS = """
ALTER TABLE delivery_session NO FORCE ROW LEVEL SECURITY;
ALTER TABLE delivery_courseparent NO FORCE ROW LEVEL SECURITY;
ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY;
ALTER TABLE delivery_session DISABLE TRIGGER USER;
UPDATE delivery_session s SET joint_with_id = (
  SELECT p.person_id FROM delivery_courseparent p
  WHERE p.tenant_id = s.tenant_id AND p.course_id = s.course_id
  ORDER BY (p.added_on <= s.held_on AND (p.left_on IS NULL OR p.left_on >= s.held_on)) DESC, p.added_on LIMIT 1)
WHERE joint;
ALTER TABLE delivery_session ENABLE TRIGGER USER;
ALTER TABLE delivery_session ADD CONSTRAINT delivery_session_joint_with_id_fk
  FOREIGN KEY (tenant_id, joint_with_id) REFERENCES people_person (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE people_person FORCE ROW LEVEL SECURITY;
ALTER TABLE delivery_courseparent FORCE ROW LEVEL SECURITY;
ALTER TABLE delivery_session FORCE ROW LEVEL SECURITY;

-- Deferred, so that the key speaks first about a person of another organisation or of none.
CREATE FUNCTION delivery_joint_with_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.joint_with_id IS NOT NULL AND (NEW.joint_with_id = NEW.person_id OR NOT EXISTS (
      SELECT 1 FROM public.delivery_courseparent WHERE tenant_id = NEW.tenant_id
        AND course_id = NEW.course_id AND person_id = NEW.joint_with_id))
  THEN
    RAISE EXCEPTION 'A joint meeting is with a second parent of the course.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER delivery_joint_with_fits AFTER INSERT OR UPDATE OF joint_with_id ON delivery_session
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_joint_with_fits();
"""
UNDO = """
DROP TRIGGER delivery_joint_with_fits ON delivery_session;
DROP FUNCTION delivery_joint_with_fits();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0011_gettingin_imports_and_hours"),
        ("people", "0006_gettingin_drafts"),
    ]

    operations = [
        migrations.AddField(
            model_name="journalentry",
            name="struck",
            field=models.BooleanField(db_default=False, default=False, help_text="it went out as struck out"),
        ),
        migrations.AddField(
            model_name="session",
            name="joint_with",
            field=models.ForeignKey(
                db_constraint=False,
                help_text="the second parent who was there as well; the first one's key seals",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.person",
            ),
        ),
        migrations.RunSQL(WHO_IT_WAS, UNDO),
        migrations.RemoveField(model_name="session", name="joint"),
    ]
