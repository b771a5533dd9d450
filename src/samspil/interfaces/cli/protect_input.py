"""What `samspil protect` is given: a plan and a profile, and what they can mean."""

from __future__ import annotations

import unicodedata
from typing import Any

from samspil.evaluation import disclosure

PLAN_KEYS = {"weight", "hierarchies", "tables", "measures", "was", "period", "unrelated"}
TABLE_KEYS, MEASURE_KEYS = {"name", "by", "percent"}, {"column", "from", "to", "show"}
OF_KEYS = {"column", "of", "show"}
MOST_BYTES = 240
"""Of a file's name without its ending; half a sign, which cannot be written, counts as so many."""
HALVES = frozenset(range(0xD800, 0xE000))
PROFILE_KEYS = {"k", "zeros", "width", "measured"}


def plan_of(said: Any) -> tuple[disclosure.Plan, str | None]:
    """The plan of a file, and the column that says how many a row stands for. Raises Unusable."""
    _only(said, PLAN_KEYS, "plan")
    hierarchies, tables, weight = said.get("hierarchies") or {}, said.get("tables"), said.get("weight")
    if not isinstance(hierarchies, dict) or not all(
        _are_words([name]) and _are_words(columns) for name, columns in hierarchies.items()
    ):
        raise disclosure.Unusable("«hierarchies» names columns from coarse to fine: {geo: [reg, mun]}.")
    for number, one in enumerate(tables if isinstance(tables, list) else [], start=1):
        _must_be_table(one, number)
    if not isinstance(tables, list) or not all(
        isinstance(one, dict)
        and {"name", "by"} <= set(one) <= TABLE_KEYS
        and _are_words(one["by"])
        and isinstance(one.get("percent", ""), str)
        for one in tables
    ):
        raise disclosure.Unusable(
            "«tables» is a list of tables, each with «name» and «by», and perhaps «percent», one of those."
        )
    if not (weight is None or isinstance(weight, str)):
        raise disclosure.Unusable("«weight» is the name of a column.")
    for one in tables:
        if not isinstance(one["name"], str) or not is_plain(one["name"]):
            raise disclosure.Unusable(f"The table's name «{one['name']}» cannot be the name of a file.")
    _must_be_told_apart(tables, said.get("measures"))
    above = {column for columns in hierarchies.values() for column in columns} | set(hierarchies)
    alone = dict.fromkeys(name for one in tables for name in one["by"] if name not in above)
    dimensions = [disclosure.Dimension(str(name), tuple(columns)) for name, columns in hierarchies.items()]
    dimensions += [disclosure.Dimension(name, (name,)) for name in alone]
    made = tuple(disclosure.Table(one["name"], tuple(one["by"]), one.get("percent", "")) for one in tables)
    return disclosure.Plan(tuple(dimensions), made), weight


def _must_be_table(one: Any, number: int) -> None:
    """A table says what it is to say, and nothing else. Raises Unusable."""
    if not isinstance(one, dict):
        return
    other = "», «".join(str(name) for name in one if name not in TABLE_KEYS)
    for name in ("name", "by"):
        if name not in one:
            raise disclosure.Unusable(
                f"Table {number} has no «{name}»" + (f"; it has «{other}»." if other else ".")
            )
    if other:
        raise disclosure.Unusable(f"Table {number} has «{other}»; a table has «name», «by» and «percent».")
    if isinstance(one["by"], str):
        raise disclosure.Unusable(f"«by» of table {number} is a list of columns: [{one['by']}].")


def _must_be_told_apart(tables: list[Any], measures: Any) -> None:
    """What divides a table has another name than what is told beside it. Raises Unusable."""
    for one in tables:
        told = {"value", "status", *(disclosure.FIGURES if measures else ())}
        told |= {"percent"} if one.get("percent") else set()
        for name in one["by"]:
            if name in told:
                raise disclosure.Unusable(
                    f"«{name}» is what a column of the tables is called that are written; call the column "
                    "of the data something else.",
                    column=name,
                )


def measures_of(said: Any, plan: disclosure.Plan) -> tuple[disclosure.Measure, ...]:
    """The measures of a plan's file, each with a scale and what is to be shown of it. Raises Unusable."""
    asked = said.get("measures") or []
    if not isinstance(asked, list) or not all(isinstance(one, dict) for one in asked):
        raise disclosure.Unusable(
            "«measures» is a list of columns, each with «column», «from», «to» and «show»."
        )
    # Of a column that divides a table, a reader knows the values of a cell by its label.
    divided = {column for one in plan.used() for column in one.columns} | {said.get("weight")}
    for one in asked:
        _must_be_measure(one, divided)
        if [each.get("column") for each in asked].count(one["column"]) > 1:
            raise disclosure.Unusable(f"The measure «{one['column']}» is named twice.", column=one["column"])
    scales = {
        one["column"]: disclosure.Measure(one["column"], one["from"], one["to"], tuple(one["show"]))
        for one in asked
        if "of" not in one
    }
    found = [_measure(one, scales) for one in asked]
    names = [one.name for one in plan.tables]
    names += [f"{one.name}.percent" for one in plan.tables if one.percent]
    names += [f"{one.name}.{each.column}" for one in plan.tables for each in found]
    # On many disks capital and small letters are one, and so are two ways of writing «é».
    met: set[str] = set()
    for name in names:
        if not is_plain(name):
            raise disclosure.Unusable(f"The name «{name}» cannot be the name of a file.")
        same = unicodedata.normalize("NFC", name).casefold()
        if same in met:
            raise disclosure.Unusable(f"Two files would be named «{name}».")
        met.add(same)
    return tuple(found)


def _must_be_measure(one: dict[str, Any], divided: set[str | None]) -> None:
    """A measure as a plan should say it. Raises Unusable."""
    _only(one, MEASURE_KEYS | OF_KEYS, "measure")
    if set(one) not in (MEASURE_KEYS, OF_KEYS) or not (
        isinstance(one["column"], str) and _are_words(one["show"])
    ):
        raise disclosure.Unusable(
            "A measure has «column», «from», «to» and «show»: [mean, sd]; or «column», «of»: [after, before] "
            "and «show»."
        )
    if not is_plain(one["column"]):
        raise disclosure.Unusable(f"The column's name «{one['column']}» cannot be part of a file's name.")
    if "of" in one:
        if not _are_words(one["of"]) or len(one["of"]) != 2:
            raise disclosure.Unusable(f"«{one['column']}» is of two measures: the first less the second.")
    elif any(type(one[end]) is not int for end in ("from", "to")):
        raise disclosure.Unusable(f"«{one['column']}» goes from a whole number to another.")
    if one["column"] in divided:
        raise disclosure.Unusable(
            f"«{one['column']}» divides a table or counts people; it cannot be a measure as well.",
            column=one["column"],
        )


def _measure(one: dict[str, Any], scales: dict[str, disclosure.Measure]) -> disclosure.Measure:
    """A measure with a scale of its own, or what one has more than another. Raises Unusable."""
    if "of" not in one:
        return scales[one["column"]]
    for name in one["of"]:
        if name not in scales:
            raise disclosure.Unusable(
                f"«{one['column']}» is of «{name}», and that is no measure with a scale of its own.",
                column=one["column"],
            )
    later, earlier = (scales[name] for name in one["of"])
    return disclosure.difference(one["column"], later, earlier, tuple(one["show"]))


def linkage_of(said: Any, plan: disclosure.Plan) -> disclosure.Linkage:
    """How the release hangs together with the one before it. Raises Unusable."""
    was, period = said.get("was") or {}, said.get("period", "")
    columns = {column for one in plan.used() for column in one.columns}
    is_made = isinstance(was, dict) and all(
        isinstance(labels, dict)
        and all(isinstance(old, list) and (not old or _are_words(old)) for old in labels.values())
        and (not labels or _are_words(list(labels)))
        for labels in was.values()
    )
    if not is_made:
        raise disclosure.Unusable("«was» names what a label was before: {out: {better: [good, fine]}}.")
    if not isinstance(period, str):
        raise disclosure.Unusable("«period» is the name of a column.")
    for column in [*was, *([period] if period else [])]:
        if column not in columns:
            raise disclosure.Unusable(f"No table is divided by «{column}».", column=str(column))
    before = {column: {label: tuple(old) for label, old in each.items()} for column, each in was.items()}
    return disclosure.Linkage(before, period)


def check_first(linkage: disclosure.Linkage, ledger: disclosure.Ledger | None) -> None:
    """Raises Unusable where the plan says what labels were before, and there was nothing before."""
    if ledger is not None and ledger.past:
        return
    for column, labels in linkage.was.items():
        for label in labels:
            more = "" if ledger is not None else " Say --ledger DIR, where those before it lie."
            raise disclosure.Unusable(
                f"«was» says what «{label}» in «{column}» was, and this is a first release: there is nothing "
                f"that it can have been.{more}",
                column=column,
            )


def check_following(said: Any, cells: disclosure.Cells, profile: disclosure.Profile) -> None:
    """Raises Unusable where a column follows from another one and the plan neither says so nor denies it."""
    unrelated = said.get("unrelated") or []
    columns = {column for one in cells.frame.plan.used() for column in one.columns}
    if not isinstance(unrelated, list) or not all(_are_words(one) and len(one) == 2 for one in unrelated):
        raise disclosure.Unusable("«unrelated» names pairs of columns of the tables: [[region, size]].")
    for name in (name for one in unrelated for name in one if name not in columns):
        raise disclosure.Unusable(f"No table is divided by «{name}».", column=name)
    denied = {frozenset(one) for one in unrelated}
    for finer, coarser in disclosure.following(cells, profile):
        if frozenset((finer, coarser)) not in denied:
            raise disclosure.Unusable(
                f"Everybody of one «{finer}» has the same «{coarser}». Whoever knows that works out more. "
                f"Say hierarchies: {{name: [{coarser}, {finer}]}}, or, with noughts shown, add a table by: "
                f"[{finer}, {coarser}]. If nobody can know it because it is chance, say unrelated: "
                f"[[{finer}, {coarser}]].",
                column=coarser,
            )


def profile_of(said: Any) -> disclosure.Profile:
    """The rules of a file; what is not named is off. Raises Unusable."""
    _only(said, PROFILE_KEYS, "profile")
    for name in ("k", "width", "measured"):
        if name in said and (not isinstance(said[name], int) or isinstance(said[name], bool)):
            raise disclosure.Unusable(f"«{name}» is a whole number.")
    zeros = said.get("zeros", "shown")
    if zeros not in ("shown", "hidden"):
        raise disclosure.Unusable("«zeros» is shown or hidden.")
    if "k" not in said:
        raise disclosure.Unusable("The profile does not say «k», the smallest count that may be shown.")
    numbers = {name: said[name] for name in ("k", "width", "measured") if name in said}
    profile = disclosure.Profile(are_zeros_shown=zeros == "shown", **numbers)
    if "measured" in said and profile.measured < profile.k:
        raise disclosure.Unusable(
            f"measured is {profile.measured} and k is {profile.k}: measured is at least k."
        )
    return profile


def _only(said: Any, keys: set[str], what: str) -> None:
    if not isinstance(said, dict):
        raise disclosure.Unusable(f"The {what} is empty or no list of names and values.")
    for name in said:
        if name not in keys:
            raise disclosure.Unusable(f"The {what} has no «{name}»; it has {', '.join(sorted(keys))}.")


def _are_words(said: Any) -> bool:
    """Whether this is a list of words, each of which can be written: half a sign cannot."""
    return (
        isinstance(said, list)
        and bool(said)
        and all(isinstance(one, str) and one and not set(map(ord, one)) & HALVES for one in said)
    )


def is_plain(name: str) -> bool:
    """Whether a table's name can be the name of a file."""
    size = sum(MOST_BYTES if "\ud800" <= one <= "\udfff" else len(one.encode()) for one in name)
    return (
        bool(name)
        and len(name) <= 100
        and size < MOST_BYTES
        and not set(name) & set('/\\:*?"<>|')
        and name.isprintable()
        and name == name.strip()
        and name[0] != "."
    )


def one_line(sentence: str) -> str:
    """A sentence with what a terminal would obey, and ends of lines, written out: labels stand in it."""
    return "".join(
        one if one == "\u00a0" or one.isprintable() else one.encode("unicode_escape").decode()
        for one in sentence
    )
