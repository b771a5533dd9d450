"""A worked example: answers, and what each counts as by itself. A free text counts as nothing."""

from samspil.delivery.instruments.shape import Example

EXAMPLES = (
    Example(
        version=1,
        given={
            "agreed": "completely",
            "suited": "rather",
            "took_part": "rather",
            "use": "in_between",
            "own_words": None,
        },
        counted={"agreed": 5, "suited": 4, "took_part": 4, "use": 3, "own_words": None},
    ),
)
