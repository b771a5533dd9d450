"""Who may come in where: written by hand from the roles' words, never derived from the code.

One line an address: what a GET and what a POST with nothing in it give, by status, to the cast named
there, on a row of their own. Everyone not named is stopped at the door, as `stopped` says.
"""

from __future__ import annotations

COORDINATORS = "coordinator deputy"
COUNTS = f"{COORDINATORS} municipal_lead"
TOTALS = "programme_office steering_member"
LOG = "log_controller dpo"
EMPTY_OFFICE = "evaluator training_provider auditor operator"
OFFICE = f"{COUNTS} {TOTALS} {LOG} {EMPTY_OFFICE}"
OWN_FIELD = "mentor parent_coach"
FIELD = f"{OWN_FIELD} other_mentor role_model"
STAFF = f"{OFFICE} {FIELD}"
HALF = "half"
INSIDE = f"{STAFF} {HALF}"
OUTSIDE = "departed link_holder anonymous"
ALL = f"{INSIDE} {OUTSIDE}"

Cells = dict[int, str]
ACCESS: dict[str, tuple[Cells, Cells]] = {
    # the office: coordinators see their own municipality; everyone else a page without a person
    "office:home": (
        {200: f"{COORDINATORS} {EMPTY_OFFICE}", 302: f"municipal_lead {TOTALS} {LOG}"},
        {405: OFFICE},
    ),
    "office:courses": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:offer": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:course": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:identity": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:accept": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:decline": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:consent": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:mentor": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:plan": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:consents": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:withdraw": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:renew": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:basis": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:stop": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:pause": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:end": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:closing": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:ending": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:follow-up": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:journal": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:calendar": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:own-yes": ({200: COUNTS}, {422: COUNTS}),
    "office:measurements": ({200: COUNTS}, {405: COUNTS}),
    "office:reason": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:totals": ({200: TOTALS}, {405: TOTALS}),
    "office:log": ({200: LOG}, {405: LOG}),
    "office:help": ({200: OFFICE}, {405: OFFICE}),
    # the field: a mentor or coach sees own courses; a colleague of the same role sees none of them
    "field:caseload": ({200: FIELD}, {405: FIELD}),
    "field:course": ({200: OWN_FIELD, 404: "other_mentor"}, {405: f"{OWN_FIELD} other_mentor"}),
    "field:session": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:pause": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:end": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:closing": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:calendar": ({200: f"{OWN_FIELD} other_mentor"}, {422: f"{OWN_FIELD} other_mentor"}),
    "field:measure": ({200: OWN_FIELD, 404: "other_mentor"}, {200: OWN_FIELD, 404: "other_mentor"}),
    "field:measure-status": ({200: OWN_FIELD, 404: "other_mentor"}, {405: f"{OWN_FIELD} other_mentor"}),
    "field:help": ({200: FIELD}, {405: FIELD}),
    # the answer door: anyone may type a code, only the holder of a link that opened may answer
    "answer:enter": ({200: ALL}, {422: ALL}),
    "answer:statement": ({200: "link_holder"}, {422: "link_holder"}),
    "answer:review": ({200: "link_holder"}, {302: "link_holder"}),
    "answer:done": ({200: "link_holder"}, {422: "link_holder"}),
    # the public pages
    "public:front": ({200: ALL}, {405: ALL}),
    "public:accessibility": ({200: ALL}, {405: ALL}),
    "public:health": ({200: ALL}, {405: ALL}),
    # a calendar's address is the key itself: whoever holds it, and nobody who does not
    "public:feed": ({200: ALL}, {405: ALL}),
    # the entrance
    "entrance:role": (
        {200: COORDINATORS, 302: f"{INSIDE} -{COORDINATORS}"},
        {200: COORDINATORS, 302: f"{INSIDE} -{COORDINATORS}"},
    ),
    "entrance:sign_out": ({405: ALL}, {302: ALL}),
    "account_logout": ({405: ALL}, {302: ALL}),
    "entrance:demo": ({302: ALL}, {405: ALL}),
    "account_login": ({200: OUTSIDE, 302: INSIDE}, {200: OUTSIDE, 302: INSIDE}),
    "mfa_login_webauthn": ({302: ALL}, {302: INSIDE, 422: OUTSIDE}),
    "mfa_authenticate": ({302: ALL}, {302: ALL}),
    "account_reauthenticate": (
        {200: "coordinator mentor half", 302: f"{STAFF} -coordinator mentor"},
        {200: "coordinator mentor half", 302: f"{STAFF} -coordinator mentor"},
    ),
    "mfa_reauthenticate": ({302: INSIDE}, {302: INSIDE}),
    "mfa_reauthenticate_webauthn": ({200: STAFF, 302: HALF}, {422: STAFF, 302: HALF}),
    "mfa_index": ({200: INSIDE}, {405: INSIDE}),
    "mfa_activate_totp": ({200: STAFF, 302: HALF}, {200: STAFF, 302: HALF}),
    "mfa_deactivate_totp": ({404: INSIDE}, {404: INSIDE}),
    "mfa_view_recovery_codes": ({404: INSIDE}, {405: INSIDE}),
    "mfa_generate_recovery_codes": ({200: STAFF, 302: HALF}, {302: INSIDE}),
    "mfa_download_recovery_codes": ({404: INSIDE}, {405: INSIDE}),
    "mfa_list_webauthn": ({200: INSIDE}, {405: INSIDE}),
    "mfa_add_webauthn": ({200: STAFF, 302: HALF}, {200: STAFF, 302: HALF}),
    "mfa_edit_webauthn": ({200: STAFF, 302: HALF}, {200: STAFF, 302: HALF}),
    "mfa_remove_webauthn": ({403: STAFF, 404: HALF}, {403: STAFF, 404: HALF}),
}
OPENING = (200, 302, 422)
"""The statuses of someone who was let in; a count of such cells is asserted as a number."""

OPEN_CELLS = 732

FOREIGN_ROW = {
    "entrance:demo": 410,
    "mfa_edit_webauthn": 404,
    "mfa_remove_webauthn": 404,
}
"""What another's row gives to whom the door lets in, where it is not 404: the same as for no row."""

COMMANDS = {
    "audit seal",
    "audit verify",
    "bench",
    "demo cast",
    "demo link",
    "health",
    "migrate",
    "organisation add",
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
JOBS = {"nightly", "retry_stalled", "seal", "tend"}


def casts(words: str) -> set[str]:
    """The cast named in a cell; what follows a dash is taken away."""
    with_, _dash, without = words.partition(" -")
    return set(with_.split()) - set(without.split())


def stopped(cast: str, name: str, method: str) -> tuple[int, str]:
    """Where someone ends who may not come in: a refusal for those who are in, a way in for the rest."""
    if name.startswith("answer:"):
        return (302, "/a/") if cast in (HALF, "departed", "anonymous") else (403, "")
    if cast == HALF:
        return 302, "/e/role/"
    if cast in casts(OUTSIDE):
        return 302, "/e/sign-in/?next=" if method == "get" else "/e/sign-in/"
    return 403, ""


def expected(cast: str, name: str, method: str) -> int | None:
    """The status written for this cell, or None where the cast is not named."""
    for status, words in ACCESS[name][method == "post"].items():
        if cast in casts(words):
            return status
    return None
