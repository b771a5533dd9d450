"""The example tables that another package tries itself on, protected by the command and read by others.

They are those of SSBtools 1.8.6 (Statistics Norway, fictitious) and lie beside the project, not in it;
without them these tests are skipped. Files that are wide hold the same tables with labels as columns.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest
from tests.evaluation.disclosure.reader import Reader
from tests.interfaces.cli.test_protect import asked

TABLES = Path(__file__).parents[4] / "shared" / "tables" / "ssbtools"

pytestmark = pytest.mark.skipif(not TABLES.is_dir(), reason=f"the tables of SSBtools are not in {TABLES}")


@dataclass(frozen=True)
class Asked:
    """A file, the column with its counts, the hierarchies, and the tables that are published together."""

    file: str
    weight: str
    hierarchies: dict[str, tuple[str, str]]
    tables: dict[str, tuple[str, ...]]

    def plan(self) -> str:
        """The plan as its author would write it."""
        lines = [f"weight: {self.weight}"] if self.weight else []
        named = [f"{name}: [{', '.join(columns)}]" for name, columns in self.hierarchies.items()]
        lines.append(f"hierarchies: {{{', '.join(named)}}}")
        lines.append("tables:")
        lines += [f"- {{name: {name}, by: [{', '.join(by)}]}}" for name, by in self.tables.items()]
        return "\n".join(lines) + "\n"


GEO, FYLKE = {"geo": ("county", "region")}, {"geo": ("fylke", "region")}
PLACE = {"place": ("eu", "geo")}
EITHER = [
    Asked("d1", "freq", {}, {"t": ("region", "main_income")}),
    Asked("d2", "freq", GEO, {"t": ("geo", "main_income")}),
    Asked("d2", "freq", {"group": ("k_group", "region")}, {"t": ("group", "main_income")}),
    Asked("d2s", "freq", GEO, {"t": ("geo", "main_income")}),
    Asked("d2s", "freq", {"big": ("size", "region")}, {"t": ("big", "main_income")}),
    Asked("d3", "freq", GEO, {"t": ("geo", "main_income"), "m": ("county", "main_income", "months")}),
    Asked("d3", "freq", GEO | {"time": ("months2", "months")}, {"t": ("geo", "main_income", "time")}),
    Asked("example1", "freq", PLACE, {"t": ("age", "place", "year")}),
    Asked("example1", "freq", PLACE, {"t": ("age", "place"), "u": ("place", "year"), "v": ("age", "year")}),
    Asked("magnitude1", "", PLACE | {"sector": ("sector2", "sector4")}, {"t": ("place", "sector")}),
    Asked("magnitude1", "", {"sector": ("sector2", "sector4")}, {"t": ("company", "sector")}),
    Asked("mun_accidents", "freq", {}, {"t": ("mun", "inj")}),
    Asked("z1", "ant", {}, {"t": ("region", "hovedint")}),
    Asked("z2", "ant", FYLKE, {"t": ("geo", "hovedint")}),
    Asked("z3", "ant", FYLKE | {"tid": ("mnd2", "mnd")}, {"t": ("geo", "hovedint", "tid")}),
]
SHOWN = [
    # What follows from a column is crossed with it, and the noughts say that everybody knows.
    Asked("d2", "freq", GEO, {"t": ("geo", "main_income"), "k": ("region", "k_group", "main_income")}),
    Asked("d2s", "freq", GEO, {"t": ("geo", "main_income"), "k": ("region", "size")}),
]


@pytest.mark.parametrize(
    ("one", "zeros"),
    [*((one, zeros) for one in EITHER for zeros in ("shown", "hidden")), *((one, "shown") for one in SHOWN)],
    ids=lambda one: one if isinstance(one, str) else f"{one.file}-{'-'.join(one.tables)}",
)
def test_no_suppressed_cell_of_another_packages_examples_can_be_worked_out(tmp_path, one, zeros):
    file = TABLES / f"{one.file}.csv"
    (tmp_path / "plan.yaml").write_text(one.plan())
    (tmp_path / "k5.yaml").write_text(f"k: 5\nzeros: {zeros}\nwidth: 1\n")

    ran = asked(
        tmp_path, str(file), "--tables", "plan.yaml", "--profile", "k5.yaml", "--steps", "10", "--out", "out"
    )
    checked = asked(tmp_path, "verify", "out")

    assert (ran.returncode, ran.stderr, checked.returncode) == (0, "", 0)
    with file.open(newline="", encoding="utf-8") as opened:
        rows = list(csv.DictReader(opened))
    parents = {name: {row[b]: row[a] for row in rows} for name, (a, b) in one.hierarchies.items()}
    same = {column: name for name, columns in one.hierarchies.items() for column in columns}
    for floor in (0, 1) if zeros == "shown" else (0,):
        reader = Reader(tmp_path / "out", one.tables, parents, floor, same)
        assert reader.hidden
        assert reader.narrow(1) == []
