"""`samspil bench`: hot paths beside their floors, in the same run, on a scratch database.

Ours goes through the whole stack: every middleware, the sealed session, the form's token, row-level
security as the runtime role, sealed columns with keys outside the database, the audit event.
"""

from __future__ import annotations

import statistics
import sys
from typing import Any

from django.conf import settings
from tqdm import tqdm

from samspil.interfaces.cli.bench.commit import commit_of
from samspil.interfaces.cli.exits import ENVIRONMENT, Failed

NAMES = (
    "session",
    "measurement",
    "submissions",
    "caseload",
    "board",
    "matching",
    "reminders",
    "history",
    "asking",
    "answering",
    "obligations",
    "statement",
    "pack",
)
COURSES = 10_000


def run(names: list[str], n: int, courses: int = COURSES) -> dict[str, Any]:
    """Measure `n` requests of each bench and of its floor; the published report.

    Raises Failed where we do not run the server, or when rows and answers differ.
    """
    if not settings.SAMSPIL_EMBEDDED:
        raise Failed(
            "The bench makes and drops a scratch database, so it runs only on the embedded PostgreSQL:"
            " take SAMSPIL_DATABASE_URL and SAMSPIL_OWNER_DATABASE_URL away.",
            ENVIRONMENT,
        )
    from django.db import connections

    from samspil.interfaces.cli.bench import floor, ground, meter
    from samspil.interfaces.cli.bench.scenes import Scene, Stage
    from samspil.interfaces.cli.bench.scratch import scratch

    def measured(scene: Scene, bar: Any) -> dict[str, Any]:
        bar.set_description(scene.name)
        counted = n if scene.most is None else min(n, scene.most)
        low, high = meter.compare(scene.floor, scene.ours, counted, bar.update, scene.warm_up)
        ours, under = round(scene.ours.ms, 3), round(scene.floor.ms, 3)
        ratio = round(ours / under, 2)
        return {
            "name": scene.name,
            "floor": scene.floor_words,
            "ours_ms_p50": ours,
            "floor_ms_p50": under,
            "ratio": ratio,
            "cpu_ms": round(scene.ours.cpu_ms, 3),
            "n": counted,
            "target": scene.target,
            "met": (ratio if scene.target_of == "ratio" else ours / 1000) <= scene.target,
            "target_of": scene.target_of,
            "ours": scene.what,
            "cpu_of": meter.cpu_of() if scene.ours.clients == 1 else "app",
            "clients": scene.ours.clients,
            "floor_cpu_ms": round(scene.floor.cpu_ms, 3),
            "ratio_range": [round(low, 2), round(high, 2)],
            **{name: round(statistics.median(values), 3) for name, values in scene.also.items()},
        }

    with (
        tqdm(total=ground.STEPS, file=sys.stderr, leave=False, desc="Laying the ground") as bar,
        scratch() as su,
    ):
        laid = ground.lay(su, courses, bar.update)
        with connections["owner"].cursor() as owner:
            owner.execute(floor.MAKE)
        su.execute(floor.FILL)
        su.execute("VACUUM ANALYZE")
        stage = Stage(laid, su)
        bar.reset(len(names) * meter.requests_in(n))
        commit = commit_of(settings.SAMSPIL_PROGRAMMES.parent)
        return {"commit": commit, "results": [measured(stage.scene(name), bar) for name in names]}
