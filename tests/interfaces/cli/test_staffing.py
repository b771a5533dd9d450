"""The first people of an installation, from the command line."""

from __future__ import annotations

from argparse import Namespace
from typing import Any

import pytest

from samspil.interfaces.cli.exits import Failed
from samspil.interfaces.cli.staffing import add_organisation, add_staff
from samspil.people.queries import people as queries


def staff(**changed: str) -> Namespace:
    return Namespace(
        **{
            "organisation": "aaby",
            "role": "mentor",
            "name": "Ny Person",
            "email": "ny@aaby.example",
            **changed,
        }
    )


def test_a_new_account_gets_a_password_and_a_second_role_does_not(world: Any) -> None:
    first = add_staff(staff())
    second = add_staff(staff(role="coordinator"))

    account = queries.account_by_email("ny@aaby.example")
    assert account is not None
    assert account.check_password(first["first_password"])
    assert len(first["first_password"]) == 24
    assert second["first_password"] is None


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"role": "police"}, "The role police cannot be given"),
        ({"role": "link_holder"}, "The role link_holder cannot be given"),
        ({"email": "nobody"}, "nobody is not an e-mail address."),
        ({"email": "a b@aaby.example"}, "a b@aaby.example is not an e-mail address."),
        ({"email": f"{'a' * 250}@aaby.example"}, "An e-mail address is at most 254 characters."),
        ({"name": " "}, "A name is 1 to 100 characters on one line."),
        ({"name": "n" * 101}, "A name is 1 to 100 characters on one line."),
        ({"name": "to\nlinjer"}, "A name is 1 to 100 characters on one line."),
        ({"email": "mentor@aaby.example"}, "mentor@aaby.example already has the role mentor there."),
    ],
)
def test_what_cannot_be_is_a_sentence(world: Any, changed: dict[str, str], sentence: str) -> None:
    with pytest.raises(Failed) as failed:
        add_staff(staff(**changed))

    assert failed.value.sentence.startswith(sentence)


def test_an_organisation_is_added_once(world: Any) -> None:
    options = Namespace(slug="cedby", name="Cedby", kind="municipality", code="992")

    assert add_organisation(options) == {"slug": "cedby", "name": "Cedby", "kind": "municipality"}
    with pytest.raises(Failed):
        add_organisation(options)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"slug": "Cedby"}, "A slug is 1 to 50 characters of a-z, 0-9 and '-'."),
        ({"slug": "ced by"}, "A slug is 1 to 50 characters of a-z, 0-9 and '-'."),
        ({"slug": "cédby"}, "A slug is 1 to 50 characters of a-z, 0-9 and '-'."),
        ({"slug": "cedby\n"}, "A slug is 1 to 50 characters of a-z, 0-9 and '-'."),
        ({"slug": ""}, "A slug is 1 to 50 characters of a-z, 0-9 and '-'."),
        ({"slug": "c" * 51}, "A slug is 1 to 50 characters of a-z, 0-9 and '-'."),
        ({"name": "C" * 101}, "A name is 1 to 100 characters on one line."),
        ({"name": "Ced\udcffby"}, "A name is 1 to 100 characters on one line."),
        ({"code": "99"}, "A municipality's code is three or four digits."),
        ({"code": "99999"}, "A municipality's code is three or four digits."),
        ({"code": "٩٩٩"}, "A municipality's code is three or four digits."),
    ],
)
def test_an_organisation_that_cannot_be_is_a_sentence(
    world: Any, changed: dict[str, str], sentence: str
) -> None:
    options = {"slug": "cedby", "name": "Cedby", "kind": "municipality", "code": "992", **changed}

    with pytest.raises(Failed) as failed:
        add_organisation(Namespace(**options))

    assert (failed.value.sentence, failed.value.exit_code) == (sentence, 2)
