"""Sets of places that are offered visits together, and the offers; the database keeps a set as it was formed."""

import django.db.models.deletion
import samspil.delivery.terms.place_sets
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

# A set is kept as it was formed: nobody edits, vetoes or adds to it, for each of these would tell which of its
# places was thought of. The number of its places is part of the set, so a place that came later is refused too.
STAYS = """
CREATE FUNCTION delivery_place_set_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'A set of places is kept as it was formed.' USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER delivery_place_set_stays BEFORE UPDATE OR DELETE ON delivery_placeset
  FOR EACH ROW EXECUTE FUNCTION delivery_place_set_stays();
CREATE TRIGGER delivery_place_in_set_stays BEFORE UPDATE OR DELETE ON delivery_placeinset
  FOR EACH ROW EXECUTE FUNCTION delivery_place_set_stays();

CREATE FUNCTION delivery_place_set_is_whole() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  which uuid := CASE WHEN TG_TABLE_NAME = 'delivery_placeset' THEN NEW.id ELSE (to_jsonb(NEW)->>'place_set_id')::uuid END;
BEGIN
  IF (SELECT s.count FROM public.delivery_placeset s WHERE s.tenant_id = NEW.tenant_id AND s.id = which)
    <> (SELECT count(*) FROM public.delivery_placeinset p
        WHERE p.tenant_id = NEW.tenant_id AND p.place_set_id = which) THEN
    RAISE EXCEPTION 'A set has the places it was formed with.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delivery_place_set_is_whole AFTER INSERT ON delivery_placeset
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_place_set_is_whole();
CREATE CONSTRAINT TRIGGER delivery_place_in_set_is_whole AFTER INSERT ON delivery_placeinset
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_place_set_is_whole();

CREATE FUNCTION delivery_place_offer_stays() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF (OLD.place_in_set_id, OLD.term_from, OLD.position, OLD.answer_by)
    IS DISTINCT FROM (NEW.place_in_set_id, NEW.term_from, NEW.position, NEW.answer_by) THEN
    RAISE EXCEPTION 'Of an offer only the answer changes.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_place_offer_stays BEFORE UPDATE ON delivery_placeoffer
  FOR EACH ROW EXECUTE FUNCTION delivery_place_offer_stays();
"""
UNDO_STAYS = """
DROP TRIGGER delivery_place_offer_stays ON delivery_placeoffer;
DROP FUNCTION delivery_place_offer_stays();
DROP TRIGGER delivery_place_in_set_is_whole ON delivery_placeinset;
DROP TRIGGER delivery_place_set_is_whole ON delivery_placeset;
DROP FUNCTION delivery_place_set_is_whole();
DROP TRIGGER delivery_place_in_set_stays ON delivery_placeinset;
DROP TRIGGER delivery_place_set_stays ON delivery_placeset;
DROP FUNCTION delivery_place_set_stays();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0028_supplier_words_put_right"),
    ]

    operations = [
        migrations.CreateModel(
            name="PlaceInSet",
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
            name="PlaceOffer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("term_from", models.DateField(help_text="the first day of the half-year")),
                ("position", models.PositiveSmallIntegerField(help_text="in the order drawn by lot, from 1")),
                ("answer_by", models.DateField()),
                (
                    "state",
                    models.CharField(
                        default=samspil.delivery.terms.place_sets.OfferState["OFFERED"], max_length=10
                    ),
                ),
                ("answered_on", models.DateField(null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="PlaceSet",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("formed_on", models.DateField()),
                (
                    "count",
                    models.PositiveSmallIntegerField(help_text="its places; the database holds it to that"),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="institution",
            name="size_band",
            field=models.CharField(blank=True, help_text="about how many go there", max_length=10),
        ),
        migrations.AddConstraint(
            model_name="institution",
            constraint=models.CheckConstraint(
                condition=models.Q(("size_band__in", ["", "small", "medium", "large"])),
                name="delivery_institution_size",
            ),
        ),
        migrations.AddField(
            model_name="placeinset",
            name="institution",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.institution"
            ),
        ),
        migrations.AddField(
            model_name="placeoffer",
            name="place_in_set",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="offers",
                to="delivery.placeinset",
            ),
        ),
        migrations.AddConstraint(
            model_name="placeset",
            constraint=models.CheckConstraint(
                condition=models.Q(("count__gte", 4)), name="delivery_place_set_of_four"
            ),
        ),
        migrations.AddField(
            model_name="placeinset",
            name="place_set",
            field=models.ForeignKey(
                db_constraint=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="places",
                to="delivery.placeset",
            ),
        ),
        migrations.AddIndex(
            model_name="placeoffer",
            index=models.Index(fields=["tenant_id", "term_from"], name="delivery_place_offer_term"),
        ),
        migrations.AddConstraint(
            model_name="placeoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["offered", "yes", "no"])), name="delivery_place_offer_state"
            ),
        ),
        migrations.AddConstraint(
            model_name="placeoffer",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "place_in_set", "term_from"), name="delivery_place_offer_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="placeoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("answered_on__isnull", True),
                        ("state", samspil.delivery.terms.place_sets.OfferState["OFFERED"]),
                    ),
                    models.Q(
                        models.Q(
                            ("state", samspil.delivery.terms.place_sets.OfferState["OFFERED"]), _negated=True
                        ),
                        ("answered_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="delivery_place_offer_answered",
            ),
        ),
        migrations.AddConstraint(
            model_name="placeinset",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "institution"), name="delivery_place_in_one_set"
            ),
        ),
        Protect("delivery_placeset", grants="SELECT, INSERT"),
        Protect(
            "delivery_placeinset",
            references=[("place_set_id", "delivery_placeset"), ("institution_id", "delivery_institution")],
            grants="SELECT, INSERT",
        ),
        Protect("delivery_placeoffer", references=[("place_in_set_id", "delivery_placeinset")]),
        migrations.RunSQL(STAYS, UNDO_STAYS),
    ]
