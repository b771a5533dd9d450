"""What a provider said by mistake at the end of a course is said anew; holders are told when it ends."""

from django.db import migrations, models

# A word follows the one before it, and only where the event is closed: before that nothing was said.
FOLLOWS = """
CREATE FUNCTION delivery_completion_follows() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.number > 1 AND NOT EXISTS (
    SELECT 1 FROM public.delivery_completion c
    JOIN public.delivery_trainingevent e ON e.tenant_id = c.tenant_id AND e.id = c.event_id
    WHERE c.tenant_id = NEW.tenant_id AND c.event_id = NEW.event_id
      AND c.nomination_id = NEW.nomination_id AND c.municipality_id = NEW.municipality_id
      AND c.number = NEW.number - 1 AND c.days = NEW.days AND e.state = 'closed') THEN
    RAISE EXCEPTION 'What was said is said anew behind it, when the event is closed.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER delivery_completion_follows AFTER INSERT ON delivery_completion
  FOR EACH ROW EXECUTE FUNCTION delivery_completion_follows();
"""
UNDO = """
DROP TRIGGER delivery_completion_follows ON delivery_completion;
DROP FUNCTION delivery_completion_follows();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("delivery", "0027_supplier_deliverables"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="completion", name="delivery_one_completion"),
        migrations.AddField(
            model_name="completion",
            name="because",
            field=models.CharField(blank=True, help_text="why it is said anew", max_length=16),
        ),
        migrations.AddField(
            model_name="completion",
            name="number",
            field=models.PositiveSmallIntegerField(default=1, help_text="the last one holds"),
        ),
        migrations.AddField(
            model_name="trainingcertificate",
            name="reminded_on",
            field=models.DateField(help_text="the day its holder was told that it ends", null=True),
        ),
        migrations.AddConstraint(
            model_name="completion",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "event", "nomination_id", "number"), name="delivery_one_completion"
            ),
        ),
        migrations.AddConstraint(
            model_name="completion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("because", ""), ("number", 1)),
                    models.Q(
                        ("because__in", ["days_wrong", "exercise_wrong", "another_meant"]),
                        ("number__gte", 2),
                    ),
                    _connector="OR",
                ),
                name="delivery_completion_again",
            ),
        ),
        migrations.RunSQL(FOLLOWS, UNDO),
    ]
