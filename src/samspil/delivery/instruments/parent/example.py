"""A worked example: answers on the scale. Each counts as what it is; a skipped one as nothing."""

from samspil.delivery.instruments.shape import Example

EXAMPLES = (
    Example(
        version=1,
        given={"calm": 3, "limits": 6, "help": 10, "company": None, "world": 5, "everyday": 7},
        counted={"calm": 3, "limits": 6, "help": 10, "company": None, "world": 5, "everyday": 7},
    ),
)
