"""The median of what registering takes, over all municipalities: from ten, and never of one alone."""

import django.db.models.deletion
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

BURDEN_SQL = """
CREATE FUNCTION samspil_month_burden(first_day date)
RETURNS TABLE (role text, kind text, median_s integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH own AS (
    SELECT e.role, e.kind, e.seconds, e.count, e.tenant_id FROM public.delivery_effort e
    WHERE e.month = first_day
      AND EXISTS (SELECT 1 FROM public.people_organisation o
                  WHERE o.id = (SELECT public.samspil_tenant()) AND o.kind = 'programme_office')
  ),
  whole AS (
    SELECT own.role, own.kind, sum(own.count) AS number, count(DISTINCT own.tenant_id) AS places
    FROM own GROUP BY own.role, own.kind
  ),
  steps AS (
    SELECT s.role, s.kind, s.seconds,
      sum(s.number) OVER (PARTITION BY s.role, s.kind ORDER BY s.seconds) AS up_to
    FROM (SELECT own.role, own.kind, own.seconds, sum(own.count) AS number
          FROM own GROUP BY own.role, own.kind, own.seconds) s
  )
  SELECT w.role::text, w.kind::text,
    CASE WHEN w.number >= 10 AND w.places >= 2 THEN (
      SELECT min(s.seconds) FROM steps s
      WHERE s.role = w.role AND s.kind = w.kind AND s.up_to * 2 >= w.number)::integer END
  FROM whole w
$$;
GRANT CREATE ON SCHEMA public TO samspil_totals;
ALTER FUNCTION samspil_month_burden(date) OWNER TO samspil_totals;
REVOKE CREATE ON SCHEMA public FROM samspil_totals;
REVOKE ALL ON FUNCTION samspil_month_burden(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samspil_month_burden(date) TO samspil_app;
"""
UNDO = "DROP FUNCTION samspil_month_burden(date);"


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0003_month_bands"),
        ("delivery", "0017_efforts"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthEndBurden",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("role", models.CharField(max_length=30)),
                ("kind", models.CharField(max_length=20)),
                (
                    "median_s",
                    models.PositiveSmallIntegerField(
                        help_text="at most so many seconds; empty: withheld", null=True
                    ),
                ),
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
                        fields=("tenant_id", "month_end", "role", "kind"), name="evaluation_one_burden"
                    )
                ],
            },
        ),
        Protect(
            "evaluation_monthendburden",
            references=[("month_end_id", "evaluation_monthend")],
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(BURDEN_SQL, UNDO),
    ]
