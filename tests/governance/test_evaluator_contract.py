"""The contract with the evaluator: a checked file in versions, read by the two it is between alone."""

from __future__ import annotations

import hashlib
import uuid
from typing import Any

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import Error, connection, transaction
from django.utils.translation import override
from tests.delivery import ground
from tests.governance import agreeing, aiming
from tests.interfaces.office import hostile

from samspil.kernel.errors import Refused

PAGE, PUT = "/o/evaluator/", "/o/evaluator/contract/file"
OTHERS = (("steering_member", None), ("municipal_lead", "aaby"), ("coordinator", "baekby"))


@pytest.fixture(autouse=True)
def danish():
    with override("da"):
        yield


@pytest.fixture(autouse=True)
def concept_id(world):
    return ground.load(world)


def pdf(pages: int = 1) -> bytes:
    def more(made: Any) -> None:
        for _each in range(pages - 1):
            made.add_blank_page()

    return agreeing.pdf(more)


def told(content: bytes, **more: Any) -> dict[str, Any]:
    return {"file": SimpleUploadedFile("../../<b>x</b>.html", content, content_type="text/html"), **more}


def page(client: Any) -> str:
    return client.get(PAGE).content.decode()


@pytest.mark.proves("G25")
def test_it_is_put_by_the_office_replaced_and_read_by_the_two_it_is_between_alone(world):
    office = world.client("programme_office")
    assert PUT not in page(office)
    assert office.post(PUT, told(pdf())).status_code == 422
    aiming.awarded(world)
    assert PUT in page(office)
    brought = [pdf(1), pdf(2)]
    for content in brought:
        done = office.post(PUT, told(content))
        assert (done.status_code, done.headers["Location"]) == (302, PAGE)
    urls = [one for one in page(office).split('"') if one.startswith("/o/evaluator/contracts/")]
    assert len(urls) == 2
    digests = []
    for client in (office, world.client("evaluator")):
        shown = page(client)
        assert shown.index("Version 2") < shown.index("Version 1")
        assert (shown.count(">Gælder<"), shown.count(">Afløst af en senere version<")) == (1, 1)
        for url in urls:
            answer = client.get(url)
            digests.append(hashlib.sha256(answer.content).hexdigest())
            assert (answer.status_code, answer.headers["Content-Type"]) == (200, "application/pdf")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert answer.headers["Content-Disposition"].startswith('attachment; filename="kontrakt-')
            assert digests[-1] in shown
    assert digests[:2] == digests[2:]
    assert digests[:2] == [hashlib.sha256(one).hexdigest() for one in reversed(brought)]
    for cast, slug in OTHERS:
        client = world.client(cast, slug)
        found = [client.get(one) for one in (*urls, f"/o/evaluator/contracts/{uuid.uuid4()}")]
        assert [one.status_code for one in found] == [404] * 3
        assert len({one.content for one in found}) == 1
        assert "SHA-256" not in page(client)
    evaluator = world.client("evaluator")
    assert (evaluator.get(PUT).status_code, PUT in page(evaluator)) == (403, False)


def test_the_old_contract_holds_no_more_once_the_work_is_awarded_to_another(world):
    """Red before: the former evaluator and the office still read that it holds."""
    aiming.contract(world, pdf(1))
    aiming.contract(world, pdf(2))
    other = aiming.another_evaluator(world)
    readers = [world.client("programme_office"), world.client("evaluator")]
    assert [states(one) for one in readers] == [["Gælder", "Afløst af en senere version"]] * 2

    aiming.step(world, "awarded", aiming.EARLY, organisation_id=other.tenant_id)
    assert [states(one) for one in readers] == [["Opgaven er givet til en anden organisation"] * 2] * 2

    aiming.contract(world, pdf(3))
    readers.append(world.client("other_evaluator", "syd"))
    away = "Opgaven er givet til en anden organisation"
    assert [states(one) for one in readers] == [["Gælder", away, away], [away, away], ["Gælder"]]

    aiming.step(world, "awarded", aiming.EARLY)
    assert [states(one) for one in readers] == [
        [away, "Gælder", "Afløst af en senere version"],
        ["Gælder", "Afløst af en senere version"],
        [away],
    ]


def states(client: Any) -> list[str]:
    (listed,) = client.get(PAGE).context_data["page"]["programmes"]
    return [str(one["state"]) for one in listed["contracts"]]


@pytest.mark.proves("G25")
def test_what_is_no_plain_pdf_is_refused_beside_its_field_and_nothing_is_kept(world):
    aiming.awarded(world)
    office = world.client("programme_office")
    script = agreeing.pdf(
        lambda made: made.Root.__setattr__(
            "OpenAction", pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        )
    )
    bad = [b"", b"<!doctype html><script>alert(1)</script>", script, pdf() + pdf()[:9] + b"PK\x03\x04"]
    bad += [content for _name, content in (*hostile.workbooks(), *hostile.others())][:6]
    for content in bad:
        answer = office.post(PUT, told(content))
        assert (answer.status_code, b'id="id_file_error"' in answer.content) == (422, True), content[:30]
    large = office.post(PUT, told(pdf() + b"%" * 5_200_000))
    assert (large.status_code, "fem megabyte" in large.content.decode()) == (422, True)
    assert "/o/evaluator/contracts/" not in page(office)
    assert office.post(PUT, told(pdf())).status_code == 302


def test_sent_twice_it_lies_there_once_and_the_same_file_is_no_new_version(world):
    key, content = uuid.uuid4(), pdf()
    first = aiming.contract(world, content, key=key)
    assert aiming.contract(world, pdf(2), key=key) == first == key
    with pytest.raises(Refused, match="allerede"):
        aiming.contract(world, content, key=uuid.uuid4())
    aiming.contract(world, pdf(3))
    for cast in ("evaluator", "steering_member"):
        from samspil.governance.actions.procurement import put_contract

        slug = ground.the_concept().slug
        with world.as_(cast) as by, pytest.raises(Refused):
            put_contract(by=by, at=world.at, on=ground.TODAY, programme=slug, key=key, content=pdf())


def test_the_database_holds_whom_it_is_with_and_that_no_version_is_changed(world):
    aiming.contract(world, pdf())
    again = (
        "INSERT INTO governance_evaluatorcontract (id, tenant_id, programme, number, evaluator_id, size,"
        " digest, put_on, content) SELECT gen_random_uuid(), tenant_id, programme, %s, %s, size, digest,"
        " put_on, content FROM governance_evaluatorcontract"
    )
    for statement, values, said in (
        (again, [2, world.tenant("aaby")], "awarded to"),
        (again, [3, world.tenant("evaluering")], "without a gap"),
        (again, [1, world.tenant("evaluering")], "governance_one_contract|without a gap"),
        ("UPDATE governance_evaluatorcontract SET size = 1", [], "permission denied"),
        ("DELETE FROM governance_evaluatorcontract", [], "permission denied"),
    ):
        with (
            world.as_("programme_office"),
            pytest.raises(Error, match=said),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement, values)


def test_the_file_is_sealed_and_each_look_is_logged(world):
    from samspil.governance.models.procurement import EvaluatorContract
    from samspil.governance.queries import contracts
    from samspil.trust.models import AuditEvent

    content = pdf()
    key = aiming.contract(world, content)
    with world.as_("programme_office"):
        stored = bytes(EvaluatorContract.objects.get(id=key).content)
    assert (b"%PDF" in content, b"%PDF" in stored) == (True, False)
    with world.as_("evaluator") as by:
        before = AuditEvent.objects.count()
        assert contracts.contract_file(by, key, at=world.at)[1] == content
        assert AuditEvent.objects.count() == before + 1
