"""What courses, yeses and links do, in plain Python: written from the decisions, importing nothing of ours.

Each step answers whether it may happen and, if so, changes the reference. The machine in
`test_machine.py` does the same to Samspil and compares. What crosses from one municipality to another
stands in `reference_crossing.py`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

OWN_YES_FROM, OF_AGE, PLACES = 15, 18, 4
HOLDERS = ("custody_holder", "second_custody_holder")
MOVES = {
    "offered": {"declined", "accepted", "awaiting_consent"},
    "accepted": {"awaiting_consent", "matched", "ended_early"},
    "awaiting_consent": {"accepted", "ended_early"},
    "matched": {"accepted", "active", "ended_early"},
    "active": {"paused", "closing", "ended_early", "transferred"},
    "paused": {"active", "closing", "ended_early", "transferred"},
    "closing": {"completed", "ended_early"},
    "completed": {"followed_up"},
    "ended_early": {"followed_up"},
}
UNDER_WAY = {"accepted", "awaiting_consent", "matched", "active", "paused", "closing"}
RUNNING = {"active", "paused", "closing"}
OVER = {"completed", "ended_early", "transferred", "followed_up"}
HOLDS_A_PLACE = {"matched", *RUNNING}


@dataclass(slots=True)
class RCourse:
    """One course as the reference knows it."""

    tenant: str
    state: str = "offered"
    basis: str = ""
    age: int | None = None
    asked: int = 0
    given: set[tuple[str, str]] = field(default_factory=set)
    mentor: str | None = None
    stopped: bool = False
    arrived: int = 0
    """How often it came from another municipality; the series began in the first."""
    move: str = ""
    """The newest move away from here by what it is: proposed, accepted, refused, or how it ended."""
    measurements: dict[str, str] = field(default_factory=dict)
    links: list[list[str]] = field(default_factory=list)
    """Each link: the measurement it is for, and what it is: live, used or closed."""

    def missing(self) -> list[str]:
        return [one for one in HOLDERS[: self.asked] if ("support", one) not in self.given]

    def close_links(self, key: str = "") -> None:
        for link in self.links:
            if link[1] == "live" and key in ("", link[0]):
                link[1] = "closed"

    def open_key(self) -> str | None:
        return min((key for key, state in self.measurements.items() if state == "open"), default=None)

    def is_moving(self) -> bool:
        return self.move in ("proposed", "accepted", "refused")


def must_ask(basis: str, age: int | None) -> bool:
    """Whether the law asks for a custody holder (barnets lov §§ 30 and 32; serviceloven § 12 b)."""
    limit = {"barnets_lov_30": OWN_YES_FROM, "barnets_lov_32": OF_AGE}.get(basis, 0)
    return limit > 0 and (age is None or age < limit)


class Reference:
    """All courses of two municipalities, and what each step may do to them."""

    def __init__(self) -> None:
        self.courses: list[RCourse] = []
        self.gone: set[str] = set()
        """Mentors on loan whose loan is over."""

    # --- who sees what

    def visible(self, cast: str, tenant: str) -> set[int]:
        """The courses somebody may open, by their number."""
        return {
            number
            for number, one in enumerate(self.courses)
            if one.tenant == tenant
            and (
                cast == "coordinator"
                or (one.mentor == cast and cast not in self.gone and one.state in HOLDS_A_PLACE)
            )
        }

    def load(self, tenant: str, cast: str) -> int:
        return sum(
            one.tenant == tenant and one.mentor == cast and one.state in HOLDS_A_PLACE for one in self.courses
        )

    # --- steps; each takes the number of a course and who tries

    def offer(self, tenant: str) -> bool:
        self.courses.append(RCourse(tenant))
        return True

    def decline(self, number: int, cast: str, tenant: str) -> bool:
        one = self.courses[number]
        if cast != "coordinator" or tenant != one.tenant or one.state != "offered":
            return False
        one.state = "declined"
        return True

    def accept(
        self,
        number: int,
        cast: str,
        tenant: str,
        *,
        basis: str,
        age: int | None,
        custody: str,
        custody_2: str,
    ) -> bool:
        one = self.courses[number]
        if cast != "coordinator" or tenant != one.tenant or one.state != "offered":
            return False
        if custody == "none" and (must_ask(basis, age) or custody_2 != "none"):
            return False
        one.basis, one.age = basis, age
        one.asked = (custody != "none") + (custody_2 != "none")
        one.given = {("support", "self"), ("evaluation", "self")}
        one.given |= {
            ("support", holder)
            for holder, answer in zip(HOLDERS, (custody, custody_2), strict=True)
            if answer == "given"
        }
        one.state = "awaiting_consent" if "awaited" in (custody, custody_2) else "accepted"
        return True

    def give(self, number: int, cast: str, tenant: str, *, purpose: str, capacity: str) -> bool:
        one = self.courses[number]
        if (
            cast != "coordinator"
            or tenant != one.tenant
            or one.state in ("offered", "declined")
            or one.stopped
        ):
            return False
        one.given.add((purpose, capacity))
        if one.state == "awaiting_consent" and not one.missing():
            one.state = "accepted"
        return True

    def withdraw(self, number: int, cast: str, tenant: str, *, purpose: str, capacity: str) -> bool:
        one = self.courses[number]
        if cast != "coordinator" or tenant != one.tenant or one.state in ("offered", "declined"):
            return False
        one.given.discard((purpose, capacity))
        if purpose == "sharing" and one.move in ("proposed", "refused"):
            one.move = "taken_back"
        if purpose == "support" and one.state in UNDER_WAY:
            is_asked = capacity in HOLDERS[: one.asked] and one.state in HOLDS_A_PLACE
            if capacity == "self" or is_asked:
                self._stopped(one)
            elif one.state == "accepted" and one.missing():
                one.state = "awaiting_consent"
        return True

    def change_basis(self, number: int, cast: str, tenant: str, *, basis: str, holders: int) -> bool:
        one = self.courses[number]
        if cast != "coordinator" or tenant != one.tenant or one.state not in UNDER_WAY:
            return False
        asked = max(holders, 1) if must_ask(basis, one.age) else 0
        missing = any(("support", holder) not in one.given for holder in HOLDERS[:asked])
        if missing and one.state not in ("accepted", "awaiting_consent"):
            return False
        one.basis, one.asked = basis, asked
        if one.state in ("accepted", "awaiting_consent"):
            one.state = "awaiting_consent" if missing else "accepted"
        return True

    def choose(self, number: int, cast: str, tenant: str, *, mentor: str) -> bool:
        one = self.courses[number]
        if cast != "coordinator" or tenant != one.tenant or one.state != "accepted":
            return False
        if self.load(tenant, mentor) >= PLACES:
            return False
        one.state, one.mentor = "matched", mentor
        return True

    def start(self, number: int, cast: str, tenant: str, *, has_decision_and_view: bool) -> bool:
        one = self.courses[number]
        if cast != "coordinator" or tenant != one.tenant or one.state != "matched":
            return False
        if one.basis == "" or (one.basis == "barnets_lov_32" and not has_decision_and_view):
            return False
        one.state = "active"
        if not one.arrived:
            one.measurements["start"] = "open"
        return True

    def take_over(self, number: int, cast: str, tenant: str, *, mentor: str) -> bool:
        """Somebody else holds a running course; whatever link the one before made is closed."""
        one = self.courses[number]
        if cast != "coordinator" or tenant != one.tenant or one.state not in RUNNING:
            return False
        if mentor == one.mentor or self.load(tenant, mentor) >= PLACES:
            return False
        one.mentor = mentor
        one.close_links()
        return True

    def rest(self, number: int, cast: str, tenant: str, *, until: bool) -> bool:
        """A pause begins or ends, by the coordinator or whoever holds the course."""
        one = self.courses[number]
        here, there = ("active", "paused") if until else ("paused", "active")
        if number not in self.visible(cast, tenant) or one.state != here:
            return False
        one.state = there
        return True

    def log(self, number: int, cast: str, tenant: str) -> bool:
        one = self.courses[number]
        return number in self.visible(cast, tenant) and one.mentor == cast and one.state in RUNNING

    def hand_out(self, number: int, cast: str, tenant: str) -> bool:
        one = self.courses[number]
        key = one.open_key()
        holds = number in self.visible(cast, tenant) and one.mentor == cast
        after = cast == "coordinator" and tenant == one.tenant and one.state in OVER
        if key is None or not (holds or after):
            return False
        one.close_links(key)
        one.links.append([key, "live"])
        return True

    def answer(self, number: int, link: int) -> bool:
        """Open a link, answer one statement and hand in. A loan that ended takes its links along."""
        one = self.courses[number]
        if one.mentor in self.gone:
            return False
        key, state = one.links[link]
        if state != "live" or one.measurements[key] != "open":
            return False
        one.links[link][1], one.measurements[key] = "used", "done"
        return True

    def stop(self, number: int, cast: str, tenant: str) -> bool:
        one = self.courses[number]
        if cast != "coordinator" or tenant != one.tenant or one.state not in UNDER_WAY:
            return False
        self._stopped(one)
        return True

    @staticmethod
    def _stopped(one: RCourse) -> None:
        one.state, one.stopped, one.given = "ended_early", True, set()
        one.close_links()
        one.measurements = {
            key: "stopped" if state == "open" else state for key, state in one.measurements.items()
        }
        if one.move in ("proposed", "refused"):
            one.move = "taken_back"

    # --- the end

    def begin_closing(self, number: int, cast: str, tenant: str) -> bool:
        """The last day is agreed: what was open at the start has passed, the closing measurement opens."""
        one = self.courses[number]
        if number not in self.visible(cast, tenant) or one.state not in ("active", "paused"):
            return False
        if one.is_moving():
            return False
        one.state = "closing"
        if one.measurements.get("start") == "open":
            one.measurements["start"] = "missed"
            one.close_links("start")
        one.measurements["closing"] = "open"
        return True

    def finish(self, number: int, cast: str, tenant: str, *, ending: str, follow_up: bool) -> bool:
        """The course ends when nothing is open; the yeses of the closing talk stand for those before."""
        one = self.courses[number]
        if number not in self.visible(cast, tenant) or one.state != "closing":
            return False
        if one.open_key() is not None:
            return False
        one.state = ending
        one.given -= {("follow_up", "self"), ("quotation", "self")}
        if follow_up:
            one.given.add(("follow_up", "self"))
        one.close_links()
        return True
