"""What each thing in the log is called. A test keeps this table and the actions equal."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from samspil.kernel.words import Words

VERBS: dict[str, Words] = {
    "read": _("Looked at"),
    "delivery.record_offer": _("Recorded an offer"),
    "delivery.decline_offer": _("Recorded a no"),
    "delivery.accept_offer": _("Recorded a yes"),
    "delivery.record_consent": _("Recorded one more yes"),
    "delivery.withdraw_consent": _("Took a yes back"),
    "delivery.renew_consent": _("Asked for a yes anew"),
    "delivery.change_basis": _("Chose the legal basis"),
    "delivery.stop": _("Stopped a course"),
    "delivery.hand_over": _("Handed a caseload over"),
    "delivery.propose_move": _("Proposed a move"),
    "delivery.accept_move": _("Took a course over from elsewhere"),
    "delivery.decline_move": _("Declined a course from elsewhere"),
    "delivery.settle_move": _("Ended a move"),
    "delivery.take_loan": _("Took a mentor on loan"),
    "people.offer_loan": _("Offered a mentor on loan"),
    "people.end_loan": _("Ended a loan"),
    "people.name_deputy": _("Named a deputy"),
    "people.end_deputy": _("Ended a deputy's time"),
    "people.set_local_rule": _("Set the age of an own yes"),
    "delivery.choose_mentor": _("Matched"),
    "delivery.write_wishes": _("Wrote wishes"),
    "delivery.mark_conflict": _("Marked a conflict of interest"),
    "delivery.lift_conflict": _("Lifted a conflict of interest"),
    "delivery.match_together": _("Matched several at once"),
    "delivery.let_go": _("Let a match go"),
    "delivery.take_over": _("Let somebody else take over"),
    "people.write_profile": _("Wrote a profile"),
    "people.record_certificate": _("Recorded a certificate"),
    "people.take_certificate_back": _("Took a certificate back"),
    "delivery.start_course": _("Started a course"),
    "delivery.write_plan": _("Wrote the plan"),
    "delivery.accept_plan": _("Recorded a yes to the plan"),
    "delivery.tick_step": _("Marked a step"),
    "delivery.clarify": _("Wrote about everyday life"),
    "delivery.hold_review": _("Wrote a review"),
    "delivery.correct_review": _("Corrected a review"),
    "delivery.join": _("Joined two courses"),
    "delivery.part": _("Took two courses apart"),
    "delivery.ask_about_joining": _("Asked about joining up"),
    "delivery.set_practicalities": _("Set the interpreter or an age band"),
    "delivery.add_second_parent": _("Added the other parent"),
    "delivery.set_second_yeses": _("Changed the other parent's yeses"),
    "delivery.second_parent_leaves": _("Wrote down that the other parent stops"),
    "delivery.offer_to_parents": _("Recorded an offer to parents"),
    "delivery.answer_parent_offer": _("Recorded what parents answered"),
    "delivery.write_network": _("Wrote what a network is"),
    "delivery.write_meeting": _("Wrote a network's meeting"),
    "delivery.join_network": _("Recorded a yes to being known in a network"),
    "delivery.leave_network": _("Took back a yes to being known in a network"),
    "delivery.count_counselling": _("Counted advice without a name"),
    "delivery.count_consultation": _("Counted a consultation"),
    "delivery.log_session": _("Wrote a meeting"),
    "delivery.correct_session": _("Corrected a meeting"),
    "delivery.strike_session": _("Struck out a meeting"),
    "delivery.count_card": _("Counted a conversation card"),
    "entrance.signed_out": _("Signed out"),
    "entrance.signed_out_everywhere": _("Signed out on all devices"),
    "people.hand_draft_keys": _("Opened the drafts on a device"),
    "delivery.tend_course": _("Opened or closed measurements"),
    "delivery.hand_out": _("Handed out a measurement"),
    "delivery.open_link": _("Opened a link"),
    "delivery.keep_answer": _("Kept an answer"),
    "delivery.submit": _("Sent answers"),
    "delivery.choose_sharing": _("Chose who may see the answers"),
    "delivery.explain": _("Gave a reason"),
    "evaluation.freeze_month": _("Froze a month"),
    "people.found_organisation": _("Added an organisation"),
    "people.open_account": _("Opened an account"),
    "people.appoint": _("Gave a role"),
    "people.end_appointment": _("Ended a role"),
    "people.make_sign_in_link": _("Made a sign-in link"),
    "people.use_sign_in_link": _("Used a sign-in link"),
    "programme.load_concept": _("Loaded a concept file"),
}
ENTRANCE = _("At the entrance")
DENIED = _("Was refused")


def said(verb: str) -> Words:
    """A verb's words; refusals, and what else happens at the entrance, are said as one each."""
    if verb.startswith("denied:"):
        return DENIED
    return VERBS.get(verb, ENTRANCE if verb.startswith("entrance.") else verb)
