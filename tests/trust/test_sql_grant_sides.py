"""What a municipality and the programme office read of one grant, straight in SQL as the runtime role."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tests.trust import committed
from tests.trust.test_sql_two_sides import OF_GRANT, rows_of, seen


@pytest.fixture(scope="module")
def there(server: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[committed.Ground]:
    with committed.populated(server, django_db_blocker) as found:
        yield found


@pytest.mark.proves("G08")
@pytest.mark.parametrize("table", OF_GRANT)
def test_each_reads_its_own_and_what_is_told_to_it_and_nobody_else_reads_anything(there, table):
    rows = rows_of(there, table, OF_GRANT[table].partition("=")[0])
    drafts = [one for one in rows if one[2] is None]

    for slug in there.world.organisations:
        mine = there.world.tenant(slug)
        assert seen(there, table, slug) == {key for key, tenant, other in rows if mine in (tenant, other)}
    read_by = {slug: bool(seen(there, table, slug)) for slug in there.world.organisations}
    assert {slug for slug, is_seen in read_by.items() if is_seen} == {"aaby", "baekby", "kontoret"}
    with_drafts = ("economy_budgetamount", "economy_budgetversion", "economy_budgetline", "economy_statement")
    assert bool(drafts) == (table in with_drafts)
