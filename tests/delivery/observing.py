"""The observer of ADR 0029: it reads every row of every table and guesses which place of a set was wished."""

from __future__ import annotations

import json
import re
from collections import Counter
from typing import Any

DATABASE: list[tuple[Any, str]] = []
"""The home and the name of the database that is looked at."""


def superuser() -> Any:
    """A connection that no policy holds back."""
    from samspil.interfaces.cli import launcher

    return launcher.connect(*DATABASE[-1])


def stored() -> list[tuple[str, str]]:
    """Every row of every table: its table and its text, in the order it was written."""
    found = []
    with superuser() as link:
        tables = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        names = [name for (name,) in link.execute(tables).fetchall()]
        assert {"trust_auditevent", "delivery_placeset", "django_session"} <= set(names)
        for name in names:
            rows = link.execute(f'SELECT to_jsonb(t)::text FROM public."{name}" t ORDER BY ctid').fetchall()
            found += [(name, text) for (text,) in rows]
    return found


def sets_in(rows: list[tuple[str, str]]) -> dict[str, list[dict[str, Any]]]:
    """The places of each set, as they were stored."""
    found: dict[str, list[dict[str, Any]]] = {}
    for table, text in rows:
        if table == "delivery_placeinset":
            one = json.loads(text)
            found.setdefault(one["place_set_id"], []).append(one)
    return found


def named(rows: list[tuple[str, str]]) -> tuple[dict[str, str], dict[str, dict[str, Any]]]:
    """Every key that leads to a place of a set, and the place; and for each place its first offer with all
    that was written of its mail and link.
    """
    told: dict[str, list[dict[str, Any]]] = {}
    for table, text in rows:
        told.setdefault(table, []).append(json.loads(text))
    place = {one["id"]: one["institution_id"] for one in told["delivery_placeinset"]}
    place |= {one: one for one in place.values()}
    known: dict[str, dict[str, Any]] = {}
    for one in sorted(told["delivery_placeoffer"], key=lambda one: one["term_from"]):
        place[one["id"]] = place[one["place_in_set_id"]]
        known.setdefault(place[one["id"]], {"offer": one})
    of_offer = {one["offer"]["id"]: one for one in known.values()}
    for one in told.get("delivery_offerletter", []):
        place |= dict.fromkeys((one["id"], one["letter"], one["link_id"]), place[one["offer_id"]])
        of_offer.get(one["offer_id"], {})["letter"] = one
    for one in told.get("trust_link", []):
        if one["thing_id"] in place:
            of_offer.get(one["thing_id"], {})["link"] = one
    for one in told.get("delivery_placecontact", []):
        if one["institution_id"] in place:
            place[one["id"]] = one["institution_id"]
            known[one["institution_id"]]["contact"] = one
    place.pop(None, None)  # type: ignore[call-overload]
    return place, known


A_KEY = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
COLUMNS = {
    "letter": ("id", "letter", "link_id", "ready_at", "moved_at", "sent_on", "state"),
    "link": ("id", "made_at", "expires_at", "opened_at", "used_at", "revoked_at"),
    "contact": ("id",),
    "offer": ("answer_by", "state", "answered_on", "by_themselves"),
}


def by_mail(places: list[str], known: dict[str, dict[str, Any]]) -> dict[str, str]:
    """Guesses by what was written of each place's mail, link and answer: who is lowest or highest in it."""
    told: dict[str, str] = {}
    for row, columns in COLUMNS.items():
        for column in columns:
            said = {
                one: str(known[one][row][column])
                for one in places
                if known[one].get(row, {}).get(column) is not None
            }
            if said:
                told[f"{row} {column} lowest"] = min(said, key=lambda one: said[one])
                told[f"{row} {column} highest"] = max(said, key=lambda one: said[one])
    return told


def guesses(rows: list[tuple[str, str]]) -> dict[str, dict[str, str]]:
    """For each way of guessing and each set the place that is guessed."""
    sets = sets_in(rows)
    place, known = named(rows)
    position = {one: (told["offer"]["position"], told["offer"]["id"]) for one, told in known.items()}
    mentions: Counter[str] = Counter()
    logged: Counter[str] = Counter()
    last: dict[str, int] = {}
    for number, (table, text) in enumerate(rows):
        for key in set(A_KEY.findall(text)) & set(place):
            mentions[place[key]] += 1
            last[place[key]] = number
            logged[place[key]] += table == "trust_auditevent"
    ways: dict[str, dict[str, str]] = {}
    for key, mine in sets.items():
        places = [one["institution_id"] for one in mine]
        told = {
            "first stored": places[0],
            "last stored": places[-1],
            "first by row key": min(mine, key=lambda one: one["id"])["institution_id"],
            "last by row key": max(mine, key=lambda one: one["id"])["institution_id"],
            "first by key": min(places),
            "last by key": max(places),
            "offered first": min(places, key=lambda one: position[one]),
            "offered last": max(places, key=lambda one: position[one]),
            "first offer written": min(places, key=lambda one: position[one][1]),
            "mentioned most": max(sorted(places), key=lambda one: mentions[one]),
            "mentioned least": min(sorted(places), key=lambda one: mentions[one]),
            "mentioned last": max(sorted(places), key=lambda one: last[one]),
            "logged most": max(sorted(places), key=lambda one: logged[one]),
            **by_mail(places, known),
        }
        for way, guessed in told.items():
            ways.setdefault(way, {})[key] = guessed
    for key, one in written_before(rows).items():
        ways.setdefault("written last before the set", {})[key] = one or sets[key][0]["institution_id"]
    return ways


def written_before(rows: list[tuple[str, str]]) -> dict[str, str]:
    """For each set the one of its places that was written last before it was formed, by the log."""
    places = {key: {one["institution_id"] for one in mine} for key, mine in sets_in(rows).items()}
    written: list[str] = []
    found: dict[str, str] = {}
    for event in (json.loads(text) for table, text in rows if table == "trust_auditevent"):
        if event["verb"] == "delivery.write_institution":
            written.append(event["thing_id"])
        if event["verb"] == "delivery.form_place_set":
            key = event["thing_id"]
            found[key] = next((one for one in reversed(written) if one in places[key]), "")
    return found
