"""Courses from a spreadsheet, and the own hours of those who meet people."""

import django.db.models.deletion
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect


# What was handed in stays as it is until it is returned, a month moves only along its table, and nobody
# approves the own one, whatever the code does.
MONTHS = """
CREATE FUNCTION delivery_time_while_open() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.delivery_staffmonth WHERE tenant_id = coalesce(NEW.tenant_id, OLD.tenant_id)
    AND id IN (NEW.staff_month_id, OLD.staff_month_id) AND state NOT IN ('open', 'returned');
  IF FOUND THEN
    RAISE EXCEPTION 'A month that was handed in stays as it is.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER delivery_time_while_open AFTER INSERT OR UPDATE OR DELETE ON delivery_stafftime
  FOR EACH ROW EXECUTE FUNCTION delivery_time_while_open();

CREATE FUNCTION delivery_month_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state <> 'open' THEN
    RAISE EXCEPTION 'A month begins open.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (VALUES
    ('open', 'handed_in'), ('handed_in', 'approved'), ('handed_in', 'returned'), ('returned', 'handed_in'))
  THEN
    RAISE EXCEPTION 'A month cannot go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state = NEW.state AND OLD.state IN ('handed_in', 'approved')
    AND OLD.meeting_minutes IS DISTINCT FROM NEW.meeting_minutes THEN
    RAISE EXCEPTION 'What was handed in stays as it is.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.decided_by_id IS NOT NULL AND EXISTS (
    SELECT 1 FROM public.people_appointment mine JOIN public.people_appointment theirs
      ON theirs.tenant_id = mine.tenant_id AND theirs.account_id = mine.account_id
    WHERE mine.tenant_id = NEW.tenant_id AND mine.id = NEW.appointment_id AND theirs.id = NEW.decided_by_id)
  THEN
    RAISE EXCEPTION 'Nobody decides about their own hours.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_month_moves AFTER INSERT OR UPDATE ON delivery_staffmonth
  FOR EACH ROW EXECUTE FUNCTION delivery_month_moves();
"""
UNDO_MONTHS = """
DROP TRIGGER delivery_month_moves ON delivery_staffmonth;
DROP FUNCTION delivery_month_moves();
DROP TRIGGER delivery_time_while_open ON delivery_stafftime;
DROP FUNCTION delivery_time_while_open();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0010_closing_pauses_endings_and_journal"),
        ("people", "0006_gettingin_drafts"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="ImportedCourse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("reference_hash", models.CharField(max_length=64)),
                ("draft_id", models.UUIDField(help_text="the file it came with, gone itself")),
                ("taken_in_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="StaffMonth",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("month", models.DateField(help_text="the first of the month")),
                ("state", models.CharField(default="open", max_length=10)),
                (
                    "meeting_minutes",
                    models.PositiveIntegerField(
                        help_text="of own meetings, counted when it was handed in", null=True
                    ),
                ),
                ("handed_in_on", models.DateField(null=True)),
                ("decided_on", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, help_text="why it was returned", max_length=20)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="StaffTime",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=20)),
                (
                    "amount",
                    models.PositiveIntegerField(help_text="minutes, or whole kilometres, as the kind says"),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="course",
            name="delivery_course_series",
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
                            ("series_from", models.F("started_on")),
                            _connector="OR",
                        ),
                    ),
                    _connector="OR",
                ),
                name="delivery_course_series",
            ),
        ),
        migrations.AddField(
            model_name="importedcourse",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="importedcourse",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="staffmonth",
            name="appointment",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.appointment"
            ),
        ),
        migrations.AddField(
            model_name="staffmonth",
            name="decided_by",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="people.appointment",
            ),
        ),
        migrations.AddField(
            model_name="stafftime",
            name="staff_month",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.staffmonth"
            ),
        ),
        migrations.AddConstraint(
            model_name="importedcourse",
            constraint=models.UniqueConstraint(fields=("tenant_id", "course"), name="delivery_one_way_in"),
        ),
        migrations.AddConstraint(
            model_name="importedcourse",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "reference_hash"), name="delivery_one_row_once"
            ),
        ),
        migrations.AddIndex(
            model_name="staffmonth",
            index=models.Index(fields=["tenant_id", "month", "state"], name="delivery_month_list"),
        ),
        migrations.AddConstraint(
            model_name="staffmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "handed_in", "approved", "returned"])),
                name="delivery_month_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmonth",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "appointment", "month"), name="delivery_one_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(("month__day", 1)), name="delivery_month_is_a_month"
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("meeting_minutes__isnull", True),
                        (
                            "state__in",
                            (
                                "open",
                                "returned",
                            ),
                        ),
                    ),
                    models.Q(
                        ("handed_in_on__isnull", False),
                        ("meeting_minutes__isnull", False),
                        (
                            "state__in",
                            (
                                "handed_in",
                                "approved",
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="delivery_month_handed_in",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("decided_by__isnull", False),
                        (
                            "state__in",
                            (
                                "approved",
                                "returned",
                            ),
                        ),
                    ),
                    (
                        "state__in",
                        (
                            "open",
                            "handed_in",
                        ),
                    ),
                    _connector="OR",
                ),
                name="delivery_month_decided",
            ),
        ),
        migrations.AddConstraint(
            model_name="staffmonth",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "reason__in",
                            [
                                "more_written",
                                "too_much",
                                "too_little",
                                "talk",
                            ],
                        ),
                        ("state", "returned"),
                    ),
                    models.Q(
                        models.Q(("state", "returned"), _negated=True),
                        ("reason", ""),
                    ),
                    _connector="OR",
                ),
                name="delivery_month_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="stafftime",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "kind__in",
                        [
                            "preparation",
                            "coordination",
                            "supervision",
                            "transport",
                            "km_meetings",
                            "km_other",
                        ],
                    )
                ),
                name="delivery_time_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="stafftime",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "staff_month", "kind"), name="delivery_one_sum"
            ),
        ),
        migrations.AddConstraint(
            model_name="stafftime",
            constraint=models.CheckConstraint(
                condition=models.Q(("amount__gte", 1), ("amount__lte", 44640)), name="delivery_sum_fits"
            ),
        ),
        Protect(
            "delivery_importedcourse",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        Protect(
            "delivery_staffmonth",
            references=[("appointment_id", "people_appointment"), ("decided_by_id", "people_appointment")],
        ),
        Protect("delivery_stafftime", references=[("staff_month_id", "delivery_staffmonth")]),
        migrations.RunSQL(MONTHS, UNDO_MONTHS),
    ]
