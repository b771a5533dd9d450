"""Courses that go on in another municipality; and a loan that covers one course, kept so by the database."""

import django.db.models.deletion
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models


from samspil.trust.operations import Protect

# A mentor on loan holds one course and no other. The triggers come after the row, as in 0003.
ONE_COURSE = """
CREATE FUNCTION delivery_loan_is_for_one_course() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.people_appointment a
      WHERE a.tenant_id = NEW.tenant_id AND a.id = NEW.mentor_id AND a.loan_until IS NOT NULL)
    AND EXISTS (SELECT 1 FROM public.delivery_assignment o
      WHERE o.tenant_id = NEW.tenant_id AND o.mentor_id = NEW.mentor_id AND o.course_id <> NEW.course_id)
  THEN
    RAISE EXCEPTION 'A loan is for one course.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_loan_is_for_one_course
  AFTER INSERT OR UPDATE OF course_id, mentor_id ON delivery_assignment
  FOR EACH ROW EXECUTE FUNCTION delivery_loan_is_for_one_course();

CREATE FUNCTION delivery_loan_is_assigned() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.people_appointment a
      WHERE a.tenant_id = NEW.tenant_id AND a.id = NEW.mentor_id AND a.loan_until IS NOT NULL)
    AND NOT EXISTS (SELECT 1 FROM public.delivery_assignment o
      WHERE o.tenant_id = NEW.tenant_id AND o.mentor_id = NEW.mentor_id AND o.course_id = NEW.id)
  THEN
    RAISE EXCEPTION 'A loan is for one course.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_loan_is_assigned AFTER UPDATE OF mentor_id ON delivery_course
  FOR EACH ROW WHEN (OLD.mentor_id IS DISTINCT FROM NEW.mentor_id)
  EXECUTE FUNCTION delivery_loan_is_assigned();
"""
UNDO_ONE_COURSE = """
DROP TRIGGER delivery_loan_is_assigned ON delivery_course;
DROP FUNCTION delivery_loan_is_assigned();
DROP TRIGGER delivery_loan_is_for_one_course ON delivery_assignment;
DROP FUNCTION delivery_loan_is_for_one_course();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0008_ownpage_stop_seen"),
        ("people", "0005_handover_loans_and_deputies"),
    ]

    operations = [
        migrations.CreateModel(
            name="Arrival",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("brought", samspil.trust.fields.SealedField(compartment="content", default=b"")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="EarlierAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("key", models.CharField(max_length=20)),
                ("instrument", models.CharField(max_length=40)),
                ("instrument_version", models.PositiveSmallIntegerField()),
                ("answered_on", models.DateField()),
                ("for_mentor", models.BooleanField()),
                ("for_coordinator", models.BooleanField()),
                ("answers", samspil.trust.fields.SealedField(compartment="content", default=b"")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("to_tenant_id", models.UUIDField(help_text="the receiving municipality")),
                (
                    "state",
                    models.CharField(default="proposed", max_length=12),
                ),
                ("proposed_on", models.DateField()),
                ("moves_on", models.DateField(help_text="from this day on the course is the receiver's")),
                (
                    "open_until",
                    models.DateTimeField(
                        help_text="the receiver reads it until then, by the database's clock"
                    ),
                ),
                ("ended_on", models.DateField(null=True)),
                (
                    "packet",
                    samspil.trust.fields.SealedField(
                        compartment="content",
                        default=b"",
                        help_text="what the receiver reads before answering",
                    ),
                ),
                (
                    "who",
                    samspil.trust.fields.SealedField(
                        compartment="identity", default=b"", help_text="opened by the acceptance alone"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="MoveAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("move_id", models.UUIDField(help_text="the sender's row")),
                ("from_tenant_id", models.UUIDField(help_text="the sending municipality")),
                ("accepted", models.BooleanField()),
                ("because", models.CharField(blank=True, max_length=12)),
                ("answered_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="course",
            name="series_until",
            field=models.DateField(help_text="from this day on the rounds are owed elsewhere", null=True),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("series_until__isnull", True),
                    models.Q(
                        ("series_until__gt", models.F("started_on")),
                        (
                            "state__in",
                            (
                                "active",
                                "paused",
                                "transferred",
                                "ended_early",
                                "followed_up",
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="delivery_course_series_until",
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="arrival",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="earlieranswer",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="earlieranswer",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="move",
            name="consent",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.consent"
            ),
        ),
        migrations.AddField(
            model_name="move",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="move",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddIndex(
            model_name="moveanswer",
            index=models.Index(fields=["from_tenant_id"], name="delivery_move_from"),
        ),
        migrations.AddConstraint(
            model_name="moveanswer",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "move_id"), name="delivery_one_answer_to_a_move"
            ),
        ),
        migrations.AddConstraint(
            model_name="moveanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("accepted", True), ("because", "")),
                    models.Q(
                        ("accepted", False),
                        (
                            "because__in",
                            [
                                "no_place",
                                "other_help",
                                "not_wanted",
                            ],
                        ),
                    ),
                    _connector="OR",
                ),
                name="delivery_move_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="arrival",
            constraint=models.UniqueConstraint(fields=("tenant_id", "course"), name="delivery_one_arrival"),
        ),
        migrations.AddConstraint(
            model_name="earlieranswer",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "course", "key", "instrument"), name="delivery_one_earlier_answer"
            ),
        ),
        migrations.AddIndex(
            model_name="move",
            index=models.Index(fields=["to_tenant_id", "open_until"], name="delivery_move_to"),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["proposed", "finished", "declined", "taken_back", "expired"])
                ),
                name="delivery_move_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "proposed")),
                fields=("tenant_id", "course"),
                name="delivery_one_open_move",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", True), ("state", "proposed")),
                    models.Q(
                        models.Q(("state", "proposed"), _negated=True),
                        ("ended_on__isnull", False),
                        ("packet", b""),
                        ("who", b""),
                    ),
                    _connector="OR",
                ),
                name="delivery_move_packet_goes_with_its_end",
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(("moves_on__gt", models.F("proposed_on"))), name="delivery_move_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="move",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_tenant_id", models.F("tenant_id")), _negated=True),
                name="delivery_move_goes_elsewhere",
            ),
        ),
        Protect(
            "delivery_move",
            references=[
                ("course_id", "delivery_course"),
                ("person_id", "people_person"),
                ("consent_id", "people_consent"),
            ],
            also="to_tenant_id=samspil_tenant@open_until",
        ),
        Protect("delivery_moveanswer", also="from_tenant_id=samspil_tenant"),
        Protect(
            "delivery_arrival",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        Protect(
            "delivery_earlieranswer",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        migrations.RunSQL(ONE_COURSE, UNDO_ONE_COURSE),
    ]
