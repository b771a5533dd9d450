"""The worker: procrastinate on the same PostgreSQL, with its own connector."""

from __future__ import annotations

import logging

from django.db import connection
from procrastinate.contrib.django import app

HEARTBEAT_S = 10


def run() -> None:
    """Work until told to stop. Jobs that a dead worker left are taken up again by `retry_stalled`."""
    from samspil.interfaces.cli import tasks  # noqa: F401  (registers the jobs)

    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    connection.ensure_connection()  # out of reach: known at once, not after the pool's patience
    connection.close()
    with app.replace_connector(app.connector.get_worker_connector()) as ready:
        ready.run_worker(
            concurrency=2,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=3 * HEARTBEAT_S,
            delete_jobs="successful",
            listen_notify=True,
            install_signal_handlers=True,
        )
