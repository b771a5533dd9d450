"""docs/proofs.md and proofs.json: for each scenario, goal and table, what proves it, or that it is open.

`write` writes them from the results that the tests left in build/proofs; `check` exits 1 when the
committed pages say anything else. `expect` runs nothing: it writes what a wholly green run would leave, for the
commit that such a run then has to bear out. Nothing without a passing test is ever called proved: `check` compares
with what passed.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "build" / "proofs"
PAGE, DATA = ROOT / "docs" / "proofs.md", ROOT / "docs" / "proofs.json"
IDS = [
    *(f"S{number}" for number in range(1, 16)),
    *(f"G{number:02}" for number in range(1, 61) if number not in (47, 48, 49)),
    *(f"T{number:02}" for number in range(1, 31)),
]

STILL_MISSING = {
    "S3": "a report that prints both series with their numbers",
    "S13": "the file within ten minutes, others' lines struck out, the timer, what a parent gets",
    "G01": "the other seven verbs and the relations shielded, withdrawn, erased",
    "G02": "break-glass and job runner as roles of the matrix",
    "G03": "files, mails and exports, of which there are none yet",
    "G05": "the timing of a foreign and a random id",
    "G08": "25,000 cells; 544 are run, with no hand-over, shield or erasure yet",
    "G11": "mutants of the Python policy functions",
    "G12": "10,000 wrong sign-ins; tens are run",
    "G18": "the browser's Back, storage and caches searched for canaries",
    "G13": "passkeys only for ministry and log controllers",
    "G14": "the timing of a known and an unknown name",
    "G17": "a list of one's open sessions",
    "G20": "every pattern with every status, and reports counted in journeys",
    "G21": "100,000 requests; found faults are kept as cases",
    "G09": "a second factor that was changed, and running downloads",
    "G22": "the browser's own history keeps the address that was opened; it opens nothing once answered",
    "G23": "exports, once there are any",
    "G26": "two persons for a file with more than one citizen, of which there is none",
    "G28": "the web server's and worker's connections traced",
    "G30": "write-ahead log, archive and base backup",
    "G32": "an older version of the same cell: there is no version counter",
    "G34": "denials counted, and every way the event can fail",
    "G35": "12,000 cases on a long chain; 59 changes and five cuts are run",
    "G40": "pairs of releases, 10,000 filter pairs, and the gate before every figure",
    "G54": "a network that is cut; only a form sent twice is run",
    "G60": "the lock time under load, and a populated database",
}
"""What a goal asks for beyond the tests that there are. Until it is empty for an id, the id is open."""


def gathered(results: dict[str, dict[str, Any]]) -> list[dict[str, Any]]:
    """One row per id: passed only when every test that claims it passed, and there is one."""
    unknown = {one for each in results.values() for one in (*each["proves"], *each["red"])} - set(IDS)
    if unknown:
        raise SystemExit(f"Tests claim ids that do not exist: {', '.join(sorted(unknown))}.")
    rows = []
    for one in IDS:
        tests = {node: each for node, each in results.items() if one in each["proves"]}
        red = {node: each for node, each in results.items() if one in each["red"]}
        green = bool(tests) and all(each["passed"] for each in (*tests.values(), *red.values()))
        passed = green and one not in STILL_MISSING
        figure = f"{len(tests)} test cases" if tests else ""
        if green and not passed:
            figure += f" green; missing: {STILL_MISSING[one]}"
        rows.append(
            {
                "id": one,
                "result": "passed" if passed else "open",
                "figure": figure,
                "tests": _functions(tests),
                "red_control": _functions(red),
            }
        )
    return rows


def left_by_tests(folder: Path) -> dict[str, dict[str, Any]]:
    """What the runs left in a folder: test -> the ids it claims and whether it passed."""
    results: dict[str, dict[str, Any]] = {}
    for file in sorted(folder.glob("*.json")):
        results |= json.loads(file.read_text())
    return results


def collected() -> dict[str, dict[str, Any]]:
    """Every test that claims something, as if it had passed; none of them is run."""
    with tempfile.TemporaryDirectory() as folder:
        for tests in (["tests", "--ignore=tests/journeys"], ["tests/journeys"]):  # two runs, as in the gates
            argv = [sys.executable, "-m", "pytest", *tests, "--collect-only", "-q", "--proofs", folder]
            done = subprocess.run(argv, check=False, cwd=ROOT, capture_output=True, text=True)
            if done.returncode:
                raise SystemExit(done.stdout[-2000:])
        return {node: each | {"passed": True} for node, each in left_by_tests(Path(folder)).items()}


def _functions(nodes: dict[str, Any]) -> list[str]:
    """The test functions, without their parameters."""
    return sorted({node.split("[")[0] for node in nodes})


def page(rows: list[dict[str, Any]]) -> str:
    """The rows as the page people read."""
    proved = sum(row["result"] == "passed" for row in rows)
    lines = [
        "<!-- Generated by `make proofs`; do not edit. -->",
        "",
        "# Proofs",
        "",
        "What a passing test proves, and what is open. A goal is «passed» only when its tests are green and"
        " nothing that it asks for is missing; where something is, it stands beside the tests there are.",
        "",
        "| id | result | figure | tests | red control |",
        "| --- | --- | --- | --- | --- |",
    ]
    for row in rows:
        tests = "<br>".join(f"`{one}`" for one in row["tests"])
        red = "<br>".join(f"`{one}`" for one in row["red_control"])
        lines.append(f"| {row['id']} | {row['result']} | {row['figure']} | {tests} | {red} |")
    return "\n".join([*lines, "", f"{proved} of {len(rows)} passed, {len(rows) - proved} open.", ""])


def main(command: str) -> int:
    """Write the pages, or say that they are out of step."""
    rows = gathered(collected() if command == "expect" else left_by_tests(RESULTS))
    text, data = page(rows), json.dumps(rows, indent=1, ensure_ascii=False) + "\n"
    if command in ("write", "expect"):
        PAGE.write_text(text)
        DATA.write_text(data)
        return 0
    if not PAGE.exists() or PAGE.read_text() != text or DATA.read_text() != data:
        print("docs/proofs.md is out of step with what the tests prove: run make proofs.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
