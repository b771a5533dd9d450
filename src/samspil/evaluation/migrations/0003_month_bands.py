"""How much of what was owed each municipality made, as one of three bands and never as a number."""

import django.db.models.deletion
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

# The band is made where the counts are: no count of a municipality leaves the function.
BANDS_SQL = """
CREATE FUNCTION samspil_month_bands(programme_slug text, month_end date)
RETURNS TABLE (municipality uuid, band text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH counted AS (
    SELECT m.tenant_id, count(*) AS owed, count(*) FILTER (WHERE m.state IN ('done', 'late')) AS made
    FROM public.delivery_measurement m
    JOIN public.delivery_course c ON c.tenant_id = m.tenant_id AND c.id = m.course_id
    JOIN public.programme_conceptversion v ON v.id = c.concept_id
    JOIN public.programme_programme p ON p.id = v.programme_id
    WHERE p.slug = programme_slug AND m.opens_on <= month_end
      AND EXISTS (SELECT 1 FROM public.people_organisation o
                  WHERE o.id = (SELECT public.samspil_tenant()) AND o.kind = 'programme_office')
    GROUP BY m.tenant_id
  )
  SELECT tenant_id, CASE
    WHEN owed < 10 THEN 'withheld'
    WHEN made * 2 < owed THEN 'low'
    WHEN made * 5 < owed * 4 THEN 'middle'
    ELSE 'high' END
  FROM counted
$$;
GRANT CREATE ON SCHEMA public TO samspil_totals;
ALTER FUNCTION samspil_month_bands(text, date) OWNER TO samspil_totals;
REVOKE CREATE ON SCHEMA public FROM samspil_totals;
REVOKE ALL ON FUNCTION samspil_month_bands(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samspil_month_bands(text, date) TO samspil_app;
"""
UNDO = "DROP FUNCTION samspil_month_bands(text, date);"


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0002_month_totals"), ("people", "0006_gettingin_drafts")]

    operations = [
        migrations.CreateModel(
            name="MonthEndBand",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "municipality",
                    models.UUIDField(help_text="the organisation; names stand in the directory"),
                ),
                ("band", models.CharField(max_length=10)),
                (
                    "month_end",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="evaluation.monthend",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "month_end", "municipality"), name="evaluation_one_band"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("band__in", ["withheld", "low", "middle", "high"])),
                        name="evaluation_band",
                    ),
                ],
            },
        ),
        Protect(
            "evaluation_monthendband",
            references=[("month_end_id", "evaluation_monthend")],
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(BANDS_SQL, UNDO),
    ]
