"""Who may come in to descriptions and agreements: a part of `expected_access`, written by hand like it."""

from __future__ import annotations

DESCRIBE = "coordinator deputy municipal_lead"
DESCRIPTIONS = f"{DESCRIBE} programme_office"
PARTIES = "municipal_lead programme_office"
AGREED: dict[str, tuple[dict[int, str], dict[int, str]]] = {
    # descriptions: a municipality's own, and the programme office's once they are handed in
    "office:descriptions": ({200: DESCRIPTIONS}, {405: DESCRIPTIONS}),
    "office:description-begin": ({405: DESCRIBE}, {403: DESCRIBE}),
    "office:description": ({200: DESCRIPTIONS}, {405: DESCRIPTIONS}),
    "office:description-file": ({200: DESCRIPTIONS}, {405: DESCRIPTIONS}),
    "office:description-beside": ({200: DESCRIPTIONS}, {405: DESCRIPTIONS}),
    "office:description-write": ({200: DESCRIBE}, {422: DESCRIBE}),
    "office:description-hand-in": ({200: DESCRIBE}, {422: DESCRIBE}),
    "office:description-answer": ({200: "programme_office"}, {422: "programme_office"}),
    "office:description-comment": ({200: DESCRIPTIONS}, {422: DESCRIPTIONS}),
    "office:description-again": ({200: DESCRIBE}, {302: DESCRIBE}),
    # agreements: the office and the lead of the municipality that is party
    "office:agreements": ({200: PARTIES}, {405: PARTIES}),
    "office:agreement-new": ({200: "programme_office"}, {422: "programme_office"}),
    "office:agreement": ({200: PARTIES}, {405: PARTIES}),
    "office:agreement-file": ({200: PARTIES}, {405: PARTIES}),
    "office:agreement-change": ({200: "programme_office"}, {422: "programme_office"}),
    "office:agreement-send": ({200: "programme_office"}, {302: "programme_office"}),
    "office:agreement-amend": ({200: "programme_office"}, {422: "programme_office"}),
    "office:agreement-sign": ({200: PARTIES}, {422: PARTIES}),
    "office:agreement-copy": ({200: PARTIES}, {405: PARTIES}),
}
