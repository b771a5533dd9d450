"""Who may come in where on the pages of steering, and the rows they are asked about."""

from __future__ import annotations

COORDINATORS = "coordinator deputy"
PROVIDER = "training_provider"
SEATED = "programme_office steering_member municipal_lead evaluator"
SIT = f"{COORDINATORS} {SEATED}"
RAISE = f"{COORDINATORS} municipal_lead"
OFFICES = "programme_office"

ON_STEERING: dict[str, tuple[dict[int, str], dict[int, str]]] = {
    # steering: whoever's organisation has a seat; the training provider of the tests has none
    "office:steering": ({200: f"{SIT} {PROVIDER}"}, {405: f"{SIT} {PROVIDER}"}),
    "office:inbox": ({200: OFFICES}, {405: OFFICES}),
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
