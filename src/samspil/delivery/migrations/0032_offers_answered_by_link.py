"""Offers of visits are answered by the place itself: its address, the mail with the link, and who said it."""

import django.db.models.deletion
import django.db.models.functions.datetime
import samspil.delivery.terms.place_sets
import samspil.delivery.terms.sending
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# What a place has said by its own link holds: nobody writes another answer over it.
SAID = """
CREATE OR REPLACE FUNCTION delivery_place_offer_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (OLD.place_in_set_id, OLD.term_from, OLD.position, OLD.answer_by)
    IS DISTINCT FROM (NEW.place_in_set_id, NEW.term_from, NEW.position, NEW.answer_by) THEN
    RAISE EXCEPTION 'Of an offer only the answer changes.' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.by_themselves AND (OLD.state, OLD.answered_on, OLD.by_themselves)
    IS DISTINCT FROM (NEW.state, NEW.answered_on, NEW.by_themselves) THEN
    RAISE EXCEPTION 'What a place said by its own link holds.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.by_themselves AND NOT OLD.by_themselves AND OLD.state <> 'offered' THEN
    RAISE EXCEPTION 'An offer is answered once.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""
UNDO_SAID = """
CREATE OR REPLACE FUNCTION delivery_place_offer_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (OLD.place_in_set_id, OLD.term_from, OLD.position, OLD.answer_by)
    IS DISTINCT FROM (NEW.place_in_set_id, NEW.term_from, NEW.position, NEW.answer_by) THEN
    RAISE EXCEPTION 'Of an offer only the answer changes.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0031_training2_struck_out_said_and_reminded"),
    ]

    operations = [
        migrations.CreateModel(
            name="OfferLetter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "state",
                    models.CharField(
                        default=samspil.delivery.terms.sending.LetterState["QUEUED"], max_length=10
                    ),
                ),
                ("letter", models.UUIDField(help_text="the message's own id", null=True)),
                ("link_id", models.UUIDField(help_text="the link that was made for it", null=True)),
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
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PlaceContact",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "mail",
                    samspil.trust.fields.SealedField(
                        compartment="identity", default=b"", help_text="the office's, not a teacher's own"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="placeoffer",
            name="by_themselves",
            field=models.BooleanField(default=False, help_text="the place said it, by its own link"),
        ),
        migrations.AddConstraint(
            model_name="placeoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("by_themselves", False),
                    models.Q(
                        ("state", samspil.delivery.terms.place_sets.OfferState["OFFERED"]), _negated=True
                    ),
                    _connector="OR",
                ),
                name="delivery_place_offer_by_themselves",
            ),
        ),
        migrations.AddField(
            model_name="offerletter",
            name="offer",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="letters",
                to="delivery.placeoffer",
            ),
        ),
        migrations.AddField(
            model_name="placecontact",
            name="institution",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="contacts",
                to="delivery.institution",
            ),
        ),
        migrations.AddIndex(
            model_name="offerletter",
            index=models.Index(fields=["tenant_id", "letter"], name="delivery_offerletter_letter"),
        ),
        migrations.AddConstraint(
            model_name="offerletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["queued", "sending", "handing", "sent", "failed", "dropped"])
                ),
                name="delivery_offerletter_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        models.Q(
                            ("letter__isnull", False), ("state__in", ["sending", "handing", "sent", "failed"])
                        ),
                        models.Q(
                            models.Q(("state__in", ["sending", "handing", "sent", "failed"]), _negated=True),
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
                                ("state", samspil.delivery.terms.sending.LetterState["SENT"]), _negated=True
                            ),
                            ("sent_on__isnull", True),
                        ),
                        _connector="OR",
                    ),
                ),
                name="delivery_offerletter_claimed",
            ),
        ),
        migrations.AddConstraint(
            model_name="offerletter",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "offer"), name="delivery_one_offerletter"
            ),
        ),
        migrations.AddConstraint(
            model_name="placecontact",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "institution"), name="delivery_one_place_contact"
            ),
        ),
        migrations.AddConstraint(
            model_name="placecontact",
            constraint=models.CheckConstraint(
                condition=models.Q(("mail", b""), _negated=True), name="delivery_place_contact_is_said"
            ),
        ),
        Protect("delivery_placecontact", references=[("institution_id", "delivery_institution")]),
        Protect("delivery_offerletter", references=[("offer_id", "delivery_placeoffer")]),
        migrations.RunSQL(SAID, UNDO_SAID),
    ]
