"""Knowledge shared in the network group, searched with Danish word stems. Nothing of it is edited."""

import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.contrib.postgres.search
import django.db.models.deletion
import samspil.governance.terms.knowledge
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# The office in whose network group the open scope's organisation has a seat; nothing for every other.
NETWORKED = """
CREATE FUNCTION samspil_networked() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.tenant_id FROM public.governance_seat s
  JOIN public.governance_group g ON g.tenant_id = s.tenant_id AND g.id = s.group_id
  WHERE s.organisation_id = (SELECT public.samspil_tenant()) AND s.ended_at IS NULL AND g.kind = 'network'
  ORDER BY s.from_on, s.tenant_id LIMIT 1
$$;
REVOKE ALL ON FUNCTION samspil_networked() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samspil_networked() TO samspil_app;
"""
NOT_NETWORKED = "DROP FUNCTION samspil_networked();"

# Whoever shares has a seat; an answer is to a question that stands; versions follow each other; what is
# withdrawn is withdrawn once, by its author or by the office, and nothing is added to it any more.
SHARED = """
CREATE FUNCTION governance_shared_in_order() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  about uuid;
  author uuid;
BEGIN
  IF NEW.office_id IS DISTINCT FROM (SELECT public.samspil_networked()) THEN
    RAISE EXCEPTION 'Whoever shares has a seat in the network group.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_TABLE_NAME = 'governance_contribution' THEN
    IF NEW.answers_id IS NOT NULL AND (NOT EXISTS (SELECT 1 FROM public.governance_contribution c
        WHERE c.id = NEW.answers_id AND c.office_id = NEW.office_id AND c.kind = 'question')
      OR EXISTS (SELECT 1 FROM public.governance_contributionwithdrawn w
        WHERE w.contribution_id = NEW.answers_id))
    THEN
      RAISE EXCEPTION 'An answer is to a question that stands.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  about := NEW.contribution_id;
  PERFORM pg_advisory_xact_lock(hashtextextended(about::text, 34));
  IF EXISTS (SELECT 1 FROM public.governance_contributionwithdrawn w
    WHERE w.contribution_id = about AND w.id <> NEW.id)
  THEN
    RAISE EXCEPTION 'What was withdrawn stays so.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_TABLE_NAME = 'governance_contributionwithdrawn' THEN
    SELECT c.tenant_id INTO author FROM public.governance_contribution c
      WHERE c.id = about AND c.office_id = NEW.office_id;
    IF author IS NULL OR NEW.tenant_id NOT IN (author, NEW.office_id) THEN
      RAISE EXCEPTION 'It is withdrawn by its author or by the office.' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF TG_TABLE_NAME = 'governance_contributionversion' THEN
    IF NEW.number <> (SELECT count(*) FROM public.governance_contributionversion v
      WHERE v.tenant_id = NEW.tenant_id AND v.contribution_id = about)
    THEN
      RAISE EXCEPTION 'Versions follow each other.' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_shared_in_order AFTER INSERT ON governance_contribution
  FOR EACH ROW EXECUTE FUNCTION governance_shared_in_order();
CREATE TRIGGER governance_version_in_order AFTER INSERT ON governance_contributionversion
  FOR EACH ROW EXECUTE FUNCTION governance_shared_in_order();
CREATE TRIGGER governance_file_in_order AFTER INSERT ON governance_contributionfile
  FOR EACH ROW EXECUTE FUNCTION governance_shared_in_order();
CREATE TRIGGER governance_withdrawn_in_order AFTER INSERT ON governance_contributionwithdrawn
  FOR EACH ROW EXECUTE FUNCTION governance_shared_in_order();
"""
NOT_SHARED = "DROP FUNCTION governance_shared_in_order() CASCADE;"
MEMBERS = "office_id=samspil_tenant,office_id=samspil_networked"
ONCE = "SELECT, INSERT"


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0008_status_packs"),
    ]

    operations = [
        migrations.RunSQL(NETWORKED, NOT_NETWORKED),
        migrations.CreateModel(
            name="Contribution",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("programme", models.SlugField()),
                ("kind", models.CharField(max_length=10)),
                (
                    "answers_id",
                    models.UUIDField(
                        help_text="the question, which may be another organisation's row", null=True
                    ),
                ),
                ("shared_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["office_id", "shared_on"], name="governance_shared_in")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["experience", "tool", "question", "answer"])),
                        name="governance_contribution_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("answers_id__isnull", False),
                                ("kind", samspil.governance.terms.knowledge.KnowledgeKind["ANSWER"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("kind", samspil.governance.terms.knowledge.KnowledgeKind["ANSWER"]),
                                    _negated=True,
                                ),
                                ("answers_id__isnull", True),
                            ),
                            _connector="OR",
                        ),
                        name="governance_answers_a_question",
                    ),
                ],
            },
        ),
        Protect("governance_contribution", also=MEMBERS, grants=ONCE),
        migrations.CreateModel(
            name="ContributionWithdrawn",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("contribution_id", models.UUIDField(help_text="the row of whoever shared it")),
                ("because", models.CharField(max_length=10)),
                ("withdrawn_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["office_id", "contribution_id"], name="governance_withdrawn_of")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("because__in", ["outdated", "wrong", "twice", "points"])),
                        name="governance_withdrawn_because",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "contribution_id"), name="governance_withdrawn_once"
                    ),
                ],
            },
        ),
        Protect("governance_contributionwithdrawn", also=MEMBERS, grants=ONCE),
        migrations.CreateModel(
            name="ContributionFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("size", models.PositiveIntegerField(help_text="bytes of the file")),
                (
                    "content",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="the file, as base64"
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="files",
                        to="governance.contribution",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "contribution"), name="governance_one_file_a_contribution"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("size__gte", 1),
                            ("size__lte", 5000000),
                            models.Q(("content", b""), _negated=True),
                        ),
                        name="governance_contribution_file_there",
                    ),
                ],
            },
        ),
        Protect(
            "governance_contributionfile",
            references=[("contribution_id", "governance_contribution")],
            also=MEMBERS,
            grants=ONCE,
        ),
        migrations.CreateModel(
            name="ContributionVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("number", models.PositiveSmallIntegerField(help_text="from one")),
                ("title", models.CharField(blank=True, max_length=120)),
                ("words", models.TextField()),
                (
                    "interventions",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=60), default=list, size=None
                    ),
                ),
                (
                    "methods",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SlugField(max_length=60), default=list, size=None
                    ),
                ),
                ("written_on", models.DateField()),
                (
                    "told",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.contrib.postgres.search.CombinedSearchVector(
                            django.contrib.postgres.search.SearchVector("title", config="danish", weight="A"),
                            "||",
                            django.contrib.postgres.search.SearchVector("words", config="danish", weight="B"),
                            django.contrib.postgres.search.SearchConfig("danish"),
                        ),
                        output_field=django.contrib.postgres.search.SearchVectorField(),
                    ),
                ),
                (
                    "contribution",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="governance.contribution",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(
                        fields=["told"], name="governance_contribution_told"
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "contribution", "number"),
                        name="governance_one_contribution_version",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="governance_contribution_says"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("interventions__len__lte", 12), ("methods__len__lte", 12)),
                        name="governance_contribution_tags",
                    ),
                ],
            },
        ),
        Protect(
            "governance_contributionversion",
            references=[("contribution_id", "governance_contribution")],
            also=MEMBERS,
            grants=ONCE,
        ),
        migrations.RunSQL(SHARED, NOT_SHARED),
    ]
