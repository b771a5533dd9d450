"""What the programme office is told of a grant at a month's end: sums that the database compares with the books."""

import django.db.models.deletion
import django.db.models.functions.datetime
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

# What is told is as the books were at the month's end, to the øre, and stays so: it is compared under the grant's
# lock, nobody changes it, and nothing is approved any more with a day that was told. A sum in which one or two
# people's pay is new is not told (PAID_AT_LEAST); whoever was paid and paid back meanwhile adds nothing and hides
# nobody.
TOLD = """
CREATE FUNCTION economy_told_is_right(one public.economy_spenttold) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  WITH paid AS (
    SELECT v.line_id, v.year, v.amount, v.minutes, v.paid_to_id, v.supplier_hash, v.decided_on
    FROM public.economy_voucher v
    WHERE v.tenant_id = one.tenant_id AND v.grant_id = one.grant_id AND v.state = 'approved'
      AND v.decided_on <= one.told_on),
  books AS (SELECT line_id, year::integer, sum(amount) AS spent FROM paid GROUP BY 1, 2),
  said AS (
    SELECT (e->>'line')::uuid AS line_id, (e->>'year')::integer AS year, (e->>'spent')::numeric AS spent
    FROM jsonb_array_elements(one.contents::jsonb->'rows') e),
  since AS (
    SELECT coalesce(max(t.told_on), '-infinity') AS on_ FROM public.economy_spenttold t
    WHERE t.tenant_id = one.tenant_id AND t.grant_id = one.grant_id AND t.id <> one.id)
  SELECT (SELECT count(*) FROM said) = (SELECT count(*) FROM books)
    AND NOT EXISTS (SELECT * FROM said EXCEPT SELECT * FROM books)
    AND one.contents::jsonb - ARRAY['received', 'rows'] = '{}'::jsonb
    AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(one.contents::jsonb->'rows') e
      WHERE e - ARRAY['line', 'year', 'spent'] <> '{}'::jsonb)
    AND (one.contents::jsonb->>'received')::numeric = coalesce((
      SELECT sum(CASE WHEN p.kind = 'instalment' THEN p.amount ELSE -p.amount END) FROM public.economy_grantpayment p
      WHERE p.tenant_id = one.tenant_id AND p.grant_id = one.grant_id AND p.struck_on IS NULL
        AND p.paid_on <= one.told_on), 0)
    AND extract(day FROM one.told_on + 1) = 1
    AND one.told_on > (SELECT on_ FROM since)
    AND one.office_id = (SELECT g.office_id FROM public.economy_grant g
      WHERE g.tenant_id = one.tenant_id AND g.id = one.grant_id)
    AND NOT EXISTS (
      SELECT 1 FROM (
        SELECT line_id, year FROM paid, since
        WHERE decided_on > on_ AND (minutes IS NOT NULL OR paid_to_id IS NOT NULL)
        GROUP BY line_id, year, coalesce(paid_to_id::text, supplier_hash) HAVING sum(amount) <> 0) people
      GROUP BY line_id, year HAVING count(*) < 3)
$$;

CREATE FUNCTION economy_told_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) = to_jsonb(NEW) THEN
    RETURN NEW;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'What was told stays.' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.grant_id::text, 11));
  IF NOT coalesce(public.economy_told_is_right(NEW), false) THEN
    RAISE EXCEPTION 'What is told is as the books are, and nobody''s pay.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_told_stays AFTER INSERT OR UPDATE OR DELETE ON economy_spenttold
  FOR EACH ROW EXECUTE FUNCTION economy_told_stays();

CREATE FUNCTION economy_voucher_after_told() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.grant_id::text, 11));
  IF EXISTS (SELECT 1 FROM public.economy_spenttold t
    WHERE t.tenant_id = NEW.tenant_id AND t.grant_id = NEW.grant_id AND t.told_on >= NEW.decided_on)
  THEN
    RAISE EXCEPTION 'The sums of that month are told.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_voucher_after_told AFTER UPDATE ON economy_voucher
  FOR EACH ROW WHEN (NEW.state = 'approved' AND OLD.state <> 'approved') EXECUTE FUNCTION economy_voucher_after_told();
"""
UNDO = """
DROP TRIGGER economy_voucher_after_told ON economy_voucher; DROP FUNCTION economy_voucher_after_told();
DROP TRIGGER economy_told_stays ON economy_spenttold; DROP FUNCTION economy_told_stays();
DROP FUNCTION economy_told_is_right(public.economy_spenttold);
"""


class Migration(migrations.Migration):
    dependencies = [("economy", "0004_put_right")]

    operations = [
        migrations.CreateModel(
            name="SpentTold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField(help_text="the programme office that reads it")),
                ("told_on", models.DateField(help_text="the last day of the month")),
                (
                    "contents",
                    models.TextField(
                        help_text="JSON: received, and spent by line and year; no name and no voucher"
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="the database's clock"
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="economy.grant"
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddIndex(
            model_name="spenttold",
            index=models.Index(fields=["office_id", "told_on"], name="economy_told_to"),
        ),
        migrations.AddConstraint(
            model_name="spenttold",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "grant", "told_on"), name="economy_told_once"
            ),
        ),
        Protect(
            "economy_spenttold",
            references=[("grant_id", "economy_grant")],
            also="office_id=samspil_tenant",
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(TOLD, UNDO),
    ]
