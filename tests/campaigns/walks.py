"""Both walks beside their references, further than the gate goes: steps, seed, seconds, what was compared.

`make campaign WALKS=1 [SEED=number]` writes docs/campaigns/walks.json. Exit code 1 if one went astray.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from tests.campaigns.planner import commit  # noqa: E402  (the root must be known first)

RESULT = ROOT / "docs" / "campaigns" / "walks.json"
STEPS = 20_000
WALKS = {
    "courses, yeses and links": "tests/delivery/test_machine.py",
    "rounds through days and nights": "tests/delivery/test_rounds_walk.py",
}


def main() -> int:
    """Walk, and write what came of it."""
    seed = os.environ.get("SEED") or "1"
    walks = {name: _walked(file, seed) for name, file in WALKS.items()}
    result = {"commit": commit(), "seed": int(seed), "steps_asked_for": STEPS, "walks": walks}
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    print(json.dumps(result, indent=2))
    return 0 if all(one["green"] for one in walks.values()) else 1


def _walked(file: str, seed: str) -> dict[str, Any]:
    """One walk with its planted faults, as the gate runs it."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-m", "pytest", file, "-s", "-q"],
        cwd=ROOT,
        env={**os.environ, "SAMSPIL_WALK_STEPS": str(STEPS), "SAMSPIL_WALK_SEED": seed},
        capture_output=True,
        text=True,
        check=False,
    )
    steps = re.search(r"^\.*(\d+) steps compared", done.stdout, re.MULTILINE)
    if done.returncode:
        print(done.stdout[-4000:], file=sys.stderr)
    return {
        "file": file,
        "green": done.returncode == 0,
        "steps": int(steps[1]) if steps else 0,
        "took_s": round(time.monotonic() - began),
    }


if __name__ == "__main__":
    sys.exit(main())
