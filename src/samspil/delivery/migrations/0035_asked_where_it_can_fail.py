"""What holds of measurements and sheets is asked only of changes that could break it: most are a round that is
answered, with nothing else changed, and a trigger that does not fire costs nothing.
"""

from typing import ClassVar

from django.db import migrations

SAME = (
    "tenant_id",
    "course_id",
    "person_id",
    "key",
    "instrument",
    "instrument_version",
    "opens_on",
    "due_on",
)
WINDOW = ("done_until", "late_until")


def _row(name: str) -> str:
    return ", ".join(f"{name}.{one}" for one in (*SAME, *WINDOW))


WHERE_IT_CAN = f"""
DROP TRIGGER delivery_measurement_stays ON delivery_measurement;
CREATE CONSTRAINT TRIGGER delivery_measurement_stays AFTER UPDATE ON delivery_measurement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (({_row("NEW")}) IS DISTINCT FROM ({_row("OLD")})
    OR OLD.answered_on IS NOT NULL OR OLD.state <> 'open'
    OR NEW.state NOT IN ('open', 'done', 'late', 'missed', 'excused', 'stopped'))
  EXECUTE FUNCTION delivery_measurement_stays();
DROP TRIGGER delivery_sheet_came ON delivery_answersheet;
CREATE TRIGGER delivery_sheet_came BEFORE INSERT ON delivery_answersheet
  FOR EACH ROW EXECUTE FUNCTION delivery_sheet_came();
CREATE TRIGGER delivery_sheet_came_stays BEFORE UPDATE ON delivery_answersheet
  FOR EACH ROW WHEN (OLD.came_by IS DISTINCT FROM NEW.came_by) EXECUTE FUNCTION delivery_sheet_came();
"""

ALWAYS = """
DROP TRIGGER delivery_measurement_stays ON delivery_measurement;
CREATE CONSTRAINT TRIGGER delivery_measurement_stays AFTER UPDATE ON delivery_measurement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_measurement_stays();
DROP TRIGGER delivery_sheet_came_stays ON delivery_answersheet;
DROP TRIGGER delivery_sheet_came ON delivery_answersheet;
CREATE TRIGGER delivery_sheet_came BEFORE INSERT OR UPDATE ON delivery_answersheet
  FOR EACH ROW EXECUTE FUNCTION delivery_sheet_came();
"""


class Migration(migrations.Migration):
    """The functions stay; only when they are called changes."""

    dependencies: ClassVar = [("delivery", "0034_holes_places_that_changed")]

    operations: ClassVar = [migrations.RunSQL(WHERE_IT_CAN, ALWAYS)]
