"""The mentor's own impression, apart from the answers it stands beside."""

import django.db.models.deletion
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# Deferred, so that the key speaks first about a measurement of another organisation or of none.
FITS = """
CREATE FUNCTION delivery_impression_fits() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.delivery_measurement WHERE tenant_id = NEW.tenant_id
      AND id = NEW.measurement_id AND person_id = NEW.person_id AND state IN ('open', 'done', 'late'))
  THEN
    RAISE EXCEPTION 'An impression stands beside answers of the same person that came or may still come.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE CONSTRAINT TRIGGER delivery_impression_fits AFTER INSERT OR UPDATE ON delivery_impression
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_impression_fits();
"""
UNDO = """
DROP TRIGGER delivery_impression_fits ON delivery_impression;
DROP FUNCTION delivery_impression_fits();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0012_joint_meetings_and_journal"),
        ("people", "0006_gettingin_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="Impression",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "values",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="statement → number or null, as JSON"
                    ),
                ),
                ("given_on", models.DateField()),
                (
                    "knew_answers",
                    models.BooleanField(help_text="the answers had been shown to the mentor by then"),
                ),
                (
                    "measurement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.measurement",
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="people.appointment",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "measurement"), name="delivery_one_impression"
                    )
                ],
            },
        ),
        Protect(
            "delivery_impression",
            references=[
                ("measurement_id", "delivery_measurement"),
                ("mentor_id", "people_appointment"),
                ("person_id", "people_person"),
            ],
        ),
        migrations.RunSQL(FITS, UNDO),
    ]
