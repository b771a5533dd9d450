"""The tables of organisations, written by hand: whose they are, and what may be done with them."""

from __future__ import annotations

OFFICES_OWN = {
    "evaluation_monthendaim",
    "governance_aimset",
    "governance_evaluatorcontract",
    "governance_evaluatorstep",
    "governance_milestonemoved",
    "governance_milestonereached",
    "evaluation_monthend",
    "evaluation_monthendband",
    "evaluation_monthendburden",
    "evaluation_monthendrow",
}
EVALUATORS_OWN = {"governance_interviewrequest", "governance_interviewsheld"}
"""What the evaluator asks a municipality for, told to it and to the programme office."""

EVALUATORS_SIGNED = {"governance_aimsignature"}
"""What the evaluator and the office each sign, and every organisation reads."""

COUNTED = {"delivery_traininground", "delivery_trainingtally"}
"""What is added up over all municipalities, and told to none of them."""

OFFICES_ASKING = {"delivery_deliverable", "delivery_deliveryanswer"}
READ_BY_ALL = {
    "delivery_trainingday",
    "delivery_trainingevent",
    "delivery_trainingmaterial",
    "evaluation_monthendaim",
    "governance_aimset",
    "governance_evaluatorstep",
    "governance_milestonemoved",
    "governance_milestonereached",
    *EVALUATORS_SIGNED,
}
"""What every organisation reads, and nobody without one."""

PROVIDERS_OWN = {
    "delivery_trainingday",
    "delivery_trainingevent",
    "delivery_trainingmaterial",
    "delivery_attendance",
    "delivery_completion",
    "delivery_traininground",
    "delivery_trainingtally",
    "delivery_trainingmessage",
    "delivery_workshoppresence",
}

OFFICES_STEERING = {
    "governance_agendaitem",
    "governance_agendapaper",
    "governance_authoritychange",
    "governance_ballot",
    "governance_barrierowner",
    "governance_group",
    "governance_instruction",
    "governance_meeting",
    "governance_meetingpresence",
    "governance_outcome",
    "governance_seat",
    "governance_statuspack",
}
KNOWLEDGE = {
    "governance_contribution",
    "governance_contributionfile",
    "governance_contributionversion",
    "governance_contributionwithdrawn",
}
"""What whoever has a seat in the network group shares, and reads."""

MEMBERS_STEERING = {
    "governance_agendaproposal",
    "governance_barrier",
    "governance_confirmation",
    *KNOWLEDGE,
    "governance_proposalpaper",
    "governance_taskdone",
    "governance_vote",
}
READ_BY_SEATED = OFFICES_STEERING | MEMBERS_STEERING
"""What every organisation with a seat reads, Åby among them; groups and seats are read by all."""

OFFICES_AGREEING = {"governance_agreement", "governance_agreementversion"}
STAY_AS_THEY_ARE = {
    "governance_agreementversion",
    "governance_descriptionchapter",
    "governance_descriptionversion",
}
"""What was sent or handed in: its own organisation finds the row, and a trigger refuses every change."""

TOLD_TO_A_MUNICIPALITY = {*OFFICES_AGREEING, "governance_descriptionanswer"}
BOTH_SIDES = {"governance_descriptioncomment", "governance_signature", "governance_signedcopy"}
"""What the programme office and a municipality each write and the other reads."""

DESCRIBED = {
    *BOTH_SIDES,
    "governance_description",
    "governance_descriptionanswer",
    "governance_descriptionchapter",
    "governance_descriptionversion",
}

OWNERS = {
    **dict.fromkeys((*OFFICES_OWN, "delivery_seatshare", *OFFICES_ASKING, *OFFICES_STEERING), "kontoret"),
    **dict.fromkeys((*OFFICES_AGREEING, "governance_descriptionanswer", "economy_grantdecision"), "kontoret"),
    "economy_voucherasking": "kontoret",
    **dict.fromkeys((*PROVIDERS_OWN, "delivery_delivered"), "kursus"),
    **dict.fromkeys((*EVALUATORS_OWN, *EVALUATORS_SIGNED), "evaluering"),
}
"""Whose rows of a table are looked at; Bækby's of all others."""

APPEND_ONLY = {
    "trust_auditevent",
    "trust_auditseal",
    "delivery_completion",
    "delivery_delivered",
    "delivery_deliveryanswer",
    "delivery_effort",
    "delivery_traininground",
    "delivery_trainingtally",
    "delivery_trainingmessage",
    "delivery_placeinset",
    "delivery_placeset",
    "economy_grantdecision",
    "economy_spenttold",
    "economy_shownvoucher",
    "economy_voucheranswer",
    "economy_voucherasking",
    "economy_voucherlist",
    "governance_interviewsheld",
    *EVALUATORS_SIGNED,
    *OFFICES_OWN,
    *MEMBERS_STEERING - {"governance_proposalpaper"},
    "governance_barrierowner",
    "governance_instruction",
    "governance_statuspack",
    *BOTH_SIDES,
    "governance_agreement",
    "governance_description",
    "governance_descriptionanswer",
}
NEVER_DELETED = {
    "economy_costasking",
    "economy_grant",
    "economy_grantpayment",
    "economy_voucher",
    "governance_authoritychange",
}
SENT_STAYS = {"economy_budgetamount", "economy_budgetline", "economy_budgetversion", "economy_statement"}
"""What can be deleted while it is a draft, and by nobody once it is sent."""

TENANT_TABLES = {
    "economy_accountcode",
    "economy_budgetamount",
    "economy_budgetline",
    "economy_budgetversion",
    "economy_costasking",
    "economy_grant",
    "economy_grantdecision",
    "economy_grantpayment",
    "economy_proof",
    "economy_spenttold",
    "economy_statement",
    "economy_voucher",
    "economy_shownvoucher",
    "economy_voucheranswer",
    "economy_voucherasking",
    "economy_voucherlist",
    *OFFICES_STEERING,
    *MEMBERS_STEERING,
    "governance_authoritychange",
    "governance_meetingletter",
    "governance_steeringletter",
    *OFFICES_AGREEING,
    *DESCRIBED,
    "delivery_deliverable",
    "delivery_delivered",
    "delivery_deliveryanswer",
    "delivery_trainingmaterial",
    "delivery_trainingmessage",
    "delivery_corpsmember",
    "delivery_institution",
    "delivery_offerletter",
    "delivery_placecontact",
    "delivery_placeinset",
    "delivery_placeoffer",
    "delivery_placeset",
    "delivery_series",
    "delivery_formanswer",
    "delivery_owedform",
    "delivery_pupilround",
    "delivery_pupilsheet",
    "delivery_pupiltally",
    "delivery_pupilwords",
    "delivery_visit",
    "delivery_visithours",
    "delivery_visitreminder",
    "delivery_visitletter",
    "delivery_visitrequest",
    "delivery_visitplace",
    "delivery_answerfile",
    "delivery_answersheet",
    "delivery_arrival",
    "delivery_assignment",
    "delivery_conflict",
    "delivery_clarification",
    "delivery_consultation",
    "delivery_counselling",
    "delivery_course",
    "delivery_courseparent",
    "delivery_earlieranswer",
    "delivery_effort",
    "delivery_goal",
    "delivery_impression",
    "delivery_joining",
    "delivery_joiningcount",
    "delivery_importedanswer",
    "delivery_importedcourse",
    "delivery_closing",
    "delivery_coursepause",
    "delivery_followup",
    "delivery_goalatend",
    "delivery_journalentry",
    "delivery_journalexport",
    "delivery_linkletter",
    "delivery_measurement",
    "delivery_planacceptance",
    "delivery_planstep",
    "delivery_planversion",
    "delivery_networkfacilitator",
    "delivery_networkmeeting",
    "delivery_networkmember",
    "delivery_parentnetwork",
    "delivery_parentoffer",
    "delivery_move",
    "delivery_moveanswer",
    "delivery_reconsent",
    "delivery_recount",
    "delivery_reminder",
    "delivery_review",
    "delivery_session",
    "delivery_sessionchange",
    "delivery_sessiongoal",
    "delivery_sessionmethod",
    "delivery_sharing",
    "delivery_wish",
    "delivery_themecount",
    "delivery_staffmonth",
    "delivery_stafftime",
    "delivery_advicecount",
    "delivery_attendance",
    "delivery_completion",
    "delivery_nomination",
    "delivery_seatshare",
    "delivery_seatwish",
    "delivery_supervised",
    "delivery_supervision",
    "delivery_traininganswer",
    "delivery_traininground",
    "delivery_trainingtally",
    "delivery_trainingcertificate",
    "delivery_trainingday",
    "delivery_trainingevent",
    "delivery_trainingpass",
    "delivery_workshoppresence",
    "evaluation_monthend",
    "evaluation_monthendband",
    "evaluation_monthendburden",
    "evaluation_monthendaim",
    "evaluation_monthendrow",
    *EVALUATORS_OWN,
    *EVALUATORS_SIGNED,
    "governance_aimset",
    "governance_evaluatorcontract",
    "governance_evaluatorstep",
    "governance_milestonemoved",
    "governance_milestonereached",
    "governance_obligationtold",
    "people_appointment",
    "people_consent",
    "people_identity",
    "people_loanoffer",
    "people_loantaken",
    "people_importdraft",
    "people_localrule",
    "people_owncode",
    "people_person",
    "people_staffcertificate",
    "people_staffprofile",
    "trust_auditevent",
    "trust_auditseal",
    "trust_link",
}
