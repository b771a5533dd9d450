"""Every hostile text in every field that takes words, read back on every page and in every file.

`make campaign TEXTS=1 [SEED=number]` writes docs/campaigns/texts.json; `TEXTS=20` goes twenty rounds spread
over the square and says so. What a round is stands in tests/campaigns/every_text.py. Exit code 1 if one
text was read as anything else than itself, or an address broke.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.campaigns.planner import commit  # noqa: E402  (the root must be known first)
from tests.interfaces.office_words import EVERY  # noqa: E402

RESULT = ROOT / "docs" / "campaigns" / "texts.json"
FILE = "tests/campaigns/every_text.py"


def main() -> int:
    """Type, read back, and write what came of it."""
    asked, seed = int(os.environ.get("TEXTS") or "1"), os.environ.get("SEED") or "1"
    most, began, of = asked if asked > 1 else len(EVERY), time.monotonic(), commit()
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "rounds"
        told = {"SAMSPIL_TEXTS_SEED": seed, "SAMSPIL_TEXTS_ROUNDS": str(most), "SAMSPIL_TEXTS_OUT": str(out)}
        done = subprocess.run(
            [sys.executable, "-m", "pytest", FILE, "-q", "-x", "--show-capture=no", "--tb=short"],
            cwd=ROOT,
            env={**os.environ, **told},
            capture_output=True,
            text=True,
            check=False,
        )
        rounds = [json.loads(one) for one in out.read_text().splitlines()] if out.exists() else []
    if done.returncode:
        print(done.stdout[-4000:], file=sys.stderr)
    is_green = not done.returncode and len(rounds) == min(most, len(EVERY))
    result = {
        "commit": of,
        "seed": int(seed),
        "green": is_green,
        "texts": len(EVERY),
        **summed(rounds),
        "took_s": round(time.monotonic() - began),
    }
    RESULT.write_text(json.dumps(result, indent=2, ensure_ascii=False) + "\n")
    print(json.dumps(result, indent=2, ensure_ascii=False))
    return 0 if is_green else 1


def summed(rounds: list[dict[str, Any]]) -> dict[str, Any]:
    """What the rounds came to: how many times a text was typed into a field, and what became of it."""
    refused = Counter(one for each in rounds for one in each["refused_alone"])
    return {
        "fields": max((one["fields"] for one in rounds), default=0),
        "rounds": len(rounds),
        "each_text_in_each_field": len(rounds) == len(EVERY),
        "texts_written": sum(one["written"] for one in rounds),
        "texts_refused": sum(refused.values()),
        "refused_in_how_many_rounds": dict(sorted(refused.items())),
        "fields_read_back_in_a_round": [min((one["read"] for one in rounds), default=0)]
        + [max((one["read"] for one in rounds), default=0)],
        "kinds": sorted({kind for one in rounds for kind in one["kinds"]}),
    }


if __name__ == "__main__":
    sys.exit(main())
