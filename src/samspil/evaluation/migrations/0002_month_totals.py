"""The one sum across organisations: a function that gives totals of five or more, and nothing else."""

from django.db import migrations

TOTALS_SQL = """
GRANT SELECT ON delivery_measurement, delivery_course, programme_conceptversion, programme_programme,
  people_organisation TO samspil_totals;
CREATE POLICY samspil_totals ON delivery_measurement FOR SELECT TO samspil_totals USING (true);
CREATE POLICY samspil_totals ON delivery_course FOR SELECT TO samspil_totals USING (true);

CREATE FUNCTION samspil_month_totals(programme_slug text, month_end date)
RETURNS TABLE (key text, owed bigint, done bigint, late bigint, excused bigint, open bigint, missed bigint,
  stopped bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH counted AS (
    SELECT m.key, count(*) AS owed,
      count(*) FILTER (WHERE m.state = 'done') AS done,
      count(*) FILTER (WHERE m.state = 'late') AS late,
      count(*) FILTER (WHERE m.state = 'excused') AS excused,
      count(*) FILTER (WHERE m.state = 'open') AS open,
      count(*) FILTER (WHERE m.state = 'missed') AS missed,
      count(*) FILTER (WHERE m.state = 'stopped') AS stopped
    FROM public.delivery_measurement m
    JOIN public.delivery_course c ON c.tenant_id = m.tenant_id AND c.id = m.course_id
    JOIN public.programme_conceptversion v ON v.id = c.concept_id
    JOIN public.programme_programme p ON p.id = v.programme_id
    WHERE p.slug = programme_slug AND m.opens_on <= month_end
      AND EXISTS (SELECT 1 FROM public.people_organisation o
                  WHERE o.id = (SELECT public.samspil_tenant()) AND o.kind = 'programme_office')
    GROUP BY m.key
  )
  SELECT key::text,
    CASE WHEN owed >= 5 THEN owed END, CASE WHEN owed >= 5 THEN done END, CASE WHEN owed >= 5 THEN late END,
    CASE WHEN owed >= 5 THEN excused END, CASE WHEN owed >= 5 THEN open END,
    CASE WHEN owed >= 5 THEN missed END, CASE WHEN owed >= 5 THEN stopped END
  FROM counted
$$;
GRANT CREATE ON SCHEMA public TO samspil_totals;
ALTER FUNCTION samspil_month_totals(text, date) OWNER TO samspil_totals;
REVOKE CREATE ON SCHEMA public FROM samspil_totals;
REVOKE ALL ON FUNCTION samspil_month_totals(text, date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samspil_month_totals(text, date) TO samspil_app;
"""


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0001_the_house")]
    operations = [migrations.RunSQL(TOTALS_SQL, migrations.RunSQL.noop)]
