"""A worked example: answers, and what each counts as by itself."""

from samspil.delivery.instruments.shape import Example

EXAMPLES = (
    Example(
        version=1,
        given={
            "of_use": "completely",
            "level": "rather",
            "practice": "rather_not",
            "measuring": "rather",
            "limits": "in_between",
        },
        counted={"of_use": 5, "level": 4, "practice": 2, "measuring": 4, "limits": 3},
    ),
)
