"""The floor: bare Django on plain tables. No middleware, no sign-in, no policy, no key, no log.

The same WSGI calling, forms by POST, the same PostgreSQL, role and connection as what it is
compared with, and rows of the same number.
"""

from __future__ import annotations

import uuid
from typing import Any, ClassVar

from django.core.handlers.exception import convert_exception_to_response
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.db import connection, models, transaction
from django.db.models import Count
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template import Context, Engine
from django.urls import path

from samspil.kernel.ids import uuid7

MAKE = """
CREATE TABLE bench_mentor (id uuid PRIMARY KEY, name text NOT NULL);
CREATE TABLE bench_course (id uuid PRIMARY KEY, mentor_id uuid NOT NULL REFERENCES bench_mentor,
  code text NOT NULL, state text NOT NULL, started_on date NOT NULL, due_on date,
  last_on date, last_kind text NOT NULL, last_minutes int NOT NULL);
CREATE TABLE bench_measurement (id uuid PRIMARY KEY, course_id uuid NOT NULL REFERENCES bench_course,
  key text NOT NULL, state text NOT NULL, due_on date NOT NULL);
CREATE TABLE bench_session (id uuid PRIMARY KEY, course_id uuid NOT NULL REFERENCES bench_course,
  kind text NOT NULL, minutes int NOT NULL, held_on date NOT NULL, next_on date, agreed text NOT NULL);
CREATE TABLE bench_session_goal (id uuid PRIMARY KEY, session_id uuid NOT NULL REFERENCES bench_session,
  goal_id uuid NOT NULL);
CREATE TABLE bench_session_method (id uuid PRIMARY KEY, session_id uuid NOT NULL REFERENCES bench_session,
  method text NOT NULL);
CREATE TABLE bench_submission (id uuid PRIMARY KEY,
  measurement_id uuid NOT NULL REFERENCES bench_measurement, made_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE bench_answer (id uuid PRIMARY KEY, submission_id uuid NOT NULL REFERENCES bench_submission,
  code text NOT NULL, value int NOT NULL);
CREATE TABLE bench_request (id uuid PRIMARY KEY, municipality uuid NOT NULL, place text NOT NULL,
  "group" text NOT NULL, level text NOT NULL, about_how_many int NOT NULL, day date NOT NULL,
  wishes text NOT NULL, name text NOT NULL, mail text NOT NULL, phone text NOT NULL);
CREATE TABLE bench_letter (id uuid PRIMARY KEY, request_id uuid NOT NULL REFERENCES bench_request,
  state text NOT NULL);
CREATE TABLE bench_form (id uuid PRIMARY KEY, made_at timestamptz NOT NULL DEFAULT now());
CREATE TABLE bench_form_answer (id uuid PRIMARY KEY, sheet_id uuid NOT NULL REFERENCES bench_form,
  code text NOT NULL, value text NOT NULL);
CREATE INDEX ON bench_letter (request_id);
CREATE INDEX ON bench_form_answer (sheet_id);
CREATE INDEX ON bench_course (mentor_id, due_on, code);
CREATE INDEX ON bench_measurement (course_id);
CREATE INDEX ON bench_session (course_id);
CREATE INDEX ON bench_session_goal (session_id);
CREATE INDEX ON bench_session_method (session_id);
CREATE INDEX ON bench_answer (submission_id);
GRANT SELECT, INSERT ON bench_mentor, bench_course, bench_measurement, bench_session, bench_session_goal,
  bench_session_method, bench_submission, bench_answer, bench_request, bench_letter, bench_form,
  bench_form_answer TO samspil_app;
"""

FILL = """
INSERT INTO bench_mentor SELECT p.id, a.name FROM people_appointment p
  JOIN people_account a ON a.id = p.account_id WHERE p.role = 'mentor';
INSERT INTO bench_course SELECT c.id, c.mentor_id, c.code, c.state, c.started_on,
  (SELECT min(m.due_on) FROM delivery_measurement m WHERE m.course_id = c.id AND m.state = 'open'),
  s.held_on, coalesce(s.kind, ''), coalesce(s.minutes, 0)
  FROM delivery_course c LEFT JOIN LATERAL (SELECT * FROM delivery_session s
    WHERE s.course_id = c.id ORDER BY s.held_on DESC LIMIT 1) s ON true;
INSERT INTO bench_measurement SELECT id, course_id, key, state, due_on FROM delivery_measurement;
INSERT INTO bench_session SELECT id, course_id, kind, minutes, held_on, next_on, '' FROM delivery_session;
"""


class _Plain(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid7)
    objects: ClassVar[models.Manager[Any]] = models.Manager()

    class Meta:
        abstract = True
        app_label = "bench"
        managed = False


class Mentor(_Plain):
    name = models.TextField()

    class Meta(_Plain.Meta):
        db_table = "bench_mentor"


class Course(_Plain):
    mentor = models.ForeignKey(Mentor, on_delete=models.PROTECT)
    code = models.TextField()
    state = models.TextField()
    started_on = models.DateField()
    due_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    last_kind = models.TextField()
    last_minutes = models.IntegerField()

    class Meta(_Plain.Meta):
        db_table = "bench_course"


class Measurement(_Plain):
    course = models.ForeignKey(Course, on_delete=models.PROTECT)
    key = models.TextField()
    state = models.TextField()
    due_on = models.DateField()

    class Meta(_Plain.Meta):
        db_table = "bench_measurement"


class Session(_Plain):
    course = models.ForeignKey(Course, on_delete=models.PROTECT)
    kind = models.TextField()
    minutes = models.IntegerField()
    held_on = models.DateField()
    next_on = models.DateField(null=True)
    agreed = models.TextField()

    class Meta(_Plain.Meta):
        db_table = "bench_session"


class SessionGoal(_Plain):
    session = models.ForeignKey(Session, on_delete=models.PROTECT)
    goal_id = models.UUIDField()

    class Meta(_Plain.Meta):
        db_table = "bench_session_goal"


class SessionMethod(_Plain):
    session = models.ForeignKey(Session, on_delete=models.PROTECT)
    method = models.TextField()

    class Meta(_Plain.Meta):
        db_table = "bench_session_method"


class Submission(_Plain):
    measurement = models.ForeignKey(Measurement, on_delete=models.PROTECT)

    class Meta(_Plain.Meta):
        db_table = "bench_submission"


class GivenAnswer(_Plain):
    submission = models.ForeignKey(Submission, on_delete=models.PROTECT)
    code = models.TextField()
    value = models.IntegerField()

    class Meta(_Plain.Meta):
        db_table = "bench_answer"


class Asked(_Plain):
    municipality = models.UUIDField()
    place = models.TextField()
    group = models.TextField()
    level = models.TextField()
    about_how_many = models.IntegerField()
    day = models.DateField()
    wishes = models.TextField()
    name = models.TextField()
    mail = models.TextField()
    phone = models.TextField()

    class Meta(_Plain.Meta):
        db_table = "bench_request"


class AskedLetter(_Plain):
    request = models.ForeignKey(Asked, on_delete=models.PROTECT)
    state = models.TextField()

    class Meta(_Plain.Meta):
        db_table = "bench_letter"


class Sheet(_Plain):
    class Meta(_Plain.Meta):
        db_table = "bench_form"


class SheetAnswer(_Plain):
    sheet = models.ForeignKey(Sheet, on_delete=models.PROTECT)
    code = models.TextField()
    value = models.TextField()

    class Meta(_Plain.Meta):
        db_table = "bench_form_answer"


PAGE = 25
CASELOAD = Engine().from_string(
    "<!doctype html><title>Courses</title><h1>Courses</h1><table>{% for one in rows %}<tr>"
    "<td>{{ one.code }}</td><td>{{ one.mentor.name }}</td><td>{{ one.state }}</td>"
    '<td>{{ one.started_on|date:"j. F Y" }}</td><td>{{ one.due_on|date:"j. F" }}</td>'
    '<td>{{ one.last_on|date:"j. F" }}</td><td>{{ one.last_kind }} {{ one.last_minutes }}</td>'
    "</tr>{% endfor %}</table>"
)
BOARD = Engine().from_string(
    "<!doctype html><title>Measurements</title><h1>Measurements</h1><table>{% for one in rows %}<tr>"
    "<td>{{ one.key }}</td><td>{{ one.state }}</td><td>{{ one.count }}</td></tr>{% endfor %}</table>"
)


def session(request: HttpRequest) -> HttpResponseBase:
    """One session with its goals and methods, in one transaction."""
    given = request.POST
    with transaction.atomic():
        made = Session.objects.create(
            course_id=given["course"],
            kind=given["kind"],
            minutes=int(given["minutes"]),
            held_on=given["held_on"],
            next_on=given["next_on"],
            agreed=given["line"],
        )
        SessionGoal.objects.bulk_create(
            SessionGoal(session=made, goal_id=one) for one in given.getlist("goals")
        )
        SessionMethod.objects.bulk_create(
            SessionMethod(session=made, method=one) for one in given.getlist("methods")
        )
    return HttpResponse(status=204)


def submission(request: HttpRequest) -> HttpResponseBase:
    """One submission with its answers, in one transaction."""
    given = request.POST
    with transaction.atomic():
        made = Submission.objects.create(measurement_id=given["measurement"])
        GivenAnswer.objects.bulk_create(
            GivenAnswer(submission=made, code=name, value=int(str(value)))
            for name, value in given.items()
            if name != "measurement"
        )
    return HttpResponse(status=204)


ASKED = ("municipality", "place", "group", "level", "about_how_many", "wishes", "name", "mail", "phone")
ASKING = Engine().from_string(
    "<!doctype html><title>Ask</title><h1>Ask</h1><form method=post>{% for one in names %}"
    "<label>{{ one }} <input name={{ one }}></label>{% endfor %}<button>Send</button></form>"
)


def ask(request: HttpRequest) -> HttpResponseBase:
    """A plain form; and one request with its mail, in one transaction."""
    if request.method != "POST":
        return HttpResponse(ASKING.render(Context({"names": ASKED})))
    given = request.POST
    with transaction.atomic():
        made = Asked.objects.create(day=given["day_1"], **{name: given[name] for name in ASKED})
        AskedLetter.objects.create(request=made, state="queued")
    return HttpResponse(status=204)


def sheet(request: HttpRequest) -> HttpResponseBase:
    """One sheet with its answers, in one transaction."""
    with transaction.atomic():
        made = Sheet.objects.create()
        SheetAnswer.objects.bulk_create(
            SheetAnswer(sheet=made, code=name, value=str(value)) for name, value in request.POST.items()
        )
    return HttpResponse(status=204)


def caseload(request: HttpRequest, mentor_id: uuid.UUID) -> HttpResponseBase:
    """25 rows by one query with a join, in the page's order and from an index made for it."""
    rows = Course.objects.filter(mentor_id=mentor_id).select_related("mentor").order_by("due_on", "code")
    return HttpResponse(CASELOAD.render(Context({"rows": rows[:PAGE]})))


def board(request: HttpRequest) -> HttpResponseBase:
    """The one group-by over all measurements."""
    rows = Measurement.objects.values("key", "state").annotate(count=Count("id")).order_by("key", "state")
    return HttpResponse(BOARD.render(Context({"rows": rows})))


urlpatterns = [
    path("session", session),
    path("submission", submission),
    path("caseload/<uuid:mentor_id>", caseload),
    path("board", board),
    path("ask", ask),
    path("sheet", sheet),
]


class _Request(WSGIRequest):
    urlconf = __name__


class Bare(WSGIHandler):
    """Django's handler with an empty list of middlewares and four addresses of its own."""

    request_class = _Request

    def load_middleware(self, is_async: bool = False) -> None:
        self._view_middleware: list[Any] = []
        self._template_response_middleware: list[Any] = []
        self._exception_middleware: list[Any] = []

        def answer(request: HttpRequest) -> HttpResponseBase:
            connection.health_check_done = True  # type: ignore[attr-defined]  # a bare Django has none
            return self._get_response(request)  # type: ignore[attr-defined,no-any-return]

        self._middleware_chain = convert_exception_to_response(answer)
