"""A mail server for tests: speaks enough of SMTP (RFC 5321) on loopback, and keeps what it took.

`test_posting.py` checks it against the client of the standard library before anything rests on it.
"""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage


@dataclass
class Postbox:
    """What came in, and how the server is to answer: a code for a command, or silence."""

    port: int = 0
    taken: list[EmailMessage] = field(default_factory=list)
    to: list[str] = field(default_factory=list)
    answers: dict[str, str] = field(default_factory=dict)
    """By command (`RCPT`, `DATA`, `.`): what is answered instead, or "hang up"."""
    said: list[str] = field(default_factory=list)

    @property
    def ids(self) -> list[str]:
        return [one["Message-ID"] for one in self.taken]


@contextmanager
def postbox() -> Iterator[Postbox]:
    """A server on a free port of this machine, until the block ends."""
    box = Postbox()

    class Talk(socketserver.StreamRequestHandler):
        def handle(self) -> None:
            _talk(self, box)

    class Server(socketserver.ThreadingTCPServer):
        allow_reuse_address = True
        daemon_threads = True

    with Server(("127.0.0.1", 0), Talk) as server:
        box.port = server.server_address[1]
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield box
        finally:
            server.shutdown()
            thread.join(5)


def _talk(line: socketserver.StreamRequestHandler, box: Postbox) -> None:
    def answer(words: str) -> None:
        line.wfile.write(words.encode() + b"\r\n")

    receiver = ""
    answer("220 postbox")
    while raw := line.rfile.readline():
        command = raw.decode().strip()
        verb = command.partition(" ")[0].upper()
        box.said.append(verb)
        if box.answers.get(verb) == "hang up":
            return
        if verb in box.answers:
            answer(box.answers[verb])
        elif verb == "QUIT":
            answer("221 bye")
            return
        elif verb == "RCPT":
            receiver = command.partition(":")[2].strip().strip("<>")
            answer("250 ok")
        elif verb == "DATA":
            answer("354 go on")
            body = _body(line)
            if body is None:
                return
            if box.answers.get(".") == "hang up, having taken it":
                _keep(box, body, receiver)
                return
            if "." in box.answers:
                answer(box.answers["."])
                continue
            _keep(box, body, receiver)
            answer("250 taken")
        else:
            answer("250 ok" if verb in ("EHLO", "HELO", "MAIL", "RSET", "NOOP") else "502 no")


def _body(line: socketserver.StreamRequestHandler) -> bytes | None:
    """The lines up to the single dot; None where the line broke first, so that nothing was taken."""
    lines = []
    while raw := line.rfile.readline():
        if raw == b".\r\n":
            return b"".join(lines)
        lines.append(raw[1:] if raw.startswith(b".") else raw)
    return None


def _keep(box: Postbox, body: bytes, receiver: str) -> None:
    plain = body.replace(b"\r\n", b"\n")
    box.taken.append(message_from_bytes(plain, policy=policy.default))  # type: ignore[arg-type]
    box.to.append(receiver)
