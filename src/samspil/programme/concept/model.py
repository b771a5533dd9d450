"""What a concept file says, as frozen values.

Every class stands for one kind of mapping in the file, and the reader takes its keys, types and
limits from here. A field called `from_` is the key `from`. Where the file gives time in words, the
words stay beside the dates.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Literal

from samspil.programme.concept.aiming import Aims
from samspil.programme.concept.certifying import Certifying
from samspil.programme.concept.deciding import Deciding
from samspil.programme.concept.describing import Describing
from samspil.programme.concept.granting import CostRules, Grant
from samspil.programme.concept.progression import Progression
from samspil.programme.concept.promising import Obligation, PromiseRules
from samspil.programme.concept.shipped import (
    DELIVERABLES,
    FORMS,
    PLACE_TYPES,
    PROFESSIONS,
    RUN_SHEETS,
    TOPIC_GROUPS,
)
from samspil.programme.concept.spacing import Spacing
from samspil.programme.concept.teaching import Module
from samspil.programme.concept.timetable import Milestone, MilestoneOrder
from samspil.programme.concept.values import (
    ConsentCode,
    Count,
    Interval,
    InterventionCode,
    Least,
    MunicipalityCode,
    Named,
    OwedForm,
    Part,
    PartyStatus,
    Phone,
    Positive,
    RetentionAfter,
    RetentionThen,
    RoleCode,
    RunSheet,
    Slug,
    Text,
    TrackRole,
    later,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Document(Part):
    """The concept document behind the file."""

    title: str
    issued_by: str
    purpose: str
    edition: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Period(Part):
    """When the programme runs. `start` holds the words of its first day."""

    from_: date
    to: date
    words: str
    funding: str
    start: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Condition(Part):
    """What a municipality must do to take part."""

    all_interventions: bool
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Party(Part):
    """A municipality that takes part, is wished for, or has left."""

    slug: Slug
    name: str
    municipality_code: MunicipalityCode
    status: PartyStatus
    joined_on: date | None
    left_on: date | None
    words: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetGroup(Named):
    """Whom an intervention is for."""

    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dosage(Part):
    """How much of an intervention; `visits` is the number of visits in one series."""

    words: str
    visits: Positive | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice(Part):
    """How an intervention is carried out: the defaults of a plan, and the methods to tick."""

    methods: tuple[Named, ...]
    agreed_minutes_per_week: Positive | None = None
    expected_months: Positive | None = None
    review_every_weeks: Positive = later(6)
    quiet_days: Positive = later(21)


@dataclass(frozen=True, slots=True, kw_only=True)
class Intervention(Part):
    """One of the interventions; `target_group` is the slug of a target group."""

    slug: InterventionCode
    title: Text
    words: str
    basis: str
    target_group: Slug
    themes: tuple[str, ...]
    dosage: Dosage
    practice: Practice


@dataclass(frozen=True, slots=True, kw_only=True)
class JoiningUp(Part):
    """How the interventions are to be thought together."""

    words: str
    examples: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Track(Part):
    """Seats on one training track, over the whole programme."""

    role: TrackRole
    seats_min: Count
    seats_max: Count
    words: str
    modules: tuple[Module, ...] = later(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Workshops(Part):
    """The workshops in which the municipalities help to make the training."""

    count_min: Count
    count_max: Count
    words: str
    planned: Interval


@dataclass(frozen=True, slots=True, kw_only=True)
class Training(Part):
    """The training of the staff."""

    words: str
    tracks: tuple[Track, ...]
    content: tuple[str, ...]
    free: bool
    free_words: str
    external_supplier: bool
    supplier_words: str
    staff_chosen_by_municipalities: bool
    staff_words: str
    workshops: Workshops
    certificate: Certifying | None = later(None)
    deliverables: tuple[Named, ...] = later(DELIVERABLES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation(Part):
    """The external evaluation."""

    words: str
    evaluator_chosen: Interval
    midterm: Interval
    final: Interval
    interviews: str
    must_document: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Group(Part):
    """A group of the organisation: who sits in it, and what it is for."""

    members: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meetings(Part):
    """How often the groups meet."""

    words: str
    every_months: Positive


@dataclass(frozen=True, slots=True, kw_only=True)
class Organisation(Part):
    """Steering group, network group and their meetings."""

    steering_group: Group
    network_group: Group
    meetings: Meetings
    decisions: Deciding | None = later(None)


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleLabel(Part):
    """What a role is called in this programme."""

    slug: RoleCode
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Question(Part):
    """One open question on a guide card."""

    words: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme(Named):
    """A guide card for the conversation, with questions to begin from."""

    questions: tuple[Question, ...] = later(())


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary(Part):
    """The words of the pages. `programme_title` is neutral: it never names the subject."""

    programme_title: Text
    roles: tuple[RoleLabel, ...]
    referral_sources: tuple[Named, ...]
    session_kinds: tuple[Named, ...]
    minutes_presets: tuple[Positive, ...]
    contact_channels: tuple[Named, ...]
    legal_bases: tuple[Named, ...]
    end_reasons: tuple[Named, ...]
    topic_groups: tuple[Named, ...] = later(TOPIC_GROUPS)
    professions: tuple[Named, ...] = later(PROFESSIONS)
    place_types: tuple[Named, ...] = later(PLACE_TYPES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Consent(Part):
    """A text that a person says yes or no to; a new wording is a new version."""

    slug: ConsentCode
    version: Positive
    title: Text
    text: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention(Part):
    """How long something is kept, counted from a moment, and what is then done with it."""

    slug: Slug
    what: Text
    after: RetentionAfter
    then: RetentionThen
    months: Positive | None = None
    days: Positive | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure(Part):
    """The smallest counts that may be shown; a file may raise them, never lower them."""

    minimum_programme: Annotated[int, Least(5)]
    minimum_municipality: Annotated[int, Least(10)]


@dataclass(frozen=True, slots=True, kw_only=True)
class EmergencyCard(Named):
    """Whom to call and what the law says; what is said there is never stored."""

    text: Text
    phone: Phone | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Journal(Part):
    """What the notes for the municipality's own journal are held to, where it is not the usual."""

    late_after_days: Positive


@dataclass(frozen=True, slots=True, kw_only=True)
class Concept(Part):
    """A whole concept file."""

    slug: Slug
    version: Positive
    title: str
    language: Literal["da"]
    document: Document
    period: Period
    condition: Condition
    parties: tuple[Party, ...]
    target_groups: tuple[TargetGroup, ...]
    interventions: tuple[Intervention, ...]
    joining_up: JoiningUp
    training: Training
    progression: Progression
    evaluation: Evaluation
    organisation: Organisation
    obligations: tuple[Obligation, ...]
    grant: Grant
    cost_rules: CostRules
    milestones: tuple[Milestone, ...]
    conversation_themes: tuple[Theme, ...]
    vocabulary: Vocabulary
    consents: tuple[Consent, ...]
    retention: tuple[Retention, ...]
    disclosure: Disclosure
    emergency_card: tuple[EmergencyCard, ...]
    journal: Journal | None = later(None)
    descriptions: Describing | None = later(None)
    run_sheets: tuple[RunSheet, ...] = later(RUN_SHEETS)
    forms: tuple[OwedForm, ...] = later(FORMS)
    visit_spacing: Spacing | None = later(None)
    visit_reminders: tuple[Positive, ...] = later((7, 1))
    obligation_rules: PromiseRules | None = later(None)
    milestone_order: tuple[MilestoneOrder, ...] = later(())
    aims: Aims | None = later(None)

    def run_sheet(self, theme: str) -> RunSheet:
        """The run sheet of the visits with a theme: its own, or else the one for all."""
        own = (one for one in self.run_sheets if one.theme == theme)
        return next(own, None) or next(one for one in self.run_sheets if one.theme is None)

    def intervention(self, slug: str) -> Intervention:
        """The intervention with this code; a `KeyError` when the programme does not have it."""
        for each in self.interventions:
            if each.slug == slug:
                return each
        raise KeyError(slug)


def title_of(items: Iterable[Named | RoleLabel | Intervention | Consent], slug: str) -> Text:
    """The title of the item with this slug; a `KeyError` when there is none."""
    titles = {str(item.slug): item.title for item in items}
    return titles[slug]
