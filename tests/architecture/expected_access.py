"""Who may come in where: written by hand from the roles' words, never derived from the code.

One line an address: what a GET and what a POST with nothing in it give, by status, to the cast named
there, on a row of their own. Everyone not named is stopped at the door, as `stopped` says.
"""

from __future__ import annotations

from tests.architecture.expected_agreements import AGREED
from tests.architecture.expected_grant import OF_GRANT
from tests.architecture.expected_promised import PROMISED
from tests.architecture.expected_steering import ON_STEERING

COORDINATORS = "coordinator deputy"
COUNTS = f"{COORDINATORS} municipal_lead"
TOTALS = "programme_office steering_member evaluator"
LOG, SIGNERS = "log_controller dpo", "programme_office evaluator"
EMPTY_OFFICE, AUDITOR, PROVIDER = "operator", "auditor", "training_provider"
TOLD = f"{PROVIDER} programme_office evaluator"
OFFICE = f"{COUNTS} {TOTALS} {LOG} {PROVIDER} {AUDITOR} {EMPTY_OFFICE}"
SEE_EVENTS = f"{COUNTS} {PROVIDER} programme_office"
OWN_FIELD = "mentor parent_coach"
FIELD = f"{OWN_FIELD} other_mentor role_model"
TALKS = f"{OWN_FIELD} other_mentor"
STAFF = f"{OFFICE} {FIELD}"
SUPPLY, HALF = f"{PROVIDER} programme_office", "half"
INSIDE = f"{STAFF} {HALF}"
OWN_PAGE = "mentee parent"
OUTSIDE = f"departed link_holder {OWN_PAGE} anonymous"
ALL = f"{INSIDE} {OUTSIDE}"
Cells = dict[int, str]
ACCESS: dict[str, tuple[Cells, Cells]] = {
    # the office: coordinators see their own municipality; everyone else a page without a person
    "office:home": (
        {200: f"{COORDINATORS} {EMPTY_OFFICE}", 302: f"municipal_lead {TOTALS} {LOG} {PROVIDER} {AUDITOR}"},
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
    "office:wishes": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:apart": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:apart-lift": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:let-go": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:take-over": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:matching": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:staff": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:staff-profile": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:certificate": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:certificate-back": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:plan": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:plan-versions": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:plan-accept": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:plan-step": ({405: COORDINATORS}, {422: COORDINATORS}),
    "office:areas": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:area": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:reviews": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:review-correct": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:hours": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:consents": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:withdraw": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:renew": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:basis": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:stop": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:joining": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:join": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:part": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:practical": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:second": ({200: COORDINATORS}, {403: COORDINATORS}),
    "office:second-who": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:second-yeses": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:second-page": ({200: COORDINATORS}, {200: COORDINATORS}),
    "office:second-leave": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:parents": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:parent-offer": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:parent-answer": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:network-new": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:network": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:counselling": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:consultation": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:material": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:material-piece": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:figures": ({200: COUNTS}, {405: COUNTS}),
    "office:own-page": ({200: COORDINATORS}, {200: COORDINATORS}),
    "office:stopped": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:links": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:close-link": ({405: COORDINATORS}, {302: COORDINATORS}),
    "office:hand-overs": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:hand-over": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:move": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:moved": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:arrival": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:arrival-no": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:loan": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:loan-take": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:loan-end": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:deputy": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:deputy-end": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:pause": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:end": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:closing": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:ending": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:follow-up": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:journal": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:calendar": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:own-yes": ({200: COUNTS}, {422: COUNTS}),
    "office:papers": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:measurements": ({200: COUNTS}, {405: COUNTS}),
    "office:cards": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:owed": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:reason": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:totals": ({200: TOTALS}, {405: TOTALS}),
    "office:log": ({200: LOG}, {405: LOG}),
    # instruments are nobody's: the two who may sign them off see all of them, and nobody else any
    "office:instruments": ({200: SIGNERS}, {405: SIGNERS}),
    "office:instrument-bring": ({200: SIGNERS}, {422: SIGNERS}),
    "office:instrument": ({200: SIGNERS}, {405: SIGNERS}),
    "office:instrument-file": ({200: SIGNERS}, {405: SIGNERS}),
    "office:instrument-approve": ({200: SIGNERS}, {422: SIGNERS}),
    "office:instrument-change": ({200: SIGNERS}, {422: SIGNERS}),
    "office:instrument-withdraw": (
        {200: "programme_office", 404: "evaluator"},
        {302: "programme_office", 404: "evaluator"},
    ),
    "office:help": ({200: OFFICE}, {405: OFFICE}),
    "office:import": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:import-template": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:import-draft": ({200: "coordinator", 404: "deputy"}, {302: "coordinator", 404: "deputy"}),
    "office:history": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:history-template": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:history-draft": ({200: "deputy", 404: "coordinator"}, {422: "deputy", 404: "coordinator"}),
    "office:history-file": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:invitations": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:invite": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:invitation": ({200: COORDINATORS}, {200: COORDINATORS}),
    "office:invitation-back": ({405: COORDINATORS}, {302: COORDINATORS}),
    "office:staff-hours": ({200: COORDINATORS}, {200: COORDINATORS}),
    "office:staff-month": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:waiting": ({200: "municipal_lead"}, {405: "municipal_lead"}),
    "office:letters": ({200: COORDINATORS}, {405: COORDINATORS}),
    # visits: planned by coordinators; nobody else in the office sees a place, a series or who goes
    "office:institutions": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:institution-new": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:institution": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:institution-import": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:institution-template": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:institution-draft": ({200: "coordinator", 404: "deputy"}, {302: "coordinator", 404: "deputy"}),
    "office:visit-corps": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:visit-corps-member": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:visit-costs": ({200: COORDINATORS}, {200: COORDINATORS}),
    "office:visit-hours": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:visit-hours-decide": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:visits": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:visit-term": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:place-offers": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:place-set-new": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:place-offers-again": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:place-offer": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:visit-requests": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:visit-request": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:visit-request-place": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:visit-request-new-place": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:visit-request-plan": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:visit-request-answer": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:visit-request-tell": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:visit-request-decline": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:series-new": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:series": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:series-change": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:series-end": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:series-reopen": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:visit": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:visit-cancel": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:visit-put-back": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:visit-rebook": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:visit-written": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:visit-group": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:visit-teacher": ({200: COORDINATORS}, {200: COORDINATORS}),
    "office:visit-lines": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:series-answers": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:form-reason": ({200: COORDINATORS}, {422: COORDINATORS}),
    "field:visit-group": ({200: "role_model"}, {422: "role_model"}),
    "field:visit-teacher": ({200: "role_model"}, {200: "role_model"}),
    "field:visit-form": ({200: "role_model"}, {422: "role_model"}),
    # the field: a role model sees own visits; no mentor and no coach sees any
    "field:visit": ({200: "role_model"}, {422: "role_model"}),
    "field:visit-hours": ({200: "role_model"}, {422: "role_model"}),
    "field:visit-written": ({200: "role_model"}, {422: "role_model"}),
    # training: events are read by all four, each side writes its own, and certificates are the municipality's
    "office:training": ({200: SEE_EVENTS}, {405: SEE_EVENTS}),
    "office:training-answers": ({200: TOLD}, {405: TOLD}),
    "office:training-answer": ({200: TOLD}, {405: TOLD}),
    "field:training-form": (
        {200: "mentor", 404: "parent_coach other_mentor role_model"},
        {422: "mentor", 404: "parent_coach other_mentor role_model"},
    ),
    **PROMISED,
    **ON_STEERING,
    **AGREED,
    "office:deliverables": ({200: SUPPLY}, {405: SUPPLY}),
    "office:deliverable-new": ({200: "programme_office"}, {422: "programme_office"}),
    "office:deliverable": ({200: SUPPLY}, {405: SUPPLY}),
    "office:deliver": ({200: PROVIDER}, {422: PROVIDER}),
    "office:deliverable-answer": ({200: "programme_office"}, {422: "programme_office"}),
    "office:deliverable-back": ({200: "programme_office"}, {302: "programme_office"}),
    "office:training-new": ({200: PROVIDER}, {422: PROVIDER}),
    "office:training-event": ({200: SEE_EVENTS}, {405: SEE_EVENTS}),
    "office:training-change": ({200: PROVIDER}, {422: PROVIDER}),
    "office:training-message": ({200: PROVIDER}, {422: PROVIDER}),
    "office:training-material": ({200: PROVIDER}, {422: PROVIDER}),
    "office:material-drop": ({200: PROVIDER}, {302: PROVIDER}),
    "office:training-cancel": ({200: PROVIDER}, {302: PROVIDER}),
    "office:attendance": ({200: PROVIDER}, {302: PROVIDER}),
    "office:training-close": ({200: PROVIDER}, {422: PROVIDER}),
    "office:training-right": ({200: PROVIDER}, {422: PROVIDER}),
    "office:nominate": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:fill-seats": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:shares": ({200: "programme_office"}, {302: "programme_office"}),
    "office:nomination": ({200: "municipal_lead"}, {422: "municipal_lead"}),
    "office:nomination-back": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:nomination-said": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:corps": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:issue": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:supervision": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:supervision-strike": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:staff-training": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:pass": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:pass-end": ({200: COORDINATORS}, {302: COORDINATORS}),
    "office:training-paper": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:training-withdraw": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:training-again": ({200: COORDINATORS}, {302: COORDINATORS}),
    # the field: a mentor or coach sees own courses; a colleague of the same role sees none of them
    "field:caseload": ({200: FIELD}, {405: FIELD}),
    "field:course": ({200: OWN_FIELD, 404: "other_mentor"}, {405: f"{OWN_FIELD} other_mentor"}),
    "field:session": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:plan": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:plan-versions": ({200: OWN_FIELD, 404: "other_mentor"}, {405: f"{OWN_FIELD} other_mentor"}),
    "field:plan-accept": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:plan-step": ({405: f"{OWN_FIELD} other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:areas": ({200: OWN_FIELD, 404: "other_mentor"}, {405: f"{OWN_FIELD} other_mentor"}),
    "field:area": ({200: OWN_FIELD, 404: "other_mentor"}, {302: OWN_FIELD, 404: "other_mentor"}),
    "field:reviews": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:review-correct": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:own-page": ({200: OWN_FIELD, 404: "other_mentor"}, {200: OWN_FIELD, 404: "other_mentor"}),
    "field:session-edit": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:session-strike": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:cards": ({200: f"{OWN_FIELD} other_mentor"}, {422: f"{OWN_FIELD} other_mentor"}),
    "field:draft-key": ({405: f"{OWN_FIELD} other_mentor"}, {422: f"{OWN_FIELD} other_mentor"}),
    "field:pause": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:end": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:closing": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:calendar": ({200: FIELD}, {422: FIELD}),
    "field:measurements": ({200: f"{OWN_FIELD} other_mentor"}, {405: f"{OWN_FIELD} other_mentor"}),
    "field:owed": ({200: f"{OWN_FIELD} other_mentor"}, {405: f"{OWN_FIELD} other_mentor"}),
    "field:papers": ({200: TALKS}, {422: TALKS}),
    "field:measure": ({200: OWN_FIELD, 404: "other_mentor"}, {200: OWN_FIELD, 404: "other_mentor"}),
    "field:measure-status": ({200: OWN_FIELD, 404: "other_mentor"}, {405: f"{OWN_FIELD} other_mentor"}),
    "field:impression": (
        {200: "mentor", 403: "parent_coach", 404: "other_mentor"},
        {422: OWN_FIELD, 404: "other_mentor"},
    ),
    "field:apart": ({200: OWN_FIELD, 404: "other_mentor"}, {422: OWN_FIELD, 404: "other_mentor"}),
    "field:profile": ({200: FIELD}, {302: FIELD}),
    "field:second": ({200: "parent_coach"}, {405: "parent_coach"}),
    "field:second-page": ({200: "parent_coach"}, {200: "parent_coach"}),
    "field:course-network": ({200: "parent_coach"}, {422: "parent_coach"}),
    "field:leave-network": ({200: "parent_coach"}, {302: "parent_coach"}),
    "field:networks": ({200: "parent_coach"}, {405: "parent_coach"}),
    "field:network": ({200: "parent_coach"}, {405: "parent_coach"}),
    "field:meeting-new": ({200: "parent_coach"}, {422: "parent_coach"}),
    "field:members": ({200: "parent_coach"}, {405: "parent_coach"}),
    "field:invitation": ({200: "parent_coach"}, {405: "parent_coach"}),
    "field:meeting": ({200: "parent_coach"}, {422: "parent_coach"}),
    "field:counselling": ({200: TALKS}, {422: TALKS}),
    "field:consultation": ({200: TALKS}, {422: TALKS}),
    "field:material": ({200: TALKS}, {405: TALKS}),
    "field:material-piece": ({200: TALKS}, {405: TALKS}),
    "field:letters": ({200: OWN_FIELD, 404: "other_mentor"}, {405: f"{OWN_FIELD} other_mentor"}),
    "field:hours": ({200: FIELD}, {405: FIELD}),
    "field:month": ({200: FIELD}, {302: FIELD}),
    "field:training": ({200: FIELD}, {405: FIELD}),
    "field:certificate-paper": (
        {200: "mentor", 404: "other_mentor parent_coach role_model"},
        {405: FIELD},
    ),
    "field:nomination-own": (
        {200: "mentor", 404: "parent_coach other_mentor role_model"},
        {302: "mentor", 404: "parent_coach other_mentor role_model"},
    ),
    "field:help": ({200: FIELD}, {405: FIELD}),
    # the answer door: anyone may type a code, only the holder of a link that opened may answer
    "answer:enter": ({200: ALL}, {422: ALL}),
    "answer:statement": ({200: "link_holder"}, {422: "link_holder"}),
    "answer:review": ({200: "link_holder"}, {302: "link_holder"}),
    "answer:done": ({200: "link_holder"}, {422: "link_holder"}),
    # the form after a visit: whoever has its link or its code, and nobody signs in
    "answer:form": ({200: ALL}, {422: ALL}),
    "answer:form-thanks": ({200: ALL}, {405: ALL}),
    # the own page: link and own code together; a link alone may only give the code
    "answer:own-code": ({404: "link_holder"}, {404: "link_holder"}),
    "answer:own": ({200: OWN_PAGE}, {302: OWN_PAGE}),
    "answer:own-new-code": ({200: OWN_PAGE}, {200: OWN_PAGE}),
    "answer:own-plan": ({200: OWN_PAGE}, {405: OWN_PAGE}),
    "answer:own-contact": ({200: OWN_PAGE}, {405: OWN_PAGE}),
    "answer:own-answers": ({200: OWN_PAGE}, {405: OWN_PAGE}),
    "answer:own-share": ({200: OWN_PAGE}, {422: OWN_PAGE}),
    "answer:own-looks": ({200: OWN_PAGE}, {405: OWN_PAGE}),
    "answer:own-consents": ({200: OWN_PAGE}, {422: OWN_PAGE}),
    "answer:own-receipt": ({200: OWN_PAGE}, {405: OWN_PAGE}),
    "answer:own-receipt-file": ({200: OWN_PAGE}, {405: OWN_PAGE}),
    "answer:own-stop": ({200: OWN_PAGE}, {302: OWN_PAGE}),
    "answer:own-stopped": ({200: ALL}, {405: ALL}),
    # the public pages
    "public:front": ({200: ALL}, {405: ALL}),
    "public:accessibility": ({200: ALL}, {405: ALL}),
    "public:health": ({200: ALL}, {405: ALL}),
    "public:certificate": ({200: ALL}, {422: ALL}),
    # a calendar's address is the key itself: whoever holds it, and nobody who does not
    "public:feed": ({200: ALL}, {405: ALL}),
    # asking for visits is open to everyone; one's own request only to whoever opened the mail's link
    "public:visit-ask": ({200: ALL}, {422: ALL}),
    "public:visit-thanks": ({200: ALL}, {405: ALL}),
    "public:visit-enter": ({200: ALL}, {422: ALL}),
    "public:visit-mine": ({404: ALL}, {404: ALL}),
    "public:visit-days": ({404: ALL}, {404: ALL}),
    "public:visit-cancel": ({404: ALL}, {404: ALL}),
    "public:visit-offer": ({404: ALL}, {404: ALL}),
    "public:visit-offer-no": ({200: ALL}, {405: ALL}),
    "public:visit-cancelled": ({200: ALL}, {405: ALL}),
    **OF_GRANT,
    # the entrance
    "entrance:role": (
        {200: COORDINATORS, 302: f"{INSIDE} -{COORDINATORS}"},
        {200: COORDINATORS, 302: f"{INSIDE} -{COORDINATORS}"},
    ),
    "entrance:sign_out": ({405: ALL}, {302: ALL}),
    "entrance:sign_out_everywhere": ({405: STAFF}, {302: STAFF}),
    "account_logout": ({405: ALL}, {302: ALL}),
    "entrance:invitation": ({200: ALL}, {422: ALL}),
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

OPEN_CELLS = 2240
FOREIGN_ROW = {
    "entrance:demo": 410,
    "mfa_edit_webauthn": 404,
    "mfa_remove_webauthn": 404,
}
"""What another's row gives to whom the door lets in, where it is not 404: the same as for no row."""


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
