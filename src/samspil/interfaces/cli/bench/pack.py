"""The status pack of a programme with 98 municipalities, from the button to the page; its files beside it."""

from __future__ import annotations

import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from datetime import time as clock_time
from typing import Any

from samspil.governance.actions import groups
from samspil.governance.queries import meetings
from samspil.governance.rules.series import Series
from samspil.governance.terms.barriers import RaisedBy
from samspil.governance.terms.groups import GroupKind
from samspil.interfaces import clock
from samspil.interfaces.cli.bench.ground import copied_in
from samspil.interfaces.cli.bench.meter import Request
from samspil.interfaces.cli.bench.obligations import MANY, SLUG, Obligations
from samspil.interfaces.cli.bench.scratch import Superuser
from samspil.interfaces.cli.exits import Failed
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.people.terms import ROLES, Role
from samspil.programme import queries as programme
from samspil.trust.scope import scope

TARGET_S = 5.0
MOST = 12
BARRIERS = 60
WHAT = (
    f"POST the status pack of {MANY} municipalities with {BARRIERS} barriers onto an agenda, sealed,"
    " then GET the page that it leads to"
)
FLOOR = "one bare SELECT of the obligations' states from a plain table without policies, as tuples"


@dataclass(slots=True)
class Pack:
    """Both sides of the bench; of each pack its PDF and Word are timed as well."""

    superuser: Superuser
    promised: Obligations
    meeting_id: uuid.UUID
    barrier_id: uuid.UUID
    made: int = 0
    pdf_ms: list[float] = field(default_factory=list)
    docx_ms: list[float] = field(default_factory=list)

    def ours(self, count: int) -> Sequence[Request]:
        """The button and the page."""
        return [self._make] * count

    def stored(self) -> int:
        """How many versions there are."""
        with self.superuser.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM governance_statuspack")
            row = cursor.fetchone()
        return int(row[0]) if row else 0

    def _make(self) -> bool:
        self.made += 1  # something has changed since the last version, or there would be no new one
        heading = f"Barriere {'abcdefghij'[self.made // 10 % 10]}{'abcdefghij'[self.made % 10]}"
        told = "UPDATE governance_barrier SET heading = %s WHERE tenant_id = %s AND id = %s"
        self.superuser.execute(told, [heading, self.promised.houses[0], self.barrier_id])
        page = self.promised.page
        led = page.post(f"/o/steering/meetings/{self.meeting_id}/pack", {})
        seen = page.get(led.location)
        return led.status == 302 and seen.status == 200 and seen.body.count(b"<section") > len("parts")

    def files(self) -> None:
        """The newest version as PDF and Word, timed."""
        page = self.promised.page
        url = page.post(f"/o/steering/meetings/{self.meeting_id}/pack", {}).location
        for kind, times in (("pdf", self.pdf_ms), ("docx", self.docx_ms)):
            began = time.perf_counter()
            if page.get(f"{url}/file?as={kind}").status != 200:
                raise Failed(f"The pack did not come as {kind}.")
            times.append((time.perf_counter() - began) * 1000)


def lay(superuser: Superuser, promised: Obligations) -> Pack:
    """Groups with every municipality in them, a meeting to come, barriers, budgets and a frozen month."""
    today, at, loaded = clock.today(), clock.now(), programme.latest(SLUG)
    purpose = ROLES[Role.PROGRAMME_OFFICE].purposes[0]
    by = Actor(tenant_id=promised.office_id, role=Role.PROGRAMME_OFFICE, purpose=purpose)
    capacity = loaded.concept.organisation.steering_group.members[0]
    with scope(by):
        found = {
            one.kind: one.id for one in groups.found_groups(by=by, at=at, on=today, concept_id=loaded.id)
        }
        key = found[GroupKind.STEERING]
        seats = groups.NewSeats(list(promised.houses), capacity, "Leder", today)
        groups.give_seats(by=by, at=at, on=today, group_id=key, seats=seats)
        later = today + timedelta(days=40)
        rule = Series(1, 0, (later.month,))
        common: dict[str, Any] = {"series": rule, "starts_at": clock_time(10), "place": ""}
        groups.plan_series(by=by, at=at, on=today, group_id=key, **common)
        meeting_id = meetings.meetings(by, by.tenant_id, group_id=key)[0].id
    raised = [
        (uuid7(), promised.houses[number % MANY], promised.office_id, RaisedBy.MUNICIPALITY.value, "", None)
        + (f"Barriere {'abcdefghij'[number % 10]}", b"", today - timedelta(days=number))
        for number in range(BARRIERS)
    ]
    columns = "id, tenant_id, office_id, raised_by, intervention, where_id, heading, words, raised_on"
    copied_in(superuser, f"governance_barrier ({columns})", raised)
    _month(superuser, promised, today.replace(day=1) - timedelta(days=1))
    superuser.execute("ANALYZE")
    made = Pack(superuser, promised, meeting_id, raised[0][0])
    for _number in range(3):
        made.files()
    return made


def _month(superuser: Superuser, promised: Obligations, last: date) -> None:
    """A frozen month with a band for each municipality."""
    end, office = uuid7(), promised.office_id
    month = (end, office, SLUG, last.replace(day=1), clock.now())
    copied_in(superuser, "evaluation_monthend (id, tenant_id, programme, month, frozen_at)", [month])
    bands = ((uuid7(), office, end, house, "middle") for house in promised.houses)
    into = "evaluation_monthendband (id, tenant_id, month_end_id, municipality, band)"
    copied_in(superuser, into, bands)
