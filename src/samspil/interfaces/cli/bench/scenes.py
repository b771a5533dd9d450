"""What is measured, each beside its floor."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from functools import partial
from itertools import cycle
from typing import Any

from django.core.handlers.wsgi import WSGIHandler

from samspil.delivery.actions.measurements import hand_out, keep_answer
from samspil.delivery.instruments.shipped import instrument
from samspil.interfaces import clock
from samspil.interfaces.cli.bench import history, matching, obligations, pack, reminders, statement, visits
from samspil.interfaces.cli.bench.caller import Caller
from samspil.interfaces.cli.bench.floor import Bare
from samspil.interfaces.cli.bench.ground import Ground
from samspil.interfaces.cli.bench.meter import WARM_UP, Request, Side
from samspil.interfaces.cli.bench.scratch import Superuser
from samspil.interfaces.cli.exits import USAGE, Failed
from samspil.trust import links
from samspil.trust.scope import scope

CARDS = 25
CLIENTS = 8


@dataclass(slots=True)
class Scene:
    """One bench: what both sides do in words, and how far apart they may be, or how long ours may take."""

    name: str
    what: str
    floor_words: str
    target: float
    floor: Side
    ours: Side
    also: dict[str, list[float]] = field(default_factory=dict)
    """Further times in milliseconds, told by their median."""
    target_of: str = "ratio"
    """What the target is of: `ratio`, or `seconds` where an issue gives seconds."""
    most: int | None = None
    """How many requests there are at most to be counted, where the ground has no more."""
    warm_up: int = WARM_UP


class Stage:
    """The two applications with a mentor and a coordinator signed in, on laid ground."""

    def __init__(self, ground: Ground, superuser: Superuser) -> None:
        self.ground, self.superuser = ground, superuser
        self.application, self.bare = WSGIHandler(), Caller(Bare())
        self.mentor = self._signed_in("mentor")
        self.coordinator = self._signed_in("coordinator")
        self.measurements = iter(ground.open_measurements)
        self.answer_ms: list[float] = []
        self.promised: obligations.Obligations | None = None
        self._refuse_without_token()

    def scene(self, name: str) -> Scene:
        """One of them by its name."""
        made: Scene = getattr(self, f"_{name}")()
        return made

    # --- log a session

    def _session(self) -> Scene:
        return Scene(
            "session",
            "POST a meeting with 2 goals, 1 method and a sealed line, then GET the caseload it leads to",
            "bare Django: POST 1 session + 2 goal + 1 method rows in one transaction, then GET 25 of"
            " 10,000 rows by one query",
            4.0,
            Side("floor of session", self._floor_sessions, partial(self._count, "bench_session")),
            Side("session", self._our_sessions, self._sessions_and_events),
        )

    def _our_sessions(self, count: int) -> Sequence[Request]:
        def log(course: str, values: dict[str, Any]) -> bool:
            answer = self.mentor.post(f"/f/courses/{course}/meeting", values)
            return answer.status == 302 and self._shows_caseload(answer.location)

        forms = cycle(self._meetings())
        return [partial(log, *next(forms)) for _number in range(count)]

    def _floor_sessions(self, count: int) -> Sequence[Request]:
        def log(course: str, values: dict[str, Any]) -> bool:
            answer = self.bare.post("/session", {**values, "course": course})
            return answer.status == 204 and self._floor_lists()

        forms = cycle(self._meetings())
        return [partial(log, *next(forms)) for _number in range(count)]

    def _meetings(self) -> Iterator[tuple[str, dict[str, Any]]]:
        concept, today = self.ground.concept, clock.today()
        for course, goals in self.ground.whole:
            yield (
                str(course),
                {
                    "kind": concept.vocabulary.session_kinds[0].slug,
                    "minutes": "60",
                    "goals": goals[:2],
                    "methods": [concept.intervention("mentor").practice.methods[0].slug],
                    "line": "Homework on Tuesday, then football.",
                    "held_on": today.isoformat(),
                    "next_on": (today + timedelta(days=14)).isoformat(),
                },
            )

    def _sessions_and_events(self) -> int:
        """Sessions, if each left exactly its event and its rows."""
        sealed = self._count("delivery_session", "octet_length(agreed) > 0")
        events = self._count("trust_auditevent", "verb = 'delivery.log_session'")
        goals, methods = self._count("delivery_sessiongoal"), self._count("delivery_sessionmethod")
        if not sealed == events == methods == goals / 2:
            raise Failed(f"{sealed} sessions left {events} events, {goals} goals and {methods} methods.")
        return sealed

    # --- submit a measurement

    def _measurement(self) -> Scene:
        return Scene(
            "measurement",
            "POST that hands in 10 answers with a link's session: consumes the link, closes the round,"
            " dates the sheet. The answers were kept sealed, one POST each, before it"
            " (one_answer_ms_p50 each, not in ours_ms_p50)",
            "bare Django: POST 1 submission + 10 answer rows in one transaction",
            2.0,
            Side("floor of measurement", self._floor_submissions, partial(self._count, "bench_submission")),
            Side("measurement", self._our_submissions, self._sheets_and_events),
            {"one_answer_ms_p50": self.answer_ms},
        )

    def _submissions(self) -> Scene:
        most = len(self.ground.open_measurements) // (4 * CLIENTS)
        return Scene(
            "submissions",
            f"the same hand-in by {CLIENTS} clients at once: milliseconds for each of all",
            f"bare Django: the same 1 + 10 rows by {CLIENTS} clients at once",
            2.0,
            Side(
                "floor of submissions",
                self._floor_submissions,
                partial(self._count, "bench_submission"),
                clients=CLIENTS,
            ),
            Side("submissions", self._our_submissions, self._sheets_and_events, clients=CLIENTS),
            most=min(most, 50),
        )

    def _our_submissions(self, count: int) -> Sequence[Request]:
        def submit(holder: Caller) -> bool:
            answer = holder.post("/a/look", {})
            return answer.status == 302 and answer.location == "/a/done"

        return [partial(submit, self._holder()) for _number in range(count)]

    def _holder(self) -> Caller:
        """Someone who came by a link and has answered all ten statements."""
        measurement_id = next(self.measurements, None)
        if measurement_id is None:
            raise Failed(f"Count fewer: {len(self.ground.open_measurements)} measurements are open.", USAGE)
        at, today, mentor = clock.now(), clock.today(), self.ground.mentor
        with scope(mentor):
            made = hand_out(by=mentor, at=at, on=today, measurement_id=measurement_id)
        caller = Caller(self.application)
        caller.get("/a/")
        first = caller.post("/a/", {"token": made.token}).location
        began = time.perf_counter()
        answer = caller.post(first, {"value": "5"})
        self.answer_ms.append((time.perf_counter() - began) * 1000)
        if answer.location != "/a/2":
            raise Failed("measurement: the first answer was not kept.")
        with scope(links.holder(made.link)):
            holder = links.holder(made.link, links.live(made.link.id).opening)
        with scope(holder):
            for item in self._statements()[1:]:
                keep_answer(by=holder, at=at, on=today, code=item, value=6)
        return caller

    def _statements(self) -> tuple[str, ...]:
        tool = next(
            one for one in self.ground.concept.progression.instruments if one.intervention == "mentor"
        )
        return tuple(item.code for item in instrument(tool.slug, tool.version).items)

    def _floor_submissions(self, count: int) -> Sequence[Request]:
        answers = dict.fromkeys(self._statements(), "5")

        def submit(measurement_id: Any) -> bool:
            return self.bare.post("/submission", {**answers, "measurement": measurement_id}).status == 204

        known = cycle(self.ground.open_measurements)
        return [partial(submit, next(known)) for _number in range(count)]

    def _sheets_and_events(self) -> int:
        sheets = self._count("delivery_answersheet", "submitted_at IS NOT NULL")
        events = self._count("trust_auditevent", "verb = 'delivery.submit'")
        used = self._count("trust_link", "kind = 'measurement' AND used_at IS NOT NULL")
        if not sheets == events == used:
            raise Failed(f"{sheets} sheets were handed in with {events} events and {used} used links.")
        return sheets

    # --- pages

    def _caseload(self) -> Scene:
        return Scene(
            "caseload",
            "GET the mentor's caseload: 25 of 10,000 running courses, due first",
            "bare Django: GET 25 of 10,000 rows by one query with a join and a plain template",
            4.0,
            Side("floor of caseload", lambda count: [self._floor_lists] * count),
            Side("caseload", lambda count: [partial(self._shows_caseload, "/f/")] * count),
        )

    def _board(self) -> Scene:
        def ours() -> bool:
            answer = self.coordinator.get("/o/measurements/")
            return answer.status == 200 and b'data-page="office-coverage"' in answer.body

        def floor() -> bool:
            answer = self.bare.get("/board")
            return answer.status == 200 and b"month-3" in answer.body

        return Scene(
            "board",
            "GET the coverage board of 10,000 courses: states by round, and the overdue ones by name",
            "bare Django: GET the one group-by over as many measurements and a plain template",
            3.0,
            Side("floor of board", lambda count: [floor] * count),
            Side("board", lambda count: [ours] * count),
        )

    # --- match everyone who waits

    def _matching(self) -> Scene:
        made = matching.lay(self.superuser, self.application)
        return Scene(
            "matching",
            matching.WHAT,
            matching.FLOOR,
            2.0,
            Side("floor of matching", made.floor),
            Side("matching", made.ours),
            {"page_ms_p50": made.page_ms},
            target_of="seconds",
        )

    # --- remind everyone of what is due

    def _reminders(self) -> Scene:
        made = reminders.lay(self.superuser)
        return Scene(
            "reminders",
            reminders.WHAT,
            reminders.FLOOR,
            reminders.TARGET_OF_A_HOUSE_S,
            Side("floor of reminders", made.floor, partial(made.written, "bench_reminder")),
            Side("reminders", made.ours, partial(made.written, "delivery_reminder")),
            {"all_s": made.all_s},
            target_of="seconds",
            most=reminders.REQUESTS,
        )

    # --- take in ten thousand rows of answers kept before

    def _history(self) -> Scene:
        made = history.lay(self.superuser, self.application)
        return Scene(
            "history",
            history.WHAT,
            history.FLOOR,
            history.TARGET_S,
            Side("floor of history", made.floor, made.inserted),
            Side("history", made.ours, made.taken_in),
            made.parts,
            target_of="seconds",
            most=history.REQUESTS,
            warm_up=1,
        )

    # --- the two public pages on visits

    def _asking(self) -> Scene:
        made = visits.lay(self.superuser, self.application, self.bare)
        return Scene(
            "asking",
            visits.ASKING,
            visits.ASKING_FLOOR,
            visits.TARGET_S,
            Side("floor of asking", made.asking_floor, partial(made.stored, "bench_request")),
            Side("asking", made.asking, made.asked),
            target_of="seconds",
        )

    def _answering(self) -> Scene:
        made = visits.lay(self.superuser, self.application, self.bare)
        return Scene(
            "answering",
            visits.ANSWERING,
            visits.ANSWERING_FLOOR,
            visits.TARGET_S,
            Side("floor of answering", made.answering_floor, partial(made.stored, "bench_form")),
            Side("answering", made.answering, made.answered),
            target_of="seconds",
        )

    # --- where every municipality's obligations stand

    def _obligations(self) -> Scene:
        made = self._of_many()
        return Scene(
            "obligations",
            obligations.WHAT,
            obligations.FLOOR,
            obligations.TARGET_S,
            Side("floor of obligations", made.floor),
            Side("obligations", made.ours),
            target_of="seconds",
        )

    # --- accounts of ten thousand vouchers

    def _statement(self) -> Scene:
        made = statement.lay(self.superuser, self.application)
        return Scene(
            "statement",
            statement.WHAT,
            statement.FLOOR,
            statement.TARGET_S,
            Side("floor of statement", made.floor),
            Side("statement", made.ours),
            made.parts,
            target_of="seconds",
            most=statement.REQUESTS,
            warm_up=1,
        )

    def _of_many(self) -> obligations.Obligations:
        """A programme of many municipalities, laid once."""
        if self.promised is None:
            self.promised = obligations.lay(self.superuser, self.application)
        return self.promised

    # --- the status pack

    def _pack(self) -> Scene:
        made = pack.lay(self.superuser, self._of_many())
        return Scene(
            "pack",
            pack.WHAT,
            pack.FLOOR,
            pack.TARGET_S,
            Side("floor of pack", made.promised.floor),
            Side("pack", made.ours, made.stored),
            also={"pdf_ms": made.pdf_ms, "docx_ms": made.docx_ms},
            target_of="seconds",
            most=pack.MOST,
            warm_up=2,
        )

    def _shows_caseload(self, path: str) -> bool:
        answer = self.mentor.get(path)
        return answer.status == 200 and answer.body.count(b'<li class="course-card') == CARDS

    def _floor_lists(self) -> bool:
        answer = self.bare.get(f"/caseload/{self.ground.mentor_id}")
        return answer.status == 200 and answer.body.count(b"<tr>") == CARDS

    # --- ways in

    def _signed_in(self, cast: str) -> Caller:
        caller = Caller(self.application)
        if caller.get(f"/e/demo/{self.ground.links[cast]}").status != 302:
            raise Failed(f"The {cast} could not sign in.")
        caller.get("/f/" if cast == "mentor" else "/o/")  # holds the form to sign out, and so a token
        return caller

    def _refuse_without_token(self) -> None:
        """The whole stack stands in between: a form without its token is refused."""
        course, values = next(self._meetings())
        logging.disable(logging.WARNING)
        try:
            answer = self.mentor.post(f"/f/courses/{course}/meeting", values, guarded=False)
        finally:
            logging.disable(logging.NOTSET)
        if answer.status != 403:
            raise Failed("A form without its token was not refused: this is not the whole stack.")

    def _count(self, table: str, where: str = "true") -> int:
        row = self.superuser.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()  # noqa: S608
        return int(row[0]) if row else 0
