"""Who may propose, approve and withdraw an instrument, and what can be proposed at all."""

from __future__ import annotations

import uuid
from collections.abc import Collection, Iterator, Mapping

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from samspil.delivery.instruments.forbidden import forbidden, forbidden_in_name
from samspil.delivery.instruments.shape import Choices, Instrument, Number, Scale
from samspil.delivery.instruments.shipped import COUNTED
from samspil.delivery.terms.instruments import CHECKLIST, SIGNERS, Decision, Standing
from samspil.kernel.actor import Actor
from samspil.kernel.errors import Refusal
from samspil.people.terms import LANGUAGES

# --- who


def may_sign_off(actor: Actor) -> Refusal | None:
    """The programme office and the evaluator, each under their own name."""
    if actor.role in SIGNERS and actor.account_id is not None:
        return None
    return Refusal(_("Only the programme office and the evaluator propose and approve instruments."))


def may_withdraw(actor: Actor, proposer_id: uuid.UUID | None) -> Refusal | None:
    """Whoever proposed it."""
    if proposer_id is not None and actor.account_id == proposer_id:
        return None
    return Refusal(_("Whoever proposed an instrument withdraws it. You can ask for a change."))


# --- what


def may_be_proposed(tool: Instrument) -> Refusal | None:
    """It asks something, in every language, and no word of it is one that nobody is asked about."""
    if not tool.items:
        return Refusal(_("Nothing is asked. Add a question."))
    if tool.slug in COUNTED and tool.asks(Number):
        return Refusal(
            _(
                "It asks for a number. Answers of a group or a course are only counted, so ask with a list of"
                " answers instead."
            )
        )
    for texts in _texts(tool):
        if set(texts) != set(LANGUAGES):
            return Refusal(_("A text is not there in every language, or in one that nobody is asked in."))
    named = (tool.slug, *(one.code for one in tool.items), *_choice_codes(tool))
    found = [word for name in named for word, _theme in forbidden_in_name(name)]
    plain = [tool.source, *tool.title.values(), *(text for texts in _texts(tool) for text in texts.values())]
    found += [word for text in plain for word, _theme in forbidden(text)]
    if not found:
        return None
    return Refusal(
        _("Nobody is asked about «%(word)s». Ask about everyday life instead, or take it out.")
        % {"word": found[0]}
    )


def may_follow(tool: Instrument, there: Mapping[int, Standing]) -> Refusal | None:
    """A number is used once, and the numbers rise: what was answered under one stays readable."""
    latest = max(there, default=0)
    if tool.version > latest:
        return None
    return Refusal(
        _("%(slug)s version %(latest)s is there already. Give the changed file version %(next)s or higher.")
        % {"slug": tool.slug, "latest": latest, "next": latest + 1}
    )


# --- in which state


def may_decide(standing: Standing) -> Refusal | None:
    """Only what waits can be decided about."""
    if standing == Standing.PROPOSED:
        return None
    return Refusal(_("It was decided already. A changed file comes with the next version number."))


def once(decided: Collection[Decision], decision: Decision) -> Refusal | None:
    """Nobody says the same thing twice."""
    return Refusal(_("You said so already.")) if decision in decided else None


def must_be_ticked(ticked: Collection[str]) -> Refusal | None:
    """Every line of the checklist, since the list of forbidden words cannot see these."""
    missing = [one for one in CHECKLIST if one not in ticked]
    if not missing:
        return None
    count = len(missing)
    words = ngettext(
        "One line is not ticked. Look at it, or ask for a change.",
        "%(count)d lines are not ticked. Look at them, or ask for a change.",
        count,
    )
    return Refusal(words % {"count": count}, "ticked")


def must_say_what(words: str) -> Refusal | None:
    """Whoever asks for a change says which."""
    return None if words.strip() else Refusal(_("Write what should be changed."), "words")


def _texts(tool: Instrument) -> Iterator[Mapping[str, str]]:
    """Every text that is asked, in its languages; a text that may be left out only where it is there."""
    scales = [Scale(tool.low, tool.high, tool.low_words, tool.high_words)]
    if all(one.kind is not None for one in tool.items):
        scales = []
    for item in tool.items:
        yield item.text
        yield item.short
        if item.hint:
            yield item.hint
        if isinstance(item.kind, Scale):
            scales.append(item.kind)
        if isinstance(item.kind, Choices):
            yield from (one.text for one in item.kind.options)
    for one in scales:
        yield one.low_words
        yield one.high_words


def _choice_codes(tool: Instrument) -> Iterator[str]:
    for item in tool.items:
        if isinstance(item.kind, Choices):
            yield from (one.code for one in item.kind.options)
