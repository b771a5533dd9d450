"""The worker's jobs: thin and idempotent; each opens its scopes and calls actions through `rounds`."""

from __future__ import annotations

import logging

from django.core.management import call_command
from procrastinate.contrib.django import app

from samspil.interfaces import clock
from samspil.interfaces.cli import posting, rounds
from samspil.interfaces.cli.exits import Failed

log = logging.getLogger("samspil.worker")
STALLED_S = 60


@app.periodic(cron="*/2 * * * * *")
@app.task(queueing_lock="seal", lock="seal", pass_context=False)
def seal(timestamp: int) -> None:
    """Seal the audit log, every two seconds."""
    rounds.seal()


@app.periodic(cron="10 * * * *")
@app.task(queueing_lock="tend", lock="tend")
def tend(timestamp: int) -> None:
    """Finish moves to other municipalities, then open and close measurement windows and put reminders
    that are due in the queue, hourly; and remove spreadsheets nobody took in.
    """
    posting.hourly(at=clock.now(), on=clock.today())


@app.periodic(cron="*/30 * * * * *")
@app.task(queueing_lock="post", lock="post", pass_context=False)
def post(timestamp: int) -> None:
    """Send what is queued, every half minute: somebody waits for their link."""
    posting.post(at=clock.now(), on=clock.today())


@app.periodic(cron="10 2 * * *")
@app.task(queueing_lock="nightly", lock="nightly")
def nightly(timestamp: int) -> None:
    """Freeze the months that ended, drop stale sessions, recount, write down where the
    obligations stand, sweep orphaned keys.

    The sweep comes last: when it refuses, the job has failed and the rest is done.
    """
    rounds.freeze(at=clock.now(), on=clock.today())
    call_command("clearsessions")
    rounds.forget_draft_keys()
    if not rounds.recount(at=clock.now(), on=clock.today()):
        log.error("progression: the recount differs from the rows")
    rounds.tell_states(at=clock.now(), on=clock.today())
    rounds.tell_milestones(at=clock.now(), on=clock.today())
    rounds.tell_sums(at=clock.now(), on=clock.today())
    try:
        rounds.sweep_keys()
    except Failed as refused:
        log.error("keys: %s", refused.sentence)
        raise


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="retry_stalled", lock="retry_stalled")
async def retry_stalled(timestamp: int) -> None:
    """Take up jobs whose worker died."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=STALLED_S):
        await app.job_manager.retry_job(job)
