"""Every command and every job of the worker, written by hand."""

from __future__ import annotations

COMMANDS = {
    "audit seal",
    "audit verify",
    "bench",
    "demo cast",
    "demo link",
    "health",
    "migrate",
    "organisation add",
    "protect",
    "instrument list",
    "instrument show",
    "instrument check",
    "instrument export",
    "instrument diff",
    "programme check",
    "programme load",
    "programme show",
    "progression prove",
    "progression tend",
    "serve",
    "staff add",
    "up",
    "worker",
}
JOBS = {"nightly", "post", "retry_stalled", "seal", "tend"}
