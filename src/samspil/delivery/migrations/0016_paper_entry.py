"""How answers came in, by a link or from paper, and what the database keeps true of those from paper."""

from django.db import migrations, models

# How answers came in never changes, a paper is typed in only while its round is open, and it was not filled
# in before the round opened, whatever the code does.
HOLDS = """
CREATE FUNCTION delivery_sheet_came() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.came_by <> NEW.came_by THEN
    RAISE EXCEPTION 'How answers came in does not change.' USING ERRCODE = 'check_violation';
  END IF;
  IF TG_OP = 'INSERT' AND NEW.came_by = 'paper' AND NOT EXISTS (
    SELECT 1 FROM public.delivery_measurement m
    WHERE m.tenant_id = NEW.tenant_id AND m.id = NEW.measurement_id AND m.state = 'open')
  THEN
    RAISE EXCEPTION 'A paper is typed in while its round is open.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_sheet_came BEFORE INSERT OR UPDATE ON delivery_answersheet
  FOR EACH ROW EXECUTE FUNCTION delivery_sheet_came();

CREATE FUNCTION delivery_paper_day() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (SELECT 1 FROM public.delivery_answersheet s
    WHERE s.tenant_id = NEW.tenant_id AND s.measurement_id = NEW.id AND s.came_by = 'paper')
  THEN
    RAISE EXCEPTION 'A paper is not filled in before its round opens.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_paper_day BEFORE UPDATE ON delivery_measurement FOR EACH ROW
  WHEN (NEW.answered_on < NEW.opens_on) EXECUTE FUNCTION delivery_paper_day();
"""
UNDO = """
DROP TRIGGER delivery_paper_day ON delivery_measurement;
DROP TRIGGER delivery_sheet_came ON delivery_answersheet;
DROP FUNCTION delivery_paper_day();
DROP FUNCTION delivery_sheet_came();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0015_reminders"),
    ]

    operations = [
        migrations.AddField(
            model_name="answersheet",
            name="came_by",
            field=models.CharField(
                default="link", help_text="by the person's own link, or typed in from paper", max_length=5
            ),
        ),
        migrations.AddConstraint(
            model_name="answersheet",
            constraint=models.CheckConstraint(
                condition=models.Q(("came_by__in", ["link", "paper"])), name="delivery_sheet_came_by"
            ),
        ),
        migrations.AddConstraint(
            model_name="answersheet",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("came_by", "paper"), _negated=True),
                    ("submitted_at__isnull", False),
                    _connector="OR",
                ),
                name="delivery_paper_is_whole",
            ),
        ),
        migrations.AlterField(
            model_name="impression",
            name="knew_answers",
            field=models.BooleanField(
                help_text="the answers had been shown to the mentor by then, or had stood on a paper"
            ),
        ),
        migrations.RunSQL(HOLDS, UNDO),
    ]
