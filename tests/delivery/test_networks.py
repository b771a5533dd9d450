"""Networks of parents: counted; names only with a yes, for those who lead; invitations in neutral words."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from tests.delivery import family, ground

SUBJECT = re.compile(
    r"radikal|radical|ekstrem|extrem|aşırı|terror|تطرف|إرهاب|xagjir|argagixis|prevent|forebyg|mentor", re.I
)
"""The programme's subject in the languages of the texts."""


@pytest.fixture
def concept_id(world: Any) -> Any:
    return ground.load(world)


@pytest.fixture
def coached(world: Any, concept_id: Any) -> ground.Made:
    return ground.course(world, "aaby", concept_id, intervention="parent")


def test_without_a_yes_nobody_is_listed_and_everybody_is_counted(world, concept_id, coached):
    made = family.network(world, "aaby", concept_id)
    coach = world.client("parent_coach", "aaby")
    names = f"/f/networks/{made}/names"
    assert coached.words["name"] not in coach.get(names).content.decode()

    family.known(world, coached, made)

    assert coached.words["name"] in coach.get(names).content.decode()
    assert coached.words["name"] not in coach.get(f"/f/networks/{made}").content.decode()
    assert "Én er kendt med navn." in coach.get(f"/f/networks/{made}").content.decode()


def test_a_look_at_the_names_is_logged_for_each(world, concept_id, coached):
    from samspil.trust.models import AuditEvent

    made = family.network(world, "aaby", concept_id)
    family.known(world, coached, made)
    world.client("parent_coach", "aaby").get(f"/f/networks/{made}/names")

    with world.as_("coordinator", "aaby"):
        looks = AuditEvent.objects.filter(verb="read", kind="delivery.parentnetwork")
        assert list(looks.values_list("subject_id", "thing_id", "role")) == [
            (coached.person_id, made, "parent_coach")
        ]


def test_only_those_who_lead_it_see_names(world, concept_id, coached):
    from samspil.delivery.models.networks import ParentNetwork
    from samspil.delivery.queries.networks import members_known
    from samspil.kernel.errors import Refused

    made = family.network(world, "aaby", concept_id)
    family.known(world, coached, made)
    seen = []
    for cast in ("coordinator", "deputy", "mentor", "parent_coach", "municipal_lead"):
        with world.as_(cast, "aaby") as by:
            try:
                seen.append((cast, len(members_known(by, ParentNetwork.objects.get(), at=world.at))))
            except Refused:
                continue

    assert seen == [("parent_coach", 1)]


@pytest.mark.parametrize("end", ["back", "stop"])
def test_the_name_is_gone_at_the_next_request(world, concept_id, coached, end):
    from samspil.delivery.models.networks import NetworkMember

    made = family.network(world, "aaby", concept_id)
    family.known(world, coached, made)
    coach = world.client("parent_coach", "aaby")
    if end == "back":
        page = f"/f/courses/{coached.course_id}/network/{made}/first/back"
        assert coach.post(page).status_code == 302
    else:
        family.stops(world, coached)

    assert coached.words["name"] not in coach.get(f"/f/networks/{made}/names").content.decode()
    with world.as_("coordinator", "aaby"):
        assert NetworkMember.objects.count() == 0


def test_a_members_course_shows_the_next_meeting_beside_the_own_talks(world, concept_id, coached):
    made = family.network(world, "aaby", concept_id)
    family.meeting(world, "aaby", made)
    page = f"/f/courses/{coached.course_id}"
    coach = world.client("parent_coach", "aaby")
    family.meets(world, coached, "first", "own talk")
    before = coach.get(page).content.decode()
    family.known(world, coached, made)
    after = coach.get(page).content.decode()

    assert ["12. november 2014" in one for one in (before, after)] == [False, True]
    assert ["own talk" in one for one in (before, after)] == [True, True]


@pytest.mark.proves("T18")
def test_meetings_are_counted_and_the_mean_is_over_those_that_were_held(world, concept_id):
    made = family.network(world, "aaby", concept_id)
    family.network(world, "aaby", concept_id, name="Torsdag")
    held = {"state": "held", "minutes": 120, "themes": ("sætte grænser i det daglige",)}
    for day, came in ((date(2014, 9, 10), 4), (date(2014, 10, 8), 7)):
        family.meeting(world, "aaby", made, held_on=day, attended_count=came, **held)
    family.meeting(world, "aaby", made, held_on=date(2014, 8, 13), state="cancelled")
    family.meeting(world, "aaby", made)

    page = world.client("municipal_lead", "aaby").get("/o/figures/").content.decode()
    table = re.search(r'id="networks".*?</table>', page, re.S)
    assert table is not None
    rows = re.findall(r'<th scope="row">(.*?)</th>(.*?)</tr>', table[0], re.S)
    assert [(name, *re.findall(r">([\d,–]+)</td>", cells)) for name, cells in rows] == [
        ("Onsdag", "2", "1", "5,5"),
        ("Torsdag", "0", "0", "–"),
    ]


def test_the_next_meeting_is_proposed_on_the_same_weekday_of_the_next_month(world, concept_id):
    from samspil.delivery.queries.networks import same_weekday_next_month

    expected = {
        date(2014, 11, 12): date(2014, 12, 10),  # the second Wednesday
        date(2014, 12, 10): date(2015, 1, 14),
        date(2014, 10, 29): date(2014, 11, 26),  # a fifth one that November does not have
        date(2014, 1, 31): date(2014, 2, 28),
    }
    assert {day: same_weekday_next_month(day) for day in expected} == expected

    made = family.network(world, "aaby", concept_id)
    family.meeting(world, "aaby", made)
    page = world.client("parent_coach", "aaby").get(f"/f/networks/{made}/meeting").content.decode()
    assert re.search(r'name="held_on" value="([\d-]+)"', page)[1] == "2014-12-10"  # type: ignore[index]


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("name", "Ring 12 34 56 78"),
        ("own_rule", "Write to fatima@example.org"),
        ("own_rule", "Fatimas søn 120399-1234"),
    ],
)
def test_a_network_is_about_nobody(world, concept_id, field, text):
    from dataclasses import replace

    from django.db import Error, transaction

    from samspil.delivery.actions import networks
    from samspil.delivery.models.networks import ParentNetwork
    from samspil.kernel.errors import Refused
    from samspil.trust.audit import writing

    agreed = networks.Agreed("Onsdag", (world.member("parent_coach", "aaby").appointment_id,))
    with world.as_("coordinator", "aaby") as by:
        kept = {"by": by, "at": world.at, "on": ground.TODAY, "concept_id": concept_id}
        with pytest.raises(Refused) as refused:
            networks.write_network(**kept, agreed=replace(agreed, **{field: text}))
        assert refused.value.refusal.field == field
        made = networks.write_network(**kept, agreed=agreed)
        with writing(), pytest.raises(Error, match="delivery_network_about_nobody"), transaction.atomic():
            ParentNetwork.objects.filter(id=made.id).update(**{field: text[:40]})


@pytest.mark.parametrize(
    "said",
    [
        {"state": "held", "held_on": date(2014, 11, 4), "minutes": 60, "attended_count": 3},
        {"state": "held", "held_on": date(2014, 11, 3), "minutes": 60},
        {"state": "held", "held_on": date(2014, 11, 3), "attended_count": 3},
        {"state": "planned", "held_on": date(2014, 11, 2)},
        {"themes": ("A theme nobody knows",)},
        {"place": "Kirkegade 4"},
    ],
)
def test_what_is_no_meeting_is_refused(world, concept_id, said):
    from samspil.kernel.errors import Refused

    made = family.network(world, "aaby", concept_id)
    with pytest.raises(Refused):
        family.meeting(world, "aaby", made, **said)


def test_a_coach_who_does_not_lead_it_finds_no_network(world, concept_id):
    from samspil.people.actions import people
    from samspil.people.models.people import Account

    made = family.network(world, "aaby", concept_id)
    other = world.member("other_mentor", "aaby")
    from samspil.kernel.actor import Actor
    from samspil.trust.scope import scope

    job = Actor.job(world.tenant("aaby"))
    with scope(job):
        people.appoint(
            by=job,
            at=world.at,
            account=Account.objects.get(id=other.account_id),
            role="parent_coach",
            from_on=date(2014, 1, 1),
        )
    by = Actor(job.tenant_id, "parent_coach", "support", other.account_id)
    from samspil.delivery.queries.networks import networks_of

    with scope(by):
        assert networks_of(by).count() == 0
    with world.as_("parent_coach", "aaby") as lead:
        assert [one.id for one in networks_of(lead)] == [made]


def test_a_network_that_has_ended_knows_nobody_and_keeps_its_counts(world, concept_id, coached):
    from samspil.delivery.models.networks import NetworkMember, ParentNetwork

    made = family.network(world, "aaby", concept_id)
    family.known(world, coached, made)
    held = {"state": "held", "minutes": 60, "attended_count": 3}
    family.meeting(world, "aaby", made, held_on=ground.TODAY, **held)
    office = world.client("coordinator", "aaby")
    said = {
        "name": "Onsdag",
        "coaches": [str(world.member("parent_coach", "aaby").appointment_id)],
        "has_ended": "on",
    }

    assert office.post(f"/o/networks/{made}", said).status_code == 302

    with world.as_("coordinator", "aaby"):
        assert (ParentNetwork.objects.get().closed_on, NetworkMember.objects.count()) == (ground.TODAY, 0)
    assert ">Onsdag<" not in office.get("/o/parents/").content.decode()
    assert ">Onsdag<" in office.get("/o/figures/").content.decode()


# --- the texts


def test_an_invitation_names_no_subject_and_nobody_in_any_language(world, concept_id, coached):
    made = family.network(world, "aaby", concept_id)
    coach = world.client("parent_coach", "aaby")
    assert coach.get(f"/f/networks/{made}/invitation/da").status_code == 404  # nothing is planned
    family.meeting(world, "aaby", made)
    family.known(world, coached, made)
    texts = {}
    for language in ("da", "en", "ar", "so", "tr"):
        page = coach.get(f"/f/networks/{made}/invitation/{language}").content.decode()
        article = re.search(r"<article.*?</article>", page, re.S)
        assert article is not None
        texts[language] = article[0]

    assert [language for language, text in texts.items() if SUBJECT.search(text)] == []
    assert [language for language, text in texts.items() if "12.11.2014" not in text] == []
    assert [language for language, text in texts.items() if coached.words["name"] in text] == []
    assert [language for language, text in texts.items() if 'dir="rtl"' in text] == ["ar"]
    assert all(f'lang="{language}"' in text for language, text in texts.items())
    assert len(set(texts.values())) == 5


def test_everything_that_is_handed_out_is_there_in_five_languages_and_names_no_subject():
    from samspil.interfaces.web.shared import material
    from samspil.people.terms import LANGUAGES

    files = sorted(Path(material.FOLDER).rglob("*.md"))
    assert {(one.parent.name, one.stem) for one in files} == {
        (piece, language) for piece in (*material.PIECES, "invitation") for language in LANGUAGES
    }
    assert [str(one) for one in files if SUBJECT.search(one.read_text())] == []
    arabic = [one for one in files if one.stem == "ar"]
    assert [one for one in arabic if len(re.findall(r"[\u0600-\u06ff]", one.read_text())) < 60] == []


@pytest.mark.parametrize("planted", ["Forældre til radikaliserede unge", "aşırılık", "منع التطرف"])
def test_a_planted_subject_is_found(planted):
    assert SUBJECT.search(f"Vi mødes igen. {planted}.") is not None


def test_a_text_to_hand_out_runs_right_to_left_in_arabic(world, concept_id):
    pages = {
        language: world.client("coordinator", "aaby").get(f"/o/material/rights/{language}").content.decode()
        for language in ("da", "ar")
    }
    assert 'class="card form-card stack leaf" lang="ar" dir="rtl"' in pages["ar"]
    assert 'class="card form-card stack leaf" lang="da" dir="ltr"' in pages["da"]
    assert world.client("coordinator", "aaby").get("/o/material/rights/xx").status_code == 404
    assert world.client("coordinator", "aaby").get("/o/material/../da").status_code == 404
