"""Forms that are owed outside courses, a group's answers as counts, and what the database keeps of both."""

import uuid

import django.db.models.deletion
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# A form moves only along its table of states as it was when this was written, and its days stay. A group's
# form takes nothing after it closed. tests/delivery holds both against the words. The triggers come after the
# row, so that the policy of a foreign organisation speaks first.
KEPT = """
CREATE FUNCTION delivery_form_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' THEN
      RAISE EXCEPTION 'A form begins as open, not %.', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.about = 'visit' AND NOT EXISTS (
      SELECT 1 FROM public.delivery_visit
        WHERE tenant_id = NEW.tenant_id AND id = NEW.thing_id AND state = 'held' AND "on" = NEW.opens_on)
    THEN
      RAISE EXCEPTION 'A form after a visit is owed from the day on which the visit was held.'
        USING ERRCODE = 'check_violation';
    END IF;
    IF NEW.about <> 'visit' AND NOT EXISTS (
      SELECT 1 FROM public.delivery_completion c
        JOIN public.delivery_nomination n ON n.tenant_id = c.municipality_id AND n.id = c.nomination_id
        WHERE c.municipality_id = NEW.tenant_id AND n.appointment_id = NEW.appointment_id
          AND c.attended > 0 AND c.closed_on = NEW.opens_on AND (
            NEW.about = 'training' AND c.event_id = NEW.thing_id
            OR NEW.about = 'training_day' AND EXISTS (
              SELECT 1 FROM public.delivery_attendance a
                JOIN public.delivery_trainingday d ON d.tenant_id = a.tenant_id AND d.id = a.day_id
                WHERE a.nomination_id = n.id AND a.day_id = NEW.thing_id AND a.came
                  AND d.event_id = c.event_id)))
    THEN
      RAISE EXCEPTION 'A form after a course is owed by who came, from the day on which the course was closed.'
        USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.about, OLD.thing_id, OLD.asked, OLD.instrument, OLD.instrument_version,
      OLD.opens_on, OLD.due_on, OLD.done_until, OLD.late_until)
    <> (NEW.about, NEW.thing_id, NEW.asked, NEW.instrument, NEW.instrument_version,
      NEW.opens_on, NEW.due_on, NEW.done_until, NEW.late_until)
  THEN
    RAISE EXCEPTION 'What is owed, by whom and by when does not change.' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (VALUES
    ('open', 'done'), ('open', 'late'), ('open', 'missed'), ('open', 'excused'), ('missed', 'excused'))
  THEN
    RAISE EXCEPTION 'A form cannot go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_form_moves AFTER INSERT OR UPDATE ON delivery_owedform
  FOR EACH ROW EXECUTE FUNCTION delivery_form_moves();

CREATE FUNCTION delivery_pupil_round_closes() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF OLD.closed_as IS NOT NULL THEN
    RAISE EXCEPTION 'A form that has closed does not change.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.answered < OLD.answered OR OLD.answered > 0 AND OLD.closes_on <> NEW.closes_on
    OR (OLD.instrument, OLD.instrument_version) <> (NEW.instrument, NEW.instrument_version)
  THEN
    RAISE EXCEPTION 'What a group was asked, and until when, does not change once somebody answered.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_pupil_round_closes AFTER UPDATE ON delivery_pupilround
  FOR EACH ROW EXECUTE FUNCTION delivery_pupil_round_closes();

-- Whose a row is stays as well. These wait for the keys, so that a foreign row fails as one that never was.
CREATE FUNCTION delivery_form_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'What is owed stays with whom and what it is about.' USING ERRCODE = 'check_violation';
END $$;
CREATE CONSTRAINT TRIGGER delivery_form_stays AFTER UPDATE ON delivery_owedform
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.appointment_id IS DISTINCT FROM NEW.appointment_id) EXECUTE FUNCTION delivery_form_stays();
CREATE CONSTRAINT TRIGGER delivery_pupil_round_stays AFTER UPDATE ON delivery_pupilround
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.visit_id, OLD.series_id) IS DISTINCT FROM (NEW.visit_id, NEW.series_id))
  EXECUTE FUNCTION delivery_form_stays();

CREATE FUNCTION delivery_pupil_round_is_open() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    SELECT 1 FROM public.delivery_pupilround
      WHERE tenant_id = NEW.tenant_id AND id = NEW.round_id AND closed_as IS NOT NULL)
  THEN
    RAISE EXCEPTION 'A form that has closed takes no answer.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_pupil_tally_is_open AFTER INSERT OR UPDATE ON delivery_pupiltally
  FOR EACH ROW EXECUTE FUNCTION delivery_pupil_round_is_open();
CREATE TRIGGER delivery_pupil_sheet_is_open AFTER INSERT ON delivery_pupilsheet
  FOR EACH ROW EXECUTE FUNCTION delivery_pupil_round_is_open();
CREATE TRIGGER delivery_pupil_words_are_open AFTER INSERT ON delivery_pupilwords
  FOR EACH ROW EXECUTE FUNCTION delivery_pupil_round_is_open();
"""
UNDO_KEPT = """
DROP TRIGGER delivery_form_moves ON delivery_owedform;
DROP TRIGGER delivery_pupil_round_closes ON delivery_pupilround;
DROP TRIGGER delivery_pupil_tally_is_open ON delivery_pupiltally;
DROP TRIGGER delivery_pupil_sheet_is_open ON delivery_pupilsheet;
DROP TRIGGER delivery_pupil_words_are_open ON delivery_pupilwords;
DROP TRIGGER delivery_form_stays ON delivery_owedform;
DROP TRIGGER delivery_pupil_round_stays ON delivery_pupilround;
DROP FUNCTION delivery_form_stays();
DROP FUNCTION delivery_form_moves();
DROP FUNCTION delivery_pupil_round_closes();
DROP FUNCTION delivery_pupil_round_is_open();
"""

# What is told of a course adds up, question by question, and is told of no more than answered. These wait for
# the end, when all rows of a question are there, and for the keys.
COUNTED = """
CREATE FUNCTION delivery_training_adds_up() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (SELECT sum(t.count) <> NEW.together OR min(t.together) <> max(t.together)
        FROM public.delivery_trainingtally t
        WHERE t.tenant_id = NEW.tenant_id AND t.round_id = NEW.round_id AND t.item = NEW.item)
    OR EXISTS (SELECT 1 FROM public.delivery_traininground r
        WHERE r.tenant_id = NEW.tenant_id AND r.id = NEW.round_id AND r.answered < NEW.together)
  THEN
    RAISE EXCEPTION 'What is told of a course adds up to how many answered.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER delivery_training_adds_up AFTER INSERT ON delivery_trainingtally
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_training_adds_up();
"""
UNDO_COUNTED = """
DROP TRIGGER delivery_training_adds_up ON delivery_trainingtally;
DROP FUNCTION delivery_training_adds_up();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0024_asking_requests_for_visits"),
        ("people", "0008_visits_draft_of_places"),
        ("trust", "0009_forms_links_of_a_group_and_of_a_teacher"),
    ]

    operations = [
        migrations.CreateModel(
            name="FormAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("answers", samspil.trust.fields.SealedField(compartment="content", default=b"")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="OwedForm",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("about", models.CharField(max_length=12)),
                ("thing_id", models.UUIDField(help_text="the visit, the training event or one of its days")),
                ("asked", models.CharField(max_length=12)),
                ("instrument", models.CharField(max_length=40)),
                ("instrument_version", models.PositiveSmallIntegerField()),
                ("opens_on", models.DateField()),
                ("due_on", models.DateField()),
                ("done_until", models.DateField()),
                ("late_until", models.DateField()),
                (
                    "state",
                    models.CharField(default=samspil.delivery.terms.forms.FormState["OPEN"], max_length=10),
                ),
                ("reason", models.CharField(blank=True, max_length=15)),
                ("answered_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PupilRound",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("instrument", models.CharField(max_length=40)),
                ("instrument_version", models.PositiveSmallIntegerField()),
                ("closes_on", models.DateField(help_text="the last day on which it can be answered")),
                ("answered", models.PositiveSmallIntegerField(default=0, help_text="how many have sent it")),
                (
                    "closed_as",
                    models.PositiveSmallIntegerField(
                        help_text="which of the series' to close, from 1; empty while it is open", null=True
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PupilSheet",
            fields=[
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PupilTally",
            fields=[
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("item", models.CharField(max_length=60)),
                ("choice", models.CharField(max_length=60)),
                ("count", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PupilWords",
            fields=[
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "id",
                    models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False),
                ),
                ("item", models.CharField(max_length=60)),
                ("line", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                (
                    "state",
                    models.CharField(
                        default=samspil.delivery.terms.forms.WordsState["WAITING"], max_length=10
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="recount",
            name="delivery_recount_equal",
        ),
        migrations.AddField(
            model_name="recount",
            name="forms_found",
            field=models.PositiveIntegerField(default=0),
        ),
        migrations.AddField(
            model_name="recount",
            name="forms_owed",
            field=models.PositiveIntegerField(default=0, help_text="forms, from visits and courses alone"),
        ),
        migrations.AddConstraint(
            model_name="recount",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("equal", False),
                    models.Q(("forms_owed", models.F("forms_found")), ("owed", models.F("found"))),
                    _connector="OR",
                ),
                name="delivery_recount_equal",
            ),
        ),
        migrations.AddField(
            model_name="formanswer",
            name="series",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.series"
            ),
        ),
        migrations.AddField(
            model_name="owedform",
            name="appointment",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="people.appointment",
            ),
        ),
        migrations.AddField(
            model_name="formanswer",
            name="owed",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.owedform"
            ),
        ),
        migrations.AddField(
            model_name="pupilround",
            name="series",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.series"
            ),
        ),
        migrations.AddField(
            model_name="pupilround",
            name="visit",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.visit"
            ),
        ),
        migrations.AddField(
            model_name="pupilsheet",
            name="round",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.pupilround"
            ),
        ),
        migrations.AddField(
            model_name="pupiltally",
            name="round",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tallies",
                to="delivery.pupilround",
            ),
        ),
        migrations.AddField(
            model_name="pupilwords",
            name="round",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="words",
                to="delivery.pupilround",
            ),
        ),
        migrations.AddField(
            model_name="pupilwords",
            name="series",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.series"
            ),
        ),
        migrations.AddIndex(
            model_name="owedform",
            index=models.Index(
                condition=models.Q(
                    ("state", "open"), models.Q(("reason", ""), ("state", "missed")), _connector="OR"
                ),
                fields=["tenant_id", "due_on"],
                name="delivery_form_wanting",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.CheckConstraint(
                condition=models.Q(("about__in", ["visit", "training", "training_day"])),
                name="delivery_form_about",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.CheckConstraint(
                condition=models.Q(("asked__in", ["pupils", "teacher", "role_model", "participant"])),
                name="delivery_form_asked",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "done", "late", "missed", "excused"])),
                name="delivery_form_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.UniqueConstraint(
                condition=models.Q(("appointment__isnull", True)),
                fields=("tenant_id", "thing_id", "asked"),
                name="delivery_one_form",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.UniqueConstraint(
                condition=models.Q(("appointment__isnull", False)),
                fields=("tenant_id", "thing_id", "asked", "appointment"),
                name="delivery_one_form_each",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("appointment__isnull", False),
                        (
                            "asked__in",
                            (
                                samspil.delivery.terms.forms.FormAsked["ROLE_MODEL"],
                                samspil.delivery.terms.forms.FormAsked["PARTICIPANT"],
                            ),
                        ),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "asked__in",
                                (
                                    samspil.delivery.terms.forms.FormAsked["ROLE_MODEL"],
                                    samspil.delivery.terms.forms.FormAsked["PARTICIPANT"],
                                ),
                            ),
                            _negated=True,
                        ),
                        ("appointment__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="delivery_form_of_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_on__isnull", False),
                        (
                            "state__in",
                            (
                                samspil.delivery.terms.forms.FormState["DONE"],
                                samspil.delivery.terms.forms.FormState["LATE"],
                            ),
                        ),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                (
                                    samspil.delivery.terms.forms.FormState["DONE"],
                                    samspil.delivery.terms.forms.FormState["LATE"],
                                ),
                            ),
                            _negated=True,
                        ),
                        ("answered_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="delivery_form_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", samspil.delivery.terms.forms.FormState["DONE"]), _negated=True),
                    ("answered_on__lte", models.F("done_until")),
                    _connector="OR",
                ),
                name="delivery_form_on_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", samspil.delivery.terms.forms.FormState["LATE"]), _negated=True),
                    models.Q(
                        ("answered_on__gt", models.F("done_until")),
                        ("answered_on__lte", models.F("late_until")),
                    ),
                    _connector="OR",
                ),
                name="delivery_form_late",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reason__in", ["forgotten", "no_time", "declined", "not_possible", "technical"]),
                        ("state", samspil.delivery.terms.forms.FormState["EXCUSED"]),
                    ),
                    models.Q(
                        ("reason__in", ["", "forgotten", "no_time", "declined", "not_possible", "technical"]),
                        ("state", samspil.delivery.terms.forms.FormState["MISSED"]),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                (
                                    samspil.delivery.terms.forms.FormState["EXCUSED"],
                                    samspil.delivery.terms.forms.FormState["MISSED"],
                                ),
                            ),
                            _negated=True,
                        ),
                        ("reason", ""),
                    ),
                    _connector="OR",
                ),
                name="delivery_form_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("done_until__lte", models.F("late_until")),
                    ("due_on__lte", models.F("done_until")),
                    ("opens_on__lte", models.F("due_on")),
                ),
                name="delivery_form_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="formanswer",
            constraint=models.UniqueConstraint(fields=("tenant_id", "owed"), name="delivery_one_form_answer"),
        ),
        migrations.AddConstraint(
            model_name="formanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("answers", b""), _negated=True), name="delivery_form_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="pupilround",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "visit"), name="delivery_one_pupil_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="pupilround",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_as__isnull", False)),
                fields=("tenant_id", "series", "closed_as"),
                name="delivery_pupil_rounds_close_in_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="pupilround",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered__lte", 500)), name="delivery_pupil_round_of_a_group"
            ),
        ),
        migrations.AddConstraint(
            model_name="pupiltally",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "round", "item", "choice"), name="delivery_one_pupil_tally"
            ),
        ),
        migrations.AddConstraint(
            model_name="pupilwords",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["waiting", "released", "withheld"])),
                name="delivery_pupil_words_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="pupilwords",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("line", b""), ("state", samspil.delivery.terms.forms.WordsState["WITHHELD"])),
                    models.Q(
                        models.Q(
                            ("state", samspil.delivery.terms.forms.WordsState["WITHHELD"]), _negated=True
                        ),
                        models.Q(("line", b""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="delivery_pupil_words_withheld",
            ),
        ),
        migrations.CreateModel(
            name="TrainingAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("answers", samspil.trust.fields.SealedField(compartment="content", default=b"")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="TrainingRound",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("thing_id", models.UUIDField(help_text="the event, or the day of it that was asked about")),
                ("instrument", models.CharField(max_length=40)),
                ("instrument_version", models.PositiveSmallIntegerField()),
                ("owed", models.PositiveSmallIntegerField()),
                ("answered", models.PositiveSmallIntegerField()),
                ("counted_on", models.DateField()),
                ("office_id", models.UUIDField(help_text="the programme office, which reads it as well")),
                (
                    "evaluator_id",
                    models.UUIDField(help_text="the evaluator, who reads it as well", null=True),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="TrainingTally",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("item", models.CharField(max_length=60)),
                ("choice", models.CharField(max_length=60)),
                ("count", models.PositiveSmallIntegerField()),
                ("together", models.PositiveSmallIntegerField(help_text="how many answered the question")),
                ("office_id", models.UUIDField(help_text="the programme office, which reads it as well")),
                (
                    "evaluator_id",
                    models.UUIDField(help_text="the evaluator, who reads it as well", null=True),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="owedform",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("about", samspil.delivery.terms.forms.FormAbout["VISIT"]),
                        (
                            "asked__in",
                            (
                                samspil.delivery.terms.forms.FormAsked["PUPILS"],
                                samspil.delivery.terms.forms.FormAsked["TEACHER"],
                                samspil.delivery.terms.forms.FormAsked["ROLE_MODEL"],
                            ),
                        ),
                    ),
                    models.Q(
                        (
                            "about__in",
                            (
                                samspil.delivery.terms.forms.FormAbout["TRAINING"],
                                samspil.delivery.terms.forms.FormAbout["TRAINING_DAY"],
                            ),
                        ),
                        ("asked", samspil.delivery.terms.forms.FormAsked["PARTICIPANT"]),
                    ),
                    _connector="OR",
                ),
                name="delivery_form_of_those_there",
            ),
        ),
        migrations.AddField(
            model_name="traininganswer",
            name="owed",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.owedform"
            ),
        ),
        migrations.AddField(
            model_name="traininground",
            name="event",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.trainingevent"
            ),
        ),
        migrations.AddField(
            model_name="trainingtally",
            name="round",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="tallies",
                to="delivery.traininground",
            ),
        ),
        migrations.AddConstraint(
            model_name="traininganswer",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "owed"), name="delivery_one_training_answer"
            ),
        ),
        migrations.AddConstraint(
            model_name="traininganswer",
            constraint=models.CheckConstraint(
                condition=models.Q(("answers", b""), _negated=True), name="delivery_training_says_something"
            ),
        ),
        migrations.AddConstraint(
            model_name="traininground",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "thing_id"), name="delivery_one_training_round"
            ),
        ),
        migrations.AddConstraint(
            model_name="traininground",
            constraint=models.CheckConstraint(
                condition=models.Q(("answered__lte", models.F("owed")), ("owed__gte", 1)),
                name="delivery_training_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingtally",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "round", "item", "choice"), name="delivery_one_training_tally"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingtally",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__lte", models.F("together")), ("together__gte", 5)),
                name="delivery_training_tally_of_enough",
            ),
        ),
        Protect("delivery_owedform", references=[("appointment_id", "people_appointment")]),
        Protect(
            "delivery_formanswer",
            references=[("owed_id", "delivery_owedform"), ("series_id", "delivery_series")],
        ),
        Protect(
            "delivery_pupilround",
            references=[("visit_id", "delivery_visit"), ("series_id", "delivery_series")],
        ),
        Protect("delivery_pupiltally", references=[("round_id", "delivery_pupilround")]),
        Protect("delivery_pupilsheet", references=[("round_id", "delivery_pupilround")]),
        Protect(
            "delivery_pupilwords",
            references=[("round_id", "delivery_pupilround"), ("series_id", "delivery_series")],
        ),
        Protect("delivery_traininganswer", references=[("owed_id", "delivery_owedform")]),
        Protect(
            "delivery_traininground",
            references=[("event_id", "delivery_trainingevent")],
            also="office_id=samspil_tenant,evaluator_id=samspil_tenant",
            grants="SELECT, INSERT",
        ),
        Protect(
            "delivery_trainingtally",
            references=[("round_id", "delivery_traininground")],
            also="office_id=samspil_tenant,evaluator_id=samspil_tenant",
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(KEPT, UNDO_KEPT),
        migrations.RunSQL(COUNTED, UNDO_COUNTED),
    ]
