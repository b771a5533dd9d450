"""Events with seats, who comes to them, certificates, passes while one is missing, and supervision."""

import django.contrib.postgres.fields
import django.db.models.deletion
import samspil.kernel.ids
from django.conf import settings
from django.db import migrations, models

from samspil.trust.operations import Protect

# The programme's range of seats and an event's own are never exceeded, nobody takes a seat that was not
# given, and a share never goes below what is taken. Each waits for whoever writes the same at once. The
# triggers come after the row, so that the policy of a foreign organisation speaks first.
SEATS = """
CREATE FUNCTION delivery_share_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  programme uuid;
  most int;
  held int;
  there int;
  kind_ text;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.event_id::text, 23));
  SELECT e.seats, e.kind INTO there, kind_ FROM public.delivery_trainingevent e
    WHERE e.id = NEW.event_id AND e.track = NEW.track AND e.concept_id = NEW.concept_id
      AND e.state <> 'cancelled';
  SELECT coalesce(sum(s.given), 0) INTO held FROM public.delivery_seatshare s
    WHERE s.tenant_id = NEW.tenant_id AND s.event_id = NEW.event_id;
  IF there IS NULL OR held > there THEN
    RAISE EXCEPTION 'An event has no more seats than it has.' USING ERRCODE = 'check_violation';
  END IF;
  SELECT coalesce(max(w.taken), 0) INTO held FROM public.delivery_seatwish w
    WHERE w.event_id = NEW.event_id AND w.tenant_id = NEW.municipality_id;
  IF held > NEW.given THEN
    RAISE EXCEPTION 'A seat that is taken is not taken back.' USING ERRCODE = 'check_violation';
  END IF;
  IF kind_ = 'course' THEN
    SELECT v.programme_id, (t->>'seats_max')::int INTO programme, most
      FROM public.programme_conceptversion v,
        jsonb_array_elements(v.document->'training'->'tracks') t
      WHERE v.id = NEW.concept_id AND t->>'role' = NEW.track;
    PERFORM pg_advisory_xact_lock(hashtextextended(programme::text || NEW.track, 23));
    SELECT coalesce(sum(s.given), 0) INTO held
      FROM public.delivery_seatshare s
      JOIN public.programme_conceptversion v ON v.id = s.concept_id
      JOIN public.delivery_trainingevent e ON e.id = s.event_id
      WHERE s.tenant_id = NEW.tenant_id AND v.programme_id = programme AND s.track = NEW.track
        AND e.kind = 'course' AND e.state <> 'cancelled';
    IF most IS NULL OR held > most THEN
      RAISE EXCEPTION 'The programme has no more seats on this track.' USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_share_fits
  AFTER INSERT OR UPDATE OF given, event_id, track, concept_id, municipality_id ON delivery_seatshare
  FOR EACH ROW EXECUTE FUNCTION delivery_share_fits();

CREATE FUNCTION delivery_seat_was_given() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  given_ int;
  taken_ int;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.event_id::text, 23));
  SELECT max(s.given) INTO given_ FROM public.delivery_seatshare s
    WHERE s.event_id = NEW.event_id AND s.municipality_id = NEW.tenant_id;
  SELECT count(*) INTO taken_ FROM public.delivery_nomination n
    WHERE n.tenant_id = NEW.tenant_id AND n.event_id = NEW.event_id AND n.state = 'seat';
  IF taken_ > coalesce(given_, 0) THEN
    RAISE EXCEPTION 'Nobody takes a seat that was not given.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_seat_was_given AFTER INSERT OR UPDATE OF state, event_id ON delivery_nomination
  FOR EACH ROW WHEN (NEW.state = 'seat') EXECUTE FUNCTION delivery_seat_was_given();

CREATE FUNCTION delivery_event_keeps_its_seats() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.seats, NEW.track, NEW.kind, NEW.concept_id) IS DISTINCT FROM
     (OLD.seats, OLD.track, OLD.kind, OLD.concept_id) OR (OLD.state <> 'planned' AND NEW <> OLD) THEN
    RAISE EXCEPTION 'An event keeps its seats and its track, and what is over stays so.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_event_keeps_its_seats AFTER UPDATE ON delivery_trainingevent
  FOR EACH ROW EXECUTE FUNCTION delivery_event_keeps_its_seats();

CREATE FUNCTION delivery_attendance_is_open() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.delivery_trainingday d
    JOIN public.delivery_trainingevent e ON e.tenant_id = d.tenant_id AND e.id = d.event_id
    WHERE d.tenant_id = NEW.tenant_id AND d.id = NEW.day_id AND e.state = 'planned') THEN
    RAISE EXCEPTION 'Who came is written until the event is closed.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_attendance_is_open AFTER INSERT OR UPDATE OF came, day_id ON delivery_attendance
  FOR EACH ROW EXECUTE FUNCTION delivery_attendance_is_open();
"""
UNDO_SEATS = """
DROP TRIGGER delivery_attendance_is_open ON delivery_attendance;
DROP FUNCTION delivery_attendance_is_open();
DROP TRIGGER delivery_event_keeps_its_seats ON delivery_trainingevent;
DROP FUNCTION delivery_event_keeps_its_seats();
DROP TRIGGER delivery_seat_was_given ON delivery_nomination;
DROP FUNCTION delivery_seat_was_given();
DROP TRIGGER delivery_share_fits ON delivery_seatshare;
DROP FUNCTION delivery_share_fits();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0022_visits_places_series_and_corps"),
        ("people", "0008_visits_draft_of_places"),
        ("programme", "0001_the_house"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SeatWish",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("event_id", models.UUIDField(help_text="the provider's row")),
                ("office_id", models.UUIDField(help_text="the programme office, which shares seats out")),
                ("asked", models.PositiveSmallIntegerField()),
                ("taken", models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["office_id", "event_id"], name="delivery_seat_wishes")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "event_id"), name="delivery_one_wish_for_seats"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("taken__lte", models.F("asked"))),
                        name="delivery_takes_what_it_asks",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Supervision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=12)),
                ("on", models.DateField()),
                ("minutes", models.PositiveSmallIntegerField()),
                (
                    "themes",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["tenant_id", "on"], name="delivery_supervision_list")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["individual", "group", "network_day"])),
                        name="delivery_supervision_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "themes__contained_by",
                                [
                                    "role",
                                    "hard_talks",
                                    "cooperation",
                                    "confidentiality",
                                    "endings",
                                    "own_wellbeing",
                                    "tools",
                                    "methods",
                                ],
                            ),
                            ("themes__len__lte", 8),
                        ),
                        name="delivery_supervision_themes",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("minutes__gte", 1), ("minutes__lte", 600)),
                        name="delivery_supervision_minutes",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingEvent",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=12)),
                ("track", models.CharField(blank=True, max_length=20)),
                ("title", models.CharField(max_length=80)),
                ("place", models.CharField(max_length=80)),
                ("seats", models.PositiveSmallIntegerField(default=0)),
                ("answer_by", models.DateField(help_text="the last day to nominate")),
                ("state", models.CharField(default="planned", max_length=10)),
                ("ended_on", models.DateField(help_text="the day it was closed or cancelled", null=True)),
                (
                    "concept",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="programme.conceptversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="TrainingDay",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("on", models.DateField()),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="days",
                        to="delivery.trainingevent",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Completion",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("nomination_id", models.UUIDField(help_text="the municipality's row")),
                ("municipality_id", models.UUIDField()),
                ("days", models.PositiveSmallIntegerField()),
                ("attended", models.PositiveSmallIntegerField()),
                ("exercise", models.BooleanField(help_text="did the exercise with the measurements")),
                ("completed", models.BooleanField()),
                ("closed_on", models.DateField()),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.trainingevent",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="TrainingPass",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("use", models.CharField(max_length=12)),
                ("because", models.CharField(max_length=20)),
                ("from_on", models.DateField()),
                ("until_on", models.DateField()),
                ("ended_on", models.DateField(null=True)),
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
            },
        ),
        migrations.CreateModel(
            name="WorkshopPresence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("municipality_id", models.UUIDField()),
                ("office_id", models.UUIDField(help_text="the programme office, which reads it as well")),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.trainingevent",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="AdviceCount",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("month", models.DateField(help_text="the first of the month")),
                ("count", models.PositiveSmallIntegerField()),
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
                    models.UniqueConstraint(
                        fields=("tenant_id", "appointment", "month"), name="delivery_one_advice_count"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("count__gte", 1), ("count__lte", 500), ("month__day", 1)),
                        name="delivery_advice_month",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Nomination",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("event_id", models.UUIDField(help_text="the provider's row")),
                ("provider_id", models.UUIDField()),
                ("state", models.CharField(default="asked", max_length=10)),
                ("asked_on", models.DateField()),
                ("decided_on", models.DateField(null=True)),
                (
                    "because",
                    models.CharField(
                        blank=True, help_text="why somebody does not come after all", max_length=20
                    ),
                ),
                ("shown_to", models.UUIDField(help_text="the provider, while there is a seat", null=True)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
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
                "indexes": [
                    models.Index(fields=["tenant_id", "event_id"], name="delivery_nomination_event"),
                    models.Index(fields=["shown_to", "event_id"], name="delivery_nomination_shown"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["asked", "declined", "approved", "seat", "waiting", "withdrawn"])
                        ),
                        name="delivery_nomination_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["asked", "approved", "seat", "waiting"])),
                        fields=("tenant_id", "event_id", "appointment"),
                        name="delivery_one_nomination",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("shown_to", models.F("provider_id")), ("state", "seat")),
                            models.Q(models.Q(("state", "seat"), _negated=True), ("shown_to__isnull", True)),
                            _connector="OR",
                        ),
                        name="delivery_nomination_shown",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("because__in", ["cannot_come", "other_tasks", "leaves"]),
                                ("state", "withdrawn"),
                            ),
                            models.Q(models.Q(("state", "withdrawn"), _negated=True), ("because", "")),
                            _connector="OR",
                        ),
                        name="delivery_nomination_why",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_on__isnull", True), ("state", "asked")),
                            ("state", "withdrawn"),
                            ("decided_on__isnull", False),
                            _connector="OR",
                        ),
                        name="delivery_nomination_decided",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SeatShare",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("event_id", models.UUIDField(help_text="the provider's row")),
                ("track", models.CharField(max_length=20)),
                ("municipality_id", models.UUIDField()),
                ("asked", models.PositiveSmallIntegerField()),
                ("given", models.PositiveSmallIntegerField()),
                (
                    "level",
                    models.PositiveSmallIntegerField(help_text="what everyone who asked for that many got"),
                ),
                ("because", models.CharField(max_length=30)),
                ("shared_on", models.DateField()),
                (
                    "concept",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="programme.conceptversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["municipality_id", "event_id"], name="delivery_share_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "because__in",
                                [
                                    "nothing_asked",
                                    "all_asked",
                                    "equal",
                                    "one_more_fewest_before",
                                    "one_more_by_lot",
                                    "kept",
                                ],
                            )
                        ),
                        name="delivery_share_reason",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "event_id", "municipality_id"), name="delivery_one_share"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("given__lte", 200)), name="delivery_share_fits"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Supervised",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "appointment",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="people.appointment",
                    ),
                ),
                (
                    "supervision",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.supervision",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "supervision", "appointment"), name="delivery_supervised_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="TrainingCertificate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("track", models.CharField(max_length=20)),
                ("completion_id", models.UUIDField(help_text="the provider's row")),
                ("issued_on", models.DateField()),
                ("valid_until", models.DateField()),
                ("code_hash", models.CharField(max_length=64)),
                ("ended_on", models.DateField(null=True)),
                ("because", models.CharField(blank=True, max_length=12)),
                (
                    "account",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
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
                (
                    "concept",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="programme.conceptversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["code_hash"], name="delivery_certificate_by_code"),
                    models.Index(fields=["tenant_id", "account", "track"], name="delivery_certificate_of"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("track__in", ["mentor", "role_model", "parent_coach"])),
                        name="delivery_certificate_track",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("issued_on"))),
                        name="delivery_certificate_order",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("because", ""), ("ended_on__isnull", True)),
                            models.Q(
                                ("because__in", ["replaced", "mistake", "no_longer"]),
                                ("ended_on__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_certificate_end",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("ended_on__isnull", True)),
                        fields=("tenant_id", "completion_id"),
                        name="delivery_one_certificate",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "code_hash"), name="delivery_certificate_code"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attendance",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("nomination_id", models.UUIDField(help_text="the municipality's row")),
                ("municipality_id", models.UUIDField()),
                ("came", models.BooleanField()),
                (
                    "day",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.trainingday",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["municipality_id", "nomination_id"], name="delivery_attendance_of")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "day", "nomination_id"), name="delivery_one_attendance"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="trainingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["course", "refresher", "workshop"])),
                name="delivery_event_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "closed", "cancelled"])),
                name="delivery_event_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("kind__in", ["course", "refresher"]),
                        ("seats__gte", 1),
                        ("seats__lte", 200),
                        ("track__in", ["mentor", "role_model", "parent_coach"]),
                    ),
                    models.Q(("kind", "workshop"), ("seats", 0), ("track", "")),
                    _connector="OR",
                ),
                name="delivery_event_has_seats_on_a_track",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_on__isnull", True), ("state", "planned")),
                    models.Q(models.Q(("state", "planned"), _negated=True), ("ended_on__isnull", False)),
                    _connector="OR",
                ),
                name="delivery_event_ends_on_a_day",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingday",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "event", "on"), name="delivery_one_training_day"
            ),
        ),
        migrations.AddIndex(
            model_name="completion",
            index=models.Index(fields=["municipality_id", "nomination_id"], name="delivery_completion_of"),
        ),
        migrations.AddConstraint(
            model_name="completion",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "event", "nomination_id"), name="delivery_one_completion"
            ),
        ),
        migrations.AddConstraint(
            model_name="completion",
            constraint=models.CheckConstraint(
                condition=models.Q(("attended__lte", models.F("days")), ("days__gte", 1)),
                name="delivery_completion_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingpass",
            constraint=models.CheckConstraint(
                condition=models.Q(("use__in", ["match", "instrument", "network", "visit"])),
                name="delivery_pass_use",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingpass",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("because__in", ["trained_elsewhere", "has_a_seat", "renewal_booked", "nobody_else"])
                ),
                name="delivery_pass_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingpass",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gte", models.F("from_on"))), name="delivery_pass_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingpass",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_on__isnull", True)),
                fields=("tenant_id", "appointment", "use"),
                name="delivery_one_pass",
            ),
        ),
        migrations.AddIndex(
            model_name="workshoppresence",
            index=models.Index(fields=["municipality_id"], name="delivery_workshop_of"),
        ),
        migrations.AddConstraint(
            model_name="workshoppresence",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "event", "municipality_id"), name="delivery_one_workshop_presence"
            ),
        ),
        migrations.AddConstraint(
            model_name="workshoppresence",
            constraint=models.CheckConstraint(
                condition=models.Q(("municipality_id", models.F("tenant_id")), _negated=True),
                name="delivery_workshop_is_of_others",
            ),
        ),
        Protect(
            "delivery_trainingevent",
            shared=[("concept_id", "programme_conceptversion")],
            also="samspil_tenant",
        ),
        Protect(
            "delivery_trainingday",
            references=[("event_id", "delivery_trainingevent")],
            also="samspil_tenant",
        ),
        Protect(
            "delivery_workshoppresence",
            references=[("event_id", "delivery_trainingevent")],
            also="municipality_id=samspil_tenant,office_id=samspil_tenant",
        ),
        Protect(
            "delivery_nomination",
            references=[("appointment_id", "people_appointment")],
            shared=[("account_id", "people_account")],
            also="shown_to=samspil_tenant",
        ),
        Protect("delivery_seatwish", also="office_id=samspil_tenant"),
        Protect(
            "delivery_seatshare",
            shared=[("concept_id", "programme_conceptversion")],
            also="municipality_id=samspil_tenant",
        ),
        Protect(
            "delivery_attendance",
            references=[("day_id", "delivery_trainingday")],
            also="municipality_id=samspil_tenant",
        ),
        Protect(
            "delivery_completion",
            references=[("event_id", "delivery_trainingevent")],
            also="municipality_id=samspil_tenant",
            grants="SELECT, INSERT",
        ),
        Protect(
            "delivery_trainingcertificate",
            references=[("appointment_id", "people_appointment")],
            shared=[("account_id", "people_account"), ("concept_id", "programme_conceptversion")],
            also="code_hash=samspil_presented",
        ),
        Protect("delivery_trainingpass", references=[("appointment_id", "people_appointment")]),
        Protect("delivery_supervision"),
        Protect(
            "delivery_supervised",
            references=[
                ("supervision_id", "delivery_supervision"),
                ("appointment_id", "people_appointment"),
            ],
        ),
        Protect("delivery_advicecount", references=[("appointment_id", "people_appointment")]),
        migrations.RunSQL(SEATS, UNDO_SEATS),
    ]
