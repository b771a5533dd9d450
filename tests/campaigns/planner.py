"""The planner on invented terms of 20, 60 and 200 requests: seconds, distance from the bound, repairs.

`make campaign PLANNER=1` writes docs/campaigns/planner.json. Every plan and every repair is checked by the
tests' own checker; exit code 1 if one breaks a rule.

Seconds are those of the processor (`time.process_time`; one thread, so a machine that does nothing else takes
as long by the wall clock): the machine that measured was shared, and how long others held it up is no figure
of ours. What the wall clock said is told beside them. Medians and the worst are told.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import time
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from tqdm import tqdm

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.campaigns import terms  # noqa: E402  (the root must be known first)
from tests.delivery.term_rules import wrong_with  # noqa: E402

from samspil.delivery.planning.repair import repaired  # noqa: E402
from samspil.delivery.planning.solving import plan  # noqa: E402
from samspil.delivery.planning.term import Plan, Term  # noqa: E402

RESULT = ROOT / "docs" / "campaigns" / "planner.json"
SEEDS, SECONDS = (1, 2, 3), 30.0
SIZES = ((20, 35, SEEDS), (60, 35, SEEDS), (200, 35, SEEDS), (200, 22, SEEDS[:1]))
"""Requests, role models and seeds; the last has too few role models for all."""


def main() -> int:
    """Plan, repair, check, write."""
    began, wrong = time.time(), Counter[str]()
    sizes = []
    with tqdm(
        total=sum(len(seeds) for *_sizes, seeds in SIZES), file=sys.stderr, leave=False, desc="Planning"
    ) as bar:
        for requests, people, seeds in SIZES:
            runs = []
            for seed in seeds:
                runs.append(_run(requests, people, seed, wrong))
                bar.update()
            sizes.append(_told(requests, people, runs))
    result = {
        "commit": commit(),
        "machine": f"{os.cpu_count()} cores, shared with others; load {os.getloadavg()[0]:.1f} at the end",
        "what": "3 visits a request, 40 weeks, 6 of them holidays, 15 % absence, 2 visits a week at most",
        "seeds": list(SEEDS),
        "seconds_allowed": SECONDS,
        "sizes": sizes,
        "rules_broken": dict(sorted(wrong.items())),
        "took_s": round(time.time() - began),
    }
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))
    return 1 if wrong else 0


def _run(requests: int, people: int, seed: int, wrong: Counter[str]) -> dict[str, Any]:
    term = terms.term(requests, seed, people)
    began = time.monotonic()
    made = plan(term, seconds=SECONDS, within=0.0, clock=time.process_time)
    wall = time.monotonic() - began
    wrong.update(wrong_with(term, made.visits))
    out = {one.series for one in made.unserved}
    return {
        "seed": seed,
        "first_s": round(made.first_seconds, 2),
        "took_s": round(made.seconds, 2),
        "wall_s": round(wall, 2),
        "served": requests - len(out),
        "most_served": made.most_served,
        "cost": made.cost,
        "bound": made.bound,
        "gap": None if made.gap is None else round(made.gap, 4),
        "stopped": made.stopped.value,
        "why_not": dict(Counter(one.reason.code.value for one in made.unserved)),
        "repairs": _repairs(term, made, wrong),
    }


def _repairs(term: Term, made: Plan, wrong: Counter[str]) -> dict[str, Any]:
    """Every role model in turn drops out for the whole term."""
    seconds, walls, touched, lost, others = [], [], [], 0, 0
    for one in term.role_models:
        whole = ((term.starts_on, term.ends_on),)
        staff = tuple(replace(who, away=whole) if who.key == one.key else who for who in term.role_models)
        gone = replace(term, role_models=staff)
        began = time.monotonic()
        after = repaired(gone, made.visits, seconds=1.0, clock=time.process_time)
        walls.append(time.monotonic() - began)
        seconds.append(after.seconds)
        touched.append(len(after.touched))
        lost += len(after.unserved)
        theirs = {visit.series for visit in made.visits if one.key in visit.team}
        others += sum(was.series not in theirs for was, _new in after.moved)
        wrong.update(wrong_with(gone, after.visits) - {"missing"})
    return {
        "median_s": round(statistics.median(seconds), 3),
        "worst_s": round(max(seconds), 3),
        "wall_median_s": round(statistics.median(walls), 3),
        "wall_worst_s": round(max(walls), 3),
        "most_touched": max(touched),
        "series_without_a_place": lost,
        "visits_moved_of_other_series": others,
    }


def _told(requests: int, people: int, runs: list[dict[str, Any]]) -> dict[str, Any]:
    gaps = [one["gap"] for one in runs if one["gap"] is not None]
    return {
        "requests": requests,
        "role_models": people,
        "first_s_median": round(statistics.median(one["first_s"] for one in runs), 2),
        "first_s_worst": max(one["first_s"] for one in runs),
        "gap_median": round(statistics.median(gaps), 4) if gaps else None,
        "gap_worst": max(gaps) if gaps else None,
        "repair_s_median": round(statistics.median(one["repairs"]["median_s"] for one in runs), 3),
        "repair_s_worst": max(one["repairs"]["worst_s"] for one in runs),
        "runs": runs,
    }


@cache
def commit() -> str:
    """The commit that was measured, with `-dirty` when files differ from it before a result is written."""
    told = subprocess.run(
        ["git", "describe", "--always", "--dirty", "--exclude=*", "--abbrev=12"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    return told.stdout.strip() or "unknown"


if __name__ == "__main__":
    sys.exit(main())
