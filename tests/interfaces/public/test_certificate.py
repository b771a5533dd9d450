"""Checking a certificate's code: three answers, one for every code that no certificate has, and a limit."""

from __future__ import annotations

import random
import re
from datetime import date

import pytest
from django.test import Client
from tests.delivery import ground, schooling

from samspil.delivery.queries.training_certificates import CODE_LENGTH, code_of
from samspil.trust.links import ALPHABET
from samspil.trust.throttle import LIMITS

PATH = "/certificate"
TRIES = LIMITS["certificate_address"].tries


def checked(code: str, address: str = "192.0.2.1"):
    return Client().post(PATH, {"code": code}, REMOTE_ADDR=address)


def heading(response) -> str:
    return re.findall(r"<h1>(.*?)</h1>", response.content.decode())[0]


@pytest.fixture
def certificates(world):
    concept_id = ground.load(world)
    made = schooling.trained(world, "aaby", concept_id, ["mentor", "other_mentor"])
    short = ground.load(world, schooling.for_a_year())
    return made | schooling.trained(
        world, "aaby", short, ["lent"], days=(date(2013, 9, 3),), on=date(2013, 6, 3)
    )


def test_valid_expired_withdrawn_and_not_one_word_more(world, certificates):
    from samspil.delivery.actions.training_certificates import withdraw_certificate

    with world.as_("coordinator", "aaby") as by:
        told = {"certificate_id": certificates["other_mentor"], "because": "mistake"}
        withdraw_certificate(by=by, at=world.at, on=ground.TODAY, **told)
    answers = {cast: checked(code_of(one)) for cast, one in certificates.items()}

    assert {cast: heading(one) for cast, one in answers.items()} == {
        "mentor": "Kursusbeviset er gyldigt",
        "other_mentor": "Kursusbeviset er trukket tilbage",
        "lent": "Kursusbeviset er udløbet",
    }
    said = {re.sub(r"<h1>.*?</h1>|note-\w+", "", one.content.decode()) for one in answers.values()}
    assert len(said) == 1
    names = ("Mentor", "Lent", "Åby", "Aaby", "2013", "2016", "september")
    (rest,) = said
    assert [told for told in (*names, *map(code_of, certificates.values())) if told in rest] == []


def forged_and_guessed(right: str) -> list[str]:
    """Two hundred codes that no certificate has: nearly the right one, guessed, and odd."""
    dice = random.Random(15)
    forged = [
        right[:place] + dice.choice([one for one in ALPHABET if one != right[place]]) + right[place + 1 :]
        for place in [*range(CODE_LENGTH)] * 6
    ]
    guessed = [
        "".join(dice.choices(ALPHABET, k=dice.choice([1, 10, 16, 16, 16, 39]))) for _each in range(100)
    ]
    return [*forged, *guessed, "'; DROP TABLE", right[::-1], right * 2, "ÆØÅ" * 5]


def answers_to(codes: list[str]) -> list[tuple[bytes, int, str, str]]:
    """All that is told of each code, every byte of it."""
    answers = [checked(one, f"203.0.113.{place // TRIES + 1}") for place, one in enumerate(codes)]
    return [
        (one.content, one.status_code, str(sorted(one.headers.items())), one.cookies.output())
        for one in answers
    ]


@pytest.mark.proves("S15")
def test_two_hundred_forged_and_guessed_codes_get_one_answer_byte_for_byte(world, certificates):
    right = code_of(certificates["mentor"])
    assert heading(checked(right, "198.51.100.1")) == "Kursusbeviset er gyldigt"
    codes = forged_and_guessed(right)
    assert len(codes) == 200

    told = answers_to(codes)

    assert set(told) == {told[0]}
    assert (told[0][1], told[0][3]) == (200, "")
    assert heading(checked(codes[0], "198.51.100.1")) == "Der findes ikke noget kursusbevis med den kode"


def test_after_so_many_tries_one_address_waits_whatever_it_tries(certificates):
    right = code_of(certificates["mentor"])
    statuses = [checked("WRONG", "192.0.2.7").status_code for _each in range(TRIES)]

    assert set(statuses) == {200}
    assert checked(right, "192.0.2.7").status_code == checked("WRONG", "192.0.2.7").status_code == 429
    assert checked(right, "192.0.2.8").status_code == 200


def test_a_code_may_be_typed_as_people_type_it(certificates):
    right = code_of(certificates["mentor"])
    typed = " ".join(right[place : place + 4] for place in range(0, CODE_LENGTH, 4)).lower().replace("0", "o")

    assert heading(checked(typed)) == "Kursusbeviset er gyldigt"


def test_the_code_stands_in_no_address_and_the_page_needs_no_script(certificates):
    page = Client().get(PATH)

    assert page.status_code == 200
    assert re.findall(r'<form[^>]*method="post"[^>]*>', page.content.decode())
    asked = Client().get(f"{PATH}?code={code_of(certificates['mentor'])}")
    assert heading(asked) == "Kontrollér et kursusbevis"
    assert Client().post(PATH, {"code": ""}).status_code == 422


@pytest.mark.red("S15")
def test_a_door_that_tells_a_near_miss_from_a_guess_is_found(certificates, monkeypatch):
    from samspil.delivery.terms.training import CertificateStanding
    from samspil.interfaces.web.public import certificates as page

    right, real = code_of(certificates["mentor"]), page.standing_of

    def leaks(code, *, on):
        return CertificateStanding.EXPIRED if code[1:] == right[1:] else real(code, on=on)

    codes = forged_and_guessed(right)
    monkeypatch.setattr(page, "standing_of", leaks)
    told = answers_to(codes)

    differ = [code for code, one in zip(codes, told, strict=True) if one != told[-1]]
    assert differ == [code for code in codes if code[1:] == right[1:]]
    assert len(set(differ)) > 1
