"""The list of vouchers is a row of its own, which its municipality alone reads; a statement is sums and its digest."""

import django.db.models.deletion
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

# What was signed before is compared with nothing any more and stays as it is. The list is written while its
# statement is a draft, the statement is signed over it, and at the end of the transaction no list is left that no
# signed statement names. Of the list, too, the forecast and what has no price yet are not of the books.
RIGHT = """
CREATE OR REPLACE FUNCTION economy_statement_is_right(one public.economy_statement) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH told AS (
    SELECT one.contents::jsonb AS j, v.contents::jsonb AS l, v.contents AS listed, v.digest AS list_digest
    FROM public.economy_voucherlist v WHERE v.tenant_id = one.tenant_id AND v.statement_id = one.id),
  its_grant AS (
    SELECT g.programme::text AS programme, g.party::text AS party,
      CASE one.year WHEN 0 THEN g.from_on ELSE greatest(g.from_on, make_date(one.year, 1, 1)) END AS from_on,
      CASE one.year WHEN 0 THEN g.to_on ELSE least(g.to_on, make_date(one.year, 12, 31)) END AS to_on
    FROM public.economy_grant g WHERE g.tenant_id = one.tenant_id AND g.id = one.grant_id),
  vouchers AS (
    SELECT v.number, v.line_id, v.year, v.paid_on, v.cost_type, v.part, v.amount, v.state, v.decided_on, v.month,
      v.reverses_id, l.slug::text AS line, p.kind::text AS proof, r.number AS back
    FROM public.economy_voucher v
    JOIN public.economy_budgetline l ON l.tenant_id = v.tenant_id AND l.id = v.line_id
    LEFT JOIN public.economy_proof p ON p.tenant_id = v.tenant_id AND p.voucher_id = v.id
    LEFT JOIN public.economy_voucher r ON r.tenant_id = v.tenant_id AND r.id = v.reverses_id
    WHERE v.tenant_id = one.tenant_id AND v.grant_id = one.grant_id AND (one.year = 0 OR v.year = one.year)),
  paid AS (
    SELECT number::integer, paid_on, line, year::integer, cost_type::text, part::text, amount::numeric,
      'municipal_lead' AS approved_by, decided_on, back::integer, month IS NOT NULL AS of_month,
      coalesce(proof, '') AS proof
    FROM vouchers WHERE state = 'approved'),
  entries AS (
    SELECT (e->>'number')::integer, (e->>'paid_on')::date, e->>'line', (e->>'year')::integer, e->>'cost_type',
      e->>'part', (e->>'amount')::numeric, e->>'approved_by', (e->>'approved_on')::date,
      (e->>'takes_back')::integer, (e->>'of_month')::boolean, e->>'proof'
    FROM told, jsonb_array_elements(l->'entries') e),
  came AS (
    SELECT p.kind::text, p.paid_on, CASE WHEN p.kind = 'instalment' THEN p.amount ELSE -p.amount END AS amount
    FROM public.economy_grantpayment p
    WHERE p.tenant_id = one.tenant_id AND p.grant_id = one.grant_id AND p.struck_on IS NULL
      AND (one.year = 0 OR extract(year FROM p.paid_on) = one.year)),
  income AS (
    SELECT i->>'kind', (i->>'paid_on')::date, (i->>'amount')::numeric
    FROM told, jsonb_array_elements(j->'income') i),
  version AS (
    SELECT public.economy_current(one.tenant_id, one.grant_id) AS current, (
      SELECT v.id FROM public.economy_budgetversion v
      WHERE v.tenant_id = one.tenant_id AND v.grant_id = one.grant_id
        AND (v.state = 'approved' OR v.state = 'asked' AND EXISTS (
          SELECT 1 FROM public.economy_grantdecision d
          WHERE d.tenant_id = v.shown_to AND d.municipality_id = v.tenant_id AND d.thing_id = v.id
            AND d.approved))
      ORDER BY v.number LIMIT 1) AS first),
  amounts AS (
    SELECT a.line_id, a.year::integer AS year, a.version_id, a.amount FROM public.economy_budgetamount a, version
    WHERE a.tenant_id = one.tenant_id AND a.version_id IN (version.current, version.first)),
  cells AS (
    SELECT a.line_id, a.year FROM amounts a, version WHERE a.version_id = version.current AND a.amount <> 0
    UNION SELECT v.line_id, v.year::integer FROM vouchers v WHERE v.state = 'approved'),
  booked AS (
    SELECT l.slug::text AS line, l.title::text AS title, c.year,
      coalesce((SELECT sum(a.amount) FROM amounts a, version
        WHERE (a.line_id, a.year) = (c.line_id, c.year) AND a.version_id = version.first), 0) AS first,
      coalesce((SELECT sum(a.amount) FROM amounts a, version
        WHERE (a.line_id, a.year) = (c.line_id, c.year) AND a.version_id = version.current), 0) AS budget,
      coalesce((SELECT sum(v.amount) FROM vouchers v
        WHERE (v.line_id, v.year) = (c.line_id, c.year) AND v.state = 'approved'), 0) AS spent,
      coalesce((SELECT sum(v.amount) FROM vouchers v
        WHERE (v.line_id, v.year) = (c.line_id, c.year) AND v.state = 'waiting' AND v.amount > 0), 0) AS waiting
    FROM cells c JOIN public.economy_budgetline l ON l.tenant_id = one.tenant_id AND l.id = c.line_id
    WHERE one.year IN (0, c.year)),
  sums AS (SELECT line, title, year, first, budget, spent FROM booked),
  rows AS (
    SELECT r->>'line', r->>'title', (r->>'year')::integer, (r->>'first')::numeric, (r->>'budget')::numeric,
      (r->>'spent')::numeric
    FROM told, jsonb_array_elements(j->'rows') r),
  waits AS (SELECT line, year, waiting FROM booked),
  beside AS (
    SELECT r->>'line', (r->>'year')::integer, (r->>'waiting')::numeric
    FROM told, jsonb_array_elements(l->'rows') r)
  SELECT one.digest = encode(sha256(convert_to(one.contents, 'UTF8')), 'hex')
    AND (SELECT list_digest = encode(sha256(convert_to(listed, 'UTF8')), 'hex')
      AND j->>'list_digest' = list_digest AND l->>'salt' ~ '^[0-9a-f]{32}$' FROM told)
    AND (SELECT public.economy_holds_keys(j, 'format', 'programme', 'party', 'year', 'from_on', 'to_on', 'on',
        'budget_version', 'rows', 'income', 'spent', 'budget', 'granted', 'received', 'states', 'list_digest')
      AND public.economy_holds_keys(l, 'format', 'salt', 'entries', 'rows', 'waiting', 'unpriced')
      AND public.economy_holds_keys(j->'states', 'approved', 'waiting', 'refused', 'unproved')
      AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(j->'rows') r WHERE NOT public.economy_holds_keys(
        r, 'line', 'title', 'year', 'first', 'budget', 'spent'))
      AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(l->'rows') r WHERE NOT public.economy_holds_keys(
        r, 'line', 'year', 'waiting', 'forecast')
        OR (r->>'forecast')::numeric IS NULL AND jsonb_typeof(r->'forecast') <> 'null')
      AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(l->'entries') e WHERE NOT public.economy_holds_keys(
        e, 'number', 'paid_on', 'line', 'year', 'cost_type', 'part', 'amount', 'approved_by', 'approved_on',
        'takes_back', 'of_month', 'proof'))
      AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(j->'income') i WHERE NOT public.economy_holds_keys(
        i, 'kind', 'paid_on', 'amount'))
      AND (j->>'format', l->>'format') = ('samspil-statement-2', 'samspil-vouchers-1')
      AND (l->>'unpriced')::integer >= 0
      AND ((j->>'year')::integer, (j->>'on')::date) = (one.year, one.signed_on) FROM told)
    AND (SELECT (j->>'programme', j->>'party', (j->>'from_on')::date, (j->>'to_on')::date)
      = (programme, party, from_on, to_on) FROM told, its_grant)
    AND (SELECT (j->>'budget_version')::integer FROM told) = coalesce((SELECT v.number
      FROM public.economy_budgetversion v, version WHERE v.tenant_id = one.tenant_id AND v.id = version.current), 0)
    AND NOT EXISTS (SELECT * FROM entries EXCEPT ALL SELECT * FROM paid)
    AND NOT EXISTS (SELECT * FROM paid EXCEPT ALL SELECT * FROM entries)
    AND NOT EXISTS (SELECT * FROM income EXCEPT ALL SELECT * FROM came)
    AND NOT EXISTS (SELECT * FROM came EXCEPT ALL SELECT * FROM income)
    AND NOT EXISTS (SELECT * FROM rows EXCEPT ALL SELECT * FROM sums)
    AND NOT EXISTS (SELECT * FROM sums EXCEPT ALL SELECT * FROM rows)
    AND NOT EXISTS (SELECT * FROM beside EXCEPT ALL SELECT * FROM waits)
    AND NOT EXISTS (SELECT * FROM waits EXCEPT ALL SELECT * FROM beside)
    AND (SELECT (j->>'spent')::numeric FROM told) = coalesce((SELECT sum(amount) FROM paid), 0)
    AND (SELECT (l->>'waiting')::numeric FROM told) = coalesce((SELECT sum(amount) FROM vouchers
      WHERE state = 'waiting' AND amount > 0), 0)
    AND (SELECT (j->>'budget')::numeric FROM told) = coalesce((SELECT sum(a.amount) FROM amounts a, version
      WHERE a.version_id = version.current AND one.year IN (0, a.year)), 0)
    AND (SELECT (j->>'granted')::numeric FROM told) = coalesce((SELECT sum(a.amount) FROM amounts a, version
      WHERE a.version_id = version.current), 0)
    AND (SELECT (j->>'received')::numeric FROM told) = coalesce((SELECT sum(amount) FROM came), 0)
    AND (SELECT ((j->'states'->>'approved')::bigint, (j->'states'->>'waiting')::bigint,
        (j->'states'->>'refused')::bigint, (j->'states'->>'unproved')::bigint) FROM told)
      = (SELECT (count(*) FILTER (WHERE state = 'approved'), count(*) FILTER (WHERE state = 'waiting'),
        count(*) FILTER (WHERE state = 'refused'),
        count(*) FILTER (WHERE state = 'waiting' AND proof IS NULL AND reverses_id IS NULL)) FROM vouchers)
$$;

CREATE FUNCTION economy_list_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) = to_jsonb(NEW) THEN
    RETURN NEW;
  END IF;
  IF TG_OP <> 'INSERT' THEN
    RAISE EXCEPTION 'What was signed stays as it is.' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM public.economy_statement s
    WHERE s.tenant_id = NEW.tenant_id AND s.id = NEW.statement_id AND s.state = 'draft')
  THEN
    RAISE EXCEPTION 'A list is written when its statement is signed.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_list_stays AFTER INSERT OR UPDATE OR DELETE ON economy_voucherlist
  FOR EACH ROW EXECUTE FUNCTION economy_list_stays();

CREATE FUNCTION economy_list_is_named() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.economy_statement s
    WHERE s.tenant_id = NEW.tenant_id AND s.id = NEW.statement_id AND s.state = 'signed'
      AND s.contents::jsonb->>'list_digest' = NEW.digest)
  THEN
    RAISE EXCEPTION 'A list is that of a signed statement, which names it.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER economy_list_is_named AFTER INSERT ON economy_voucherlist
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION economy_list_is_named();
"""
UNDO = """
DROP TRIGGER economy_list_is_named ON economy_voucherlist; DROP FUNCTION economy_list_is_named();
DROP TRIGGER economy_list_stays ON economy_voucherlist; DROP FUNCTION economy_list_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("economy", "0006_every_figure_compared")]

    operations = [
        migrations.CreateModel(
            name="VoucherList",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "contents",
                    models.TextField(help_text="JSON: each voucher by number; amounts, codes and days"),
                ),
                ("digest", models.CharField(help_text="SHA-256 of the contents", max_length=64)),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="economy.statement",
                    ),
                ),
            ],
            options={"abstract": False, "base_manager_name": "objects"},
        ),
        migrations.AddConstraint(
            model_name="voucherlist",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "statement"), name="economy_one_voucher_list"
            ),
        ),
        migrations.AlterField(
            model_name="statement",
            name="contents",
            field=models.TextField(
                blank=True, help_text="JSON: sums, days and the digest of the list; no name and no word"
            ),
        ),
        Protect(
            "economy_voucherlist",
            references=[("statement_id", "economy_statement")],
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(RIGHT, UNDO),
    ]
