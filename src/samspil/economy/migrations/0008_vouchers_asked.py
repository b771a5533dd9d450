"""The programme office asks for single vouchers; what it is shown is rows of their own, read until a day."""

import django.db.models.deletion
import samspil.economy.models.columns
import samspil.kernel.ids
import samspil.trust.fields
from django.conf import settings
from django.db import migrations, models

from samspil.trust.operations import Protect

# An asking is about one line in one year of a statement that was signed without its vouchers, and one waits at a
# time. An answer is given once, by whom it was asked. What is shown is as the books and the signed list are, and as
# many as the answer says: never more, and as many when the transaction ends, so nothing is added to it later. What
# is shown is compared a statement at a time, because the signed list is read as a whole. Of a line, all is shown
# in the end or at least two are not: one alone is the sum less the others. The moment until which they are
# read is the end of the day that is told: the programme's days, an hour for the clock that is put back, and a little
# for a transaction that waits. All under the grant's lock.
ASKED = """
CREATE FUNCTION economy_vouchers_asked_in_turn() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  of_grant uuid;
BEGIN
  SELECT s.grant_id INTO of_grant FROM public.economy_statement s
  WHERE s.id = NEW.statement_id AND s.tenant_id = NEW.municipality_id AND s.shown_to = NEW.tenant_id
    AND s.state = 'signed' AND s.contents::jsonb ? 'list_digest'
    AND EXISTS (SELECT 1 FROM jsonb_array_elements(s.contents::jsonb->'rows') r
      WHERE (r->>'line', (r->>'year')::integer) = (NEW.line, NEW.year::integer));
  IF of_grant IS NULL THEN
    RAISE EXCEPTION 'Vouchers are asked for on a line of a signed statement, in one of its years.'
      USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(of_grant::text, 11));
  IF EXISTS (SELECT 1 FROM public.economy_voucherasking q
    WHERE q.tenant_id = NEW.tenant_id AND q.id <> NEW.id
      AND (q.statement_id, q.line, q.year) = (NEW.statement_id, NEW.line, NEW.year)
      AND NOT EXISTS (SELECT 1 FROM public.economy_voucheranswer a
        WHERE a.tenant_id = q.municipality_id AND a.office_id = q.tenant_id AND a.asking_id = q.id))
  THEN
    RAISE EXCEPTION 'This is asked already, and waits.' USING ERRCODE = 'unique_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_vouchers_asked_in_turn AFTER INSERT ON economy_voucherasking
  FOR EACH ROW EXECUTE FUNCTION economy_vouchers_asked_in_turn();

CREATE FUNCTION economy_vouchers_answered_in_turn() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  of_grant uuid;
BEGIN
  SELECT s.grant_id INTO of_grant FROM public.economy_voucherasking q
  JOIN public.economy_statement s ON s.tenant_id = q.municipality_id AND s.id = q.statement_id
  WHERE q.id = NEW.asking_id AND q.municipality_id = NEW.tenant_id AND q.tenant_id = NEW.office_id
    AND q.statement_id = NEW.statement_id;
  IF of_grant IS NULL THEN
    RAISE EXCEPTION 'Only what is asked is answered.' USING ERRCODE = 'check_violation';
  END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(of_grant::text, 11));
  IF NEW.is_shown AND NOT coalesce(NEW.until_on BETWEEN NEW.answered_on AND NEW.answered_on + 90
    AND NEW.until_at > now()
    AND NEW.until_at <= now() + (NEW.until_on - NEW.answered_on + 1) * interval '24 hours' + interval '2 hours', false)
  THEN
    RAISE EXCEPTION 'Vouchers are shown until a day, and not for long.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER economy_vouchers_answered_in_turn AFTER INSERT ON economy_voucheranswer
  FOR EACH ROW EXECUTE FUNCTION economy_vouchers_answered_in_turn();

CREATE FUNCTION economy_vouchers_shown_are_right() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF EXISTS (
    WITH answers AS MATERIALIZED (
      SELECT a.tenant_id, a.id, a.office_id, a.until_at, a.statement_id, s.grant_id, q.line::text, q.year::integer
      FROM (SELECT DISTINCT tenant_id, answer_id FROM shown) o
      JOIN public.economy_voucheranswer a ON a.tenant_id = o.tenant_id AND a.id = o.answer_id AND a.is_shown
      JOIN public.economy_voucherasking q ON q.tenant_id = a.office_id AND q.id = a.asking_id
      JOIN public.economy_statement s ON s.tenant_id = a.tenant_id AND s.id = a.statement_id),
    listed AS MATERIALIZED (
      SELECT a.tenant_id, a.id, a.office_id, a.until_at, a.grant_id, (e->>'number')::bigint AS number,
        (e->>'paid_on')::date AS paid_on, e->>'cost_type' AS cost_type, e->>'part' AS part,
        (e->>'amount')::numeric AS amount, e->>'proof' AS proof
      FROM answers a
      JOIN public.economy_voucherlist l ON l.tenant_id = a.tenant_id AND l.statement_id = a.statement_id
      CROSS JOIN jsonb_array_elements(l.contents::jsonb->'entries') e
      WHERE (e->>'line', (e->>'year')::integer) = (a.line, a.year))
    SELECT tenant_id, answer_id, office_id, until_at, number::bigint, paid_on, cost_type::text, part::text,
      amount::numeric, proof::text, minutes::bigint, rate::numeric, role::text FROM shown
    EXCEPT
    SELECT l.tenant_id, l.id, l.office_id, l.until_at, l.number, l.paid_on, l.cost_type, l.part, l.amount, l.proof,
      v.minutes::bigint,
      CASE WHEN v.minutes IS NOT NULL THEN coalesce(v.rate, trunc(abs(v.amount) * 60 / v.minutes, 2)) END,
      coalesce(w.role::text, '')
    FROM listed l
    JOIN public.economy_voucher v ON v.tenant_id = l.tenant_id AND v.grant_id = l.grant_id AND v.number = l.number
    LEFT JOIN public.economy_voucher r ON r.tenant_id = v.tenant_id AND r.id = v.reverses_id
    LEFT JOIN public.people_appointment w
      ON w.tenant_id = v.tenant_id AND w.id = coalesce(v.appointment_id, r.appointment_id))
  THEN
    RAISE EXCEPTION 'What is shown is as the books are, and of the line that was asked about.'
      USING ERRCODE = 'check_violation';
  END IF;
  IF EXISTS (SELECT 1 FROM (SELECT DISTINCT tenant_id, answer_id FROM shown) o
    JOIN public.economy_voucheranswer a ON a.tenant_id = o.tenant_id AND a.id = o.answer_id
    WHERE a.count < (SELECT count(*) FROM public.economy_shownvoucher v
      WHERE v.tenant_id = a.tenant_id AND v.answer_id = a.id))
  THEN
    RAISE EXCEPTION 'As many vouchers are shown as the answer says.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER economy_vouchers_shown_are_right AFTER INSERT ON economy_shownvoucher
  REFERENCING NEW TABLE AS shown FOR EACH STATEMENT EXECUTE FUNCTION economy_vouchers_shown_are_right();

CREATE FUNCTION economy_vouchers_shown_whole() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NEW.count <> (SELECT count(*) FROM public.economy_shownvoucher v
    WHERE v.tenant_id = NEW.tenant_id AND v.answer_id = NEW.id)
  THEN
    RAISE EXCEPTION 'As many vouchers are shown as the answer says.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.is_shown AND 1 = (SELECT count(*) FROM (
    SELECT (e->>'number')::bigint FROM public.economy_voucherasking q
    JOIN public.economy_voucherlist l ON l.tenant_id = NEW.tenant_id AND l.statement_id = NEW.statement_id
    CROSS JOIN jsonb_array_elements(l.contents::jsonb->'entries') e
    WHERE q.tenant_id = NEW.office_id AND q.id = NEW.asking_id
      AND (e->>'line', (e->>'year')::integer) = (q.line::text, q.year::integer)
    EXCEPT
    SELECT v.number::bigint FROM public.economy_statement s
    JOIN public.economy_statement o ON o.tenant_id = s.tenant_id AND o.grant_id = s.grant_id
    JOIN public.economy_voucheranswer a ON a.tenant_id = o.tenant_id AND a.statement_id = o.id
    JOIN public.economy_shownvoucher v ON v.tenant_id = a.tenant_id AND v.answer_id = a.id
    WHERE s.tenant_id = NEW.tenant_id AND s.id = NEW.statement_id AND a.office_id = NEW.office_id) AS never_shown)
  THEN
    RAISE EXCEPTION 'One voucher that is left out is told by the sum of its line.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER economy_vouchers_shown_whole AFTER INSERT ON economy_voucheranswer
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION economy_vouchers_shown_whole();
"""
UNDO = """
DROP TRIGGER economy_vouchers_shown_whole ON economy_voucheranswer; DROP FUNCTION economy_vouchers_shown_whole();
DROP TRIGGER economy_vouchers_shown_are_right ON economy_shownvoucher;
DROP FUNCTION economy_vouchers_shown_are_right();
DROP TRIGGER economy_vouchers_answered_in_turn ON economy_voucheranswer;
DROP FUNCTION economy_vouchers_answered_in_turn();
DROP TRIGGER economy_vouchers_asked_in_turn ON economy_voucherasking; DROP FUNCTION economy_vouchers_asked_in_turn();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("economy", "0007_list_of_vouchers"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="VoucherAnswer",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("asking_id", models.UUIDField(help_text="the office's row")),
                ("office_id", models.UUIDField()),
                ("is_shown", models.BooleanField()),
                ("count", models.PositiveIntegerField(help_text="how many vouchers are shown with it")),
                ("until_on", models.DateField(null=True)),
                (
                    "until_at",
                    models.DateTimeField(
                        help_text="the end of that day by the database's clock: the office reads them until then",
                        null=True,
                    ),
                ),
                (
                    "words",
                    samspil.trust.fields.SealedField(
                        compartment="content",
                        default=b"",
                        help_text="why not, or what there is to say with them",
                    ),
                ),
                ("answered_on", models.DateField()),
                (
                    "answered_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "statement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="economy.statement",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="ShownVoucher",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("until_at", models.DateTimeField(help_text="as its answer")),
                ("number", models.PositiveIntegerField()),
                ("paid_on", models.DateField()),
                ("cost_type", models.SlugField(max_length=60)),
                ("part", models.CharField(blank=True, max_length=10)),
                ("amount", samspil.economy.models.columns.MoneyField()),
                ("minutes", models.PositiveIntegerField(null=True)),
                (
                    "rate",
                    samspil.economy.models.columns.MoneyField(
                        help_text="an hour, rounded down to whole øre, where time was paid", null=True
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        blank=True, help_text="whose, where it is one of the staff's", max_length=30
                    ),
                ),
                ("proof", models.CharField(blank=True, max_length=10)),
                (
                    "answer",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="economy.voucheranswer",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="VoucherAsking",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("municipality_id", models.UUIDField()),
                ("statement_id", models.UUIDField(help_text="the municipality's row")),
                ("line", models.SlugField(max_length=60)),
                ("year", models.PositiveSmallIntegerField()),
                ("reason", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("asked_on", models.DateField()),
                (
                    "asked_by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.AddIndex(
            model_name="voucheranswer",
            index=models.Index(fields=["office_id", "asking_id"], name="economy_vouchers_answer_to"),
        ),
        migrations.AddConstraint(
            model_name="voucheranswer",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "asking_id"), name="economy_vouchers_answered_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="voucheranswer",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("count__gte", 1),
                        ("is_shown", True),
                        ("until_at__isnull", False),
                        ("until_on__isnull", False),
                    ),
                    models.Q(
                        ("count", 0),
                        ("is_shown", False),
                        ("until_at__isnull", True),
                        ("until_on__isnull", True),
                        models.Q(("words", b""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="economy_vouchers_shown_or_refused",
            ),
        ),
        migrations.AddIndex(
            model_name="shownvoucher",
            index=models.Index(fields=["office_id", "answer"], name="economy_voucher_shown_to"),
        ),
        migrations.AddConstraint(
            model_name="shownvoucher",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "answer", "number"), name="economy_voucher_shown_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="shownvoucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("minutes__isnull", True), ("rate__isnull", True)),
                    models.Q(("minutes__isnull", False), ("rate__isnull", False)),
                    _connector="OR",
                ),
                name="economy_voucher_shown_time",
            ),
        ),
        migrations.AddIndex(
            model_name="voucherasking",
            index=models.Index(fields=["municipality_id", "statement_id"], name="economy_vouchers_asked_of"),
        ),
        migrations.AddConstraint(
            model_name="voucherasking",
            constraint=models.CheckConstraint(
                condition=models.Q(("reason", b""), _negated=True), name="economy_vouchers_asked_why"
            ),
        ),
        migrations.AddConstraint(
            model_name="voucherasking",
            constraint=models.CheckConstraint(
                condition=models.Q(("municipality_id", models.F("tenant_id")), _negated=True),
                name="economy_vouchers_asked_of_another",
            ),
        ),
        Protect(
            "economy_voucherasking",
            shared=[("asked_by_id", "people_account")],
            also="municipality_id=samspil_tenant",
            grants="SELECT, INSERT",
        ),
        Protect(
            "economy_voucheranswer",
            references=[("statement_id", "economy_statement")],
            shared=[("answered_by_id", "people_account")],
            also="office_id=samspil_tenant",
            grants="SELECT, INSERT",
        ),
        Protect(
            "economy_shownvoucher",
            references=[("answer_id", "economy_voucheranswer")],
            also="office_id=samspil_tenant@until_at",
            grants="SELECT, INSERT",
        ),
        migrations.RunSQL(ASKED, UNDO),
    ]
