"""Status packs of the tests: made for a meeting of the steering group as the office's page makes them."""

from __future__ import annotations

import uuid
from typing import Any

from tests.delivery import ground


def composed(world: Any, meeting_id: uuid.UUID) -> Any:
    """The pack for a meeting as everything stands on the tests' day; nothing is written."""
    from samspil.governance.queries import groups, meetings
    from samspil.interfaces.web.shared.pack import compose

    with world.as_("programme_office") as by:
        meeting = meetings.meeting(by, by.tenant_id, meeting_id)
        group = groups.group(by, by.tenant_id, meeting.group_id)
        return compose(by, meeting, group, on=ground.TODAY)


def sent(world: Any, meeting_id: uuid.UUID, document: Any = None, **told: Any) -> Any:
    """The same put on the agenda; another document where one is given."""
    from samspil.governance.actions import packs

    found = composed(world, meeting_id) if document is None else None
    said = {"heading": "Statuspakke", "document": document or found.document, **told}
    with world.as_("programme_office") as by:
        return packs.send_pack(by=by, at=world.at, on=ground.TODAY, meeting_id=meeting_id, **said)
