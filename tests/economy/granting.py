"""A grant in Åby, which plays København here, and one in Bækby, whose amounts nobody knows."""

from __future__ import annotations

import hashlib
import json
import uuid
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

from tests.delivery import ground

from samspil.kernel.money import Money

TODAY = ground.TODAY


def concept(party: str = "koebenhavn", code: str = "990") -> Any:
    """The real concept file; the document's own party is Åby, and Bækby takes part beside it."""
    found = ground.the_concept()
    parties = tuple(
        replace(
            one,
            municipality_code={"koebenhavn": "990"}.get(
                str(one.slug), "991" if number == 0 else one.municipality_code
            ),
        )
        for number, one in enumerate(sorted(found.parties, key=lambda one: one.slug == "koebenhavn"))
    )
    return replace(found, parties=parties)


def load(world: Any, **changed: Any) -> uuid.UUID:
    """Load the concept, with other rules of cost where the test says so."""
    found = concept()
    rules = replace(found.cost_rules, **changed) if changed else found.cost_rules
    return ground.load(world, replace(found, cost_rules=rules))


def kr(kroner: int) -> Money:
    """Whole kroner."""
    return Money.of_kroner(kroner)


def opened(world: Any, slug: str = "aaby", **told: Any) -> Any:
    """The grant, opened by the municipality's lead."""
    from samspil.economy.actions.budget import Opening, open_grant

    with world.as_("municipal_lead", slug) as by:
        return open_grant(by=by, at=world.at, on=TODAY, opening=Opening(**told))


def lines(world: Any, slug: str = "aaby") -> dict[str, uuid.UUID]:
    """The lines by their code; a new line by its title."""
    from samspil.economy.queries import budget

    with world.as_("municipal_lead", slug) as by:
        return {one.title or one.slug: one.id for one in budget.standing(by).lines}


def amounts(world: Any, slug: str = "aaby") -> dict[tuple[str, int], int]:
    """What counts, in kroner, by line and year."""
    from samspil.economy.queries import budget

    with world.as_("municipal_lead", slug) as by:
        found = budget.standing(by)
        names = {one.id: one.title or one.slug for one in found.lines}
        told = budget.amounts_of([found.current])[found.current.id] if found.current else {}
        return {(names[line], year): one.oere // 100 for (line, year), one in told.items()}


def drafted(
    world: Any,
    changes: dict[tuple[str, int], int],
    *,
    slug: str = "aaby",
    kind: str = "transfer",
    reason: str = "Flere forløb end ventet",
    new: tuple[str, dict[int, int]] | None = None,
    cast: str = "coordinator",
) -> Any:
    """A draft that differs from what counts by some amounts, in kroner."""
    from samspil.economy.actions.budget import Asking, NewLine, write_budget

    keys, told = lines(world, slug), amounts(world, slug) | changes
    asking = Asking(
        kind,
        {(keys[line], year): kr(one) for (line, year), one in told.items()},
        reason,
        NewLine(new[0], {year: kr(one) for year, one in new[1].items()}) if new else None,
    )
    with world.as_(cast, slug) as by:
        return write_budget(by=by, at=world.at, on=TODAY, asking=asking)


def sent(world: Any, version: Any, slug: str = "aaby") -> str:
    """What sending a draft came to."""
    from samspil.economy.actions.budget import send_budget

    with world.as_("municipal_lead", slug) as by:
        return send_budget(by=by, at=world.at, on=TODAY, version_id=version.id)


def decided(world: Any, thing: Any, approved: bool = True, words: str = "") -> Any:
    """The programme office's answer."""
    from samspil.economy.actions.decisions import decide

    with world.as_("programme_office") as by:
        return decide(by=by, at=world.at, on=TODAY, thing_id=thing.id, approved=approved, words=words)


def book(
    world: Any, line: str | None = None, year: int | None = None, slug: str = "aaby", on: Any = None
) -> Any:
    """What the books say of one place."""
    from samspil.economy.queries import books, budget

    keys = lines(world, slug)
    with world.as_("coordinator", slug) as by:
        found = books.books(by, budget.the_grant(by), on=on)
        return found.at(keys[line] if line else None, year)


def cost(world: Any, slug: str = "aaby", **told: Any) -> Any:
    """A cost that the grant pays, changed as the test says; `line` by its code, amounts in kroner."""
    from samspil.economy.rules.vouchers import Cost

    known = {
        "line": "role_model",
        "cost_type": "communication",
        "part": "posters",
        "paid_on": TODAY,
        "supplier": "Trykkeriet",
        "what_for": "Plakater til skolerne",
        "anyway": False,
        "amount": 1_000,
    } | told
    if known["cost_type"] != "communication" and "part" not in told:
        known["part"] = ""
    for name in ("amount", "rate", "price"):
        if isinstance(known.get(name), int):
            known[name] = kr(known[name])
    return Cost(line_id=lines(world, slug)[known.pop("line")], **known)


def fee(world: Any, **told: Any) -> Any:
    """Two hours of somebody outside working hours."""
    known = {"cost_type": "fee", "minutes": 120, "whose_time": "own_time", "amount": 1_000}
    return cost(world, **(known | told))


def written(world: Any, said: Any, *, slug: str = "aaby", cast: str = "coordinator", **told: Any) -> Any:
    """The cost as a voucher."""
    from samspil.economy.actions.vouchers import write_voucher

    with world.as_(cast, slug) as by:
        return write_voucher(by=by, at=world.at, on=TODAY, **({"key": uuid.uuid4(), "cost": said} | told))


def pdf(mark: str = "") -> bytes:
    """A small paper that proves something; each mark makes another file."""
    whole = "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    whole += "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 200]/Resources<</Font<<>>>>>>endobj\n"
    return f"%PDF-1.4\n{whole}% {mark}\ntrailer<</Root 1 0 R>>\n%%EOF\n".encode()


def proved(
    world: Any, row: Any, *, slug: str = "aaby", kind: str = "payment", content: bytes | None = None
) -> Any:
    """The voucher's proof, brought."""
    from samspil.economy.actions.vouchers import bring_proof

    file = pdf(str(row.id)) if content is None else content
    with world.as_("coordinator", slug) as by:
        return bring_proof(by=by, at=world.at, on=TODAY, voucher_id=row.id, kind=kind, content=file)


def answered(
    world: Any,
    row: Any,
    outcome: str = "approved",
    reason: str = "",
    *,
    cast: str = "municipal_lead",
    slug: str = "aaby",
) -> None:
    """What the lead says to a voucher."""
    from samspil.economy.actions.vouchers import decide_voucher

    told = {"voucher_id": row.id, "outcome": outcome, "reason": reason}
    with world.as_(cast, slug) as by:
        decide_voucher(by=by, at=world.at, on=TODAY, **told)


def spent(world: Any, said: Any) -> Any:
    """A voucher all the way: written, proved and approved."""
    row = written(world, said)
    proved(world, row)
    answered(world, row)
    return row


def taken_back(world: Any, row: Any, why: str = "Forkert linje", slug: str = "aaby") -> Any:
    """The counter-voucher, waiting."""
    from samspil.economy.actions.vouchers import reverse_voucher

    with world.as_("coordinator", slug) as by:
        return reverse_voucher(by=by, at=world.at, voucher_id=row.id, why=why)


WONDER = "vi undrer os over: "


def kept(world: Any, slug: str, words: dict[str, str]) -> dict[str, uuid.UUID]:
    """A row of every table of the grant, the sealed words in them those given; each call makes new ones."""
    from tests.economy import asking as asked

    from samspil.economy.actions.budget import record_payment
    from samspil.economy.queries import budget, vouchers

    with world.as_("municipal_lead", slug) as by:
        is_open = budget.grant_of(by) is not None
    if not is_open:
        opened(world, slug)
        with world.as_("municipal_lead", slug) as by:
            record_payment(by=by, at=world.at, on=TODAY, kind="instalment", amount=kr(1), paid_on=TODAY)
    known = amounts(world, slug)
    more = {("role_model", 2014): known.get(("role_model", 2014), 0) + 50_000}
    with world.as_("municipal_lead", slug) as by:
        found = budget.standing(by)
        waits, left = found.waiting, found.draft
    assert waits is None
    if left is not None:
        dropped(world, left, slug)
    told = {"kind": "change" if known else "initial", "reason": words["budget_reason"]}
    version = drafted(world, more, slug=slug, **told)
    sent(world, version, slug)
    decision = decided(world, version, words=words["office_words"])
    said = {"supplier": words["supplier"], "what_for": words["paid_for"], "reason": words["why_needed"]}
    said |= {"cost_type": "other", "amount": 700}
    row = written(world, cost(world, slug, **said), slug=slug)
    proof = proved(world, row, slug=slug)
    back = written(world, cost(world, slug, supplier=f"Firma {row.number}", amount=300), slug=slug)
    proved(world, back, slug=slug)
    answered(world, back, slug=slug)
    taken_back(world, back, slug=slug)
    drafted(world, {("role_model", 2014): 1_000_000}, slug=slug, kind="change", new=("Lokaler", {2014: 1}))
    statement = signed(world, drawn_up(world, slug=slug), slug=slug)
    if is_open is False:
        drawn_up(world, 2013, slug=slug)
    of_line = asked.asked_about(world, statement, "role_model", reason=WONDER + words["asked_why"])
    seen = asked.shown(world, of_line, slug=slug, words=words["said_with_them"])
    booked(world, {("role_model", "fee"): "5.22.07"}, slug=slug)
    sums_told(world, slug=slug)
    with world.as_("coordinator", slug):
        asking = vouchers.asking_of(row)
    return {
        "economy.BudgetVersion": version.id,
        "economy.GrantDecision": decision.id,
        "economy.Voucher": row.id,
        "economy.Proof": proof.id,
        "economy.CostAsking": asking.id,
        "economy.VoucherAsking": of_line.id,
        "economy.VoucherAnswer": seen.id,
        "statement": statement.id,
        "approved": back.id,
    }


def dropped(world: Any, version: Any, slug: str = "aaby") -> None:
    """A draft, thrown away."""
    from samspil.economy.actions.budget import drop_budget

    with world.as_("coordinator", slug) as by:
        drop_budget(by=by, at=world.at, version_id=version.id)


def rows_of(world: Any, slug: str, words: dict[str, str]) -> dict[str, uuid.UUID]:
    """What the access matrix asks for of a grant, with the words planted where they may be read."""
    from tests.economy import asking as asked

    from samspil.economy.queries import budget, statements

    made = kept(world, slug, words)
    waiting = asked.asked_about(world, SimpleNamespace(id=made["statement"]), "role_model")
    with world.as_("municipal_lead", slug) as by:
        draft, paid = budget.standing(by).draft, budget.payments(by, budget.the_grant(by))[0].id
        unsigned = next(one.id for one in statements.statements(by) if one.state == "draft")
    dropped(world, draft, slug)
    again = drafted(
        world, {("role_model", 2014): 900_000}, slug=slug, kind="change", reason=words["budget_reason"]
    )
    standing = written(world, cost(world, slug, supplier="Bogtrykkeren", amount=301), slug=slug)
    proved(world, standing, slug=slug)
    answered(world, standing, slug=slug)
    return {
        "version_id": again.id,
        "payment_id": paid,
        "thing_id": made["economy.CostAsking"],
        "voucher_id": made["economy.Voucher"],
        "approved voucher": standing.id,
        "statement draft": unsigned,
        "statement signed": made["statement"],
        "asking answered": made["economy.VoucherAsking"],
        "asking waiting": waiting.id,
    }


def drawn_up(world: Any, year: int = 2014, slug: str = "aaby", cast: str = "coordinator") -> Any:
    """A statement of a year, as a draft; 0 is the whole grant."""
    from samspil.economy.actions.statements import draw_statement

    with world.as_(cast, slug) as by:
        return draw_statement(by=by, at=world.at, on=TODAY, year=year)


def signed(world: Any, row: Any, slug: str = "aaby", cast: str = "municipal_lead") -> Any:
    """The same, signed."""
    from samspil.economy.actions.statements import sign_statement

    with world.as_(cast, slug) as by:
        return sign_statement(by=by, at=world.at, on=TODAY, statement_id=row.id)


def frozen_with(real: Any, change: Any) -> Any:
    """What freezes the books as `real` does, after a change to the sums or the list, each as it is read from
    JSON. The sums name the list as it became, unless the change was to that name.
    """
    from samspil.economy.queries.accounts import Contents

    def changed(*arguments: Any, **named: Any) -> Any:
        found = real(*arguments, **named)
        told = {"sums": json.loads(found.sums), "list": json.loads(found.vouchers)}
        name = told["sums"]["list_digest"]
        change(told)
        vouchers = json.dumps(told["list"])
        if told["sums"].get("list_digest") == name:
            told["sums"]["list_digest"] = hashlib.sha256(vouchers.encode()).hexdigest()
        return Contents(json.dumps(told["sums"]), vouchers)

    return changed


def listed(world: Any, row: Any, slug: str = "aaby") -> str:
    """The list of vouchers of a signed statement, as its municipality has it."""
    from samspil.economy.models.statements import VoucherList

    with world.as_("auditor", slug):
        return str(VoucherList.objects.get(statement_id=row.id).contents)


def stated(world: Any, row: Any, slug: str = "aaby", cast: str = "auditor") -> Any:
    """The accounts of a statement."""
    from samspil.economy.queries import statements

    with world.as_(cast, slug) as by:
        return statements.told(by, row.id, on=TODAY)[2]


def booked(world: Any, codes: dict[tuple[str, str], str], slug: str = "aaby", seen: Any = None) -> None:
    """The accounts of the municipality's own books, by line and kind; `seen` is what stands if None."""
    from samspil.economy.actions.statements import write_accounts
    from samspil.economy.queries import statements

    keys = lines(world, slug)
    with world.as_("coordinator", slug) as by:
        told = {(keys[line], kind): account for (line, kind), account in codes.items()}
        stands = statements.account_codes(by) if seen is None else seen
        was = {(keys[line], kind): account for (line, kind), account in stands.items()}
        write_accounts(by=by, at=world.at, seen=was, codes=told)


def sums_told(world: Any, on: date | None = None, slug: str = "aaby") -> bool:
    """The worker's night: sums of the last month for the office; whether they were told."""
    from samspil.economy.actions.told import tell_spent
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    by = Actor.job(world.tenant(slug))
    with scope(by):
        return tell_spent(by=by, at=world.at, on=on or TODAY)
