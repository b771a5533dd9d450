"""Reading the environment strictly: a value is one of those listed, or the start stops."""

from __future__ import annotations

import os
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import psycopg
from psycopg.conninfo import make_conninfo

from samspil.kernel.home import Home


class BadSetting(Exception):
    """A setting holds something that is not allowed; the sentence names it."""


def flag(name: str, default: bool) -> bool:
    """`1` or `0`, nothing else."""
    value = os.environ.get(name)
    if value is None or value == "":
        return default
    if value not in ("0", "1"):
        raise BadSetting(f"{name} must be 0 or 1, not {value!r}.")
    return value == "1"


def port(name: str, default: int) -> int:
    """A TCP port from 1 to 65535."""
    value = os.environ.get(name) or str(default)
    digits = value.isascii() and value.isdigit() and len(value) <= 5
    if not digits or not 1 <= int(value) <= 65535:
        raise BadSetting(f"{name} must be a port from 1 to 65535, not {value!r}.")
    return int(value)


def home() -> Home:
    """`SAMSPIL_HOME`, or `.samspil` in the folder the command is run in."""
    return Home(Path(os.environ.get("SAMSPIL_HOME") or ".samspil").absolute())


def programme_now(demo: bool) -> datetime | None:
    """The fixed programme date of the demo; None means the real clock.

    A fixed date outside demo mode is refused: due dates and retention would stand still.
    """
    value = os.environ.get("SAMSPIL_NOW")
    if not demo:
        if value:
            raise BadSetting("SAMSPIL_NOW is only for demo mode (SAMSPIL_DEMO=1).")
        return None
    try:
        moment = datetime.fromisoformat(value or "2014-11-03T09:00+01:00")
    except ValueError:
        raise BadSetting(
            f"SAMSPIL_NOW must be a moment like 2014-11-03T09:00+01:00, not {value!r}."
        ) from None
    if moment.tzinfo is None:
        raise BadSetting("SAMSPIL_NOW must say its offset, as in 2014-11-03T09:00+01:00.")
    return moment


def databases() -> tuple[dict[str, object], dict[str, object], bool]:
    """Django's settings for the runtime role and for the owner, and whether we run the server."""
    runtime, owner = os.environ.get("SAMSPIL_DATABASE_URL"), os.environ.get("SAMSPIL_OWNER_DATABASE_URL")
    if bool(runtime) != bool(owner):
        raise BadSetting("Give both SAMSPIL_DATABASE_URL and SAMSPIL_OWNER_DATABASE_URL, or neither.")
    if runtime and owner:
        return _from_url(runtime), _from_url(owner), False
    place = home()
    name = os.environ.get("SAMSPIL_DATABASE_NAME") or "samspil"
    return (
        _embedded(place, "samspil_app", "runtime", name),
        _embedded(place, "samspil_owner", "owner", name),
        True,
    )


def _embedded(place: Home, user: str, secret: str, name: str) -> dict[str, object]:
    options = {
        # Statements are prepared on our own server; a pooler in between might hand them to somebody else.
        "prepare_threshold": 3,
        # Never a password in the clear, whoever may sit behind the socket.
        "require_auth": "scram-sha-256",
    }
    return _settings(name, user, place.secret(secret), str(place.socket_folder), "", options)


_URL = "A database URL looks like postgresql://user:password@host/name."


def _from_url(url: str) -> dict[str, object]:
    try:
        parts = urlsplit(url)
        number = parts.port
    except ValueError:  # a port that is none, or half a bracket
        raise BadSetting(_URL) from None
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise BadSetting(_URL)
    options = dict(parse_qsl(parts.query))
    try:
        make_conninfo(**options)
    except psycopg.ProgrammingError:
        raise BadSetting(f"PostgreSQL does not know one of the options {', '.join(options)}.") from None
    host = options.pop("host", None) or parts.hostname or ""
    return _settings(
        parts.path.strip("/"),
        unquote(parts.username or ""),
        unquote(parts.password or ""),
        host,
        str(number or ""),
        options,
    )


def _settings(
    name: str, user: str, password: str, host: str, port_: str, options: dict[str, Any]
) -> dict[str, object]:
    return {
        "ENGINE": "samspil.trust.postgresql",
        "NAME": name,
        "USER": user,
        "PASSWORD": password,
        "HOST": host,
        "PORT": port_,
        "CONN_MAX_AGE": 300,
        "CONN_HEALTH_CHECKS": True,
        "ATOMIC_REQUESTS": False,
        "OPTIONS": {**options, "application_name": "samspil", "server_side_binding": True},
    }


def hosts(name: str) -> list[str]:
    """Host names separated by commas; none by default, and never a wildcard."""
    values = [one.strip() for one in (os.environ.get(name) or "").split(",") if one.strip()]
    if "*" in values:
        raise BadSetting(f"{name} must name hosts; '*' is not one.")
    return values


def public_url(port_: int) -> str:
    """Where people reach this installation, for links that are sent; this machine if nothing is said."""
    value = (os.environ.get("SAMSPIL_URL") or f"http://localhost:{port_}").rstrip("/")
    parts = urlsplit(value)
    is_here = parts.hostname in HERE
    if (
        parts.scheme != "https"
        and not (parts.scheme == "http" and is_here)
        or not parts.hostname
        or parts.path
    ):
        raise BadSetting(f"SAMSPIL_URL must be like https://samspil.example.dk, not {value!r}.")
    return value


def sending(name: str, known: tuple[str, ...], demo: bool) -> str:
    """How something is sent, as one of `known`: on the console in demo mode, else not at all, unless said."""
    value = os.environ.get(name) or ("console" if demo else "none")
    if value not in known:
        raise BadSetting(f"{name} must be {', '.join(known[:-1])} or {known[-1]}, not {value!r}.")
    if value == "console" and not demo:
        raise BadSetting(f"{name}=console is only for demo mode (SAMSPIL_DEMO=1).")
    return value


HERE = ("localhost", "127.0.0.1", "::1")
_TLS_PORTS = {"starttls": 587, "tls": 465, "off": 25}


def mail_server() -> dict[str, Any]:
    """The mail server of `SAMSPIL_MAIL=smtp`. Its line is secret, but for a server on this machine."""
    host, sender = os.environ.get("SAMSPIL_MAIL_HOST") or "", os.environ.get("SAMSPIL_MAIL_FROM") or ""
    if not host:
        raise BadSetting("SAMSPIL_MAIL=smtp needs SAMSPIL_MAIL_HOST.")
    if sender.count("@") != 1 or any(one.isspace() or one in "<>," for one in sender):
        raise BadSetting("SAMSPIL_MAIL_FROM must be one address, like besked@example.dk, without a name.")
    tls = os.environ.get("SAMSPIL_MAIL_TLS") or "starttls"
    if tls not in _TLS_PORTS:
        raise BadSetting(f"SAMSPIL_MAIL_TLS must be starttls, tls or off, not {tls!r}.")
    if tls == "off" and host not in HERE:
        raise BadSetting("SAMSPIL_MAIL_TLS=off is only for a mail server on this machine.")
    user, password = os.environ.get("SAMSPIL_MAIL_USER") or "", os.environ.get("SAMSPIL_MAIL_PASSWORD") or ""
    if bool(user) != bool(password):
        raise BadSetting("Give both SAMSPIL_MAIL_USER and SAMSPIL_MAIL_PASSWORD, or neither.")
    return {
        "host": host,
        "port": port("SAMSPIL_MAIL_PORT", _TLS_PORTS[tls]),
        "tls": tls,
        "sender": sender,
        "user": user,
        "password": password,
    }
