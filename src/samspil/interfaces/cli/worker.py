"""The worker: procrastinate on the same PostgreSQL, with its own connector."""

from __future__ import annotations

import logging
import os
import threading
import time

from procrastinate.contrib.django import app

HEARTBEAT_S = 10


def run() -> None:
    """Work until told to stop. Jobs that a dead worker left are taken up again by `retry_stalled`."""
    from samspil.interfaces.cli import tasks  # noqa: F401  (registers the jobs)

    logging.getLogger("procrastinate").setLevel(logging.ERROR)
    _stop_with_parent()
    with app.replace_connector(app.connector.get_worker_connector()) as ready:
        ready.run_worker(
            concurrency=2,
            update_heartbeat_interval=HEARTBEAT_S,
            stalled_worker_timeout=3 * HEARTBEAT_S,
            delete_jobs="successful",
            listen_notify=True,
            install_signal_handlers=True,
        )


def _stop_with_parent() -> None:
    """End when the process that started us is gone, so that nothing is left running."""
    parent = os.getppid()

    def watch() -> None:
        while os.getppid() == parent:
            time.sleep(1)
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
