"""The `samspil` command: thin over actions and queries.

Exit codes: 0 done, 1 refused or a failed check, 2 usage or input, 3 environment, 130 interrupted.
Errors go to standard error as one line; with --json also as an object on standard output.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections.abc import Sequence
from typing import Any, NoReturn

from samspil.interfaces.cli.exits import DONE, ENVIRONMENT, INTERRUPTED, REFUSED, USAGE, Failed


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Failed(f"{message}. See: {self.prog} --help", USAGE)


class _Once(argparse.Action):
    """What is said once: the last of two would win without a word."""

    def __call__(self, _parser: Any, said: argparse.Namespace, value: Any, _as: str | None = None) -> None:
        met = vars(said).setdefault("met", set())
        if self.dest in met:
            raise Failed(f"{self.option_strings[0]} is said twice.", USAGE)
        met.add(self.dest)
        setattr(said, self.dest, value)


def main(arguments: Sequence[str]) -> int:
    """Run one command and return its exit code."""
    as_json = "--json" in arguments
    try:
        options = _parser().parse_args(list(arguments))
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspil.config.settings")
        from samspil.interfaces.cli import commands

        return int(getattr(commands, options.run)(options))
    except Failed as failed:
        return _say(failed, as_json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        return DONE
    except Exception as problem:
        known = _known(problem)
        if known is None:
            raise
        return _say(known, as_json)


def _known(problem: Exception) -> Failed | None:
    """Faults that have a sentence of their own; anything else is a defect and shows its trace."""
    from samspil.interfaces.cli.launcher import CannotStart
    from samspil.kernel.errors import Missing, Refused
    from samspil.kernel.home import Unusable

    if isinstance(problem, CannotStart | Unusable) or type(problem).__name__ == "BadSetting":
        return Failed(str(problem), ENVIRONMENT)
    if isinstance(problem, Refused):
        return Failed(str(problem), REFUSED, path=problem.refusal.field)
    if isinstance(problem, Missing):
        return Failed("There is nothing by that name.", REFUSED)
    if isinstance(problem, OSError) and problem.errno == 28:
        return Failed("The disk is full: make room and run it again.", ENVIRONMENT)
    return _known_of_others(problem)


def _known_of_others(problem: Exception) -> Failed | None:
    """Faults of the database, of its driver and of Django that are not ours to mend."""
    import psycopg
    from django import db
    from django.core.exceptions import ImproperlyConfigured
    from procrastinate.exceptions import ConnectorException

    first = next(iter(str(problem).strip().splitlines()), type(problem).__name__).strip().rstrip(".")
    if isinstance(problem, db.DataError | psycopg.DataError):
        return Failed(f"The database does not take what was given: {first}.", USAGE)
    lost = (db.OperationalError, db.InterfaceError, psycopg.OperationalError, psycopg.InterfaceError)
    if isinstance(problem, (*lost, ConnectorException)):
        return Failed(f"The database does not answer as it should: {first}.", ENVIRONMENT)
    if isinstance(problem, ImproperlyConfigured):
        return Failed(f"The settings cannot be used: {first}.", ENVIRONMENT)
    return None


def _say(failed: Failed, as_json: bool) -> int:
    print(f"samspil: {failed.sentence}", file=sys.stderr)
    if as_json:
        code = {REFUSED: "refused", USAGE: "usage", ENVIRONMENT: "environment"}[failed.exit_code]
        print(
            json.dumps(
                {
                    "error": {
                        "code": code,
                        "message": failed.sentence,
                        "path": failed.path,
                        "line": failed.line,
                    }
                }
            )
        )
    return failed.exit_code


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(prog="samspil", description="Joined-up prevention programmes across municipalities.")
    commands = parser.add_subparsers(required=True, metavar="COMMAND", parser_class=_Parser)

    def add(group, name: str, run: str, about: str, *, reads: bool = False):  # type: ignore[no-untyped-def]
        one = group.add_parser(name, help=about, description=about)
        one.set_defaults(run=run)
        if reads:
            one.add_argument("--json", action="store_true", help="answer as JSON")
        return one

    def group(name: str, about: str):  # type: ignore[no-untyped-def]
        return commands.add_parser(name, help=about).add_subparsers(
            required=True, metavar="COMMAND", parser_class=_Parser
        )

    add(commands, "up", "up", "start everything in the foreground (what `make run` does)")
    add(commands, "serve", "serve", "the web server alone, on a database that is there")
    add(commands, "worker", "worker", "the worker alone")
    add(commands, "migrate", "migrate", "bring the database to the present and check it")
    add(commands, "health", "health", "whether everything is as declared", reads=True)
    _add_bench(add(commands, "bench", "bench", "measure beside the floors, in the same run", reads=True))

    programmes = group("programme", "concept files")
    check = add(programmes, "check", "programme_check", "every error in a concept file", reads=True)
    check.add_argument("file")
    load = add(programmes, "load", "programme_load", "load a concept file as a new version", reads=True)
    load.add_argument("file")
    load.add_argument("--dry-run", action="store_true", help="only say what would change")
    show = add(programmes, "show", "programme_show", "the newest version of a programme", reads=True)
    show.add_argument("slug")

    _add_people(add, group)
    _add_instruments(add, group("instrument", "what is asked, and forms that are brought"))

    audit = group("audit", "the audit log")
    add(audit, "verify", "audit_verify", "recompute every seal", reads=True)
    add(audit, "seal", "audit_seal", "seal new events now", reads=True)
    progression = group("progression", "owed measurements")
    add(progression, "prove", "progression_prove", "recount what is owed, from dates alone", reads=True)
    add(progression, "tend", "progression_tend", "open and close windows and write reminders now", reads=True)

    _add_protect(add(commands, "protect", "protect", "tables in which nobody can be worked out", reads=True))

    demo = group("demo", "the invented cast")
    add(demo, "cast", "demo_cast", "who is in it", reads=True)
    link = add(demo, "link", "demo_link", "a one-time sign-in link", reads=True)
    link.add_argument("--as", dest="cast", required=True, metavar="CAST")
    return parser


def _add_bench(bench: argparse.ArgumentParser) -> None:
    bench.add_argument(
        "name",
        nargs="?",
        help="one of: session, measurement, submissions, caseload, board, matching, reminders, history, …; "
        "or protect, which needs no database and is measured only when it is named",
    )
    bench.add_argument("-n", type=int, default=200, help="requests counted of each (default 200)")
    protect = bench.add_argument_group("protect")
    protect.add_argument("--tables", metavar="FOLDER", help="measure the grids (CSV) in this folder too")
    protect.add_argument("--only", nargs="+", default=[], metavar="TABLES", help="of T2, T3, LINK, CUBE4")
    protect.add_argument(
        "--seconds", nargs="+", type=float, default=[], help="limits of the search, a row each"
    )
    protect.add_argument("--steps", type=int, default=60, help="how long to look for fewer (default 60)")
    protect.add_argument(
        "--exact", action="store_true", help="prove of T2 and T3 how few cells are enough, 150 s each"
    )
    protect.add_argument("--most", type=float, default=900, help="seconds for a row in all (default 900)")
    protect.add_argument("--write", metavar="FILE.md", help="write the page, else it is printed")


def _add_protect(protect: argparse.ArgumentParser) -> None:
    def once(name: str, about: str, **more: Any) -> None:
        protect.add_argument(f"--{name}", action=_Once, help=about, **more)

    protect.add_argument("what", nargs="+", metavar="FILE.csv", help="the records, or: verify DIR")
    once("tables", "which tables, see docs/guide/protect.md", metavar="PLAN.yaml")
    once("profile", "under which rules", metavar="PROFILE.yaml")
    once("out", "an empty folder, or a new one", metavar="DIR")
    once("ledger", "what was published before; this is entered", metavar="DIR")
    protect.add_argument(
        "--before",
        action="append",
        default=[],
        metavar="FILE.csv",
        help="with measures: the records of each release of the ledger, oldest first",
    )
    protect.add_argument("--force", action="store_true", help="write over what is in the folder")
    once("seconds", "when to be done: always safe, and more time is never worse", type=float)
    once("steps", "how long to look for fewer (default 60)", type=int, default=60)
    protect.add_argument(
        "--exact",
        action="store_true",
        help="prove how few cells can be hidden; until it is proven, or --seconds are over",
    )
    once(
        "insiders",
        "count what N participants, mentors and units each learn of others (default none)",
        type=int,
        default=0,
        metavar="N",
    )


def _add_people(add: Any, group: Any) -> None:
    organisation = add(
        group("organisation", "organisations"), "add", "organisation_add", "add one", reads=True
    )
    organisation.add_argument("--slug", required=True)
    organisation.add_argument("--name", required=True)
    organisation.add_argument("--kind", required=True, help="municipality, programme_office, evaluator …")
    organisation.add_argument("--code", help="a municipality's code, three or four digits")
    staff = add(group("staff", "accounts and roles"), "add", "staff_add", "give someone a role", reads=True)
    for name in ("organisation", "role", "name", "email"):
        staff.add_argument(f"--{name}", required=True)


def _add_instruments(add: Any, group: Any) -> None:
    def one(name: str, about: str) -> Any:
        made = add(group, name, "instrument", about, reads=True)
        made.set_defaults(what=name)
        return made

    one("list", "every instrument: shipped, proposed, approved")
    show = one("show", "one instrument in a language")
    show.add_argument("slug")
    show.add_argument("--version", type=int, help="the newest where none is said")
    show.add_argument("--language", default="da", help="da, en, ar, so or tr (default da)")
    one("check", "every problem in an XLSForm, with row and reason").add_argument("file", metavar="FORM.xlsx")
    export = one("export", "write an instrument as an XLSForm")
    export.add_argument("slug")
    export.add_argument("--version", type=int, help="the newest where none is said")
    export.add_argument("--to", required=True, metavar="FILE.xlsx")
    diff = one("diff", "what a new version changes, item by item")
    diff.add_argument("old", metavar="A", help="SLUG@VERSION or FORM.xlsx")
    diff.add_argument("new", metavar="B", help="SLUG@VERSION or FORM.xlsx")
    diff.add_argument(
        "--rounds", action="store_true", help="also count the open rounds that keep their version"
    )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
