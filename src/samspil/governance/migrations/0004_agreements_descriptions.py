"""Descriptions by chapters: what a municipality hands in, what the office answers, what both say to it."""

import django.db.models.deletion
import samspil.governance.terms.documents
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models


from samspil.trust.operations import Protect

# What was handed in stays: the version, and every chapter of it. The office answers only what it can read.
FROZEN = """
CREATE FUNCTION governance_handed_in_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  touched uuid[];
BEGIN
  IF TG_TABLE_NAME = 'governance_descriptionversion' THEN
    IF OLD.state <> 'draft' THEN
      RAISE EXCEPTION 'What was handed in stays.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
  END IF;
  touched := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.version_id] WHEN 'DELETE' THEN ARRAY[OLD.version_id]
    ELSE ARRAY[NEW.version_id, OLD.version_id] END;
  IF EXISTS (SELECT 1 FROM public.governance_descriptionversion v
    WHERE v.tenant_id = coalesce(NEW.tenant_id, OLD.tenant_id) AND v.id = ANY (touched) AND v.state <> 'draft')
  THEN
    RAISE EXCEPTION 'What was handed in stays.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END
$$;
CREATE TRIGGER governance_handed_in_stays BEFORE UPDATE OR DELETE ON governance_descriptionversion
  FOR EACH ROW EXECUTE FUNCTION governance_handed_in_stays();
CREATE TRIGGER governance_handed_in_stays BEFORE INSERT OR UPDATE OR DELETE ON governance_descriptionchapter
  FOR EACH ROW EXECUTE FUNCTION governance_handed_in_stays();
CREATE FUNCTION governance_answers_what_came() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.governance_descriptionversion v
    WHERE v.tenant_id = NEW.municipality_id AND v.id = NEW.version_id AND v.state = 'handed_in'
      AND NEW.tenant_id = v.office_id)
  THEN
    RAISE EXCEPTION 'Only what was handed in is answered.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END
$$;
CREATE TRIGGER governance_answers_what_came AFTER INSERT ON governance_descriptionanswer
  FOR EACH ROW EXECUTE FUNCTION governance_answers_what_came();
"""
UNFROZEN = """
DROP TRIGGER governance_answers_what_came ON governance_descriptionanswer;
DROP TRIGGER governance_handed_in_stays ON governance_descriptionchapter;
DROP TRIGGER governance_handed_in_stays ON governance_descriptionversion;
DROP FUNCTION governance_answers_what_came();
DROP FUNCTION governance_handed_in_stays();
"""
OFFICE = "office_id=samspil_tenant"
ONCE = "SELECT, INSERT"


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0003_steering"),
        ("programme", "0001_the_house"),
        ("trust", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="Description",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("programme", models.SlugField()),
                ("kind", models.CharField(max_length=20)),
                ("intervention", models.CharField(blank=True, max_length=40)),
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
            name="DescriptionAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("version_id", models.UUIDField(help_text="the municipality's row")),
                ("municipality_id", models.UUIDField()),
                ("accepted", models.BooleanField()),
                ("words", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("answered_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "version_id"), name="governance_answered_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("accepted", True), models.Q(("words", b""), _negated=True), _connector="OR"
                        ),
                        name="governance_sent_back_with_words",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DescriptionComment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("version_id", models.UUIDField(help_text="the municipality's row")),
                ("municipality_id", models.UUIDField()),
                ("office_id", models.UUIDField()),
                ("chapter", models.CharField(blank=True, help_text="empty: the whole", max_length=60)),
                ("words", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("written_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["version_id"], name="governance_comment_on")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tenant_id", models.F("municipality_id")),
                            ("tenant_id", models.F("office_id")),
                            _connector="OR",
                        ),
                        name="governance_comment_by_one_side",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DescriptionVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=20)),
                ("intervention", models.CharField(blank=True, max_length=40)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(
                        default=samspil.governance.terms.documents.DescriptionState["DRAFT"], max_length=10
                    ),
                ),
                ("begun_on", models.DateField()),
                (
                    "office_id",
                    models.UUIDField(help_text="who reads it; nobody before it is handed in", null=True),
                ),
                ("handed_in_on", models.DateField(null=True)),
                (
                    "revise_by",
                    models.DateField(help_text="of a plan: by when the next must be handed in", null=True),
                ),
                (
                    "concept",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="programme.conceptversion",
                    ),
                ),
                (
                    "description",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="governance.description",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="DescriptionChapter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("chapter", models.CharField(max_length=60)),
                ("words", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("office_id", models.UUIDField(help_text="who reads it, as the version says", null=True)),
                (
                    "version",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="chapters",
                        to="governance.descriptionversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="description",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["anchoring", "preparedness_plan"])),
                name="governance_description_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="description",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind", samspil.governance.terms.documents.DescriptionKind["ANCHORING"]),
                        models.Q(("intervention", ""), _negated=True),
                    ),
                    models.Q(
                        ("intervention", ""),
                        ("kind", samspil.governance.terms.documents.DescriptionKind["PLAN"]),
                    ),
                    _connector="OR",
                ),
                name="governance_description_of",
            ),
        ),
        migrations.AddConstraint(
            model_name="description",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "programme", "kind", "intervention"), name="governance_one_description"
            ),
        ),
        migrations.AddIndex(
            model_name="descriptionversion",
            index=models.Index(fields=["office_id"], name="governance_description_to"),
        ),
        migrations.AddConstraint(
            model_name="descriptionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["anchoring", "preparedness_plan"])),
                name="governance_description_kind_again",
            ),
        ),
        migrations.AddConstraint(
            model_name="descriptionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["draft", "handed_in"])), name="governance_description_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="descriptionversion",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "description", "number"), name="governance_one_description_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="descriptionversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", samspil.governance.terms.documents.DescriptionState["DRAFT"])),
                fields=("tenant_id", "description"),
                name="governance_one_description_draft",
            ),
        ),
        migrations.AddConstraint(
            model_name="descriptionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("handed_in_on__isnull", True),
                        ("office_id__isnull", True),
                        ("revise_by__isnull", True),
                        ("state", samspil.governance.terms.documents.DescriptionState["DRAFT"]),
                    ),
                    models.Q(
                        ("handed_in_on__isnull", False),
                        ("office_id__isnull", False),
                        ("state", samspil.governance.terms.documents.DescriptionState["HANDED_IN"]),
                    ),
                    _connector="OR",
                ),
                name="governance_description_handed_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="descriptionversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state", samspil.governance.terms.documents.DescriptionState["DRAFT"]),
                    models.Q(
                        ("kind", samspil.governance.terms.documents.DescriptionKind["PLAN"]),
                        ("revise_by__isnull", False),
                    ),
                    models.Q(
                        ("kind", samspil.governance.terms.documents.DescriptionKind["ANCHORING"]),
                        ("revise_by__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="governance_plan_is_revised",
            ),
        ),
        migrations.AddConstraint(
            model_name="descriptionchapter",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "version", "chapter"), name="governance_one_chapter"
            ),
        ),
        Protect("governance_description", shared=[("concept_id", "programme_conceptversion")], grants=ONCE),
        Protect(
            "governance_descriptionversion",
            references=[("description_id", "governance_description")],
            shared=[("concept_id", "programme_conceptversion")],
            also=OFFICE,
        ),
        Protect(
            "governance_descriptionchapter",
            references=[("version_id", "governance_descriptionversion")],
            also=OFFICE,
        ),
        Protect(
            "governance_descriptioncomment",
            also="municipality_id=samspil_tenant,office_id=samspil_tenant",
            grants=ONCE,
        ),
        Protect("governance_descriptionanswer", also="municipality_id=samspil_tenant", grants=ONCE),
        migrations.RunSQL(FROZEN, UNFROZEN),
    ]
