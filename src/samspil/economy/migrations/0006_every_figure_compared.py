"""A statement is signed when every figure in it is as the books are, and there is nothing in it but figures."""

from django.db import migrations

# Not of the books, and so not compared: the forecast, which hours in other rooms lead to, and how many of them
# have no price yet. All else is: in both directions, and as often as it is there.
RIGHT = """
CREATE FUNCTION economy_holds_keys(told jsonb, VARIADIC keys text[]) RETURNS boolean LANGUAGE sql IMMUTABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT array_agg(k ORDER BY k COLLATE "C") FROM jsonb_object_keys(told) k)
    = (SELECT array_agg(k ORDER BY k COLLATE "C") FROM unnest(keys) k), false)
$$;

CREATE OR REPLACE FUNCTION economy_statement_is_right(one public.economy_statement) RETURNS boolean
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  WITH told AS (SELECT one.contents::jsonb AS j),
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
    FROM told, jsonb_array_elements(j->'entries') e),
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
    SELECT l.slug::text, l.title::text, c.year,
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
  rows AS (
    SELECT r->>'line', r->>'title', (r->>'year')::integer, (r->>'first')::numeric, (r->>'budget')::numeric,
      (r->>'spent')::numeric, (r->>'waiting')::numeric
    FROM told, jsonb_array_elements(j->'rows') r)
  SELECT one.digest = encode(sha256(convert_to(one.contents, 'UTF8')), 'hex')
    AND (SELECT public.economy_holds_keys(j, 'format', 'programme', 'party', 'year', 'from_on', 'to_on', 'on',
        'budget_version', 'rows', 'entries', 'income', 'spent', 'waiting', 'budget', 'granted', 'received',
        'states', 'unpriced')
      AND public.economy_holds_keys(j->'states', 'approved', 'waiting', 'refused', 'unproved')
      AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(j->'rows') r WHERE NOT public.economy_holds_keys(
        r, 'line', 'title', 'year', 'first', 'budget', 'spent', 'waiting', 'forecast')
        OR (r->>'forecast')::numeric IS NULL AND jsonb_typeof(r->'forecast') <> 'null')
      AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(j->'entries') e WHERE NOT public.economy_holds_keys(
        e, 'number', 'paid_on', 'line', 'year', 'cost_type', 'part', 'amount', 'approved_by', 'approved_on',
        'takes_back', 'of_month', 'proof'))
      AND NOT EXISTS (SELECT 1 FROM jsonb_array_elements(j->'income') i WHERE NOT public.economy_holds_keys(
        i, 'kind', 'paid_on', 'amount'))
      AND j->>'format' = 'samspil-statement-1' AND (j->>'unpriced')::integer >= 0
      AND ((j->>'year')::integer, (j->>'on')::date) = (one.year, one.signed_on) FROM told)
    AND (SELECT (j->>'programme', j->>'party', (j->>'from_on')::date, (j->>'to_on')::date)
      = (programme, party, from_on, to_on) FROM told, its_grant)
    AND (SELECT (j->>'budget_version')::integer FROM told) = coalesce((SELECT v.number
      FROM public.economy_budgetversion v, version WHERE v.tenant_id = one.tenant_id AND v.id = version.current), 0)
    AND NOT EXISTS (SELECT * FROM entries EXCEPT ALL SELECT * FROM paid)
    AND NOT EXISTS (SELECT * FROM paid EXCEPT ALL SELECT * FROM entries)
    AND NOT EXISTS (SELECT * FROM income EXCEPT ALL SELECT * FROM came)
    AND NOT EXISTS (SELECT * FROM came EXCEPT ALL SELECT * FROM income)
    AND NOT EXISTS (SELECT * FROM rows EXCEPT ALL SELECT * FROM booked)
    AND NOT EXISTS (SELECT * FROM booked EXCEPT ALL SELECT * FROM rows)
    AND (SELECT (j->>'spent')::numeric FROM told) = coalesce((SELECT sum(amount) FROM paid), 0)
    AND (SELECT (j->>'waiting')::numeric FROM told) = coalesce((SELECT sum(amount) FROM vouchers
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
"""


class Migration(migrations.Migration):
    dependencies = [("economy", "0005_spent_told")]

    operations = [migrations.RunSQL(RIGHT, "DROP FUNCTION economy_holds_keys(jsonb, VARIADIC text[]);")]
