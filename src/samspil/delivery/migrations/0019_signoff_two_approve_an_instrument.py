"""Instruments brought in a file: proposed, decided about by two people, the evaluator among them, in use."""

import django.db.models.deletion
import samspil.kernel.ids
from django.conf import settings
from django.db import migrations, models

from samspil.trust.operations import Open

SIGNED_OFF = """
-- Who proposes or decides is who is signed in, by the context that the database checks itself.
CREATE FUNCTION delivery_instrument_by_oneself() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.account_id IS DISTINCT FROM public.samspil_account()
    OR NEW.role IS DISTINCT FROM (public.samspil_context())[3]
  THEN
    RAISE EXCEPTION 'Nobody proposes or decides in another''s name.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_instrument_by_oneself BEFORE INSERT ON delivery_proposedinstrument
  FOR EACH ROW EXECUTE FUNCTION delivery_instrument_by_oneself();
CREATE TRIGGER delivery_instrument_by_oneself BEFORE INSERT ON delivery_instrumentdecision
  FOR EACH ROW EXECUTE FUNCTION delivery_instrument_by_oneself();

-- One decision at a time, about what was proposed; after an end, or once it is in use, none.
CREATE FUNCTION delivery_instrument_decided() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  proposed record;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.instrument_id::text, 19));
  SELECT digest, account_id INTO proposed FROM public.delivery_proposedinstrument WHERE id = NEW.instrument_id;
  IF proposed.digest IS DISTINCT FROM NEW.digest THEN
    RAISE EXCEPTION 'Something else was proposed.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.decision = 'withdrawn' AND proposed.account_id <> NEW.account_id THEN
    RAISE EXCEPTION 'Whoever proposed an instrument withdraws it.' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM public.delivery_instrumentdecision
      WHERE instrument_id = NEW.instrument_id AND decision IN ('sent_back', 'withdrawn'))
    OR EXISTS (SELECT 1 FROM public.delivery_instrumentinuse WHERE instrument_id = NEW.instrument_id)
  THEN
    RAISE EXCEPTION 'It was decided already.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_instrument_decided BEFORE INSERT ON delivery_instrumentdecision
  FOR EACH ROW EXECUTE FUNCTION delivery_instrument_decided();

-- In use is only what two different people approved, the evaluator among them, word for word.
CREATE FUNCTION delivery_instrument_signed_off() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  people integer;
  evaluators integer;
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.instrument_id::text, 19));
  IF NOT EXISTS (SELECT 1 FROM public.delivery_proposedinstrument WHERE id = NEW.instrument_id
      AND slug = NEW.slug AND version = NEW.version AND digest = NEW.digest)
  THEN
    RAISE EXCEPTION 'Something else was proposed.' USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM public.delivery_instrumentdecision
      WHERE instrument_id = NEW.instrument_id AND decision IN ('sent_back', 'withdrawn'))
  THEN
    RAISE EXCEPTION 'It was decided already.' USING ERRCODE = 'check_violation';
  END IF;
  SELECT count(DISTINCT account_id), count(DISTINCT account_id) FILTER (WHERE role = 'evaluator')
    INTO people, evaluators FROM public.delivery_instrumentdecision
    WHERE instrument_id = NEW.instrument_id AND decision = 'approved' AND digest = NEW.digest;
  IF people < 2 OR evaluators < 1 THEN
    RAISE EXCEPTION 'Two people approve an instrument, the evaluator among them.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_instrument_signed_off BEFORE INSERT ON delivery_instrumentinuse
  FOR EACH ROW EXECUTE FUNCTION delivery_instrument_signed_off();

CREATE FUNCTION delivery_instrument_kept() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'What was proposed and decided about an instrument is never changed.'
    USING ERRCODE = 'check_violation';
END $$;
CREATE TRIGGER delivery_instrument_kept BEFORE UPDATE OR DELETE ON delivery_proposedinstrument
  FOR EACH ROW EXECUTE FUNCTION delivery_instrument_kept();
CREATE TRIGGER delivery_instrument_kept BEFORE UPDATE OR DELETE ON delivery_instrumentdecision
  FOR EACH ROW EXECUTE FUNCTION delivery_instrument_kept();
CREATE TRIGGER delivery_instrument_kept BEFORE UPDATE OR DELETE ON delivery_instrumentinuse
  FOR EACH ROW EXECUTE FUNCTION delivery_instrument_kept();
"""
UNDO = """
DROP TRIGGER delivery_instrument_kept ON delivery_instrumentinuse;
DROP TRIGGER delivery_instrument_kept ON delivery_instrumentdecision;
DROP TRIGGER delivery_instrument_kept ON delivery_proposedinstrument;
DROP TRIGGER delivery_instrument_signed_off ON delivery_instrumentinuse;
DROP TRIGGER delivery_instrument_decided ON delivery_instrumentdecision;
DROP TRIGGER delivery_instrument_by_oneself ON delivery_instrumentdecision;
DROP TRIGGER delivery_instrument_by_oneself ON delivery_proposedinstrument;
DROP FUNCTION delivery_instrument_kept(); DROP FUNCTION delivery_instrument_signed_off();
DROP FUNCTION delivery_instrument_decided(); DROP FUNCTION delivery_instrument_by_oneself();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0018_history_answers_from_before"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="ProposedInstrument",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("slug", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("document", models.JSONField()),
                ("digest", models.CharField(help_text="sha256 of the document as stored", max_length=64)),
                ("role", models.CharField(max_length=30)),
                ("proposed_on", models.DateField()),
                ("proposed_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        help_text="who proposed it",
                        on_delete=django.db.models.deletion.PROTECT,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="InstrumentInUse",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("slug", models.CharField(max_length=40)),
                ("version", models.PositiveSmallIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("since", models.DateField()),
                (
                    "instrument",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="use",
                        to="delivery.proposedinstrument",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="InstrumentDecision",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("digest", models.CharField(help_text="of what was decided about", max_length=64)),
                ("role", models.CharField(max_length=30)),
                ("decision", models.CharField(max_length=10)),
                (
                    "words",
                    models.CharField(
                        blank=True, help_text="about the questions, never a person", max_length=600
                    ),
                ),
                ("checklist", models.PositiveSmallIntegerField(default=0)),
                ("decided_on", models.DateField()),
                ("decided_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "instrument",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="delivery.proposedinstrument",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddConstraint(
            model_name="proposedinstrument",
            constraint=models.UniqueConstraint(
                fields=("slug", "version"), name="delivery_instrument_one_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedinstrument",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("digest__regex", "^[0-9a-f]{64}$"),
                    ("slug__regex", "^[a-z][a-z0-9_]*$"),
                    ("version__gte", 1),
                ),
                name="delivery_instrument_names",
            ),
        ),
        migrations.AddConstraint(
            model_name="proposedinstrument",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["programme_office", "evaluator"])),
                name="delivery_instrument_proposer",
            ),
        ),
        migrations.AddConstraint(
            model_name="instrumentinuse",
            constraint=models.UniqueConstraint(
                fields=("slug", "version"), name="delivery_instrument_one_in_use"
            ),
        ),
        migrations.AddConstraint(
            model_name="instrumentdecision",
            constraint=models.UniqueConstraint(
                fields=("instrument", "account", "decision"), name="delivery_instrument_decided_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="instrumentdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("decision__in", ["approved", "sent_back", "withdrawn"])),
                name="delivery_instrument_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="instrumentdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("role__in", ["programme_office", "evaluator"])),
                name="delivery_instrument_decider",
            ),
        ),
        migrations.AddConstraint(
            model_name="instrumentdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("checklist__gte", 1), ("decision", "approved"), ("words", "")),
                    models.Q(
                        ("checklist", 0), ("decision", "sent_back"), models.Q(("words", ""), _negated=True)
                    ),
                    models.Q(("checklist", 0), ("decision", "withdrawn"), ("words", "")),
                    _connector="OR",
                ),
                name="delivery_instrument_decided_why",
            ),
        ),
        Open(
            "delivery_proposedinstrument",
            "delivery_instrumentdecision",
            "delivery_instrumentinuse",
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(SIGNED_OFF, UNDO),
    ]
