"""Writing where places are written to."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from samspil.delivery.models.place_contacts import PlaceContact
from samspil.kernel.actor import Actor
from samspil.trust import fields


def write_mails(by: Actor, said: Mapping[uuid.UUID, str]) -> None:
    """Take these places' addresses as they are said; an empty one is taken away. Called by an open action.

    An address keeps its key when it changes; the key of one taken away is erased by the worker.
    """
    there = {one.institution_id: one for one in PlaceContact.objects.filter(institution_id__in=list(said))}
    new: list[PlaceContact] = []
    changed: list[PlaceContact] = []
    for place_id, mail in said.items():
        row = there.get(place_id) or PlaceContact(tenant_id=by.tenant_id, institution_id=place_id)
        if mail:
            fields.seal(row, mail=mail)
            (changed if place_id in there else new).append(row)
    gone = [row.id for place_id, row in there.items() if not said[place_id]]
    PlaceContact.objects.bulk_create(new)
    PlaceContact.objects.bulk_update(changed, ("mail",))
    PlaceContact.objects.filter(id__in=gone).delete()
