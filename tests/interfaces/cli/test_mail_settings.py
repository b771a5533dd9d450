"""The settings of mail are read strictly, and a line that is not secret is refused."""

from __future__ import annotations

import smtplib
import ssl
import uuid
from typing import Any

import pytest
from tests.interfaces.cli.postbox import postbox

from samspil.config import env
from samspil.interfaces.sending.shape import Message, NotNow
from samspil.interfaces.sending.smtp import Smtp

WHOLE = {"SAMSPIL_MAIL_HOST": "mail.example.dk", "SAMSPIL_MAIL_FROM": "besked@example.dk"}


@pytest.fixture
def given(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set these settings and no others of their kind."""

    def set_(**values: str) -> None:
        for name in ("URL", "MAIL", "SMS", *(f"MAIL_{one}" for one in PARTS)):
            monkeypatch.delenv(f"SAMSPIL_{name}", raising=False)
        for name, value in values.items():
            monkeypatch.setenv(name, value)

    return set_


PARTS = ("HOST", "PORT", "TLS", "FROM", "USER", "PASSWORD")


def test_tls_is_on_unless_the_server_is_this_machine(given: Any) -> None:
    ports = {}
    for tls in ("", "starttls", "tls"):
        given(**WHOLE, **({"SAMSPIL_MAIL_TLS": tls} if tls else {}))
        ports[tls] = (env.mail_server()["tls"], env.mail_server()["port"])
    given(**WHOLE | {"SAMSPIL_MAIL_TLS": "off", "SAMSPIL_MAIL_HOST": "127.0.0.1"})

    assert ports == {"": ("starttls", 587), "starttls": ("starttls", 587), "tls": ("tls", 465)}
    assert (env.mail_server()["tls"], env.mail_server()["port"]) == ("off", 25)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"SAMSPIL_MAIL_HOST": ""}, "SAMSPIL_MAIL=smtp needs SAMSPIL_MAIL_HOST."),
        ({"SAMSPIL_MAIL_FROM": "Projektet <a@b.dk>"}, "SAMSPIL_MAIL_FROM must be one address"),
        ({"SAMSPIL_MAIL_TLS": "off"}, "SAMSPIL_MAIL_TLS=off is only for a mail server on this machine."),
        ({"SAMSPIL_MAIL_TLS": "ssl"}, "SAMSPIL_MAIL_TLS must be starttls, tls or off, not 'ssl'."),
        ({"SAMSPIL_MAIL_USER": "x"}, "Give both SAMSPIL_MAIL_USER and SAMSPIL_MAIL_PASSWORD, or neither."),
        ({"SAMSPIL_MAIL_PORT": "mail"}, "SAMSPIL_MAIL_PORT must be a port"),
    ],
)
def test_a_setting_that_does_not_hold_stops_the_start(
    given: Any, changed: dict[str, str], sentence: str
) -> None:
    given(**WHOLE)
    assert env.mail_server()["host"] == "mail.example.dk"
    given(**WHOLE | changed)

    with pytest.raises(env.BadSetting) as told:
        env.mail_server()
    assert str(told.value).startswith(sentence)


def test_how_and_where_are_one_of_those_listed(given: Any) -> None:
    known = ("console", "smtp", "none")
    given()
    assert (env.sending("SAMSPIL_MAIL", known, True), env.sending("SAMSPIL_MAIL", known, False)) == (
        "console",
        "none",
    )
    assert env.public_url(8000) == "http://localhost:8000"
    given(SAMSPIL_MAIL="console", SAMSPIL_URL="https://samspil.example.dk/")
    assert env.public_url(8000) == "https://samspil.example.dk"
    with pytest.raises(env.BadSetting, match="only for demo mode"):
        env.sending("SAMSPIL_MAIL", known, False)
    given(SAMSPIL_MAIL="pigeon")
    with pytest.raises(env.BadSetting, match="must be console, smtp or none, not 'pigeon'"):
        env.sending("SAMSPIL_MAIL", known, True)
    for url in ("http://samspil.example.dk", "samspil.example.dk", "https://a.dk/sti", "ftp://localhost"):
        given(SAMSPIL_URL=url)
        with pytest.raises(env.BadSetting, match="SAMSPIL_URL must be like"):
            env.public_url(8000)


def test_a_server_without_starttls_is_told_nothing() -> None:
    message = Message(uuid.uuid4(), "mentor", "da", "a@b.example", "Emne", "Tekst")
    left: list[str] = []
    with postbox() as box:
        secret = Smtp("127.0.0.1", box.port, "starttls", "besked@samspil.example", timeout_s=5)
        with pytest.raises(NotNow):
            secret.send(message, leaving=lambda: left.append("left"))
        assert (left, box.taken, "MAIL" in box.said) == ([], [], False)
        plain = Smtp("127.0.0.1", box.port, "off", "besked@samspil.example", timeout_s=5)
        plain.send(message, leaving=lambda: left.append("left"))
        assert (left, len(box.taken)) == (["left"], 1)


def test_the_certificate_is_checked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is handed to the library asks for a certificate of this host."""
    contexts: list[ssl.SSLContext] = []

    def noted(self: smtplib.SMTP, *, context: ssl.SSLContext) -> None:
        contexts.append(context)
        raise ssl.SSLCertVerificationError

    monkeypatch.setattr(smtplib.SMTP, "starttls", noted)
    message = Message(uuid.uuid4(), "mentor", "da", "a@b.example", "Emne", "Tekst")
    with postbox() as box, pytest.raises(NotNow):
        Smtp("127.0.0.1", box.port, "starttls", "b@c.example", timeout_s=5).send(
            message, leaving=lambda: None
        )

    assert [(one.verify_mode, one.check_hostname) for one in contexts] == [(ssl.CERT_REQUIRED, True)]


def test_neither_address_nor_password_is_shown_when_something_is_printed() -> None:
    message = Message(uuid.uuid4(), "mentor", "da", "ida@post.example", "Emne", "Hemmeligt")
    server = Smtp("mail.example.dk", 587, "starttls", "b@c.example", "bruger", "kodeord-42")

    assert [word in repr(message) for word in ("ida@", "Emne", "Hemmeligt", "mentor")] == [False] * 3 + [True]
    assert ("kodeord-42" in repr(server), "mail.example.dk" in repr(server)) == (False, True)
