"""Papers that a member lays beside its own proposal, until the office takes it into an agenda."""

import django.db.models.deletion
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# What is on an agenda stays as it was made; a proposal has at most ten papers, whoever lays them at once; a
# paper is never another than it was, and lies with the office that the proposal went to.
WAIT = """
CREATE FUNCTION governance_own_papers() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  office uuid := coalesce(NEW.office_id, OLD.office_id);
  proposal uuid := coalesce(NEW.proposal_id, OLD.proposal_id);
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW IS DISTINCT FROM OLD THEN
      RAISE EXCEPTION 'A paper stays as it was brought.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF EXISTS (SELECT 1 FROM public.governance_agendaitem i
    WHERE i.tenant_id = office AND i.proposal_id = proposal)
  THEN
    RAISE EXCEPTION 'What was taken into an agenda stays as it was made.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
  IF NOT EXISTS (SELECT 1 FROM public.governance_agendaproposal p
    WHERE p.tenant_id = NEW.tenant_id AND p.id = NEW.proposal_id AND p.office_id = NEW.office_id)
  THEN
    RAISE EXCEPTION 'A paper lies where its proposal went.' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.proposal_id::text, 35));
  IF (SELECT count(*) FROM public.governance_proposalpaper p
    WHERE p.tenant_id = NEW.tenant_id AND p.proposal_id = NEW.proposal_id) > 10
  THEN
    RAISE EXCEPTION 'A proposal has at most ten papers.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_own_papers AFTER INSERT OR UPDATE OR DELETE ON governance_proposalpaper
  FOR EACH ROW EXECUTE FUNCTION governance_own_papers();
"""
NO_WAIT = "DROP FUNCTION governance_own_papers() CASCADE;"


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0015_meetings_cancelled_are_told"),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposalPaper",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("title", models.CharField(max_length=80)),
                ("media", models.CharField(max_length=4)),
                ("size", models.PositiveIntegerField(help_text="bytes of the file")),
                ("digest", models.CharField(help_text="SHA-256 of the file", max_length=64)),
                ("confidential", models.BooleanField(default=False)),
                ("added_on", models.DateField()),
                (
                    "content",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="the file, as base64"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="papers",
                        to="governance.agendaproposal",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["office_id", "proposal"], name="governance_own_paper_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("media__in", ["pdf", "png", "jpg", "docx", "xlsx"])),
                        name="governance_own_paper_media",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size__gte", 1),
                            ("size__lte", 5000000),
                            models.Q(("content", b""), _negated=True),
                            models.Q(("title", ""), _negated=True),
                        ),
                        name="governance_own_paper_there",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")),
                        name="governance_own_paper_digest",
                    ),
                ],
            },
        ),
        Protect(
            "governance_proposalpaper",
            references=[("proposal_id", "governance_agendaproposal")],
            also="office_id=samspil_tenant,office_id=samspil_seated",
        ),
        migrations.RunSQL(WAIT, NO_WAIT),
    ]
