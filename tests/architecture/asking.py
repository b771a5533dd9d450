"""What an address of the access matrix asks for: whose row, of which course, in which state."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from tests.architecture import on_visits
from tests.architecture.on_own_pages import KEEPS, OWN_PAGE
from tests.delivery import ground

PLAN_PAGES = ("plan-versions", "plan-accept", "plan-step", "areas", "area", "reviews", "review-correct")
COURSE_AT = {
    "office:course": "active",
    "office:identity": "active",
    "office:accept": "offered",
    "office:decline": "offered",
    "office:consent": "awaiting_consent",
    "office:mentor": "accepted",
    "office:plan": "matched",
    "office:consents": "active",
    "office:withdraw": "active",
    "office:renew": "turned_15",
    "office:basis": "active",
    "office:move": "active",
    "office:stop": "active",
    "office:wishes": "accepted",
    "office:apart": "active",
    "office:apart-lift": "active",
    "office:let-go": "matched",
    "office:take-over": "active",
    "field:apart": "active",
    **dict.fromkeys((f"office:{one}" for one in PLAN_PAGES), "active"),
    **dict.fromkeys((f"field:{one}" for one in ("plan", *PLAN_PAGES)), "active"),
    "office:joining": "active",
    "office:join": "active",
    "office:part": "active",
    "office:practical": "active",
    "office:second": "active",
    "office:second-who": "active",
    "office:second-yeses": "active",
    "office:second-leave": "active",
    "office:second-page": "active",
    "field:second": "active",
    "field:second-page": "active",
    "field:course-network": "active",
    "field:leave-network": "active",
    "office:own-page": "active",
    "office:stopped": "stopped",
    "field:own-page": "active",
    "office:letters": "active",
    "field:letters": "active",
    "office:pause": "active",
    "office:end": "active",
    "office:closing": "closing",
    "office:ending": "ended",
    "office:follow-up": "ended",
    "office:journal": "active",
    "field:course": "active",
    "field:session": "active",
    "field:pause": "active",
    "field:end": "active",
    "field:closing": "closing",
}
OTHER_DRAFTS = {
    "office:history-draft": "draft of answers",
    "office:institution-draft": "draft of places",
}
ROWS: dict[str, Callable[[Stand, str, str, str], Any]] = {
    "consent_id": lambda stand, _name, _cast, slug: stand.consents[slug],
    "conflict_id": lambda stand, _name, _cast, slug: stand.conflicts[slug],
    "appointment_id": lambda stand, name, _cast, slug: appointed(stand, name, slug),
    "certificate_id": lambda stand, _name, _cast, slug: stand.certificates[slug],
    "step_id": lambda stand, name, cast, slug: stand.of_plan[slug, kind_for(name, cast)][0],
    "review_id": lambda stand, name, cast, slug: stand.of_plan[slug, kind_for(name, cast)][1],
    **{
        part: lambda stand, _name, _cast, slug, part=part: stand.rows[slug, part]  # type: ignore[misc]
        for part in ("joining_id", "network_id", "meeting_id")
    },
    "link_id": lambda stand, _name, _cast, slug: stand.links[slug],
    "own_id": lambda stand, _name, cast, slug: (
        stand.courses[slug, "own", OWN_PAGE.get(cast, "mentor")].measurement_id
    ),
    "draft_id": lambda stand, name, _cast, slug: (
        stand.rows.get((slug, OTHER_DRAFTS.get(name, ""))) or stand.drafts[slug]
    ),
    **{
        f"{part}_id": lambda stand, name, _cast, slug, part=part: on_visits.row(stand, name, slug, part)  # type: ignore[misc]
        for part in ("institution", "series", "visit", "request", "form", "hours")
    },
    "file_id": lambda stand, _name, _cast, slug: stand.rows[slug, "file_id"],
    "month_id": lambda stand, _name, _cast, slug: stand.months[slug],
    **{
        part: lambda stand, _name, _cast, slug, part=part: stand.rows[slug, part]  # type: ignore[misc]
        for part in ("training_id", "pass_id", "supervision_id", "payment_id")
    },
    "voucher_id": lambda stand, name, _cast, slug: stand.rows[
        slug, "approved voucher" if name == "office:voucher-back" else "voucher_id"
    ],
    "asking_id": lambda stand, name, cast, slug: asked(stand, name, cast, slug),
    "statement_id": lambda stand, name, cast, slug: stated(stand, name, cast, slug),
    "nomination_id": lambda stand, name, _cast, slug: stand.rows[
        slug, "nomination_said" if name == "office:nomination-said" else "nomination_id"
    ],
    # events are no municipality's: all of a programme read them, and there is none that is another's
    **{
        part: lambda stand, _name, _cast, slug, part=part: (  # type: ignore[misc]
            stand.rows[slug, part] if slug == "aaby" else uuid.uuid4()
        )
        for part in (
            "event_id",
            "round_id",
            "material_id",
            "deliverable_id",
            "thing_id",
            "asked_id",
            "set_id",
            "contract_id",
            "change_id",
        )
    },
    "version_id": lambda stand, name, cast, slug: agreed(stand, name, cast, slug),
    "signature_id": lambda stand, _name, cast, slug: (
        uuid.uuid4() if cast == "programme_office" and slug == "baekby" else stand.rows[slug, "signature"]
    ),
    "year": lambda _stand, _name, _cast, _slug: 2014,
    "number": lambda _stand, name, _cast, _slug: 10 if name == "field:month" else 1,
    "move_id": lambda stand, name, _cast, slug: stand.crossing[slug, name],
    "offer_id": lambda stand, name, _cast, slug: (
        stand.rows[slug, "place offer"]
        if name == "office:place-offer"
        else stand.crossing.get((slug, name)) or stand.rows[slug, "offer_id"]
    ),
    "session_id": lambda stand, _name, cast, slug: (
        stand.courses[slug, "active", "parent" if cast == "parent_coach" else "mentor"].session_id
    ),
}
"""The parts of an address beside a course and a measurement, each with a municipality's own row."""

CODES = {
    **{"chapter": "money", "against": 1},
    "step": "call",
    **{"language": "da", "piece": "rights", "who": "first", "area": "family"},
    **{"tool": "days", "version": 1, "milestone": "midterm_evaluation"},
}
"""Parts of an address that are no row: the same whoever asks for whatever."""

OF_MEASUREMENT = ("office:reason", "field:measure", "field:measure-status", "field:impression")
OF_PARENT_COURSE = (
    "office:second",
    "office:second-who",
    "office:second-yeses",
    "office:second-leave",
    "office:second-page",
    "field:second",
    "field:second-page",
    "field:course-network",
    "field:leave-network",
    "field:members",
)
"""What only a parent course has, whoever asks."""


def appointed(stand: Stand, name: str, slug: str) -> uuid.UUID:
    """Whose appointment an address is about: somebody invited, on loan, a deputy, or the mentor."""
    if name.startswith("office:invitation"):
        return stand.invited[slug]
    if name in ("office:visit-corps-member", "office:visit-hours"):
        return stand.world.member("role_model", slug).appointment_id  # type: ignore[no-any-return]
    found: uuid.UUID = stand.crossing.get((slug, name)) or stand.world.member("mentor", slug).appointment_id
    return found


def steered(stand: Stand, name: str, part: str) -> uuid.UUID:
    """The row of steering that an address is about: a meeting to come for inviting and cancelling."""
    to_come = name in ("office:steering-invite", "office:steering-cancel")
    return stand.rows["aaby", f"steering {'to come' if to_come else part.removesuffix('_id')}"]


def stated(stand: Stand, name: str, cast: str, slug: str) -> uuid.UUID:
    """The statement that an address is about: a draft where it is signed or thrown away. The office reads
    those of every municipality, so there is none that is another's.
    """
    if cast == "programme_office" and slug == "baekby":
        return uuid.uuid4()
    is_draft = name in ("office:statement-sign", "office:statement-drop")
    return stand.rows[slug, "statement draft" if is_draft else "statement signed"]


def asked(stand: Stand, name: str, cast: str, slug: str) -> uuid.UUID:
    """The asking for vouchers that an address is about: one that waits where it is answered."""
    if cast == "programme_office" and slug == "baekby":
        return uuid.uuid4()
    return stand.rows[slug, "asking answered" if name == "office:asking" else "asking waiting"]


def agreed(stand: Stand, name: str, cast: str, slug: str) -> uuid.UUID:
    """The version of a budget, a description or an agreement that an address is about."""
    if name.startswith("office:grant"):
        return stand.rows[slug, "version_id"]
    if cast == "programme_office" and slug == "baekby":
        return uuid.uuid4()
    if name.startswith("office:description"):
        drafts = ("office:description-write", "office:description-hand-in")
        stage = (
            "draft" if name in drafts else "answered" if name == "office:description-again" else "handed in"
        )
        return stand.rows[slug, f"description {stage}"]
    drafts = ("office:agreement-change", "office:agreement-send")
    return stand.rows[slug, "agreement draft" if name in drafts else "agreement sent"]


def kind_for(name: str, cast: str) -> str:
    """The kind of course that somebody asks for: a coach's own is a parent's."""
    of_coach = cast == "parent_coach" and name.startswith("field:")
    return "parent" if of_coach or name in OF_PARENT_COURSE else "mentor"


OF_PASSKEY = ("mfa_edit_webauthn", "mfa_remove_webauthn")


@dataclass(slots=True)
class Stand:
    """Everything the matrix asks with and asks for."""

    world: Any
    cookies: dict[str, str] = field(default_factory=dict)
    courses: dict[tuple[str, str, str], ground.Made] = field(default_factory=dict)
    passkeys: dict[tuple[str, str], int] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    consents: dict[str, uuid.UUID] = field(default_factory=dict)
    conflicts: dict[str, uuid.UUID] = field(default_factory=dict)
    certificates: dict[str, uuid.UUID] = field(default_factory=dict)
    of_plan: dict[tuple[str, str], tuple[uuid.UUID, uuid.UUID]] = field(default_factory=dict)
    """A step and a review of each running course."""
    rows: dict[tuple[str, str], uuid.UUID] = field(default_factory=dict)
    links: dict[str, uuid.UUID] = field(default_factory=dict)
    drafts: dict[str, uuid.UUID] = field(default_factory=dict)
    invited: dict[str, uuid.UUID] = field(default_factory=dict)
    months: dict[str, uuid.UUID] = field(default_factory=dict)
    crossing: dict[tuple[str, str], uuid.UUID] = field(default_factory=dict)
    """By municipality and address: moves, loans, deputies, whose caseload is handed over."""

    def client(self, cast: str, name: str = "") -> Any:
        """A fresh client with this member's session; a link's holder who sent the answers for «done»."""
        from django.test import Client

        client = Client()
        key = "link_holder_done" if cast == "link_holder" and name == "answer:done" else cast
        if key in self.cookies:
            client.cookies[KEEPS] = self.cookies[key]
        return client

    def path(self, pattern: str, name: str, cast: str, whose: str) -> str:
        """The address with the ids of one's own rows, of the other municipality's, or of none."""
        return re.sub(
            r"<(?:\w+:)?(\w+)>", lambda found: str(self._id(name, cast, whose, found[1])), pattern
        ).replace("\\Z", "")

    def _id(self, name: str, cast: str, whose: str, part: str) -> Any:
        slug = {"own": "aaby", "other": "baekby"}.get(whose)
        if part in CODES:
            return CODES[part]
        if name.startswith(
            ("office:steering-", "office:knowledge")
        ):  # read by all with a seat: there is none that is another's
            return steered(self, name, part) if slug == "aaby" else uuid.uuid4()
        if part in ROWS:
            return ROWS[part](self, name, cast, slug) if slug else uuid.uuid4()
        if name in COURSE_AT or name in OF_MEASUREMENT:
            if slug is None:
                return uuid.uuid4()
            made = self.courses[slug, COURSE_AT.get(name, "active"), kind_for(name, cast)]
            return made.course_id if name in COURSE_AT else made.measurement_id
        if name in OF_PASSKEY:
            if slug is None:
                return 2_000_000_000
            member = cast if (slug, cast) in self.passkeys else "deputy"
            return self.passkeys[slug, member if slug == "aaby" else "deputy"]
        if name in ("entrance:demo", "public:feed"):
            return self.tokens.get(f"{name} {whose}", "x" * 43)
        return 1
