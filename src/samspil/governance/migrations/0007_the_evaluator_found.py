"""The steps towards the evaluator: rows of the programme office's, read by everyone in the programme."""

import samspil.governance.terms.procurement
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

# Awarded to an organisation that evaluates; a step comes on no day before the step before it was done.
STEPS = """
CREATE FUNCTION governance_evaluator_steps() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  steps text[] := ARRAY['call', 'tenders', 'awarded', 'contract', 'in_place'];
  place integer := array_position(steps, NEW.step::text);
  before date;
BEGIN
  IF NEW.organisation_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM public.people_organisation o
    WHERE o.id = NEW.organisation_id AND o.kind = 'evaluator')
  THEN
    RAISE EXCEPTION 'Only an organisation that evaluates is chosen.' USING ERRCODE = 'check_violation';
  END IF;
  IF place > 1 THEN
    SELECT e.done_on INTO before FROM public.governance_evaluatorstep e
      WHERE e.tenant_id = NEW.tenant_id AND e.programme = NEW.programme AND e.step = steps[place - 1]
      ORDER BY e.number DESC LIMIT 1;
    IF before IS NULL OR before > NEW.done_on THEN
      RAISE EXCEPTION 'The step before comes first.' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER governance_evaluator_steps AFTER INSERT ON governance_evaluatorstep
  FOR EACH ROW EXECUTE FUNCTION governance_evaluator_steps();
"""
UNDO = """
DROP TRIGGER governance_evaluator_steps ON governance_evaluatorstep;
DROP FUNCTION governance_evaluator_steps();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0006_goals_and_indicators_signed"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvaluatorStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("programme", models.SlugField()),
                ("step", models.CharField(max_length=12)),
                ("number", models.PositiveSmallIntegerField(help_text="the last one holds")),
                ("done_on", models.DateField()),
                ("tenders", models.PositiveSmallIntegerField(help_text="how many came in", null=True)),
                ("organisation_id", models.UUIDField(help_text="the evaluator's organisation", null=True)),
                (
                    "evidence",
                    models.CharField(
                        blank=True, help_text="where the contract is; about nobody", max_length=200
                    ),
                ),
                ("written_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("step__in", ["call", "tenders", "awarded", "contract", "in_place"])
                        ),
                        name="governance_evaluator_step",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "programme", "step", "number"),
                        name="governance_one_evaluator_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("done_on__lte", models.F("written_on")),
                            models.Q(
                                models.Q(
                                    (
                                        "step",
                                        samspil.governance.terms.procurement.EvaluatorStepKind["TENDERS"],
                                    ),
                                    ("tenders__isnull", False),
                                ),
                                models.Q(
                                    models.Q(
                                        (
                                            "step",
                                            samspil.governance.terms.procurement.EvaluatorStepKind["TENDERS"],
                                        ),
                                        _negated=True,
                                    ),
                                    ("tenders__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("organisation_id__isnull", False),
                                    (
                                        "step",
                                        samspil.governance.terms.procurement.EvaluatorStepKind["AWARDED"],
                                    ),
                                ),
                                models.Q(
                                    models.Q(
                                        (
                                            "step",
                                            samspil.governance.terms.procurement.EvaluatorStepKind["AWARDED"],
                                        ),
                                        _negated=True,
                                    ),
                                    ("organisation_id__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    (
                                        "step",
                                        samspil.governance.terms.procurement.EvaluatorStepKind["CONTRACT"],
                                    ),
                                    models.Q(("evidence", ""), _negated=True),
                                ),
                                models.Q(
                                    models.Q(
                                        (
                                            "step",
                                            samspil.governance.terms.procurement.EvaluatorStepKind[
                                                "CONTRACT"
                                            ],
                                        ),
                                        _negated=True,
                                    ),
                                    ("evidence", ""),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="governance_evaluator_step_says",
                    ),
                ],
            },
        ),
        Protect("governance_evaluatorstep", also="samspil_tenant", grants="SELECT, INSERT"),
        migrations.RunSQL(STEPS, UNDO),
    ]
