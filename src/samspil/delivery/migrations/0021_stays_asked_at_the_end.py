"""Whether a measurement stayed what it was is asked at the end of the transaction, after the keys.

Before, it was asked at once: a key of a foreign organisation was refused with other words than one of nobody's.
"""

from django.db import migrations

AT_THE_END = """
DROP TRIGGER delivery_measurement_stays ON delivery_measurement;
CREATE CONSTRAINT TRIGGER delivery_measurement_stays AFTER UPDATE ON delivery_measurement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION delivery_measurement_stays();
"""
AT_ONCE = """
DROP TRIGGER delivery_measurement_stays ON delivery_measurement;
CREATE TRIGGER delivery_measurement_stays AFTER UPDATE ON delivery_measurement
  FOR EACH ROW EXECUTE FUNCTION delivery_measurement_stays();
"""


class Migration(migrations.Migration):
    dependencies = [("delivery", "0020_walk_what_holds")]

    operations = [migrations.RunSQL(AT_THE_END, AT_ONCE)]
