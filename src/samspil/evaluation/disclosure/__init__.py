"""Tables of counts that expose nobody: what to suppress, an attack on what would leave, and a certificate.

Pure arithmetic (numpy, scipy, highspy) without a database, for any table of counts. In order: `counted` the
cells of a plan, `design` (what to expect), `primary` (the small ones), `suppress` (the pattern, audited),
`attack` (what a reader can work out of a release), `measured` (means and sums beside the counts), `certify`
and `verify`. See `docs/guide/protect.md`.
"""

from collections.abc import Sequence

from samspil.evaluation.disclosure.attack import Found, attacked
from samspil.evaluation.disclosure.brought import unlike
from samspil.evaluation.disclosure.cells import (
    FIGURES,
    MOST_PEOPLE,
    Cells,
    Dimension,
    Frame,
    Measure,
    Plan,
    Record,
    Table,
    Unusable,
)
from samspil.evaluation.disclosure.certificate import Verdict, certify, names_of, verify
from samspil.evaluation.disclosure.counting import counted
from samspil.evaluation.disclosure.design import Advice, design, following
from samspil.evaluation.disclosure.exact import Proof
from samspil.evaluation.disclosure.figures import Shown
from samspil.evaluation.disclosure.history import Linkage
from samspil.evaluation.disclosure.joint import difference
from samspil.evaluation.disclosure.ledger import Ledger
from samspil.evaluation.disclosure.measured import Measured, measured
from samspil.evaluation.disclosure.note import DANISH, ENGLISH, note
from samspil.evaluation.disclosure.pattern import Unprotectable
from samspil.evaluation.disclosure.profile import Profile, primary
from samspil.evaluation.disclosure.protect import Protected, suppress
from samspil.evaluation.disclosure.release import Past, Release, read_tables, table_text, texts_of
from samspil.evaluation.disclosure.space import joined
from samspil.evaluation.disclosure.view import columns_of
from samspil.evaluation.disclosure.withholding import FiguresTell
from samspil.evaluation.disclosure.words import many

__all__ = [
    "DANISH", "ENGLISH", "FIGURES", "MOST_PEOPLE", "Advice", "Cells", "Dimension", "FiguresTell", "Found",
    "Frame", "Ledger", "Linkage", "Measure", "Measured", "Past", "Plan", "Profile", "Proof", "Protected",
    "Record", "Release", "Shown", "Table", "Unprotectable", "Unusable", "Verdict", "attack", "certify",
    "counted", "design", "difference", "following", "many", "measured", "names_of", "note", "primary",
    "read_tables", "suppress", "table_text", "texts_of", "unlike", "verify",
]  # fmt: skip


def attack(
    release: Release, past: Sequence[Past] = (), linkage: Linkage | None = None, changes: int = 0
) -> Found:
    """What a reader can work out, who knows where noughts are shown and that people are whole (A2).

    With `past`, the reader has those releases too (A5), and thinks that at most `changes` people were put
    right between them; with none, whoever was counted once is counted still.
    """
    layers = [*(one.release.layer() for one in past), release.layer()]
    columns = columns_of(release.frame, past, linkage or Linkage())
    return attacked(joined(layers, columns, changes), release.profile.k)
