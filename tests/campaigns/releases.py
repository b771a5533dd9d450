"""Seeded programmes that are published four times, and attacked by a reader who keeps every release.

`make campaign RELEASES=1 [SEED=number] [INSTANCES=number]` writes docs/campaigns/releases.json. People come
half-year by half-year; in the third release a municipality joins, somebody was put under another ending and
somebody taken out, and in every second series both are back in the fourth. Noughts are shown. The reader
(`tests/evaluation/disclosure/several.py`, scipy) has the files of all releases and how many people were put
right at the most, and looks at every suppressed cell of every release, and at what is told of a few who
came or went between two. Exit code 1 if one of those can be worked out, or a certificate does not hold.

The file is written as it goes, so that what was ended early says how far it came.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tqdm import tqdm

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.campaigns.planner import commit  # noqa: E402  (the root must be known first)
from tests.evaluation.disclosure.several import Keeper  # noqa: E402
from tests.evaluation.disclosure.test_ledger import (  # noqa: E402
    PROFILE,
    above,
    entered,
    folders,
    growing,
    verdict,
)

from samspil.evaluation import disclosure  # noqa: E402

RESULT = ROOT / "docs" / "campaigns" / "releases.json"
INSTANCES = 520
PEOPLE, PLACES = (40, 80, 120, 170), (4, 5, 6)
BAD = ("open", "told", "unverified")


def kept(seed: int, number: int, folder: Path) -> Counter[str]:
    """What came of one series: counts of series, releases and suppressed cells."""
    people, places = PEOPLE[number % len(PEOPLE)], PLACES[number % len(PLACES)]
    releases = growing((seed << 20) + number, people, places, is_undone=bool(number % 2))
    counts, made = Counter[str](series=1), None
    for rows in releases:
        try:
            made = entered(folder, rows)
        except disclosure.Unprotectable:
            # The release says so and is not entered; what is out is attacked all the same.
            counts.update(refused=1)
            break
        except disclosure.Unusable as problem:
            # The last of a municipality was put right, and another is new: the plan has to say which.
            if "Say in the plan what the new one was" not in str(problem):
                raise
            counts.update(unsaid=1)
            break
    if made is None:
        return counts
    out = folders(folder)
    # One who thinks that as few were put right as is told, which may be fewer than really were, and one who
    # knows how many of the last release were.
    reader = Keeper(out, above(*releases), made.changes, {})
    knowing = Keeper(out, above(*releases), made.put_right, {})
    counts.update(
        releases=len(out),
        of_all_four=len(out) == len(releases),
        put_right=made.put_right,
        told_put_right=made.changes,
        hidden=sum(map(len, reader.hidden)),
        open=len({*reader.opened(), *knowing.opened()}),
        told=len({*reader.told_differences(PROFILE.k), *knowing.told_differences(PROFILE.k)}),
        unverified=not verdict(folder).holds,
    )
    return counts


def one_of(asked: tuple[int, int]) -> tuple[int, Counter[str]]:
    """A series of a seed, by its number."""
    with tempfile.TemporaryDirectory() as folder:
        return asked[1], kept(*asked, Path(folder))


def main() -> int:
    """Run them all, as many at a time as there are cores; write what came of it."""
    seed, many = int(os.environ.get("SEED") or 1), int(os.environ.get("INSTANCES") or INSTANCES)
    began, found, bad, result = time.time(), Counter[str](dict.fromkeys(BAD, 0)), [], {}
    asked = [(seed, number) for number in range(many)]
    with multiprocessing.get_context("fork").Pool(os.cpu_count()) as workers:
        every = tqdm(workers.imap_unordered(one_of, asked), file=sys.stderr, leave=False, total=many)
        for number, one in every:
            found.update(one)
            if any(one[name] for name in BAD):
                bad.append(number)
            result = {
                "commit": commit(),
                "seed": seed,
                "asked_for": many,
                "what": "counts of series, releases, people and cells; open, told and unverified shall be 0",
                **found,
                "bad": sorted(bad),
                "took_s": round(time.time() - began),
            }
            RESULT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    print(json.dumps(result, indent=2, ensure_ascii=False))
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
