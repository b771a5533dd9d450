"""Tables of counts that expose nobody: what to suppress, an attack on what would leave, and a certificate.

Pure arithmetic (numpy, scipy, highspy) without a database, for any table of counts. In order: `counted` the
cells of a plan, `design` (what to expect), `primary` (the small ones), `suppress` (the pattern, audited),
`attack` (what a reader can work out of a release), `certify` and `verify`. See `docs/guide/protect.md`.
"""

from samspil.evaluation.disclosure.attack import Found, attacked
from samspil.evaluation.disclosure.cells import (
    Cells,
    Dimension,
    Frame,
    Plan,
    Record,
    Table,
    Unusable,
    counted,
)
from samspil.evaluation.disclosure.certificate import Verdict, certify, verify
from samspil.evaluation.disclosure.design import Advice, design
from samspil.evaluation.disclosure.note import DANISH, ENGLISH, note
from samspil.evaluation.disclosure.pattern import Unprotectable
from samspil.evaluation.disclosure.profile import Profile, primary
from samspil.evaluation.disclosure.protect import Protected, suppress
from samspil.evaluation.disclosure.release import Release, read_tables, table_text
from samspil.evaluation.disclosure.space import joined

__all__ = [
    "DANISH", "ENGLISH", "Advice", "Cells", "Dimension", "Found", "Frame", "Plan", "Profile", "Protected",
    "Record", "Release", "Table", "Unprotectable", "Unusable", "Verdict", "attack", "certify", "counted",
    "design", "note", "primary", "read_tables", "suppress", "table_text", "verify",
]  # fmt: skip


def attack(release: Release) -> Found:
    """What a reader can work out, who knows where noughts are shown and that people are whole (A2)."""
    return attacked(joined([release.layer()]), release.profile.width)
