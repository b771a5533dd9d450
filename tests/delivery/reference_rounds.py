"""What a course owes from day to day, in plain Python: written from the decisions, importing nothing of ours.

A course has dates, a version of the rules it began under, and rounds. Each step answers whether it may
happen and, if so, changes the reference. What is owed is counted anew from the dates alone (`owed`), and
never from the rounds that are there, so that the two can differ when a night has slept.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

DAY = timedelta(days=1)
SUMMERS = tuple(
    (datetime.fromisoformat(f"{first}T01:00:00+00:00"), datetime.fromisoformat(f"{last}T01:00:00+00:00"))
    for first, last in (
        ("2014-03-30", "2014-10-26"),
        ("2015-03-29", "2015-10-25"),
        ("2016-03-27", "2016-10-30"),
    )
)
"""From when until when the clock stood an hour forward, by universal time."""

ENDED = ("completed", "ended_early", "followed_up")
RUNNING = ("active", "paused", "closing")
AFTER, SURVEY = "follow-up", "midway"


def local_day(at: datetime) -> date:
    """The day in Copenhagen at a moment given in universal time, by the changes of the clock there were."""
    summer = any(first <= at < last for first, last in SUMMERS)
    return (at + timedelta(hours=2 if summer else 1)).date()


def later(day: date, months: int) -> date:
    """The same day so many months later, or the last one there is in that month."""
    year, month = day.year + (day.month - 1 + months) // 12, (day.month - 1 + months) % 12 + 1
    for number in range(day.day, 27, -1):
        try:
            return date(year, month, number)
        except ValueError:
            continue
    return date(year, month, min(day.day, 27))


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers of one version of a concept file, as far as what is owed depends on them."""

    start_due: int
    step: int
    grace: int
    cut: date | None
    instrument: int
    survey: date
    early: int = 14
    closing_due: int = 14
    after: int = 6


@dataclass(slots=True)
class Round:
    """One owed measurement: its days, which nobody may move, and what became of it."""

    opens: date
    due: date
    done_until: date
    late_until: date | None
    instrument: int
    state: str = "open"
    reason: str = ""
    answered: date | None = None


@dataclass(slots=True)
class Course:
    """One course as the reference knows it."""

    rules: Rules
    kind: str
    started: date
    holder: str
    state: str = "active"
    last_day: date | None = None
    closing_begun: bool = False
    stopped: date | None = None
    says_yes_after: bool = False
    said_yes_until: date = date.min
    evaluated: list[list[date]] = field(default_factory=list)
    """From when until when each yes to the evaluation held."""
    rounds: dict[str, Round] = field(default_factory=dict)
    links: list[list[str]] = field(default_factory=list)
    never_again: set[str] = field(default_factory=set)
    has_second: bool = False

    def windows(self, until: date, *, after: bool) -> dict[str, Round]:
        """The windows that have opened by a day, each with its days."""
        rules, start = self.rules, self.started
        last = None if self.stopped and not self.closing_begun else self.last_day
        until = min(until, self.stopped or until)
        found = [("start", start, start + rules.start_due * DAY)]
        months = rules.step
        while True:
            due = later(start, months)
            found.append((f"month-{months}", due - rules.early * DAY, due))
            if due - rules.early * DAY > until:
                break
            months += rules.step
        if last is not None:
            found = [one for one in found if one[1] < last]
            found.append(("closing", last, last + rules.closing_due * DAY))
            due = later(last, rules.after)
            found.append((AFTER, due - rules.early * DAY, due))
        ends: list[date | None] = [one[1] - DAY for one in found[1:]]
        windows = {}
        for (key, opens, due), end in zip(found, [*ends, None], strict=True):
            if opens > until or (rules.cut and opens > rules.cut) or (key == AFTER and not after):
                continue
            done = due + rules.grace * DAY
            tool = rules.instrument if self.kind == "mentor" else 1
            windows[key] = Round(opens, due, min(done, end) if end else done, end, tool)
        return windows | self.surveyed(min(until, rules.cut or until), last)

    def surveyed(self, until: date, last: date | None) -> dict[str, Round]:
        """The one survey: of whoever is mentored on its day and says yes to the evaluation then."""
        day = self.rules.survey
        said = any(first <= day <= end for first, end in self.evaluated)
        if self.kind != "mentor" or not self.started <= day <= until or not said:
            return {}
        if last is not None and day >= last:
            return {}
        closes = day + (10 + self.rules.grace) * DAY
        if last is not None:
            closes = min(closes, last - DAY)
        return {SURVEY: Round(day, day + 10 * DAY, closes, closes, 1)}

    def owed(self, on: date) -> set[str]:
        """What is owed on a day, by the dates: the round that needs a yes if it held when it opened."""
        found = self.windows(on, after=self.said_yes_until > date.min)
        return {key for key, one in found.items() if key != AFTER or one.opens <= self.said_yes_until}

    # --- what nights and steps have in common

    def open(self, on: date, *, after: bool = False) -> None:
        for key, one in self.windows(on, after=after).items():
            if key not in self.rounds:
                over = one.late_until is not None and one.late_until < (self.stopped or on)
                one.state = "missed" if over else "stopped" if self.stopped else "open"
                self.rounds[key] = one

    def let_pass(self, on: date) -> None:
        for key, one in self.rounds.items():
            if one.state == "open" and one.late_until is not None and one.late_until < on:
                self.end(key, "missed")

    def end(self, key: str, state: str, reason: str = "") -> None:
        self.rounds[key].state, self.rounds[key].reason = state, reason
        self.close_links(key)

    def close_links(self, key: str = "") -> None:
        for link in self.links:
            if link[1] == "live" and key in ("", link[0]):
                link[1] = "closed"

    def first_open(self) -> str | None:
        return min((key for key, one in self.rounds.items() if one.state == "open"), default=None)

    def newest_opening(self) -> date:
        return max((one.opens for one in self.rounds.values()), default=self.started)

    # --- steps

    def night(self, on: date) -> None:
        """Windows open and pass. A night may come twice, late, or with a clock that is wrong."""
        self.open(on, after=self.says_yes_after)
        self.let_pass(on)

    def rest(self, until: bool) -> bool:
        here, there = ("active", "paused") if until else ("paused", "active")
        if self.state != here:
            return False
        self.state = there
        return True

    def take_over(self, holder: str, because: str) -> bool:
        if self.state not in RUNNING or holder == self.holder or self.kind == "parent":
            return False
        if holder in self.never_again:
            return False
        if because == "no_chemistry":
            self.never_again.add(self.holder)
        self.holder = holder
        self.close_links()
        return True

    def hand_out(self, cast: str, on: date) -> bool:
        key = self.first_open()
        by_holder = self.state in RUNNING and cast == self.holder
        if key is None or not (by_holder or (cast == "coordinator" and self.state in ENDED)):
            return False
        one = self.rounds[key]
        if one.late_until is not None and on > one.late_until:
            return False
        self.close_links(key)
        self.links.append([key, "live"])
        return True

    def answer(self, number: int, on: date, filled: date | None = None) -> bool:
        """Through the link, or typed in from a paper that was filled in on a day."""
        key, state = self.links[number]
        one = self.rounds[key]
        if state != "live" or one.state != "open" or (one.late_until is not None and on > one.late_until):
            return False
        if filled is not None and not one.opens <= filled <= on:
            return False
        one.answered = filled or on
        one.state = "done" if one.answered <= one.done_until else "late"
        self.links[number][1] = "used"
        return True

    def explain(self, key: str, outcome: str, reason: str) -> bool:
        one = self.rounds[key]
        if one.state != "open" and (one.state != "missed" or one.reason):
            return False
        self.end(key, outcome, reason)
        return True

    def begin_closing(self, last: date, on: date) -> bool:
        if self.state not in ("active", "paused") or not self.newest_opening() < last <= on:
            return False
        self.state, self.last_day, self.closing_begun = "closing", last, True
        windows = self.windows(on, after=False)
        for key, one in self.rounds.items():
            if one.state != "open":
                continue
            shorter = windows[key]
            one.done_until = min(one.done_until, shorter.done_until)
            ends = [day for day in (one.late_until, shorter.late_until) if day]
            one.late_until = min(ends) if ends else None
            if one.late_until is not None and one.late_until < on:
                self.end(key, "missed")
        self.open(on)
        return True

    def finish(self, how: str, yes: bool, on: date) -> bool:
        if self.state != "closing" or self.first_open() is not None:
            return False
        self.say_after(yes, on)
        self.state = how
        self.close_links()
        return True

    def say_after(self, yes: bool, on: date) -> bool:
        """The yes to being asked once more after the end, given or taken back."""
        if self.stopped is not None and yes:
            return False
        if yes:
            self.says_yes_after, self.said_yes_until = True, date.max
            return True
        if self.says_yes_after:
            if self.last_day is not None and self.stopped is None:
                self.open(on, after=True)
                if AFTER in self.rounds and self.rounds[AFTER].state == "open":
                    self.end(AFTER, "stopped")
            self.says_yes_after, self.said_yes_until = False, on
        return True

    def say_evaluation(self, yes: bool, on: date) -> bool:
        """The yes to the evaluation, given anew or taken back; taken back it takes an open survey along."""
        if yes:
            self.evaluated.append([on, date.max])
            return self.stopped is None
        if SURVEY in self.windows(on, after=self.says_yes_after) and self.stopped is None:
            self.open(on, after=self.says_yes_after)
        if SURVEY in self.rounds and self.rounds[SURVEY].state == "open":
            self.end(SURVEY, "stopped")
        self.end_evaluation(on)
        return True

    def end_evaluation(self, on: date) -> None:
        for span in self.evaluated:
            span[1] = min(span[1], on)

    def note_contact(self, contact: date, outcome: str, on: date) -> bool:
        if self.state not in ("completed", "ended_early") or self.stopped is not None:
            return False
        if AFTER not in self.rounds or not self.says_yes_after or self.last_day is None:
            return False
        if not self.last_day < contact <= on:
            return False
        if self.rounds[AFTER].state == "open":
            if outcome == "met":
                return False
            self.end(AFTER, "missed", outcome)
        if self.first_open() is not None:
            return False
        self.state = "followed_up"
        return True

    def stop(self, on: date) -> bool:
        if self.state not in RUNNING:
            return False
        on = max(on, self.started, self.newest_opening())
        self.open(on, after=self.says_yes_after)
        self.let_pass(on)
        for key, one in self.rounds.items():
            if one.state == "open":
                self.end(key, "stopped")
        self.end_evaluation(on)
        self.close_links()
        self.last_day = self.last_day if self.state == "closing" else on
        self.state, self.stopped = "ended_early", on
        if self.says_yes_after:
            self.says_yes_after, self.said_yes_until = False, on
        self.has_second = False
        return True
