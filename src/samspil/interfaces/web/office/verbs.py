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
    "people.set_local_rule": _("Set the age of an own yes"),
    "delivery.choose_mentor": _("Matched"),
    "delivery.start_course": _("Started a course"),
    "delivery.log_session": _("Wrote a meeting"),
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
    "people.keep_draft": _("Read a file"),
    "people.drop_expired": _("Removed files that were not taken in"),
    "people.import_staff": _("Took in staff from a file"),
    "delivery.import_courses": _("Took in courses from a file"),
    "people.invite_staff": _("Invited somebody"),
    "people.invite_again": _("Made a new invitation"),
    "people.take_invitation_back": _("Took an invitation back"),
    "people.accept_invitation": _("Came in by an invitation"),
    "delivery.write_month": _("Wrote own hours"),
    "delivery.decide_month": _("Decided about hours"),
    "delivery.hand_on_hours": _("Handed hours on to the payroll"),
    "programme.load_concept": _("Loaded a concept file"),
}
ENTRANCE = _("At the entrance")
DENIED = _("Was refused")


def said(verb: str) -> Words:
    """A verb's words; what happens at the entrance and refusals are said as one each."""
    if verb.startswith("denied:"):
        return DENIED
    return ENTRANCE if verb.startswith("entrance.") else VERBS.get(verb, verb)
