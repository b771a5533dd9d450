"""The key store: one data key per person and compartment, and the keys of drafts, outside the database.

One SQLite file (WAL, 0600) in `SAMSPIL_HOME/keys`. Each data key is wrapped by the root key of
the installation. Erasing a row here erases what it sealed everywhere, backups of the database
included. Only `trust.fields` may import this file.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import os
import sqlite3
import threading
import uuid
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

_NONCE = 12
DRAFT_LIFE_S, DRAFT_RENEW_S = 72 * 3600, 12 * 3600
MOST_DEVICES = 5
_local = threading.local()
_making = threading.Lock()


class KeyGone(Exception):
    """The key was erased, or never was: what it sealed cannot be read again."""


class Tampered(Exception):
    """What was sealed does not fit the place it stands in."""


def seal(plain: bytes, *, person_id: uuid.UUID, compartment: str, place: str) -> bytes:
    """Encrypt for one person, compartment and place (AES-256-GCM; version byte, nonce, text)."""
    nonce = os.urandom(_NONCE)
    bound = _bound(person_id, compartment, place)
    return b"\x01" + nonce + AESGCM(_data_key(person_id, compartment)).encrypt(nonce, plain, bound)


def open_(sealed: bytes, *, person_id: uuid.UUID, compartment: str, place: str) -> bytes:
    """Decrypt what was sealed for exactly this person, compartment and place.

    Raises KeyGone when the key was erased, Tampered when anything was moved or changed.
    """
    if sealed[:1] != b"\x01":
        raise Tampered("unknown envelope version")
    key = _data_key(person_id, compartment, create=False)
    nonce, text = sealed[1 : 1 + _NONCE], sealed[1 + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, text, _bound(person_id, compartment, place))
    except InvalidTag:
        raise Tampered("sealed text does not belong here") from None


def keyed_hash(purpose: str, value: bytes) -> str:
    """HMAC-SHA-256 in hexadecimal with a key that is not in the database."""
    key = hashlib.sha256(b"samspil|" + purpose.encode() + b"|" + _root_key()).digest()
    return hmac.new(key, value, hashlib.sha256).hexdigest()


def seal_secret(purpose: str, text: str) -> str:
    """Encrypt a secret of the installation's own (a TOTP key, a session), bound to its purpose."""
    nonce = os.urandom(_NONCE)
    sealed = nonce + AESGCM(_purpose_key(purpose)).encrypt(nonce, text.encode(), purpose.encode())
    return base64.urlsafe_b64encode(sealed).decode()


def open_secret(purpose: str, sealed: str) -> str:
    """Decrypt what `seal_secret` made for the same purpose. Raises Tampered."""
    try:
        raw = base64.urlsafe_b64decode(sealed.encode())
        plain = AESGCM(_purpose_key(purpose)).decrypt(raw[:_NONCE], raw[_NONCE:], purpose.encode())
    except (InvalidTag, ValueError):
        raise Tampered("sealed secret does not belong here") from None
    return plain.decode()


def erase(person_id: uuid.UUID, compartment: str | None = None) -> int:
    """Erase a person's keys, all or one compartment's; how many were erased."""
    with _store() as store:
        if compartment is None:
            return store.execute("DELETE FROM data_key WHERE person_id = ?", [person_id.hex]).rowcount
        return store.execute(
            "DELETE FROM data_key WHERE person_id = ? AND compartment = ?", [person_id.hex, compartment]
        ).rowcount


def holders(older_than_s: int = 0) -> set[uuid.UUID]:
    """The persons that have a key made at least so many seconds ago."""
    rows = _store().execute(
        "SELECT DISTINCT person_id FROM data_key WHERE made_at <= strftime('%s', 'now') - ?", [older_than_s]
    )
    return {uuid.UUID(row[0]) for row in rows}


def anchor(tenant_id: uuid.UUID) -> tuple[int, str] | None:
    """How far this organisation's log was sealed, as remembered outside the database."""
    row = (
        _store()
        .execute("SELECT sequence, digest FROM anchor WHERE tenant_id = ?", [tenant_id.hex])
        .fetchone()
    )
    return (int(row[0]), str(row[1])) if row else None


def set_anchor(tenant_id: uuid.UUID, sequence: int, digest: str) -> None:
    """Remember the last seal of an organisation's log."""
    with _store() as store:
        store.execute(
            "INSERT INTO anchor VALUES (?, ?, ?) ON CONFLICT (tenant_id) DO UPDATE"
            " SET sequence = excluded.sequence, digest = excluded.digest"
            " WHERE excluded.sequence > anchor.sequence",
            [tenant_id.hex, sequence, digest],
        )


@dataclass(frozen=True, slots=True)
class DraftKey:
    """A key for drafts on one device of one account. `made_at` is in seconds by the database's clock."""

    id: str
    key: bytes
    made_at: int


def draft_keys(account_id: uuid.UUID, device: uuid.UUID, *, now: int) -> list[DraftKey]:
    """The living draft keys of an account's device, oldest first; the last one is to write with.

    A new one is made when the last is older than `DRAFT_RENEW_S`, so that a draft lives nearly as long
    as its key. Keys older than `DRAFT_LIFE_S` are erased, and with them what they sealed; so are those
    of the devices used longest ago where an account has too many.
    """
    with _store() as store:
        store.execute("DELETE FROM draft_key WHERE made_at <= ?", [now - DRAFT_LIFE_S])
        newest = _newest_draft_key(store, account_id, device)
        if newest is None or newest <= now - DRAFT_RENEW_S:
            key_id, nonce, fresh = os.urandom(16).hex(), os.urandom(_NONCE), AESGCM.generate_key(256)
            wrapped = nonce + AESGCM(_root_key()).encrypt(
                nonce, fresh, _draft_name(account_id, device, key_id)
            )
            store.execute(
                "INSERT INTO draft_key VALUES (?, ?, ?, ?, ?)",
                [key_id, account_id.hex, device.hex, wrapped, now],
            )
            store.execute(
                "DELETE FROM draft_key WHERE account_id = ?1 AND device NOT IN (SELECT device"
                " FROM draft_key WHERE account_id = ?1 GROUP BY device"
                " ORDER BY max(made_at) DESC, device = ?2 DESC LIMIT ?3)",
                [account_id.hex, device.hex, MOST_DEVICES],
            )
        rows = store.execute(
            "SELECT id, wrapped, made_at FROM draft_key WHERE account_id = ? AND device = ?"
            " ORDER BY made_at, id",
            [account_id.hex, device.hex],
        ).fetchall()
    return [
        DraftKey(
            one,
            AESGCM(_root_key()).decrypt(
                bytes(wrapped)[:_NONCE], bytes(wrapped)[_NONCE:], _draft_name(account_id, device, one)
            ),
            made_at,
        )
        for one, wrapped, made_at in rows
    ]


def erase_draft_keys(account_id: uuid.UUID, device: uuid.UUID | None = None) -> int:
    """Erase the draft keys of an account, on one device or on all; how many were erased."""
    with _store() as store:
        if device is None:
            return store.execute("DELETE FROM draft_key WHERE account_id = ?", [account_id.hex]).rowcount
        return store.execute(
            "DELETE FROM draft_key WHERE account_id = ? AND device = ?", [account_id.hex, device.hex]
        ).rowcount


def erase_old_draft_keys(*, now: int) -> int:
    """Erase every draft key whose time has passed; how many were erased."""
    with _store() as store:
        return store.execute("DELETE FROM draft_key WHERE made_at <= ?", [now - DRAFT_LIFE_S]).rowcount


def _newest_draft_key(store: sqlite3.Connection, account_id: uuid.UUID, device: uuid.UUID) -> int | None:
    row = store.execute(
        "SELECT max(made_at) FROM draft_key WHERE account_id = ? AND device = ?", [account_id.hex, device.hex]
    ).fetchone()
    return None if row[0] is None else int(row[0])


def _draft_name(account_id: uuid.UUID, device: uuid.UUID, key_id: str) -> bytes:
    return f"draft|{account_id.hex}|{device.hex}|{key_id}".encode()


def _bound(person_id: uuid.UUID, compartment: str, place: str) -> bytes:
    return f"{place}|{person_id.hex}|{compartment}".encode()


def _data_key(person_id: uuid.UUID, compartment: str, *, create: bool = True) -> bytes:
    store = _store()
    row = store.execute(
        "SELECT wrapped FROM data_key WHERE person_id = ? AND compartment = ?", [person_id.hex, compartment]
    ).fetchone()
    name = f"{person_id.hex}|{compartment}".encode()
    if row is None and not create:
        raise KeyGone("The key is erased: nothing can be read.")
    if row is None:
        nonce, fresh = os.urandom(_NONCE), AESGCM.generate_key(256)
        wrapped = nonce + AESGCM(_root_key()).encrypt(nonce, fresh, name)
        with store:
            store.execute(
                "INSERT OR IGNORE INTO data_key VALUES (?, ?, ?, strftime('%s', 'now'))",
                [person_id.hex, compartment, wrapped],
            )
        return _data_key(person_id, compartment, create=False)
    wrapped = bytes(row[0])
    return AESGCM(_root_key()).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], name)


def _purpose_key(purpose: str) -> bytes:
    """A key per kind of secret (the part before "|"), derived from the root key."""
    kind = purpose.partition("|")[0]
    return hmac.new(_root_key(), b"samspil secret " + kind.encode(), hashlib.sha256).digest()


def _root_key() -> bytes:
    return bytes.fromhex(settings.SAMSPIL_ROOT_KEY)


def _store() -> sqlite3.Connection:
    """This thread's connection to the key store of the current settings."""
    path = str(settings.SAMSPIL_KEY_STORE)
    known: tuple[str, int, sqlite3.Connection] | None = getattr(_local, "store", None)
    if known is None or known[:2] != (path, os.getpid()):
        known = (path, os.getpid(), _connect(Path(path)))
        _local.store = known
    return known[2]


def _connect(path: Path) -> sqlite3.Connection:
    """A new connection, to a file that is its owner's alone from the first moment.

    The file is made by us only where it is not there yet, and while no thread of ours has it open: closing a
    second descriptor of a file takes away every lock this process holds on it (sqlite.org/howtocorrupt, 2.2).
    """
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _making:
        with suppress(FileExistsError):
            os.close(os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600))
        store = sqlite3.connect(path, timeout=30)
    store.execute("PRAGMA journal_mode = WAL")
    store.execute("PRAGMA synchronous = FULL")
    store.execute("PRAGMA secure_delete = ON")
    with store:
        store.execute(
            "CREATE TABLE IF NOT EXISTS data_key (person_id TEXT, compartment TEXT, wrapped BLOB NOT NULL,"
            " made_at INTEGER NOT NULL, PRIMARY KEY (person_id, compartment))"
        )
        store.execute(
            "CREATE TABLE IF NOT EXISTS anchor (tenant_id TEXT PRIMARY KEY, sequence INTEGER, digest TEXT)"
        )
        store.execute(
            "CREATE TABLE IF NOT EXISTS draft_key (id TEXT PRIMARY KEY, account_id TEXT NOT NULL,"
            " device TEXT NOT NULL, wrapped BLOB NOT NULL, made_at INTEGER NOT NULL)"
        )
    return store
