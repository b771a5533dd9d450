"""One round after another: each hostile text in each field that takes words, laid out as a Latin square.

Run by `make campaign TEXTS=1` and by nothing else: pytest takes no file of this name up by itself. In a
round every field gets another text than its neighbours, in the next one a text further on; after as many
rounds as there are texts each text has stood in each field, and after fewer each in as many fields, spread
over all of them. A text longer than its field is cut, so that its beginning is typed. A form that one text
alone has refused is sent again field by field.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any
from urllib.parse import urljoin

from tests.architecture import cells
from tests.interfaces import typing_in
from tests.interfaces.office_words import EVERY

SEED, ROUNDS = int(os.environ["SAMSPIL_TEXTS_SEED"]), int(os.environ["SAMSPIL_TEXTS_ROUNDS"])
OUT = Path(os.environ["SAMSPIL_TEXTS_OUT"])


def fitting(text: str, spot: typing_in.Spot, name: str, mark: str) -> str:
    """As much of a text as the field holds before its mark."""
    most = spot.form.fields[name].attributes.get("maxlength", "")
    return text[: int(most) - len(mark)] if most.isdigit() else text


def test_each_text_in_each_field(world: Any, settings: Any) -> None:
    settings.SAMSPIL_IDLE_S = (
        settings.SAMSPIL_ABSOLUTE_S
    )  # what a round does is taken back, its being awake too
    made, texts = cells.stand(world), list(EVERY)
    Random(SEED).shuffle(texts)
    found, asking = typing_in.spots(made)
    fate = {
        (one.address, name): why for one in found for name, why in typing_in.takes_words(made, one).items()
    }
    spots = typing_in.fields(found)
    keys, read_by, least = list(spots), typing_in.own_addresses(made), 0.0
    many = min(ROUNDS, len(texts))
    for number in range(many):

        def text_for(field: int, on: int = number * len(texts) // many) -> str:
            key = keys[field]
            return fitting(texts[(field + on) % len(texts)], spots[key], key[1], f"ø{field}å")

        told = typing_in.typed_everywhere(made, found, fate, text_for, asking, read_by)
        refused = [key for key in told.refused if not fate[key]]
        alone = typed_alone(made, refused, spots, text_for)
        for one in (told, alone):
            assert one.wrong == [], (number, one.wrong)
        if not number:
            read_by, least = where_read(read_by, told), 0.9 * len(told.read)
        assert len(told.read) >= least, (number, "hardly anything was read: is anybody still signed in?")
        with OUT.open("a") as out:
            out.write(json.dumps(_said(number, told, alone, refused, fate)) + "\n")


def where_read(read_by: dict[str, list[str]], told: typing_in.Round) -> dict[str, list[str]]:
    """Of these addresses those at which a round read something that was typed."""
    return {
        cast: [one for one in paths if any(there.startswith(f"{cast} {one}") for there in told.where)]
        for cast, paths in read_by.items()
    }


def typed_alone(
    made: Any, keys: list[Any], spots: dict[Any, typing_in.Spot], text_for: Callable[[int], str]
) -> typing_in.Round:
    """What comes of these fields when each is the only one of its form with a text of ours in it."""
    told, numbers = typing_in.Round(), {key: number for number, key in enumerate(spots)}
    for key in keys:
        spot, mark = spots[key], f"ø{numbers[key]}å"
        text = f"{text_for(numbers[key])}{mark}"
        with cells.undone():
            answer = typing_in.sent(made, spot, spot.told() | {key[1]: text})
            there = urljoin(spot.url, answer.headers.get("Location", ""))
            answers = [(f"{key[0]} alone", answer)]
            if typing_in.is_written(spot, answer):
                told.accepted.add(key)
                answers.append((there, made.client(spot.cast, spot.page).get(there)))
            for where, each in answers:
                told.kinds.add(typing_in.kind_of(each))
                typing_in.faults(where, each, {mark: (key, text)}, told)
    return told


def _said(
    number: int, told: typing_in.Round, alone: typing_in.Round, refused: list[Any], fate: dict[Any, str]
) -> dict[str, Any]:
    written = (told.accepted | alone.accepted) - {key for key, why in fate.items() if why}
    return {
        "round": number,
        "fields": len(fate),
        "written": len(written),
        "refused_with_its_form": len(refused),
        "refused_alone": sorted(f"{address} {name}" for address, name in set(refused) - alone.accepted),
        "read": len(told.read.keys() | alone.read.keys()),
        "kinds": sorted(told.kinds | alone.kinds),
    }
