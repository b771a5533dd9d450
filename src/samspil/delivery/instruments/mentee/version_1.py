"""The mentee's ten statements, 0–10. Source: domain.md §2.5, original wording of the project."""

from samspil.delivery.instruments.shape import Instrument, Item

INSTRUMENT = Instrument(
    slug="mentee",
    version=1,
    low=0,
    high=10,
    low_words={"da": "slet ikke", "en": "not at all"},
    high_words={"da": "helt", "en": "completely"},
    source="domain.md §2.5: original wording, a reconstruction; the programme's own tool was not readable",
    licence="CC0-1.0",
    items=(
        Item(
            "talk",
            {"da": "Jeg har en, jeg kan tale med", "en": "I have someone I can talk to"},
            {"da": "Nogen at tale med", "en": "Someone to talk to"},
        ),
        Item(
            "family",
            {"da": "Jeg har det godt med min familie", "en": "I get on with my family"},
            {"da": "Familien", "en": "Family"},
        ),
        Item(
            "friends",
            {"da": "Jeg har venner, der er gode for mig", "en": "I have friends who are good for me"},
            {"da": "Gode venner", "en": "Good friends"},
        ),
        Item(
            "belonging",
            {"da": "Jeg hører til et sted", "en": "I belong somewhere"},
            {"da": "Hører til et sted", "en": "Belonging"},
        ),
        Item(
            "days",
            {"da": "Min skole, mit job eller mine dage fungerer", "en": "School, job or my days work"},
            {"da": "Skole og hverdag", "en": "School and days"},
        ),
        Item(
            "disagreement",
            {
                "da": "Jeg kan være uenig med nogen, uden at det går galt",
                "en": "I can handle disagreement without it going wrong",
            },
            {"da": "Uenighed", "en": "Disagreement"},
        ),
        Item(
            "voice",
            {
                "da": "Jeg kan sige, hvad jeg mener, og lytte til andre",
                "en": "I can say what I think and listen to others",
            },
            {"da": "Sige og lytte", "en": "Saying and listening"},
        ),
        Item(
            "fairness",
            {
                "da": "Jeg bliver behandlet ordentligt – og ved, hvad jeg kan gøre, når jeg ikke gør",
                "en": "I feel treated fairly – and know what to do when not",
            },
            {"da": "Behandlet ordentligt", "en": "Treated fairly"},
        ),
        Item(
            "wellbeing",
            {"da": "Jeg har det godt", "en": "I feel well"},
            {"da": "Har det godt", "en": "Feeling well"},
        ),
        Item(
            "future",
            {
                "da": "Jeg tror på, at jeg kan nå det, jeg gerne vil",
                "en": "I believe I can reach what I want",
            },
            {"da": "Nå det, jeg vil", "en": "Reaching what I want"},
        ),
    ),
)
