"""A worked example: answers on the scale. Each counts as what it is; a skipped one as nothing."""

from samspil.delivery.instruments.shape import Example

EXAMPLES = (
    Example(
        version=1,
        given={
            "talk": 7,
            "family": 5,
            "friends": 8,
            "belonging": 6,
            "days": 0,
            "disagreement": None,
            "voice": 10,
            "fairness": 4,
            "wellbeing": 6,
            "future": 9,
        },
        counted={
            "talk": 7,
            "family": 5,
            "friends": 8,
            "belonging": 6,
            "days": 0,
            "disagreement": None,
            "voice": 10,
            "fairness": 4,
            "wellbeing": 6,
            "future": 9,
        },
    ),
)
