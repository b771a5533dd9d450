"""What each command does. Reads the clock once, opens scopes, calls actions and queries, prints."""

from __future__ import annotations

import json
from argparse import Namespace
from dataclasses import asdict
from pathlib import Path
from typing import Any

from samspil.interfaces.cli.attaching import attached
from samspil.interfaces.cli.exits import DONE, ENVIRONMENT, REFUSED, USAGE, Failed


def up(options: Namespace) -> int:
    """`make run`."""
    from samspil.interfaces.cli.up import up as start

    return start()


def serve(options: Namespace) -> int:
    """The web server alone."""
    from samspil.interfaces.cli.up import serve_only

    return serve_only()


def worker(options: Namespace) -> int:
    """The worker alone."""
    with attached():
        from samspil.interfaces.cli.worker import run

        run()
    return DONE


def migrate(options: Namespace) -> int:
    """Migrate as the owner, then compare catalogue and declarations."""
    with attached():
        from samspil.interfaces.cli.migrating import migrate as bring_up

        bring_up()
        _refuse_if_different()
    print("The database is up to date.")
    return DONE


def health(options: Namespace) -> int:
    """Whether the catalogue and the declarations agree."""
    with attached():
        from samspil.delivery.queries.instruments import clashes
        from samspil.trust import catalogue

        problems = catalogue.problems() or [*clashes()]
    return _answer(
        options,
        {"status": "fail" if problems else "ok", "problems": problems},
        "\n".join(problems) or "Everything is as declared.",
        failed=bool(problems),
    )


def bench(options: Namespace) -> int:
    """Measure beside the floors; protected tables without a database."""
    if options.name == "protect":
        return _bench_protect(options)
    with attached():
        from samspil.interfaces.cli.bench.run import NAMES, run

        if options.name and options.name not in NAMES:
            known = ", ".join([*NAMES, "protect"])
            raise Failed(f"There is no bench called {options.name}; choose one of {known}.", USAGE)
        if options.n < 20:
            raise Failed("Count at least 20 requests.", USAGE)
        report = run([options.name] if options.name else list(NAMES), n=options.n)
    lines = [
        f"{one['name']:<12} ours {one['ours_ms_p50']:6.2f} ms  floor {one['floor_ms_p50']:6.2f} ms"
        f"  ratio {one['ratio']:5.2f}  cpu {one['cpu_ms']:6.2f} ms  target {one['target']}"
        f"{' s' if one['target_of'] == 'seconds' else ''}"
        f"  {'met' if one['met'] else 'NOT met'}   floor: {one['floor']}"
        for one in report["results"]
    ]
    return _answer(options, report, "\n".join([f"commit {report['commit']}", *lines]))


def _bench_protect(options: Namespace) -> int:
    from samspil.interfaces.cli.benching import bench_protect

    return bench_protect(options)


def programme_check(options: Namespace) -> int:
    """Every error in a file, with line, path and hint."""
    problems = _problems(options.file)
    answer = {"ok": not problems, "errors": [asdict(one) for one in problems]}
    text = "\n".join(f"{options.file}:{one.line}: {one.path}: {one.message} {one.hint}" for one in problems)
    return _answer(options, answer, text or "No errors.", failed=bool(problems))


def programme_load(options: Namespace) -> int:
    """Load a file whole, or say what would change."""
    from samspil.programme.concept.reading import read_bytes

    problems = _problems(options.file)
    if problems:
        first = problems[0]
        raise Failed(
            f"{options.file}:{first.line}: {first.path}: {first.message} {first.hint}"
            f" ({len(problems)} in all; see programme check)",
            REFUSED,
            first.path,
            first.line,
        )
    concept = read_bytes(_bytes(options.file))
    with attached():
        from samspil.interfaces.cli import loading

        answer = loading.load(concept, dry_run=options.dry_run)
    text = [f"{answer['programme']} version {answer['version']}: {answer['outcome'].replace('_', ' ')}"]
    text += [f"  {one['path']}: {one['before']} → {one['after']}" for one in answer["changes"]]
    text += [
        f"  {one['organisation']}: {one['courses']} running courses keep their version"
        for one in answer["running"]
    ]
    return _answer(options, answer, "\n".join(text), failed=answer["outcome"] == "clash")


def programme_show(options: Namespace) -> int:
    """The published summary of a programme."""
    with attached():
        from samspil.kernel.errors import Missing
        from samspil.programme import queries
        from samspil.programme.concept.showing import shown

        try:
            loaded = queries.latest(options.slug)
        except Missing:
            raise Failed(
                f"No programme called {options.slug} is loaded. Load its file first:"
                f" samspil programme load programmes/{options.slug}.yaml",
                REFUSED,
            ) from None
        answer = shown(loaded.concept)
    return _answer(options, answer, json.dumps(answer, ensure_ascii=False, indent=2))


def instrument(options: Namespace) -> int:
    """What is shipped, what is wrong with a form, what a new version changes."""
    from samspil.interfaces.cli import instruments

    told = instruments.run(options)
    return _answer(options, told.answer, told.text, failed=told.failed)


def audit_verify(options: Namespace) -> int:
    """Recompute every organisation's log."""
    with attached():
        from samspil.interfaces.cli import rounds

        verdict = rounds.verify()
    text = (
        f"{verdict.events} events, {verdict.sealed} sealed, {verdict.unsealed} waiting, the oldest"
        f" {verdict.oldest_unsealed_s} s. " + (f"First bad: {verdict.first_bad}" if verdict.first_bad else "")
    )
    return _answer(options, asdict(verdict), text.strip(), failed=not verdict.ok)


def audit_seal(options: Namespace) -> int:
    """Seal what waits."""
    with attached():
        from samspil.interfaces.cli import rounds

        sealed = rounds.seal()
    return _answer(options, {"sealed": sealed}, f"{sealed} sealed.")


def progression_prove(options: Namespace) -> int:
    """Recount what is owed from dates alone and compare with the rows."""
    with attached():
        from samspil.interfaces import clock
        from samspil.interfaces.cli import rounds

        proof = asdict(rounds.prove(on=clock.today()))
    text = " + ".join(
        f"{proof[name]} {name}" for name in ("done", "late", "excused", "open", "missed", "stopped")
    )
    return _answer(
        options,
        proof,
        f"{proof['owed']} owed; rows: {text}. Forms after visits: {proof['forms']['owed']} owed. "
        + ("They agree." if proof["equal"] else "They do NOT agree."),
        failed=not proof["equal"],
    )


def progression_tend(options: Namespace) -> int:
    """Do now what the worker does every hour: moves, windows, reminders."""
    with attached():
        from samspil.interfaces import clock
        from samspil.interfaces.cli import posting

        tended, reminded = posting.hourly(at=clock.now(), on=clock.today())
    text = f"{tended} courses tended, {reminded} reminders put in the queue."
    return _answer(options, {"courses": tended, "reminders": reminded}, text)


def protect(options: Namespace) -> int:
    """Tables in which nobody can be worked out; needs no database."""
    from samspil.interfaces.cli.protecting import protect as run

    return run(options)


def organisation_add(options: Namespace) -> int:
    """Add an organisation."""
    with attached():
        from samspil.interfaces.cli.staffing import add_organisation

        answer = add_organisation(options)
    return _answer(options, answer, f"{answer['name']} was added.")


def staff_add(options: Namespace) -> int:
    """Give someone a role."""
    with attached():
        from samspil.interfaces.cli.staffing import add_staff

        answer = add_staff(options)
    text = f"{answer['email']} is now {answer['role']} in {answer['organisation']}."
    if answer["first_password"]:
        text += f" First password, shown only now: {answer['first_password']}"
    return _answer(options, answer, text)


def demo_cast(options: Namespace) -> int:
    """Who is in the demo."""
    _demo_only()
    from samspil.interfaces.cli.demo.cast import members

    answer = [
        {"cast": one.cast, "role": str(one.role), "organisation": one.organisation} for one in members()
    ]
    return _answer(
        options,
        answer,
        "\n".join(f"{one['cast']:<28} {one['role']:<18} {one['organisation']}" for one in answer),
    )


def demo_link(options: Namespace) -> int:
    """A one-time sign-in link for one of the cast."""
    _demo_only()
    with attached():
        from samspil.interfaces.cli.demo.entry import link

        answer = link(options.cast)
    return _answer(options, answer, str(answer["url"]))


def _demo_only() -> None:
    from django.conf import settings

    if not settings.SAMSPIL_DEMO:
        raise Failed("Demo links exist only in demo mode (SAMSPIL_DEMO=1).", REFUSED)


def _refuse_if_different() -> None:
    from samspil.trust import catalogue

    problems = catalogue.problems()
    if problems:
        raise Failed("The database differs from what is declared: " + " ".join(problems), ENVIRONMENT)


def _problems(file: str) -> tuple[Any, ...]:
    from samspil.interfaces.cli import shipping, signing
    from samspil.programme.concept.reading import ConceptErrors, read_bytes

    data = _bytes(file)
    try:
        concept = read_bytes(data)
    except ConceptErrors as found:
        return tuple(found.errors)
    there = signing.versions() if shipping.unshipped(concept) else ()
    return shipping.problems(concept, data.decode("utf-8-sig"), there)


def _bytes(file: str) -> bytes:
    try:
        return Path(file).read_bytes()
    except OSError as problem:
        raise Failed(f"{file} cannot be read: {problem.strerror}.", USAGE) from None


def _answer(options: Namespace, answer: Any, text: str, *, failed: bool = False) -> int:
    print(json.dumps(answer, ensure_ascii=False, indent=2, default=str) if options.json else text)
    return REFUSED if failed else DONE
