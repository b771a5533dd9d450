"""An evaluator's organisation reads the frozen months: the one copy, whole or withheld as it was frozen."""

from django.db import migrations, models

from samspil.trust.operations import policy_expression

TABLES = (
    "evaluation_monthend",
    "evaluation_monthendband",
    "evaluation_monthendburden",
    "evaluation_monthendrow",
)
ALSO = "read_by=samspil_kind"

# What kind of organisation the open scope is one of; nothing where no scope is open.
KIND_SQL = """
CREATE FUNCTION samspil_kind() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp AS $$
  SELECT kind::text FROM public.people_organisation WHERE id = (SELECT public.samspil_tenant())
$$;
REVOKE ALL ON FUNCTION samspil_kind() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samspil_kind() TO samspil_app;
"""


def _read(also: str | None) -> str:
    return "".join(
        f"DROP POLICY samspil_read ON {table};"
        f"CREATE POLICY samspil_read ON {table} FOR SELECT TO samspil_app"
        f" USING {policy_expression('tenant_id', also)};"
        for table in TABLES
    )


class Migration(migrations.Migration):
    dependencies = [("evaluation", "0004_month_burden")]

    operations = [
        migrations.AddField(
            model_name="monthend",
            name="read_by",
            field=models.CharField(db_default="evaluator", max_length=20),
        ),
        migrations.AddField(
            model_name="monthendband",
            name="read_by",
            field=models.CharField(db_default="evaluator", max_length=20),
        ),
        migrations.AddField(
            model_name="monthendburden",
            name="read_by",
            field=models.CharField(db_default="evaluator", max_length=20),
        ),
        migrations.AddField(
            model_name="monthendrow",
            name="read_by",
            field=models.CharField(db_default="evaluator", max_length=20),
        ),
        migrations.RunSQL(KIND_SQL + _read(ALSO), _read(None) + "DROP FUNCTION samspil_kind();"),
    ]
