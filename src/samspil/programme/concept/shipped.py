"""Lists that a concept file may leave out: neutral, and the same everywhere until it says otherwise."""

from __future__ import annotations

from samspil.programme.concept.values import Named, Text


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
