"""What visits cost, recorded once and approved by somebody else; and reminders of visits, each sent once."""

import django.db.models.deletion
import django.db.models.expressions
import django.db.models.functions.datetime
import samspil.delivery.terms.sending
import samspil.delivery.terms.visit_hours
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

# A voucher is of a held visit and of one who was in its pair, keeps whose it is and of which day, moves only
# along its table, and stays once it is approved; only the visit itself may be deleted from beneath it, when
# its own time is over. Nobody decides about what is theirs or what they wrote.
HOURS = """
ALTER TABLE delivery_visithours ADD CONSTRAINT delivery_visithours_visit_id_fk
  FOREIGN KEY (tenant_id, visit_id) REFERENCES delivery_visit (tenant_id, id)
  ON DELETE SET NULL (visit_id) DEFERRABLE INITIALLY DEFERRED;

CREATE FUNCTION delivery_visit_hours_begin() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.state <> 'claimed' THEN
    RAISE EXCEPTION 'Hours begin as a claim.' USING ERRCODE = 'check_violation';
  END IF;
  IF NOT EXISTS (
    SELECT 1 FROM public.delivery_visit v
      JOIN public.delivery_series s ON s.tenant_id = v.tenant_id AND s.id = v.series_id
      JOIN public.delivery_visitplace p ON p.tenant_id = v.tenant_id AND p.visit_id = v.id
    WHERE v.tenant_id = NEW.tenant_id AND v.id = NEW.visit_id AND v.state = 'held' AND v."on" = NEW.visited_on
      AND s.institution_id = NEW.institution_id
      AND p.appointment_id = NEW.appointment_id AND p.state <> 'swapped_out') THEN
    RAISE EXCEPTION 'Hours are of a held visit and of one who was there.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER delivery_visit_hours_begin AFTER INSERT ON delivery_visithours
  FOR EACH ROW EXECUTE FUNCTION delivery_visit_hours_begin();

CREATE FUNCTION delivery_visit_hours_move() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'DELETE' THEN
    IF OLD.state = 'approved' THEN
      RAISE EXCEPTION 'What is approved stays.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
  END IF;
  IF (NEW.appointment_id, NEW.visited_on, NEW.institution_id) IS DISTINCT FROM
     (OLD.appointment_id, OLD.visited_on, OLD.institution_id)
    OR (NEW.visit_id IS NOT NULL AND NEW.visit_id IS DISTINCT FROM OLD.visit_id) THEN
    RAISE EXCEPTION 'A voucher keeps whose it is and of which visit.' USING ERRCODE = 'check_violation';
  END IF;
  IF to_jsonb(NEW) - 'visit_id' = to_jsonb(OLD) - 'visit_id' THEN
    RETURN NULL;
  END IF;
  IF (OLD.state, NEW.state) NOT IN (VALUES
    ('claimed', 'claimed'), ('claimed', 'approved'), ('claimed', 'returned'), ('returned', 'claimed')) THEN
    RAISE EXCEPTION 'Hours cannot go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> 'claimed' AND
     (NEW.minutes, NEW.fee, NEW.per_hour, NEW.ceiling, NEW.kilometres, NEW.per_km, NEW.concept_id,
      NEW.written_by_id, NEW.written_at) IS DISTINCT FROM
     (OLD.minutes, OLD.fee, OLD.per_hour, OLD.ceiling, OLD.kilometres, OLD.per_km, OLD.concept_id,
      OLD.written_by_id, OLD.written_at) THEN
    RAISE EXCEPTION 'What is decided about is what was claimed.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state <> 'claimed' AND EXISTS (
    SELECT 1 FROM public.people_appointment theirs JOIN public.people_appointment mine
      ON mine.tenant_id = theirs.tenant_id AND mine.account_id = theirs.account_id
    WHERE theirs.tenant_id = NEW.tenant_id AND theirs.id IN (NEW.appointment_id, NEW.written_by_id)
      AND mine.id = NEW.decided_by_id) THEN
    RAISE EXCEPTION 'Nobody decides about what is theirs or what they wrote.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER delivery_visit_hours_move AFTER UPDATE OR DELETE ON delivery_visithours
  FOR EACH ROW EXECUTE FUNCTION delivery_visit_hours_move();

CREATE FUNCTION delivery_time_is_not_a_visits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.kind IN ('preparation', 'transport', 'km_meetings') AND EXISTS (
    SELECT 1 FROM public.delivery_staffmonth m
      JOIN public.people_appointment a ON a.tenant_id = m.tenant_id AND a.id = m.appointment_id
    WHERE m.tenant_id = NEW.tenant_id AND m.id = NEW.staff_month_id AND a.role = 'role_model') THEN
    RAISE EXCEPTION 'That time is written at each visit.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER delivery_time_is_not_a_visits AFTER INSERT OR UPDATE ON delivery_stafftime
  FOR EACH ROW EXECUTE FUNCTION delivery_time_is_not_a_visits();
"""
UNDO_HOURS = """
DROP TRIGGER delivery_time_is_not_a_visits ON delivery_stafftime;
DROP FUNCTION delivery_time_is_not_a_visits();
DROP TRIGGER delivery_visit_hours_move ON delivery_visithours;
DROP FUNCTION delivery_visit_hours_move();
DROP TRIGGER delivery_visit_hours_begin ON delivery_visithours;
DROP FUNCTION delivery_visit_hours_begin();
"""

# The moment a visit is another day, or none, whatever was told of it is overtaken: what still waits does not
# go out, and the new day is told of anew.
OVERTAKEN = """
CREATE FUNCTION delivery_visit_reminders_overtaken() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW."on", NEW.at) IS DISTINCT FROM (OLD."on", OLD.at) OR NEW.state <> OLD.state THEN
    UPDATE public.delivery_visitreminder
      SET overtaken = true, moved_at = CASE WHEN state = 'queued' THEN now() ELSE moved_at END,
        state = CASE WHEN state = 'queued' THEN 'dropped' ELSE state END
      WHERE tenant_id = NEW.tenant_id AND visit_id = NEW.id AND NOT overtaken;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER delivery_visit_reminders_overtaken AFTER UPDATE OF "on", at, state ON delivery_visit
  FOR EACH ROW EXECUTE FUNCTION delivery_visit_reminders_overtaken();
"""
UNDO_OVERTAKEN = """
DROP TRIGGER delivery_visit_reminders_overtaken ON delivery_visit;
DROP FUNCTION delivery_visit_reminders_overtaken();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0029_term_sets_of_places"),
        ("people", "0008_visits_draft_of_places"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="VisitHours",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "visited_on",
                    models.DateField(help_text="the visit's day; stays when the visit is deleted"),
                ),
                ("minutes", models.PositiveSmallIntegerField()),
                ("fee", models.PositiveIntegerField(help_text="in øre, for all the minutes")),
                (
                    "per_hour",
                    models.PositiveIntegerField(
                        help_text="øre; none where the fee was said in one sum", null=True
                    ),
                ),
                (
                    "ceiling",
                    models.PositiveIntegerField(
                        help_text="øre an hour that the grant allowed when it was written"
                    ),
                ),
                ("kilometres", models.PositiveSmallIntegerField()),
                ("per_km", models.PositiveSmallIntegerField(help_text="øre; 0 where the year had no rate")),
                (
                    "state",
                    models.CharField(
                        default=samspil.delivery.terms.visit_hours.HoursState["CLAIMED"], max_length=10
                    ),
                ),
                (
                    "written_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="the database's clock"
                    ),
                ),
                ("decided_on", models.DateField(null=True)),
                ("reason", models.CharField(blank=True, help_text="why it was returned", max_length=20)),
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
                        help_text="whose rates these are",
                        on_delete=django.db.models.deletion.PROTECT,
                        to="programme.conceptversion",
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.appointment",
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
                (
                    "visit",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="delivery.visit",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.appointment",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["tenant_id", "visited_on"], name="delivery_visit_hours_days"),
                    models.Index(fields=["tenant_id", "appointment"], name="delivery_visit_hours_of"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("state__in", ["claimed", "approved", "returned"])),
                        name="delivery_visit_hours_state",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "visit", "appointment"), name="delivery_visit_hours_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("ceiling__lte", 1000000),
                            ("kilometres__lte", 1000),
                            ("minutes__gte", 1),
                            ("minutes__lte", 960),
                            ("per_km__lte", 1000),
                            models.Q(("kilometres", 0), ("per_km__gte", 1), _connector="OR"),
                        ),
                        name="delivery_visit_hours_fit",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "fee__lte",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("minutes"), "*", models.F("ceiling")
                                    ),
                                    "/",
                                    models.Value(60),
                                ),
                            )
                        ),
                        name="delivery_visit_hours_ceiling",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("per_hour__isnull", True),
                            (
                                "fee",
                                django.db.models.expressions.CombinedExpression(
                                    django.db.models.expressions.CombinedExpression(
                                        models.F("minutes"), "*", models.F("per_hour")
                                    ),
                                    "/",
                                    models.Value(60),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_visit_hours_by_the_rate",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("decided_by__isnull", True),
                                ("decided_on__isnull", True),
                                ("state", samspil.delivery.terms.visit_hours.HoursState["CLAIMED"]),
                            ),
                            models.Q(
                                ("decided_by__isnull", False),
                                ("decided_on__isnull", False),
                                (
                                    "state__in",
                                    (
                                        samspil.delivery.terms.visit_hours.HoursState["APPROVED"],
                                        samspil.delivery.terms.visit_hours.HoursState["RETURNED"],
                                    ),
                                ),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_visit_hours_decided",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("reason__in", ["too_much", "too_little", "other_way", "talk"]),
                                ("state", samspil.delivery.terms.visit_hours.HoursState["RETURNED"]),
                            ),
                            models.Q(
                                models.Q(
                                    ("state", samspil.delivery.terms.visit_hours.HoursState["RETURNED"]),
                                    _negated=True,
                                ),
                                ("reason", ""),
                            ),
                            _connector="OR",
                        ),
                        name="delivery_visit_hours_reason",
                    ),
                ],
            },
        ),
        Protect(
            "delivery_visithours",
            references=[
                ("appointment_id", "people_appointment"),
                ("institution_id", "delivery_institution"),
                ("written_by_id", "people_appointment"),
                ("decided_by_id", "people_appointment"),
            ],
            shared=[("concept_id", "programme_conceptversion")],
        ),
        migrations.RunSQL(HOURS, UNDO_HOURS),
        migrations.CreateModel(
            name="VisitReminder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "days_before",
                    models.PositiveSmallIntegerField(help_text="which of the concept file's reminders"),
                ),
                (
                    "overtaken",
                    models.BooleanField(default=False, help_text="the visit it told of is no longer then"),
                ),
                ("written_on", models.DateField()),
                (
                    "state",
                    models.CharField(
                        default=samspil.delivery.terms.sending.LetterState["QUEUED"], max_length=10
                    ),
                ),
                ("letter", models.UUIDField(help_text="the message's own id", null=True)),
                (
                    "moved_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="when it came to its state",
                    ),
                ),
                (
                    "ready_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="not to be tried before",
                    ),
                ),
                ("sent_on", models.DateField(null=True)),
                (
                    "place",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="delivery.visitplace",
                    ),
                ),
                (
                    "request",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="delivery.visitrequest",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="delivery.visit",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["tenant_id", "state"], name="delivery_visitreminder_list"),
                    models.Index(fields=["tenant_id", "letter"], name="delivery_visitreminder_letter"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "sending", "handing", "sent", "failed", "dropped"])
                        ),
                        name="delivery_visitreminder_state",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("overtaken", False), ("place__isnull", False)),
                        fields=("tenant_id", "visit", "place", "days_before"),
                        name="delivery_pair_reminded_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("overtaken", False), ("request__isnull", False)),
                        fields=("tenant_id", "visit", "request", "days_before"),
                        name="delivery_asker_reminded_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("place__isnull", False), ("request__isnull", True)),
                            models.Q(("place__isnull", True), ("request__isnull", False)),
                            _connector="OR",
                        ),
                        name="delivery_visitreminder_to_one",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("days_before__gte", 1), ("days_before__lte", 60)),
                        name="delivery_visitreminder_days",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    ("letter__isnull", False),
                                    ("state__in", ["sending", "handing", "sent", "failed"]),
                                ),
                                models.Q(
                                    models.Q(
                                        ("state__in", ["sending", "handing", "sent", "failed"]), _negated=True
                                    ),
                                    ("letter__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(
                                    ("sent_on__isnull", False),
                                    ("state", samspil.delivery.terms.sending.LetterState["SENT"]),
                                ),
                                models.Q(
                                    models.Q(
                                        ("state", samspil.delivery.terms.sending.LetterState["SENT"]),
                                        _negated=True,
                                    ),
                                    ("sent_on__isnull", True),
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="delivery_visitreminder_claimed",
                    ),
                ],
            },
        ),
        Protect(
            "delivery_visitreminder",
            references=[
                ("visit_id", "delivery_visit"),
                ("place_id", "delivery_visitplace"),
                ("request_id", "delivery_visitrequest"),
            ],
        ),
        migrations.RunSQL(OVERTAKEN, UNDO_OVERTAKEN),
    ]
