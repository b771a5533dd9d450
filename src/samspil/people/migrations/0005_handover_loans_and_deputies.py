"""Deputies and staff on loan; and the log controller, who looks at no content, kept so by the database."""

import datetime
import django.db.models.deletion
import django.db.models.expressions
import samspil.kernel.ids
import samspil.people.terms
from django.conf import settings
from django.db import migrations, models


from samspil.trust.operations import Protect

# Who controls the log holds no role that looks at content on the same days (security.md P7). The trigger
# comes after the row, so that the policy of a foreign organisation speaks first.
CONTROL_ALONE = """
CREATE FUNCTION people_controllers_only_control() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  control CONSTANT text[] := ARRAY['log_controller', 'dpo'];
  content CONSTANT text[] := ARRAY['coordinator', 'mentor', 'parent_coach', 'role_model'];
BEGIN
  IF NEW.ended_at IS NULL AND EXISTS (
    SELECT 1 FROM public.people_appointment o
    WHERE o.tenant_id = NEW.tenant_id AND o.account_id = NEW.account_id AND o.id <> NEW.id
      AND o.ended_at IS NULL
      AND daterange(o.from_on, o.to_on, '[]') && daterange(NEW.from_on, NEW.to_on, '[]')
      AND ((NEW.role = ANY (control) AND o.role = ANY (content))
        OR (NEW.role = ANY (content) AND o.role = ANY (control))))
  THEN
    RAISE EXCEPTION 'Who controls the log holds no other role.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER people_controllers_only_control
  AFTER INSERT OR UPDATE OF role, account_id, from_on, to_on, ended_at ON people_appointment
  FOR EACH ROW EXECUTE FUNCTION people_controllers_only_control();
"""
UNDO_CONTROL_ALONE = """
DROP TRIGGER people_controllers_only_control ON people_appointment;
DROP FUNCTION people_controllers_only_control();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0004_ownpage_own_codes"),
    ]

    operations = [
        migrations.CreateModel(
            name="LoanOffer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("to_tenant_id", models.UUIDField(help_text="the host")),
                ("offered_on", models.DateField()),
                ("until_on", models.DateField(help_text="the last day")),
                ("until_at", models.DateTimeField(help_text="the end of the loan by the database's clock")),
                (
                    "certified_until",
                    models.DateField(help_text="as it stands at home; a copied fact", null=True),
                ),
                ("ended_on", models.DateField(help_text="ended early, by the home", null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="LoanTaken",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("offer_id", models.UUIDField(help_text="the home's row")),
                ("from_tenant_id", models.UUIDField(help_text="the home")),
                ("taken_on", models.DateField()),
                ("ended_on", models.DateField(help_text="ended early, by the host", null=True)),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="appointment",
            name="deputy_because",
            field=models.CharField(blank=True, help_text="why it stands in for another", max_length=10),
        ),
        migrations.AddField(
            model_name="appointment",
            name="ended_at",
            field=models.DateTimeField(help_text="ended at once, before its last day", null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="loan_offer_id",
            field=models.UUIDField(help_text="the lending organisation's offer", null=True),
        ),
        migrations.AddField(
            model_name="appointment",
            name="loan_until",
            field=models.DateTimeField(help_text="by the database's clock", null=True),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("loan_offer_id__isnull", False)),
                fields=("tenant_id", "loan_offer_id"),
                name="people_one_taking_of_a_loan",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True), ("loan_offer_id__isnull", False)),
                fields=("tenant_id", "account"),
                name="people_one_loan_at_a_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("loan_offer_id__isnull", True), ("loan_until__isnull", True)),
                    models.Q(
                        ("loan_offer_id__isnull", False),
                        ("loan_until__isnull", False),
                        ("capacity", 1),
                        ("role", "mentor"),
                        ("to_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="people_appointment_loan",
            ),
        ),
        migrations.AddConstraint(
            model_name="appointment",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("deputy_because", ""),
                    models.Q(
                        (
                            "deputy_because__in",
                            [
                                samspil.people.terms.DeputyBecause["HOLIDAY"],
                                samspil.people.terms.DeputyBecause["ILLNESS"],
                                samspil.people.terms.DeputyBecause["OTHER"],
                            ],
                        ),
                        ("role", "coordinator"),
                        ("to_on__isnull", False),
                        (
                            "to_on__lt",
                            django.db.models.expressions.CombinedExpression(
                                models.F("from_on"), "+", models.Value(datetime.timedelta(days=90))
                            ),
                        ),
                    ),
                    _connector="OR",
                ),
                name="people_appointment_deputy",
            ),
        ),
        migrations.AddField(
            model_name="loanoffer",
            name="account",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
            ),
        ),
        migrations.AddField(
            model_name="loanoffer",
            name="appointment",
            field=models.ForeignKey(
                db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.appointment"
            ),
        ),
        migrations.AddIndex(
            model_name="loantaken",
            index=models.Index(fields=["from_tenant_id"], name="people_loan_from"),
        ),
        migrations.AddConstraint(
            model_name="loantaken",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "offer_id"), name="people_one_loan_taken"
            ),
        ),
        migrations.AddIndex(
            model_name="loanoffer",
            index=models.Index(fields=["to_tenant_id", "until_at"], name="people_loan_to"),
        ),
        migrations.AddIndex(
            model_name="loanoffer",
            index=models.Index(fields=["account", "until_at"], name="people_loan_account"),
        ),
        migrations.AddConstraint(
            model_name="loanoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("to_tenant_id", models.F("tenant_id")), _negated=True),
                name="people_loan_goes_elsewhere",
            ),
        ),
        migrations.AddConstraint(
            model_name="loanoffer",
            constraint=models.CheckConstraint(
                condition=models.Q(("until_on__gte", models.F("offered_on"))),
                name="people_loan_ends_after_its_offer",
            ),
        ),
        Protect(
            "people_loanoffer",
            references=[("appointment_id", "people_appointment")],
            shared=[("account_id", "people_account")],
            also="to_tenant_id=samspil_tenant@until_at,account_id=samspil_account@until_at",
        ),
        Protect("people_loantaken", also="from_tenant_id=samspil_tenant"),
        migrations.RunSQL(CONTROL_ALONE, UNDO_CONTROL_ALONE),
    ]
