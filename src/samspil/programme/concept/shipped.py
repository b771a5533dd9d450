"""Lists that a concept file may leave out: neutral, and the same everywhere until it says otherwise."""

from __future__ import annotations

from samspil.programme.concept.values import (
    FormAsked,
    Named,
    OwedAfter,
    OwedForm,
    RunSheet,
    RunStep,
    Text,
    VisitPhase,
)


def _listed(**titles: tuple[str, str]) -> tuple[Named, ...]:
    return tuple(
        Named(slug=slug, title=Text(da=da, en=en), source="assumption") for slug, (da, en) in titles.items()
    )


TOPIC_GROUPS = _listed(
    family=("Familie", "Family"),
    school=("Skole og uddannelse", "School and education"),
    friends=("Venner og fritid", "Friends and spare time"),
    wellbeing=("Trivsel", "Wellbeing"),
    rights=("Rettigheder og muligheder", "Rights and options"),
    other=("Andet", "Something else"),
)
"""What a talk without a name was about, in general."""

PROFESSIONS = _listed(
    teacher=("Lærer", "Teacher"),
    pedagogue=("Pædagog", "Pedagogue"),
    club=("Klub og gade", "Club and street work"),
    caseworker=("Rådgiver", "Caseworker"),
    health=("Sundhed", "Health"),
    job_centre=("Jobcenter", "Job centre"),
    volunteer=("Frivillig", "Volunteer"),
    other=("Andre", "Others"),
)
"""Who else was advised, by profession."""

PLACE_TYPES = _listed(
    outdoors=("Ude", "Outdoors"),
    own_choice=("Et sted, personen valgte", "A place the person chose"),
    school_or_work=("Skole eller arbejde", "School or work"),
    our_rooms=("Hos os", "Our rooms"),
    cafe=("Café", "Café"),
    online=("Online", "Online"),
    phone=("Telefon", "Phone"),
    other=("Andet sted", "Elsewhere"),
)
"""The types of place of a meeting. A type only, never where it is."""

DELIVERABLES = _listed(
    programme=("Program for kurset", "Programme of the course"),
    materials=("Kursusmaterialer", "Course materials"),
    report=("Afrapportering efter kurset", "Report after the course"),
)
"""What the programme office asks of the training provider."""


def _steps(phase: VisitPhase, **titles: tuple[str, str]) -> tuple[RunStep, ...]:
    return tuple(
        RunStep(slug=slug, title=Text(da=da, en=en), phase=phase, source="assumption")
        for slug, (da, en) in titles.items()
    )


RUN_SHEETS = (
    RunSheet(
        source="assumption",
        steps=(
            *_steps(
                "before",
                talk_with_place=(
                    "Tal med stedet om gruppen og rammen",
                    "Talk with the place about the group",
                ),
                share_roles=("Aftal, hvem af jer der gør hvad", "Agree which of you does what"),
                read_handover=(
                    "Læs, hvad der er givet videre fra sidst",
                    "Read what was left from last time",
                ),
            ),
            *_steps(
                "during",
                welcome=("Velkomst og aftaler for dialogen", "Welcome, and how we talk together"),
                last_time=("Kort om sidste gang", "Briefly about last time"),
                own_story=("En egen fortælling til temaet", "A story of one's own on the theme"),
                exercise=("Dialogøvelse om temaet", "Dialogue exercise on the theme"),
                reflection=("Fælles refleksion", "Reflection together"),
                closing=("Afrunding, og hvad der kommer næste gang", "Closing, and what comes next time"),
            ),
            *_steps(
                "after",
                talk_with_teacher=("Kort samtale med læreren", "A short talk with the teacher"),
                talk_as_pair=("Tal om, hvordan det gik", "Talk together about how it went"),
                write_handover=("Skriv til næste gang", "Write for the next time"),
            ),
        ),
    ),
)
"""One run sheet for every theme: steps before, during and after. What is said in them is up to the pair."""


def _owed(after: OwedAfter, asked: FormAsked, instrument: str, due: int, grace: int, late: int) -> OwedForm:
    return OwedForm(
        source="assumption",
        after=after,
        asked=asked,
        instrument=instrument,
        version=1,
        due_days=due,
        grace_days=grace,
        late_days=late,
    )


FORMS = (
    _owed("visit", "pupils", "pupil", 3, 4, 0),
    _owed("visit", "teacher", "teacher", 7, 7, 28),
    _owed("visit", "role_model", "role_model", 3, 4, 28),
    _owed("training", "participant", "training", 3, 4, 28),
)
"""The forms after a visit and after a training course. The pupils' closes a week after the visit for good."""
