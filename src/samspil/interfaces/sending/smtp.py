"""Mail by SMTP, with TLS unless the server is this machine, and the moment of leaving known exactly."""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Callable
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.policy import SMTP as LINES
from email.utils import formatdate

from samspil.interfaces.sending.shape import TIMEOUT_S, Message, NotNow, NotThere

TAKEN, GO_ON, FOR_NOW, FOR_GOOD = 250, 354, 400, 500


@dataclass(frozen=True, slots=True)
class Smtp:
    """A mail server: where it listens, how its line is kept secret, who signs in and who writes."""

    host: str
    port: int
    tls: str
    """`starttls`, `tls` from the first byte, or `off`, which the settings allow to this machine alone."""
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    timeout_s: float = TIMEOUT_S

    def send(self, message: Message, *, leaving: Callable[[], None]) -> None:
        """Talk to the server up to its `354 go on`, then leave, then send and wait for its `250 taken`.

        What goes wrong before `354` surely sent nothing; so did a refusal after it. Only a line that
        breaks between the two leaves it unknown, and then this raises what broke.
        """
        try:
            server = self._connected()
        except (OSError, smtplib.SMTPException) as problem:
            raise NotNow(type(problem).__name__) from None
        try:
            self._talk(server, message)
            leaving()
            self._leave(server, message)
        finally:
            server.close()

    def _connected(self) -> smtplib.SMTP:
        context = ssl.create_default_context()
        if self.tls == "tls":
            server: smtplib.SMTP = smtplib.SMTP_SSL(
                self.host, self.port, timeout=self.timeout_s, context=context
            )
        else:
            server = smtplib.SMTP(self.host, self.port, timeout=self.timeout_s)
        try:
            if self.tls == "starttls":
                server.starttls(context=context)
            if self.user:
                server.login(self.user, self.password)
            server.ehlo_or_helo_if_needed()
        except BaseException:
            server.close()
            raise
        return server

    def _talk(self, server: smtplib.SMTP, message: Message) -> None:
        try:
            _must_be(server.mail(self.sender), TAKEN)
            _must_be(server.rcpt(message.address), TAKEN)
            _must_be(server.docmd("DATA"), GO_ON)
        except (OSError, smtplib.SMTPException) as problem:
            raise NotNow(type(problem).__name__) from None

    def _leave(self, server: smtplib.SMTP, message: Message) -> None:
        body = written(message, self.sender).as_bytes(policy=LINES)
        dotted = b"".join(b"." + line if line.startswith(b".") else line for line in body.splitlines(True))
        server.send(dotted + b".\r\n")
        _must_be(server.getreply(), TAKEN)


def written(message: Message, sender: str) -> EmailMessage:
    """The mail as it goes: a neutral sender without a name, a subject, a plain text, and its own id."""
    mail = EmailMessage(policy=LINES)
    mail["From"] = sender
    mail["To"] = message.address
    mail["Subject"] = message.subject
    mail["Date"] = formatdate()
    mail["Message-ID"] = f"<{message.key}@{sender.partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    mail.set_content(message.text, charset="utf-8", cte="quoted-printable")
    mail["Content-Language"] = message.language
    return mail


def _must_be(answer: tuple[int, bytes], wanted: int) -> None:
    """The server's own words are left out of what is raised: they may hold the address."""
    code = answer[0]
    if code == wanted or (wanted == TAKEN and code in (251, 252)):
        return
    if code >= FOR_GOOD:
        raise NotThere(str(code))
    if code >= FOR_NOW:
        raise NotNow(str(code))
    raise smtplib.SMTPException(str(code))
