"""Offers of visits that places answer themselves, for the tests: addresses, mails and links."""

from __future__ import annotations

import re
import uuid
from datetime import date
from typing import Any

from django.test import Client
from tests.delivery import ground, place_sets


class Carrier:
    """Takes every mail and keeps it; refuses those to an address that is told not to be there."""

    def __init__(self, *, later: frozenset[str] = frozenset()) -> None:
        self.taken: list[Any] = []
        self.later = later

    def send(self, message: Any, *, leaving: Any) -> None:
        from samspil.interfaces.sending.shape import NotNow

        if message.address in self.later:
            raise NotNow
        leaving()
        self.taken.append(message)


def places(world: Any, slug: str, count: int, *, size: str = "large") -> list[uuid.UUID]:
    """So many places alike, each with the address of its office."""
    from samspil.delivery.actions import institutions
    from samspil.delivery.rules.institutions import Place

    with world.as_("coordinator", slug) as by:
        return [
            institutions.write_institution(
                by=by,
                at=world.at,
                on=place_sets.BEFORE,
                place=Place(
                    "", f"Klubben {number}", "club", "5000", size_band=size, mail=f"k{number}@klub.example"
                ),
            ).id
            for number in range(count)
        ]


def post(world: Any, slug: str = "aaby", *, carrier: Carrier | None = None, on: Any = None) -> list[Any]:
    """What the worker sends to the places of a municipality."""
    from samspil.interfaces.cli import offer_letters
    from samspil.kernel.actor import Actor

    carrier = carrier or Carrier()
    offer_letters.post_for(Actor.job(world.tenant(slug)), world.at, on or ground.TODAY, carrier)
    return carrier.taken


def offered(world: Any, slug: str = "aaby") -> list[Any]:
    """Four places are offered visits; the mails that went."""
    place_sets.wish(world, places(world, slug, 4)[1], slug)
    return post(world, slug)


def token_of(message: Any) -> str:
    """The secret of the mail's link."""
    (found,) = re.findall(r"/visits/#(\S+)", message.text)
    return str(found)


def opened(message: Any) -> Client:
    """A browser at the place, in which the mail's link was opened."""
    client = Client()
    answer = client.post("/visits/", {"token": token_of(message)})
    assert (answer.status_code, answer.headers["Location"]) == (302, "/visits/offer")
    return client


def rows(world: Any, slug: str = "aaby") -> list[Any]:
    """The offers of a municipality, in the order drawn by lot."""
    from samspil.delivery.models.place_sets import PlaceOffer

    with world.as_("coordinator", slug):
        found = PlaceOffer.objects.select_related("place_in_set__institution")
        return list(found.order_by("term_from", "position"))


def written_to(world: Any, slug: str, place: uuid.UUID, mail: str, on: date = place_sets.BEFORE) -> None:
    """The address of a place's office."""
    from dataclasses import replace

    from samspil.delivery.actions import institutions
    from samspil.delivery.queries.institutions import institution_for, place_of

    with world.as_("coordinator", slug) as by:
        told = replace(place_of(institution_for(by, place)), mail=mail)
        institutions.write_institution(by=by, at=world.at, on=on, place=told, institution_id=place)


def kept(world: Any, slug: str, words: dict[str, str]) -> uuid.UUID:
    """A place with an address in canaries, offered visits with three others; its key."""
    mine, *others = place_sets.places(world, slug, 4)
    written_to(world, slug, mine, f"{words['place_mail']}@skole.example")
    place_sets.wish(world, others[0], slug)
    return mine
