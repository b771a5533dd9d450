"""Every field that somebody types in: what is typed is a text on every page and in every file."""

from __future__ import annotations

from typing import Any

import pytest
from django.template import engines
from django.template.loaders.locmem import Loader
from django.test import Client
from tests.architecture import cells
from tests.delivery import ground
from tests.interfaces import typing_in
from tests.interfaces.shared.test_tables_that_stack import TEMPLATES

from samspil.interfaces.web.shared import forms as shared
from samspil.interfaces.web.shared.documents import tables

TEXTS = (
    "=1+1<b x>{{7*7}}&xxe;",
    "@SUM(1)%(x)s{0}\"';<!--",
    "-1+1{% now 'Y' %}${7*7}]]>",
    "+1|calc</w:t>#let $x^2$*f*\\#",
    "\u202e=1+1\u2066\u200b<script>",
)
"""Short enough for the shortest field, and together of every class: formulas by each sign that begins one,
markup, templates of four kinds, the typesetter's, breaks out of a cell and out of a page, turned directions.
"""
NO_WORDS = {
    "office:accept": ["born"],
    "office:accounts": [
        f"account_{line}_{kind}"
        for line in (1, 2, 3)
        for kind in ("fee", "coordination", "transport", "communication", "other")
    ],
    **{
        one: ["office_cvr", "office_ean", "municipality_cvr", "municipality_ean"]
        for one in ("office:agreement-new", "office:agreement-change", "office:agreement-amend")
    },
    "office:asking-show": ["numbers"],
    "office:grant-change": [
        *(f"amount_{line}_{year}" for line in (1, 2, 3) for year in (2013, 2014, 2015)),
        *("new_2013", "new_2014", "new_2015"),
    ],
    "office:grant-payments": ["amount"],
    "office:institution": ["postcode", "number", "mail"],
    "office:institution-new": ["postcode", "number", "mail"],
    "office:visit-request-new-place": ["postcode", "number", "mail"],
    "office:invite": ["email"],
    "office:staff-profile": ["area"],
    "office:wishes": ["area"],
    "field:profile": ["area"],
    "office:visit-hours": ["fee"],
    "field:visit-hours": ["fee"],
    "public:visit-ask": ["mail"],
}
"""Fields that take a number, an amount, a postcode or an address, and refuse words."""
NOT_TAKEN_HERE = {
    **dict.fromkeys(
        ("answer:enter", "answer:form", "entrance:invitation", "public:visit-enter", "public:certificate"),
        "takes a code and nothing else",
    ),
    **dict.fromkeys(("office:papers", "field:papers", "mfa_activate_totp"), "takes a code and nothing else"),
    "account_login": "takes an address and a password",
    "mfa_add_webauthn": "takes what a passkey says",
    **dict.fromkeys(("office:closing", "field:closing"), "the last measurement is open"),
    **dict.fromkeys(("office:reviews", "field:reviews"), "there is a review of today; corrected instead"),
    "office:deliver": "nothing is to be delivered now",
    "office:training-message": "nobody has a seat yet",
    "office:grant-open": "the grant is open",
    "office:asking-new": "a reason is a sentence, and these are words",
    "office:authority-new": "another authority is proposed already",
    "office:steering-instruct": "the barrier has no decision yet",
    "office:steering-item": "the meeting has been invited to",
    "office:steering-move": "another day is needed",
    "office:steering-paper-add": "a file is needed",
    "office:steering-proposal-paper": "a file is needed",
    "office:voucher-new": "the first line is in no approved budget of the year",
}
"""Forms that are refused whatever is typed, and why: their fields are read on the page that refuses them."""
NOT_READ = {
    ("field:visit-form", "answer_own_words"): "told from five answers on",
    (
        "office:agreement-amend",
        "reference",
    ): "stands on a letter of grant, and this is about working together",
    ("office:grant-decide", "words"): "read on the voucher that it is about, in a test of its own",
    ("office:matching", "why"): "read on the course it is about, which is matched by then",
    ("office:steering-propose", "words"): "read where the office takes it up for the agenda",
    **{
        ("public:visit-ask", one): "shown when the mail's link was opened"
        for one in ("group", "name", "phone", "place", "wishes")
    },
}
"""Written, and on no page and in no file of the rows that are asked for here."""
NEVER_HERE = [
    *("answer:own-code", "field:draft-key", "field:visit-group", "office:history-draft"),
    *("office:institution-draft", "office:staff-hours", "office:visit-group"),
]
"""Addresses that take a POST and have no form on any page of the rows asked for: codes, keys and numbers."""


def told(found: list[typing_in.Spot], fate: dict[tuple[str, str], str], why: str) -> dict[str, list[str]]:
    """The fields with a fate, by address."""
    by: dict[str, list[str]] = {}
    for address, name in typing_in.fields(found):
        if fate[address, name] == why:
            by.setdefault(address, []).append(name)
    return by


@pytest.mark.proves("G26", "G27")
def test_every_text_in_every_field_is_that_text_on_every_page_and_in_every_file(world: Any) -> None:
    made = cells.stand(world)
    found, asking = typing_in.spots(made)
    fate = {
        (one.address, name): why for one in found for name, why in typing_in.takes_words(made, one).items()
    }
    free = {key for key, why in fate.items() if not why}
    read_by = typing_in.own_addresses(made)
    rounds = []
    for text in TEXTS:
        rounds.append(
            typing_in.typed_everywhere(made, found, fate, lambda _number, text=text: text, asking, read_by)
        )
        read_by = {
            cast: [
                one for one in paths if any(there.startswith(f"{cast} {one}") for there in rounds[0].where)
            ]
            for cast, paths in read_by.items()
        }

    assert [one.wrong for one in rounds] == [[]] * len(TEXTS)
    assert len(typing_in.fields(found)) == 261
    assert sorted(told(found, fate, typing_in.REFUSED_WHOLE)) == sorted(NOT_TAKEN_HERE)
    assert told(found, fate, typing_in.NO_WORDS) == NO_WORDS
    assert len(free) == 167
    for one in rounds:  # each text in each field: written, or read on the page that refuses it
        assert one.accepted | set(one.refused) == set(fate) - set(typing_in.TRAPS) - refused_among(fate)
    assert rounds[0].accepted == free
    assert {one for one in free if not any(one in each.read for each in rounds)} <= set(NOT_READ)
    assert set().union(*(kinds for each in rounds for kinds in each.read.values())) >= typing_in.FILES_READ


def refused_among(fate: dict[tuple[str, str], str]) -> set[tuple[str, str]]:
    """The fields that take no words beside some that do: a word there would refuse the whole form."""
    mixed = {address for (address, _name), why in fate.items() if not why}
    return {key for key, why in fate.items() if why == typing_in.NO_WORDS and key[0] in mixed}


def found_on(answer: Any, text: str) -> typing_in.Round:
    """What is wrong with a text and its mark on one answer."""
    round_ = typing_in.Round()
    typing_in.faults("here", answer, {"ø1å": (("a", "b"), text)}, round_)
    return round_


@pytest.mark.red("G27")
def test_a_template_that_trusts_what_was_typed_is_found(world: Any, monkeypatch: Any) -> None:
    ground.load(world)
    office, text = world.client("coordinator", "aaby"), "=1+1<b x>&amp;ø1å"
    asked = {"name": text, "kind": "school", "size_band": "small"}
    assert office.post("/o/places/new", asked).status_code == 302
    before = found_on(office.get("/o/places/"), text)
    assert (before.wrong, before.read) == ([], {("a", "b"): {"text/html"}})

    engine, name = engines["django"].engine, "office/institutions.html"
    planted = TEMPLATES[name].replace("{{ row.name }}", "{{ row.name|safe }}")
    assert planted != TEMPLATES[name]
    monkeypatch.setitem(
        engine.__dict__, "template_loaders", [Loader(engine, {name: planted}), *engine.template_loaders]
    )
    after = found_on(office.get("/o/places/"), text)

    assert [(one[1], one[3]) for one in after.wrong] == [("text/html", text)]


@pytest.mark.red("G26")
def test_a_cell_that_was_put_in_plainly_is_found(monkeypatch: Any) -> None:
    def made() -> typing_in.Round:
        return found_on(tables.as_file(tables.table(["Navn"], [["=1+1ø1å"], [-3]]), "x.csv"), "=1+1ø1å")

    assert made().wrong == []
    monkeypatch.setattr(tables, "as_text", lambda cell: cell)
    assert made().wrong == [("here", "a formula", "=1+1ø1å")]


@pytest.mark.proves("G26")
def test_what_is_on_one_line_stays_on_one_and_no_control_is_kept() -> None:
    line, lines = shared.text("x", most=40), shared.text("x", most=40, lines=3)
    typed = "a\r\nBcc: x\u2028b\x1f\x0bc"

    assert line.clean(typed) == "a Bcc: x b c"
    assert lines.clean(typed) == "a\r\nBcc: x\u2028b c"
    assert (line.clean("Åse-Müller d’Arc"), lines.clean("a\n\tb")) == ("Åse-Müller d’Arc", "a\n\tb")
    for one in (line, lines):
        with pytest.raises(shared.forms.ValidationError):
            one.clean("a\0b")


@pytest.mark.parametrize(
    ("sent", "status", "name"),
    [
        (b"%00", 422, None),
        (b"%ED%A0%80Skolen", 302, "\ufffd\ufffd\ufffdSkolen"),
        (b"%FF%FESkolen", 302, "\ufffd\ufffdSkolen"),
        (b"x" * 10_000, 422, None),
        (b"x" * 3_000_000, 400, None),
        (b"En%0D%0ASkole", 302, "En Skole"),
        (b"En%7CSkole", 302, "En|Skole"),
    ],
)
@pytest.mark.proves("G27")
def test_bytes_that_no_browser_sends_are_refused_or_read_as_text(
    world: Any, sent: bytes, status: int, name: str | None
) -> None:
    ground.load(world)
    office: Client = world.client("coordinator", "aaby")
    body = b"kind=school&size_band=small&name=" + sent
    kind = "application/x-www-form-urlencoded"
    answer = office.generic("POST", "/o/places/new", body, content_type=kind)

    assert answer.status_code == status
    shown = typing_in.Page(office.get("/o/places/").content.decode()).texts
    assert [one for one in shown if one == name] == ([name] if name else [])
