"""A database under the command: the one that is named, or the embedded one, up to date."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from samspil.interfaces.cli import launcher


@contextmanager
def attached() -> Iterator[None]:
    """Django set up on a database that answers and is up to date; the embedded one is started if need be."""
    import django
    from django.conf import settings

    if not settings.SAMSPIL_EMBEDDED:
        django.setup()
        yield
        return
    with launcher.running(settings.SAMSPIL_HOME):
        launcher.make_database(settings.SAMSPIL_HOME, str(settings.DATABASES["default"]["NAME"]))
        django.setup()
        from samspil.interfaces.cli.migrating import migrate as bring_up

        bring_up()
        yield
