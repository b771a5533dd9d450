"""Agreements: versions of the office that a municipality reads once they are sent, signed by both sides."""

import django.db.models.deletion
import samspil.governance.terms.agreements
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models


from samspil.trust.operations import Protect

# What was sent stays. A signature is taken from a party of what was sent, and from nobody else.
SIGNED = """
CREATE FUNCTION governance_sent_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.state <> 'draft' THEN
    RAISE EXCEPTION 'What was sent stays.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;
CREATE TRIGGER governance_sent_stays BEFORE UPDATE OR DELETE ON governance_agreementversion
  FOR EACH ROW EXECUTE FUNCTION governance_sent_stays();
CREATE FUNCTION governance_signs_what_was_sent() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.governance_agreementversion v
    WHERE v.tenant_id = NEW.office_id AND v.id = NEW.version_id AND v.state = 'sent'
      AND v.shown_to = NEW.municipality_id AND NEW.signed_on >= v.made_on)
  THEN
    RAISE EXCEPTION 'Only what was sent is signed.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER governance_signs_what_was_sent AFTER INSERT ON governance_signature
  FOR EACH ROW EXECUTE FUNCTION governance_signs_what_was_sent();
"""
UNSIGNED = """
DROP TRIGGER governance_signs_what_was_sent ON governance_signature;
DROP TRIGGER governance_sent_stays ON governance_agreementversion;
DROP FUNCTION governance_signs_what_was_sent();
DROP FUNCTION governance_sent_stays();
"""
BOTH = "municipality_id=samspil_tenant,office_id=samspil_tenant"
ONCE = "SELECT, INSERT"


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0004_agreements_descriptions"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="Agreement",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("programme", models.SlugField()),
                ("municipality_id", models.UUIDField()),
                ("kind", models.CharField(max_length=20)),
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
        migrations.CreateModel(
            name="AgreementVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=20)),
                ("municipality_id", models.UUIDField()),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        default=samspil.governance.terms.agreements.AgreementState["DRAFT"], max_length=10
                    ),
                ),
                ("begins_on", models.DateField()),
                ("made_on", models.DateField()),
                ("sent_on", models.DateField(null=True)),
                ("shown_to", models.UUIDField(null=True)),
                (
                    "details",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="what was typed, as JSON"
                    ),
                ),
                (
                    "text",
                    samspil.trust.fields.SealedField(
                        compartment="content",
                        default=b"",
                        help_text="the whole agreement as it was put together, as JSON",
                    ),
                ),
                (
                    "agreement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="governance.agreement",
                    ),
                ),
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
        migrations.CreateModel(
            name="Signature",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("version_id", models.UUIDField(help_text="the office's row")),
                ("office_id", models.UUIDField()),
                ("municipality_id", models.UUIDField()),
                ("side", models.CharField(max_length=12)),
                ("name", samspil.trust.fields.SealedField(compartment="identity", default=b"")),
                ("title", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("signed_on", models.DateField()),
                ("written_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["version_id"], name="governance_signature_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("side__in", ["office", "municipality"])),
                        name="governance_signature_side",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "version_id"), name="governance_signed_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("side", samspil.governance.terms.agreements.Side["OFFICE"]),
                                ("tenant_id", models.F("office_id")),
                            ),
                            models.Q(
                                ("side", samspil.governance.terms.agreements.Side["MUNICIPALITY"]),
                                ("tenant_id", models.F("municipality_id")),
                            ),
                            _connector="OR",
                        ),
                        name="governance_signed_by_its_side",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("name", b""), _negated=True),
                            models.Q(("title", b""), _negated=True),
                            ("signed_on__lte", models.F("written_on")),
                        ),
                        name="governance_signature_says",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SignedCopy",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("municipality_id", models.UUIDField()),
                ("size", models.PositiveIntegerField(help_text="bytes of the file")),
                (
                    "content",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="the file, as base64"
                    ),
                ),
                (
                    "signature",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="copies",
                        to="governance.signature",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["cooperation", "grant_letter"])),
                name="governance_agreement_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreement",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "programme", "municipality_id", "kind"), name="governance_one_agreement"
            ),
        ),
        migrations.AddIndex(
            model_name="agreementversion",
            index=models.Index(fields=["shown_to"], name="governance_agreement_to"),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["cooperation", "grant_letter"])),
                name="governance_agreement_kind_again",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "sent"])), name="governance_agreement_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "agreement", "number"), name="governance_one_agreement_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", samspil.governance.terms.agreements.AgreementState["DRAFT"])),
                fields=("tenant_id", "agreement"),
                name="governance_one_agreement_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("sent_on__isnull", True),
                        ("shown_to__isnull", True),
                        ("state", samspil.governance.terms.agreements.AgreementState["DRAFT"]),
                    ),
                    models.Q(
                        ("sent_on__gte", models.F("made_on")),
                        ("sent_on__isnull", False),
                        ("shown_to", models.F("municipality_id")),
                        ("state", samspil.governance.terms.agreements.AgreementState["SENT"]),
                    ),
                    _connector="OR",
                ),
                name="governance_agreement_sent",
            ),
        ),
        migrations.AddConstraint(
            model_name="agreementversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("details", b""), _negated=True), models.Q(("text", b""), _negated=True)
                ),
                name="governance_agreement_says",
            ),
        ),
        migrations.AddConstraint(
            model_name="signedcopy",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "signature"), name="governance_one_signed_copy"
            ),
        ),
        migrations.AddConstraint(
            model_name="signedcopy",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("size__gte", 1), ("size__lte", 5000000), models.Q(("content", b""), _negated=True)
                ),
                name="governance_signed_copy_there",
            ),
        ),
        Protect("governance_agreement", shared=[("concept_id", "programme_conceptversion")], grants=ONCE),
        Protect(
            "governance_agreementversion",
            references=[("agreement_id", "governance_agreement")],
            shared=[("concept_id", "programme_conceptversion")],
            also="shown_to=samspil_tenant",
        ),
        Protect("governance_signature", also=BOTH, grants=ONCE),
        Protect(
            "governance_signedcopy",
            references=[("signature_id", "governance_signature")],
            also=BOTH,
            grants=ONCE,
        ),
        migrations.RunSQL(SIGNED, UNSIGNED),
    ]
