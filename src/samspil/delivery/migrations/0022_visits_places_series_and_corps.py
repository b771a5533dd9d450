"""Places, series of visits, who goes on each, and the corps; what a visit may become is kept by the database."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.text
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# A series and a visit move only along their tables of states as they were when this was written; a later
# change of a table brings a migration that replaces the function. tests/delivery holds them against each
# other. The triggers come after the row, so that the policy of a foreign organisation speaks first.
MOVES = """
CREATE FUNCTION delivery_series_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  held integer;
  planned integer;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' THEN
      RAISE EXCEPTION 'A series begins as open, not %.', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.visit_count <> NEW.visit_count THEN
    RAISE EXCEPTION 'The number of visits of a series stays.' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = NEW.state THEN RETURN NEW; END IF;
  IF (OLD.state, NEW.state) NOT IN (VALUES
    ('open', 'complete'), ('open', 'incomplete'), ('open', 'called_off'), ('incomplete', 'open'))
  THEN
    RAISE EXCEPTION 'A series cannot go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  SELECT count(*) FILTER (WHERE state = 'held'), count(*) FILTER (WHERE state = 'planned')
    INTO held, planned
    FROM public.delivery_visit WHERE tenant_id = NEW.tenant_id AND series_id = NEW.id;
  IF NEW.state <> 'open' AND planned > 0
    OR NEW.state = 'complete' AND held <> NEW.visit_count
    OR NEW.state = 'incomplete' AND (held = 0 OR held >= NEW.visit_count)
    OR NEW.state = 'called_off' AND held > 0
  THEN
    RAISE EXCEPTION 'A series with % held and % planned visits is not %.', held, planned, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_series_moves AFTER INSERT OR UPDATE OF state, visit_count ON delivery_series
  FOR EACH ROW EXECUTE FUNCTION delivery_series_moves();

CREATE FUNCTION delivery_visit_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  series record;
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state <> 'planned' THEN
    RAISE EXCEPTION 'A visit begins as planned, not %.', NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state = NEW.state THEN RETURN NEW; END IF;
    IF (OLD.state, NEW.state) NOT IN (VALUES ('planned', 'held'), ('planned', 'cancelled')) THEN
      RAISE EXCEPTION 'A visit cannot go from % to %.', OLD.state, NEW.state
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  SELECT state, visit_count INTO series FROM public.delivery_series
    WHERE tenant_id = NEW.tenant_id AND id = NEW.series_id;
  IF NOT FOUND THEN RETURN NEW; END IF;
  IF series.state <> 'open' OR NEW.position NOT BETWEEN 1 AND series.visit_count THEN
    RAISE EXCEPTION 'A visit is planned and held while its series is open, and has one of its places.'
      USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.instead_of_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM public.delivery_visit WHERE tenant_id = NEW.tenant_id AND id = NEW.instead_of_id
      AND series_id = NEW.series_id AND position = NEW.position AND state = 'cancelled')
  THEN
    RAISE EXCEPTION 'A visit takes the place of a cancelled one of its own series.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_visit_moves AFTER INSERT OR UPDATE ON delivery_visit
  FOR EACH ROW EXECUTE FUNCTION delivery_visit_moves();

CREATE FUNCTION delivery_visit_place_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  visit_state text;
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state <> 'proposed' THEN
    RAISE EXCEPTION 'A place begins as proposed, not %.', NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state = NEW.state THEN RETURN NEW; END IF;
    IF (OLD.state, NEW.state) NOT IN (VALUES
      ('proposed', 'accepted'), ('proposed', 'swap_asked'), ('proposed', 'swapped_out'),
      ('accepted', 'proposed'), ('accepted', 'swap_asked'), ('accepted', 'swapped_out'),
      ('swap_asked', 'proposed'), ('swap_asked', 'accepted'), ('swap_asked', 'swapped_out'))
    THEN
      RAISE EXCEPTION 'A place cannot go from % to %.', OLD.state, NEW.state
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  SELECT state INTO visit_state FROM public.delivery_visit
    WHERE tenant_id = NEW.tenant_id AND id = NEW.visit_id;
  IF FOUND AND visit_state <> 'planned' THEN
    RAISE EXCEPTION 'The pair of a visit changes while it is planned.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' AND EXISTS (SELECT 1 FROM public.people_appointment
    WHERE tenant_id = NEW.tenant_id AND id = NEW.appointment_id AND role <> 'role_model')
  THEN
    RAISE EXCEPTION 'Only a role model goes on a visit.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_visit_place_moves AFTER INSERT OR UPDATE ON delivery_visitplace
  FOR EACH ROW EXECUTE FUNCTION delivery_visit_place_moves();

-- Asked at the end of the transaction, so that a key of a foreign organisation is refused as one of nobody's is.
CREATE FUNCTION delivery_visit_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (OLD.series_id, OLD.position) <> (NEW.series_id, NEW.position)
    OR OLD.instead_of_id IS DISTINCT FROM NEW.instead_of_id
  THEN
    RAISE EXCEPTION 'A visit keeps its place in its series.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delivery_visit_stays AFTER UPDATE ON delivery_visit
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_visit_stays();

CREATE FUNCTION delivery_visit_place_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (OLD.visit_id, OLD.appointment_id) <> (NEW.visit_id, NEW.appointment_id) THEN
    RAISE EXCEPTION 'A place stays on its visit.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delivery_visit_place_stays AFTER UPDATE ON delivery_visitplace
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_visit_place_stays();

CREATE FUNCTION delivery_corps_is_of_role_models() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.people_appointment
    WHERE tenant_id = NEW.tenant_id AND id = NEW.appointment_id AND role <> 'role_model')
  THEN
    RAISE EXCEPTION 'Only a role model is in the corps.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_corps_is_of_role_models AFTER INSERT OR UPDATE OF appointment_id
  ON delivery_corpsmember FOR EACH ROW EXECUTE FUNCTION delivery_corps_is_of_role_models();
"""
UNDO_MOVES = """
DROP TRIGGER delivery_visit_place_stays ON delivery_visitplace;
DROP FUNCTION delivery_visit_place_stays();
DROP TRIGGER delivery_visit_stays ON delivery_visit;
DROP FUNCTION delivery_visit_stays();
DROP TRIGGER delivery_corps_is_of_role_models ON delivery_corpsmember;
DROP FUNCTION delivery_corps_is_of_role_models();
DROP TRIGGER delivery_visit_place_moves ON delivery_visitplace;
DROP FUNCTION delivery_visit_place_moves();
DROP TRIGGER delivery_visit_moves ON delivery_visit;
DROP FUNCTION delivery_visit_moves();
DROP TRIGGER delivery_series_moves ON delivery_series;
DROP FUNCTION delivery_series_moves();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0021_stays_asked_at_the_end"),
        ("people", "0008_visits_draft_of_places"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="Institution",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "number",
                    models.CharField(
                        blank=True, help_text="in the public register, if it is there", max_length=6
                    ),
                ),
                ("name", models.CharField(max_length=100)),
                ("kind", models.CharField(max_length=20)),
                ("postcode", models.CharField(blank=True, max_length=4)),
                ("active", models.BooleanField(default=True, help_text="not put away")),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["school", "youth_education", "club"])),
                        name="delivery_institution_kind",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("number", ""), _negated=True),
                        fields=("tenant_id", "number"),
                        name="delivery_institution_number",
                    ),
                    models.UniqueConstraint(
                        models.F("tenant_id"),
                        django.db.models.functions.text.Lower("name"),
                        models.F("postcode"),
                        condition=models.Q(("number", "")),
                        name="delivery_institution_name",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("number", ""), ("number__regex", "^[0-9A-Z]{6}$"), _connector="OR"
                        ),
                        name="delivery_institution_six_signs",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("postcode", ""), ("postcode__regex", "^[0-9]{4}$"), _connector="OR"
                        ),
                        name="delivery_institution_postcode",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Series",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "group",
                    models.CharField(help_text="what the group is called there; about nobody", max_length=40),
                ),
                ("level", models.CharField(max_length=12)),
                ("about_how_many", models.PositiveSmallIntegerField()),
                (
                    "visit_count",
                    models.PositiveSmallIntegerField(help_text="visits in the series, by the concept file"),
                ),
                (
                    "state",
                    models.CharField(default="open", max_length=12),
                ),
                ("why_incomplete", models.CharField(blank=True, max_length=15)),
                ("made_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
                (
                    "concept",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="programme.conceptversion",
                    ),
                ),
                (
                    "institution",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.institution",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "position",
                    models.PositiveSmallIntegerField(help_text="which of the series' visits, from 1"),
                ),
                ("theme", models.CharField(max_length=100)),
                ("on", models.DateField(null=True)),
                ("at", models.TimeField(null=True)),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "state",
                    models.CharField(default="planned", max_length=10),
                ),
                ("fixed", models.BooleanField(default=False, help_text="its day is agreed and stays")),
                ("cancelled_because", models.CharField(blank=True, max_length=15)),
                (
                    "steps_done",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=60),
                        default=list,
                        help_text="of the run sheet",
                        size=None,
                    ),
                ),
                ("teacher_present", models.BooleanField(null=True)),
                ("adapted_because", models.CharField(blank=True, max_length=10)),
                ("covered", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("remains", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("adaptation", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                (
                    "handover_note",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="for whoever comes next time"
                    ),
                ),
                (
                    "instead_of",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="delivery.visit",
                    ),
                ),
                (
                    "series",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="visits",
                        to="delivery.series",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="VisitPlace",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("seat", models.PositiveSmallIntegerField(help_text="which of the pair: 1 or 2")),
                (
                    "state",
                    models.CharField(default="proposed", max_length=12),
                ),
                (
                    "asked_because",
                    models.CharField(blank=True, help_text="why they ask to be swapped", max_length=12),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.appointment",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="places",
                        to="delivery.visit",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="CorpsMember",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "host",
                    models.CharField(blank=True, help_text="the organisation they belong to", max_length=100),
                ),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=100), default=list, size=None
                    ),
                ),
                (
                    "appointment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.appointment",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(fields=("tenant_id", "appointment"), name="delivery_corps_once")
                ],
            },
        ),
        migrations.AddIndex(
            model_name="series",
            index=models.Index(fields=["tenant_id", "state"], name="delivery_series_list"),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "complete", "incomplete", "called_off"])),
                name="delivery_series_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__in", ["grades_0_3", "grades_4_6", "grades_7_10", "youth", "mixed"])
                ),
                name="delivery_series_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("ended_on__isnull", True),
                        ("state", "open"),
                    ),
                    models.Q(
                        models.Q(("state", "open"), _negated=True),
                        ("ended_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="delivery_series_ended",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "state__in",
                            (
                                "incomplete",
                                "called_off",
                            ),
                        ),
                        ("why_incomplete__in", ["group_gone", "place_stopped", "no_day", "no_pair", "other"]),
                    ),
                    models.Q(
                        (
                            "state__in",
                            (
                                "open",
                                "complete",
                            ),
                        ),
                        ("why_incomplete", ""),
                    ),
                    _connector="OR",
                ),
                name="delivery_series_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("about_how_many__gte", 1),
                    ("about_how_many__lte", 500),
                    ("visit_count__gte", 1),
                    ("visit_count__lte", 20),
                ),
                name="delivery_series_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.CheckConstraint(
                condition=models.Q(("group__regex", "@|[0-9][0-9 .-]{2,}[0-9]"), _negated=True),
                name="delivery_series_about_nobody",
            ),
        ),
        migrations.AddIndex(
            model_name="visit",
            index=models.Index(fields=["tenant_id", "state", "on"], name="delivery_visit_days"),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "held", "cancelled"])),
                name="delivery_visit_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "cancelled"), _negated=True),
                fields=("tenant_id", "series", "position"),
                name="delivery_visit_one_in_its_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.UniqueConstraint(
                condition=models.Q(("instead_of__isnull", False)),
                fields=("tenant_id", "instead_of"),
                name="delivery_visit_booked_anew_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("at__isnull", True), ("on__isnull", True)),
                    models.Q(("at__isnull", False), ("on__isnull", False)),
                    _connector="OR",
                ),
                name="delivery_visit_day_and_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("minutes__gte", 15), ("minutes__lte", 480)), name="delivery_visit_minutes"
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(("fixed", False), ("on__isnull", False), _connector="OR"),
                name="delivery_visit_fixed",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("on__isnull", False),
                        ("state", "held"),
                        ("teacher_present__isnull", False),
                    ),
                    models.Q(
                        models.Q(("state", "held"), _negated=True),
                        ("steps_done", []),
                        ("teacher_present__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="delivery_visit_held",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "cancelled_because__in",
                            ["illness", "place_cannot", "no_pair", "weather", "series_ended", "other"],
                        ),
                        ("state", "cancelled"),
                    ),
                    models.Q(
                        models.Q(("state", "cancelled"), _negated=True),
                        ("cancelled_because", ""),
                    ),
                    _connector="OR",
                ),
                name="delivery_visit_cancelled",
            ),
        ),
        migrations.AddConstraint(
            model_name="visit",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("adaptation", b""), ("adapted_because", "")),
                    models.Q(
                        ("adapted_because__in", ["level", "time", "wish", "happened", "last_time"]),
                        models.Q(("adaptation", b""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="delivery_visit_adapted",
            ),
        ),
        migrations.AddIndex(
            model_name="visitplace",
            index=models.Index(fields=["tenant_id", "appointment"], name="delivery_visit_place_of"),
        ),
        migrations.AddConstraint(
            model_name="visitplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["proposed", "accepted", "swap_asked", "swapped_out"])),
                name="delivery_visit_place_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitplace",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "swapped_out"), _negated=True),
                fields=("tenant_id", "visit", "appointment"),
                name="delivery_visit_place_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitplace",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", "swapped_out"), _negated=True),
                fields=("tenant_id", "visit", "seat"),
                name="delivery_visit_place_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitplace",
            constraint=models.CheckConstraint(
                condition=models.Q(("seat__gte", 1), ("seat__lte", 2)), name="delivery_visit_place_of_a_pair"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitplace",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("asked_because__in", ["day", "far", "knows_group", "other"]),
                        (
                            "state__in",
                            (
                                "swap_asked",
                                "swapped_out",
                            ),
                        ),
                    ),
                    models.Q(
                        models.Q(("state", "swap_asked"), _negated=True),
                        ("asked_because", ""),
                    ),
                    _connector="OR",
                ),
                name="delivery_visit_place_asked",
            ),
        ),
        Protect("delivery_institution"),
        Protect(
            "delivery_series",
            references=[("institution_id", "delivery_institution")],
            shared=[("concept_id", "programme_conceptversion")],
        ),
        Protect(
            "delivery_visit",
            references=[("series_id", "delivery_series"), ("instead_of_id", "delivery_visit")],
        ),
        Protect(
            "delivery_visitplace",
            references=[("visit_id", "delivery_visit"), ("appointment_id", "people_appointment")],
        ),
        Protect("delivery_corpsmember", references=[("appointment_id", "people_appointment")]),
        migrations.RunSQL(MOVES, UNDO_MOVES),
    ]
