"""Groups, meetings, barriers and decisions in writing: rows of the office and of its members."""

import django.contrib.postgres.fields
import django.db.models.deletion
import django.db.models.functions.datetime
import samspil.delivery.terms.sending
import samspil.governance.terms.barriers
import samspil.governance.terms.meetings
import samspil.kernel.ids
import samspil.trust.fields
from django.db import migrations, models


from samspil.trust.operations import Protect

# The office in one of whose groups the open scope's organisation has a seat; nothing for every other.
SEATED = """
CREATE FUNCTION samspil_seated() RETURNS uuid LANGUAGE sql STABLE PARALLEL RESTRICTED
SET search_path = pg_catalog, pg_temp AS $$
  SELECT tenant_id FROM public.governance_seat
  WHERE organisation_id = (SELECT public.samspil_tenant()) AND ended_at IS NULL
  ORDER BY from_on, tenant_id LIMIT 1
$$;
REVOKE ALL ON FUNCTION samspil_seated() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION samspil_seated() TO samspil_app;
"""

# What approved minutes say stays: the meeting, who came, the agenda and the outcomes.
FROZEN = """
CREATE FUNCTION governance_is_approved(tenant uuid, meeting uuid) RETURNS boolean LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT EXISTS (SELECT 1 FROM public.governance_meeting m
    WHERE m.tenant_id = tenant AND m.id = meeting AND m.state = 'approved')
$$;
CREATE FUNCTION governance_minutes_stay() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  touched uuid[];
  tenant uuid;
BEGIN
  IF TG_OP = 'UPDATE' THEN
    IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
  END IF;
  IF TG_OP = 'DELETE' THEN tenant := OLD.tenant_id; ELSE tenant := NEW.tenant_id; END IF;
  IF TG_TABLE_NAME = 'governance_meeting' THEN
    IF OLD.state IN ('approved', 'cancelled') THEN
      RAISE EXCEPTION 'Approved minutes stay.' USING ERRCODE = 'check_violation';
    END IF;
    RETURN coalesce(NEW, OLD);
  END IF;
  IF TG_TABLE_NAME = 'governance_outcome' THEN
    touched := ARRAY(SELECT i.meeting_id FROM public.governance_agendaitem i WHERE i.tenant_id = tenant
      AND i.id = ANY (CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.item_id] WHEN 'DELETE' THEN ARRAY[OLD.item_id]
        ELSE ARRAY[NEW.item_id, OLD.item_id] END));
  ELSE
    touched := CASE TG_OP WHEN 'INSERT' THEN ARRAY[NEW.meeting_id] WHEN 'DELETE' THEN ARRAY[OLD.meeting_id]
      ELSE ARRAY[NEW.meeting_id, OLD.meeting_id] END;
  END IF;
  IF EXISTS (SELECT 1 FROM unnest(touched) AS one
    WHERE one IS NOT NULL AND public.governance_is_approved(tenant, one))
  THEN
    RAISE EXCEPTION 'Approved minutes stay.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN coalesce(NEW, OLD);
END $$;
CREATE TRIGGER governance_meeting_stays AFTER UPDATE OR DELETE ON governance_meeting
  FOR EACH ROW EXECUTE FUNCTION governance_minutes_stay();
CREATE TRIGGER governance_presence_stays AFTER INSERT OR UPDATE OR DELETE ON governance_meetingpresence
  FOR EACH ROW EXECUTE FUNCTION governance_minutes_stay();
CREATE TRIGGER governance_item_stays AFTER INSERT OR UPDATE OR DELETE ON governance_agendaitem
  FOR EACH ROW EXECUTE FUNCTION governance_minutes_stay();
CREATE TRIGGER governance_outcome_stays AFTER INSERT OR UPDATE OR DELETE ON governance_outcome
  FOR EACH ROW EXECUTE FUNCTION governance_minutes_stay();
"""

# A vote is one of a member's that had a seat, in time; a closed proposal holds the count of its answers.
VOTES = """
CREATE FUNCTION governance_vote_counts() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.ballot_id::text, 31));
  IF NOT EXISTS (SELECT 1 FROM public.governance_ballot b
    WHERE b.tenant_id = NEW.office_id AND b.id = NEW.ballot_id AND b.state = 'open'
      AND NEW.tenant_id = ANY (b.voters) AND NEW.voted_on <= b.closes_on AND NEW.voted_on >= b.proposed_on)
  THEN
    RAISE EXCEPTION 'Whoever has a vote answers in time.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_vote_counts AFTER INSERT ON governance_vote
  FOR EACH ROW EXECUTE FUNCTION governance_vote_counts();

CREATE FUNCTION governance_ballot_is_counted() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
DECLARE
  counted integer[];
  answered integer;
  came_to text;
BEGIN
  IF NEW IS NOT DISTINCT FROM OLD THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.id::text, 31));
  IF OLD.state <> 'open' OR
    (NEW.group_id, NEW.barrier_id, NEW.heading, NEW.words, NEW.voters, NEW.quorum_percent, NEW.proposed_on,
      NEW.closes_on) IS DISTINCT FROM
    (OLD.group_id, OLD.barrier_id, OLD.heading, OLD.words, OLD.voters, OLD.quorum_percent, OLD.proposed_on,
      OLD.closes_on)
  THEN
    RAISE EXCEPTION 'A proposal stays as it was proposed.' USING ERRCODE = 'check_violation';
  END IF;
  IF NEW.state = 'open' THEN RETURN NEW; END IF;
  SELECT ARRAY[count(*) FILTER (WHERE v.answer = 'for'), count(*) FILTER (WHERE v.answer = 'against'),
      count(*) FILTER (WHERE v.answer = 'abstain')]
    INTO counted FROM public.governance_vote v WHERE v.office_id = NEW.tenant_id AND v.ballot_id = NEW.id;
  answered := counted[1] + counted[2] + counted[3];
  came_to := CASE WHEN answered * 100 <= NEW.quorum_percent * cardinality(NEW.voters) THEN 'too_few'
    WHEN counted[1] > counted[2] THEN 'adopted' ELSE 'rejected' END;
  IF ARRAY[NEW.in_favour, NEW.against, NEW.abstained]::integer[] <> counted OR NEW.state <> came_to
    OR answered < cardinality(NEW.voters) AND NEW.closed_on <= NEW.closes_on
  THEN
    RAISE EXCEPTION 'A proposal is closed with the count of its answers, when its time is over.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_ballot_is_counted AFTER UPDATE ON governance_ballot
  FOR EACH ROW EXECUTE FUNCTION governance_ballot_is_counted();

CREATE FUNCTION governance_instructed_by_a_decision() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.governance_ballot b WHERE b.tenant_id = NEW.tenant_id
      AND b.id = NEW.ballot_id AND b.barrier_id = NEW.barrier_id AND b.state = 'adopted')
    AND NOT EXISTS (SELECT 1 FROM public.governance_outcome o
      JOIN public.governance_agendaitem i ON i.tenant_id = o.tenant_id AND i.id = o.item_id
      WHERE o.tenant_id = NEW.tenant_id AND o.id = NEW.outcome_id AND o.kind = 'decision'
        AND i.barrier_id = NEW.barrier_id)
  THEN
    RAISE EXCEPTION 'An instruction rests on a decision about the same barrier.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_instructed_by_a_decision AFTER INSERT ON governance_instruction
  FOR EACH ROW EXECUTE FUNCTION governance_instructed_by_a_decision();

CREATE FUNCTION governance_confirmed_by_its_own() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  PERFORM pg_advisory_xact_lock(hashtextextended(NEW.instruction_id::text, 32));
  IF NOT EXISTS (SELECT 1 FROM public.governance_instruction i WHERE i.tenant_id = NEW.office_id
      AND i.id = NEW.instruction_id AND i.municipality_id = NEW.tenant_id)
    OR NEW.number <> (SELECT count(*) FROM public.governance_confirmation c
      WHERE c.tenant_id = NEW.tenant_id AND c.instruction_id = NEW.instruction_id)
  THEN
    RAISE EXCEPTION 'An instruction is confirmed by the municipality it was given to.'
      USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_confirmed_by_its_own AFTER INSERT ON governance_confirmation
  FOR EACH ROW EXECUTE FUNCTION governance_confirmed_by_its_own();

CREATE FUNCTION governance_done_by_its_owner() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF NOT EXISTS (SELECT 1 FROM public.governance_outcome o WHERE o.tenant_id = NEW.office_id
      AND o.id = NEW.outcome_id AND o.owner_id = NEW.tenant_id)
  THEN
    RAISE EXCEPTION 'A task is done by the organisation that has it.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER governance_done_by_its_owner AFTER INSERT ON governance_taskdone
  FOR EACH ROW EXECUTE FUNCTION governance_done_by_its_owner();
"""
UNDO = """
DROP FUNCTION governance_done_by_its_owner() CASCADE;
DROP FUNCTION governance_confirmed_by_its_own() CASCADE;
DROP FUNCTION governance_instructed_by_a_decision() CASCADE;
DROP FUNCTION governance_ballot_is_counted() CASCADE;
DROP FUNCTION governance_vote_counts() CASCADE;
DROP FUNCTION governance_minutes_stay() CASCADE;
DROP FUNCTION governance_is_approved(uuid, uuid);
"""
SEATS = "tenant_id=samspil_seated"
MEMBERS = "office_id=samspil_tenant,office_id=samspil_seated"
ONCE = "SELECT, INSERT"


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0002_milestones_moved_and_reached"),
        ("people", "0008_visits_draft_of_places"),
        ("programme", "0001_the_house"),
    ]

    operations = [
        migrations.CreateModel(
            name="AgendaProposal",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("group_id", models.UUIDField(help_text="the office's row")),
                ("heading", models.CharField(max_length=120)),
                ("words", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("proposed_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["office_id", "group_id"], name="governance_proposal_to")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("heading", ""), _negated=True), name="governance_proposal_says"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Barrier",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("raised_by", models.CharField(max_length=12)),
                ("intervention", models.CharField(blank=True, help_text="empty: all of them", max_length=40)),
                ("where_id", models.UUIDField(help_text="the municipality; empty: everywhere", null=True)),
                ("heading", models.CharField(max_length=120)),
                ("words", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("raised_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["office_id", "raised_on"], name="governance_barrier_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("raised_by__in", ["municipality", "network", "office"])),
                        name="governance_barrier_raised_by",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("heading", ""), _negated=True), name="governance_barrier_says"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="BarrierOwner",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("barrier_id", models.UUIDField(help_text="the raiser's row")),
                ("number", models.PositiveSmallIntegerField()),
                ("owner_id", models.UUIDField(help_text="the organisation")),
                ("due_on", models.DateField()),
                ("assigned_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "barrier_id", "number"), name="governance_one_owner_at_a_time"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("due_on__gte", models.F("assigned_on"))),
                        name="governance_owner_order",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Confirmation",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("instruction_id", models.UUIDField(help_text="the office's row")),
                ("number", models.PositiveSmallIntegerField()),
                ("acts", models.CharField(max_length=16)),
                ("words", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("confirmed_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(fields=["office_id", "instruction_id"], name="governance_confirmation_of")
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("acts__in", ["as_instructed", "otherwise"])),
                        name="governance_confirmation_acts",
                    ),
                    models.UniqueConstraint(
                        fields=("tenant_id", "instruction_id", "number"), name="governance_one_confirmation"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Group",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("programme", models.SlugField()),
                ("kind", models.CharField(max_length=10)),
                ("nth", models.SmallIntegerField(null=True)),
                ("weekday", models.SmallIntegerField(help_text="0 is Monday", null=True)),
                (
                    "months",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.SmallIntegerField(), default=list, size=None
                    ),
                ),
                ("starts_at", models.TimeField(null=True)),
                ("place", models.CharField(blank=True, max_length=80)),
                (
                    "concept",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="programme.conceptversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Ballot",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("barrier_id", models.UUIDField(help_text="the raiser's row", null=True)),
                ("heading", models.CharField(max_length=120)),
                ("words", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                (
                    "voters",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.UUIDField(),
                        help_text="the organisations that had a seat when it was proposed",
                        size=None,
                    ),
                ),
                (
                    "quorum_percent",
                    models.PositiveSmallIntegerField(help_text="more than so many per cent must answer"),
                ),
                ("proposed_on", models.DateField()),
                ("closes_on", models.DateField(help_text="the last day to answer")),
                (
                    "state",
                    models.CharField(
                        default=samspil.governance.terms.barriers.BallotState["OPEN"], max_length=10
                    ),
                ),
                ("closed_on", models.DateField(null=True)),
                ("in_favour", models.PositiveSmallIntegerField(null=True)),
                ("against", models.PositiveSmallIntegerField(null=True)),
                ("abstained", models.PositiveSmallIntegerField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="ballots",
                        to="governance.group",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Meeting",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("on", models.DateField()),
                ("starts_at", models.TimeField()),
                ("place", models.CharField(blank=True, max_length=80)),
                (
                    "state",
                    models.CharField(
                        default=samspil.governance.terms.meetings.MeetingState["PLANNED"], max_length=10
                    ),
                ),
                ("invited_on", models.DateField(null=True)),
                ("approved_on", models.DateField(null=True)),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="meetings",
                        to="governance.group",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="AgendaItem",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("heading", models.CharField(max_length=120)),
                (
                    "words",
                    samspil.trust.fields.SealedField(
                        compartment="content", default=b"", help_text="the paper"
                    ),
                ),
                ("proposed_by", models.UUIDField(help_text="the organisation")),
                ("proposal_id", models.UUIDField(help_text="the member's row", null=True)),
                ("barrier_id", models.UUIDField(help_text="the raiser's row", null=True)),
                (
                    "ballot_id",
                    models.UUIDField(help_text="the decision in writing that is entered here", null=True),
                ),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="governance.group",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="items",
                        to="governance.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="MeetingLetter",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("meeting_id", models.UUIDField(help_text="the office's row")),
                ("news", models.CharField(max_length=12)),
                (
                    "state",
                    models.CharField(
                        default=samspil.delivery.terms.sending.LetterState["QUEUED"], max_length=10
                    ),
                ),
                ("letter", models.UUIDField(help_text="the message's own id", null=True)),
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
                ("written_on", models.DateField()),
                ("sent_on", models.DateField(null=True)),
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
            },
        ),
        migrations.CreateModel(
            name="MeetingPresence",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("organisation_id", models.UUIDField()),
                (
                    "meeting",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="present",
                        to="governance.meeting",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Outcome",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("kind", models.CharField(max_length=12)),
                ("words", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("owner_id", models.UUIDField(help_text="the organisation that does the task", null=True)),
                ("due_on", models.DateField(null=True)),
                ("confidential", models.BooleanField(default=False)),
                ("written_on", models.DateField()),
                (
                    "item",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="outcomes",
                        to="governance.agendaitem",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Instruction",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("barrier_id", models.UUIDField(help_text="the raiser's row")),
                ("municipality_id", models.UUIDField()),
                ("words", samspil.trust.fields.SealedField(compartment="content", default=b"")),
                ("due_on", models.DateField()),
                ("given_on", models.DateField()),
                (
                    "ballot",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="the decision in writing",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="governance.ballot",
                    ),
                ),
                (
                    "outcome",
                    models.ForeignKey(
                        db_constraint=False,
                        help_text="the decision of a meeting",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        to="governance.outcome",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="Seat",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("organisation_id", models.UUIDField()),
                ("capacity", models.CharField(help_text="the concept file's own words", max_length=200)),
                ("title", models.CharField(max_length=80)),
                ("deputy", models.CharField(blank=True, help_text="the deputy's title", max_length=80)),
                ("chairs", models.BooleanField(default=False)),
                ("from_on", models.DateField()),
                ("to_on", models.DateField(help_text="the last day", null=True)),
                ("ended_at", models.DateTimeField(help_text="by the database's clock", null=True)),
                (
                    "group",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seats",
                        to="governance.group",
                    ),
                ),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
            },
        ),
        migrations.CreateModel(
            name="TaskDone",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("outcome_id", models.UUIDField(help_text="the office's row")),
                ("done_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["office_id", "outcome_id"], name="governance_task_done_of")],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("tenant_id", "outcome_id"), name="governance_task_done_once"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Vote",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=samspil.kernel.ids.uuid7, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("tenant_id", models.UUIDField(editable=False)),
                ("office_id", models.UUIDField()),
                ("ballot_id", models.UUIDField(help_text="the office's row")),
                ("answer", models.CharField(max_length=8)),
                ("voted_on", models.DateField()),
            ],
            options={
                "abstract": False,
                "base_manager_name": "objects",
                "indexes": [models.Index(fields=["office_id", "ballot_id"], name="governance_vote_of")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("answer__in", ["for", "against", "abstain"])),
                        name="governance_vote_answer",
                    ),
                    models.UniqueConstraint(fields=("tenant_id", "ballot_id"), name="governance_one_vote"),
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["steering", "network"])), name="governance_group_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "programme", "kind"), name="governance_one_group_of_a_kind"
            ),
        ),
        migrations.AddConstraint(
            model_name="group",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("months", []), ("nth__isnull", True), ("weekday__isnull", True)),
                    models.Q(
                        ("nth__in", [1, 2, 3, 4, -1]),
                        ("starts_at__isnull", False),
                        ("weekday__gte", 0),
                        ("weekday__lte", 6),
                        models.Q(("months", []), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="governance_group_series",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["open", "adopted", "rejected", "too_few"])),
                name="governance_ballot_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("closes_on__gte", models.F("proposed_on")),
                    models.Q(("heading", ""), _negated=True),
                    models.Q(("voters", []), _negated=True),
                ),
                name="governance_ballot_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="ballot",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("abstained__isnull", True),
                        ("against__isnull", True),
                        ("closed_on__isnull", True),
                        ("in_favour__isnull", True),
                        ("state", samspil.governance.terms.barriers.BallotState["OPEN"]),
                    ),
                    models.Q(
                        models.Q(
                            ("state", samspil.governance.terms.barriers.BallotState["OPEN"]), _negated=True
                        ),
                        ("abstained__isnull", False),
                        ("against__isnull", False),
                        ("closed_on__isnull", False),
                        ("in_favour__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="governance_ballot_counted",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(("state__in", ["planned", "invited", "approved", "cancelled"])),
                name="governance_meeting_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "group", "on"), name="governance_one_meeting_a_day"
            ),
        ),
        migrations.AddConstraint(
            model_name="meeting",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_on__isnull", True),
                        ("invited_on__isnull", True),
                        ("state", samspil.governance.terms.meetings.MeetingState["PLANNED"]),
                    ),
                    models.Q(
                        ("approved_on__isnull", True),
                        ("invited_on__isnull", False),
                        ("state", samspil.governance.terms.meetings.MeetingState["INVITED"]),
                    ),
                    models.Q(
                        ("approved_on__isnull", False),
                        ("invited_on__isnull", False),
                        ("state", samspil.governance.terms.meetings.MeetingState["APPROVED"]),
                    ),
                    models.Q(
                        ("approved_on__isnull", True),
                        ("state", samspil.governance.terms.meetings.MeetingState["CANCELLED"]),
                    ),
                    _connector="OR",
                ),
                name="governance_meeting_days",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.CheckConstraint(
                condition=models.Q(("heading", ""), _negated=True), name="governance_item_says"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "meeting", "position"), name="governance_one_item_in_a_place"
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("proposal_id__isnull", False)),
                fields=("tenant_id", "proposal_id"),
                name="governance_placed_once",
            ),
        ),
        migrations.AddConstraint(
            model_name="agendaitem",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ballot_id__isnull", False)),
                fields=("tenant_id", "ballot_id"),
                name="governance_entered_once",
            ),
        ),
        migrations.AddIndex(
            model_name="meetingletter",
            index=models.Index(fields=["tenant_id", "letter"], name="governance_letter_key"),
        ),
        migrations.AddConstraint(
            model_name="meetingletter",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("state__in", ["queued", "sending", "handing", "sent", "failed", "dropped"])
                ),
                name="governance_letter_state",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingletter",
            constraint=models.CheckConstraint(
                condition=models.Q(("news__in", ["invitation", "reminder"])), name="governance_letter_news"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingletter",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "meeting_id", "news", "recipient"), name="governance_letter_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingletter",
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
                name="governance_letter_claimed",
            ),
        ),
        migrations.AddConstraint(
            model_name="meetingpresence",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "meeting", "organisation_id"), name="governance_one_presence"
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(("kind__in", ["information", "decision", "task"])),
                name="governance_outcome_kind",
            ),
        ),
        migrations.AddConstraint(
            model_name="outcome",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("due_on__isnull", False),
                        ("kind", samspil.governance.terms.meetings.OutcomeKind["TASK"]),
                        ("owner_id__isnull", False),
                    ),
                    models.Q(
                        models.Q(
                            ("kind", samspil.governance.terms.meetings.OutcomeKind["TASK"]), _negated=True
                        ),
                        ("due_on__isnull", True),
                        ("owner_id__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="governance_task_has_an_owner",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.UniqueConstraint(
                fields=("tenant_id", "barrier_id", "municipality_id"), name="governance_instructed_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ballot__isnull", True), ("outcome__isnull", False)),
                    models.Q(("ballot__isnull", False), ("outcome__isnull", True)),
                    _connector="OR",
                ),
                name="governance_instruction_rests_on_one_decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="instruction",
            constraint=models.CheckConstraint(
                condition=models.Q(("due_on__gte", models.F("given_on"))), name="governance_instruction_order"
            ),
        ),
        migrations.AddIndex(
            model_name="seat",
            index=models.Index(fields=["organisation_id"], name="governance_seat_of"),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("ended_at__isnull", True)),
                fields=("tenant_id", "group", "organisation_id"),
                name="governance_one_seat",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.UniqueConstraint(
                condition=models.Q(("chairs", True), ("ended_at__isnull", True)),
                fields=("tenant_id", "group"),
                name="governance_one_chair",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("ended_at__isnull", True), ("to_on__isnull", True)),
                    models.Q(
                        ("ended_at__isnull", False),
                        ("to_on__gte", models.F("from_on")),
                        ("to_on__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="governance_seat_order",
            ),
        ),
        migrations.AddConstraint(
            model_name="seat",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("title", ""), _negated=True), models.Q(("capacity", ""), _negated=True)
                ),
                name="governance_seat_says",
            ),
        ),
        Protect(
            "governance_group", shared=[("concept_id", "programme_conceptversion")], also="samspil_tenant"
        ),
        Protect("governance_seat", references=[("group_id", "governance_group")], also="samspil_tenant"),
        migrations.RunSQL(SEATED, "DROP FUNCTION samspil_seated();"),
        Protect("governance_meeting", references=[("group_id", "governance_group")], also=SEATS),
        Protect(
            "governance_meetingpresence",
            references=[("meeting_id", "governance_meeting")],
            also=SEATS,
        ),
        Protect("governance_agendaproposal", also=MEMBERS, grants=ONCE),
        Protect(
            "governance_agendaitem",
            references=[("group_id", "governance_group"), ("meeting_id", "governance_meeting")],
            also=SEATS,
        ),
        Protect("governance_outcome", references=[("item_id", "governance_agendaitem")], also=SEATS),
        Protect("governance_taskdone", also=MEMBERS, grants=ONCE),
        Protect("governance_meetingletter", references=[("recipient_id", "people_appointment")]),
        Protect("governance_ballot", references=[("group_id", "governance_group")], also=SEATS),
        Protect("governance_vote", also=MEMBERS, grants=ONCE),
        Protect("governance_barrier", also=MEMBERS, grants=ONCE),
        Protect("governance_barrierowner", also=SEATS, grants=ONCE),
        Protect(
            "governance_instruction",
            references=[("outcome_id", "governance_outcome"), ("ballot_id", "governance_ballot")],
            also=SEATS,
            grants=ONCE,
        ),
        Protect("governance_confirmation", also=MEMBERS, grants=ONCE),
        migrations.RunSQL(FROZEN + VOTES, UNDO),
    ]
