"""Links and codes: made, opened, used once or until closed, revoked; all by the database's clock.

A feed is fetched often, until it is revoked; a group's form is answered often, until it closes.
"""

from __future__ import annotations

import secrets
import uuid
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import OuterRef, Q
from django.db.models.functions import Coalesce, Now

from samspil.kernel.actor import Actor
from samspil.kernel.errors import Missing
from samspil.trust import fields, scope
from samspil.trust.models import GuardedQuerySet, Link
from samspil.trust.prepared import Prepared, PreparedChange
from samspil.trust.terms import LinkKind

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O or U, which are misread."""

CODE_LENGTH = 10
LIFETIME = timedelta(hours=72)
LASTS = timedelta(days=90)
"""How long a link to somebody's own page goes on opening it, from the last time it did."""

OWN_PAGE = LinkKind.OWN_PAGE
A_MOMENT = timedelta(minutes=5)
AFTERWARDS = timedelta(minutes=30)
"""How long the answers just given can still be seen and shared."""


@dataclass(frozen=True, slots=True)
class Made:
    """A new link. The token and the code exist only here; the database keeps their hashes."""

    link: Link
    token: str
    code: str


def make(
    *,
    by: Actor,
    kind: str,
    thing_id: uuid.UUID,
    person_id: uuid.UUID | None = None,
    lifetime: timedelta = LIFETIME,
    with_code: bool = True,
    made_by: uuid.UUID | None = None,
    beside: bool = False,
) -> Made:
    """Make a link in an open action. Earlier unused links of this kind to the same thing are revoked, unless
    it is made `beside` them: a group's form is shown on several screens at once.

    Without a code only the token, of 256 bits, opens it. `made_by` is who asked, where a job makes it.
    """
    if not beside:
        revoke(by=by, thing_id=thing_id, kind=kind)
    token = secrets.token_urlsafe(32)
    code = new_code() if with_code else ""
    link = Link.objects.create(
        tenant_id=by.tenant_id,
        kind=kind,
        thing_id=thing_id,
        person_id=person_id,
        made_by=made_by or by.account_id,
        token_hash=_hash(token),
        code_hash=_hash(normal(code)) if code else "",
        expires_at=Now() + lifetime,
    )
    link.refresh_from_db()
    return Made(link, token, code)


def revoke(*, by: Actor, thing_id: uuid.UUID, kind: str | None = None) -> int:
    """Close every unused link to a thing, or those of one kind; how many were open."""
    rows = Link.objects.filter(thing_id=thing_id, used_at__isnull=True, revoked_at__isnull=True)
    if kind is not None:
        rows = rows.filter(kind=kind)
    closed: int = rows.update(revoked_at=Now())
    return closed


def revoke_all(*, by: Actor, thing_ids: Iterable[uuid.UUID]) -> int:
    """Close every unused link to any of these things, in one statement; how many were open."""
    rows = Link.objects.filter(thing_id__in=thing_ids, used_at__isnull=True, revoked_at__isnull=True)
    closed: int = rows.update(revoked_at=Now())
    return closed


def revoke_of(*, by: Actor, person_id: uuid.UUID) -> int:
    """Close every link of a person, one that was just used too; how many were open."""
    closed: int = Link.objects.filter(person_id=person_id, revoked_at__isnull=True).update(revoked_at=Now())
    return closed


def new_code() -> str:
    """Ten characters that are easily read aloud: 50 bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(CODE_LENGTH))


def revoke_one(link_id: uuid.UUID) -> Link:
    """Close one link for good, used or not, whatever it opens. Raises Missing where none is open."""
    link = open_links().filter(id=link_id).first()
    if link is None:
        raise Missing
    Link.objects.filter(id=link_id).update(revoked_at=Now())
    return link  # type: ignore[no-any-return]


def close(link_id: uuid.UUID) -> None:
    """Close one link that nobody used, if it is still open."""
    Link.objects.filter(id=link_id, used_at__isnull=True, revoked_at__isnull=True).update(revoked_at=Now())


def open_links() -> GuardedQuerySet:
    """Every link of the organisation that still opens something: unused, or used within the half hour in
    which the answers can still be seen.
    """
    still = Q(used_at__isnull=True, expires_at__gt=Now()) | Q(used_at__gt=Now() - AFTERWARDS)
    rows: GuardedQuerySet = Link.objects.filter(still, revoked_at__isnull=True)
    return rows


@contextmanager
def found(secret: str, *, kind: str | tuple[str, ...]) -> Iterator[Link]:
    """The live link that a token or a typed code opens, in a scope that sees only that row.

    Raises Missing alike for an unknown, used, expired or revoked one.
    """
    presented = _hash(normal(secret) if len(normal(secret)) == CODE_LENGTH else secret)
    with scope.scope(scope.nobody(), presented=presented):
        kinds = (kind,) if isinstance(kind, str) else kind
        link = _live(Link.objects.presented().filter(kind__in=kinds)).first()
        if link is None:
            raise Missing
        yield link


def holder(link: Link, opening: str = "") -> Actor:
    """The actor that a link's holder is: one organisation, one thing, one opening, nothing else."""
    return Actor(
        tenant_id=link.tenant_id, role="link_holder", purpose="answer", link_id=link.id, opening=opening
    )


def live(link_id: uuid.UUID) -> Link:
    """A link that still holds, whoever opened it. Raises Missing when it does not."""
    link = _live(Link.objects.filter(id=link_id)).first()
    if link is None:
        raise Missing
    return link  # type: ignore[no-any-return]


def mine(by: Actor) -> Link:
    """The link that this holder opened last of all. Raises Missing when it holds no more, or when
    somebody else has opened it since: two people never share one opening.
    """
    link = _MINE.first(link=by.link_id, opening=by.opening) if by.opening else None
    if link is None:
        raise Missing
    return link  # type: ignore[no-any-return]


def thing_of(link_id: uuid.UUID) -> GuardedQuerySet:
    """The key of what a link leads to, whether it still holds or not, to be asked along with the thing."""
    rows: GuardedQuerySet = Link.objects.filter(id=link_id).values("thing_id")
    return rows


def just_used(by: Actor) -> Link:
    """The link that this holder consumed within the last half hour. Raises Missing."""
    rows = Link.objects.filter(id=by.link_id, opening=by.opening, revoked_at__isnull=True)
    link = rows.filter(used_at__gt=Now() - AFTERWARDS).first()
    if link is None or not by.opening:
        raise Missing
    return link  # type: ignore[no-any-return]


def opened(link: Link, *, lasts: timedelta | None = None) -> str:
    """Note an opening, in an open action, and give what tells it from every other. Consumes nothing.

    With `lasts` the link goes on for so long from now.
    """
    opening = _hash(secrets.token_urlsafe(32))
    longer = {} if lasts is None else {"expires_at": Now() + lasts}
    Link.objects.filter(id=link.id).update(opened_at=Coalesce("opened_at", Now()), opening=opening, **longer)
    return opening


def waiting_pages(by: Actor) -> GuardedQuerySet:
    """The link to an own page that somebody holds who has not given the own code yet, if it still holds."""
    return _live(Link.objects.filter(id=by.link_id, kind=OWN_PAGE))


def own_pages(by: Actor) -> GuardedQuerySet:
    """The link on which somebody stands on their own page, if it still holds and nobody opened it since."""
    rows = Link.objects.filter(id=by.link_id, kind=OWN_PAGE, person_id=by.person_id, opening=by.opening)
    return _live(rows).exclude(opening="")


def use(link_id: uuid.UUID, opening: str = "") -> bool:
    """Consume the link, in an open action. True for exactly one caller."""
    return USE.change(link=link_id, opening=opening) == 1


def was_just_used(secret: str, *, kind: str) -> bool:
    """Whether a token or a typed code opened what was handed in a moment ago: a second tap on the button."""
    presented = _hash(normal(secret) if len(normal(secret)) == CODE_LENGTH else secret)
    with scope.scope(scope.nobody(), presented=presented):
        rows = Link.objects.presented().filter(kind=kind, revoked_at__isnull=True)
        return bool(rows.filter(used_at__gt=Now() - A_MOMENT).exists())


def use_up(link_id: uuid.UUID) -> bool:
    """Consume the link for whoever typed in what stood on paper, in an open action: nobody who had opened it
    sees what was answered, or says who may. True for exactly one caller.
    """
    rows = Link.objects.filter(id=link_id, used_at__isnull=True, revoked_at__isnull=True)
    return bool(rows.update(used_at=Now(), revoked_at=Now()) == 1)


def by_code(code: str, *, kind: str) -> Link | None:
    """The live link of the own organisation that a typed code opens."""
    typed = normal(code)
    if len(typed) != CODE_LENGTH:
        return None
    found: Link | None = _live(Link.objects.filter(kind=kind, code_hash=_hash(typed))).first()
    return found


def latest(thing_id: uuid.UUID) -> Link | None:
    """The newest link to a thing, live or not."""
    link: Link | None = Link.objects.filter(thing_id=thing_id).order_by("-id").first()
    return link


def handed_out(thing_ids: Iterable[uuid.UUID]) -> frozenset[uuid.UUID]:
    """Those of these things to which a link still opens, however it was lost. One question."""
    return frozenset(_live(Link.objects.filter(thing_id__in=thing_ids)).values_list("thing_id", flat=True))


def live_for(thing: OuterRef) -> GuardedQuerySet:
    """The links that still open what an outer question is about, to be asked along with it."""
    return _live(Link.objects.filter(thing_id=thing))


def live_to(thing_id: uuid.UUID, kind: str) -> Link | None:
    """The link of one kind to a thing that holds now."""
    link: Link | None = _live(Link.objects.filter(thing_id=thing_id, kind=kind)).order_by("-id").first()
    return link


def is_live(link: Link) -> bool:
    """Whether a link still opens something, by the database's clock."""
    return bool(_live(Link.objects.filter(id=link.id)).exists())


def normal(code: str) -> str:
    """A typed code as it was made: no spaces or dashes, misread letters put right."""
    plain = "".join(one for one in code.upper() if one.isalnum())
    return plain.translate(str.maketrans("ILO", "110"))


def _live(rows: GuardedQuerySet) -> GuardedQuerySet:
    return rows.filter(used_at__isnull=True, revoked_at__isnull=True, expires_at__gt=Now())


_MINE = Prepared(
    lambda link, opening: _live(Link.objects.filter(id=link, opening=opening)), link=uuid.UUID, opening=str
)
USE = PreparedChange(
    lambda link, opening: _live(Link.objects.filter(id=link, opening=opening)),
    {"used_at": Now()},
    link=uuid.UUID,
    opening=str,
)
"""Consumes a link that holds, for whoever opened it last: one row for exactly one caller."""


def _hash(secret: str) -> str:
    return fields.keyed_hash("link", secret.encode())
