"""What a yes may be about, in which language and to whom; and what a municipality decides for itself."""

import samspil.kernel.ids
import samspil.people.terms
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="LocalRule",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                (
                    "own_yes_from",
                    models.PositiveSmallIntegerField(
                        default=15,
                        help_text="age from which an own yes starts a course under barnets lov section 30",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.RemoveConstraint(
            model_name="consent",
            name="people_one_open_consent",
        ),
        migrations.AddField(
            model_name="consent",
            name="language",
            field=models.CharField(default="da", help_text="the language the text was read in", max_length=5),
        ),
        migrations.AddField(
            model_name="consent",
            name="recipient",
            field=samspil.trust.fields.SealedField(compartment="content", default=b""),
        ),
        migrations.AddField(
            model_name="consent",
            name="recipient_number",
            field=models.PositiveSmallIntegerField(default=0, help_text="tells named recipients apart"),
        ),
        migrations.AddField(
            model_name="identity",
            name="language",
            field=models.CharField(default="da", max_length=5),
        ),
        migrations.AlterField(
            model_name="consent",
            name="capacity",
            field=models.CharField(
                choices=[
                    ("self", "self"),
                    ("custody_holder", "custody_holder"),
                    ("second_custody_holder", "second_custody_holder"),
                ],
                max_length=25,
            ),
        ),
        migrations.AlterField(
            model_name="consent",
            name="method",
            field=models.CharField(
                choices=[
                    ("screen", "screen"),
                    ("paper", "paper"),
                    ("oral", "oral"),
                    ("own_page", "own_page"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="identity",
            name="born",
            field=samspil.trust.fields.SealedField(
                compartment="identity", default=b"", help_text="year, or year and month; never a day"
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.UniqueConstraint(
                condition=models.Q(("withdrawn_on__isnull", True)),
                fields=("tenant_id", "person", "purpose", "capacity", "recipient_number"),
                name="people_one_open_consent",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    (
                        "purpose__in",
                        [
                            samspil.people.terms.ConsentPurpose["SUPPORT"],
                            samspil.people.terms.ConsentPurpose["SHARING"],
                            samspil.people.terms.ConsentPurpose["EVALUATION"],
                            samspil.people.terms.ConsentPurpose["INTERVIEW"],
                            samspil.people.terms.ConsentPurpose["QUOTATION"],
                            samspil.people.terms.ConsentPurpose["FOLLOW_UP"],
                            samspil.people.terms.ConsentPurpose["CONTACT"],
                            samspil.people.terms.ConsentPurpose["JOINING"],
                        ],
                    )
                ),
                name="people_consent_purpose",
            ),
        ),
        migrations.AddConstraint(
            model_name="consent",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("purpose", "sharing"), ("recipient_number__gte", 1)),
                    models.Q(models.Q(("purpose", "sharing"), _negated=True), ("recipient_number", 0)),
                    _connector="OR",
                ),
                name="people_consent_recipient",
            ),
        ),
        migrations.AddConstraint(
            model_name="localrule",
            constraint=models.UniqueConstraint(fields=("tenant_id",), name="people_one_local_rule"),
        ),
        migrations.AddConstraint(
            model_name="localrule",
            constraint=models.CheckConstraint(
                condition=models.Q(("own_yes_from__gte", 12), ("own_yes_from__lte", 18)),
                name="people_own_yes_age",
            ),
        ),
        Protect("people_localrule"),
    ]
