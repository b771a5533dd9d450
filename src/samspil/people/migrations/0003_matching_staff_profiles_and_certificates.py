"""What staff bring to a match, and the days of the certificates they must have."""

import django.contrib.postgres.fields
import django.db.models.deletion
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0002_consents_and_local_rules"),
    ]

    operations = [
        migrations.CreateModel(
            name="StaffCertificate",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=20)),
                ("from_on", models.DateField()),
                ("valid_until", models.DateField()),
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
                    models.Index(fields=["tenant_id", "valid_until"], name="people_certificate_ends")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "appointment", "kind", "from_on"),
                        name="people_one_certificate_a_day",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["boerneattest", "confidentiality"])),
                        name="people_certificate_kind",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("valid_until__gte", models.F("from_on"))),
                        name="people_certificate_order",
                    ),
                ],
            },
        ),
        Protect("people_staffcertificate", references=[("appointment_id", "people_appointment")]),
        migrations.CreateModel(
            name="StaffProfile",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("education", models.CharField(blank=True, max_length=120)),
                ("experience", models.CharField(blank=True, max_length=300)),
                (
                    "strengths",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
                (
                    "learning",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        default=list,
                        help_text="what they want to get better at",
                        size=None,
                    ),
                ),
                (
                    "languages",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20), default=list, size=None
                    ),
                ),
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
                    models.UniqueConstraint(fields=("tenant_id", "appointment"), name="people_one_profile"),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "strengths__contained_by",
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
                            ("strengths__len__lte", 5),
                        ),
                        name="people_profile_strengths",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "learning__contained_by",
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
                            ("learning__len__lte", 3),
                        ),
                        name="people_profile_learning",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            (
                                "languages__contained_by",
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
                            ("languages__len__lte", 19),
                        ),
                        name="people_profile_languages",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("times__contained_by", ["daytime", "afternoon", "evening", "weekend"]),
                            ("times__len__lte", 4),
                        ),
                        name="people_profile_times",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("area", ""), ("area__regex", "^[0-9]{2,4}$"), _connector="OR"),
                        name="people_profile_area",
                    ),
                ],
            },
        ),
        Protect("people_staffprofile", references=[("appointment_id", "people_appointment")]),
    ]
