"""A visit that was written as held by mistake is planned again while nobody has answered a form about it."""

from django.db import migrations

# The tables of states as they are from here on. The forms that were owed after the visit go with it: asked at
# the end of the transaction, as is that a series whose every visit was held stays complete.
MOVES = """
CREATE OR REPLACE FUNCTION delivery_series_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  held integer;
  planned integer;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' THEN
      RAISE EXCEPTION 'A series begins as open, not %.', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.visit_count <> NEW.visit_count THEN
    RAISE EXCEPTION 'The number of visits of a series stays.' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = NEW.state THEN RETURN NEW; END IF;
  IF (OLD.state, NEW.state) NOT IN (VALUES
    ('open', 'complete'), ('open', 'incomplete'), ('open', 'called_off'), ('incomplete', 'open'),
    ('complete', 'open'))
  THEN
    RAISE EXCEPTION 'A series cannot go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  SELECT count(*) FILTER (WHERE state = 'held'), count(*) FILTER (WHERE state = 'planned')
    INTO held, planned
    FROM public.delivery_visit WHERE tenant_id = NEW.tenant_id AND series_id = NEW.id;
  IF NEW.state <> 'open' AND planned > 0
    OR NEW.state = 'complete' AND held <> NEW.visit_count
    OR NEW.state = 'incomplete' AND (held = 0 OR held >= NEW.visit_count)
    OR NEW.state = 'called_off' AND held > 0
  THEN
    RAISE EXCEPTION 'A series with % held and % planned visits is not %.', held, planned, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION delivery_visit_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  series record;
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state <> 'planned' THEN
    RAISE EXCEPTION 'A visit begins as planned, not %.', NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state = NEW.state THEN RETURN NEW; END IF;
    IF (OLD.state, NEW.state) NOT IN (VALUES
      ('planned', 'held'), ('planned', 'cancelled'), ('held', 'planned')) THEN
      RAISE EXCEPTION 'A visit cannot go from % to %.', OLD.state, NEW.state
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  IF TG_OP = 'UPDATE' AND OLD.state = 'held' AND (EXISTS (
      SELECT 1 FROM public.delivery_owedform WHERE tenant_id = NEW.tenant_id AND about = 'visit'
        AND thing_id = NEW.id AND state IN ('done', 'late'))
    OR EXISTS (
      SELECT 1 FROM public.delivery_pupilround WHERE tenant_id = NEW.tenant_id AND visit_id = NEW.id
        AND (answered > 0 OR closed_as IS NOT NULL))
    OR EXISTS (
      SELECT 1 FROM public.delivery_visithours WHERE tenant_id = NEW.tenant_id AND visit_id = NEW.id))
  THEN
    RAISE EXCEPTION 'A visit with an answered form or with hours was held.' USING ERRCODE = 'check_violation';
  END IF;
  SELECT state, visit_count INTO series FROM public.delivery_series
    WHERE tenant_id = NEW.tenant_id AND id = NEW.series_id;
  IF NOT FOUND THEN RETURN NEW; END IF;
  IF series.state <> 'open' OR NEW.position NOT BETWEEN 1 AND series.visit_count THEN
    RAISE EXCEPTION 'A visit is planned and held while its series is open, and has one of its places.'
      USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.instead_of_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM public.delivery_visit WHERE tenant_id = NEW.tenant_id AND id = NEW.instead_of_id
      AND series_id = NEW.series_id AND position = NEW.position AND state = 'cancelled')
  THEN
    RAISE EXCEPTION 'A visit takes the place of a cancelled one of its own series.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE FUNCTION delivery_visit_put_back() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.delivery_visit v JOIN public.delivery_owedform f
      ON f.tenant_id = v.tenant_id AND f.about = 'visit' AND f.thing_id = v.id
      WHERE v.tenant_id = NEW.tenant_id AND v.id = NEW.id AND v.state <> 'held')
  THEN
    RAISE EXCEPTION 'After a visit that was not held nothing is owed.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delivery_visit_put_back AFTER UPDATE ON delivery_visit
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'held' AND NEW.state <> 'held')
  EXECUTE FUNCTION delivery_visit_put_back();

CREATE FUNCTION delivery_series_opened_again() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.delivery_series s WHERE s.tenant_id = NEW.tenant_id AND s.id = NEW.id
      AND s.state = 'open' AND s.visit_count <= (SELECT count(*) FROM public.delivery_visit v
        WHERE v.tenant_id = s.tenant_id AND v.series_id = s.id AND v.state = 'held'))
  THEN
    RAISE EXCEPTION 'A series whose every visit was held is complete.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER delivery_series_opened_again AFTER UPDATE ON delivery_series
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW WHEN (OLD.state = 'complete' AND NEW.state = 'open')
  EXECUTE FUNCTION delivery_series_opened_again();
"""
UNDO_MOVES = """
DROP TRIGGER delivery_series_opened_again ON delivery_series;
DROP FUNCTION delivery_series_opened_again();
DROP TRIGGER delivery_visit_put_back ON delivery_visit;
DROP FUNCTION delivery_visit_put_back();

CREATE OR REPLACE FUNCTION delivery_visit_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  series record;
BEGIN
  IF TG_OP = 'INSERT' AND NEW.state <> 'planned' THEN
    RAISE EXCEPTION 'A visit begins as planned, not %.', NEW.state USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'UPDATE' THEN
    IF OLD.state = NEW.state THEN RETURN NEW; END IF;
    IF (OLD.state, NEW.state) NOT IN (VALUES ('planned', 'held'), ('planned', 'cancelled')) THEN
      RAISE EXCEPTION 'A visit cannot go from % to %.', OLD.state, NEW.state
        USING ERRCODE = 'check_violation';
    END IF;
  END IF;
  SELECT state, visit_count INTO series FROM public.delivery_series
    WHERE tenant_id = NEW.tenant_id AND id = NEW.series_id;
  IF NOT FOUND THEN RETURN NEW; END IF;
  IF series.state <> 'open' OR NEW.position NOT BETWEEN 1 AND series.visit_count THEN
    RAISE EXCEPTION 'A visit is planned and held while its series is open, and has one of its places.'
      USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.instead_of_id IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM public.delivery_visit WHERE tenant_id = NEW.tenant_id AND id = NEW.instead_of_id
      AND series_id = NEW.series_id AND position = NEW.position AND state = 'cancelled')
  THEN
    RAISE EXCEPTION 'A visit takes the place of a cancelled one of its own series.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;

CREATE OR REPLACE FUNCTION delivery_series_moves() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  held integer;
  planned integer;
BEGIN
  IF TG_OP = 'INSERT' THEN
    IF NEW.state <> 'open' THEN
      RAISE EXCEPTION 'A series begins as open, not %.', NEW.state USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
  END IF;
  IF OLD.visit_count <> NEW.visit_count THEN
    RAISE EXCEPTION 'The number of visits of a series stays.' USING ERRCODE = 'check_violation';
  END IF;
  IF OLD.state = NEW.state THEN RETURN NEW; END IF;
  IF (OLD.state, NEW.state) NOT IN (VALUES
    ('open', 'complete'), ('open', 'incomplete'), ('open', 'called_off'), ('incomplete', 'open'))
  THEN
    RAISE EXCEPTION 'A series cannot go from % to %.', OLD.state, NEW.state USING ERRCODE = 'check_violation';
  END IF;
  SELECT count(*) FILTER (WHERE state = 'held'), count(*) FILTER (WHERE state = 'planned')
    INTO held, planned
    FROM public.delivery_visit WHERE tenant_id = NEW.tenant_id AND series_id = NEW.id;
  IF NEW.state <> 'open' AND planned > 0
    OR NEW.state = 'complete' AND held <> NEW.visit_count
    OR NEW.state = 'incomplete' AND (held = 0 OR held >= NEW.visit_count)
    OR NEW.state = 'called_off' AND held > 0
  THEN
    RAISE EXCEPTION 'A series with % held and % planned visits is not %.', held, planned, NEW.state
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0032_offers_answered_by_link"),
    ]

    operations = [migrations.RunSQL(MOVES, UNDO_MOVES)]
