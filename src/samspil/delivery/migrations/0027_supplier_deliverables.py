"""What is asked of the training provider, what it delivers, and whether that is accepted."""

import django.db.models.deletion
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

# asked for -> delivered -> accepted, or sent back -> delivered; withdrawn while it is not accepted. Each side
# reads both sides' rows of the same thing, and the two never write at once.
TURNS = """
CREATE FUNCTION delivery_delivered_in_turn() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.deliverable_id::text, 27));
  IF NOT EXISTS (SELECT 1 FROM public.delivery_deliverable d
      WHERE d.id = NEW.deliverable_id AND d.tenant_id = NEW.office_id AND d.provider_id = NEW.tenant_id
        AND d.withdrawn_on IS NULL)
    OR NEW.number <> (SELECT count(*) FROM public.delivery_delivered d
      WHERE d.tenant_id = NEW.tenant_id AND d.deliverable_id = NEW.deliverable_id)
    OR NEW.number > 1 AND NOT EXISTS (SELECT 1 FROM public.delivery_delivered d
      JOIN public.delivery_deliveryanswer a ON a.tenant_id = NEW.office_id AND a.delivered_id = d.id
      WHERE d.tenant_id = NEW.tenant_id AND d.deliverable_id = NEW.deliverable_id
        AND d.number = NEW.number - 1 AND NOT a.accepted)
  THEN
    RAISE EXCEPTION 'It is delivered when it is asked for or was sent back.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_delivered_in_turn AFTER INSERT ON delivery_delivered
  FOR EACH ROW EXECUTE FUNCTION delivery_delivered_in_turn();

CREATE FUNCTION delivery_answered_in_turn() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.deliverable_id::text, 27));
  IF NOT EXISTS (SELECT 1 FROM public.delivery_deliverable o
      JOIN public.delivery_delivered d ON d.tenant_id = o.provider_id AND d.deliverable_id = o.id
      WHERE o.tenant_id = NEW.tenant_id AND o.id = NEW.deliverable_id AND o.provider_id = NEW.provider_id
        AND o.withdrawn_on IS NULL AND d.id = NEW.delivered_id AND d.office_id = NEW.tenant_id)
  THEN
    RAISE EXCEPTION 'What was delivered is answered by whoever asked for it.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_answered_in_turn AFTER INSERT ON delivery_deliveryanswer
  FOR EACH ROW EXECUTE FUNCTION delivery_answered_in_turn();

CREATE FUNCTION delivery_asked_for_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.id::text, 27));
  IF (NEW.provider_id, NEW.concept_id, NEW.what, NEW.event_id, NEW.due_on, NEW.asked_on) IS DISTINCT FROM
     (OLD.provider_id, OLD.concept_id, OLD.what, OLD.event_id, OLD.due_on, OLD.asked_on)
    OR OLD.withdrawn_on IS NOT NULL AND NEW.withdrawn_on IS DISTINCT FROM OLD.withdrawn_on
    OR NEW.withdrawn_on IS NOT NULL AND EXISTS (SELECT 1 FROM public.delivery_deliveryanswer a
      WHERE a.tenant_id = NEW.tenant_id AND a.deliverable_id = NEW.id AND a.accepted)
  THEN
    RAISE EXCEPTION 'What is asked for stays, until it is withdrawn or accepted.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_asked_for_stays AFTER UPDATE ON delivery_deliverable
  FOR EACH ROW EXECUTE FUNCTION delivery_asked_for_stays();
"""
UNDO = """
DROP TRIGGER delivery_asked_for_stays ON delivery_deliverable;
DROP FUNCTION delivery_asked_for_stays();
DROP TRIGGER delivery_answered_in_turn ON delivery_deliveryanswer;
DROP FUNCTION delivery_answered_in_turn();
DROP TRIGGER delivery_delivered_in_turn ON delivery_delivered;
DROP FUNCTION delivery_delivered_in_turn();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0026_supplier_changes_and_messages"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="Deliverable",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("provider_id", models.UUIDField()),
                ("what", models.CharField(max_length=40)),
                (
                    "event_id",
                    models.UUIDField(
                        help_text="the provider's row, where it belongs to one event", null=True
                    ),
                ),
                ("due_on", models.DateField()),
                ("asked_on", models.DateField()),
                ("withdrawn_on", models.DateField(help_text="the day it was no longer asked for", null=True)),
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
            name="Delivered",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("deliverable_id", models.UUIDField(help_text="the office's row")),
                ("office_id", models.UUIDField()),
                ("number", models.PositiveSmallIntegerField()),
                ("words", models.CharField(max_length=600)),
                ("delivered_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["office_id", "deliverable_id"], name="delivery_delivered_to")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "deliverable_id", "number"), name="delivery_one_delivered"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("words", ""), _negated=True), name="delivery_delivered_says"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="DeliveryAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("delivered_id", models.UUIDField(help_text="the provider's row")),
                ("provider_id", models.UUIDField()),
                ("accepted", models.BooleanField()),
                ("words", models.CharField(blank=True, max_length=600)),
                ("answered_on", models.DateField()),
                (
                    "deliverable",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.deliverable",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddIndex(
            model_name="deliverable",
            index=models.Index(fields=["provider_id", "due_on"], name="delivery_deliverable_of"),
        ),
        migrations.AddConstraint(
            model_name="deliverable",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("asked_on"))), name="delivery_deliverable_order"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliverable",
            constraint=models.CheckConstraint(
                condition=models.Q(("provider_id", models.F("tenant_id")), _negated=True),
                name="delivery_deliverable_of_another",
            ),
        ),
        migrations.AddIndex(
            model_name="deliveryanswer",
            index=models.Index(fields=["provider_id", "delivered_id"], name="delivery_answer_to"),
        ),
        migrations.AddConstraint(
            model_name="deliveryanswer",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "delivered_id"), name="delivery_answered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="deliveryanswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("accepted", True), models.Q(("words", ""), _negated=True), _connector="OR"
                ),
                name="delivery_sent_back_with_words",
            ),
        ),
        Protect(
            "delivery_deliverable",
            shared=[("concept_id", "programme_conceptversion")],
            also="provider_id=samspil_tenant",
        ),
        Protect("delivery_delivered", also="office_id=samspil_tenant", grants="SELECT, INSERT"),
        Protect(
            "delivery_deliveryanswer",
            references=[("deliverable_id", "delivery_deliverable")],
            also="provider_id=samspil_tenant",
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(TURNS, UNDO),
    ]
