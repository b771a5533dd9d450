"""The receipt holds what ISO/IEC TS 27560:2023 asks of a consent record, by a checker of our own."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from datetime import date, datetime, timedelta, timezone
from typing import Any

import pytest
from tests.delivery import ground, opening
from tests.delivery.owning import held, whole

# --- the checker: written from the standard's field names, knows nothing of the builder

TEXT, LIST, BOOL = str, list, bool
HEADER = {"schema_version": TEXT, "record_id": TEXT, "pii_principal_id": TEXT}
PROCESSING = {"privacy_notice": TEXT, "language": TEXT, "purposes": LIST}
PURPOSE = {
    "purpose": TEXT,
    "purpose_type": TEXT,
    "lawful_basis": TEXT,
    "pii_information": LIST,
    "pii_controllers": LIST,
    "collection_method": LIST,
    "processing_method": LIST,
    "storage_locations": LIST,
    "retention_period": TEXT,
    "jurisdiction": TEXT,
    "recipient_third_parties": LIST,
    "withdrawal_method": TEXT,
    "privacy_rights": LIST,
}
PII = {"pii_type": TEXT, "pii_optional": BOOL, "sensitive_pii_category": BOOL, "special_pii_category": BOOL}
PARTY = {"party_id": TEXT, "party_name": TEXT, "party_role": TEXT}
EVENT = {"event_time": TEXT, "event_state": TEXT, "event_type": TEXT, "entity_id": TEXT}
STATES = ["dpv:ConsentGiven", "dpv:ConsentWithdrawn"]
MAY_BE_EMPTY = {"recipient_third_parties"}


def lacking(place: str, found: Any, wanted: dict[str, type]) -> Iterator[str]:
    """The fields that are not there, are of another type, or say nothing."""
    for name, kind in wanted.items():
        value = found.get(name)
        if not isinstance(value, kind) or (kind is not BOOL and not value and name not in MAY_BE_EMPTY):
            yield f"{place}.{name}"


def faults(record: dict[str, Any]) -> list[str]:
    """Everything one consent record lacks, or says in a form nobody can read."""
    processing = record.get("pii_processing", {})
    found = [*lacking("header", record, HEADER), *lacking("processing", processing, PROCESSING)]
    parties = record.get("party_identification", [])
    for party in parties:
        found += lacking("party", party, PARTY)
    known = {party.get("party_id") for party in parties}
    if "PII controller" not in {party.get("party_role") for party in parties}:
        found.append("party: no controller")
    for purpose in processing.get("purposes", []):
        found += lacking("purpose", purpose, PURPOSE)
        for pii in purpose.get("pii_information", []):
            found += lacking("pii", pii, PII)
        named = {*purpose.get("pii_controllers", []), *purpose.get("recipient_third_parties", [])}
        found += [f"purpose: {one} is no party" for one in sorted(named - known)]
        if not re.fullmatch(r"P\d+M", str(purpose.get("retention_period"))):
            found.append("purpose.retention_period is no duration")
    events = record.get("consent_events", [])
    for event in events:
        found += lacking("event", event, EVENT)
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", str(event.get("event_time"))):
            found.append("event.event_time is no day")
    if [event.get("event_state") for event in events] != STATES[: len(events)] or not events:
        found.append("events are not given, then withdrawn")
    days = [event.get("event_time") for event in events]
    if days != sorted(days):
        found.append("events are not in order")
    return found


# --- the builder, on plain facts

AT = datetime(2014, 11, 3, 9, tzinfo=timezone(timedelta(hours=1)))


def built(**changed: Any) -> dict[str, Any]:
    from samspil.interfaces.web.shared.receipt import Facts, Given, receipt

    one = {
        "key": "k1",
        "purpose": "evaluation",
        "title": "Evaluering",
        "text": "Mine svar må bruges.",
        "version": 2,
        "language": "da",
        "capacity": "self",
        "method": "paper",
        "given_on": date(2014, 1, 2),
        **changed,
    }
    facts = Facts("p" * 32, "Åby", AT, "da", 24, "On the page.")
    return receipt(facts, [Given(**one)])


def test_a_yes_that_holds_has_one_event_and_one_that_was_taken_back_has_two():
    records = [built()["consent_records"][0], built(withdrawn_on=date(2014, 3, 4))["consent_records"][0]]

    assert [faults(one) for one in records] == [[], []]
    assert [[event["event_state"] for event in one["consent_events"]] for one in records] == [
        STATES[:1],
        STATES,
    ]


def test_a_named_recipient_is_a_party_of_its_own():
    record = built(purpose="sharing", recipient="Klasselæreren")["consent_records"][0]

    assert faults(record) == []
    assert [one["party_name"] for one in record["party_identification"]] == ["Åby", "Klasselæreren"]


def test_the_yes_to_the_support_is_no_pretence_of_a_free_choice_about_the_records():
    """P8: what is written during the help rests on the municipality's task, not on a consent."""
    basis = {
        purpose: built(purpose=purpose)["consent_records"][0]["pii_processing"]["purposes"][0]["lawful_basis"]
        for purpose in ("support", "evaluation", "interview")
    }

    assert basis == {
        "support": "eu-gdpr:A6-1-e",
        "evaluation": "eu-gdpr:A6-1-a",
        "interview": "eu-gdpr:A6-1-a",
    }


def test_every_purpose_there_is_has_a_type_and_every_field_a_meaning():
    from samspil.interfaces.web.shared.receipt import CONTEXT, PURPOSE_TYPES
    from samspil.people.terms import ConsentPurpose

    assert set(PURPOSE_TYPES) == set(ConsentPurpose)
    assert {one.partition(":")[0] for one in PURPOSE_TYPES.values()} == {"dpv"}
    assert {"pii_principal_id", "purposes", "lawful_basis", "event_time", "event_state"} <= set(CONTEXT)


@pytest.mark.parametrize(
    ("path", "fault"),
    [
        (("record_id",), "header.record_id"),
        (("pii_processing", "privacy_notice"), "processing.privacy_notice"),
        (("pii_processing", "purposes", 0, "lawful_basis"), "purpose.lawful_basis"),
        (("pii_processing", "purposes", 0, "pii_information", 0, "pii_type"), "pii.pii_type"),
        (("consent_events", 0, "event_time"), "event.event_time"),
    ],
)
def test_the_checker_names_what_was_taken_away(path, fault):
    record = copy.deepcopy(built()["consent_records"][0])
    place = record
    for step in path[:-1]:
        place = place[step]
    del place[path[-1]]

    assert fault in faults(record)


def test_the_checker_names_events_in_the_wrong_order():
    record = copy.deepcopy(built(withdrawn_on=date(2014, 3, 4))["consent_records"][0])
    record["consent_events"].reverse()

    assert faults(record) == ["events are not given, then withdrawn", "events are not in order"]


# --- the file from the page


def test_the_file_holds_every_yes_and_no_name_and_its_own_name_says_nothing(world):
    made = whole(world, ground.load(world))
    client = opening.at_own_page(world, made)
    client.post("/a/own/yes", {"back": str(ground.consent(world, made, "evaluation"))})

    answer = client.get("/a/own/receipt.json")
    document = json.loads(answer.content)

    records = document["consent_records"]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="receipt.json"'
    assert [faults(one) for one in records] == [[]] * 3
    states = {
        one["pii_processing"]["privacy_notice"]: [event["event_state"] for event in one["consent_events"]]
        for one in records
    }
    assert states == {
        "samspil:evaluation:1": STATES,
        "samspil:sharing:1": STATES[:1],
        "samspil:support:1": STATES[:1],
    }
    assert set(held(world, made)) == {"sharing", "support"}
    text = answer.content.decode()
    assert [made.words[name] in text for name in ("name", "contact", "recipient")] == [False, False, True]
    assert str(made.person_id) not in text
    assert re.findall("forebyg|radikal|ekstrem|mentor", text.lower()) == []


def test_two_receipts_of_one_person_name_the_same_and_two_persons_do_not(world):
    concept_id = ground.load(world)
    one, other = (opening.at_own_page(world, ground.course(world, "aaby", concept_id)) for _each in range(2))

    names = [
        json.loads(each.get("/a/own/receipt.json").content)["pii_principal_id"] for each in (one, one, other)
    ]

    assert names[0] == names[1]
    assert names[2] not in names[:2]
