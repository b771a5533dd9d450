"""A plan has versions that are said yes to, steps and reviews; goals are retired instead of replaced."""

import django.contrib.postgres.fields
import django.db.models.deletion
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# A version of a plan says what was agreed on its day: only that a later one took its place may be noted.
# The triggers come after the row, so that the policy of a foreign organisation and the keys speak first.
KEPT = """
CREATE FUNCTION delivery_plan_version_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'A version of a plan is never changed.' USING ERRCODE = 'check_violation';
END $$;
CREATE CONSTRAINT TRIGGER delivery_plan_version_kept AFTER UPDATE ON delivery_planversion
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN ((OLD.course_id, OLD.person_id, OLD.number, OLD.written_on, OLD.by_role, OLD.content)
    IS DISTINCT FROM (NEW.course_id, NEW.person_id, NEW.number, NEW.written_on, NEW.by_role, NEW.content)
    OR OLD.review_on IS DISTINCT FROM NEW.review_on
    OR (OLD.replaced_on IS NOT NULL AND OLD.replaced_on IS DISTINCT FROM NEW.replaced_on))
  EXECUTE FUNCTION delivery_plan_version_kept();

CREATE FUNCTION delivery_accepts_the_current_plan() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.delivery_planversion WHERE tenant_id = NEW.tenant_id AND id = NEW.plan_id
    AND replaced_on IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'Only the current plan is accepted.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_accepts_the_current_plan AFTER INSERT ON delivery_planacceptance
  FOR EACH ROW EXECUTE FUNCTION delivery_accepts_the_current_plan();

CREATE FUNCTION delivery_review_while_running() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.delivery_course WHERE tenant_id = NEW.tenant_id AND id = NEW.course_id
    AND state IN ('active', 'paused', 'closing');
  IF NOT FOUND THEN
    RAISE EXCEPTION 'A review belongs to a running course.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_review_while_running AFTER INSERT ON delivery_review
  FOR EACH ROW EXECUTE FUNCTION delivery_review_while_running();
"""
UNDO = """
DROP TRIGGER delivery_review_while_running ON delivery_review;
DROP FUNCTION delivery_review_while_running();
DROP TRIGGER delivery_accepts_the_current_plan ON delivery_planacceptance;
DROP FUNCTION delivery_accepts_the_current_plan();
DROP TRIGGER delivery_plan_version_kept ON delivery_planversion;
DROP FUNCTION delivery_plan_version_kept();
"""
# Courses that run already get the rhythm that was meant for them: six weeks and 21 days.
RHYTHM = """
ALTER TABLE delivery_course NO FORCE ROW LEVEL SECURITY;
UPDATE delivery_course SET review_due_on = started_on + 42, quiet_days = 21
  WHERE state IN ('active', 'paused', 'closing');
ALTER TABLE delivery_course FORCE ROW LEVEL SECURITY;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0004_matching_wishes_and_conflicts"),
        ("people", "0002_consents_and_local_rules"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="Clarification",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("area", models.CharField(max_length=20)),
                (
                    "works",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="what works"
                    ),
                ),
                (
                    "hard",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="what is hard"
                    ),
                ),
                (
                    "helps",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="who helps, as a role"
                    ),
                ),
                (
                    "wish",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="what the person would like"
                    ),
                ),
                ("saved_on", models.DateField()),
                ("by_role", models.CharField(max_length=20)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PlanAcceptance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("capacity", models.CharField(max_length=30)),
                ("method", models.CharField(max_length=20)),
                ("accepted_on", models.DateField()),
                ("by_role", models.CharField(max_length=20)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PlanStep",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                (
                    "who",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="a role, never a third person's name"
                    ),
                ),
                ("what", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                (
                    "by_when",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="in the person's own words"
                    ),
                ),
                ("done_on", models.DateField(null=True)),
                ("retired_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PlanVersion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("written_on", models.DateField()),
                ("by_role", models.CharField(max_length=20)),
                (
                    "review_on",
                    models.DateField(help_text="when the plan is to be looked at together", null=True),
                ),
                ("replaced_on", models.DateField(null=True)),
                (
                    "content",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="everything the plan said, as JSON"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Review",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("held_on", models.DateField()),
                ("next_on", models.DateField()),
                (
                    "present",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), size=None
                    ),
                ),
                (
                    "ratings",
                    samspil.trust.fields.SealedField(
                        compartment="content",
                        default=b"",
                        help_text="0 to 10 for each goal, by the person, as JSON",
                    ),
                ),
                ("agreed", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("by_role", models.CharField(max_length=20)),
                ("written_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="goal",
            name="delivery_goal_number",
        ),
        migrations.AddField(
            model_name="course",
            name="quiet_days",
            field=models.PositiveSmallIntegerField(
                help_text="as many days without contact are too many", null=True
            ),
        ),
        migrations.AddField(
            model_name="course",
            name="review_due_on",
            field=models.DateField(help_text="the next review is held by this day", null=True),
        ),
        migrations.AddField(
            model_name="goal",
            name="retired_on",
            field=models.DateField(help_text="another goal took its place; sessions keep it", null=True),
        ),
        migrations.AddIndex(
            model_name="course",
            index=models.Index(
                condition=models.Q(("state__in", ("matched", "active", "paused", "closing"))),
                fields=["tenant_id", "review_due_on"],
                name="delivery_review_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_on__isnull", True)),
                fields=("tenant_id", "course", "number"),
                name="delivery_goal_number",
            ),
        ),
        migrations.AddField(
            model_name="clarification",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="clarification",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="planacceptance",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="planstep",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="planstep",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="planversion",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="planversion",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="planacceptance",
            name="plan",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.planversion"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="review",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddConstraint(
            model_name="clarification",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "area__in",
                        [
                            "everyday",
                            "school",
                            "friends",
                            "family",
                            "leisure",
                            "wellbeing",
                            "digital",
                            "being_met",
                            "wishes",
                        ],
                    )
                ),
                name="delivery_clarification_area",
            ),
        ),
        migrations.AddConstraint(
            model_name="clarification",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "course", "area"), name="delivery_one_area"
            ),
        ),
        migrations.AddIndex(
            model_name="planstep",
            index=models.Index(fields=["tenant_id", "course"], name="delivery_step_course"),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "course", "number"), name="delivery_plan_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.UniqueConstraint(
                condition=models.Q(("replaced_on__isnull", True)),
                fields=("tenant_id", "course"),
                name="delivery_one_current_plan",
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("number__gte", 1)), name="delivery_plan_from_one"
            ),
        ),
        migrations.AddConstraint(
            model_name="planversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("replaced_on__isnull", True),
                    ("replaced_on__gte", models.F("written_on")),
                    _connector="OR",
                ),
                name="delivery_plan_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="planacceptance",
            constraint=models.CheckConstraint(
                condition=models.Q(("capacity__in", ["self", "custody_holder", "second_custody_holder"])),
                name="delivery_acceptance_capacity",
            ),
        ),
        migrations.AddConstraint(
            model_name="planacceptance",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["screen", "paper", "oral", "own_page"])),
                name="delivery_acceptance_method",
            ),
        ),
        migrations.AddConstraint(
            model_name="planacceptance",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "plan", "capacity"), name="delivery_accepted_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "course", "held_on"), name="delivery_review_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(("next_on__gt", models.F("held_on"))), name="delivery_review_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="review",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "present__contained_by",
                        ["person", "custody_holder", "mentor", "coordinator", "caseworker", "other"],
                    ),
                    ("present__len__gte", 1),
                ),
                name="delivery_review_present",
            ),
        ),
        Protect(
            "delivery_planversion",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        Protect(
            "delivery_planacceptance",
            references=[("plan_id", "delivery_planversion"), ("person_id", "people_person")],
        ),
        Protect(
            "delivery_planstep", references=[("course_id", "delivery_course"), ("person_id", "people_person")]
        ),
        Protect(
            "delivery_clarification",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        Protect(
            "delivery_review", references=[("course_id", "delivery_course"), ("person_id", "people_person")]
        ),
        migrations.RunSQL(RHYTHM, migrations.RunSQL.noop),
        migrations.RunSQL(KEPT, UNDO),
    ]
