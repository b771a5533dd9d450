"""Migration operations: the policy, the composite keys and the grants of one table.

Django sees a uuid `id` as primary key and foreign keys without constraint. The database has
`PRIMARY KEY (tenant_id, id)` and `FOREIGN KEY (tenant_id, x_id)`, so that a row of one
organisation can never point at a row of another, and a foreign id fails exactly as a random one.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.db.migrations.operations.special import RunSQL

RUNTIME = "samspil_app"
ALL = "SELECT, INSERT, UPDATE, DELETE"


def policy_expression(tenant: str, also: str | None = None) -> str:
    """Who sees a row: its organisation, or whoever matches `also` (`column=samspil_x`).

    `column=samspil_x@until` lets the other one see it until the moment in that column has come, by the
    database's clock. A function alone lets every organisation see it: whoever has a valid context.
    """
    own = f"({tenant} = (SELECT samspil_tenant()))"
    if also is None:
        return own
    return f"({own} OR {' OR '.join(_other(one) for one in also.split(','))})"


def _other(pair: str) -> str:
    column, _is, function = pair.partition("=")
    if not function:
        return f"((SELECT {column}()) IS NOT NULL)"
    function, _at, until = function.partition("@")
    matches = f"({column} = (SELECT {function}()))"
    return f"({matches} AND ({until} > now()))" if until else matches


def protect_sql(table: str, *, tenant: str = "tenant_id", also: str | None = None, grants: str = ALL) -> str:
    """Turn row-level security on and force it, with one policy for reading and one for writing."""
    read, write = policy_expression(tenant, also), policy_expression(tenant)
    return f"""
ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
ALTER TABLE {table} FORCE ROW LEVEL SECURITY;
CREATE POLICY samspil_read ON {table} FOR SELECT TO {RUNTIME} USING {read};
CREATE POLICY samspil_insert ON {table} FOR INSERT TO {RUNTIME} WITH CHECK {write};
CREATE POLICY samspil_update ON {table} FOR UPDATE TO {RUNTIME} USING {write} WITH CHECK {write};
CREATE POLICY samspil_delete ON {table} FOR DELETE TO {RUNTIME} USING {write};
GRANT {grants} ON {table} TO {RUNTIME};
"""


class Protect(RunSQL):
    """Composite primary key, composite references, row-level policies and grants of one table.

    `references` holds pairs (column, table) within the organisation, `shared` pairs to tables that
    belong to no organisation. Must stand right behind the table's creation, in
    the same migration, so that the table is never there without its policy.
    """

    def __init__(
        self,
        table: str,
        *,
        references: Sequence[tuple[str, str]] = (),
        shared: Sequence[tuple[str, str]] = (),
        also: str | None = None,
        grants: str = ALL,
    ) -> None:
        keys = [
            f"ALTER TABLE {table} DROP CONSTRAINT {table}_pkey;",
            f"ALTER TABLE {table} ADD PRIMARY KEY (tenant_id, id);",
        ]
        keys += [
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_fk FOREIGN KEY (tenant_id, {column})"
            f" REFERENCES {target} (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;"
            for column, target in references
        ]
        keys += [
            f"ALTER TABLE {table} ADD CONSTRAINT {table}_{column}_fk FOREIGN KEY ({column})"
            f" REFERENCES {target} (id) DEFERRABLE INITIALLY DEFERRED;"
            for column, target in shared
        ]
        super().__init__("\n".join([*keys, protect_sql(table, also=also, grants=grants)]), RunSQL.noop)


class Open(RunSQL):
    """Grants on a table that belongs to no organisation."""

    def __init__(self, *tables: str, grants: str = ALL) -> None:
        super().__init__("\n".join(f"GRANT {grants} ON {one} TO {RUNTIME};" for one in tables), RunSQL.noop)
