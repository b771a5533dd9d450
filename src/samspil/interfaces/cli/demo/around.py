"""What the demo holds beside courses: families, visits, training, steering, grants, crossings, promises."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from samspil.interfaces.cli.demo import aiming, crossing, packing, promising
from samspil.interfaces.cli.demo.agreeing import Agreeing
from samspil.interfaces.cli.demo.cast import EVALUATOR, OFFICE
from samspil.interfaces.cli.demo.families import Families
from samspil.interfaces.cli.demo.granting import Granting
from samspil.interfaces.cli.demo.schooling import Schooling
from samspil.interfaces.cli.demo.sharing import Network
from samspil.interfaces.cli.demo.steering import Steering
from samspil.interfaces.cli.demo.visiting import Visiting
from samspil.kernel.actor import Actor

if TYPE_CHECKING:
    from samspil.interfaces.cli.demo.population import Population


def fill(one: Population) -> None:
    """After the courses' days: each part by its own actions, in an order in which each finds its ground."""
    parts: tuple[Callable[..., Any], ...] = (Families, Visiting, Schooling, Agreeing)
    for part in parts:
        part(slug=one.slug, today=one.today, actor=one.actor, post=one.post).fill()
    Steering(slug=one.slug, today=one.today, actor=one.actor).fill()
    Network(slug=one.slug, today=one.today, actor=one.actor).fill()
    Granting(today=one.today, actor=one.actor).fill()
    crossing.cross(one.actor, one.post, today=one.today)
    aiming.choose(one.actor(aiming.OFFICE), one.places[EVALUATOR], slug=one.slug, today=one.today)
    aiming.aim(one.actor, slug=one.slug, today=one.today)
    promising.promise(one.actor, one.places, slug=one.slug, today=one.today)
    aiming.count(Actor.job(one.places[OFFICE]), slug=one.slug, today=one.today)
    packing.pack(one.actor, today=one.today)
