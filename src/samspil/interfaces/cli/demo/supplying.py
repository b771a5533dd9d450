"""The demo's supplier: messages, materials, deliverables in every state. All through actions."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import date, timedelta

from samspil.delivery.actions import deliverables, supplier
from samspil.delivery.actions.deliverables import Asking
from samspil.interfaces.cli.demo.days import nine
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.trust.scope import scope

PROVIDER, OFFICE = "training-provider", "programme-office"
MESSAGE = "Vi begynder klokken ni med morgenbrød. Tag jeres egen kalender med."
MATERIALS = (
    ("Hæftet om samtalen", "Deles ud den første dag"),
    ("Øvelse med skemaet", "Deles ud den anden dag"),
)
DELIVERED = "Sendt til programkontoret med posten."
MISSING = "Antallet, der kom hver dag, mangler."
WHAT = {
    "awaited": "programme",
    "delivered": "materials",
    "sent_back": "programme",
    "accepted": "materials",
    "withdrawn": "programme",
}
"""What is asked for, by how far it has come."""


class Supplying:
    """What the supplier tells, hands out and delivers, and what the office answers."""

    def __init__(self, *, today: date, concept_id: uuid.UUID, actor: Callable[[str], Actor]) -> None:
        self.today, self.concept_id, self.actor = today, concept_id, actor

    def fill(self, *, held: uuid.UUID, coming: uuid.UUID) -> None:
        """To those who came last week, on the course to come, and to the office."""
        on = self.today - timedelta(days=14)
        by = self.actor(PROVIDER)
        with scope(by):
            supplier.write_message(by=by, at=nine(on), on=on, event_id=held, words=MESSAGE)
            for event_id in (held, coming):
                for title, where in MATERIALS:
                    supplier.add_material(
                        by=by, at=nine(on), on=on, event_id=event_id, title=title, where=where
                    )
        for state in WHAT:
            self._deliverable(state, held if state in ("delivered", "sent_back") else coming)

    def _deliverable(self, state: str, event_id: uuid.UUID) -> None:
        on, office, by = self.today - timedelta(days=20), self.actor(OFFICE), self.actor(PROVIDER)
        asking = Asking(
            concept_id=self.concept_id,
            provider_id=by.tenant_id,
            what=WHAT[state],
            due_on=self.today + timedelta(days=14),
            event_id=event_id,
        )
        with scope(office):
            key = deliverables.ask_for(by=office, at=nine(on), on=on, key=uuid7(), asking=asking).id
        common = {"deliverable_id": key}
        if state in ("delivered", "sent_back", "accepted"):
            on += timedelta(days=14)
            with scope(by):
                deliverables.deliver(by=by, at=nine(on), on=on, words=DELIVERED, **common)
        if state in ("sent_back", "accepted"):
            on += timedelta(days=2)
            accepted = state == "accepted"
            with scope(office):
                deliverables.answer_delivery(
                    by=office,
                    at=nine(on),
                    on=on,
                    accepted=accepted,
                    words="" if accepted else MISSING,
                    **common,
                )
        if state == "withdrawn":
            with scope(office):
                deliverables.withdraw_asking(by=office, at=nine(on), on=on, **common)
