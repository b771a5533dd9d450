"""A worked example: answers, and what each counts as by itself. A free text counts as nothing."""

from samspil.delivery.instruments.shape import Example

EXAMPLES = (
    Example(
        version=1,
        given={
            "new": "rather",
            "voice": "completely",
            "others": "in_between",
            "safe": None,
            "more": "not_at_all",
            "own_words": "Det var sjovt at spørge selv",
        },
        counted={"new": 4, "voice": 5, "others": 3, "safe": None, "more": 1, "own_words": None},
    ),
)
