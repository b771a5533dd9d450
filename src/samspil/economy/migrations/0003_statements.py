"""Statements of accounts, frozen when they are signed, and the accounts that costs are booked on."""

import django.db.models.deletion
import samspil.economy.terms.statements
import samspil.kernel.ids
from django.conf import settings
from django.db import migrations, models

from samspil.trust.operations import Protect

# A statement is signed as the books are, to the øre: its lines, its vouchers, its income and its sums are compared
# with the rows under the grant's lock, and what was signed stays as it is.
KEPT = """
CREATE FUNCTION economy_statement_is_right(one public.economy_statement) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  WITH told AS (SELECT one.contents::jsonb AS j),
  paid AS (
    SELECT v.number, l.slug, v.year, v.amount FROM public.economy_voucher v
    JOIN public.economy_budgetline l ON l.tenant_id = v.tenant_id AND l.id = v.line_id
    WHERE v.tenant_id = one.tenant_id AND v.grant_id = one.grant_id AND v.state = 'approved'
      AND (one.year = 0 OR v.year = one.year)),
  came AS (
    SELECT p.paid_on, CASE WHEN p.kind = 'instalment' THEN p.amount ELSE -p.amount END AS amount
    FROM public.economy_grantpayment p
    WHERE p.tenant_id = one.tenant_id AND p.grant_id = one.grant_id AND p.struck_on IS NULL
      AND (one.year = 0 OR extract(year FROM p.paid_on) = one.year)),
  entries AS (
    SELECT (e->>'number')::integer AS number, e->>'line' AS slug, (e->>'year')::integer AS year,
      (e->>'amount')::numeric AS amount FROM told, jsonb_array_elements(j->'entries') e),
  lines AS (
    SELECT r->>'line' AS slug, (r->>'year')::integer AS year, (r->>'spent')::numeric AS spent,
      (r->>'budget')::numeric AS budget FROM told, jsonb_array_elements(j->'rows') r),
  counts AS (
    SELECT l.slug, a.year, a.amount FROM public.economy_budgetamount a
    JOIN public.economy_budgetline l ON l.tenant_id = a.tenant_id AND l.id = a.line_id
    WHERE a.tenant_id = one.tenant_id AND (one.year = 0 OR a.year = one.year) AND a.amount > 0
      AND a.version_id = public.economy_current(one.tenant_id, one.grant_id))
  SELECT one.digest = encode(sha256(convert_to(one.contents, 'UTF8')), 'hex')
    AND (SELECT (j->>'year')::integer = one.year FROM told)
    AND (SELECT count(*) FROM entries) = (SELECT count(*) FROM paid)
    AND NOT EXISTS (SELECT * FROM entries EXCEPT SELECT * FROM paid)
    AND (SELECT count(*) FROM lines) = (SELECT count(DISTINCT (slug, year)) FROM lines)
    AND NOT EXISTS (SELECT slug, year, amount FROM counts EXCEPT SELECT slug, year, budget FROM lines)
    AND NOT EXISTS (
      SELECT slug, year, budget FROM lines WHERE budget > 0 EXCEPT SELECT slug, year, amount FROM counts)
    AND NOT EXISTS (
      SELECT slug, year, sum(amount) FROM paid GROUP BY 1, 2 EXCEPT SELECT slug, year, spent FROM lines)
    AND coalesce((SELECT sum(spent) FROM lines), 0) = coalesce((SELECT sum(amount) FROM paid), 0)
    AND (SELECT (j->>'spent')::numeric FROM told) = coalesce((SELECT sum(amount) FROM paid), 0)
    AND (SELECT (j->>'budget')::numeric FROM told) = coalesce((SELECT sum(amount) FROM counts), 0)
    AND (SELECT (j->>'received')::numeric FROM told) = coalesce((SELECT sum(amount) FROM came), 0)
    AND (SELECT coalesce(sum((i->>'amount')::numeric), 0) FROM told, jsonb_array_elements(j->'income') i)
      = coalesce((SELECT sum(amount) FROM came), 0)
$$;

CREATE FUNCTION economy_statement_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  may text[] := ARRAY['state', 'signed_by_id', 'signed_on', 'shown_to', 'contents', 'digest'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN
      RAISE EXCEPTION 'A statement begins as a draft.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) = to_jsonb(NEW) THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(OLD.grant_id::text, 11));
  IF OLD.state <> 'draft' THEN
    RAISE EXCEPTION 'What was signed stays as it is.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF NEW.state <> 'signed' OR (to_jsonb(OLD) - may) <> (to_jsonb(NEW) - may)
    OR NEW.shown_to IS DISTINCT FROM (SELECT g.office_id FROM public.economy_grant g
      WHERE g.tenant_id = NEW.tenant_id AND g.id = NEW.grant_id)
    OR NOT coalesce(public.economy_statement_is_right(NEW), false)
  THEN
    RAISE EXCEPTION 'A statement is signed whole, and as the books are.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_statement_moves AFTER INSERT OR UPDATE OR DELETE ON economy_statement
  FOR EACH ROW EXECUTE FUNCTION economy_statement_moves();

CREATE OR REPLACE FUNCTION economy_decision_in_turn() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  of_grant uuid;
BEGIN
  IF NEW.about = 'budget' THEN
    SELECT v.grant_id INTO of_grant FROM public.economy_budgetversion v
    WHERE v.id = NEW.thing_id AND v.tenant_id = NEW.municipality_id AND v.shown_to = NEW.tenant_id
      AND v.state = 'asked';
  ELSIF NEW.about = 'statement' THEN
    SELECT s.grant_id INTO of_grant FROM public.economy_statement s
    WHERE s.id = NEW.thing_id AND s.tenant_id = NEW.municipality_id AND s.shown_to = NEW.tenant_id
      AND s.state = 'signed';
  ELSE
    SELECT a.grant_id INTO of_grant FROM public.economy_costasking a
    WHERE a.id = NEW.thing_id AND a.tenant_id = NEW.municipality_id AND a.office_id = NEW.tenant_id;
  END IF;
  IF of_grant IS NULL THEN
    RAISE EXCEPTION 'Only what is asked is decided.' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(of_grant::text, 11));
  RETURN NEW;
END $$;
"""
UNDO = """
DROP TRIGGER economy_statement_moves ON economy_statement; DROP FUNCTION economy_statement_moves();
DROP FUNCTION economy_statement_is_right(public.economy_statement);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("economy", "0002_grant_vouchers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AccountCode",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("cost_type", models.SlugField(max_length=60)),
                ("account", models.CharField(max_length=40)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("year", models.PositiveSmallIntegerField(help_text="0: the whole grant")),
                ("number", models.PositiveSmallIntegerField(help_text="from 1, of its period")),
                (
                    "state",
                    models.CharField(
                        default=samspil.economy.terms.statements.StatementState["DRAFT"], max_length=10
                    ),
                ),
                ("drawn_on", models.DateField()),
                ("signed_on", models.DateField(null=True)),
                (
                    "shown_to",
                    models.UUIDField(help_text="the programme office, once it is signed", null=True),
                ),
                (
                    "contents",
                    models.TextField(
                        blank=True, help_text="JSON: amounts, numbers and days; no name and no word"
                    ),
                ),
                ("digest", models.CharField(blank=True, help_text="SHA-256 of the contents", max_length=64)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="grantdecision",
            name="economy_decision_about",
        ),
        migrations.AddConstraint(
            model_name="grantdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__in", ["budget", "cost", "statement"])),
                name="economy_decision_about",
            ),
        ),
        migrations.AddField(
            model_name="accountcode",
            name="line",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="economy.budgetline"
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="drawn_by",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="grant",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="economy.grant"
            ),
        ),
        migrations.AddField(
            model_name="statement",
            name="signed_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddConstraint(
            model_name="accountcode",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "line", "cost_type"), name="economy_one_account"
            ),
        ),
        migrations.AddConstraint(
            model_name="accountcode",
            constraint=models.CheckConstraint(
                condition=models.Q(("account__regex", "^[0-9A-Za-z][0-9A-Za-z ./-]*$")),
                name="economy_account_is_one",
            ),
        ),
        migrations.AddIndex(
            model_name="statement",
            index=models.Index(fields=["shown_to"], name="economy_statement_shown"),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "signed"])), name="economy_statement_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "grant", "year", "number"), name="economy_statement_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("tenant_id", "grant", "year"),
                name="economy_one_statement_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("contents", ""),
                        ("digest", ""),
                        ("shown_to__isnull", True),
                        ("signed_by__isnull", True),
                        ("signed_on__isnull", True),
                        ("state", "draft"),
                    ),
                    models.Q(
                        ("shown_to__isnull", False),
                        ("signed_by__isnull", False),
                        ("signed_on__isnull", False),
                        ("state", "signed"),
                        models.Q(("contents", ""), _negated=True),
                        models.Q(("digest", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="economy_statement_signed",
            ),
        ),
        migrations.AddConstraint(
            model_name="statement",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("signed_by__isnull", True),
                    models.Q(("signed_by", models.F("drawn_by")), _negated=True),
                    _connector="OR",
                ),
                name="economy_statement_four_eyes",
            ),
        ),
        Protect(
            "economy_statement",
            references=[("grant_id", "economy_grant")],
            shared=[("drawn_by_id", "people_account"), ("signed_by_id", "people_account")],
            also="shown_to=samspil_tenant",
        ),
        Protect("economy_accountcode", references=[("line_id", "economy_budgetline")]),
        migrations.RunSQL(KEPT, UNDO),
    ]
