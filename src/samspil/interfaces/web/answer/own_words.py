"""How the log is said to the person it is about: who, what and why, in plain words, without a name."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspil.kernel.words import Words
from samspil.people.terms import Role

OTHER = "other"
WHO: dict[str, Words] = {
    Role.MENTEE: _("You"),
    Role.PARENT: _("You"),
    OTHER: _("The other parent"),
    Role.LINK_HOLDER: _("Someone with your link"),
    Role.MENTOR: _("Your mentor"),
    Role.PARENT_COACH: _("Your coach"),
    Role.COORDINATOR: _("The coordinator in the municipality"),
    Role.OPERATOR: _("The computer, by itself"),
    "": _("Someone else in the municipality"),
}
DID: dict[bool, Words] = {True: _("Looked"), False: _("Wrote something")}
WHY: dict[str, Words] = {
    "support": _("To help you"),
    "coordination": _("To plan your help"),
    "operation": _("To keep track of the days"),
    "evaluation": _("To find out if the help works"),
    "control": _("To check who looks"),
    "answer": _("To answer"),
    "own": _("To see your page"),
    OTHER: _("To see their own page"),
    "": _("For another reason"),
}
