"""What goes out: reminders to staff and links to the person, and what the database keeps true of them."""

import django.db.models.deletion
import django.db.models.functions.datetime
import samspil.kernel.ids
from django.db import migrations, models

from samspil.trust.operations import Protect

# What is handed over is never queued by anybody but whoever was told that it was not taken, what was sent or
# failed stays so, and what is no longer wanted is dropped at once, whatever the code does.
MOVES = """
CREATE FUNCTION delivery_outgoing_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state <> 'queued' THEN
    RAISE EXCEPTION 'What goes out begins in the queue.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state <> NEW.state AND (OLD.state, NEW.state) NOT IN (VALUES
    ('queued', 'sending'), ('queued', 'failed'), ('queued', 'dropped'), ('sending', 'queued'),
    ('sending', 'handing'), ('sending', 'failed'), ('sending', 'dropped'), ('handing', 'sent'),
    ('handing', 'failed'), ('handing', 'queued'), ('dropped', 'queued'))
  THEN
    RAISE EXCEPTION 'What goes out cannot go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_outgoing_moves BEFORE INSERT OR UPDATE ON delivery_reminder
  FOR EACH ROW EXECUTE FUNCTION delivery_outgoing_moves();
CREATE TRIGGER delivery_outgoing_moves BEFORE INSERT OR UPDATE ON delivery_linkletter
  FOR EACH ROW EXECUTE FUNCTION delivery_outgoing_moves();

CREATE FUNCTION delivery_measurement_quiets() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.delivery_reminder SET state = 'dropped', letter = NULL, moved_at = clock_timestamp()
    WHERE tenant_id = NEW.tenant_id AND measurement_id = NEW.id AND state IN ('queued', 'sending');
  UPDATE public.delivery_linkletter SET state = 'dropped', letter = NULL, moved_at = clock_timestamp()
    WHERE tenant_id = NEW.tenant_id AND measurement_id = NEW.id AND state IN ('queued', 'sending');
  RETURN NULL;
END $$;
CREATE TRIGGER delivery_measurement_quiets AFTER UPDATE ON delivery_measurement FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.reason IS DISTINCT FROM NEW.reason)
  EXECUTE FUNCTION delivery_measurement_quiets();

CREATE FUNCTION delivery_course_quiets() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  UPDATE public.delivery_reminder r SET state = 'dropped', letter = NULL, moved_at = clock_timestamp()
    FROM public.delivery_measurement m
    WHERE m.tenant_id = NEW.tenant_id AND m.course_id = NEW.id
      AND r.tenant_id = m.tenant_id AND r.measurement_id = m.id AND r.state IN ('queued', 'sending');
  UPDATE public.delivery_linkletter r SET state = 'dropped', letter = NULL, moved_at = clock_timestamp()
    FROM public.delivery_measurement m
    WHERE m.tenant_id = NEW.tenant_id AND m.course_id = NEW.id
      AND r.tenant_id = m.tenant_id AND r.measurement_id = m.id AND r.state IN ('queued', 'sending');
  RETURN NULL;
END $$;
CREATE TRIGGER delivery_course_quiets AFTER UPDATE ON delivery_course FOR EACH ROW
  WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.mentor_id IS DISTINCT FROM NEW.mentor_id)
  EXECUTE FUNCTION delivery_course_quiets();
"""
UNDO = """
DROP TRIGGER delivery_course_quiets ON delivery_course;
DROP TRIGGER delivery_measurement_quiets ON delivery_measurement;
DROP TRIGGER delivery_outgoing_moves ON delivery_reminder;
DROP TRIGGER delivery_outgoing_moves ON delivery_linkletter;
DROP FUNCTION delivery_course_quiets();
DROP FUNCTION delivery_measurement_quiets();
DROP FUNCTION delivery_outgoing_moves();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0014_recounts"),
        ("people", "0006_gettingin_drafts"),
    ]

    operations = [
        migrations.CreateModel(
            name="LinkLetter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("state", models.CharField(default="queued", max_length=10)),
                (
                    "letter",
                    models.UUIDField(
                        help_text="the message it goes with, and that message's own id", null=True
                    ),
                ),
                (
                    "moved_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="when it came to its state, by the database's clock",
                    ),
                ),
                (
                    "ready_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="not to be tried before; the database's clock",
                    ),
                ),
                ("sent_on", models.DateField(null=True)),
                ("way", models.CharField(max_length=4)),
                ("link_id", models.UUIDField(help_text="the link that was made for it", null=True)),
                ("asked_by", models.UUIDField(help_text="the account that asked")),
                (
                    "asked_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(), help_text="the database's clock"
                    ),
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
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["tenant_id", "measurement"], name="delivery_linkletter_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "sending", "handing", "sent", "failed", "dropped"])
                        ),
                        name="delivery_linkletter_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("way__in", ["mail", "sms"])), name="delivery_linkletter_way"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    models.Q(("state__in", ["sending", "handing", "sent", "failed"])),
                                    ("letter__isnull", False),
                                ),
                                models.Q(
                                    models.Q(
                                        ("state__in", ["sending", "handing", "sent", "failed"]), _negated=True
                                    ),
                                    ("letter__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("sent_on__isnull", False), ("state", "sent")),
                                models.Q(
                                    models.Q(("state", "sent"), _negated=True), ("sent_on__isnull", True)
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="delivery_linkletter_claimed",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["queued", "sending", "handing"])),
                        fields=("tenant_id", "measurement"),
                        name="delivery_one_link_under_way",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Reminder",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("state", models.CharField(default="queued", max_length=10)),
                (
                    "letter",
                    models.UUIDField(
                        help_text="the message it goes with, and that message's own id", null=True
                    ),
                ),
                (
                    "moved_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="when it came to its state, by the database's clock",
                    ),
                ),
                (
                    "ready_at",
                    models.DateTimeField(
                        db_default=django.db.models.functions.datetime.Now(),
                        help_text="not to be tried before; the database's clock",
                    ),
                ),
                ("sent_on", models.DateField(null=True)),
                ("step", models.CharField(max_length=60)),
                (
                    "needs_reason",
                    models.BooleanField(default=False, help_text="the step at which a reason is asked for"),
                ),
                ("written_on", models.DateField()),
                (
                    "measurement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="delivery.measurement",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        db_constraint=False, on_delete=django.db.models.deletion.PROTECT, to="people.person"
                    ),
                ),
                (
                    "recipient",
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
                    models.Index(
                        condition=models.Q(("state__in", ["queued", "sending", "handing"])),
                        fields=["tenant_id", "recipient"],
                        name="delivery_reminder_under_way",
                    ),
                    models.Index(fields=["tenant_id", "letter"], name="delivery_reminder_letter"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("state__in", ["queued", "sending", "handing", "sent", "failed", "dropped"])
                        ),
                        name="delivery_reminder_state",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                models.Q(
                                    models.Q(("state__in", ["sending", "handing", "sent", "failed"])),
                                    ("letter__isnull", False),
                                ),
                                models.Q(
                                    models.Q(
                                        ("state__in", ["sending", "handing", "sent", "failed"]), _negated=True
                                    ),
                                    ("letter__isnull", True),
                                ),
                                _connector="OR",
                            ),
                            models.Q(
                                models.Q(("sent_on__isnull", False), ("state", "sent")),
                                models.Q(
                                    models.Q(("state", "sent"), _negated=True), ("sent_on__isnull", True)
                                ),
                                _connector="OR",
                            ),
                        ),
                        name="delivery_reminder_claimed",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "measurement", "step", "recipient"),
                        name="delivery_reminded_once",
                    ),
                ],
            },
        ),
        Protect(
            "delivery_linkletter",
            references=[("measurement_id", "delivery_measurement"), ("person_id", "people_person")],
        ),
        Protect(
            "delivery_reminder",
            references=[
                ("measurement_id", "delivery_measurement"),
                ("person_id", "people_person"),
                ("recipient_id", "people_appointment"),
            ],
        ),
        migrations.RunSQL(MOVES, UNDO),
    ]
