"""Each import contract and each ban turns red on a copy, in the gate's own words."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = Path(sys.executable).parent
PLANTED = {
    "upward": (
        "people/queries.py",
        "import samspil.delivery.terms",
        "1. Rooms: imports only point downwards",
        "samspil.people is not allowed to import samspil.delivery:",
    ),
    "within a room": (
        "programme/rules.py",
        "import samspil.programme.queries",
        "2. Files in a room: actions, queries, rules, models, terms",
        "samspil.programme.rules is not allowed to import samspil.programme.queries:",
    ),
    "utils in a room": (
        "delivery/utils.py",
        "",
        "2. Files in a room: actions, queries, rules, models, terms",
        "The following modules are not listed as layers: - samspil.delivery.utils",
    ),
    "a new room": (
        "planted/__init__.py",
        "",
        "1. Rooms: imports only point downwards",
        "The following modules are not listed as layers: - samspil.planted",
    ),
    "inside trust": (
        "trust/fields.py",
        "import samspil.trust.audit",
        "3. Trust has an inner order, and keys are at the bottom",
        "samspil.trust.fields is not allowed to import samspil.trust.audit:",
    ),
    "a door and a table": (
        "interfaces/web/office/home.py",
        "import samspil.delivery.models",
        "4. Doors reach tables only through queries and actions",
        "Illegal imports of protected package samspil.delivery.models",
    ),
    "the kernel and django": (
        "kernel/ids.py",
        "import django",
        "5. Arithmetic knows neither Django nor the database",
        "samspil.kernel is not allowed to import django:",
    ),
    "the concept and the database": (
        "programme/concept/rounds.py",
        "import samspil.trust.scope",
        "5. Arithmetic knows neither Django nor the database",
        "samspil.programme.concept is not allowed to import samspil.trust:",
    ),
    "keys": (
        "trust/audit.py",
        "import samspil.trust.keys",
        "6. Keys are touched in one file",
        "Illegal imports of protected package samspil.trust.keys:",
    ),
    "door and door": (
        "interfaces/web/office/forms.py",
        "import samspil.interfaces.web.field.forms",
        "7. Doors do not borrow from each other",
        "samspil.interfaces.web.office is not allowed to import samspil.interfaces.web.field:",
    ),
    "a cycle": (
        "kernel/ids.py",
        "import samspil.kernel.actor\nimport samspil.kernel.errors",
        "8. No cycles, at any depth",
        "No cycles are allowed in samspil.kernel.",
    ),
    "a table of its own": (
        "interfaces/web/office/vouchers.py",
        "import csv",
        "9. Files for office programs are made in one place",
        "Illegal imports of protected package csv:",
    ),
}
BANNED = {
    "from django.utils import timezone\n\nx = timezone.now()": "`django.utils.timezone.now` is banned: The clock is read in interfaces/clock.py and handed down as at=.",  # noqa: E501
    "from datetime import date\n\nx = date.today()": "`datetime.date.today` is banned: The clock is read in interfaces/clock.py and handed down as on=.",  # noqa: E501
    "from datetime import datetime\n\nx = datetime.now()": "`datetime.datetime.now` is banned: The clock is read in interfaces/clock.py and handed down as at=.",  # noqa: E501
    "from django.db.models.signals import post_save": "`django.db.models.signals` is banned: Actions call what follows; there are no signals.",  # noqa: E501
    "from django.dispatch import receiver": "`django.dispatch` is banned: Actions call what follows; there are no signals.",  # noqa: E501
    "from django import forms\n\nx = forms.ModelForm": "`django.forms.ModelForm` is banned: Forms translate input; actions write.",  # noqa: E501
    "from django.apps import apps\n\nx = apps.get_model('people.Person')": "`django.apps.apps.get_model` is banned: Reach tables through queries and actions.",  # noqa: E501
    "from samspil.config import settings\n\nx = settings": "`samspil.config.settings` is banned: Use django.conf.settings.",  # noqa: E501
}


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The source and its rules, to be spoiled."""
    shutil.copytree(
        ROOT / "src",
        tmp_path / "src",
        ignore=shutil.ignore_patterns("__pycache__", "static", "templates", "locale"),
    )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def contracts(copy: Path) -> tuple[int, str]:
    """What the import contracts say about a copy."""
    done = subprocess.run(
        [TOOLS / "lint-imports", "--config", "pyproject.toml", "--no-cache"],
        cwd=copy,
        text=True,
        capture_output=True,
        check=False,
        env={**os.environ, "PYTHONPATH": str(copy / "src"), "COLUMNS": "500"},
    )
    return done.returncode, " ".join(done.stdout.split())


def test_the_copy_keeps_every_contract_as_it_is(copy):
    code, said = contracts(copy)

    assert code == 0
    assert said.endswith("Contracts: 9 kept, 0 broken.")


@pytest.mark.parametrize("which", PLANTED)
def test_a_planted_import_breaks_its_contract(copy, which):
    where, line, contract, sentence = PLANTED[which]
    file = copy / "src" / "samspil" / where
    file.parent.mkdir(exist_ok=True)
    file.write_text((file.read_text() if file.exists() else "") + f"\n{line}\n")
    if which == "a cycle":
        actor = copy / "src" / "samspil" / "kernel" / "actor.py"
        actor.write_text(actor.read_text() + "\nimport samspil.kernel.ids\n")

    code, said = contracts(copy)

    assert code == 1
    assert f"{contract} BROKEN" in said
    assert sentence in said


@pytest.mark.parametrize("line", BANNED)
def test_a_planted_ban_is_named_by_the_linter(copy, line):
    file = copy / "src" / "samspil" / "people" / "rules.py"
    assert _bans(copy, file) == []
    file.write_text(f"{line}\n")

    assert BANNED[line] in _bans(copy, file)


def test_the_only_files_that_may_read_the_clock_are_the_clock_and_the_tests(copy):
    for where in (
        "interfaces/cli/rounds.py",
        "trust/audit.py",
        "interfaces/web/office/home.py",
        "kernel/ids.py",
    ):
        file = copy / "src" / "samspil" / where
        file.write_text("from datetime import date\n\nx = date.today()\n")
        assert _bans(copy, file) == [BANNED["from datetime import date\n\nx = date.today()"]]


def _bans(copy: Path, file: Path) -> list[str]:
    """The banned uses in one file, as the linter words them."""
    done = subprocess.run(
        [
            TOOLS / "ruff",
            "check",
            "--no-cache",
            "--select",
            "TID251",
            "--output-format",
            "concise",
            str(file),
        ],
        cwd=copy,
        text=True,
        capture_output=True,
        check=False,
    )
    return [line.partition("TID251 ")[2] for line in done.stdout.splitlines() if "TID251 " in line]
