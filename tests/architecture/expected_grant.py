"""Who may come in where in the grant: written by hand, as `expected_access` is, of which this is a part."""

from __future__ import annotations

COORDINATORS = "coordinator deputy"
COUNTS = f"{COORDINATORS} municipal_lead"
SEE_GRANT = f"{COUNTS} auditor"
READ_ACCOUNTS = f"{SEE_GRANT} programme_office"
OF_GRANT = {
    # the grant: the coordinator writes, the lead sends and approves, the auditor reads, the office answers
    "office:grant": ({200: SEE_GRANT}, {405: SEE_GRANT}),
    "office:grant-open": ({200: "municipal_lead"}, {422: "municipal_lead"}),
    "office:grant-versions": ({200: SEE_GRANT}, {405: SEE_GRANT}),
    "office:grant-change": ({200: COUNTS}, {422: COUNTS}),
    "office:grant-version": ({200: SEE_GRANT}, {405: SEE_GRANT}),
    "office:grant-send": ({405: "municipal_lead"}, {302: "municipal_lead"}),
    "office:grant-drop": ({200: COUNTS}, {302: COUNTS}),
    "office:grant-payments": ({200: "municipal_lead"}, {422: "municipal_lead"}),
    "office:grant-payment-strike": ({200: "municipal_lead"}, {302: "municipal_lead"}),
    "office:grant-decisions": ({200: "programme_office"}, {405: "programme_office"}),
    "office:grant-decide": ({200: "programme_office"}, {422: "programme_office"}),
    "office:vouchers": ({200: SEE_GRANT}, {405: SEE_GRANT}),
    "office:voucher-new": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:voucher": ({200: SEE_GRANT}, {405: SEE_GRANT}),
    "office:voucher-proof": ({200: SEE_GRANT}, {405: SEE_GRANT}),
    "office:voucher-bring": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:voucher-decide": ({200: "municipal_lead"}, {422: "municipal_lead"}),
    "office:voucher-back": ({200: COORDINATORS}, {422: COORDINATORS}),
    "office:statements": ({200: SEE_GRANT}, {405: SEE_GRANT}),
    "office:statement-new": ({200: COUNTS}, {422: COUNTS}),
    "office:statement": ({200: READ_ACCOUNTS}, {405: READ_ACCOUNTS}),
    "office:statement-vouchers": ({200: SEE_GRANT, 403: "programme_office"}, {405: READ_ACCOUNTS}),
    "office:statement-file": ({200: READ_ACCOUNTS}, {405: READ_ACCOUNTS}),
    "office:statement-sample": ({200: SEE_GRANT}, {405: SEE_GRANT}),
    "office:statement-sign": ({200: "municipal_lead"}, {302: "municipal_lead"}),
    "office:statement-drop": ({200: COUNTS}, {302: COUNTS}),
    "office:asking-new": ({200: "programme_office"}, {422: "programme_office"}),
    "office:askings": ({200: READ_ACCOUNTS}, {405: READ_ACCOUNTS}),
    "office:asking": ({200: READ_ACCOUNTS}, {405: READ_ACCOUNTS}),
    "office:asking-show": ({200: COUNTS}, {422: COUNTS}),
    "office:asking-refuse": ({200: COUNTS}, {422: COUNTS}),
    "office:accounts": ({200: COUNTS}, {302: COUNTS}),
    "office:unit-costs": ({200: SEE_GRANT}, {405: SEE_GRANT}),
    "office:results": ({200: READ_ACCOUNTS}, {405: READ_ACCOUNTS}),
    "office:proposals": ({200: COORDINATORS}, {405: COORDINATORS}),
    "office:proposal": ({404: COORDINATORS}, {404: COORDINATORS}),
}
