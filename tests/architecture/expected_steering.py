"""Who may come in where on the pages of steering, and the rows they are asked about."""

from __future__ import annotations

COORDINATORS = "coordinator deputy"
PROVIDER = "training_provider"
SEATED = "programme_office steering_member municipal_lead evaluator"
SIT = f"{COORDINATORS} {SEATED}"
RAISE = f"{COORDINATORS} municipal_lead"
OFFICES = "programme_office"
OUTSIDE = f"evaluator {PROVIDER}"
NETWORK = f"{RAISE} programme_office steering_member"
NOT_THEIRS = f"programme_office steering_member {OUTSIDE}"

ON_STEERING: dict[str, tuple[dict[int, str], dict[int, str]]] = {
    # steering: whoever's organisation has a seat; the training provider of the tests has none
    "office:steering": ({200: f"{SIT} {PROVIDER}"}, {405: f"{SIT} {PROVIDER}"}),
    "office:inbox": ({200: OFFICES}, {405: OFFICES}),
    # knowledge: a seat in the network group, which the evaluator and the provider of the tests have not
    "office:knowledge": ({200: f"{SIT} {PROVIDER}"}, {405: f"{SIT} {PROVIDER}"}),
    "office:knowledge-new": ({200: NETWORK, 404: OUTSIDE}, {422: NETWORK, 404: OUTSIDE}),
    "office:knowledge-one": ({200: NETWORK, 404: OUTSIDE}, {405: f"{NETWORK} {OUTSIDE}"}),
    "office:knowledge-answer": ({200: NETWORK, 404: OUTSIDE}, {422: NETWORK, 404: OUTSIDE}),
    "office:knowledge-correct": ({200: RAISE, 404: NOT_THEIRS}, {422: RAISE, 404: NOT_THEIRS}),
    "office:knowledge-withdraw": (
        {200: f"{RAISE} {OFFICES}", 404: f"steering_member {OUTSIDE}"},
        {422: f"{RAISE} {OFFICES}", 404: f"steering_member {OUTSIDE}"},
    ),
    "office:knowledge-file": ({200: NETWORK, 404: OUTSIDE}, {405: f"{NETWORK} {OUTSIDE}"}),
    "office:steering-found": ({200: OFFICES}, {302: OFFICES}),
    "office:steering-group": ({200: SIT, 404: PROVIDER}, {405: f"{SIT} {PROVIDER}"}),
    "office:steering-seat": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-series": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-propose": ({200: SIT, 404: PROVIDER}, {422: SIT, 404: PROVIDER}),
    "office:steering-seat-end": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-meeting": ({200: SIT, 404: PROVIDER}, {405: f"{SIT} {PROVIDER}"}),
    "office:steering-invite": ({200: OFFICES}, {302: OFFICES}),
    "office:steering-cancel": ({200: OFFICES}, {302: OFFICES}),
    "office:steering-place": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-came": ({200: OFFICES}, {302: OFFICES}),
    "office:steering-approve": ({200: OFFICES}, {302: OFFICES}),
    "office:steering-minutes": ({200: SIT, 404: PROVIDER}, {405: f"{SIT} {PROVIDER}"}),
    "office:steering-calendar": ({200: SIT, 404: PROVIDER}, {405: f"{SIT} {PROVIDER}"}),
    "office:steering-pack-make": ({405: OFFICES}, {302: OFFICES}),
    "office:steering-pack": ({200: SEATED, 404: PROVIDER}, {405: f"{SEATED} {PROVIDER}"}),
    "office:steering-pack-file": ({200: SEATED, 404: PROVIDER}, {405: f"{SEATED} {PROVIDER}"}),
    "office:steering-call": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-move": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-item": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-order": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-leave": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-paper-add": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-paper": ({200: SIT, 404: PROVIDER}, {405: f"{SIT} {PROVIDER}"}),
    "office:steering-paper-remove": ({200: OFFICES}, {302: OFFICES}),
    "office:steering-proposal": (
        {200: f"{RAISE} {OFFICES} steering_member", 404: f"evaluator {PROVIDER}"},
        {405: f"{SIT} {PROVIDER}"},
    ),
    "office:steering-proposal-paper": (
        {200: RAISE, 404: f"programme_office steering_member evaluator {PROVIDER}"},
        {422: RAISE, 404: f"programme_office steering_member evaluator {PROVIDER}"},
    ),
    "office:steering-proposal-paper-remove": (
        {200: RAISE, 404: f"programme_office steering_member evaluator {PROVIDER}"},
        {302: RAISE, 404: f"programme_office steering_member evaluator {PROVIDER}"},
    ),
    "office:steering-outcome": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-done": (
        {200: RAISE, 404: f"programme_office steering_member evaluator {PROVIDER}"},
        {302: RAISE, 404: f"programme_office steering_member evaluator {PROVIDER}"},
    ),
    "office:steering-raise": ({200: f"{RAISE} {OFFICES}"}, {422: f"{RAISE} {OFFICES}"}),
    "office:steering-barrier": ({200: SIT, 404: PROVIDER}, {405: f"{SIT} {PROVIDER}"}),
    "office:steering-assign": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-instruct": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-confirm": ({200: RAISE}, {422: RAISE}),
    "office:steering-write": ({200: OFFICES}, {422: OFFICES}),
    "office:steering-decision": ({200: SIT, 404: PROVIDER}, {405: f"{SIT} {PROVIDER}"}),
    "office:steering-vote": (
        {200: SEATED, 404: f"{COORDINATORS} {PROVIDER}"},
        {422: SEATED, 404: f"{COORDINATORS} {PROVIDER}"},
    ),
    "office:steering-close": ({200: OFFICES}, {422: OFFICES}),
}
