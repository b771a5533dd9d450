"""What the web server calls. It refuses to load when something is not as declared."""

import os

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "samspil.config.settings")
from samspil.interfaces.web.shared.gate import Gate  # noqa: E402  (settings are named first)

application = Gate(get_wsgi_application())


def _refuse_what_is_not_as_declared() -> None:
    from samspil.delivery.queries.instruments import clashes
    from samspil.interfaces.web.shared import doors
    from samspil.trust import catalogue

    problems = catalogue.problems() or [*clashes()]
    problems += [f"The address {one} has no door." for one in doors.without_a_door()]
    if problems:
        raise ImproperlyConfigured(" ".join(problems))


_refuse_what_is_not_as_declared()
