"""What a match has to go on; and nobody is given a course they may not have, kept by the database."""

import django.contrib.postgres.fields
import django.db.models.deletion
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# After the row, so that the policy of a foreign organisation speaks first.
APART = """
CREATE FUNCTION delivery_assignment_without_conflict() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM 1 FROM public.delivery_conflict
    WHERE tenant_id = NEW.tenant_id AND course_id = NEW.course_id AND mentor_id = NEW.mentor_id;
  IF FOUND THEN
    RAISE EXCEPTION 'Nobody holds a course with a conflict of interest.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_assignment_without_conflict AFTER INSERT ON delivery_assignment
  FOR EACH ROW EXECUTE FUNCTION delivery_assignment_without_conflict();
"""
UNDO_APART = """
DROP TRIGGER delivery_assignment_without_conflict ON delivery_assignment;
DROP FUNCTION delivery_assignment_without_conflict();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0003_basis_assignments_and_stop"),
        ("people", "0003_matching_staff_profiles_and_certificates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Conflict",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("because", models.CharField(max_length=20)),
                ("marked_on", models.DateField()),
                (
                    "by_themselves",
                    models.BooleanField(default=False, help_text="the member of staff said so"),
                ),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
                    ),
                ),
                (
                    "mentor",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
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
                        fields=("tenant_id", "course", "mentor"), name="delivery_one_conflict"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("because__in", ["knows_family", "works_at_school", "other"])),
                        name="delivery_conflict_because",
                    ),
                ],
            },
        ),
        Protect(
            "delivery_conflict",
            references=[
                ("course_id", "delivery_course"),
                ("person_id", "people_person"),
                ("mentor_id", "people_appointment"),
            ],
        ),
        migrations.CreateModel(
            name="Wish",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "interests",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("language", models.CharField(blank=True, max_length=3)),
                (
                    "area",
                    models.CharField(blank=True, help_text="the first digits of a postcode", max_length=4),
                ),
                (
                    "times",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                ("line", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                (
                    "about_them",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="a wish about gender or age"
                    ),
                ),
                ("waits_for", models.CharField(blank=True, max_length=20)),
                (
                    "course",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="delivery.course"
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
                    models.UniqueConstraint(fields=("tenant_id", "course"), name="delivery_one_wish"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "interests__contained_by",
                                [
                                    "listening",
                                    "hard_talks",
                                    "humour",
                                    "calm",
                                    "structure",
                                    "school_help",
                                    "job_search",
                                    "letters",
                                    "family_contact",
                                    "leisure_clubs",
                                    "sport",
                                    "outdoors",
                                    "music",
                                    "cooking",
                                    "making_things",
                                    "gaming",
                                    "computers",
                                ],
                            ),
                            ("interests__len__lte", 5),
                        ),
                        name="delivery_wish_interests",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("times__contained_by", ["daytime", "afternoon", "evening", "weekend"]),
                            ("times__len__lte", 4),
                        ),
                        name="delivery_wish_times",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("language", ""),
                            (
                                "language__in",
                                [
                                    "da",
                                    "dsl",
                                    "en",
                                    "ar",
                                    "so",
                                    "tr",
                                    "bs",
                                    "de",
                                    "es",
                                    "fa",
                                    "fr",
                                    "kl",
                                    "ku",
                                    "pl",
                                    "ro",
                                    "ti",
                                    "uk",
                                    "ur",
                                    "vi",
                                ],
                            ),
                            _connector="OR",
                        ),
                        name="delivery_wish_language",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area", ""), ("area__regex", "^[0-9]{2,4}$"), _connector="OR"),
                        name="delivery_wish_area",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("waits_for", ""),
                            ("waits_for__in", ["no_place", "language", "certificate", "wishes", "other"]),
                            _connector="OR",
                        ),
                        name="delivery_wish_waits_for",
                    ),
                ],
            },
        ),
        Protect(
            "delivery_wish",
            references=[("course_id", "delivery_course"), ("person_id", "people_person")],
        ),
        migrations.RunSQL(APART, UNDO_APART),
    ]
