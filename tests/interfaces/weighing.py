"""What a page weighs over the wire, with its styles and scripts."""

from __future__ import annotations

import gzip
import re
from pathlib import Path
from typing import Any

from django.contrib.staticfiles import finders

BUDGET = 60_000
LEAST = 20_000
"""Less than this and the styles were not found."""


def weight_of(page: Any) -> int:
    """The bytes of a page and of each file it names, compressed one by one.

    That a phone loads nothing beside them, letters for one, is seen in tests/journeys/test_on_a_phone.py.
    """
    files = re.findall(rb'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"', page.content)
    weight = len(gzip.compress(page.content))
    for one in dict.fromkeys(name.decode() for name in files):
        found = finders.find(re.sub(r"\.[0-9a-f]{12}(?=\.)", "", one))
        assert found, one
        weight += len(gzip.compress(Path(found).read_bytes()))
    return weight
