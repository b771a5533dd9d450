"""The start-up check: the database's catalogue and our declarations must say the same.

Samspil refuses to serve when they differ. Nothing here is repaired silently.
"""

from __future__ import annotations

from django.apps import apps
from django.db import connection

from samspil.trust.operations import RUNTIME, policy_expression
from samspil.trust.privacy import FOREIGN, Declaration, declarations

COMMANDS = {"r": "samspil_read", "a": "samspil_insert", "w": "samspil_update", "d": "samspil_delete"}
DEFINERS = frozenset(
    {
        "samspil_context",
        "samspil_corps_totals",
        "samspil_month_aims",
        "samspil_month_bands",
        "samspil_month_begun",
        "samspil_month_burden",
        "samspil_month_measured",
        "samspil_month_totals",
    }
)
"""Every SECURITY DEFINER function of ours; the SQL matrix runs each."""
TOTALS_ROLE = "samspil_totals"
SUMMED = frozenset(
    {
        "delivery_course",
        "delivery_effort",
        "delivery_measurement",
        "delivery_series",
        "delivery_trainingcertificate",
        "delivery_visit",
        "people_appointment",
    }
)
"""The tables over which the role of the sums may read across organisations."""
UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}

_TABLES = """
SELECT c.relname, c.relrowsecurity, c.relforcerowsecurity, pg_get_userbyid(c.relowner),
  (SELECT string_agg(a.attname, ',' ORDER BY k.ord) FROM pg_index i, unnest(i.indkey) WITH ORDINALITY k(num, ord),
     pg_attribute a WHERE i.indrelid = c.oid AND i.indisprimary AND a.attrelid = c.oid AND a.attnum = k.num),
  (SELECT string_agg(p, ', ' ORDER BY p) FROM unnest(ARRAY['SELECT','INSERT','UPDATE','DELETE','TRUNCATE']) p
     WHERE has_table_privilege(current_user, c.oid, p))
FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p', 'v', 'm')
"""
_POLICIES = """
SELECT c.relname, p.polcmd::text, p.polname, pg_get_expr(p.polqual, p.polrelid), pg_get_expr(p.polwithcheck, p.polrelid),
  (SELECT string_agg(pg_get_userbyid(r), ',') FROM unnest(p.polroles) r), p.polpermissive
FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid
"""
_FOREIGN_KEYS = """
SELECT c.relname, con.conname,
  (SELECT array_agg(a.attname ORDER BY k.ord) FROM unnest(con.conkey) WITH ORDINALITY k(num, ord)
     JOIN pg_attribute a ON a.attrelid = con.conrelid AND a.attnum = k.num)
FROM pg_constraint con JOIN pg_class c ON c.oid = con.conrelid JOIN pg_class f ON f.oid = con.confrelid
WHERE con.contype = 'f' AND f.relrowsecurity
"""
_UNIQUES = """
SELECT c.relname, ic.relname, (SELECT array_agg(a.attname ORDER BY k.ord) FROM unnest(i.indkey) WITH ORDINALITY k(num, ord)
     JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum = k.num)
FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid JOIN pg_class ic ON ic.oid = i.indexrelid
JOIN pg_namespace n ON n.oid = c.relnamespace WHERE i.indisunique AND n.nspname = 'public'
"""
_FUNCTIONS = """
SELECT proname, coalesce(array_to_string(proconfig, ','), ''), prosecdef, proleakproof FROM pg_proc p
JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE n.nspname = 'public' AND (p.prosecdef OR p.proleakproof)
"""
_COLUMN_GRANTS = """
SELECT c.relname, string_agg(DISTINCT x.privilege_type, ', ' ORDER BY x.privilege_type) FROM pg_attribute a
JOIN pg_class c ON c.oid = a.attrelid JOIN pg_namespace n ON n.oid = c.relnamespace, aclexplode(a.attacl) x
WHERE n.nspname = 'public' AND x.grantee IN (0, (SELECT oid FROM pg_roles WHERE rolname = current_user))
GROUP BY c.relname
"""
_ROLE = """
SELECT rolsuper, rolbypassrls, rolcreaterole,
  (SELECT count(*) FROM pg_roles o WHERE o.rolname <> current_user
     AND pg_has_role(current_user, o.oid, 'MEMBER')) FROM pg_roles WHERE rolname = current_user
"""


def problems() -> list[str]:
    """Every difference between catalogue and declarations, as sentences; empty when they agree."""
    ours = {one.table: one for one in declarations(apps.get_models(include_auto_created=True))}
    with connection.cursor() as cursor:
        cursor.execute(_TABLES)
        tables = {row[0]: row[1:] for row in cursor.fetchall()}
        cursor.execute(_POLICIES)
        policies = cursor.fetchall()
        cursor.execute(_FOREIGN_KEYS)
        foreign_keys = cursor.fetchall()
        cursor.execute(_UNIQUES)
        uniques = cursor.fetchall()
        cursor.execute(_FUNCTIONS)
        functions = cursor.fetchall()
        cursor.execute(_COLUMN_GRANTS)
        column_grants = cursor.fetchall()
        found = _role_problems(cursor)
    found += [f"Table {name} is not declared." for name in sorted(set(tables) - set(ours) - set(FOREIGN))]
    found += [
        f"Table {name} is declared but not there."
        for name in sorted((set(ours) | set(FOREIGN)) - set(tables))
    ]
    for name, declared in ours.items():
        if name in tables:
            found += _table_problems(declared, tables[name], [row[1:] for row in policies if row[0] == name])
    tenanted = {name for name, one in ours.items() if isinstance(one.tenant, str)}
    found += [
        f"{table}.{name} does not begin with tenant_id."
        for table, name, columns in [*foreign_keys, *uniques]
        if table in tenanted and columns[0] != "tenant_id"
    ]
    found += [
        f"Function {name} runs with its owner's rights but is not on the list."
        for name, _, definer, _ in functions
        if definer and name not in DEFINERS
    ]
    found += [
        f"Function {name} has no pinned search_path."
        for name, setting, definer, _ in functions
        if definer and "pg_temp" not in setting
    ]
    found += [
        f"Function {name} is leakproof: it may see rows before the policy."
        for name, _, _, leakproof in functions
        if leakproof
    ]
    found += [
        f"{name}: the runtime role holds {granted} on single columns." for name, granted in column_grants
    ]
    return found


def _role_problems(cursor) -> list[str]:  # type: ignore[no-untyped-def]
    cursor.execute(_ROLE)
    superuser, bypass, creates, reachable = cursor.fetchone()
    found = []
    if superuser or bypass or creates or reachable:
        found.append("The runtime role may bypass row-level security.")
    for name, unsafe in UNSAFE.items():
        cursor.execute("SELECT current_setting(%s)", [name])
        if cursor.fetchone()[0] == unsafe:
            found.append(f"The database runs with {name}={unsafe}: a power cut would lose what was saved.")
    return found


def _table_problems(declared: Declaration, row: tuple, policies: list) -> list[str]:  # type: ignore[type-arg]
    secured, forced, owner, primary, granted = row
    name = declared.table
    found = []
    if owner == RUNTIME:
        found.append(f"{name} belongs to the runtime role.")
    expected = ", ".join(sorted(declared.grants.split(", ")))
    if (granted or "") != expected:
        found.append(f"{name}: the runtime role holds {granted or 'nothing'}, declared is {expected}.")
    if not isinstance(declared.tenant, str):
        return found
    if not secured or not forced:
        found.append(f"{name} has no forced row-level security.")
    if primary != "tenant_id,id":
        found.append(f"{name} has primary key ({primary}), not (tenant_id, id).")
    return found + _policy_problems(declared, policies)


def _policy_problems(declared: Declaration, policies: list) -> list[str]:  # type: ignore[type-arg]
    name, tenant = declared.table, str(declared.tenant)
    read, write = _plain(policy_expression(tenant, declared.also)), _plain(policy_expression(tenant))
    wanted = {"r": (read, None), "a": (None, write), "w": (write, write), "d": (write, None)}
    found = []
    for command, policy, using, check, roles, permissive in policies:
        if name in SUMMED and policy == roles == TOTALS_ROLE and command == "r":
            continue
        stated = (using and _plain(using), check and _plain(check))
        if roles != RUNTIME or not permissive or COMMANDS.get(command) != policy or stated != wanted[command]:
            found.append(f"{name}: policy {policy} differs from the declaration.")
    there = {command for command, _, _, _, roles, _ in policies if roles == RUNTIME}
    found += [f"{name}: policy {COMMANDS[command]} is missing." for command in sorted(set(wanted) - there)]
    return found


def _plain(expression: str) -> str:
    """An expression without the brackets, aliases and casts that the catalogue adds."""
    text = expression.replace(" AS samspil_tenant", "").replace(" AS samspil_account", "")
    text = text.replace(" AS samspil_presented", "").replace(" AS samspil_kind", "")
    text = text.replace(" AS samspil_seated", "").replace(" AS samspil_steers", "")
    text = text.replace(" AS samspil_networked", "").replace("::text", "")
    return "".join(one for one in text if one not in "() \n")
