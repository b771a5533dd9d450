"""Files under 400 lines, functions under 60: long ones are where nobody wants to live.

Migrations are left out: they are written once and never edited.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

MOST_LINES, MOST_IN_FUNCTION = 400, 60


def too_long(root: Path) -> Iterator[str]:
    """One sentence for each file or function over the limit below `root`."""
    for file in sorted(root.rglob("*.py")):
        if "migrations" in file.parts and file.name != "__init__.py":
            continue
        text = file.read_text()
        lines = text.count("\n")
        if lines > MOST_LINES:
            yield f"{file}: {lines} lines, at most {MOST_LINES}."
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                if length > MOST_IN_FUNCTION:
                    yield f"{file}:{node.lineno}: {node.name} has {length} lines, at most {MOST_IN_FUNCTION}."


if __name__ == "__main__":
    found = [line for root in sys.argv[1:] or ["src", "tests", "tools"] for line in too_long(Path(root))]
    print("\n".join(found))
    sys.exit(1 if found else 0)
