"""The words of programme: how a loaded file relates to what is there already."""

from __future__ import annotations

from enum import StrEnum


class Loading(StrEnum):
    """What loading a concept file would do."""

    NEW_PROGRAMME = "new_programme"
    NEW_VERSION = "new_version"
    UNCHANGED = "unchanged"
    CLASH = "clash"
