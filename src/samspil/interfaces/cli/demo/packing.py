"""The demo's status pack: two versions for the next meeting of the steering group, through actions alone."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from samspil.governance.actions.packs import send_pack
from samspil.governance.queries import groups, meetings
from samspil.governance.terms.groups import GroupKind
from samspil.interfaces.cli.demo.days import nine
from samspil.interfaces.web.shared.pack import compose
from samspil.kernel.actor import Actor
from samspil.trust.scope import scope

OFFICE = "programme-office"
DAYS_BEFORE = (7, 0)


def pack(actor: Callable[[str], Actor], *, today: date) -> None:
    """One a week ago, and one of today that has changed since."""
    by = actor(OFFICE)
    with scope(by):
        coming = meetings.meetings(by, by.tenant_id, coming_from=today)
        found = next((one for one in coming if one.kind == GroupKind.STEERING), None)
        if found is None:
            return
        group = groups.group(by, by.tenant_id, found.group_id)
        for days in DAYS_BEFORE:
            on = today - timedelta(days=days)
            made = compose(by, found, group, on=on)
            send_pack(
                by=by,
                at=nine(on),
                on=on,
                meeting_id=found.id,
                heading=made.heading,
                document=made.document,
            )
