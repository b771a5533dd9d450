"""Two public pages: a place asks for visits, and a group answers after one, each beside a bare Django."""

from __future__ import annotations

import itertools
import re
import time
import uuid
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import time as clock_time
from datetime import timedelta
from functools import partial
from typing import Any

from samspil.delivery.actions import pupils, series
from samspil.delivery.actions.institutions import write_institution
from samspil.delivery.actions.series import Group, Plan
from samspil.delivery.rules.institutions import Place
from samspil.delivery.rules.series import Slot
from samspil.delivery.terms.visit_requests import LEAST_SECONDS
from samspil.delivery.terms.visits import GroupLevel, InstitutionKind
from samspil.interfaces import clock
from samspil.interfaces.cli.bench.caller import Caller
from samspil.interfaces.cli.bench.ground import PROGRAMME, appointed
from samspil.interfaces.cli.bench.meter import Request
from samspil.interfaces.cli.bench.scratch import Superuser
from samspil.interfaces.cli.exits import Failed
from samspil.kernel.actor import Actor
from samspil.kernel.ids import uuid7
from samspil.people.actions import people
from samspil.people.terms import OrganisationKind, Role
from samspil.programme import queries as programme
from samspil.trust.scope import scope

TARGET_S = 0.25
"""All of it together, pages and sending: nobody who stands with a class waits for it."""

VISITS = 8
"""So many groups answer: a form takes 500 sheets at most."""

ASK, ANSWER = "/visits/ask", "/a/form"
ASKING = "GET the public page, then POST a request: sealed with a key of its own, with its mail in the queue"
ASKING_FLOOR = "bare Django: GET a plain form, then POST 1 request + 1 mail row in one transaction"
ANSWERING = "GET the code page, POST the link's token for the form, POST six answers of one of a group"
ANSWERING_FLOOR = "bare Django: GET a plain form twice, then POST 1 sheet + 6 answer rows in one transaction"
HIDDEN = re.compile(r'<input type="hidden" name="(stamp|token|sheet)" value="([^"]+)">')
VALUE = re.compile(r'<input[^>]* name="(answer_\w+)"[^>]* value="([^"]+)"')


@dataclass(slots=True)
class Visits:
    """Both scenes on a municipality of its own, which is of the programme, so that it can be asked."""

    application: Any
    bare: Caller
    superuser: Superuser
    tenant_id: uuid.UUID
    tokens: list[str]
    number: itertools.count[int] = field(default_factory=itertools.count)

    # --- a place asks

    def asking(self, count: int) -> Sequence[Request]:
        """Requests of as many places, each from an address of its own; none fills it in within seconds."""
        callers = [self._elsewhere() for _each in range(count)]
        stamps = [_hidden(one.get(ASK).body)["stamp"] for one in callers]
        time.sleep(LEAST_SECONDS + 1)
        return [partial(self._ask, *one) for one in zip(callers, stamps, strict=True)]

    def _ask(self, caller: Caller, stamp: str) -> bool:
        page = caller.get(ASK)
        sent = caller.post(ASK, {**self._asked(), "stamp": stamp, "site": ""})
        return page.status == 200 and (sent.status, sent.location) == (302, "/visits/thanks")

    def asking_floor(self, count: int) -> Sequence[Request]:
        """The same rows without anything between."""
        return [self._ask_bare] * count

    def _ask_bare(self) -> bool:
        return self.bare.get("/ask").status == 200 and self.bare.post("/ask", self._asked()).status == 204

    def _asked(self) -> dict[str, str]:
        return {
            "municipality": str(self.tenant_id),
            "place": "Bench School",
            "group": "8.B",
            "level": GroupLevel.GRADES_7_10.value,
            "about_how_many": "24",
            "day_1": (clock.today() + timedelta(days=30)).isoformat(),
            "wishes": "In the morning, please.",
            "name": "Somebody at School",
            "mail": f"school{next(self.number)}@bench.invalid",
            "phone": "12345678",
        }

    def asked(self) -> int:
        """Requests, if each left its event and its mail."""
        requests = self._count("delivery_visitrequest", "octet_length(mail) > 0")
        events = self._count("trust_auditevent", "verb = 'delivery.ask_for_visits'")
        mails = self._count("delivery_visitletter")
        if not requests == events == mails:
            raise Failed(f"{requests} requests left {events} events and {mails} mails.")
        return requests

    # --- a group answers

    def answering(self, count: int) -> Sequence[Request]:
        """As many of the groups, each on a phone of its own."""
        tokens = itertools.cycle(self.tokens)
        return [partial(self._answer, self._elsewhere(), next(tokens)) for _each in range(count)]

    def _answer(self, caller: Caller, token: str) -> bool:
        entry = caller.get(ANSWER)
        page = caller.post(ANSWER, {"token": token})
        chosen = dict(VALUE.findall(page.body.decode()))
        sent = caller.post(ANSWER, {**_hidden(page.body), **chosen, "send": "yes"})
        return (entry.status, page.status, sent.status, sent.location) == (200, 200, 302, "/a/form/thanks")

    def answering_floor(self, count: int) -> Sequence[Request]:
        """The same rows without anything between."""
        return [self._answer_bare] * count

    def _answer_bare(self) -> bool:
        pages = [self.bare.get("/ask").status for _each in range(2)]
        answers = {f"answer_{number}": "4" for number in range(6)}
        return pages == [200, 200] and self.bare.post("/sheet", answers).status == 204

    def answered(self) -> int:
        """Sheets, if each left its event and is counted."""
        sheets = self._count("delivery_pupilsheet")
        events = self._count("trust_auditevent", "verb = 'delivery.send_as_group'")
        row = self.superuser.execute("SELECT sum(answered) FROM delivery_pupilround").fetchone()
        if not sheets == events == int(row[0] if row else 0):
            raise Failed(f"{sheets} sheets left {events} events, and {row} were counted.")
        return sheets

    def stored(self, table: str) -> int:
        """How many rows a table of the floor has."""
        return self._count(table)

    def _elsewhere(self) -> Caller:
        number = next(self.number)
        return Caller(self.application, address=f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}")

    def _count(self, table: str, where: str = "true") -> int:
        row = self.superuser.execute(f"SELECT count(*) FROM {table} WHERE {where}").fetchone()  # noqa: S608
        return int(row[0]) if row else 0


def _hidden(body: bytes) -> dict[str, str]:
    return dict(HIDDEN.findall(body.decode()))


def lay(superuser: Superuser, application: Any, bare: Caller) -> Visits:
    """A municipality of the programme with visits that are held today, and the link of each group's form."""
    loaded, at, today = programme.latest(PROGRAMME), clock.now(), clock.today()
    found = loaded.concept.intervention("role_model")
    count = found.dosage.visits or 1
    tenant_id = uuid7()
    job = Actor.job(tenant_id)
    with scope(job):
        people.found_organisation(
            by=job,
            at=at,
            slug=f"bench-visits-{tenant_id.hex[:12]}",
            name="Bench 3",
            kind=OrganisationKind.MUNICIPALITY,
            municipality_code=loaded.concept.parties[0].municipality_code,
            organisation_id=tenant_id,
        )
        house = f"{tenant_id.hex[:12]}.invalid"
        coordinator, _id, _token = appointed(job, at, Role.COORDINATOR, today, house)
    tokens = []
    with scope(coordinator):
        place = write_institution(
            by=coordinator, at=at, on=today, place=Place("", "Bench School", InstitutionKind.SCHOOL, "5000")
        )
        for number in range(VISITS):
            made = series.make_series(
                by=coordinator,
                at=at,
                on=today,
                concept_id=loaded.id,
                institution_id=place.id,
                group=Group(f"8.{chr(65 + number)}", GroupLevel.GRADES_7_10, 24, tuple(found.themes[:count])),
            )
            visit = made.visits.get(position=1)
            slot = Slot(today, clock_time(8 + number), 45)
            series.plan_visit(by=coordinator, at=at, on=today, visit_id=visit.id, plan=Plan(slot))
            tokens.append(pupils.show_form(by=coordinator, at=at, on=today, visit_id=visit.id).token)
    return Visits(application, bare, superuser, tenant_id, tokens)
