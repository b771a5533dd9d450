"""A worked example: answers, and what each counts as by itself. A free text counts as nothing."""

from samspil.delivery.instruments.shape import Example

EXAMPLES = (
    Example(
        version=1,
        given={
            "prepared": "in_between",
            "partner": "completely",
            "talk": "rather_not",
            "support": None,
            "own_words": "Begynde med spørgsmålene",
        },
        counted={"prepared": 3, "partner": 5, "talk": 2, "support": None, "own_words": None},
    ),
)
