"""What the context says is read in place: a function that the planner can write out costs a third less a call."""

from typing import ClassVar

from django.db import migrations

NONE = "'00000000-0000-0000-0000-000000000000'"

IN_PLACE = f"""
CREATE OR REPLACE FUNCTION samspil_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED
RETURN nullif((public.samspil_context())[1], {NONE})::uuid;
CREATE OR REPLACE FUNCTION samspil_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED
RETURN nullif((public.samspil_context())[2], {NONE})::uuid;
CREATE OR REPLACE FUNCTION samspil_presented() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED
RETURN nullif((public.samspil_context())[5], '');
"""

BY_CALL = f"""
CREATE OR REPLACE FUNCTION samspil_tenant() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp AS
$$ SELECT nullif((public.samspil_context())[1], {NONE})::uuid $$;
CREATE OR REPLACE FUNCTION samspil_account() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp AS
$$ SELECT nullif((public.samspil_context())[2], {NONE})::uuid $$;
CREATE OR REPLACE FUNCTION samspil_presented() RETURNS text LANGUAGE sql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp AS
$$ SELECT nullif((public.samspil_context())[5], '') $$;
"""


class Migration(migrations.Migration):
    """Names in a body written out are bound when it is made, so no search path of the caller's counts."""

    dependencies: ClassVar = [("trust", "0009_forms_links_of_a_group_and_of_a_teacher")]

    operations: ClassVar = [migrations.RunSQL(IN_PLACE, BY_CALL)]
