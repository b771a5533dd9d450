"""Legal basis, who held a course, a stop at any time; and the table of states kept by the database itself."""

import django.db.models.deletion
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# A course moves only along the table of states as it was when this was written; a later change of the
# table brings a migration that replaces the function. tests/delivery holds the two against each other.
# The triggers come after the row, so that the policy of a foreign organisation speaks first.
MOVES = """
CREATE FUNCTION delivery_course_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'offered' THEN
      RAISE EXCEPTION 'A course begins as offered, not %.', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF (OLD.state, NEW.state) NOT IN (VALUES
    ('offered', 'declined'), ('offered', 'accepted'), ('offered', 'awaiting_consent'),
    ('accepted', 'awaiting_consent'), ('accepted', 'matched'), ('accepted', 'ended_early'),
    ('awaiting_consent', 'accepted'), ('awaiting_consent', 'ended_early'),
    ('matched', 'accepted'), ('matched', 'active'), ('matched', 'ended_early'),
    ('active', 'paused'), ('active', 'closing'), ('active', 'ended_early'), ('active', 'transferred'),
    ('paused', 'active'), ('paused', 'closing'), ('paused', 'ended_early'), ('paused', 'transferred'),
    ('closing', 'completed'), ('closing', 'ended_early'),
    ('completed', 'followed_up'), ('ended_early', 'followed_up'))
  THEN
    RAISE EXCEPTION 'A course cannot go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_course_moves AFTER INSERT ON delivery_course
  FOR EACH ROW EXECUTE FUNCTION delivery_course_moves();
CREATE TRIGGER delivery_course_moves_on AFTER UPDATE OF state ON delivery_course
  FOR EACH ROW WHEN (OLD.state IS DISTINCT FROM NEW.state) EXECUTE FUNCTION delivery_course_moves();

CREATE FUNCTION delivery_session_while_running() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.delivery_course WHERE tenant_id = NEW.tenant_id AND id = NEW.course_id
    AND state IN ('active', 'paused', 'closing');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'A session belongs to a running course.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_session_while_running AFTER INSERT ON delivery_session
  FOR EACH ROW EXECUTE FUNCTION delivery_session_while_running();
"""
UNDO_MOVES = """
DROP TRIGGER delivery_session_while_running ON delivery_session;
DROP FUNCTION delivery_session_while_running();
DROP TRIGGER delivery_course_moves_on ON delivery_course;
DROP TRIGGER delivery_course_moves ON delivery_course;
DROP FUNCTION delivery_course_moves();
"""
# Who holds a course today has held it since it began, or since the yes. Runs before the new table gets
# its policy; the policies it reads through, and its references are checked through, are lifted for the owner
# within this one transaction.
HELD_SINCE = """
ALTER TABLE delivery_course NO FORCE ROW LEVEL SECURITY;
ALTER TABLE people_person NO FORCE ROW LEVEL SECURITY;
ALTER TABLE people_appointment NO FORCE ROW LEVEL SECURITY;
INSERT INTO delivery_assignment (id, tenant_id, course_id, person_id, mentor_id, from_on, to_on, left_because)
  SELECT gen_random_uuid(), tenant_id, id, person_id, mentor_id, coalesce(started_on, accepted_on), ended_on,
    CASE WHEN ended_on IS NULL THEN '' ELSE 'course_ended' END
  FROM delivery_course WHERE mentor_id IS NOT NULL AND person_id IS NOT NULL;
"""
FORCE_AGAIN = """
ALTER TABLE delivery_course FORCE ROW LEVEL SECURITY;
ALTER TABLE people_person FORCE ROW LEVEL SECURITY;
ALTER TABLE people_appointment FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0002_find_what_wants_something"),
        ("people", "0002_consents_and_local_rules"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="Assignment",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(null=True)),
                ("left_because", models.CharField(blank=True, max_length=20)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Reconsent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("age", models.PositiveSmallIntegerField()),
                ("due_month", models.DateField(help_text="the first of the month")),
                ("answered_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="course",
            name="delivery_course_started",
        ),
        migrations.RemoveConstraint(
            model_name="course",
            name="delivery_course_ended",
        ),
        migrations.AddField(
            model_name="course",
            name="childs_view",
            field=samspil.trust.fields.SealedField(compartment="content", default=b""),
        ),
        migrations.AddField(
            model_name="course",
            name="childs_view_on",
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name="course",
            name="custody_holders",
            field=models.PositiveSmallIntegerField(help_text="whose yes is asked for: 0 to 2", null=True),
        ),
        migrations.AddField(
            model_name="course",
            name="decided_by",
            field=models.CharField(blank=True, max_length=20),
        ),
        migrations.AddField(
            model_name="course",
            name="decision",
            field=samspil.trust.fields.SealedField(compartment="content", default=b""),
        ),
        migrations.AddField(
            model_name="course",
            name="need",
            field=samspil.trust.fields.SealedField(compartment="content", default=b""),
        ),
        migrations.AddField(
            model_name="course",
            name="series_from",
            field=models.DateField(help_text="where the rounds count from: a start elsewhere", null=True),
        ),
        migrations.AddField(
            model_name="course",
            name="series_on",
            field=models.DateField(help_text="from this day on the rounds are owed here", null=True),
        ),
        migrations.AddField(
            model_name="course",
            name="stopped_on",
            field=models.DateField(help_text="the person said stop", null=True),
        ),
        migrations.AddField(
            model_name="goal",
            name="notice",
            field=samspil.trust.fields.SealedField(
                compartment="content", default=b"", help_text="how will you notice?"
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="now",
            field=models.PositiveSmallIntegerField(
                help_text="0 to 10, by the person, when the goal was set", null=True
            ),
        ),
        migrations.AddField(
            model_name="goal",
            name="wanted",
            field=models.PositiveSmallIntegerField(help_text="0 to 10, by the person", null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="did",
            field=samspil.trust.fields.SealedField(compartment="content", default=b""),
        ),
        migrations.AddField(
            model_name="session",
            name="for_record",
            field=models.BooleanField(default=False, help_text="belongs in the case record"),
        ),
        migrations.AddField(
            model_name="session",
            name="place",
            field=models.CharField(
                blank=True, help_text="the type of place, never where it is", max_length=30
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("mentor__isnull", False),
                        ("started_on__isnull", False),
                        (
                            "state__in",
                            (
                                "active",
                                "paused",
                                "closing",
                            ),
                        ),
                    ),
                    models.Q(
                        ("started_on__isnull", True),
                        (
                            "state__in",
                            (
                                "completed",
                                "ended_early",
                                "transferred",
                                "followed_up",
                            ),
                        ),
                        ("stopped_on__isnull", False),
                    ),
                    models.Q(
                        ("mentor__isnull", False),
                        ("started_on__isnull", False),
                        (
                            "state__in",
                            (
                                "completed",
                                "ended_early",
                                "transferred",
                                "followed_up",
                            ),
                        ),
                    ),
                    models.Q(
                        models.Q(
                            (
                                "state__in",
                                (
                                    "active",
                                    "paused",
                                    "closing",
                                    "completed",
                                    "ended_early",
                                    "transferred",
                                    "followed_up",
                                ),
                            ),
                            _negated=True,
                        ),
                        ("started_on__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="delivery_course_started",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("ended_on__isnull", True),
                    ("started_on__isnull", True),
                    ("ended_on__gte", models.F("started_on")),
                    _connector="OR",
                ),
                name="delivery_course_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("stopped_on__isnull", True),
                    models.Q(
                        ("ended_on", models.F("stopped_on")),
                        (
                            "state__in",
                            (
                                "completed",
                                "ended_early",
                                "transferred",
                                "followed_up",
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="delivery_course_stopped",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("custody_holders__isnull", True), ("custody_holders__lte", 2), _connector="OR"
                ),
                name="delivery_course_two_custody_holders",
            ),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("series_from__isnull", True), ("series_on__isnull", True)),
                    models.Q(
                        ("series_from__lte", models.F("series_on")),
                        models.Q(
                            ("started_on__isnull", True),
                            ("series_on__lte", models.F("started_on")),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="delivery_course_series",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("now__isnull", True), ("now__lte", 10), _connector="OR"),
                    models.Q(("wanted__isnull", True), ("wanted__lte", 10), _connector="OR"),
                ),
                name="delivery_goal_scale",
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="mentor",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.appointment"
            ),
        ),
        migrations.AddField(
            model_name="assignment",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="reconsent",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="reconsent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddIndex(
            model_name="assignment",
            index=models.Index(fields=["tenant_id", "mentor"], name="delivery_assignment_mentor"),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("to_on__isnull", True)),
                fields=("tenant_id", "course"),
                name="delivery_one_open_assignment",
            ),
        ),
        migrations.AddConstraint(
            model_name="assignment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("left_because", ""), ("to_on__isnull", True)),
                    models.Q(
                        ("to_on__gte", models.F("from_on")), models.Q(("left_because", ""), _negated=True)
                    ),
                    _connector="OR",
                ),
                name="delivery_assignment_order",
            ),
        ),
        migrations.AddIndex(
            model_name="reconsent",
            index=models.Index(
                condition=models.Q(("answered_on__isnull", True)),
                fields=["tenant_id", "due_month"],
                name="delivery_reconsent_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="reconsent",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "course", "age"), name="delivery_one_reconsent"
            ),
        ),
        migrations.AddConstraint(
            model_name="reconsent",
            constraint=models.CheckConstraint(
                condition=models.Q(("age__in", (15, 18))), name="delivery_reconsent_age"
            ),
        ),
        migrations.RunSQL(HELD_SINCE, migrations.RunSQL.noop),
        Protect(
            "delivery_assignment",
            references=[
                ("course_id", "delivery_course"),
                ("person_id", "people_person"),
                ("mentor_id", "people_appointment"),
            ],
        ),
        migrations.RunSQL(FORCE_AGAIN, migrations.RunSQL.noop),
        Protect(
            "delivery_reconsent",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        migrations.RunSQL(MOVES, UNDO_MOVES),
    ]
