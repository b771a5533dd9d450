"""Answers from before: the files they came with, and what the database keeps true of them."""

import django.db.models.deletion
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

# Earlier answers are put to a round that is open or was missed, were given while it lasted, and are the only
# way out of missed; and no measurement leaves its answers behind, whatever the code does.
HOLDS = """
CREATE OR REPLACE FUNCTION delivery_sheet_came() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.came_by <> NEW.came_by THEN
    RAISE EXCEPTION 'How answers came in does not change.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.came_by = 'paper' AND NOT EXISTS (
    SELECT 1 FROM public.delivery_measurement m
    WHERE m.tenant_id = NEW.tenant_id AND m.id = NEW.measurement_id AND m.state = 'open')
  THEN
    RAISE EXCEPTION 'A paper is typed in while its round is open.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.came_by = 'import' AND NOT EXISTS (
    SELECT 1 FROM public.delivery_measurement m
    WHERE m.tenant_id = NEW.tenant_id AND m.id = NEW.measurement_id AND m.state IN ('open', 'missed'))
  THEN
    RAISE EXCEPTION 'Earlier answers are put to a round that has none.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION delivery_earlier_day() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.delivery_answersheet s
    WHERE s.tenant_id = NEW.tenant_id AND s.measurement_id = NEW.id AND s.came_by = 'import')
  THEN
    RAISE EXCEPTION 'Earlier answers were given while their round lasted.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_earlier_day BEFORE UPDATE ON delivery_measurement FOR EACH ROW
  WHEN (NEW.answered_on < NEW.opens_on OR NEW.answered_on > NEW.late_until)
  EXECUTE FUNCTION delivery_earlier_day();

CREATE FUNCTION delivery_out_of_missed() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.delivery_answersheet s
    WHERE s.tenant_id = NEW.tenant_id AND s.measurement_id = NEW.id AND s.came_by = 'import')
  THEN
    RAISE EXCEPTION 'What was missed is answered by a file of earlier answers alone.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_out_of_missed BEFORE UPDATE ON delivery_measurement FOR EACH ROW
  WHEN (OLD.state = 'missed' AND NEW.state IN ('done', 'late')) EXECUTE FUNCTION delivery_out_of_missed();

CREATE FUNCTION delivery_out_of_answered() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.delivery_answersheet s WHERE s.tenant_id = NEW.tenant_id
    AND s.measurement_id = NEW.id AND s.submitted_at IS NOT NULL)
  THEN
    RAISE EXCEPTION 'A round with answers stays answered.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_out_of_answered BEFORE UPDATE ON delivery_measurement FOR EACH ROW
  WHEN (OLD.state IN ('done', 'late') AND NEW.state NOT IN ('done', 'late'))
  EXECUTE FUNCTION delivery_out_of_answered();
"""
UNDO = """
DROP TRIGGER delivery_out_of_answered ON delivery_measurement;
DROP TRIGGER delivery_out_of_missed ON delivery_measurement;
DROP TRIGGER delivery_earlier_day ON delivery_measurement;
DROP FUNCTION delivery_out_of_answered();
DROP FUNCTION delivery_out_of_missed();
DROP FUNCTION delivery_earlier_day();
CREATE OR REPLACE FUNCTION delivery_sheet_came() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.came_by <> NEW.came_by THEN
    RAISE EXCEPTION 'How answers came in does not change.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.came_by = 'paper' AND NOT EXISTS (
    SELECT 1 FROM public.delivery_measurement m
    WHERE m.tenant_id = NEW.tenant_id AND m.id = NEW.measurement_id AND m.state = 'open')
  THEN
    RAISE EXCEPTION 'A paper is typed in while its round is open.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0017_efforts"),
        ("people", "0007_history_drafts_of_answers"),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerFile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("draft_id", models.UUIDField(help_text="the file as it was read, gone itself")),
                ("instrument", models.CharField(max_length=40)),
                ("instrument_version", models.PositiveSmallIntegerField()),
                ("rows", models.PositiveSmallIntegerField()),
                ("taken_in_on", models.DateField()),
                ("taken_back_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ImportedAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("state_before", models.CharField(blank=True, max_length=10)),
                ("reason_before", models.CharField(blank=True, max_length=30)),
                (
                    "state",
                    models.CharField(blank=True, help_text="what the measurement became", max_length=10),
                ),
                ("answered_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="answersheet",
            name="delivery_sheet_came_by",
        ),
        migrations.RemoveConstraint(
            model_name="answersheet",
            name="delivery_paper_is_whole",
        ),
        migrations.AlterField(
            model_name="answersheet",
            name="came_by",
            field=models.CharField(
                default="link",
                help_text="by the person's own link, typed in from paper, or with a file of earlier answers",
                max_length=6,
            ),
        ),
        migrations.AlterField(
            model_name="impression",
            name="knew_answers",
            field=models.BooleanField(
                help_text="the answers had been shown to the mentor by then, or had stood on a paper or in a file"
            ),
        ),
        migrations.AddConstraint(
            model_name="answersheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("came_by__in", ["link", "paper", "import"])),
                name="delivery_sheet_came_by",
            ),
        ),
        migrations.AddConstraint(
            model_name="answersheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("came_by", "link"), ("submitted_at__isnull", False), _connector="OR"),
                name="delivery_paper_is_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="answerfile",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "draft_id"), name="delivery_one_file_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="answerfile",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("taken_back_on__isnull", True),
                    ("taken_back_on__gte", models.F("taken_in_on")),
                    _connector="OR",
                ),
                name="delivery_file_back_after",
            ),
        ),
        migrations.AddField(
            model_name="importedanswer",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="importedanswer",
            name="earlier",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="delivery.earlieranswer",
            ),
        ),
        migrations.AddField(
            model_name="importedanswer",
            name="file",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.answerfile"
            ),
        ),
        migrations.AddField(
            model_name="importedanswer",
            name="measurement",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                to="delivery.measurement",
            ),
        ),
        migrations.AddField(
            model_name="importedanswer",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddIndex(
            model_name="importedanswer",
            index=models.Index(fields=["tenant_id", "file"], name="delivery_imported_of_file"),
        ),
        migrations.AddConstraint(
            model_name="importedanswer",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "measurement"), name="delivery_one_file_answers_it"
            ),
        ),
        migrations.AddConstraint(
            model_name="importedanswer",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "earlier"), name="delivery_one_file_brought_it"
            ),
        ),
        migrations.AddConstraint(
            model_name="importedanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("earlier__isnull", True),
                        ("measurement__isnull", False),
                        ("state__in", ("done", "late")),
                        ("state_before__in", ("open", "missed")),
                    ),
                    models.Q(
                        ("earlier__isnull", False),
                        ("measurement__isnull", True),
                        ("reason_before", ""),
                        ("state", ""),
                        ("state_before", ""),
                    ),
                    _connector="OR",
                ),
                name="delivery_imported_one_of_two",
            ),
        ),
        Protect("delivery_answerfile"),
        Protect(
            "delivery_importedanswer",
            references=[
                ("file_id", "delivery_answerfile"),
                ("course_id", "delivery_course"),
                ("person_id", "people_person"),
                ("measurement_id", "delivery_measurement"),
                ("earlier_id", "delivery_earlieranswer"),
            ],
        ),
        migrations.RunSQL(HOLDS, UNDO),
    ]
