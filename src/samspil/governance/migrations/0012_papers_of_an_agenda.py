"""Papers of an agenda as files: they lie on an open agenda, at most ten on an item, and stay with the minutes."""

import django.db.models.deletion
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# What approved minutes say stays, their papers too.
STAY = """
CREATE OR REPLACE FUNCTION governance_minutes_stay() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  touched uuid[];
  tenant uuid;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN tenant := OLD.tenant_id; ELSE tenant := NEW.tenant_id; END IF;
  IF TG_TABLE_NAME = 'governance_meeting' THEN
    IF OLD.state IN ('approved', 'cancelled') THEN
      RAISE EXCEPTION 'Approved minutes stay.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_TABLE_NAME IN ('governance_outcome', 'governance_agendapaper') THEN
    touched := ARRAY(SELECT i.meeting_id FROM public.governance_agendaitem i WHERE i.tenant_id = tenant
      AND i.id = ANY (CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.item_id] WHEN 'DELETE' THEN ARRAY[OLD.item_id]
        ELSE ARRAY[NEW.item_id, OLD.item_id] END));
  ELSE
    touched := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.meeting_id] WHEN 'DELETE' THEN ARRAY[OLD.meeting_id]
      ELSE ARRAY[NEW.meeting_id, OLD.meeting_id] END;
  END IF;
  IF EXISTS (SELECT 1 FROM unnest(touched) AS one
    WHERE one IS NOT NULL AND public.governance_is_approved(tenant, one))
  THEN
    RAISE EXCEPTION 'Approved minutes stay.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER governance_paper_stays AFTER INSERT OR DELETE ON governance_agendapaper
  FOR EACH ROW EXECUTE FUNCTION governance_minutes_stay();
"""
STAYED = """
DROP TRIGGER governance_paper_stays ON governance_agendapaper;
CREATE OR REPLACE FUNCTION governance_minutes_stay() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  touched uuid[];
  tenant uuid;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN tenant := OLD.tenant_id; ELSE tenant := NEW.tenant_id; END IF;
  IF TG_TABLE_NAME = 'governance_meeting' THEN
    IF OLD.state IN ('approved', 'cancelled') THEN
      RAISE EXCEPTION 'Approved minutes stay.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_TABLE_NAME = 'governance_outcome' THEN
    touched := ARRAY(SELECT i.meeting_id FROM public.governance_agendaitem i WHERE i.tenant_id = tenant
      AND i.id = ANY (CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.item_id] WHEN 'DELETE' THEN ARRAY[OLD.item_id]
        ELSE ARRAY[NEW.item_id, OLD.item_id] END));
  ELSE
    touched := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.meeting_id] WHEN 'DELETE' THEN ARRAY[OLD.meeting_id]
      ELSE ARRAY[NEW.meeting_id, OLD.meeting_id] END;
  END IF;
  IF EXISTS (SELECT 1 FROM unnest(touched) AS one
    WHERE one IS NOT NULL AND public.governance_is_approved(tenant, one))
  THEN
    RAISE EXCEPTION 'Approved minutes stay.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
"""

# An item has at most ten papers, whoever lays them on it at once; a paper is never another than it was.
FEW = """
CREATE FUNCTION governance_few_papers() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW IS DISTINCT FROM OLD THEN
      RAISE EXCEPTION 'A paper stays as it was brought.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.item_id::text, 35));
  IF (SELECT count(*) FROM public.governance_agendapaper p
    WHERE p.tenant_id = NEW.tenant_id AND p.item_id = NEW.item_id) > 10
  THEN
    RAISE EXCEPTION 'An item has at most ten papers.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_few_papers AFTER INSERT OR UPDATE ON governance_agendapaper
  FOR EACH ROW EXECUTE FUNCTION governance_few_papers();
"""
MANY = "DROP FUNCTION governance_few_papers() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0011_agenda_changed_and_moved"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaPaper",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("title", models.CharField(max_length=80)),
                ("media", models.CharField(max_length=4)),
                ("size", models.PositiveIntegerField(help_text="bytes of the file")),
                ("digest", models.CharField(help_text="SHA-256 of the file", max_length=64)),
                ("confidential", models.BooleanField(default=False)),
                ("added_on", models.DateField()),
                (
                    "content",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="the file, as base64"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="governance.agendaitem",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("media__in", ["pdf", "png", "jpg", "docx", "xlsx"])),
                        name="governance_paper_media",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size__gte", 1),
                            ("size__lte", 5000000),
                            models.Q(("content", b""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="governance_paper_there",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="governance_paper_digest",
                    ),
                ],
            },
        ),
        Protect(
            "governance_agendapaper",
            references=[("item_id", "governance_agendaitem")],
            also="tenant_id=samspil_seated",
        ),
        migrations.RunSQL(STAY, STAYED),
        migrations.RunSQL(FEW, MANY),
    ]
