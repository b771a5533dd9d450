"""Goals and indicators put forward by the office and signed by two sides; and the month in which measuring
began: of the fifth course over all municipalities, never of fewer.
"""

import django.db.models.deletion
import samspil.governance.terms.aims
import samspil.kernel.ids
from django.conf import settings
from django.db import migrations, models

from samspil.trust.operations import Protect

MONTH_SQL = """
CREATE FUNCTION samspil_month_measured(programme_slug text) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT date_trunc('month', min(m.opens_on))::date FROM public.delivery_measurement m
  JOIN public.delivery_course c ON c.tenant_id = m.tenant_id AND c.id = m.course_id
  JOIN public.programme_conceptversion v ON v.id = c.concept_id
  JOIN public.programme_programme p ON p.id = v.programme_id
  WHERE p.slug = programme_slug AND (SELECT public.samspil_tenant()) IS NOT NULL
  GROUP BY m.tenant_id, m.course_id
  ORDER BY min(m.opens_on) OFFSET 4 LIMIT 1
$$;
GRANT CREATE ON SCHEMA public TO samspil_totals;
ALTER FUNCTION samspil_month_measured(text) OWNER TO samspil_totals;
REVOKE CREATE ON SCHEMA public FROM samspil_totals;
REVOKE ALL ON FUNCTION samspil_month_measured(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samspil_month_measured(text) TO samspil_app;
"""

# What is signed is the newest version, word for word, by whoever is signed in, for the own side, and by two
# people. Whether measuring had begun is said by the database when it is signed, and stays said.
SIGNED = """
CREATE FUNCTION governance_aims_in_time() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  NEW.measured_month := (
    SELECT public.samspil_month_measured(s.programme) FROM public.governance_aimset s
    WHERE s.tenant_id = NEW.office_id AND s.id = NEW.set_id);
  IF NEW.measured_month > NEW.signed_on THEN
    NEW.measured_month := NULL;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER governance_aims_in_time BEFORE INSERT ON governance_aimsignature
  FOR EACH ROW EXECUTE FUNCTION governance_aims_in_time();
CREATE FUNCTION governance_aims_signed() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.account_id IS DISTINCT FROM public.samspil_account()
    OR NEW.role IS DISTINCT FROM (public.samspil_context())[3]
    OR NEW.role NOT IN ('programme_office', 'evaluator')
    OR (NEW.side = 'office') <> (NEW.role = 'programme_office')
    OR public.samspil_kind() IS DISTINCT FROM NEW.role
  THEN
    RAISE EXCEPTION 'Nobody signs in another''s name.' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (SELECT 1 FROM public.governance_aimset s
    WHERE s.tenant_id = NEW.office_id AND s.id = NEW.set_id AND s.digest = NEW.digest
      AND NEW.signed_on >= s.put_on
      AND NOT EXISTS (SELECT 1 FROM public.governance_aimset n
        WHERE n.tenant_id = s.tenant_id AND n.programme = s.programme AND n.number > s.number))
  THEN
    RAISE EXCEPTION 'Only the newest version is signed, as it was put forward.'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM public.governance_aimsignature o
    WHERE o.set_id = NEW.set_id AND o.id <> NEW.id AND o.account_id = NEW.account_id)
  THEN
    RAISE EXCEPTION 'Two people sign.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER governance_aims_signed AFTER INSERT ON governance_aimsignature
  FOR EACH ROW EXECUTE FUNCTION governance_aims_signed();
"""
UNDO = """
DROP TRIGGER governance_aims_signed ON governance_aimsignature;
DROP FUNCTION governance_aims_signed();
DROP TRIGGER governance_aims_in_time ON governance_aimsignature;
DROP FUNCTION governance_aims_in_time();
DROP FUNCTION samspil_month_measured(text);
"""


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0005_agreements_signed"),
        ("evaluation", "0005_evaluator_reads"),
        ("programme", "0001_the_house"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AimSet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("programme", models.SlugField()),
                ("number", models.PositiveSmallIntegerField(help_text="the last one counts")),
                (
                    "document",
                    models.JSONField(help_text="goals and indicators as the concept file says them"),
                ),
                ("digest", models.CharField(help_text="sha256 of the document as stored", max_length=64)),
                (
                    "because",
                    models.CharField(blank=True, help_text="why it changed; empty: the first", max_length=16),
                ),
                ("put_on", models.DateField()),
                (
                    "concept",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="programme.conceptversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "programme", "number"), name="governance_one_aim_set"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because", ""), ("number", 1)),
                            models.Q(
                                (
                                    "because__in",
                                    ["agreed", "clearer", "not_countable", "target", "programme", "other"],
                                ),
                                ("number__gte", 2),
                            ),
                            _connector="OR",
                        ),
                        name="governance_aim_set_because",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="governance_aim_set_digest",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="AimSignature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("set_id", models.UUIDField(help_text="the office's row")),
                ("office_id", models.UUIDField()),
                ("side", models.CharField(max_length=12)),
                ("role", models.CharField(max_length=30)),
                ("digest", models.CharField(help_text="of what was signed", max_length=64)),
                ("signed_on", models.DateField()),
                (
                    "measured_month",
                    models.DateField(
                        help_text="the month in which measuring had begun; empty: it had not. The database says it",
                        null=True,
                    ),
                ),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["set_id"], name="governance_aim_signature_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["office", "evaluator"])),
                        name="governance_aim_signature_side",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "set_id"), name="governance_aims_signed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("side", samspil.governance.terms.aims.SetSide["OFFICE"]),
                                ("tenant_id", models.F("office_id")),
                            ),
                            models.Q(
                                ("side", samspil.governance.terms.aims.SetSide["EVALUATOR"]),
                                models.Q(("tenant_id", models.F("office_id")), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="governance_aims_signed_by_two",
                    ),
                ],
            },
        ),
        Protect(
            "governance_aimset",
            shared=[("concept_id", "programme_conceptversion")],
            also="samspil_tenant",
            grants="SELECT, INSERT",
        ),
        Protect(
            "governance_aimsignature",
            shared=[("account_id", "people_account")],
            also="samspil_tenant",
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(MONTH_SQL + SIGNED, UNDO),
    ]
