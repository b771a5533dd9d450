"""Sealed columns: what is moved, changed or erased cannot be read, and nothing stands in the open."""

from __future__ import annotations

import itertools
import os
import stat
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from tests.delivery import ground
from tests.economy.granting import WONDER
from tests.trust import committed

from samspil.trust import audit, fields, keys

SEALED = {
    ("people.Identity", "name"): "name",
    ("people.Identity", "contact"): "contact",
    ("people.Identity", "born"): "born",
    ("delivery.Course", "match_reason"): "match_reason",
    ("delivery.Course", "purpose"): "purpose",
    ("delivery.Course", "tasks"): "tasks",
    ("delivery.Course", "need"): "need",
    ("delivery.Course", "decision"): "decision",
    ("delivery.Course", "childs_view"): "view",
    ("delivery.Goal", "words"): "goal",
    ("delivery.Goal", "notice"): "notice",
    ("delivery.Session", "agreed"): "agreed",
    ("delivery.Session", "did"): "did",
    ("delivery.SessionChange", "before"): None,
    ("delivery.Closing", "helped"): "helped",
    ("people.Consent", "recipient"): "recipient",
    ("delivery.Wish", "line"): "wish",
    ("delivery.Wish", "about_them"): "about_them",
    ("delivery.AnswerSheet", "answers"): None,
    ("delivery.PlanVersion", "content"): None,
    ("delivery.PlanStep", "who"): "who",
    ("delivery.PlanStep", "what"): "step",
    ("delivery.PlanStep", "by_when"): "by_when",
    ("delivery.Clarification", "works"): "works",
    ("delivery.Clarification", "hard"): "hard",
    ("delivery.Clarification", "helps"): "helps",
    ("delivery.Clarification", "wish"): "hope",
    ("delivery.Review", "agreed"): "review",
    ("delivery.Review", "ratings"): None,
    ("delivery.Impression", "values"): None,
    ("delivery.Move", "packet"): None,
    ("delivery.Move", "who"): None,
    ("delivery.Arrival", "brought"): None,
    ("delivery.EarlierAnswer", "answers"): None,
    ("delivery.Visit", "covered"): "covered",
    ("delivery.Visit", "remains"): "remains",
    ("delivery.Visit", "adaptation"): "adaptation",
    ("delivery.Visit", "handover_note"): "handover_note",
    ("delivery.PupilWords", "line"): "pupil_line",
    ("delivery.FormAnswer", "answers"): None,
    ("delivery.TrainingAnswer", "answers"): None,
    ("delivery.VisitRequest", "name"): "asker",
    ("delivery.VisitRequest", "mail"): "asker_mail",
    ("delivery.VisitRequest", "phone"): "asker_phone",
    ("delivery.VisitRequest", "wishes"): "asker_wish",
    ("delivery.PlaceContact", "mail"): "place_mail",
    ("economy.BudgetVersion", "reason"): "budget_reason",
    ("economy.GrantDecision", "words"): "office_words",
    ("economy.Voucher", "supplier"): "supplier",
    ("economy.Voucher", "what_for"): "paid_for",
    ("economy.Proof", "content"): None,
    ("economy.CostAsking", "reason"): "why_needed",
    ("economy.VoucherAsking", "reason"): "asked_why",
    ("economy.VoucherAnswer", "words"): "said_with_them",
    ("governance.AgendaProposal", "words"): None,
    ("governance.AgendaItem", "words"): None,
    ("governance.AgendaPaper", "content"): None,
    ("governance.ProposalPaper", "content"): None,
    ("governance.Outcome", "words"): None,
    ("governance.Barrier", "words"): None,
    ("governance.Ballot", "words"): None,
    ("governance.Instruction", "words"): None,
    ("governance.Confirmation", "words"): None,
    ("governance.StatusPack", "content"): None,
    ("governance.AuthorityChange", "content"): None,
    ("governance.ContributionFile", "content"): None,
    ("governance.EvaluatorContract", "content"): None,
    ("governance.DescriptionChapter", "words"): None,
    ("governance.DescriptionComment", "words"): None,
    ("governance.DescriptionAnswer", "words"): None,
    ("governance.AgreementVersion", "details"): None,
    ("governance.AgreementVersion", "text"): None,
    ("governance.Signature", "name"): None,
    ("governance.Signature", "title"): None,
    ("governance.SignedCopy", "content"): None,
}
NOT_HERE = {("governance.EvaluatorContract", "content")}
"""Read by the office and the evaluator and by no municipality; opened in `test_evaluator_contract.py`."""
OF_COURSE = {"people.Identity": "person_id", "delivery.Course": "id"}


@pytest.fixture
def two(world):
    """Two whole courses of one municipality."""
    concept_id = ground.load(world)
    return [committed.whole_course(world, "aaby", concept_id) for _each in range(2)]


def row_of(made: ground.Made, label: str) -> Any:
    if label.startswith("governance."):  # some are the office's, read by its members or a municipality
        made_of = made.steering | made.agreed
        return apps.get_model(label).objects.presented().get(id=made_of[label.partition(".")[2]])
    wanted = {
        "people.Identity": {"person_id": made.person_id},
        "delivery.Course": {"id": made.course_id},
        "people.Consent": {"person_id": made.person_id, "purpose": "sharing"},
        "delivery.Goal": {"course_id": made.course_id},
        "delivery.Wish": {"course_id": made.course_id},
        "delivery.Session": {"course_id": made.course_id},
        "delivery.SessionChange": {"person_id": made.person_id},
        "delivery.Closing": {"course_id": made.course_id},
        "delivery.AnswerSheet": {"person_id": made.person_id},
        "delivery.PlanVersion": {"course_id": made.course_id},
        "delivery.PlanStep": {"course_id": made.course_id},
        "delivery.Clarification": {"course_id": made.course_id},
        "delivery.Review": {"course_id": made.course_id},
        "delivery.Impression": {"person_id": made.person_id},
        "delivery.Move": {"course_id": made.left.course_id},
        "delivery.Arrival": {"course_id": made.arrived.course_id},
        "delivery.EarlierAnswer": {"course_id": made.arrived.course_id},
        "delivery.Visit": {"series_id": made.series_id, "position": 1},
        "delivery.PupilWords": {"series_id": made.series_id},
        "delivery.FormAnswer": {"series_id": made.series_id},
        "delivery.TrainingAnswer": {"owed_id": made.training_form_id},
        "delivery.VisitRequest": {"id": made.request_id},
        "delivery.PlaceContact": {"institution_id": made.place_id},
        **{label: {"id": key} for label, key in made.of_grant.items()},
    }[label]
    return apps.get_model(label).objects.presented().get(**wanted)


def opened(world: Any, made: ground.Made, row: Any, name: str) -> str:
    """The text, read as the coordinator does."""
    with (
        world.as_("coordinator", "aaby") as by,
        audit.reading(by=by, purpose="support", subject=getattr(row, row.Privacy.subject), at=world.at),
    ):
        return fields.unseal(row, name)


def test_the_sealed_columns_are_those_of_the_list():
    found = {
        (model._meta.label, field.name)
        for model in apps.get_models()
        for field in model._meta.fields
        if isinstance(field, fields.SealedField)
    }

    assert found == set(SEALED)


@pytest.mark.proves("G32")
def test_a_value_opens_in_its_own_place_and_in_no_other(world, two):
    """Every column on one ground: making it takes seconds, and nothing here is written."""
    mine, other = two
    with world.as_("coordinator", "aaby"):
        here = {key: said for key, said in SEALED.items() if key not in NOT_HERE}
        everything = {key: bytes(getattr(row_of(mine, key[0]), key[1])) for key in here}
        rows = {key: (row_of(mine, key[0]), row_of(other, key[0])) for key in here}

    for (label, name), said in here.items():
        row, theirs = rows[label, name]
        own = everything[label, name]
        assert own[:1] == b"\x01", (label, name)
        text = opened(world, mine, row, name).removesuffix("@skole.example").removeprefix(WONDER)
        known = text == mine.words[said] if said else text.startswith(("{", "JVBE"))  # a PDF as base64
        assert known, (label, name)

        others = [value for key, value in everything.items() if key != (label, name)]
        changed = [own[:at] + bytes([own[at] ^ 1]) + own[at + 1 :] for at in (0, 1, 12, 13, len(own) - 1)]
        for wrong in (bytes(getattr(theirs, name)), *others, *changed, own[:-1], own[:13], own + b"x"):
            setattr(row, name, wrong)
            with pytest.raises(fields.Tampered):
                opened(world, mine, row, name)


@pytest.mark.proves("G32")
def test_a_value_does_not_follow_a_person_or_a_row(world, two):
    mine, other = two
    with world.as_("coordinator", "aaby"):
        row = row_of(mine, "delivery.Goal")
        row.person_id = other.person_id
    with pytest.raises(fields.Tampered):
        opened(world, other, row, "words")
    row.person_id, row.id = mine.person_id, row_id(world, other)
    with pytest.raises(fields.Tampered):
        opened(world, mine, row, "words")


def row_id(world: Any, made: ground.Made) -> Any:
    with world.as_("coordinator", "aaby"):
        return row_of(made, "delivery.Goal").id


def test_an_erased_key_leaves_nothing_to_read_and_identity_goes_alone(world, two):
    mine, other = two
    with world.as_("coordinator", "aaby"):
        identity, course, others = (
            row_of(mine, "people.Identity"),
            row_of(mine, "delivery.Course"),
            row_of(other, "people.Identity"),
        )

    assert fields.erase(mine.person_id, "identity") == 1
    with pytest.raises(fields.KeyGone):
        opened(world, mine, identity, "name")
    assert opened(world, mine, course, "purpose") == mine.words["purpose"]
    assert fields.erase(mine.person_id) == 1
    with pytest.raises(fields.KeyGone):
        opened(world, mine, course, "purpose")
    assert fields.erase(mine.person_id) == 0
    assert opened(world, other, others, "name") == other.words["name"]


def test_the_key_store_belongs_to_its_owner_alone_and_holds_no_key_in_the_open(world, two, settings):
    store = Path(settings.SAMSPIL_KEY_STORE)
    files = sorted(store.parent.glob("keys.sqlite*"))

    assert [stat.S_IMODE(one.stat().st_mode) for one in files] == [0o600] * len(files)
    assert stat.S_IMODE(store.parent.stat().st_mode) == 0o700
    wrapped = keys._store().execute("SELECT wrapped FROM data_key").fetchall()
    unwrapped = keys._data_key(two[0].person_id, "identity", create=False)
    assert len(wrapped) >= 4
    assert [one for one in files if unwrapped in committed.read_apart(one)] == []


def test_a_key_is_of_one_person_and_one_compartment(world, two):
    used = [
        keys._data_key(made.person_id, compartment, create=False)
        for made, compartment in itertools.product(two, ("identity", "content"))
    ]

    assert len(set(used)) == 4
    assert {len(one) for one in used} == {32}


def test_a_wrapped_key_put_under_another_name_opens_nothing(world, two):
    from cryptography.exceptions import InvalidTag

    mine, other = two
    with world.as_("coordinator", "aaby"):
        identity = row_of(mine, "people.Identity")
    with keys._store() as store:
        store.execute(
            "UPDATE data_key SET wrapped = (SELECT wrapped FROM data_key WHERE person_id = ? AND compartment ="  # noqa: E501
            " 'identity') WHERE person_id = ? AND compartment = 'identity'",
            [other.person_id.hex, mine.person_id.hex],
        )

    with pytest.raises((InvalidTag, fields.Tampered)):
        opened(world, mine, identity, "name")


@pytest.fixture(scope="module")
def there(server: Any, django_db_setup: None, django_db_blocker: Any) -> Iterator[committed.Ground]:
    with committed.populated(server, django_db_blocker) as found:
        yield found


def places_with(words: list[str], dump: bytes, home: Path) -> dict[str, set[str]]:
    """Which of the words stand in the dump, in the data files with their log, and beside them."""

    def within(content: bytes) -> set[str]:
        return {one for one in words if one.encode() in content or one.encode().hex().encode() in content}

    found: dict[str, set[str]] = {"dump": within(dump), "database": set(), "rest": set()}
    for file in home.rglob("*"):
        if file.is_file() and not file.is_symlink():
            where = "database" if home / "db" in file.parents else "rest"
            found[where] |= within(file.read_bytes())
    return found


@pytest.mark.proves("G30")
def test_dump_data_files_and_log_hold_no_sealed_word_and_a_plain_one_is_found(there):
    from samspil.interfaces.cli import launcher

    plain = "kanarie-i-det-aabne-0123456789"
    canaries = [word for made in there.courses.values() for word in made.words.values()]
    tokens = [word for made in there.links.values() for word in (made.token, made.code)]
    assert len(canaries) == 2 * len(ground.SEALED)
    there.as_superuser("ALTER TABLE delivery_course ADD COLUMN plain text")
    there.as_superuser("UPDATE delivery_course SET plain = %s", [plain])
    there.as_superuser("CHECKPOINT")

    dump = subprocess.run(
        [launcher.find_binaries() / "pg_dump", "-h", there.home.socket_folder, "-U", "postgres", there.name],
        env={**os.environ, "PGPASSWORD": there.home.secret("superuser")},
        capture_output=True,
        check=True,
    ).stdout
    found = places_with([*canaries, *tokens, plain], dump, there.home.path)

    assert found == {"dump": {plain}, "database": {plain}, "rest": set()}
