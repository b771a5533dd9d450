"""The small values a concept is made of: codes, shapes, texts, amounts and intervals."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Annotated, Any, Literal, get_args

Source = Literal["document", "assumption"]
InterventionCode = Literal["mentor", "role_model", "parent"]
PartyStatus = Literal["partner", "wished", "left"]
Precision = Literal["day", "month", "quarter", "season", "primo", "medio", "ultimo", "year"]
RespondentCode = Literal["mentee", "parent"]
TrackRole = Literal["mentor", "role_model", "parent_coach"]
GateUse = Literal["match", "instrument", "network", "visit"]
Anchor = Literal["start", "end"]
RemindedRole = Literal["mentor", "coordinator"]
RoundConsent = Literal["follow_up"]
VisitPhase = Literal["before", "during", "after"]
OwedAfter = Literal["visit", "training", "training_day"]
FormAsked = Literal["pupils", "teacher", "role_model", "participant"]
ConsentCode = Literal[
    "support", "sharing", "evaluation", "interview", "quotation", "follow_up", "contact", "joining"
]
RetentionAfter = Literal[
    "enquiry_closed",
    "course_ended",
    "transferred",
    "final_evaluation",
    "created",
    "report_delivered",
    "deactivated",
    "visit_held",
]
RetentionThen = Literal["shred", "anonymise", "transfer", "destroy_key"]
RoleCode = Literal[
    "mentee",
    "parent",
    "mentor",
    "parent_coach",
    "role_model",
    "requester",
    "coordinator",
    "municipal_lead",
    "log_controller",
    "training_provider",
    "evaluator",
    "programme_office",
    "steering_member",
    "auditor",
    "dpo",
    "operator",
    "link_holder",
    "half_authenticated",
    "anonymous",
]
ROLE_CODES: tuple[str, ...] = get_args(RoleCode)


def later(default: Any) -> Any:
    """A key that files could not hold from the beginning.

    While it says only its default it is not stored, so that every version stored before keeps the digest
    it is known by. A default given here is therefore never changed: it is what those versions mean.
    """
    return field(default=default, metadata={"later": True})


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing wrong in a file: where, what, and what to do about it."""

    line: int
    path: str
    message: str
    hint: str


@dataclass(frozen=True, slots=True)
class Least:
    """The smallest whole number a field may hold."""

    value: int


@dataclass(frozen=True, slots=True)
class Shape:
    """The form a text must have, as a pattern and in words."""

    pattern: str
    words: str


SLUG_SHAPE = Shape(
    "[a-z][a-z0-9_-]{0,59}",
    "small letters a-z, digits, - and _, starting with a letter, at most 60 characters",
)
Slug = Annotated[str, SLUG_SHAPE]
MunicipalityCode = Annotated[str, Shape("[0-9]{3}", 'three digits in quotes, like "461"')]
Phone = Annotated[str, Shape(r"\+?[0-9][0-9 ]{2,14}", 'digits in quotes, like "112"')]
Count = Annotated[int, Least(0)]
Positive = Annotated[int, Least(1)]


@dataclass(frozen=True, slots=True)
class Text:
    """One text in Danish and in English, and where it is read by those it is about in more languages."""

    da: str
    en: str
    ar: str | None = None
    so: str | None = None
    tr: str | None = None

    def in_(self, language: str) -> str:
        """The text in this language or its variant; in Danish where it is not translated."""
        return self.by_language.get(language.lower().partition("-")[0], self.da)

    @property
    def by_language(self) -> dict[str, str]:
        """The languages the text is there in, each with its words; none that is not there."""
        every = {"da": self.da, "en": self.en, "ar": self.ar, "so": self.so, "tr": self.tr}
        return {language: words for language, words in every.items() if words is not None}

    def replaced(self, old: str, new: str) -> Text:
        """The same text with one part of it exchanged in every language."""
        return Text(**{language: words.replace(old, new) for language, words in self.by_language.items()})


@dataclass(frozen=True, slots=True)
class Amounts:
    """Whole amounts by year, in rising years: kroner, or øre where the key says so."""

    by_year: tuple[tuple[int, int], ...]

    @property
    def years(self) -> tuple[int, ...]:
        """The years that have an amount."""
        return tuple(year for year, _ in self.by_year)

    @property
    def total(self) -> int:
        """The sum of all years."""
        return sum(amount for _, amount in self.by_year)

    def of(self, year: int) -> int:
        """The amount of this year; a `KeyError` when the table does not have the year."""
        return dict(self.by_year)[year]


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A mapping of the file: said by the concept document, or assumed by us."""

    source: Source = "document"


@dataclass(frozen=True, slots=True, kw_only=True)
class Named(Part):
    """A code with the title people see."""

    slug: Slug
    title: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStep(Named):
    """One step of a run sheet: before, during or after the visit."""

    phase: VisitPhase


@dataclass(frozen=True, slots=True, kw_only=True)
class RunSheet(Part):
    """The run sheet of the visits with a theme; without a theme of all that have none of their own."""

    steps: tuple[RunStep, ...]
    theme: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class OwedForm(Part):
    """A form that somebody owes after a visit, a training course or each of its days, and by when.

    Due so many days after that day; on time with its grace, then late for so many days, then missed. Whoever
    has not answered so many days after the due day is reminded, once; a group never is.
    """

    after: OwedAfter
    asked: FormAsked
    instrument: Slug
    version: Positive
    due_days: Count
    grace_days: Count
    late_days: Count
    remind_days: Count | None = later(1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval(Part):
    """Days from and to, both included, as a reading of the document's words."""

    from_: date
    to: date
    words: str
    precision: Precision
