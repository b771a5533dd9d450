"""Who asks for what in the access matrix: clients of the whole cast, rows of both municipalities."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from django.urls import URLResolver, get_resolver
from tests.architecture import crossing, on_own_pages, on_visits
from tests.architecture.asking import Stand
from tests.architecture.on_own_pages import KEEPS, OWN_PAGE
from tests.architecture.signing_in import (
    FROM_ELSEWHERE,
    departed,
    feed_token,
    half,
    just_confirmed,
    link_holders,
    passkeys,
    sign_in_token,
)
from tests.delivery import (
    asking_participants,
    bringing,
    ending,
    family,
    ground,
    kept,
    planning,
    proposing,
    schooling,
)
from tests.economy import granting
from tests.governance import agreeing, aiming, describing, handing, promising, steering
from tests.interfaces import paper

METHODS = ("get", "post")
EMPTY = {"get": {}, "post": {"nothing": ""}}
TOKEN = re.compile(rb'(name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}"')
CASTS = (
    "coordinator",
    "deputy",
    "mentor",
    "other_mentor",
    "parent_coach",
    "role_model",
    "municipal_lead",
    "log_controller",
    "dpo",
    "auditor",
    "departed",
    "programme_office",
    "steering_member",
    "operator",
    "evaluator",
    "training_provider",
    "link_holder",
    "mentee",
    "parent",
    "half",
    "anonymous",
)
NOT_STAFF = ("departed", "link_holder", *OWN_PAGE, "half", "anonymous")


@dataclass(frozen=True, slots=True)
class Seen:
    """One response: what it told in all, and where it led."""

    status_code: int
    location: str
    told: tuple[Any, ...]
    text: str

    @classmethod
    def of(cls, response: Any, path: str = "/") -> Seen:
        headers = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
        text = f"{headers}\n{response.cookies.output()}\n{_read(response.content)}"
        return cls(response.status_code, response.headers.get("Location", ""), _told(response, path), text)


@dataclass(slots=True)
class Sweep:
    """Every response of one round through all addresses, and the words that were planted for it."""

    seen: dict[tuple[str, str, str, str], Seen]
    canaries: dict[str, tuple[str, str]]


_SWEPT: list[Sweep] = []


def sweep(world: Any) -> dict[tuple[str, str, str, str], Seen]:
    """Every address, method, member of the cast and row, each asked once; the round is made once a run."""
    return swept(world).seen


def swept(world: Any) -> Sweep:
    """The same, with the canaries by the course and the column they stand in."""
    if not _SWEPT:
        made = stand(world)
        canaries = {
            word: (f"{slug} {kind} {stage}", name)
            for (slug, stage, kind), course in made.courses.items()
            for name, word in course.words.items()
            if word.startswith("kanarie-")
        }
        _SWEPT.append(Sweep(dict(_asked(made)), canaries))
    return _SWEPT[0]


def how_many() -> int:
    """How many cells there are: every address by method and cast, three rows each where it names one."""
    return sum((3 if has_a_row(one) else 1) * len(METHODS) * len(CASTS) for one, _name in addresses())


def _asked(made: Stand) -> Iterator[tuple[tuple[str, str, str, str], Seen]]:
    for pattern, name in addresses():
        for whose in ("own", "other", "random") if has_a_row(pattern) else ("own",):
            for method in METHODS:
                for cast in CASTS:
                    path = made.path(pattern, name, cast, whose)
                    with undone():
                        answer = getattr(made.client(cast, name), method)(path, EMPTY[method])
                    yield (name, method, cast, whose), Seen.of(answer, path)


def addresses(
    patterns: Any = None, before: str = "/", spaces: tuple[str, ...] = ()
) -> Iterator[tuple[str, str]]:
    """Every address as its pattern and its name."""
    for one in get_resolver().url_patterns if patterns is None else patterns:
        where = before + str(one.pattern)
        if isinstance(one, URLResolver):
            inner = (*spaces, one.namespace) if one.namespace else spaces
            yield from addresses(one.url_patterns, where, inner)
        else:
            yield where, ":".join((*spaces, one.name or "nameless"))


def _read(content: bytes) -> str:
    """The words of a body; of a workbook those of all its parts, of a PDF those that are drawn."""
    if content.startswith(b"%PDF-"):
        return paper.text_of(content)
    if not content.startswith(b"PK\x03\x04"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode() for name in packed.namelist())


def _told(response: Any, path: str) -> tuple[Any, ...]:
    """All that a response tells, but for the form's token and the id that was asked for."""
    asked = re.findall(r"[0-9a-f-]{36}|\d{6,}", path) or [path]
    body = TOKEN.sub(rb"\1", response.content)
    headers = dict(response.headers.items())
    for one in asked:
        body = body.replace(one.encode(), b"ID")
        headers = {name: value.replace(one, "ID") for name, value in headers.items()}
    cookies = {
        name: {**morsel, "value": name != "samspil_csrf" and morsel.value}
        for name, morsel in response.cookies.items()
    }
    return response.status_code, headers, cookies, body


def has_a_row(pattern: str) -> bool:
    """Whether an address names a row, which may then be another municipality's."""
    return "<uuid:" in pattern or "<str:" in pattern or "<int:pk>" in pattern


@contextmanager
def undone() -> Iterator[None]:
    """Whatever one request writes is taken back before the next."""
    from django.db import transaction

    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def stand(world: Any) -> Stand:
    """Sign the whole cast in and make the rows of both municipalities."""
    made, concept_id = Stand(world), ground.load(world)
    proposing.proposed(world)
    made.rows["aaby", "change_id"] = handing.proposed(world)
    for slug in ("aaby", "baekby"):
        made.courses[slug, "ended", "mentor"] = ending.ended(world, slug, concept_id)
        for kind in ground.COACHES:
            made.courses[slug, "closing", kind] = ending.closing(world, slug, concept_id, intervention=kind)
        for stage in ground.STAGES:
            made.courses[slug, stage, "mentor"] = ground.course(world, slug, concept_id, to=stage)
        made.courses[slug, "active", "parent"] = ground.course(world, slug, concept_id, intervention="parent")
        made.courses[slug, "turned_15", "mentor"] = ground.turned_15(world, slug, concept_id)
        made.consents[slug] = ground.consent(world, made.courses[slug, "active", "mentor"], "evaluation")
        made.conflicts[slug] = ground.apart(world, made.courses[slug, "active", "mentor"])
        made.certificates[slug] = ground.certificate(world, slug)
        words = made.courses[slug, "active", "mentor"].words
        visits = on_visits.rows_of(world, slug, concept_id, words)
        made.rows |= {(slug, part): key for part, key in visits.items()}
        made.rows[slug, "file_id"] = kept.brought(world, slug, concept_id, mentor="lent")
        made.rows[slug, "draft of answers"] = kept.draft(world, slug, cast="deputy")
        made.drafts[slug] = bringing.draft(world, slug, concept_id)
        made.invited[slug] = bringing.invited(world, slug)
        made.months[slug] = bringing.month_handed_in(world, slug)
        for kind, cast in ground.COACHES.items():
            own = made.courses[slug, "active", kind]
            ground.log_session(world, own, cast=cast, for_record=True)
            planning.clarify(world, own, cast=cast)
            made.of_plan[slug, kind] = planning.step(world, own), planning.review(world, own, cast=cast)
        pair = (made.courses[slug, "active", "mentor"], made.courses[slug, "active", "parent"])
        rows = family.everything(world, slug, concept_id, *pair)
        made.rows |= {(slug, part): key for part, key in rows.items()}
        taught = schooling.rows_of(world, slug, concept_id)
        made.rows |= {(slug, part): key for part, key in taught.items()}
        asked = granting.rows_of(world, slug, words) | asking_participants.rows_of(world, slug, concept_id)
        made.rows |= {(slug, part): key for part, key in asked.items()}
        made.rows[slug, "asked_id"] = promising.ask(world, concept_id, slug)
        promising.night(world, slug)
        made.rows[slug, "set_id"] = aiming.waiting(world, concept_id)
        made.rows[slug, "contract_id"] = aiming.contract(world, agreeing.pdf())
        steered = steering.rows_of(world, slug, concept_id)
        made.rows |= {(slug, f"steering {part}"): key for part, key in steered.items()}
        agreed = describing.rows_of(world, slug, concept_id) | agreeing.rows_of(world, slug, concept_id)
        made.rows |= {(slug, part): key for part, key in agreed.items()}
        on_own_pages.made(made, slug, concept_id)
        made.courses |= crossing.courses_of(world, slug, concept_id)
        made.crossing |= crossing.rows_of(world, slug, made.courses)
    passkeys(made)
    for cast in CASTS:
        if cast not in NOT_STAFF:
            one = world.client(cast, None if cast in FROM_ELSEWHERE else "aaby")
            made.cookies[cast] = just_confirmed(one.cookies[KEEPS].value)
    made.cookies["departed"] = departed(world)
    made.cookies["half"] = half(world)
    link_holders(made, concept_id)
    for whose, slug in (("own", "aaby"), ("other", "baekby")):
        made.tokens[f"entrance:demo {whose}"] = sign_in_token(world, slug, whose)
        made.tokens[f"public:feed {whose}"] = feed_token(world, slug, whose)
    return made
