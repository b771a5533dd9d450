"""The columns of a file of places, by the public register's heads or plain ones, and how a row is read."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from samspil.delivery.rules.institutions import NUMBER, POSTCODE, Place, size_band
from samspil.delivery.rules.sending import is_address
from samspil.delivery.terms.place_sets import SIZE_BANDS
from samspil.delivery.terms.sending import Way
from samspil.delivery.terms.visits import INSTITUTION_KINDS, InstitutionKind
from samspil.interfaces.web.office.column_kinds import EXAMPLE, Column, Unread, in_both, one_of, plain, words
from samspil.interfaces.web.office.import_rows import Cells, values_of
from samspil.interfaces.web.office.sheets import Table, Unreadable
from samspil.people.queries.imports import Fault

MOST_ROWS, MOST_MAIL = 10_000, 250
A_COUNT = re.compile(r"[0-9]{1,5}|[0-9]{1,2}\.[0-9]{3}")
HEADS: dict[str, tuple[str, ...]] = {
    "number": ("institutionsnummer", "inst_nr", "instnr", "number"),
    "name": ("navn", "institutionsnavn", "inst_navn", "institution", "name"),
    "kind": (
        "type",
        "type af sted",
        "kind of place",
        "institutionstype",
        "inst_type_navn",
        "instype_navn",
        "kind",
    ),
    "municipality": (
        "kommune",
        "beliggenhedskommune",
        "bel_kommune_navn",
        "kommunenavn",
        "bel_kommune",
        "kommunenr",
        "municipality",
    ),
    "postcode": ("postnummer", "postnr", "postnr.", "postcode"),
    "size": (
        "antal elever",
        "number of pupils",
        "elevtal",
        "antal_elever",
        "elever",
        "elever i alt",
        "antal elever i alt",
        "om stedets størrelse",
        "size",
    ),
    "mail": ("mailadresse", "mail", "e-mail", "email", "e_mail", "mail address", "kontaktmail"),
}
"""What each column may be headed, the best first. The register has many more columns: they are not read."""

OTHER_KIND = "-"
OF_REGISTER: tuple[tuple[str, str], ...] = (
    (
        OTHER_KIND,
        r"daginstitution|børnehave|vuggestue|dagpleje|universitet|professionshøjskole|erhvervsakademi"
        r"|højskole|maritim|kunstner|\bvuc\b|voksenuddannelse|sprogcent|seminari|museum|forskning|\bppr\b"
        r"|vejledning|^kommune|^region|bibliotek",
    ),
    (
        InstitutionKind.YOUTH_EDUCATION,
        r"gymnasi|\bhf\b|erhverv|handelsskole|teknisk|produktionsskole|\bfgu\b|forberedende grunduddannelse"
        r"|sosu|social- og sundhed|landbrug|ungdomsuddannelse|studenterkurs",
    ),
    (InstitutionKind.CLUB, r"ungdomsskole|klub|fritidscent|ungdomscent|fritidsundervisning"),
    (InstitutionKind.SCHOOL, r"skole|dagbehandling"),
)
"""The register's many types by a word in them, the first that fits. Others than ours are left out."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a file's cells come to: places, faults, and how many rows were left out, and why."""

    places: tuple[Place, ...]
    faults: tuple[Fault, ...]
    elsewhere: int
    other_kind: int


def columns_of() -> tuple[Column, ...]:
    """The columns of the template. A file may have the register's heads instead."""
    shown = tuple(in_both(title)[0] for title in INSTITUTION_KINDS.values())
    return (
        Column(
            "number",
            gettext_lazy("Institution number"),
            gettext_lazy("Six digits, as in the public register. Empty for a place that is not there."),
            _number,
            "",
            False,
        ),
        Column("name", gettext_lazy("Name"), gettext_lazy("What the place is called."), _name, EXAMPLE),
        Column(
            "kind",
            gettext_lazy("Kind of place"),
            gettext_lazy("School, youth education or club; or the register's own word for it."),
            kind_of,
            shown[0],
            choices=shown,
        ),
        Column(
            "municipality",
            gettext_lazy("Municipality"),
            gettext_lazy("Name or number. Empty is your own. Rows of others are left out."),
            words(60),
            "",
            False,
        ),
        Column("postcode", gettext_lazy("Postcode"), gettext_lazy("Four digits."), _postcode, "5000", False),
        Column(
            "size",
            gettext_lazy("Number of pupils"),
            gettext_lazy("A number, or about how many. Empty keeps what is known; only how large is kept."),
            size_of,
            "",
            False,
        ),
        Column(
            "mail",
            gettext_lazy("Mail address"),
            gettext_lazy("The office's own. Empty keeps the one that is known."),
            _mail,
            "",
            False,
        ),
    )


def _number(text: str) -> str:
    tidy = text.strip().upper().zfill(6) if text.strip().isdigit() else text.strip().upper()
    if not NUMBER.fullmatch(tidy):
        raise Unread(gettext_lazy("The number in the register has six digits."))
    return tidy


def _name(text: str) -> str:
    if text.upper() == EXAMPLE:
        raise Unread(gettext_lazy("This is the template's example. Delete the row."))
    return words(100)(text)


def _postcode(text: str) -> str:
    if not POSTCODE.fullmatch(text.strip()):
        raise Unread(gettext_lazy("Write the postcode with four digits."))
    return text.strip()


_OWN_SIZES = one_of(SIZE_BANDS.items())


def size_of(text: str) -> str:
    """About how many go there, by their number or our own words; "" where the file says nothing."""
    tidy = text.strip()
    if A_COUNT.fullmatch(tidy):
        count = int(tidy.replace(".", ""))
        return size_band(count) if count else ""
    try:
        return _OWN_SIZES[0](tidy)
    except Unread:
        raise Unread(gettext_lazy("Write the number of pupils in digits, or leave it empty.")) from None


def _mail(text: str) -> str:
    tidy = text.strip()
    if not is_address(Way.MAIL, tidy) or len(tidy) > MOST_MAIL:
        raise Unread(gettext_lazy("Write a mail address that we can write to."))
    return tidy


_OWN_KINDS = one_of(INSTITUTION_KINDS.items())


def kind_of(text: str) -> str:
    """The kind of place by our own word, or by the register's; `OTHER_KIND` for those nobody visits."""
    tidy = plain(text)
    try:
        return _OWN_KINDS[0](text)
    except Unread as unread:
        for kind, pattern in OF_REGISTER:
            if re.search(pattern, tidy):
                return str(kind)
        raise unread from None


def cells_of(table: Table) -> tuple[Cells, int]:
    """The rows under our keys, and how many columns were not read. Raises Unreadable without name or type."""
    heads = [plain(one) for one in table.head]
    at = {
        key: next((heads.index(one) for one in known if one in heads), None) for key, known in HEADS.items()
    }
    missing = [str(one.title) for one in columns_of() if one.is_needed and at[one.key] is None]
    if missing:
        raise Unreadable(
            _("These columns are missing: %(columns)s. Take them from the template.")
            % {"columns": ", ".join(f"«{one}»" for one in missing)}
        )
    cells = [
        {
            "n": number,
            "c": {
                key: row[place]
                for key, place in at.items()
                if place is not None and place < len(row) and row[place]
            },
        }
        for number, row in table.rows
    ]
    return cells, sum(1 for one in heads if one) - sum(place is not None for place in at.values())


def read_cells(cells: Cells, own: Any) -> Reading:
    """Read every row of the own municipality. Others, and kinds that are not visited, are counted."""
    places: list[Place] = []
    faults: list[Fault] = []
    out: Counter[str] = Counter()
    columns = columns_of()
    for line in cells:
        if not is_own(line["c"].get("municipality", ""), own):
            out["elsewhere"] += 1
            continue
        values, wrong = values_of(columns, line["n"], line["c"])
        if values.get("kind") == OTHER_KIND:
            out["other_kind"] += 1
        elif wrong:
            faults += wrong
        else:
            places.append(_place(line["n"], values))
    return Reading(tuple(places), tuple(faults), out["elsewhere"], out["other_kind"])


def _place(row: int, values: dict[str, Any]) -> Place:
    return Place(
        values["number"] or "",
        values["name"],
        values["kind"],
        values["postcode"] or "",
        row,
        size_band=values["size"] or "",
        mail=values["mail"] or None,
    )


def is_own(text: str, own: Any) -> bool:
    """Whether a municipality's name or number is the own one's; nothing said is the own."""
    if not text:
        return True
    if text.isdigit():
        return text.lstrip("0") == str(own.municipality_code).lstrip("0")
    return _bare(text) == _bare(own.name)


def _bare(name: str) -> str:
    """A municipality's name without «Kommune» and the ending before it: Københavns Kommune is København."""
    tidy = plain(name)
    return tidy.removesuffix("kommune").strip().removesuffix("s")
