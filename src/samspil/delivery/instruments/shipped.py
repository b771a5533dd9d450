"""The instruments that come with Samspil, by slug and version. Old versions stay readable."""

from __future__ import annotations

from samspil.delivery.instruments.mentee import example as mentee_examples
from samspil.delivery.instruments.mentee import version_1 as mentee_1
from samspil.delivery.instruments.parent import example as parent_examples
from samspil.delivery.instruments.parent import version_1 as parent_1
from samspil.delivery.instruments.pupil import example as pupil_examples
from samspil.delivery.instruments.pupil import version_1 as pupil_1
from samspil.delivery.instruments.role_model import example as role_model_examples
from samspil.delivery.instruments.role_model import version_1 as role_model_1
from samspil.delivery.instruments.shape import Example, Instrument
from samspil.delivery.instruments.teacher import example as teacher_examples
from samspil.delivery.instruments.teacher import version_1 as teacher_1
from samspil.delivery.instruments.training import example as training_examples
from samspil.delivery.instruments.training import version_1 as training_1

SHIPPED: dict[tuple[str, int], Instrument] = {
    (one.slug, one.version): one
    for one in (
        mentee_1.INSTRUMENT,
        parent_1.INSTRUMENT,
        pupil_1.INSTRUMENT,
        role_model_1.INSTRUMENT,
        teacher_1.INSTRUMENT,
        training_1.INSTRUMENT,
    )
}

ELSEWHERE = frozenset({"pupil", "role_model", "teacher", "training"})
"""Those that belong to a visit or a training day, in every version: no round of a course asks them."""

COUNTED = frozenset({"pupil", "training"})
"""Those whose answers are kept as counts: they ask nothing whose answers cannot all be foreseen."""

EXAMPLES: dict[tuple[str, int], Example] = {
    (slug, one.version): one
    for slug, examples in (
        ("mentee", mentee_examples),
        ("parent", parent_examples),
        ("pupil", pupil_examples),
        ("role_model", role_model_examples),
        ("teacher", teacher_examples),
        ("training", training_examples),
    )
    for one in examples.EXAMPLES
}
"""The worked example of every shipped version."""


def instrument(slug: str, version: int) -> Instrument:
    """One version of an instrument. Raises KeyError when it is not shipped."""
    return SHIPPED[(slug, version)]
