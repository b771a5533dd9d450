"""The parent's six statements, 0–10. Source: domain.md §2.5, original wording of the project."""

from samspil.delivery.instruments.shape import Instrument, Item

INSTRUMENT = Instrument(
    slug="parent",
    version=1,
    low=0,
    high=10,
    low_words={"da": "slet ikke", "en": "not at all"},
    high_words={"da": "helt", "en": "completely"},
    source="domain.md §2.5: original wording, a reconstruction; the programme's own tool was not readable",
    licence="CC0-1.0",
    items=(
        Item(
            "calm",
            {
                "da": "Jeg kan tale roligt med mit barn, også når det er svært",
                "en": "I can talk calmly with my child, also when it is hard",
            },
            {"da": "Tale roligt", "en": "Calm talk"},
        ),
        Item(
            "limits",
            {"da": "Jeg kan sætte grænser i hverdagen", "en": "I can set limits in daily life"},
            {"da": "Sætte grænser", "en": "Setting limits"},
        ),
        Item(
            "help",
            {"da": "Jeg ved, hvor jeg kan få hjælp", "en": "I know where to get help"},
            {"da": "Vide, hvor der er hjælp", "en": "Knowing where help is"},
        ),
        Item(
            "company",
            {"da": "Jeg er ikke alene om det", "en": "I am not alone with this"},
            {"da": "Ikke alene", "en": "Not alone"},
        ),
        Item(
            "world",
            {"da": "Jeg forstår mit barns verden", "en": "I understand my child's world"},
            {"da": "Mit barns verden", "en": "My child's world"},
        ),
        Item(
            "everyday",
            {"da": "Hverdagen i familien fungerer", "en": "The family's everyday life works"},
            {"da": "Hverdagen", "en": "Everyday life"},
        ),
    ),
)
