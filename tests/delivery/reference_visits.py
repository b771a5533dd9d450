"""What a series of visits does, in plain Python: written from the decisions, importing nothing of ours."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(slots=True)
class RVisit:
    """One visit as the reference knows it: which of the series, how it stands, who said what."""

    place: int
    state: str = "planned"
    day: int | None = None
    fixed: bool = False
    pair: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class RSeries:
    """One series: its number of visits, and every visit it ever had."""

    of: int
    state: str = "open"
    visits: list[RVisit] = field(default_factory=list)

    def now(self, place: int) -> RVisit:
        """The newest visit in a place of the series."""
        return [one for one in self.visits if one.place == place][-1]

    @property
    def held(self) -> int:
        return sum(one.state == "held" for one in self.visits)

    @property
    def lacks(self) -> tuple[int, ...]:
        """The places in which nothing is planned or held."""
        return tuple(place for place in range(1, self.of + 1) if self.now(place).state == "cancelled")

    def plan(self, place: int, day: int, pair: tuple[str, ...], fixed: bool) -> bool:
        one = self.now(place)
        if self.state != "open" or one.state != "planned" or len(set(pair)) != len(pair):
            return False
        if one.fixed and fixed and one.day != day:
            return False
        kept = {who: said for who, said in one.pair.items() if who in pair and one.day == day}
        one.pair = {who: kept.get(who, "proposed") for who in pair}
        one.day, one.fixed = day, fixed
        return True

    def answer(self, place: int, who: str, says_yes: bool) -> bool:
        one = self.now(place)
        if one.state != "planned" or one.day is None or who not in one.pair:
            return False
        wanted = "accepted" if says_yes else "swap_asked"
        if one.pair[who] == wanted:
            return False
        one.pair[who] = wanted
        return True

    def cancel(self, place: int) -> bool:
        one = self.now(place)
        if self.state != "open" or one.state != "planned" or one.day is None:
            return False
        one.state = "cancelled"
        return True

    def rebook(self, place: int, day: int) -> bool:
        one = self.now(place)
        if self.state != "open" or one.state != "cancelled":
            return False
        self.visits.append(RVisit(place, day=day))
        return True

    def write(self, place: int, today: int) -> bool:
        one = self.now(place)
        if one.state == "cancelled" or one.day is None or one.day > today or not one.pair:
            return False
        if one.state == "planned" and self.state != "open":
            return False
        one.state = "held"
        if self.state == "open" and self.held == self.of:
            self.state = "complete"
        return True

    def end(self) -> bool:
        if self.state != "open":
            return False
        self.state = "incomplete" if self.held else "called_off"
        for one in self.visits:
            if one.state == "planned":
                one.state, one.fixed = "cancelled", False
        return True

    def reopen(self) -> bool:
        if self.state != "incomplete":
            return False
        self.state = "open"
        return True


def begun(of: int) -> RSeries:
    """A series that was just made: every visit is there, none has a day."""
    return RSeries(of, visits=[RVisit(place) for place in range(1, of + 1)])
