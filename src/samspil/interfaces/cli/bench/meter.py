"""Floor and ours in turn, ABBA, in one process: wall and CPU per request, and what was stored."""

from __future__ import annotations

import os
import statistics
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from django.db import connection, connections

from samspil.interfaces.cli.exits import Failed

Request = Callable[[], bool]
"""Sends one request (or two that belong together); whether all were answered 2xx or 3xx."""

WARM_UP = 10
MOST_ROUNDS = 5


@dataclass(slots=True)
class Side:
    """One of the two that are compared.

    `ready` prepares so many requests, unmeasured; `stored` counts what they should have left, or
    is None for pages that only read. With several `clients` each request counted is one of each client's,
    all at once, and its time is the burst's divided by all of them: what one more costs under load.
    """

    name: str
    ready: Callable[[int], Sequence[Request]]
    stored: Callable[[], int] | None = None
    walls: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)
    clients: int = 1

    def burst(
        self, count: int, told: Callable[[], object], crew: ThreadPoolExecutor, *, counted: bool = True
    ) -> float:
        """Send a burst; its median in milliseconds. Refuses when rows and answers differ."""
        shown, count = count, count * self.clients
        requests = self.ready(count)
        before = self.stored() if self.stored else 0
        spent = _cpu_s()
        walls, good = _one_by_one(requests) if self.clients == 1 else _at_once(requests, self.clients, crew)
        spent = _cpu_s() - spent
        for _number in range(shown):
            told()
        if good != count:
            raise Failed(f"{self.name}: {count - good} of {count} requests were not answered well.")
        rows = self.stored() - before if self.stored else good
        if rows != good:
            raise Failed(f"{self.name}: {good} requests were answered well, but {rows} rows were stored.")
        if counted:
            self.walls += walls
            self.cpu.append(spent * 1000 / count)
        return statistics.median(walls)

    @property
    def ms(self) -> float:
        return statistics.median(self.walls)

    @property
    def cpu_ms(self) -> float:
        return statistics.fmean(self.cpu)


def _one_by_one(requests: Sequence[Request]) -> tuple[list[float], int]:
    """The milliseconds of each, and how many were answered well."""
    walls, good = [], 0
    for one in requests:
        began = time.perf_counter()
        good += one()
        walls.append((time.perf_counter() - began) * 1000)
    return walls, good


def _at_once(requests: Sequence[Request], clients: int, crew: ThreadPoolExecutor) -> tuple[list[float], int]:
    """The milliseconds per request of all clients together, and how many were answered well."""
    ready, well, ended = threading.Barrier(clients + 1), [0] * clients, [0.0] * clients

    def work(number: int) -> None:
        ready.wait()
        well[number] = sum(one() for one in requests[number::clients])
        ended[number] = time.perf_counter()

    working = [crew.submit(work, number) for number in range(clients)]
    ready.wait()
    began = time.perf_counter()
    for one in working:
        one.result()
    return [(max(ended) - began) * 1000 / len(requests)], sum(well)


def _leave(together: threading.Barrier) -> None:
    together.wait()
    connections.close_all()


@contextmanager
def _crew(clients: int) -> Iterator[ThreadPoolExecutor]:
    """One thread per client, each with a connection that it keeps from burst to burst, as a web server's do.

    The barrier of a burst keeps one thread from working for two clients.
    """
    with ThreadPoolExecutor(clients) as crew:
        try:
            yield crew
        finally:
            together = threading.Barrier(clients)
            for _number in range(clients):
                crew.submit(_leave, together)


def compare(
    floor: Side, ours: Side, n: int, told: Callable[[], object], warm_up: int = WARM_UP
) -> tuple[float, float]:
    """Warm both up, then measure `n` of each in rounds of floor, ours, ours, floor.

    Gives the lowest and the highest ratio of a round.
    """
    with _crew(max(floor.clients, ours.clients)) as crew:
        floor.burst(warm_up, told, crew, counted=False)
        ours.burst(warm_up, told, crew, counted=False)
        rounds = max(1, min(MOST_ROUNDS, n // 10))
        shares = [n // (2 * rounds) + (place < n % (2 * rounds)) for place in range(2 * rounds)]
        ratios = []
        for first, second in zip(shares[::2], shares[1::2], strict=True):
            a = floor.burst(first, told, crew)
            b = ours.burst(first, told, crew)
            c = ours.burst(second, told, crew)
            d = floor.burst(second, told, crew)
            ratios.append((b * first + c * second) / (a * first + d * second))
    return min(ratios), max(ratios)


def requests_in(n: int) -> int:
    """How many requests `compare` sends, warm-up included."""
    return 2 * (n + WARM_UP)


def cpu_of() -> str:
    """Whose CPU is counted."""
    return "app+database" if _database_cpu_s() is not None else "app"


def _cpu_s() -> float:
    return time.process_time() + (_database_cpu_s() or 0.0)


def _database_cpu_s() -> float | None:
    """User and system time of the server process behind our connection (proc(5), fields 14 and 15)."""
    connection.ensure_connection()
    told = Path(f"/proc/{connection.connection.info.backend_pid}/stat")
    try:
        fields = told.read_text().rpartition(")")[2].split()
    except OSError:
        return None
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
