"""Who may come in where obligations and milestones are, by hand as in `expected_access`."""

from __future__ import annotations

PROMISED: dict[str, tuple[dict[int, str], dict[int, str]]] = {
    # what was promised: a municipality's own with the rows behind; the office and the group see states alone
    "office:obligations": (
        {200: "coordinator deputy municipal_lead programme_office steering_member"},
        {405: "coordinator deputy municipal_lead programme_office steering_member"},
    ),
    "office:interviews": (
        {200: "coordinator deputy municipal_lead programme_office evaluator"},
        {405: "coordinator deputy municipal_lead programme_office evaluator"},
    ),
    "office:interviews-new": ({200: "evaluator"}, {422: "evaluator"}),
    "office:interviews-held": ({200: "evaluator"}, {422: "evaluator"}),
    "office:interviews-back": ({200: "evaluator"}, {302: "evaluator"}),
    "office:milestones": (
        {200: "coordinator deputy municipal_lead programme_office steering_member evaluator"},
        {405: "coordinator deputy municipal_lead programme_office steering_member evaluator"},
    ),
    "office:milestones-calendar": (
        {200: "coordinator deputy municipal_lead programme_office steering_member evaluator"},
        {405: "coordinator deputy municipal_lead programme_office steering_member evaluator"},
    ),
    "office:milestone-move": ({200: "programme_office"}, {422: "programme_office"}),
    "office:evaluator": (
        {200: "coordinator deputy municipal_lead programme_office steering_member evaluator"},
        {405: "coordinator deputy municipal_lead programme_office steering_member evaluator"},
    ),
    "office:evaluator-step": ({200: "programme_office"}, {422: "programme_office"}),
    # the contract with the evaluator is for the two it is between
    "office:evaluator-contract-put": ({200: "programme_office"}, {422: "programme_office"}),
    "office:evaluator-contract": (
        {200: "programme_office evaluator", 404: "coordinator deputy municipal_lead steering_member"},
        {405: "coordinator deputy municipal_lead programme_office steering_member evaluator"},
    ),
    # who proposed it never takes it over: the office of the tests is the one that proposed
    "office:authority": ({200: "programme_office"}, {405: "programme_office"}),
    "office:authority-new": ({200: "programme_office"}, {422: "programme_office"}),
    "office:authority-change": ({200: "programme_office"}, {405: "programme_office"}),
    "office:authority-take": ({403: "programme_office"}, {403: "programme_office"}),
    "office:authority-withdraw": ({200: "programme_office"}, {302: "programme_office"}),
    "office:authority-file": ({200: "programme_office"}, {405: "programme_office"}),
    "office:targets": (
        {200: "coordinator deputy municipal_lead programme_office steering_member evaluator"},
        {405: "coordinator deputy municipal_lead programme_office steering_member evaluator"},
    ),
    "office:signed-off": (
        {200: "coordinator deputy municipal_lead programme_office steering_member evaluator"},
        {405: "coordinator deputy municipal_lead programme_office steering_member evaluator"},
    ),
    "office:signed-off-forward": ({200: "programme_office"}, {422: "programme_office"}),
    "office:signed-off-sign": ({200: "programme_office evaluator"}, {302: "programme_office evaluator"}),
    "office:milestone-reached": ({200: "programme_office"}, {422: "programme_office"}),
}
