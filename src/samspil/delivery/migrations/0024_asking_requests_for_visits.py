"""Requests for visits and the mails that answer them; what a request may become is kept by the database."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import samspil.delivery.terms.sending
import samspil.delivery.terms.visit_requests
import samspil.delivery.terms.visits
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect


# A request moves only along its table of states as it was when this was written; a later change of the table
# brings a migration that replaces the function. tests/delivery holds the two against each other.
MOVES = """
CREATE FUNCTION delivery_visit_request_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'asked' THEN
      RAISE EXCEPTION 'A request begins as asked, not %.', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.state = NEW.state THEN RETURN NEW; END IF;
  IF (OLD.state, NEW.state) NOT IN (VALUES
    ('asked', 'confirmed'),
    ('confirmed', 'planned'), ('confirmed', 'moved'), ('confirmed', 'cancelled'), ('confirmed', 'declined'),
    ('planned', 'moved'), ('planned', 'cancelled'), ('planned', 'declined'),
    ('moved', 'planned'), ('moved', 'cancelled'), ('moved', 'declined'))
  THEN
    RAISE EXCEPTION 'A request cannot go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_visit_request_moves AFTER INSERT OR UPDATE OF state ON delivery_visitrequest
  FOR EACH ROW EXECUTE FUNCTION delivery_visit_request_moves();

ALTER TABLE delivery_series ADD CONSTRAINT delivery_series_request_id_fk FOREIGN KEY (tenant_id, request_id)
  REFERENCES delivery_visitrequest (tenant_id, id) DEFERRABLE INITIALLY DEFERRED;
"""
UNDO_MOVES = """
ALTER TABLE delivery_series DROP CONSTRAINT delivery_series_request_id_fk;
DROP TRIGGER delivery_visit_request_moves ON delivery_visitrequest;
DROP FUNCTION delivery_visit_request_moves();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0023_training_events_seats_and_certificates"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="VisitRequest",
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
                        default=samspil.delivery.terms.visit_requests.RequestState["ASKED"], max_length=10
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        default="da", help_text="in which the answers are written", max_length=5
                    ),
                ),
                (
                    "place",
                    models.CharField(help_text="what the place is called, as they wrote it", max_length=100),
                ),
                (
                    "group",
                    models.CharField(help_text="what the group is called there; about nobody", max_length=40),
                ),
                ("level", models.CharField(max_length=12)),
                ("about_how_many", models.PositiveSmallIntegerField()),
                (
                    "days",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.DateField(), help_text="days they prefer, the best first", size=None
                    ),
                ),
                ("declined_because", models.CharField(blank=True, max_length=15)),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="the database's clock"
                    ),
                ),
                (
                    "changed_on",
                    models.DateField(help_text="when it came to its state, or its days were changed"),
                ),
                (
                    "name",
                    samspil.trust.fields.SealedField(
                        compartment="identity", default=b"", help_text="whom to answer"
                    ),
                ),
                ("mail", samspil.trust.fields.SealedField(compartment="identity", default=b"")),
                ("phone", samspil.trust.fields.SealedField(compartment="identity", default=b"")),
                ("wishes", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                (
                    "institution",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.institution",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="VisitLetter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("news", models.CharField(max_length=10)),
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
                (
                    "request",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.visitrequest",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddField(
            model_name="series",
            name="request",
            field=models.ForeignKey(
                db_constraint=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="series",
                to="delivery.visitrequest",
            ),
        ),
        migrations.AddConstraint(
            model_name="series",
            constraint=models.UniqueConstraint(
                condition=models.Q(
                    ("request__isnull", False),
                    models.Q(
                        ("state", samspil.delivery.terms.visits.SeriesState["CALLED_OFF"]), _negated=True
                    ),
                ),
                fields=("tenant_id", "request"),
                name="delivery_series_of_a_request",
            ),
        ),
        migrations.AddIndex(
            model_name="visitrequest",
            index=models.Index(fields=["tenant_id", "state"], name="delivery_request_list"),
        ),
        migrations.AddConstraint(
            model_name="visitrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["asked", "confirmed", "planned", "moved", "cancelled", "declined"])
                ),
                name="delivery_request_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("level__in", ["grades_0_3", "grades_4_6", "grades_7_10", "youth", "mixed"])
                ),
                name="delivery_request_level",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        (
                            "declined_because__in",
                            ["no_pair", "no_day", "elsewhere", "not_for_group", "twice", "other"],
                        ),
                        ("state", samspil.delivery.terms.visit_requests.RequestState["DECLINED"]),
                    ),
                    models.Q(
                        models.Q(
                            ("state", samspil.delivery.terms.visit_requests.RequestState["DECLINED"]),
                            _negated=True,
                        ),
                        ("declined_because", ""),
                    ),
                    _connector="OR",
                ),
                name="delivery_request_declined",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("state", samspil.delivery.terms.visit_requests.RequestState["PLANNED"]),
                        _negated=True,
                    ),
                    ("institution__isnull", False),
                    _connector="OR",
                ),
                name="delivery_request_planned_at_a_place",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("about_how_many__gte", 1), ("about_how_many__lte", 500)),
                name="delivery_request_numbers",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(("days__len__gte", 1), ("days__len__lte", 3)), name="delivery_request_days"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("group__regex", "@|[0-9][0-9 .-]{2,}[0-9]"), _negated=True),
                    models.Q(("place__regex", "@|[0-9][0-9 .-]{2,}[0-9]"), _negated=True),
                ),
                name="delivery_request_about_nobody",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitrequest",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("name", b""), _negated=True), models.Q(("mail", b""), _negated=True)
                ),
                name="delivery_request_can_be_answered",
            ),
        ),
        migrations.AddIndex(
            model_name="visitletter",
            index=models.Index(fields=["tenant_id", "letter"], name="delivery_visitletter_letter"),
        ),
        migrations.AddConstraint(
            model_name="visitletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["queued", "sending", "handing", "sent", "failed", "dropped"])
                ),
                name="delivery_visitletter_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("news__in", ["confirm", "answer"])), name="delivery_visitletter_news"
            ),
        ),
        migrations.AddConstraint(
            model_name="visitletter",
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
                name="delivery_visitletter_claimed",
            ),
        ),
        migrations.AddConstraint(
            model_name="visitletter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("state", samspil.delivery.terms.sending.LetterState["QUEUED"])),
                fields=("tenant_id", "request"),
                name="delivery_one_visitletter_waits",
            ),
        ),
        Protect("delivery_visitrequest", references=[("institution_id", "delivery_institution")]),
        Protect("delivery_visitletter", references=[("request_id", "delivery_visitrequest")]),
        migrations.RunSQL(MOVES, UNDO_MOVES),
    ]
