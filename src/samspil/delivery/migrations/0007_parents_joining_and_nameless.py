"""Parents in courses and networks, joining up, and what is counted without a name."""

import django.contrib.postgres.fields
import django.db.models.deletion
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect


# Triggers come after the row, so that the policy of a foreign organisation speaks first. They look for what is
# wrong, not for what is right: a row that is not there is the foreign key's to refuse, as everywhere else.
RULES = """
CREATE FUNCTION delivery_joining_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.delivery_course WHERE tenant_id = NEW.tenant_id AND (
    id = NEW.mentor_course_id
      AND (intervention <> 'mentor' OR person_id IS NULL OR stopped_on IS NOT NULL)
    OR id = NEW.parent_course_id
      AND (intervention <> 'parent' OR person_id IS NULL OR stopped_on IS NOT NULL));
  IF FOUND THEN
    RAISE EXCEPTION 'A mentor course is joined with a parent course, and neither was stopped.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_joining_fits AFTER INSERT OR UPDATE ON delivery_joining
  FOR EACH ROW EXECUTE FUNCTION delivery_joining_fits();

CREATE FUNCTION delivery_stop_unjoins() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  DELETE FROM public.delivery_joining WHERE tenant_id = NEW.tenant_id
    AND (mentor_course_id = NEW.id OR parent_course_id = NEW.id);
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_stop_unjoins AFTER UPDATE OF stopped_on ON delivery_course
  FOR EACH ROW WHEN (OLD.stopped_on IS NULL AND NEW.stopped_on IS NOT NULL)
  EXECUTE FUNCTION delivery_stop_unjoins();

CREATE FUNCTION delivery_second_parent_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.delivery_course WHERE tenant_id = NEW.tenant_id AND id = NEW.course_id
    AND (intervention <> 'parent' OR person_id IS NULL OR person_id = NEW.person_id)
  UNION ALL
  SELECT 1 FROM public.people_person WHERE tenant_id = NEW.tenant_id AND id = NEW.person_id
    AND kind <> 'parent';
  IF FOUND THEN
    RAISE EXCEPTION 'The second parent of a parent course is another parent.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_second_parent_fits AFTER INSERT OR UPDATE ON delivery_courseparent
  FOR EACH ROW EXECUTE FUNCTION delivery_second_parent_fits();

CREATE FUNCTION delivery_person_of_course() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.delivery_course WHERE tenant_id = NEW.tenant_id AND id = NEW.course_id
    AND person_id = NEW.person_id
  UNION ALL
  SELECT 1 FROM public.delivery_courseparent WHERE tenant_id = NEW.tenant_id AND course_id = NEW.course_id
    AND person_id = NEW.person_id AND left_on IS NULL;
  IF NOT FOUND THEN
    RAISE EXCEPTION 'Whose it is must be one of the course.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_person_of_course AFTER INSERT ON delivery_session
  FOR EACH ROW EXECUTE FUNCTION delivery_person_of_course();
CREATE TRIGGER delivery_person_of_course AFTER INSERT ON delivery_goal
  FOR EACH ROW EXECUTE FUNCTION delivery_person_of_course();
CREATE TRIGGER delivery_person_of_course AFTER INSERT ON delivery_networkmember
  FOR EACH ROW EXECUTE FUNCTION delivery_person_of_course();
"""
UNDO_RULES = """
DROP TRIGGER delivery_person_of_course ON delivery_networkmember;
DROP TRIGGER delivery_person_of_course ON delivery_goal;
DROP TRIGGER delivery_person_of_course ON delivery_session;
DROP FUNCTION delivery_person_of_course();
DROP TRIGGER delivery_second_parent_fits ON delivery_courseparent;
DROP FUNCTION delivery_second_parent_fits();
DROP TRIGGER delivery_stop_unjoins ON delivery_course;
DROP FUNCTION delivery_stop_unjoins();
DROP TRIGGER delivery_joining_fits ON delivery_joining;
DROP FUNCTION delivery_joining_fits();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0006_sessions_changed_struck_and_cards"),
        ("people", "0002_consents_and_local_rules"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="Consultation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("day", models.DateField()),
                ("profession", models.CharField(max_length=30)),
                ("topic", models.CharField(max_length=30)),
                ("minutes", models.PositiveSmallIntegerField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Counselling",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("day", models.DateField()),
                ("channel", models.CharField(max_length=30)),
                ("asker", models.CharField(max_length=20)),
                ("topic", models.CharField(max_length=30)),
                ("minutes", models.PositiveSmallIntegerField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CourseParent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("added_on", models.DateField()),
                ("left_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Joining",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("joined_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="JoiningCount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("month", models.DateField(help_text="the first of the month")),
                ("ended_count", models.PositiveIntegerField(default=0)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="NetworkFacilitator",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="NetworkMeeting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("held_on", models.DateField(help_text="the day it is planned for, or was held")),
                ("place", models.CharField(max_length=30)),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), default=list, size=None
                    ),
                ),
                (
                    "state",
                    models.CharField(default="planned", max_length=20),
                ),
                ("minutes", models.PositiveSmallIntegerField(null=True)),
                ("attended_count", models.PositiveSmallIntegerField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="NetworkMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("joined_on", models.DateField()),
                ("method", models.CharField(max_length=10)),
                ("text_version", models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ParentNetwork",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("name", models.CharField(help_text="neutral: a colour, a tree, a weekday", max_length=40)),
                (
                    "rules",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        default=list,
                        help_text="codes of agreed rules",
                        size=None,
                    ),
                ),
                (
                    "own_rule",
                    models.CharField(blank=True, help_text="one more rule; about nobody", max_length=200),
                ),
                ("founded_on", models.DateField()),
                ("closed_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ParentOffer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("month", models.DateField(help_text="the first of the month; no day is kept")),
                ("occasion", models.CharField(max_length=20)),
                (
                    "answer",
                    models.CharField(default="offered", max_length=20),
                ),
                ("answered_month", models.DateField(help_text="the first of the month", null=True)),
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
            name="child_age_band",
            field=models.CharField(blank=True, help_text="parent courses: no name, a band", max_length=10),
        ),
        migrations.AddField(
            model_name="course",
            name="interpreter_language",
            field=models.CharField(blank=True, help_text="empty: none is needed", max_length=5),
        ),
        migrations.AddField(
            model_name="course",
            name="joining_asked_on",
            field=models.DateField(help_text="asked about joining up, and did not say yes", null=True),
        ),
        migrations.AddField(
            model_name="session",
            name="joint",
            field=models.BooleanField(
                default=False, help_text="both parents were there; the first one's key seals"
            ),
        ),
        migrations.AddField(
            model_name="session",
            name="with_interpreter",
            field=models.BooleanField(default=False),
        ),
        migrations.AddConstraint(
            model_name="course",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("child_age_band", ""),
                    models.Q(
                        (
                            "child_age_band__in",
                            [
                                "not_said",
                                "under_12",
                                "12_14",
                                "15_17",
                                "18_plus",
                            ],
                        ),
                        ("intervention", "parent"),
                    ),
                    _connector="OR",
                ),
                name="delivery_course_age_band",
            ),
        ),
        migrations.AddConstraint(
            model_name="goal",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_on__isnull", True)),
                fields=("tenant_id", "course", "person", "number"),
                name="delivery_goal_number",
            ),
        ),
        migrations.AddConstraint(
            model_name="consultation",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 600)),
                name="delivery_consultation_minutes",
            ),
        ),
        migrations.AddConstraint(
            model_name="counselling",
            constraint=models.CheckConstraint(
                condition=models.Q(("asker__in", ["young", "parent", "relative", "other"])),
                name="delivery_counselling_asker",
            ),
        ),
        migrations.AddConstraint(
            model_name="counselling",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 1), ("minutes__lte", 600)),
                name="delivery_counselling_minutes",
            ),
        ),
        migrations.AddField(
            model_name="courseparent",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="courseparent",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="joining",
            name="mentor_course",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="delivery.course",
            ),
        ),
        migrations.AddField(
            model_name="joining",
            name="parent_course",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="delivery.course",
            ),
        ),
        migrations.AddConstraint(
            model_name="joiningcount",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "month"), name="delivery_one_joining_count"
            ),
        ),
        migrations.AddField(
            model_name="networkfacilitator",
            name="coach",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.appointment"
            ),
        ),
        migrations.AddField(
            model_name="networkmember",
            name="course",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
            ),
        ),
        migrations.AddField(
            model_name="networkmember",
            name="person",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
            ),
        ),
        migrations.AddField(
            model_name="parentnetwork",
            name="concept",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                to="programme.conceptversion",
            ),
        ),
        migrations.AddField(
            model_name="networkmember",
            name="network",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="members",
                to="delivery.parentnetwork",
            ),
        ),
        migrations.AddField(
            model_name="networkmeeting",
            name="network",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="meetings",
                to="delivery.parentnetwork",
            ),
        ),
        migrations.AddField(
            model_name="networkfacilitator",
            name="network",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="facilitators",
                to="delivery.parentnetwork",
            ),
        ),
        migrations.AddConstraint(
            model_name="parentoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("occasion__in", ["parent_of_offered", "friend_of_mentee", "asked_themselves"])
                ),
                name="delivery_parent_offer_occasion",
            ),
        ),
        migrations.AddConstraint(
            model_name="parentoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("answer__in", ["offered", "yes", "no", "no_answer"])),
                name="delivery_parent_offer_answer",
            ),
        ),
        migrations.AddConstraint(
            model_name="parentoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answer", "offered"),
                        ("answered_month__isnull", True),
                    ),
                    models.Q(
                        models.Q(("answer", "offered"), _negated=True),
                        ("answered_month__gte", models.F("month")),
                    ),
                    _connector="OR",
                ),
                name="delivery_parent_offer_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="parentoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("month__day", 1),
                    models.Q(("answered_month__isnull", True), ("answered_month__day", 1), _connector="OR"),
                ),
                name="delivery_parent_offer_month",
            ),
        ),
        migrations.AddConstraint(
            model_name="courseparent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("left_on__isnull", True)),
                fields=("tenant_id", "course"),
                name="delivery_one_second_parent",
            ),
        ),
        migrations.AddConstraint(
            model_name="courseparent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("left_on__isnull", True), ("left_on__gte", models.F("added_on")), _connector="OR"
                ),
                name="delivery_second_parent_order",
            ),
        ),
        migrations.AddIndex(
            model_name="joining",
            index=models.Index(fields=["tenant_id", "parent_course"], name="delivery_joining_of_parent"),
        ),
        migrations.AddConstraint(
            model_name="joining",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "mentor_course", "parent_course"), name="delivery_joined_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="parentnetwork",
            constraint=models.UniqueConstraint(
                condition=models.Q(("closed_on__isnull", True)),
                fields=("tenant_id", "name"),
                name="delivery_network_name",
            ),
        ),
        migrations.AddConstraint(
            model_name="parentnetwork",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closed_on__isnull", True), ("closed_on__gte", models.F("founded_on")), _connector="OR"
                ),
                name="delivery_network_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="parentnetwork",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name__regex", "@|[0-9][0-9 .-]{2,}[0-9]"), _negated=True),
                    models.Q(("own_rule__regex", "@|[0-9][0-9 .-]{2,}[0-9]"), _negated=True),
                ),
                name="delivery_network_about_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkmember",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "network", "person"), name="delivery_member_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="networkmember",
            constraint=models.CheckConstraint(
                condition=models.Q(("method__in", ["screen", "paper", "oral", "own_page"])),
                name="delivery_member_method",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "held", "cancelled"])),
                name="delivery_meeting_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkmeeting",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "network", "held_on"), name="delivery_meeting_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="networkmeeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("attended_count__gte", 0),
                        ("attended_count__lte", 100),
                        ("minutes__gte", 1),
                        ("minutes__lte", 600),
                        ("state", "held"),
                    ),
                    models.Q(
                        models.Q(("state", "held"), _negated=True),
                        ("attended_count__isnull", True),
                        ("minutes__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="delivery_meeting_counted",
            ),
        ),
        migrations.AddConstraint(
            model_name="networkfacilitator",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "network", "coach"), name="delivery_leads_once"
            ),
        ),
        Protect("delivery_joiningcount"),
        Protect("delivery_parentoffer"),
        Protect("delivery_counselling"),
        Protect("delivery_consultation"),
        Protect(
            "delivery_joining",
            references=[("mentor_course_id", "delivery_course"), ("parent_course_id", "delivery_course")],
        ),
        Protect(
            "delivery_courseparent",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        Protect("delivery_parentnetwork", shared=[("concept_id", "programme_conceptversion")]),
        Protect(
            "delivery_networkfacilitator",
            references=[("network_id", "delivery_parentnetwork"), ("coach_id", "people_appointment")],
        ),
        Protect("delivery_networkmeeting", references=[("network_id", "delivery_parentnetwork")]),
        Protect(
            "delivery_networkmember",
            references=[
                ("network_id", "delivery_parentnetwork"),
                ("course_id", "delivery_course"),
                ("person_id", "people_person"),
            ],
        ),
        migrations.RunSQL(RULES, UNDO_RULES),
    ]
