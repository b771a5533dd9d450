"""What others are told of a municipality's obligations, and what the evaluator asks for. Nothing is changed
but a state while its half-year runs, and a request that is withdrawn.
"""

import django.db.models.deletion
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

KEEPS = """
CREATE FUNCTION governance_told_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.office_id, NEW.programme, NEW.obligation, NEW.half) IS DISTINCT FROM
     (OLD.office_id, OLD.programme, OLD.obligation, OLD.half) THEN
    RAISE EXCEPTION 'Of what was told only the state changes.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_told_stays BEFORE UPDATE ON governance_obligationtold
  FOR EACH ROW EXECUTE FUNCTION governance_told_stays();

CREATE FUNCTION governance_request_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.concept_id, NEW.municipality_id, NEW.office_id, NEW.phase, NEW.kind, NEW.asked_on, NEW.due_on,
      NEW.number) IS DISTINCT FROM (OLD.concept_id, OLD.municipality_id, OLD.office_id, OLD.phase, OLD.kind,
      OLD.asked_on, OLD.due_on, OLD.number) OR OLD.withdrawn_on IS NOT NULL AND NEW <> OLD THEN
    RAISE EXCEPTION 'What was asked for stays; it is withdrawn once.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_request_stays BEFORE UPDATE ON governance_interviewrequest
  FOR EACH ROW EXECUTE FUNCTION governance_request_stays();

CREATE FUNCTION governance_held_is_of_its_request() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.governance_interviewrequest r
    WHERE (r.tenant_id, r.id) = (NEW.tenant_id, NEW.request_id) AND r.withdrawn_on IS NULL
      AND (r.municipality_id, r.office_id) = (NEW.municipality_id, NEW.office_id)
      AND r.asked_on <= NEW."on") THEN
    RAISE EXCEPTION 'What was held answers a request of the same municipality.'
      USING ERRCODE = 'foreign_key_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_held_is_of_its_request AFTER INSERT ON governance_interviewsheld
  FOR EACH ROW EXECUTE FUNCTION governance_held_is_of_its_request();
"""
UNDO = """
DROP TRIGGER governance_held_is_of_its_request ON governance_interviewsheld;
DROP FUNCTION governance_held_is_of_its_request();
DROP TRIGGER governance_request_stays ON governance_interviewrequest;
DROP FUNCTION governance_request_stays();
DROP TRIGGER governance_told_stays ON governance_obligationtold;
DROP FUNCTION governance_told_stays();
"""


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="InterviewRequest",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("municipality_id", models.UUIDField()),
                ("office_id", models.UUIDField(help_text="the programme office, which reads it as well")),
                ("phase", models.CharField(max_length=10)),
                ("kind", models.CharField(max_length=10)),
                ("asked_on", models.DateField()),
                ("due_on", models.DateField()),
                (
                    "number",
                    models.PositiveSmallIntegerField(
                        help_text="how many; of whom is not written anywhere here"
                    ),
                ),
                ("withdrawn_on", models.DateField(null=True)),
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
            },
        ),
        Protect(
            "governance_interviewrequest",
            shared=[("concept_id", "programme_conceptversion")],
            also="municipality_id=samspil_tenant,office_id=samspil_tenant",
        ),
        migrations.CreateModel(
            name="InterviewsHeld",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("municipality_id", models.UUIDField()),
                ("office_id", models.UUIDField()),
                ("on", models.DateField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "request",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="held",
                        to="governance.interviewrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        Protect(
            "governance_interviewsheld",
            references=[("request_id", "governance_interviewrequest")],
            also="municipality_id=samspil_tenant,office_id=samspil_tenant",
            grants="SELECT, INSERT",
        ),
        migrations.CreateModel(
            name="ObligationTold",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField(help_text="the programme office, which reads it")),
                ("programme", models.SlugField()),
                ("obligation", models.SlugField()),
                ("half", models.CharField(help_text="2014-2 is July to December 2014", max_length=6)),
                ("state", models.CharField(max_length=10)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["office_id", "programme", "half"], name="governance_told_to")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["met", "on_the_way", "late", "not_met", "withheld"])
                        ),
                        name="governance_told_state",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "programme", "half", "obligation"), name="governance_told_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("half__regex", "^(19|20)[0-9]{2}-[12]$")),
                        name="governance_told_half",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "withheld"), _negated=True),
                            ("obligation", "registers"),
                            _connector="OR",
                        ),
                        name="governance_only_shares_are_withheld",
                    ),
                ],
            },
        ),
        Protect("governance_obligationtold", also="office_id=samspil_tenant"),
        migrations.AddIndex(
            model_name="interviewrequest",
            index=models.Index(fields=["municipality_id", "due_on"], name="governance_interview_of"),
        ),
        migrations.AddConstraint(
            model_name="interviewrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("phase__in", ["midterm", "final"])), name="governance_interview_phase"
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["interview", "group", "questions", "papers"])),
                name="governance_interview_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("asked_on__lte", models.F("due_on")),
                    models.Q(
                        ("withdrawn_on__isnull", True),
                        ("withdrawn_on__gte", models.F("asked_on")),
                        _connector="OR",
                    ),
                ),
                name="governance_interview_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 200)),
                name="governance_interview_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("municipality_id", models.F("tenant_id")), _negated=True),
                name="governance_interview_of_others",
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewsheld",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "request", "on"), name="governance_held_once_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="interviewsheld",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1), ("number__lte", 200)), name="governance_held_number"
            ),
        ),
        migrations.RunSQL(KEEPS, UNDO),
    ]
