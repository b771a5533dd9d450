"""What a reader is told about a release: what is hidden and why, in Danish and English, ready for a page."""

from __future__ import annotations

import numpy as np

from samspil.evaluation.disclosure.design import Advice
from samspil.evaluation.disclosure.release import Release

DANISH = {
    "small": "Antal under {k} vises ikke, så ingen kan kendes.",
    "shown": "Et nul vises som et nul.",
    "hidden": "Nuller vises heller ikke.",
    "others": "For at de ikke kan regnes ud, er andre antal også skjult.",
    "before": "Det gælder også sammen med det, der er offentliggjort før: et felt, der var skjult, kan være "
    "skjult igen, selv om der ingen er, og et tal kan være skjult, fordi det kun er lidt anderledes end før.",
    "same": "Et skjult felt er tomt; det kan ikke ses, om tallet er lille.",
    "count": "{hidden} af {cells} felter er skjult.",
    "none": "Ingen felter er skjult.",
    "measures": "Gennemsnit, spredning og summer vises kun, hvor antallet vises, mindst {fewest} har en "
    "værdi, og værdierne ikke er ens.",
    "left out": "Nogle er udeladt, så intet kan regnes ud.",
    "percent": "Procenter vises kun, hvor begge antal vises.",
    "few": "Med kun {units} i «{column}» kan intet vises for hver enkelt, hvis et af dem er lille: den, der "
    "kender sit eget tal, kan regne de andre ud. Vis i stedet tal for hele programmet.",
}
ENGLISH = {
    "small": "Counts below {k} are not shown, so that nobody can be recognised.",
    "shown": "A zero is shown as a zero.",
    "hidden": "Zeros are not shown either.",
    "others": "Other counts are hidden too, so that those cannot be worked out.",
    "before": "This holds together with what was published before as well: a cell that was hidden may be "
    "hidden again though nobody is in it, and a count may be hidden because it differs little from before.",
    "same": "A hidden cell is empty; it cannot be seen whether its count is small.",
    "count": "{hidden} of {cells} cells are hidden.",
    "none": "No cell is hidden.",
    "measures": "Means, standard deviations and sums are shown only where the count is, where at least "
    "{fewest} have a value and the values are not alike.",
    "left out": "Some are left out so that nothing can be found out.",
    "percent": "Percentages are shown only where both counts are.",
    "few": "With only {units} in «{column}», nothing can be shown for each when one of them is small: "
    "whoever knows their own count can work out the others. Show counts for the whole programme instead.",
}


def note(
    release: Release, advice: tuple[Advice, ...], words: dict[str, str], *, is_withheld: bool = False
) -> str:
    """The note of a release in one language. `words`: `DANISH` or `ENGLISH`. `is_withheld`: whether figures
    were left out that would stand there otherwise."""
    hidden = int(np.count_nonzero(~release.is_published))
    zeros = "shown" if release.profile.are_zeros_shown else "hidden"
    said = [words["small"], words[zeros]]
    if release.may_be_nought is not None:
        said.append(words["before"])
    said += [words["others"], words["same"], words["count"]] if hidden else [words["none"]]
    if any(one.percent for one in release.frame.plan.tables):
        said.append(words["percent"])
    if release.measures:
        said += [words["measures"], *([words["left out"]] if is_withheld else [])]
    text = " ".join(said).format(
        k=release.profile.k, hidden=hidden, cells=len(release.frame), fewest=release.profile.fewest
    )
    few = dict.fromkeys(one for each in advice for one in each.few)
    lines = [text, *(words["few"].format(units=units, column=column) for column, units in few)]
    return "\n".join(lines) + "\n"
