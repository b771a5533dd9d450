"""Status packs, kept as they were sent; and how many staff there are over all municipalities."""

import django.db.models.deletion
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models

from samspil.trust.operations import Protect

# The office in whose steering group the open scope's organisation has a seat; nothing for every other.
STEERS = """
CREATE FUNCTION samspil_steers() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp AS $$
  SELECT s.tenant_id FROM public.governance_seat s
  JOIN public.governance_group g ON g.tenant_id = s.tenant_id AND g.id = s.group_id
  WHERE s.organisation_id = (SELECT public.samspil_tenant()) AND s.ended_at IS NULL AND g.kind = 'steering'
  ORDER BY s.from_on, s.tenant_id LIMIT 1
$$;
REVOKE ALL ON FUNCTION samspil_steers() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samspil_steers() TO samspil_app;
"""
NO_STEERS = "DROP FUNCTION samspil_steers();"

# A pack is of a meeting of the steering group that is open, and its versions follow each other.
IN_ORDER = """
CREATE FUNCTION governance_pack_in_order() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.item_id::text, 33));
  IF NEW.number <> (SELECT count(*) FROM public.governance_statuspack p
      WHERE p.tenant_id = NEW.tenant_id AND p.item_id = NEW.item_id)
    OR NOT EXISTS (SELECT 1 FROM public.governance_agendaitem i
      JOIN public.governance_meeting m ON m.tenant_id = i.tenant_id AND m.id = i.meeting_id
      JOIN public.governance_group g ON g.tenant_id = m.tenant_id AND g.id = m.group_id
      WHERE i.tenant_id = NEW.tenant_id AND i.id = NEW.item_id AND g.kind = 'steering'
        AND m.state IN ('planned', 'invited'))
  THEN
    RAISE EXCEPTION 'A status pack is the next version for an open meeting of the steering group.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_pack_in_order AFTER INSERT ON governance_statuspack
  FOR EACH ROW EXECUTE FUNCTION governance_pack_in_order();
"""
ANY_ORDER = "DROP FUNCTION governance_pack_in_order() CASCADE;"

# Staff of a role on a day: at work, trained once, and with a certificate that holds. From five, and never
# of one municipality alone. Whoever is on loan is counted where they come from.
CORPS = """
GRANT SELECT (tenant_id, account_id, role, loan_offer_id, from_on, to_on, ended_at) ON people_appointment
  TO samspil_totals;
GRANT SELECT (id, valid_until) ON delivery_trainingcertificate TO samspil_totals;
CREATE POLICY samspil_totals ON people_appointment FOR SELECT TO samspil_totals USING (true);
CREATE FUNCTION samspil_corps_totals(on_day date)
RETURNS TABLE (role text, active integer, trained integer, certified integer)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
  WITH staff AS (
    SELECT a.role, a.tenant_id, a.account_id,
      bool_or(c.id IS NOT NULL) AS trained,
      bool_or(c.ended_on IS NULL AND c.valid_until >= on_day) AS certified
    FROM public.people_appointment a
    LEFT JOIN public.delivery_trainingcertificate c
      ON c.tenant_id = a.tenant_id AND c.account_id = a.account_id AND c.track = a.role
      AND c.issued_on <= on_day
    WHERE a.role IN ('mentor', 'parent_coach', 'role_model') AND a.loan_offer_id IS NULL
      AND a.from_on <= on_day AND (a.to_on IS NULL OR a.to_on >= on_day) AND a.ended_at IS NULL
      AND EXISTS (SELECT 1 FROM public.people_organisation o
                  WHERE o.id = (SELECT public.samspil_tenant()) AND o.kind = 'programme_office')
    GROUP BY a.role, a.tenant_id, a.account_id
  )
  SELECT s.role::text,
    CASE WHEN count(*) >= 5 AND count(DISTINCT s.tenant_id) >= 2 THEN count(*)::integer END,
    CASE WHEN count(*) FILTER (WHERE s.trained) >= 5
      AND count(DISTINCT s.tenant_id) FILTER (WHERE s.trained) >= 2
      THEN (count(*) FILTER (WHERE s.trained))::integer END,
    CASE WHEN count(*) FILTER (WHERE s.certified) >= 5
      AND count(DISTINCT s.tenant_id) FILTER (WHERE s.certified) >= 2
      THEN (count(*) FILTER (WHERE s.certified))::integer END
  FROM staff s GROUP BY s.role ORDER BY s.role
$$;
GRANT CREATE ON SCHEMA public TO samspil_totals;
ALTER FUNCTION samspil_corps_totals(date) OWNER TO samspil_totals;
REVOKE CREATE ON SCHEMA public FROM samspil_totals;
REVOKE ALL ON FUNCTION samspil_corps_totals(date) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samspil_corps_totals(date) TO samspil_app;
"""
NO_CORPS = """
DROP FUNCTION samspil_corps_totals(date);
DROP POLICY samspil_totals ON people_appointment;
REVOKE SELECT (tenant_id, account_id, role, loan_offer_id, from_on, to_on, ended_at) ON people_appointment
  FROM samspil_totals;
REVOKE SELECT (id, valid_until) ON delivery_trainingcertificate FROM samspil_totals;
"""


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0007_the_evaluator_found"),
        ("delivery", "0035_asked_where_it_can_fail"),
        ("evaluation", "0006_month_aims"),
        ("people", "0008_visits_draft_of_places"),
    ]

    operations = [
        migrations.CreateModel(
            name="StatusPack",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("number", models.PositiveSmallIntegerField(help_text="the version, from one")),
                ("made_on", models.DateField()),
                ("digest", models.CharField(help_text="SHA-256 of what it says", max_length=64)),
                (
                    "content",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="its parts in words, as JSON"
                    ),
                ),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="packs",
                        to="governance.agendaitem",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "item", "number"), name="governance_one_pack"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("digest__regex", "^[0-9a-f]{64}$")), name="governance_pack_digest"
                    ),
                ],
            },
        ),
        migrations.RunSQL(STEERS, NO_STEERS),
        Protect(
            "governance_statuspack",
            references=[("item_id", "governance_agendaitem")],
            also="tenant_id=samspil_steers",
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(IN_ORDER, ANY_ORDER),
        migrations.RunSQL(CORPS, NO_CORPS),
    ]
