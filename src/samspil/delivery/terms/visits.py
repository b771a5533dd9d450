"""The words of visits: places, groups, series, visits, and who goes where. None of them is about a pupil."""

from __future__ import annotations

from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from samspil.delivery.terms.courses import StateTerms

TEAM = 2
"""Two role models go together on a visit."""

USUAL_MINUTES = 90
LEAST_MINUTES, MOST_MINUTES = 15, 480
MOST_PEOPLE = 500
SOON_WITHOUT_A_PAIR_DAYS = 14
"""From so many days before a visit its pair should be whole."""


class InstitutionKind(StrEnum):
    """What kind of place is visited."""

    SCHOOL = "school"
    YOUTH_EDUCATION = "youth_education"
    CLUB = "club"


INSTITUTION_KINDS = {
    InstitutionKind.SCHOOL: pgettext_lazy("place", "School"),
    InstitutionKind.YOUTH_EDUCATION: _("Youth education"),
    InstitutionKind.CLUB: pgettext_lazy("place", "Club"),
}


class GroupLevel(StrEnum):
    """About which age a group is."""

    GRADES_0_3 = "grades_0_3"
    GRADES_4_6 = "grades_4_6"
    GRADES_7_10 = "grades_7_10"
    YOUTH = "youth"
    MIXED = "mixed"


GROUP_LEVELS = {
    GroupLevel.GRADES_0_3: _("Grades 0 to 3"),
    GroupLevel.GRADES_4_6: _("Grades 4 to 6"),
    GroupLevel.GRADES_7_10: _("Grades 7 to 10"),
    GroupLevel.YOUTH: _("Youth education and over"),
    GroupLevel.MIXED: _("Mixed ages"),
}


class VisitState(StrEnum):
    """Where one visit is. A cancelled one stays; another takes its place in the series."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


VISIT_STATES: dict[VisitState, StateTerms] = {
    VisitState.PLANNED: StateTerms(
        pgettext_lazy("visit", "Planned"), "coordinator", (VisitState.HELD, VisitState.CANCELLED)
    ),
    VisitState.HELD: StateTerms(pgettext_lazy("visit", "Held"), "nobody", (VisitState.PLANNED,)),
    VisitState.CANCELLED: StateTerms(pgettext_lazy("visit", "Cancelled"), "nobody", ()),
}


class SeriesState(StrEnum):
    """Where a series of visits is. It is complete when every visit was held, and only then."""

    OPEN = "open"
    COMPLETE = "complete"
    INCOMPLETE = "incomplete"
    CALLED_OFF = "called_off"


SERIES_STATES: dict[SeriesState, StateTerms] = {
    SeriesState.OPEN: StateTerms(
        pgettext_lazy("series", "Under way"),
        "coordinator",
        (SeriesState.COMPLETE, SeriesState.INCOMPLETE, SeriesState.CALLED_OFF),
    ),
    SeriesState.COMPLETE: StateTerms(pgettext_lazy("series", "Complete"), "nobody", (SeriesState.OPEN,)),
    SeriesState.INCOMPLETE: StateTerms(
        pgettext_lazy("series", "Ended incomplete"), "coordinator", (SeriesState.OPEN,)
    ),
    SeriesState.CALLED_OFF: StateTerms(pgettext_lazy("series", "Called off"), "nobody", ()),
}


class PlaceState(StrEnum):
    """How somebody's place on a visit stands."""

    PROPOSED = "proposed"
    ACCEPTED = "accepted"
    SWAP_ASKED = "swap_asked"
    SWAPPED_OUT = "swapped_out"


PLACE_STATES: dict[PlaceState, StateTerms] = {
    PlaceState.PROPOSED: StateTerms(
        pgettext_lazy("pair", "Not answered"),
        "role_model",
        (PlaceState.ACCEPTED, PlaceState.SWAP_ASKED, PlaceState.SWAPPED_OUT),
    ),
    PlaceState.ACCEPTED: StateTerms(
        pgettext_lazy("pair", "Said yes"),
        "role_model",
        (PlaceState.PROPOSED, PlaceState.SWAP_ASKED, PlaceState.SWAPPED_OUT),
    ),
    PlaceState.SWAP_ASKED: StateTerms(
        pgettext_lazy("pair", "Asks to be swapped"),
        "coordinator",
        (PlaceState.PROPOSED, PlaceState.ACCEPTED, PlaceState.SWAPPED_OUT),
    ),
    PlaceState.SWAPPED_OUT: StateTerms(pgettext_lazy("pair", "Swapped out"), "nobody", ()),
}
"""Back to «not answered» leads only a new day or time: a yes was to the old one."""

LIVE_PLACES = (PlaceState.PROPOSED, PlaceState.ACCEPTED, PlaceState.SWAP_ASKED)


class CancelReason(StrEnum):
    """Why a visit did not take place. It never says who was ill."""

    ILLNESS = "illness"
    PLACE_CANNOT = "place_cannot"
    NO_PAIR = "no_pair"
    WEATHER = "weather"
    SERIES_ENDED = "series_ended"
    OTHER = "other"


CANCEL_REASONS = {
    CancelReason.ILLNESS: _("Illness"),
    CancelReason.PLACE_CANNOT: _("The place cannot on that day"),
    CancelReason.NO_PAIR: _("Nobody can come"),
    CancelReason.WEATHER: _("Weather or transport"),
    CancelReason.SERIES_ENDED: _("The series ended"),
    CancelReason.OTHER: pgettext_lazy("reason", "Something else"),
}


class PutBackReason(StrEnum):
    """Why a visit that was written as held is planned again: the writing was a mistake."""

    NOT_HELD = "not_held"
    WRONG_VISIT = "wrong_visit"


PUT_BACK_REASONS = {
    PutBackReason.NOT_HELD: _("It did not take place"),
    PutBackReason.WRONG_VISIT: _("It was another visit that was held"),
}


class IncompleteReason(StrEnum):
    """Why a series ended before its last visit."""

    GROUP_GONE = "group_gone"
    PLACE_STOPPED = "place_stopped"
    NO_DAY = "no_day"
    NO_PAIR = "no_pair"
    OTHER = "other"


INCOMPLETE_REASONS = {
    IncompleteReason.GROUP_GONE: _("The group is there no more"),
    IncompleteReason.PLACE_STOPPED: _("The place wishes no more"),
    IncompleteReason.NO_DAY: _("No day could be found"),
    IncompleteReason.NO_PAIR: _("Nobody could come"),
    IncompleteReason.OTHER: pgettext_lazy("reason", "Something else"),
}


class SwapReason(StrEnum):
    """Why somebody asks to be swapped. Never about anybody's health."""

    DAY = "day"
    FAR = "far"
    KNOWS_GROUP = "knows_group"
    OTHER = "other"


SWAP_REASONS = {
    SwapReason.DAY: _("I cannot on that day"),
    SwapReason.FAR: _("It is too far away"),
    SwapReason.KNOWS_GROUP: _("I know somebody in the group"),
    SwapReason.OTHER: pgettext_lazy("reason", "Something else"),
}


class AdaptReason(StrEnum):
    """Why the run sheet was adapted."""

    LEVEL = "level"
    TIME = "time"
    WISH = "wish"
    HAPPENED = "happened"
    LAST_TIME = "last_time"


ADAPT_REASONS = {
    AdaptReason.LEVEL: _("The group's age or level"),
    AdaptReason.TIME: _("Less or more time than planned"),
    AdaptReason.WISH: _("A wish from the place"),
    AdaptReason.HAPPENED: _("Something the group was occupied with"),
    AdaptReason.LAST_TIME: _("What remained from last time"),
}
