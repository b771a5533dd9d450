"""What must hold between the visits of a concept file and their run sheets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from samspil.programme.concept.nodes import Tree

Say = Callable[[str, str, str], None]
MOST_VISITS = 20
"""More visits in one series than this is a slip of the key."""

MOST_THEME = 100


def check_visits(tree: Tree, say: Say) -> None:
    """Note a series that is too long, a theme too long, and run sheets that fit no theme or leave one out."""
    found = [one for one in _list(tree, "interventions") if one.get("slug") == "role_model"]
    for place, each in enumerate(_list(tree, "interventions")):
        if each.get("slug") == "role_model":
            _check_series(each, f"interventions[{place}]", say)
    themes = [one for each in found for one in each.get("themes") or []]
    _check_sheets(_list(tree, "run_sheets"), themes, say)


def _check_series(each: Tree, path: str, say: Say) -> None:
    visits = (each.get("dosage") or {}).get("visits")
    if isinstance(visits, int) and visits > MOST_VISITS:
        say(f"{path}.dosage.visits", f"{visits} visits in one series are too many.", "Write at most 20.")
    for number, theme in enumerate(each.get("themes") or []):
        if isinstance(theme, str) and len(theme) > MOST_THEME:
            say(f"{path}.themes[{number}]", "The theme is too long.", "Write at most 100 characters.")


def _check_sheets(sheets: list[Tree], themes: list[Any], say: Say) -> None:
    seen: set[Any] = set()
    for place, sheet in enumerate(sheets):
        path, theme = f"run_sheets[{place}]", sheet.get("theme")
        if theme is not None and themes and theme not in themes:
            hint = "Write one of: " + ", ".join(str(one) for one in themes) + "."
            say(f"{path}.theme", f"No visit has the theme `{theme}`.", hint)
        if theme in seen:
            message = f"`{theme}` has two run sheets." if theme else "Two run sheets have no theme."
            say(path, message, "Keep one of them.")
        seen.add(theme)
    without = [str(one) for one in themes if one not in seen]
    if sheets and None not in seen and without:
        message = "These themes have no run sheet: " + ", ".join(without) + "."
        say("run_sheets", message, "Add a run sheet without a theme: it holds for all of them.")


def _list(tree: Tree, key: str) -> list[Tree]:
    found = tree.get(key)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []
