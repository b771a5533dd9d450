"""A municipality's year replayed from seeded data: obligations, status pack and statement, month by month.

The reference beside it knows the events and none of the software. At each month-end both must say the same;
at the end the accounts are signed, received and repaid, and agree with the books to the øre.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from django.utils.translation import override
from tests.delivery import reference_rounds
from tests.economy import granting, reference_books, reference_statements
from tests.governance import promising, reference_obligations, reference_year
from tests.governance.playing_year import SLUG, Player

from samspil.kernel.money import Money

WORDS = {
    "met": "Opfyldt",
    "on_the_way": "På vej",
    "late": "Forsinket",
    "not_met": "Ikke opfyldt",
    "withheld": "Vises ikke",
}
LINES = ("mentor", "role_model", "parent")
ROUNDS = {"start": "Start", **{f"month-{months}": f"{months} måneder" for months in (3, 6, 9, 12)}}
MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)
ZEROS = ("done", "late", "excused", "open", "missed", "stopped")
ACCOUNTS_ON, REPAID_ON, WHOLE_ON = date(2015, 1, 20), date(2015, 2, 16), date(2015, 3, 2)


def tables(part):
    return [one for one in part["blocks"] if one["as"] == "table"]


def plain(oere):
    """An amount as it is printed in Danish tables, by hand."""
    kroner, rest = divmod(oere, 100)
    return f"{kroner:,}".replace(",", ".") + f",{rest:02}"


def compare_obligations(player, told, day):
    """The municipality's own states, those that were told, and no other."""
    assert promising.states(player.world, on=day) == reference_year.states(told, day), day


def compare_totals(player, year, month):
    wanted = reference_year.totals(year, month)
    found = {one.key: one.counts for one in player.frozen(month).rows}
    assert found == wanted, month
    return wanted


def compare_pack(player, told, totals, day):
    pack = player.pack(day)
    outside = reference_year.outside(told, day)
    whole = next(row for row in tables(pack["Forpligtelser"])[0]["rows"] if row[0] == "Åby")
    assert whole[1:] == [WORDS[outside[one]] for one in reference_year.OBLIGATIONS], day
    running = next(row for row in tables(pack["Indsatser, der er i gang"])[0]["rows"] if row[0] == "Åby")
    assert running[1:] == [WORDS[outside["delivery"]], WORDS[outside["condition"]]], day

    measured = [row for one in tables(pack["Målinger"]) if len(one["head"]) > 2 for row in one["rows"]]
    shown = {row[0]: row[1:] for row in measured}
    assert shown == {
        ROUNDS[key]: [str(one) for one in counts.values()] if counts else ["–"] * 7
        for key, counts in totals.items()
    }, day

    model = player.books.model.now
    (budget,) = [one for one in tables(pack["Tilskud"]) if one["head"][0] == "Åby, kr."]
    by_year = [[model.get((line, year), 0) for year in (2013, 2014, 2015)] for line in LINES]
    sums = [sum(one) for one in zip(*by_year, strict=True)]
    wanted = [[plain(one) for one in (*row, sum(row))] for row in (*by_year, sums)]
    assert [row[1:] for row in budget["rows"]] == wanted, day


def compare_told(player, told_before, year, day):
    """What the office is told at the month's end, in the pack, or the month before as it was."""
    known = reference_year.told(player.books.spent(), told_before[0], day)
    assert player.tell(day) == (known is not None), day
    told_on, spent, came = told_before
    if known is not None:
        told_on, spent, came = day, known, reference_year.received(year, day)
    part = player.pack(day)["Tilskud"]
    (shown,) = [one for one in tables(part) if one["head"][0].startswith("Åby, brugt")] or [None]
    if told_on is None:
        assert shown is None
        return told_on, spent, came
    budget, rows = player.books.model.now, []
    for line in LINES:
        cells = [spent.get((line, year_), 0) for year_ in (2013, 2014, 2015)]
        left = sum(budget.get((line, year_), 0) for year_ in (2013, 2014, 2015)) - sum(cells)
        rows.append([*cells, sum(cells), left])
    rows.append([sum(each) for each in zip(*rows, strict=True)])
    assert [row[1:] for row in shown["rows"]] == [[plain(one) for one in row] for row in rows], day
    assert (
        shown["head"][0] == f"Åby, brugt pr. {told_on.day}. {MONTHS[told_on.month - 1]} {told_on.year}, kr."
    )
    lines = [one for block in part["blocks"] if block["as"] == "lines" for one in block["lines"]]
    assert [one for one in lines if plain(came) in one], day
    return told_on, spent, came


def account_for(player, year, monkeypatch):
    """The year's accounts: drawn up, signed, received; what is left paid back; the whole grant's after it."""
    from samspil.economy.queries import statements

    books, world = player.books, player.world
    monkeypatch.setattr(granting, "TODAY", ACCOUNTS_ON)
    row = granting.signed(world, granting.drawn_up(world, reference_year.YEAR))
    granting.decided(world, row)
    wanted, spent = books.model.account(reference_year.YEAR), books.model.spent
    came = reference_year.received(year, reference_year.LAST)
    with world.as_("programme_office") as by:
        listed, _grant, frozen = statements.statement(by, row.id)
        told = statements.told(by, row.id, on=ACCOUNTS_ON)[2]
    assert (str(listed.state), listed.digest) == ("received", reference_statements.digest(frozen.sums))
    assert (frozen.vouchers, told.entries) == ("", ())
    vouchers = granting.listed(world, row)
    assert told.list_digest == reference_statements.digest(vouchers)
    assert books.read(row) == wanted
    lines = {line: (line, reference_year.YEAR) for line in LINES}
    assert {line: spent(cell) for line, cell in lines.items() if spent(cell)} == {
        line: oere for (line, _year), oere in reference_statements.of_lines(vouchers).items() if oere
    }
    assert {line: granting.book(world, line, reference_year.YEAR).spent.oere for line in LINES} == {
        line: spent(cell) for line, cell in lines.items()
    }
    assert (told.spent.oere, told.received.oere) == (sum(wanted.spent.values()), came)

    left = came - sum(wanted.spent.values())
    if left > 0:
        player.paid("repayment", Money.of_oere(left), REPAID_ON)
    monkeypatch.setattr(granting, "TODAY", WHOLE_ON)
    whole = granting.signed(world, granting.drawn_up(world, 0))
    accounts = granting.stated(world, whole)
    assert accounts.received.oere == came - max(left, 0)
    assert accounts.spent.oere == sum(wanted.spent.values())
    assert books.read(row) == wanted  # what was signed says what it said
    return wanted, left


@pytest.mark.proves("S10")
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_a_year_agrees_with_its_reference_at_every_month_end_and_in_its_accounts(world, seed, monkeypatch):
    year = reference_year.thrown(seed)
    waiting = list(year.events)
    seen: set[str] = set()
    sums, told_in = (None, {}, 0), []
    with override("da"):
        monkeypatch.setattr(granting, "TODAY", date(2014, 1, 2))
        player = Player(world, year, seed)
        for day in reference_year.MONTH_ENDS:
            while waiting and waiting[0].on <= day:
                monkeypatch.setattr(granting, "TODAY", waiting[0].on)
                player.do(waiting.pop(0))
            player.night(day)
            told = reference_year.rows(year, day, player.forms())
            seen |= set(reference_year.states(told, day).values())
            compare_obligations(player, told, day)
            player.books.compare()
            compare_pack(player, told, compare_totals(player, year, day), day)
            sums = compare_told(player, sums, year, day)
            told_in.append(sums[0])
        wanted, _left = account_for(player, year, monkeypatch)
    assert waiting == []
    assert wanted.spent  # something was approved, or nothing is shown
    assert len(seen) >= 3
    assert set(told_in) - {None}  # some month was told
    assert player.books.let >= 10


def test_one_oere_or_one_row_that_the_reference_does_not_know_is_seen(world, monkeypatch):
    """The red control: each comparison fails when the software is told one thing more."""
    year, day = reference_year.thrown(1), reference_year.MONTH_ENDS[1]
    with override("da"):
        monkeypatch.setattr(granting, "TODAY", date(2014, 1, 2))
        player = Player(world, year, 1)
        for one in year.events:
            if one.on <= day:
                monkeypatch.setattr(granting, "TODAY", one.on)
                player.do(one)
        player.night(day)
        told = reference_year.rows(year, day, player.forms())
        totals = compare_totals(player, year, day)
        compare_obligations(player, told, day)
        player.books.compare()
        compare_pack(player, told, totals, day)

        granting.spent(world, granting.cost(world, amount=Money.of_oere(1), supplier="Ukendt"))
        with pytest.raises(AssertionError):
            player.books.compare()
        shown = dict(totals) | {"start": {"owed": 6, **dict.fromkeys(ZEROS, 0)}}
        with pytest.raises(AssertionError):
            compare_pack(player, told, shown, day)
        player.on_described(day, "parent", yes=True)
        player.on_described(day, "mentor", yes=True)
        player.on_described(day, "role_model", yes=True)
        with pytest.raises(AssertionError):
            compare_obligations(player, told, day)
        player.night(day)
        with pytest.raises(AssertionError):
            compare_pack(player, told, totals, day)


def test_the_years_of_the_seeds_have_all_that_a_year_has_between_them():
    """Or a month-end could agree about nothing at all."""
    years = [reference_year.thrown(seed) for seed in (1, 2, 3)]
    kinds = {one.kind for year in years for one in year.events}
    assert kinds == {
        *("workshop", "trained", "course", "answer", "explained", "visit", "meeting", "asked", "held"),
        *("described", "instalment", "money"),
    }
    states = {
        one["state"]
        for year in years
        for some in reference_year.measured(year, reference_year.LAST).values()
        for one in some
    }
    assert states == {"done", "late", "missed", "excused", "open"}


def test_the_references_import_nothing_of_ours():
    for one in (
        reference_year,
        reference_obligations,
        reference_rounds,
        reference_books,
        reference_statements,
    ):
        lines = Path(one.__file__).read_text().splitlines()
        found = [line for line in lines if line.lstrip().startswith(("import", "from")) and "samspil" in line]
        assert found == []
    assert SLUG == "aaby"
