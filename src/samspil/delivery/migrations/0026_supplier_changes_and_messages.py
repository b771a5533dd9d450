"""An event is changed before its first day; messages to participants, and where the materials are."""

import django.contrib.postgres.fields
import django.db.models.deletion
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect, policy_expression

# Who made a share so far knew whose event it was: it stands on the event.
WHOSE = """
ALTER TABLE delivery_seatshare NO FORCE ROW LEVEL SECURITY;
ALTER TABLE delivery_trainingevent NO FORCE ROW LEVEL SECURITY;
UPDATE delivery_seatshare s SET provider_id = e.tenant_id FROM delivery_trainingevent e WHERE e.id = s.event_id;
ALTER TABLE delivery_trainingevent FORCE ROW LEVEL SECURITY;
ALTER TABLE delivery_seatshare FORCE ROW LEVEL SECURITY;
"""
BEFORE = policy_expression("tenant_id", "municipality_id=samspil_tenant")
AFTER = policy_expression("tenant_id", "municipality_id=samspil_tenant,provider_id=samspil_tenant")
READ = "ALTER POLICY samspil_read ON delivery_seatshare USING {};"

# Seats change while nothing that is promised is taken back and the programme has so many. The provider
# who writes reads every share of its own event. It waits for whoever shares the same event out at once.
KEEPS = """
CREATE OR REPLACE FUNCTION delivery_event_keeps_its_seats() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  promised int;
  most int;
BEGIN
  IF (NEW.track, NEW.kind, NEW.concept_id) IS DISTINCT FROM (OLD.track, OLD.kind, OLD.concept_id)
    OR (OLD.state <> 'planned' AND NEW <> OLD) THEN
    RAISE EXCEPTION 'An event keeps its track, and what is over stays so.'
      USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.seats <> OLD.seats THEN
    PERFORM pg_advisory_xact_lock(hashtextextended(NEW.id::text, 23));
    SELECT coalesce(sum(s.given), 0) INTO promised FROM public.delivery_seatshare s
      WHERE s.event_id = NEW.id AND s.provider_id = NEW.tenant_id;
    SELECT (t->>'seats_max')::int INTO most
      FROM public.programme_conceptversion v, jsonb_array_elements(v.document->'training'->'tracks') t
      WHERE NEW.kind = 'course' AND v.id = NEW.concept_id AND t->>'role' = NEW.track;
    IF NEW.seats < promised OR NEW.seats > most THEN
      RAISE EXCEPTION 'Seats that are given are not taken back, and a programme has no more than it has.'
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION delivery_share_is_told() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.delivery_trainingevent e
    WHERE e.id = NEW.event_id AND e.tenant_id = NEW.provider_id) THEN
    RAISE EXCEPTION 'A share is told to whose event it is.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_share_is_told AFTER INSERT OR UPDATE OF provider_id, event_id ON delivery_seatshare
  FOR EACH ROW EXECUTE FUNCTION delivery_share_is_told();

CREATE FUNCTION delivery_training_day_is_open() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.delivery_trainingevent e
    WHERE e.tenant_id = NEW.tenant_id AND e.id = NEW.event_id AND e.state = 'planned') THEN
    RAISE EXCEPTION 'What is over keeps its days.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_training_day_is_open AFTER INSERT OR UPDATE OF event_id, "on"
  ON delivery_trainingday
  FOR EACH ROW EXECUTE FUNCTION delivery_training_day_is_open();

CREATE FUNCTION delivery_message_is_about_a_seat() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.delivery_nomination n
    WHERE n.tenant_id = NEW.municipality_id AND n.event_id = NEW.event_id AND n.shown_to = NEW.tenant_id) THEN
    RAISE EXCEPTION 'A message is told where somebody has a seat.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_message_is_about_a_seat AFTER INSERT ON delivery_trainingmessage
  FOR EACH ROW EXECUTE FUNCTION delivery_message_is_about_a_seat();
"""
UNDO = """
DROP TRIGGER delivery_message_is_about_a_seat ON delivery_trainingmessage;
DROP FUNCTION delivery_message_is_about_a_seat();
DROP TRIGGER delivery_share_is_told ON delivery_seatshare;
DROP FUNCTION delivery_share_is_told();
DROP TRIGGER delivery_training_day_is_open ON delivery_trainingday;
DROP FUNCTION delivery_training_day_is_open();
CREATE OR REPLACE FUNCTION delivery_event_keeps_its_seats() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (NEW.seats, NEW.track, NEW.kind, NEW.concept_id) IS DISTINCT FROM
     (OLD.seats, OLD.track, OLD.kind, OLD.concept_id) OR (OLD.state <> 'planned' AND NEW <> OLD) THEN
    RAISE EXCEPTION 'An event keeps its seats and its track, and what is over stays so.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0025_forms_owed_and_answered"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrainingMaterial",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.trainingevent",
                    ),
                ),
                ("title", models.CharField(max_length=80)),
                ("where", models.CharField(help_text="in words", max_length=160)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        Protect(
            "delivery_trainingmaterial",
            references=[("event_id", "delivery_trainingevent")],
            also="samspil_tenant",
        ),
        migrations.CreateModel(
            name="TrainingMessage",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "event",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.trainingevent",
                    ),
                ),
                ("message_id", models.UUIDField(help_text="the same for every municipality it is told to")),
                ("municipality_id", models.UUIDField()),
                ("words", models.CharField(max_length=600)),
                ("written_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        Protect(
            "delivery_trainingmessage",
            references=[("event_id", "delivery_trainingevent")],
            also="municipality_id=samspil_tenant",
            grants="SELECT, INSERT",
        ),
        migrations.AddField(
            model_name="seatshare",
            name="provider_id",
            field=models.UUIDField(
                help_text="whose event it is: it reads how many seats are promised", null=True
            ),
        ),
        migrations.RunSQL(WHOSE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="seatshare",
            name="provider_id",
            field=models.UUIDField(help_text="whose event it is: it reads how many seats are promised"),
        ),
        migrations.RunSQL(READ.format(AFTER), READ.format(BEFORE)),
        migrations.AddField(
            model_name="trainingevent",
            name="changed",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=10),
                default=list,
                help_text="what was changed so far",
                size=None,
            ),
        ),
        migrations.AddField(
            model_name="trainingevent",
            name="changed_on",
            field=models.DateField(help_text="the day the provider last changed it", null=True),
        ),
        migrations.AddConstraint(
            model_name="trainingevent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("changed", []), ("changed_on__isnull", True)),
                    models.Q(
                        ("changed__contained_by", ["title", "place", "days", "seats", "answer_by"]),
                        ("changed_on__isnull", False),
                        models.Q(("changed", []), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="delivery_event_changed",
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingmaterial",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "event", "title"), name="delivery_one_training_material"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingmaterial",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("where", ""), _negated=True)
                ),
                name="delivery_training_material_says",
            ),
        ),
        migrations.AddIndex(
            model_name="trainingmessage",
            index=models.Index(fields=["municipality_id", "event_id"], name="delivery_training_message_of"),
        ),
        migrations.AddConstraint(
            model_name="trainingmessage",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "message_id", "municipality_id"), name="delivery_one_training_message"
            ),
        ),
        migrations.AddConstraint(
            model_name="trainingmessage",
            constraint=models.CheckConstraint(
                condition=models.Q(("words", ""), _negated=True), name="delivery_training_message_says"
            ),
        ),
        migrations.RunSQL(KEEPS, UNDO),
    ]
