"""A model of the books that knows nothing of the software: amounts in øre, one line after the other."""

from __future__ import annotations

from dataclasses import dataclass, field

Cell = tuple[str, int]


@dataclass
class Paid:
    """One voucher of the model."""

    cell: Cell
    amount: int
    writer: str
    state: str = "waiting"
    proved: bool = False
    takes_back: int | None = None


@dataclass(frozen=True)
class Account:
    """The accounts of a period: spent and budget by line and year, and the vouchers by their place."""

    spent: dict[Cell, int]
    budget: dict[Cell, int]
    vouchers: tuple[int, ...]


@dataclass
class Model:
    """What counts, what is asked, and every voucher. Each step answers whether it is let through."""

    now: dict[Cell, int]
    settled: dict[Cell, int]
    asked: dict[Cell, int] | None = None
    vouchers: list[Paid] = field(default_factory=list)
    drafts: dict[int, str] = field(default_factory=dict)
    signed: dict[int, Account] = field(default_factory=dict)

    def used(self, cell: Cell) -> int:
        """What lies on a line: all that is approved, and what waits and is no counter-voucher."""
        return sum(
            one.amount
            for one in self.vouchers
            if one.cell == cell and (one.state == "approved" or one.state == "waiting" and one.amount > 0)
        )

    def spent(self, cell: Cell) -> int:
        """What is approved on a line."""
        return sum(one.amount for one in self.vouchers if one.cell == cell and one.state == "approved")

    def change(self, kind: str, new: dict[Cell, int]) -> bool:
        """Write and send a version."""
        whole = {**self.now, **new}
        if self.asked is not None or whole == self.now:
            return False
        if any(self.used(cell) > whole.get(cell, 0) for cell in {one.cell for one in self.vouchers}):
            return False
        moved = any(
            abs(whole.get(cell, 0) - self.settled.get(cell, 0)) * 10 > self.settled.get(cell, 0)
            for cell in {*whole, *self.settled}
        )
        if kind == "transfer" and not moved and _by_year(whole) == _by_year(self.settled):
            self.now = whole
        else:
            self.asked = whole
        return True

    def answer(self, yes: bool) -> bool:
        """The office answers what is asked."""
        if self.asked is None:
            return False
        if yes:
            self.now = self.settled = self.asked
        self.asked = None
        return True

    def write(self, cell: Cell, amount: int, writer: str) -> bool:
        """Write a voucher."""
        held = self.now.get(cell, 0)
        if self.asked is not None:
            held = min(held, self.asked.get(cell, 0))
        if not self.now.get(cell) or self.used(cell) + amount > held:
            return False
        self.vouchers.append(Paid(cell, amount, writer))
        return True

    def prove(self, number: int) -> bool:
        """Bring the proof of a voucher."""
        one = self.vouchers[number]
        if one.state != "waiting" or one.takes_back is not None:
            return False
        one.proved = True
        return True

    def approve(self, number: int, who: str, yes: bool) -> bool:
        """Approve or refuse a voucher."""
        one = self.vouchers[number]
        if one.state != "waiting" or who == one.writer or (yes and not one.proved and one.takes_back is None):
            return False
        one.state = "approved" if yes else "refused"
        return True

    def take_back(self, number: int, writer: str) -> bool:
        """Write the counter-voucher of an approved one."""
        one = self.vouchers[number]
        known = [each for each in self.vouchers if each.takes_back == number and each.state != "refused"]
        if one.state != "approved" or one.takes_back is not None or known:
            return False
        self.vouchers.append(Paid(one.cell, -one.amount, writer, takes_back=number))
        return True

    def account(self, year: int) -> Account:
        """What a statement of a year says, or of all years: only what is approved, only what counts."""
        cells = {cell for cell in {*self.now, *(one.cell for one in self.vouchers)} if year in (0, cell[1])}
        return Account(
            {cell: self.spent(cell) for cell in cells if self.spent(cell)},
            {cell: self.now[cell] for cell in cells if self.now.get(cell)},
            tuple(
                number
                for number, one in enumerate(self.vouchers)
                if one.state == "approved" and one.cell in cells
            ),
        )

    def draw_up(self, year: int, who: str) -> bool:
        """Begin a statement: one draft a period, of a year that has begun, where there is something new."""
        if year in self.drafts or year == 2015 or self.signed.get(year) == self.account(year):
            return False
        self.drafts[year] = who
        return True

    def sign(self, year: int, who: str) -> bool:
        """Sign it as the books are: by another than who drew it up."""
        if self.drafts.get(year) in (None, who):
            return False
        del self.drafts[year]
        self.signed[year] = self.account(year)
        return True


def _by_year(amounts: dict[Cell, int]) -> dict[int, int]:
    years = {year for _line, year in amounts}
    return {each: sum(one for (_l, year), one in amounts.items() if year == each) for each in years}
