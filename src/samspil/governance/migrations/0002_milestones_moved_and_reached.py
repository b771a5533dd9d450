"""A plan that moves and a milestone that is reached are rows of the programme office's, read by everyone; and
the month in which a programme's courses had begun: of five courses over all municipalities, never of fewer.
"""

import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

MONTH_SQL = """
CREATE FUNCTION samspil_month_begun(programme_slug text) RETURNS date
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  SELECT date_trunc('month', c.started_on)::date FROM public.delivery_course c
  JOIN public.programme_conceptversion v ON v.id = c.concept_id
  JOIN public.programme_programme p ON p.id = v.programme_id
  WHERE p.slug = programme_slug AND c.started_on IS NOT NULL
    AND (SELECT public.samspil_tenant()) IS NOT NULL
  ORDER BY c.started_on OFFSET 4 LIMIT 1
$$;
GRANT CREATE ON SCHEMA public TO samspil_totals;
ALTER FUNCTION samspil_month_begun(text) OWNER TO samspil_totals;
REVOKE CREATE ON SCHEMA public FROM samspil_totals;
REVOKE ALL ON FUNCTION samspil_month_begun(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samspil_month_begun(text) TO samspil_app;
"""
UNDO = "DROP FUNCTION samspil_month_begun(text);"


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0001_obligations_states_told"),
        ("delivery", "0001_the_house"),
        ("evaluation", "0002_month_totals"),
    ]

    operations = [
        migrations.CreateModel(
            name="MilestoneMoved",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("programme", models.SlugField()),
                ("milestone", models.SlugField()),
                ("number", models.PositiveSmallIntegerField(help_text="the last one holds")),
                ("from_on", models.DateField()),
                ("to_on", models.DateField()),
                ("because", models.CharField(max_length=12)),
                ("moved_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("because__in", ["agreed", "waits_for", "supplier", "staff", "funding", "other"])
                        ),
                        name="governance_moved_because",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "programme", "milestone", "number"), name="governance_one_move"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("from_on__lte", models.F("to_on"))),
                        name="governance_moved_forwards",
                    ),
                ],
            },
        ),
        Protect("governance_milestonemoved", also="samspil_tenant", grants="SELECT, INSERT"),
        migrations.CreateModel(
            name="MilestoneReached",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("programme", models.SlugField()),
                ("milestone", models.SlugField()),
                ("number", models.PositiveSmallIntegerField(help_text="the last one holds")),
                ("reached_on", models.DateField(help_text="empty: it was not reached after all", null=True)),
                (
                    "evidence",
                    models.CharField(help_text="where it can be seen; about nobody", max_length=200),
                ),
                ("written_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "programme", "milestone", "number"),
                        name="governance_one_reached",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("reached_on__isnull", True),
                            ("reached_on__lte", models.F("written_on")),
                            _connector="OR",
                        ),
                        name="governance_reached_before_written",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("evidence", ""), _negated=True),
                        name="governance_reached_is_shown",
                    ),
                ],
            },
        ),
        Protect("governance_milestonereached", also="samspil_tenant", grants="SELECT, INSERT"),
        migrations.RunSQL(MONTH_SQL, UNDO),
    ]
