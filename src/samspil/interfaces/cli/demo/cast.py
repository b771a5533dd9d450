"""The demo's invented cast: who works where. No name here belongs to anybody."""

from __future__ import annotations

from dataclasses import dataclass

from samspil.people.terms import Role


@dataclass(frozen=True, slots=True)
class Member:
    """One invented member of staff. `cast` is the name used on the command line."""

    cast: str
    role: Role
    organisation: str
    name: str
    capacity: int = 4

    @property
    def email(self) -> str:
        return f"{self.cast}@demo.invalid"


OFFICE, EVALUATOR, PROVIDER = "programkontoret", "evaluator", "uddannelseshuset"

NAMES = {
    "odense": (
        "Mette Holm",
        "Karin Vestergaard",
        ("Jonas Ravn", "Amira Kvist", "Søren Lund", "Nadia Bruun", "Emil Toft"),
        ("Lene Skov", "Omar Dahl"),
        ("Lukas Brandt", "Sara Nygaard"),
        "Per Dalgaard",
        "Inge Thorup",
    ),
    "hoeje-taastrup": (
        "Hanne Kirk",
        "Bo Frandsen",
        ("Yusuf Krogh", "Line Østergaard"),
        ("Tine Møldrup",),
        ("Ali Vinther",),
        "Grethe Bonde",
        "Finn Aagaard",
    ),
    "aarhus": (
        "Anne Marie Sloth",
        "Kasper Riis",
        ("Mikkel Friis", "Zeynep Hald", "Ida Ågaard"),
        ("Jette Balle",),
        ("Malthe Ørum",),
        "Ole Steffensen",
        "Vibeke Lang",
    ),
    "koebenhavn": (
        "Peter Juhl",
        "Rikke Dam",
        ("Sofie Kaas", "Hassan Bay", "Troels Ege"),
        ("Birgit Nor",),
        ("Freja Holst",),
        "Ulla Krarup",
        "Jens Ibsen",
    ),
}
"""Per municipality: coordinator, deputy, mentors, parent coaches, role models, lead, log controller."""

MORE_ROLE_MODELS = {"odense": ("Yasmin Holt", "Frederik Aaen"), "aarhus": ("Bilal Sand",)}
"""Those who came into the corps later, so that there are pairs."""


def members() -> tuple[Member, ...]:
    """The whole cast, in the order it is shown."""
    found: list[Member] = []
    for place, (coordinator, deputy, mentors, coaches, models, lead, controller) in NAMES.items():
        found += [
            Member(f"coordinator-{place}", Role.COORDINATOR, place, coordinator),
            Member(f"deputy-{place}", Role.COORDINATOR, place, deputy),
            *_numbered("mentor", Role.MENTOR, place, mentors),
            *_numbered("coach", Role.PARENT_COACH, place, coaches),
            *_numbered("role-model", Role.ROLE_MODEL, place, models),
            Member(f"lead-{place}", Role.MUNICIPAL_LEAD, place, lead),
            Member(f"log-controller-{place}", Role.LOG_CONTROLLER, place, controller),
            Member(f"dpo-{place}", Role.DPO, place, f"{controller.split()[0]} Winther"),
            Member(f"auditor-{place}", Role.AUDITOR, place, f"{lead.split()[0]} Regnar"),
        ]
    found += [
        Member("programme-office", Role.PROGRAMME_OFFICE, OFFICE, "Anders Friis"),
        Member("steering-member", Role.STEERING_MEMBER, OFFICE, "Lise Bang"),
        Member("operator", Role.OPERATOR, OFFICE, "Drift Vagt"),
        Member("evaluator", Role.EVALUATOR, EVALUATOR, "Ditte Elkjær"),
        Member("training-provider", Role.TRAINING_PROVIDER, PROVIDER, "Morten Uhd"),
    ]
    for place, names in MORE_ROLE_MODELS.items():
        there = len(NAMES[place][4])
        found += _numbered("role-model", Role.ROLE_MODEL, place, names, after=there)
    return tuple(found)


def _numbered(stem: str, role: Role, place: str, names: tuple[str, ...], *, after: int = 0) -> list[Member]:
    return [
        Member(
            f"{stem}-{place}" if number == 1 else f"{stem}-{number}-{place}", role, place, name, capacity=6
        )
        for number, name in enumerate(names, start=after + 1)
    ]
