"""A programme comes to another authority: a row that is proposed once, taken over or withdrawn once."""

import samspil.governance.terms.authority
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# What was proposed is never written anew; it is taken over or withdrawn, once. Asked after the row's own
# checks and policies, so that a row of somebody else is refused as theirs and this says nothing about it.
STAYS = """
CREATE FUNCTION governance_authority_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'proposed' THEN
      RAISE EXCEPTION 'A change of authority is proposed first.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
  END IF;
  IF NEW IS NOT DISTINCT FROM OLD THEN
    RETURN NULL;
  END IF;
  IF OLD.state <> 'proposed' OR NEW.state = 'proposed'
    OR (NEW.id, NEW.tenant_id, NEW.former, NEW.name, NEW.cvr, NEW.because, NEW.from_on, NEW.proposed_by,
        NEW.proposed_on, NEW.digest, NEW.content)
    IS DISTINCT FROM
       (OLD.id, OLD.tenant_id, OLD.former, OLD.name, OLD.cvr, OLD.because, OLD.from_on, OLD.proposed_by,
        OLD.proposed_on, OLD.digest, OLD.content)
  THEN
    RAISE EXCEPTION 'What was proposed stays; it is taken over or withdrawn, once.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER governance_authority_stays AFTER INSERT OR UPDATE ON governance_authoritychange
  FOR EACH ROW EXECUTE FUNCTION governance_authority_stays();
"""
GOES = "DROP FUNCTION governance_authority_stays() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [("governance", "0009_knowledge")]

    operations = [
        migrations.CreateModel(
            name="AuthorityChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("former", models.CharField(help_text="the authority until then", max_length=100)),
                ("name", models.CharField(help_text="the authority from then on", max_length=100)),
                ("cvr", models.CharField(max_length=8)),
                ("because", models.CharField(max_length=10)),
                ("from_on", models.DateField(help_text="the first day on which it can be taken over")),
                (
                    "state",
                    models.CharField(
                        default=samspil.governance.terms.authority.AuthorityState["PROPOSED"], max_length=10
                    ),
                ),
                ("proposed_by", models.UUIDField(help_text="an account")),
                ("proposed_on", models.DateField()),
                ("accepted_by", models.UUIDField(help_text="an account", null=True)),
                ("accepted_on", models.DateField(null=True)),
                ("digest", models.CharField(help_text="SHA-256 of the protocol", max_length=64)),
                (
                    "content",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="the protocol, as JSON"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["proposed", "accepted", "withdrawn"])),
                        name="governance_authority_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because__in", ["portfolio", "merger", "law", "agreed"])),
                        name="governance_authority_because",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "proposed")),
                        fields=("tenant_id",),
                        name="governance_one_authority_proposed",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("cvr__regex", "^[0-9]{8}$")), name="governance_authority_cvr"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="governance_authority_digest",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("name", models.F("former")), _negated=True),
                        name="governance_authority_other",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted_by__isnull", False),
                                ("accepted_on__gte", models.F("from_on")),
                                ("state", "accepted"),
                                models.Q(("accepted_by", models.F("proposed_by")), _negated=True),
                            ),
                            models.Q(
                                models.Q(("state", "accepted"), _negated=True),
                                ("accepted_by__isnull", True),
                                ("accepted_on__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="governance_authority_taken",
                    ),
                ],
            },
        ),
        Protect(
            "governance_authoritychange", also="tenant_id=samspil_seated", grants="SELECT, INSERT, UPDATE"
        ),
        migrations.RunSQL(STAYS, GOES),
    ]
