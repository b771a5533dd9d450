"""The evaluator's contract: a sealed file of the office's, read by the organisation it is with."""

import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# A contract is with whoever it was awarded to last, and its versions are counted without a gap.
AWARDED = """
CREATE FUNCTION governance_contract_awarded() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  chosen uuid;
  before integer;
BEGIN
  SELECT e.organisation_id INTO chosen FROM public.governance_evaluatorstep e
    WHERE e.tenant_id = NEW.tenant_id AND e.programme = NEW.programme AND e.step = 'awarded'
    ORDER BY e.number DESC LIMIT 1;
  IF chosen IS DISTINCT FROM NEW.evaluator_id THEN
    RAISE EXCEPTION 'The contract is with whoever it was awarded to.' USING ERRCODE = 'check_violation';
  END IF;
  SELECT count(*) INTO before FROM public.governance_evaluatorcontract c
    WHERE c.tenant_id = NEW.tenant_id AND c.programme = NEW.programme AND c.id <> NEW.id;
  IF NEW.number <> before + 1 THEN
    RAISE EXCEPTION 'Versions are counted without a gap.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER governance_contract_awarded AFTER INSERT ON governance_evaluatorcontract
  FOR EACH ROW EXECUTE FUNCTION governance_contract_awarded();
"""
UNDO = """
DROP TRIGGER governance_contract_awarded ON governance_evaluatorcontract;
DROP FUNCTION governance_contract_awarded();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0013_letters_of_decisions_and_barriers"),
    ]

    operations = [
        migrations.CreateModel(
            name="EvaluatorContract",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("programme", models.SlugField()),
                ("number", models.PositiveSmallIntegerField(help_text="the last one holds")),
                (
                    "evaluator_id",
                    models.UUIDField(help_text="the organisation it is with, which reads it"),
                ),
                ("size", models.PositiveIntegerField(help_text="bytes of the file")),
                ("digest", models.CharField(help_text="SHA-256 of the file", max_length=64)),
                ("put_on", models.DateField()),
                (
                    "content",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="the file, as base64"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "programme", "number"), name="governance_one_contract"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size__gte", 1),
                            ("size__lte", 5000000),
                            models.Q(("content", b""), _negated=True),
                        ),
                        name="governance_contract_there",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="governance_contract_digest",
                    ),
                ],
            },
        ),
        Protect("governance_evaluatorcontract", also="evaluator_id=samspil_tenant", grants="SELECT, INSERT"),
        migrations.RunSQL(AWARDED, UNDO),
    ]
