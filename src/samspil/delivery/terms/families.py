"""The words around families: two parents, offers, networks, joining up, and counts without a name."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _


class AgeBand(StrEnum):
    """How old the young one of a parent is, as far as the parent wants to say. There is no name."""

    NOT_SAID = "not_said"
    UNDER_12 = "under_12"
    FROM_12 = "12_14"
    FROM_15 = "15_17"
    OF_AGE = "18_plus"


AGE_BANDS = {
    AgeBand.NOT_SAID: _("Not said"),
    AgeBand.UNDER_12: _("Below 12"),
    AgeBand.FROM_12: _("12 to 14"),
    AgeBand.FROM_15: _("15 to 17"),
    AgeBand.OF_AGE: _("18 and over"),
}
INTERPRETERS = {
    "ar": _("Arabic"),
    "bs": _("Bosnian"),
    "dsl": _("Danish Sign Language"),
    "en": _("English"),
    "fa": _("Persian"),
    "ku": _("Kurdish"),
    "pl": _("Polish"),
    "ps": _("Pashto"),
    "ro": _("Romanian"),
    "so": _("Somali"),
    "ti": _("Tigrinya"),
    "tr": _("Turkish"),
    "uk": _("Ukrainian"),
    "ur": _("Urdu"),
}
"""Languages an interpreter may be needed for, by ISO 639 code. Nothing else is read out of them."""


class WithWhom(StrEnum):
    """With whom a session was, in a course that two parents share."""

    FIRST = "first"
    SECOND = "second"
    BOTH = "both"


WITH_WHOM = {
    WithWhom.FIRST: _("The first parent"),
    WithWhom.SECOND: _("The other parent"),
    WithWhom.BOTH: _("Both"),
}


class Occasion(StrEnum):
    """Why support was offered to parents. None of them points at a course."""

    PARENT_OF_OFFERED = "parent_of_offered"
    FRIEND_OF_MENTEE = "friend_of_mentee"
    ASKED_THEMSELVES = "asked_themselves"


OCCASIONS = {
    Occasion.PARENT_OF_OFFERED: _("Parents of somebody who was offered a mentor"),
    Occasion.FRIEND_OF_MENTEE: _("Parents of a friend"),
    Occasion.ASKED_THEMSELVES: _("They asked themselves"),
}


class OfferAnswer(StrEnum):
    """Where an offer of support to parents stands."""

    OFFERED = "offered"
    YES = "yes"
    NO = "no"
    NO_ANSWER = "no_answer"


OFFER_ANSWERS = {
    OfferAnswer.OFFERED: _("No answer yet"),
    OfferAnswer.YES: _("They said yes"),
    OfferAnswer.NO: _("They said no"),
    OfferAnswer.NO_ANSWER: _("No answer came"),
}


class MeetingState(StrEnum):
    """Whether a network's meeting is planned, was held or was called off."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


MEETING_STATES = {
    MeetingState.PLANNED: _("Planned"),
    MeetingState.HELD: _("Held"),
    MeetingState.CANCELLED: _("Called off"),
}
NETWORK_PLACES = {
    "library": _("Library"),
    "culture_house": _("Culture house"),
    "school": _("School"),
    "office": _("The municipality"),
    "outdoors": _("Outdoors"),
    "online": _("On video"),
    "other": _("Somewhere else"),
}
"""The type of place a network meets in, never where it is."""


NETWORK_RULES = {
    "stays_here": _("What is said here stays here"),
    "no_names": _("We name nobody who is not here"),
    "own_story": _("Everybody speaks about themselves"),
    "may_be_silent": _("Everybody may be silent"),
    "no_advice": _("We ask before we give advice"),
    "no_pictures": _("No pictures and no recording"),
    "on_time": _("We begin and end on time"),
}
"""Rules a network may agree on, to choose from; one more may be written."""


class Asker(StrEnum):
    """Who was counselled without a name."""

    YOUNG = "young"
    PARENT = "parent"
    RELATIVE = "relative"
    OTHER = "other"


ASKERS = {
    Asker.YOUNG: _("A young person"),
    Asker.PARENT: _("A parent"),
    Asker.RELATIVE: _("Another relative"),
    Asker.OTHER: _("Somebody else"),
}
NAMELESS_MINUTES = (5, 15, 25, 45, 60)
"""How long a talk without a name took, to choose from."""


class JoiningStep(StrEnum):
    """How far a course is with joining up, for the figure."""

    NOT_ASKED = "not_asked"
    ASKED = "asked"
    ONE_YES = "one_yes"
    BOTH_YES = "both_yes"


JOINING_STEPS = {
    JoiningStep.NOT_ASKED: _("Not asked"),
    JoiningStep.ASKED: _("Asked, no yes"),
    JoiningStep.ONE_YES: _("One yes"),
    JoiningStep.BOTH_YES: _("Both yes"),
}
