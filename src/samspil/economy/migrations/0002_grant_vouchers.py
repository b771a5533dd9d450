"""Vouchers of the grant, their proofs, and what the programme office is asked about a cost."""

import django.db.models.deletion
import django.db.models.functions.datetime
import samspil.economy.models.columns
import samspil.economy.terms.vouchers
import samspil.kernel.ids
import samspil.trust.fields
from django.conf import settings
from django.db import migrations, models

from samspil.trust.operations import Protect


# What holds for the books whatever the code does. All of it is worked out from rows, under one lock a grant: what
# a line holds in a year is the least of what counts and what waits for the programme office, so that its yes never
# takes a line below what was spent meanwhile.
BOOKS = """
ALTER TABLE economy_voucher
  ADD CONSTRAINT economy_voucher_year CHECK (year = extract(year FROM paid_on)),
  ADD CONSTRAINT economy_voucher_ceiling CHECK (minutes IS NULL OR amount * 60 <= ceiling * minutes),
  ADD CONSTRAINT economy_voucher_by_rate CHECK
    (rate IS NULL OR minutes IS NOT NULL AND abs(amount) = trunc(rate * minutes / 60, 2)),
  ADD CONSTRAINT economy_voucher_by_price CHECK
    ((quantity IS NULL) = (price IS NULL) AND (quantity IS NULL OR abs(amount) = quantity * price)),
  ADD CONSTRAINT economy_voucher_time_paid CHECK
    (cost_type NOT IN ('fee', 'coordination') OR minutes IS NOT NULL AND whose_time = 'own_time');

CREATE UNIQUE INDEX economy_voucher_taken_over ON economy_voucher (tenant_id, appointment_id, month, cost_type)
  WHERE state <> 'refused' AND reverses_id IS NULL AND appointment_id IS NOT NULL;
CREATE UNIQUE INDEX economy_voucher_reversed_once ON economy_voucher (tenant_id, reverses_id)
  WHERE state <> 'refused' AND reverses_id IS NOT NULL;

CREATE FUNCTION economy_used(whose uuid, of_line uuid, in_year integer) RETURNS numeric LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce(sum(v.amount), 0) FROM public.economy_voucher v
  WHERE v.tenant_id = whose AND v.line_id = of_line AND v.year = in_year
    AND (v.state = 'approved' OR v.state = 'waiting' AND v.amount > 0)
$$;

CREATE FUNCTION economy_amount_in(whose uuid, of_version uuid, of_line uuid, in_year integer) RETURNS numeric
LANGUAGE sql STABLE SET search_path = pg_catalog, pg_temp AS $$
  SELECT coalesce((SELECT a.amount FROM public.economy_budgetamount a
    WHERE a.tenant_id = whose AND a.version_id = of_version AND a.line_id = of_line AND a.year = in_year), 0)
$$;

CREATE FUNCTION economy_voucher_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  room numeric;
  waits uuid;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.grant_id::text, 11));
  IF NOT EXISTS (SELECT 1 FROM public.economy_grant g
      JOIN public.economy_budgetline l ON l.tenant_id = g.tenant_id AND l.grant_id = g.id
      WHERE g.tenant_id = NEW.tenant_id AND g.id = NEW.grant_id AND l.id = NEW.line_id
        AND NEW.paid_on BETWEEN g.from_on AND g.to_on)
  THEN
    RAISE EXCEPTION 'A cost lies in the period, on a line of its grant.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.reverses_id IS NOT NULL THEN
    IF NOT EXISTS (SELECT 1 FROM public.economy_voucher o
        WHERE o.tenant_id = NEW.tenant_id AND o.id = NEW.reverses_id AND o.state = 'approved'
          AND o.reverses_id IS NULL AND (o.grant_id, o.line_id, o.paid_on, o.cost_type, -o.amount)
            = (NEW.grant_id, NEW.line_id, NEW.paid_on, NEW.cost_type, NEW.amount))
    THEN
      RAISE EXCEPTION 'A counter-voucher takes back what was approved, all of it.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF NEW.state = 'refused' THEN
    RETURN NEW;
  END IF;
  room := public.economy_amount_in(NEW.tenant_id, public.economy_current(NEW.tenant_id, NEW.grant_id),
    NEW.line_id, NEW.year);
  waits := public.economy_waiting(NEW.tenant_id, NEW.grant_id);
  IF waits IS NOT NULL THEN
    room := least(room, public.economy_amount_in(NEW.tenant_id, waits, NEW.line_id, NEW.year));
  END IF;
  IF room < public.economy_used(NEW.tenant_id, NEW.line_id, NEW.year) THEN
    RAISE EXCEPTION 'The line has not so much left.' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM public.economy_voucher o
      WHERE o.tenant_id = NEW.tenant_id AND o.id <> NEW.id AND o.state <> 'refused' AND o.reverses_id IS NULL
        AND ((o.supplier_hash, o.paid_on, o.amount) = (NEW.supplier_hash, NEW.paid_on, NEW.amount)
          OR NEW.proof_digest <> '' AND o.proof_digest = NEW.proof_digest)
        AND NOT EXISTS (SELECT 1 FROM public.economy_voucher r
          WHERE r.tenant_id = o.tenant_id AND r.reverses_id = o.id AND r.state = 'approved'))
  THEN
    RAISE EXCEPTION 'This cost has a voucher already.' USING ERRCODE = 'unique_violation';
  END IF;
  IF NEW.state = 'approved' AND (
    NOT EXISTS (SELECT 1 FROM public.economy_proof p
      WHERE p.tenant_id = NEW.tenant_id AND p.voucher_id = NEW.id AND p.digest = NEW.proof_digest)
    OR (NEW.cost_type = 'other' OR NEW.cost_type = 'communication' AND NEW.part = 'other') AND NOT EXISTS (
      SELECT 1 FROM public.economy_costasking a
      JOIN public.economy_grantdecision d ON d.tenant_id = a.office_id AND d.thing_id = a.id AND d.approved
      WHERE a.tenant_id = NEW.tenant_id AND a.voucher_id = NEW.id AND d.municipality_id = NEW.tenant_id))
  THEN
    RAISE EXCEPTION 'It is approved with its proof, and with the decision that it needs.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_voucher_fits AFTER INSERT OR UPDATE ON economy_voucher
  FOR EACH ROW EXECUTE FUNCTION economy_voucher_fits();

CREATE FUNCTION economy_voucher_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  may text[] := ARRAY['state', 'decided_by_id', 'decided_on', 'refused_because', 'proof_digest'];
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'waiting' OR NEW.proof_digest <> '' THEN
      RAISE EXCEPTION 'A voucher begins by waiting.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) = to_jsonb(NEW) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' OR OLD.state <> 'waiting' OR (to_jsonb(OLD) - may) <> (to_jsonb(NEW) - may) THEN
    RAISE EXCEPTION 'A voucher stays; a counter-voucher takes it back.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_voucher_stays AFTER INSERT OR UPDATE OR DELETE ON economy_voucher
  FOR EACH ROW EXECUTE FUNCTION economy_voucher_stays();

CREATE FUNCTION economy_proof_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  one public.economy_proof := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) = to_jsonb(NEW) THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' OR NOT EXISTS (SELECT 1 FROM public.economy_voucher v
      WHERE v.tenant_id = one.tenant_id AND v.id = one.voucher_id AND v.state = 'waiting')
  THEN
    RAISE EXCEPTION 'The proof of what was decided stays.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN one;
END $$;
CREATE TRIGGER economy_proof_stays AFTER INSERT OR UPDATE OR DELETE ON economy_proof
  FOR EACH ROW EXECUTE FUNCTION economy_proof_stays();

CREATE FUNCTION economy_version_covers() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.state <> 'draft' AND EXISTS (SELECT 1 FROM public.economy_voucher v
      WHERE v.tenant_id = NEW.tenant_id AND v.grant_id = NEW.grant_id
      GROUP BY v.line_id, v.year
      HAVING public.economy_used(NEW.tenant_id, v.line_id, v.year)
        > public.economy_amount_in(NEW.tenant_id, NEW.id, v.line_id, v.year))
  THEN
    RAISE EXCEPTION 'A line never comes to hold less than is spent on it.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_version_covers AFTER UPDATE ON economy_budgetversion
  FOR EACH ROW EXECUTE FUNCTION economy_version_covers();

CREATE OR REPLACE FUNCTION economy_decision_in_turn() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  of_grant uuid;
BEGIN
  IF NEW.about = 'budget' THEN
    SELECT v.grant_id INTO of_grant FROM public.economy_budgetversion v
    WHERE v.id = NEW.thing_id AND v.tenant_id = NEW.municipality_id AND v.shown_to = NEW.tenant_id
      AND v.state = 'asked';
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
DROP TRIGGER economy_version_covers ON economy_budgetversion; DROP FUNCTION economy_version_covers();
DROP TRIGGER economy_proof_stays ON economy_proof; DROP FUNCTION economy_proof_stays();
DROP TRIGGER economy_voucher_stays ON economy_voucher; DROP FUNCTION economy_voucher_stays();
DROP TRIGGER economy_voucher_fits ON economy_voucher; DROP FUNCTION economy_voucher_fits();
DROP FUNCTION economy_amount_in(uuid, uuid, uuid, integer); DROP FUNCTION economy_used(uuid, uuid, integer);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("economy", "0001_grant_budget"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Voucher",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.PositiveIntegerField()),
                ("year", models.PositiveSmallIntegerField()),
                ("paid_on", models.DateField()),
                ("cost_type", models.SlugField(max_length=60)),
                ("part", models.CharField(blank=True, max_length=10)),
                ("amount", samspil.economy.models.columns.MoneyField()),
                ("minutes", models.PositiveIntegerField(null=True)),
                (
                    "rate",
                    samspil.economy.models.columns.MoneyField(
                        help_text="an hour, where the amount was worked out from it", null=True
                    ),
                ),
                ("quantity", models.PositiveIntegerField(null=True)),
                (
                    "price",
                    samspil.economy.models.columns.MoneyField(
                        help_text="apiece, where the amount was worked out from it", null=True
                    ),
                ),
                (
                    "ceiling",
                    samspil.economy.models.columns.MoneyField(
                        help_text="the most an hour that the grant allowed when it was written"
                    ),
                ),
                ("whose_time", models.CharField(blank=True, max_length=15)),
                (
                    "anyway",
                    models.BooleanField(
                        help_text="would it have been paid without the grant? Only no is taken"
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        default=samspil.economy.terms.vouchers.VoucherState["WAITING"], max_length=10
                    ),
                ),
                ("refused_because", models.CharField(blank=True, max_length=15)),
                (
                    "supplier",
                    samspil.trust.fields.SealedField(
                        compartment="identity", default=b"", help_text="who was paid: a firm, or a role"
                    ),
                ),
                ("supplier_hash", models.CharField(max_length=64)),
                ("what_for", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("proof_digest", models.CharField(blank=True, max_length=64)),
                ("appointment_id", models.UUIDField(null=True)),
                ("month", models.DateField(null=True)),
                (
                    "written_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="the database's clock"
                    ),
                ),
                ("decided_on", models.DateField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="economy.grant"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="economy.budgetline",
                    ),
                ),
                (
                    "paid_to",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "reverses",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="economy.voucher",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="also who answered whether it would have been paid anyway",
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Proof",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=10)),
                ("media", models.CharField(max_length=20)),
                ("size", models.PositiveIntegerField(help_text="bytes of the file, as it is kept")),
                (
                    "digest",
                    models.CharField(help_text="keyed: the file cannot be guessed from it", max_length=64),
                ),
                (
                    "content",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="the file, as base64"
                    ),
                ),
                ("brought_on", models.DateField()),
                (
                    "brought_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="economy.voucher"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CostAsking",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("cost_type", models.SlugField(max_length=60)),
                ("part", models.CharField(blank=True, max_length=10)),
                ("year", models.PositiveSmallIntegerField()),
                ("amount", samspil.economy.models.columns.MoneyField()),
                ("reason", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("asked_on", models.DateField()),
                (
                    "grant",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="economy.grant"
                    ),
                ),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="economy.budgetline",
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="economy.voucher"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddIndex(
            model_name="voucher",
            index=models.Index(fields=["tenant_id", "grant", "line", "year"], name="economy_voucher_cell"),
        ),
        migrations.AddIndex(
            model_name="voucher",
            index=models.Index(fields=["tenant_id", "supplier_hash"], name="economy_voucher_supplier_of"),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "approved", "refused"])),
                name="economy_voucher_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "grant", "number"), name="economy_voucher_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(("anyway", False)), name="economy_voucher_not_anyway"
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(("whose_time__in", ("", "own_time"))), name="economy_voucher_own_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(("part__in", ["", "leaflets", "posters", "materials", "other"])),
                name="economy_voucher_part",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("minutes__isnull", True),
                    models.Q(("minutes__gte", 1), ("minutes__lte", 120000)),
                    _connector="OR",
                ),
                name="economy_voucher_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("reverses__isnull", True)),
                    models.Q(("amount__lt", 0), ("reverses__isnull", False)),
                    _connector="OR",
                ),
                name="economy_voucher_counter",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_by__isnull", True),
                        ("decided_on__isnull", True),
                        ("state", samspil.economy.terms.vouchers.VoucherState["WAITING"]),
                    ),
                    models.Q(
                        models.Q(
                            ("state", samspil.economy.terms.vouchers.VoucherState["WAITING"]), _negated=True
                        ),
                        ("decided_by__isnull", False),
                        ("decided_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="economy_voucher_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decided_by", models.F("written_by")), _negated=True),
                    models.Q(
                        ("paid_to__isnull", True),
                        models.Q(("decided_by", models.F("paid_to")), _negated=True),
                        _connector="OR",
                    ),
                ),
                name="economy_voucher_four_eyes",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "refused_because__in",
                            ["wrong_line", "wrong_amount", "no_proof", "not_eligible", "talk"],
                        ),
                        ("state", samspil.economy.terms.vouchers.VoucherState["REFUSED"]),
                    ),
                    models.Q(
                        models.Q(
                            ("state", samspil.economy.terms.vouchers.VoucherState["REFUSED"]), _negated=True
                        ),
                        ("refused_because", ""),
                    ),
                    _connector="OR",
                ),
                name="economy_voucher_refused",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", samspil.economy.terms.vouchers.VoucherState["APPROVED"]), _negated=True
                    ),
                    models.Q(("proof_digest", ""), _negated=True),
                    ("reverses__isnull", False),
                    _connector="OR",
                ),
                name="economy_voucher_proved",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("appointment_id__isnull", True), ("month__isnull", True)),
                    models.Q(
                        ("appointment_id__isnull", False),
                        ("month__day", 1),
                        ("month__isnull", False),
                        ("paid_to__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="economy_voucher_of_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(("supplier", b""), _negated=True), name="economy_voucher_supplier"
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["payment", "payslip"])), name="economy_proof_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.CheckConstraint(
                condition=models.Q(("media__in", ["application/pdf", "image/png", "image/jpeg"])),
                name="economy_proof_media",
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.UniqueConstraint(fields=("tenant_id", "voucher"), name="economy_one_proof"),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.CheckConstraint(
                condition=models.Q(("size__gte", 1), ("size__lte", 5000000)), name="economy_proof_size"
            ),
        ),
        migrations.AddConstraint(
            model_name="proof",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("content", b""), _negated=True), models.Q(("digest", ""), _negated=True)
                ),
                name="economy_proof_there",
            ),
        ),
        migrations.AddIndex(
            model_name="costasking",
            index=models.Index(fields=["office_id"], name="economy_asking_of"),
        ),
        migrations.AddConstraint(
            model_name="costasking",
            constraint=models.UniqueConstraint(fields=("tenant_id", "voucher"), name="economy_one_asking"),
        ),
        migrations.AddConstraint(
            model_name="costasking",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", b""), _negated=True), name="economy_asking_says_why"
            ),
        ),
        Protect(
            "economy_voucher",
            references=[
                ("grant_id", "economy_grant"),
                ("line_id", "economy_budgetline"),
                ("reverses_id", "economy_voucher"),
            ],
            shared=[
                ("paid_to_id", "people_account"),
                ("written_by_id", "people_account"),
                ("decided_by_id", "people_account"),
            ],
            grants="SELECT, INSERT, UPDATE",
        ),
        Protect(
            "economy_proof",
            references=[("voucher_id", "economy_voucher")],
            shared=[("brought_by_id", "people_account")],
        ),
        Protect(
            "economy_costasking",
            references=[
                ("voucher_id", "economy_voucher"),
                ("grant_id", "economy_grant"),
                ("line_id", "economy_budgetline"),
            ],
            also="office_id=samspil_tenant",
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(BOOKS, UNDO),
    ]
