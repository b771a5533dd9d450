"""What a training track teaches: its modules, the material that belongs to them, and the tools it teaches."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from samspil.programme.concept.nodes import Tree, rows
from samspil.programme.concept.values import Named, Positive, Slug, Text, later

if TYPE_CHECKING:
    from samspil.programme.concept.model import Concept

TRACK_OF = {"mentor": "mentor", "parent": "parent_coach", "role_model": "role_model"}
"""The track of those who work in an intervention, and so hand out its progression tool."""

LONGEST = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Module(Named):
    """One part of a track: what is learnt, how many hours it takes, its material, and which progression
    tools are taught in it.
    """

    learn: Text | None = later(None)
    hours: Positive | None = later(None)
    materials: tuple[Text, ...] = later(())
    teaches: tuple[Slug, ...] = later(())


@dataclass(frozen=True, slots=True)
class Taught:
    """What a track teaches: its parts, and the progression tools among them."""

    modules: tuple[Module, ...]
    tools: tuple[str, ...]


def taught_on(concept: Concept, track: str) -> Taught:
    """What a track teaches.

    Where the file says nothing of the track, it is what it says of the training as a whole, in its own
    words and order, and where the tools are taught in the training, those of the track's own work.
    """
    own = next((one.modules for one in concept.training.tracks if one.role == track), ())
    if own:
        return Taught(own, tuple(dict.fromkeys(tool for one in own for tool in one.teaches)))
    parts = tuple(
        Module(slug=f"part-{number}", title=Text(da=words, en=words))
        for number, words in enumerate(concept.training.content, start=1)
    )
    tools = concept.progression.instruments if concept.progression.taught_in_training else ()
    return Taught(parts, tuple(one.slug for one in tools if TRACK_OF[one.intervention] == track))


def check_modules(tree: Tree, say: Callable[[str, str, str], None]) -> None:
    """Note a module that teaches a tool the programme has not, or that has a name too long."""
    known = [str(one.get("slug")) for one in rows(tree, "progression", "instruments")]
    for place, track in enumerate(rows(tree, "training", "tracks")):
        modules = rows(track, "modules")
        for number, one in enumerate(modules):
            path, name = f"training.tracks[{place}].modules[{number}]", str(one.get("slug"))
            if len(name) > LONGEST:
                message = f"The name `{name}` has more than {LONGEST} characters."
                say(f"{path}.slug", message, "Choose a shorter one.")
            taught = one.get("teaches")
            for tool in taught if isinstance(taught, list) and known else ():
                if tool not in known:
                    hint = "Write one of: " + ", ".join(known) + "."
                    say(f"{path}.teaches", f"The programme has no progression tool `{tool}`.", hint)
