"""The words of knowledge: what is shared in the network group, and why it is withdrawn."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samspil.governance.terms.groups import TAKE_PART

SHARED_BY = TAKE_PART
"""Who reads and writes, where their organisation has a seat in the network group."""


class KnowledgeKind(StrEnum):
    """What somebody shares. An answer belongs to a question and has no title of its own."""

    EXPERIENCE = "experience"
    TOOL = "tool"
    QUESTION = "question"
    ANSWER = "answer"


KNOWLEDGE = {
    KnowledgeKind.EXPERIENCE: pgettext_lazy("knowledge", "Experience"),
    KnowledgeKind.TOOL: pgettext_lazy("knowledge", "Tool"),
    KnowledgeKind.QUESTION: pgettext_lazy("knowledge", "Question"),
    KnowledgeKind.ANSWER: pgettext_lazy("knowledge", "Answer"),
}
WITH_A_TITLE = (KnowledgeKind.EXPERIENCE, KnowledgeKind.TOOL, KnowledgeKind.QUESTION)


class WithdrawnBecause(StrEnum):
    """Why something shared is withdrawn."""

    OUTDATED = "outdated"
    WRONG = "wrong"
    TWICE = "twice"
    POINTS_AT_SOMEBODY = "points"


WITHDRAWN_BECAUSE = {
    WithdrawnBecause.OUTDATED: _("It is out of date"),
    WithdrawnBecause.WRONG: _("It turned out to be wrong"),
    WithdrawnBecause.TWICE: _("It stands here twice"),
    WithdrawnBecause.POINTS_AT_SOMEBODY: _("Somebody can be recognised in it"),
}
MOST_TAGS = 12
