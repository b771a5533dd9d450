"""Parent and young person are two compartments: no helper and no link fetches a word of the other."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from tests.delivery import family, ground

CANARY = re.compile(r"kanarie-[\w-]+?-[0-9a-f]{10}")


@pytest.fixture
def joined(world: Any) -> tuple[ground.Made, ground.Made]:
    """A young person and a parent of one family, every word a canary, joined, with meetings and answers."""
    mentored, coached = family.pair(world, ground.load(world))
    family.second(world, coached, ("joining",))
    network = family.network(world, "aaby", coached.concept_id)  # type: ignore[arg-type]
    family.meeting(world, "aaby", network)
    family.known(world, coached, network)
    for made, cast in ((mentored, "mentor"), (coached, "parent_coach")):
        ground.log_session(world, made, cast=cast)
        family.answers(world, made)
    family.join(world, mentored, coached)
    return mentored, coached


def addresses(world: Any, cast: str, own: ground.Made, other: ground.Made) -> list[str]:
    """Every address of the field with every key there is in it: the own rows and the other one's."""
    from samspil.delivery.models.joining import Joining
    from samspil.delivery.models.networks import NetworkMeeting, ParentNetwork
    from samspil.interfaces.web.shared.doors import every_url

    with world.as_("coordinator", "aaby"):
        keys: dict[str, list[Any]] = {
            "course_id": [own.course_id, other.course_id, Joining.objects.get().id],
            "measurement_id": [own.measurement_id, other.measurement_id],
            "network_id": list(ParentNetwork.objects.values_list("id", flat=True)),
            "meeting_id": list(NetworkMeeting.objects.values_list("id", flat=True)),
            "language": ["da"],
            "piece": ["rights"],
            "who": ["first", "second"],
        }
    found = [pattern for pattern, _view in every_url() if pattern.startswith("/f/")]
    for name, values in keys.items():
        found = [
            re.sub(rf"<\w+:{name}>", str(value), pattern)
            for pattern in found
            for value in (values if f":{name}>" in pattern else values[:1])
        ]
    return sorted(set(found))


def fetched(world: Any, cast: str, own: ground.Made, other: ground.Made) -> str:
    """Everything a helper can fetch, by GET and by an empty POST, as one text."""
    from tests.architecture.cells import undone

    client, texts = world.client(cast, "aaby"), []
    for path in addresses(world, cast, own, other):
        for method in ("get", "post"):
            with undone():
                answer = getattr(client, method)(path)
            texts.append(f"{answer.content.decode()} {dict(answer.headers.items())}")
    return "\n".join(texts)


def linked(world: Any, made: ground.Made, cast: str) -> str:
    """Everything the holder of a link to a measurement is shown, to the last page."""
    link = ground.hand_out(world, made, cast=cast)
    client, texts = Client(), []
    texts.append(client.post("/a/", {"token": link.token}).content.decode())
    page = client.get("/a/1")
    number = 1
    while page.status_code == 200 and number < 20:
        texts.append(page.content.decode())
        client.post(f"/a/{number}", {"value": "5", "step": "next"})
        number += 1
        page = client.get(f"/a/{number}")
    texts.append(client.get("/a/look").content.decode())
    assert client.post("/a/look")["Location"] == "/a/done"
    texts.append(client.get("/a/done").content.decode())
    return "\n".join(texts)


def crossed(text: str, other: ground.Made) -> set[str]:
    """The other one's words, code and keys in a text."""
    planted = set(other.words.values())
    found = set(CANARY.findall(text)) & planted
    return found | {str(one) for one in (other.person_id, other.session_id) if str(one) in text}


def code(world: Any, made: ground.Made) -> str:
    from samspil.delivery.models.courses import Course

    with world.as_("coordinator", "aaby"):
        return str(Course.objects.get(id=made.course_id).code)


SIDES = (("mentor", 0, "Parent Coach Aaby"), ("parent_coach", 1, "Mentor Aaby"))


@pytest.mark.proves("G07")
@pytest.mark.parametrize(("cast", "side", "helper"), SIDES)
def test_nothing_of_the_other_compartment_can_be_fetched_with_an_open_joining(
    world, joined, cast, side, helper
):
    own, other = joined[side], joined[1 - side]

    text = fetched(world, cast, own, other)

    assert len(addresses(world, cast, own, other)) > 15
    assert {own.words[one] for one in ("purpose", "goal", "agreed")} <= set(CANARY.findall(text))
    assert helper in text  # the joining is open: this is all that is told
    assert crossed(text, other) == set()
    assert code(world, other) not in text


@pytest.mark.proves("G07")
@pytest.mark.parametrize(("cast", "side", "helper"), SIDES)
def test_the_holder_of_a_link_is_shown_nothing_of_the_other_compartment(world, joined, cast, side, helper):
    own, other = joined[side], joined[1 - side]

    text = linked(world, own, cast)

    assert text.count("<h1") >= 8  # the door, each statement, the review and the end
    assert crossed(text, other) == set()
    assert set(CANARY.findall(text)) == set()
    assert [one for one in (helper, code(world, other)) if one in text] == []


@pytest.mark.red("G07")
@pytest.mark.parametrize(("cast", "side", "helper"), SIDES)
def test_a_planted_leak_is_found(world, joined, cast, side, helper, monkeypatch):
    """A course's page that also opens the joined course's plan, as a well-meant feature might."""
    from samspil.delivery.models.courses import Course
    from samspil.delivery.queries import course_page

    own, other = joined[side], joined[1 - side]
    real = course_page.plan_of

    def both(actor: Any, course: Any, *, at: Any) -> Any:
        plan, contacts = real(actor, course, at=at)
        theirs, _contacts = real(actor, Course.objects.get(id=other.course_id), at=at)
        return type(plan)(plan.purpose + theirs.purpose, plan.tasks, plan.goals, plan.need), contacts

    monkeypatch.setattr(course_page, "plan_of", both)

    assert crossed(fetched(world, cast, own, other), other) == {other.words["purpose"]}


@pytest.mark.proves("G07")
def test_the_two_are_sealed_with_keys_of_their_own(world, joined):
    from samspil.trust import keys

    mentored, coached = joined
    found = {
        keys._data_key(made.person_id, compartment, create=False)
        for made in (mentored, coached)
        for compartment in ("identity", "content")
    }

    assert len(found) == 4
