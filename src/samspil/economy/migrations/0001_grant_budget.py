"""The grant of a municipality: its budget in versions, what the programme office decides, money received."""

import django.db.models.deletion
import django.db.models.functions.datetime
import samspil.economy.models.columns
import samspil.economy.terms.budget
import samspil.kernel.ids
import samspil.trust.fields
from django.conf import settings
from django.db import migrations, models

from samspil.trust.operations import Protect


# A version is whole and stays as it was sent. One at a time waits for the programme office, and each builds on
# what counts: so the numbers are the order in which budgets counted.
KEPT = """
CREATE FUNCTION economy_current(whose uuid, of_grant uuid, but uuid DEFAULT NULL) RETURNS uuid LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT v.id FROM public.economy_budgetversion v
  WHERE v.tenant_id = whose AND v.grant_id = of_grant AND v.id IS DISTINCT FROM but
    AND (v.state = 'approved' OR v.state = 'asked' AND EXISTS (
      SELECT 1 FROM public.economy_grantdecision d
      WHERE d.tenant_id = v.shown_to AND d.municipality_id = whose AND d.thing_id = v.id AND d.approved))
  ORDER BY v.number DESC LIMIT 1
$$;

CREATE FUNCTION economy_waiting(whose uuid, of_grant uuid, but uuid DEFAULT NULL) RETURNS uuid LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT v.id FROM public.economy_budgetversion v
  WHERE v.tenant_id = whose AND v.grant_id = of_grant AND v.state = 'asked' AND v.id IS DISTINCT FROM but
    AND NOT EXISTS (
    SELECT 1 FROM public.economy_grantdecision d
    WHERE d.tenant_id = v.shown_to AND d.municipality_id = whose AND d.thing_id = v.id)
  LIMIT 1
$$;

CREATE FUNCTION economy_version_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'draft' THEN
      RAISE EXCEPTION 'A version begins as a draft.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) = to_jsonb(NEW) THEN
    RETURN NEW;
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(OLD.grant_id::text, 11));
  IF OLD.state <> 'draft' THEN
    RAISE EXCEPTION 'What was sent stays as it is.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN
    RETURN OLD;
  END IF;
  IF NEW.state <> 'draft' AND (
    public.economy_waiting(NEW.tenant_id, NEW.grant_id, NEW.id) IS NOT NULL
    OR NEW.builds_on <> coalesce((SELECT v.number FROM public.economy_budgetversion v
      WHERE v.tenant_id = NEW.tenant_id AND v.id = public.economy_current(NEW.tenant_id, NEW.grant_id, NEW.id)), 0)
    OR NEW.state = 'approved' AND NEW.kind NOT IN ('initial', 'transfer')
    OR (NEW.kind = 'initial') <> (NEW.builds_on = 0)
    OR NEW.shown_to IS DISTINCT FROM (SELECT g.office_id FROM public.economy_grant g
      WHERE g.tenant_id = NEW.tenant_id AND g.id = NEW.grant_id))
  THEN
    RAISE EXCEPTION 'A version is sent alone and builds on what counts.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_version_moves AFTER INSERT OR UPDATE OR DELETE ON economy_budgetversion
  FOR EACH ROW EXECUTE FUNCTION economy_version_moves();

CREATE FUNCTION economy_amount_of_a_draft() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  one public.economy_budgetamount := CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(OLD) = to_jsonb(NEW) THEN
    RETURN NEW;
  END IF;
  IF NOT EXISTS (SELECT 1 FROM public.economy_budgetversion v
      JOIN public.economy_budgetline l ON l.tenant_id = v.tenant_id AND l.grant_id = v.grant_id
      WHERE v.tenant_id = one.tenant_id AND v.id = one.version_id AND l.id = one.line_id AND v.state = 'draft')
    OR TG_OP = 'UPDATE' AND (NEW.version_id, NEW.line_id) IS DISTINCT FROM (OLD.version_id, OLD.line_id)
  THEN
    RAISE EXCEPTION 'Only the amounts of a draft are written.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN one;
END $$;
CREATE TRIGGER economy_amount_of_a_draft AFTER INSERT OR UPDATE OR DELETE ON economy_budgetamount
  FOR EACH ROW EXECUTE FUNCTION economy_amount_of_a_draft();

CREATE FUNCTION economy_payment_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' OR OLD.struck_on IS NOT NULL AND to_jsonb(OLD) <> to_jsonb(NEW)
    OR (to_jsonb(OLD) - 'struck_on') <> (to_jsonb(NEW) - 'struck_on')
  THEN
    RAISE EXCEPTION 'What was received stays; it is struck out once.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_payment_stays AFTER UPDATE OR DELETE ON economy_grantpayment
  FOR EACH ROW EXECUTE FUNCTION economy_payment_stays();

CREATE FUNCTION economy_line_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.shown_to IS NOT NULL AND (TG_OP = 'DELETE' OR to_jsonb(OLD) <> to_jsonb(NEW)) THEN
    RAISE EXCEPTION 'A line that was sent stays.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN CASE WHEN TG_OP = 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER economy_line_stays AFTER UPDATE OR DELETE ON economy_budgetline
  FOR EACH ROW EXECUTE FUNCTION economy_line_stays();

CREATE FUNCTION economy_decision_in_turn() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  of_grant uuid;
BEGIN
  SELECT v.grant_id INTO of_grant FROM public.economy_budgetversion v
  WHERE NEW.about = 'budget' AND v.id = NEW.thing_id AND v.tenant_id = NEW.municipality_id
    AND v.shown_to = NEW.tenant_id AND v.state = 'asked';
  IF of_grant IS NULL THEN
    RAISE EXCEPTION 'Only what is asked is decided.' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(of_grant::text, 11));
  RETURN NEW;
END $$;
CREATE TRIGGER economy_decision_in_turn AFTER INSERT ON economy_grantdecision
  FOR EACH ROW EXECUTE FUNCTION economy_decision_in_turn();
"""
UNDO = """
DROP TRIGGER economy_decision_in_turn ON economy_grantdecision; DROP FUNCTION economy_decision_in_turn();
DROP TRIGGER economy_line_stays ON economy_budgetline; DROP FUNCTION economy_line_stays();
DROP TRIGGER economy_payment_stays ON economy_grantpayment; DROP FUNCTION economy_payment_stays();
DROP TRIGGER economy_amount_of_a_draft ON economy_budgetamount; DROP FUNCTION economy_amount_of_a_draft();
DROP TRIGGER economy_version_moves ON economy_budgetversion; DROP FUNCTION economy_version_moves();
DROP FUNCTION economy_waiting(uuid, uuid, uuid); DROP FUNCTION economy_current(uuid, uuid, uuid);
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("programme", "0001_the_house"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Grant",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("programme", models.SlugField(help_text="one grant a programme")),
                ("party", models.SlugField(help_text="what the document calls the municipality")),
                ("office_id", models.UUIDField(help_text="the programme office that decides about it")),
                ("title", models.CharField(max_length=120)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("cvr", models.CharField(blank=True, help_text="the municipality's", max_length=8)),
                ("ean", models.CharField(blank=True, help_text="the municipality's", max_length=13)),
                ("office_cvr", models.CharField(blank=True, help_text="of who grants", max_length=8)),
                (
                    "account_string",
                    models.CharField(blank=True, help_text="in the municipality's own books", max_length=60),
                ),
                ("statement_due_on", models.DateField(help_text="as the grant letter says", null=True)),
                ("carry_over_due_on", models.DateField(help_text="as the grant letter says", null=True)),
                ("opened_on", models.DateField()),
                (
                    "concept",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="whose rules hold for it",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="programme.conceptversion",
                    ),
                ),
                (
                    "opened_by",
                    models.ForeignKey(
                        db_constraint=False,
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
            name="BudgetVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "builds_on",
                    models.PositiveSmallIntegerField(
                        help_text="the number that counted when it was written; 0: none"
                    ),
                ),
                ("kind", models.CharField(max_length=12)),
                (
                    "state",
                    models.CharField(
                        default=samspil.economy.terms.budget.BudgetState["DRAFT"], max_length=10
                    ),
                ),
                ("reason", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                (
                    "written_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="the database's clock"
                    ),
                ),
                ("sent_on", models.DateField(help_text="when it was asked for, or counted", null=True)),
                ("shown_to", models.UUIDField(help_text="the programme office, once it is sent", null=True)),
                (
                    "sent_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="BudgetLine",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("slug", models.SlugField(max_length=60)),
                (
                    "title",
                    models.CharField(
                        blank=True, help_text="a new line's; the document says its own", max_length=60
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                (
                    "shown_to",
                    models.UUIDField(
                        help_text="the programme office, once it stands in a version it reads", null=True
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="economy.grant"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="GrantDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("municipality_id", models.UUIDField()),
                ("about", models.CharField(max_length=10)),
                (
                    "thing_id",
                    models.UUIDField(
                        help_text="the municipality's row: a version of the budget, or what asks for a cost"
                    ),
                ),
                ("approved", models.BooleanField()),
                (
                    "words",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="why, in the office's words"
                    ),
                ),
                ("decided_on", models.DateField()),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
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
            name="GrantPayment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=12)),
                ("amount", samspil.economy.models.columns.MoneyField()),
                ("paid_on", models.DateField()),
                (
                    "struck_on",
                    models.DateField(
                        help_text="the day it was seen to be wrong; it stays in sight", null=True
                    ),
                ),
                (
                    "grant",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="economy.grant"
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
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
            name="BudgetAmount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("year", models.PositiveSmallIntegerField()),
                ("amount", samspil.economy.models.columns.MoneyField()),
                ("shown_to", models.UUIDField(help_text="as its version", null=True)),
                (
                    "line",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="economy.budgetline",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="economy.budgetversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["shown_to", "version"], name="economy_amount_shown")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "version", "line", "year"), name="economy_one_amount"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount__gte", 0)), name="economy_amount_not_negative"
                    ),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.UniqueConstraint(fields=("tenant_id", "programme"), name="economy_one_grant"),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_on__gte", models.F("from_on"))), name="economy_grant_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="grant",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("cvr__regex", "^([0-9]{8})?$"),
                    ("office_cvr__regex", "^([0-9]{8})?$"),
                    ("ean__regex", "^([0-9]{13})?$"),
                ),
                name="economy_grant_numbers",
            ),
        ),
        migrations.AddIndex(
            model_name="budgetversion",
            index=models.Index(fields=["shown_to", "state"], name="economy_version_shown"),
        ),
        migrations.AddConstraint(
            model_name="budgetversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["initial", "transfer", "carry_over", "change"])),
                name="economy_version_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "asked", "approved"])),
                name="economy_version_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetversion",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "grant", "number"), name="economy_version_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "draft")),
                fields=("tenant_id", "grant"),
                name="economy_one_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("sent_by__isnull", True),
                        ("sent_on__isnull", True),
                        ("shown_to__isnull", True),
                        ("state", "draft"),
                    ),
                    models.Q(
                        models.Q(("state", "draft"), _negated=True),
                        ("sent_by__isnull", False),
                        ("sent_on__isnull", False),
                        ("shown_to__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="economy_version_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="budgetversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("builds_on__lt", models.F("number")), ("number__gte", 1)),
                name="economy_version_order",
            ),
        ),
        migrations.AddIndex(
            model_name="budgetline",
            index=models.Index(fields=["shown_to"], name="economy_line_shown"),
        ),
        migrations.AddConstraint(
            model_name="budgetline",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "grant", "slug"), name="economy_one_line"
            ),
        ),
        migrations.AddIndex(
            model_name="grantdecision",
            index=models.Index(fields=["municipality_id", "thing_id"], name="economy_decision_to"),
        ),
        migrations.AddConstraint(
            model_name="grantdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__in", ["budget", "cost"])), name="economy_decision_about"
            ),
        ),
        migrations.AddConstraint(
            model_name="grantdecision",
            constraint=models.UniqueConstraint(fields=("tenant_id", "thing_id"), name="economy_decided_once"),
        ),
        migrations.AddConstraint(
            model_name="grantdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("municipality_id", models.F("tenant_id")), _negated=True),
                name="economy_decision_of_another",
            ),
        ),
        migrations.AddConstraint(
            model_name="grantdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("approved", True), models.Q(("words", b""), _negated=True), _connector="OR"
                ),
                name="economy_refused_with_words",
            ),
        ),
        migrations.AddConstraint(
            model_name="grantpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["instalment", "repayment"])), name="economy_payment_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="grantpayment",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gt", 0)), name="economy_payment_amount"
            ),
        ),
        Protect(
            "economy_grant",
            shared=[("concept_id", "programme_conceptversion"), ("opened_by_id", "people_account")],
            also="office_id=samspil_tenant",
            grants="SELECT, INSERT, UPDATE",
        ),
        Protect(
            "economy_budgetline", references=[("grant_id", "economy_grant")], also="shown_to=samspil_tenant"
        ),
        Protect(
            "economy_budgetversion",
            references=[("grant_id", "economy_grant")],
            shared=[("written_by_id", "people_account"), ("sent_by_id", "people_account")],
            also="shown_to=samspil_tenant",
        ),
        Protect(
            "economy_budgetamount",
            references=[("version_id", "economy_budgetversion"), ("line_id", "economy_budgetline")],
            also="shown_to=samspil_tenant",
        ),
        Protect(
            "economy_grantpayment",
            references=[("grant_id", "economy_grant")],
            shared=[("written_by_id", "people_account")],
            grants="SELECT, INSERT, UPDATE",
        ),
        Protect(
            "economy_grantdecision",
            shared=[("decided_by_id", "people_account")],
            also="municipality_id=samspil_tenant",
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(KEPT, UNDO),
    ]
