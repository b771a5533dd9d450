"""What crosses from one municipality to another, in plain Python: loans and moves. It imports no samspil."""

from __future__ import annotations

from dataclasses import dataclass

from tests.delivery.reference import HOLDERS, RCourse, Reference

STAYS_BEHIND = ("sharing", "joining")
"""Yeses that name somebody here; they do not go along with a person who moves."""


@dataclass(slots=True)
class RLoan:
    """One offer of a mentor to a municipality: open, taken, left by the host or ended by the home."""

    state: str = "open"
    guest: str = ""


class CrossingReference(Reference):
    """The same courses, with mentors on loan from a third municipality and moves between the two."""

    def __init__(self) -> None:
        super().__init__()
        self.loans: dict[str, RLoan] = {}
        self.guests = 0

    # --- loans

    def lend(self, tenant: str) -> bool:
        """The home offers its mentor, once at a time."""
        earlier = self.loans.get(tenant)
        if earlier is not None and earlier.state in ("open", "taken"):
            return False
        self.loans[tenant] = RLoan()
        return True

    def take(self, number: int, cast: str, tenant: str) -> bool:
        """The host takes the offered mentor for one course of its own."""
        one, loan = self.courses[number], self.loans.get(tenant)
        if cast != "coordinator" or tenant != one.tenant or loan is None or loan.state != "open":
            return False
        if one.state not in ("accepted", "matched", "active", "paused"):
            return False
        if one.state == "accepted":
            one.state = "matched"
        else:
            one.close_links()
        self.guests += 1
        loan.state, loan.guest = "taken", f"guest {self.guests}"
        one.mentor = loan.guest
        return True

    def end_loan(self, tenant: str, *, home: bool) -> bool:
        """Either side ends it; the host only what it has taken."""
        loan = self.loans.get(tenant)
        if loan is None or loan.state not in (("open", "taken") if home else ("taken",)):
            return False
        loan.state = "ended" if home else "left"
        if loan.guest:
            self.gone.add(loan.guest)
        return True

    # --- moves

    def propose(self, number: int, cast: str, tenant: str) -> bool:
        """A running course is proposed to the other municipality, with everybody's yes."""
        one = self.courses[number]
        if cast != "coordinator" or tenant != one.tenant or one.state not in ("active", "paused"):
            return False
        if one.is_moving():
            return False
        one.move = "proposed"
        one.given |= {("sharing", capacity) for capacity in ("self", *HOLDERS[: one.asked])}
        return True

    def receive(self, number: int, cast: str, tenant: str, other: str, *, yes: bool, given: object) -> bool:
        """The other municipality answers; with a yes the course begins anew there, on its way.

        `given` are the yeses as they were when the move was proposed: the packet holds no others.
        """
        one = self.courses[number]
        if cast != "coordinator" or tenant != other or one.move != "proposed":
            return False
        one.move = "accepted" if yes else "refused"
        if yes:
            carried = {pair for pair in given if pair[0] not in STAYS_BEHIND}  # type: ignore[attr-defined]
            asked = sum(("support", holder) in carried for holder in HOLDERS)
            self.courses.append(
                RCourse(
                    other,
                    state="accepted",
                    age=one.age,
                    asked=asked,
                    given=carried,
                    arrived=one.arrived + 1,
                )
            )
        return True

    def settle(self, number: int, cast: str, tenant: str, *, back: bool) -> bool:
        """The sender's side ends, on the day of the move; one that has ended stays as it is."""
        one = self.courses[number]
        if cast != "coordinator" or tenant != one.tenant:
            return False
        if one.move == "proposed" and not back:
            return False
        if one.move == "accepted" and one.state in ("active", "paused"):
            one.state = "transferred"
            one.close_links()
        if one.is_moving():
            one.move = {"proposed": "taken_back", "accepted": "finished", "refused": "declined"}[one.move]
        return True
