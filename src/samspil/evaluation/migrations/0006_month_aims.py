"""What the programme's measures had come to when a month ended: totals of five or more, read by everyone in it."""

import django.db.models.deletion
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

# Of visits and certificates the role of the sums reads what it counts, and no other column. Courses are told by
# intervention only where none has one to four: the total of both stands in the month-end table.
AIMS_SQL = """
GRANT SELECT (tenant_id, id, concept_id) ON delivery_series TO samspil_totals;
GRANT SELECT (tenant_id, series_id, state, "on") ON delivery_visit TO samspil_totals;
GRANT SELECT (tenant_id, concept_id, account_id, track, issued_on, ended_on) ON delivery_trainingcertificate
  TO samspil_totals;
CREATE POLICY samspil_totals ON delivery_series FOR SELECT TO samspil_totals USING (true);
CREATE POLICY samspil_totals ON delivery_visit FOR SELECT TO samspil_totals USING (true);
CREATE POLICY samspil_totals ON delivery_trainingcertificate FOR SELECT TO samspil_totals USING (true);

CREATE FUNCTION samspil_month_aims(programme_slug text, month_end date)
RETURNS TABLE (measure text, part text, value integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH versions AS (
    SELECT v.id FROM public.programme_conceptversion v
    JOIN public.programme_programme p ON p.id = v.programme_id
    WHERE p.slug = programme_slug
      AND EXISTS (SELECT 1 FROM public.people_organisation o
                  WHERE o.id = (SELECT public.samspil_tenant()) AND o.kind = 'programme_office')
  ),
  begun AS (
    SELECT i.part, (SELECT count(*) FROM public.delivery_course c
      WHERE c.intervention = i.part AND c.started_on <= month_end
        AND c.concept_id IN (SELECT id FROM versions)) AS n
    FROM (VALUES ('mentor'), ('parent')) i (part)
  ),
  counted AS (
    SELECT 'courses_begun' AS measure, b.part, b.n,
      (SELECT bool_and(e.n = 0 OR e.n >= 5) FROM begun e) AS shown FROM begun b
    UNION ALL
    SELECT 'visits_held', '', count(*), true FROM public.delivery_visit d
    JOIN public.delivery_series s ON s.tenant_id = d.tenant_id AND s.id = d.series_id
    WHERE d.state = 'held' AND d."on" <= month_end AND s.concept_id IN (SELECT id FROM versions)
    UNION ALL
    SELECT 'staff_certified', t.part, (SELECT count(DISTINCT c.account_id)
      FROM public.delivery_trainingcertificate c
      WHERE c.track = t.part AND c.issued_on <= month_end
        AND (c.ended_on IS NULL OR c.ended_on > month_end)
        AND c.concept_id IN (SELECT id FROM versions)), true
    FROM (VALUES ('mentor'), ('role_model'), ('parent_coach')) t (part)
  )
  SELECT measure, part, CASE WHEN n >= 5 AND shown THEN n::integer END FROM counted
  WHERE EXISTS (SELECT 1 FROM versions)
$$;
GRANT CREATE ON SCHEMA public TO samspil_totals;
ALTER FUNCTION samspil_month_aims(text, date) OWNER TO samspil_totals;
REVOKE CREATE ON SCHEMA public FROM samspil_totals;
REVOKE ALL ON FUNCTION samspil_month_aims(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samspil_month_aims(text, date) TO samspil_app;
"""
UNDO = """
DROP FUNCTION samspil_month_aims(text, date);
DROP POLICY samspil_totals ON delivery_trainingcertificate;
DROP POLICY samspil_totals ON delivery_visit;
DROP POLICY samspil_totals ON delivery_series;
REVOKE SELECT (tenant_id, concept_id, account_id, track, issued_on, ended_on) ON delivery_trainingcertificate
  FROM samspil_totals;
REVOKE SELECT (tenant_id, series_id, state, "on") ON delivery_visit FROM samspil_totals;
REVOKE SELECT (tenant_id, id, concept_id) ON delivery_series FROM samspil_totals;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("evaluation", "0005_evaluator_reads"),
        ("delivery", "0035_asked_where_it_can_fail"),
    ]

    operations = [
        migrations.CreateModel(
            name="MonthEndAim",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("programme", models.SlugField()),
                ("month", models.DateField(help_text="the first of the month")),
                ("measure", models.CharField(max_length=20)),
                (
                    "part",
                    models.CharField(
                        blank=True, help_text="intervention or track; empty: the whole", max_length=20
                    ),
                ),
                (
                    "value",
                    models.PositiveIntegerField(help_text="a count, or per cent; empty: withheld", null=True),
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
                "indexes": [models.Index(fields=["programme", "month"], name="evaluation_aim_months")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "month_end", "measure", "part"), name="evaluation_one_aim"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "measure__in",
                                [
                                    "coverage",
                                    "obligations_met",
                                    "courses_begun",
                                    "visits_held",
                                    "staff_certified",
                                    "network_meetings",
                                ],
                            )
                        ),
                        name="evaluation_aim_measure",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("value__isnull", True),
                            models.Q(
                                ("measure__in", ("courses_begun", "visits_held", "staff_certified")),
                                ("value__gte", 5),
                            ),
                            models.Q(("measure__in", ("coverage", "obligations_met")), ("value__lte", 100)),
                            ("measure__in", ("network_meetings",)),
                            _connector="OR",
                        ),
                        name="evaluation_aim_not_of_few",
                    ),
                ],
            },
        ),
        Protect(
            "evaluation_monthendaim",
            references=[("month_end_id", "evaluation_monthend")],
            also="samspil_tenant",
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(AIMS_SQL, UNDO),
    ]
