"""The words of signing an instrument off: what was decided, where one stands, what is ticked first."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from samspil.people.terms import Role


class Decision(StrEnum):
    """What somebody decided about a proposed instrument. The last two end its way."""

    APPROVED = "approved"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


class Standing(StrEnum):
    """Where a version of an instrument stands. Only the first two can be asked of anybody."""

    SHIPPED = "shipped"
    IN_USE = "in_use"
    PROPOSED = "proposed"
    SENT_BACK = "sent_back"
    WITHDRAWN = "withdrawn"


DECISIONS = {
    Decision.APPROVED: _("Approved"),
    Decision.SENT_BACK: _("Asked for a change"),
    Decision.WITHDRAWN: _("Withdrawn"),
}
STANDINGS = {
    Standing.SHIPPED: _("Comes with Samspil"),
    Standing.IN_USE: _("Approved by two"),
    Standing.PROPOSED: _("Waits for approval"),
    Standing.SENT_BACK: _("A change was asked for"),
    Standing.WITHDRAWN: _("Withdrawn"),
}
ENDED = (Decision.SENT_BACK, Decision.WITHDRAWN)
"""After one of these nobody can approve any more: a changed file comes with the next version number."""

SIGNERS = (Role.PROGRAMME_OFFICE, Role.EVALUATOR)
"""Who may propose and approve. At least one of the two who approve is the evaluator."""
NEEDED, NEEDED_ROLE = 2, Role.EVALUATOR
MOST_WORDS = 600

CHECKLIST_EDITION = 1
CHECKLIST = {
    "belief": _("No question is about belief, in any of the languages, in other words either."),
    "ideology": _("No question is about ideology or political opinion."),
    "ethnicity": _("No question is about origin, nationality or colour of skin."),
    "crime": _("No question is about crime, what somebody has done or is thought to have done."),
    "sums": _("No answer is meant to be added up with others, or laid beside a limit."),
    "comparison": _("No answer is meant for comparing people or for picking somebody out."),
    "languages": _("Somebody who reads each language has read the texts in it, or I know that nobody has."),
    "licence": _("Whose words these are is stated, and they may be used and translated here."),
}
"""What the list of forbidden words cannot see. Whoever approves has looked at each."""
