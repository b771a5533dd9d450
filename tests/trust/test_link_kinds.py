"""What opens something without signing in stands in the one list, because nothing else can be made at all."""

from __future__ import annotations

import re
import uuid
from typing import Any

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, transaction
from tests.delivery import ground

from samspil.trust.privacy import SECRET
from samspil.trust.terms import LINK_KINDS, LinkKind

OPENS = {("trust_link", "token_hash"), ("trust_link", "code_hash")}
NO_LINK = {
    ("trust_link", "opening"): "tells one opening of a link from another; the link itself must hold",
    ("people_owncode", "code_hash"): "said beside the link to the own page; without that it opens nothing",
    ("delivery_importedcourse", "reference_hash"): "an own reference of a municipality's; opens nothing",
    ("delivery_trainingcertificate", "code_hash"): "asks how a certificate stands; opens nothing",
    ("people_account", "password"): "signs in, together with a second factor",
    ("people_importdraft", "content"): "a file that is read again, sealed; opens nothing",
    ("trust_throttle", "bucket"): "whose tries are counted",
    ("economy_voucher", "supplier_hash"): "finds the same cost twice; opens nothing",
    ("economy_voucher", "proof_digest"): "finds the same paper twice; opens nothing",
    ("economy_proof", "digest"): "which paper it was; opens nothing",
}
A_SECRET = re.compile("hash|token|secret|opening")


def made(world: Any, kind: str) -> Any:
    """A link of a kind, written as the runtime role by bare SQL, with everything else as the kind asks."""
    with world.as_("coordinator", "aaby") as by, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("samspil_app",)
        cursor.execute(
            "INSERT INTO trust_link (id, tenant_id, kind, thing_id, person_id, token_hash, code_hash,"
            " expires_at, opening)"
            " VALUES (%s, %s, %s, %s, %s, %s, '', now() + interval '1 hour', '') RETURNING id",
            [uuid.uuid4(), by.tenant_id, kind, uuid.uuid4(), None, uuid.uuid4().hex * 2],
        )
        return cursor.fetchone()[0]


@pytest.mark.proves("G23")
def test_the_database_takes_no_link_of_a_kind_that_the_list_does_not_name(world: Any) -> None:
    assert made(world, "measurement")
    for kind in ("share", "export", "", "Measurement"):
        with pytest.raises(IntegrityError, match="trust_link_kind"):
            made(world, kind)


@pytest.mark.proves("G23")
def test_every_kind_of_link_stands_in_the_list_by_its_own_name(world: Any) -> None:
    from samspil.trust import audit, links

    course = ground.course(world, "aaby", ground.load(world))
    ids = {}
    with world.as_("coordinator", "aaby") as by, audit.writing():
        for kind in LinkKind:
            told = {"person_id": course.person_id} if kind == LinkKind.OWN_PAGE else {}
            one = links.make(by=by, kind=kind, thing_id=uuid.uuid4(), with_code=kind != LinkKind.FEED, **told)
            ids[kind] = str(one.link.id)
    html = world.client("coordinator", "aaby").get("/o/links/").content.decode()

    assert set(LINK_KINDS) == set(LinkKind)
    assert len({str(one) for one in LINK_KINDS.values()}) == len(LinkKind)
    for kind in LinkKind:
        assert f"/o/links/{ids[kind]}/close" in html
        assert str(LINK_KINDS[kind]) in html


@pytest.mark.proves("G23")
def test_nothing_but_a_link_is_opened_by_a_secret() -> None:
    """Every column whose name or declaration says that it holds a secret's hash, against the list above."""
    found = set()
    for model in apps.get_models():
        privacy = getattr(model, "Privacy", None)
        declared = getattr(privacy, "fields", {}) if privacy else {}
        for field in model._meta.get_fields():
            column = getattr(field, "column", None)
            if not column or not model.__module__.startswith("samspil."):
                continue
            if declared.get(column) is SECRET or A_SECRET.search(column):
                found.add((model._meta.db_table, column))

    assert found == OPENS | set(NO_LINK)
