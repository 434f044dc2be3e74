"""Every look of a coach at something of a child is in the trail (AC-123)."""

import re

import pytest

from survey_app.keeping.demonstration import EMAIL, build
from tests.factories.plans import asking
from tests.web.test_links import links_of, traject_of
from tests.web.world import a_world, sign_in

PICTURE = "a picture inside a page whose look was just recorded; alone it is one, see below"
UNRECORDED = {
    "coach.chart": PICTURE,
    "coach.goal_chart": PICTURE,
    "coach.group_chart": PICTURE,
    "coach.new_goal": "an empty form; of the child only the name",
    "coach.deviate": "an empty form; of the child only the name",
    "coach.meldcode_step": "an empty form; of the child only the name",
    "coach.log_contact": "an empty form; of the children only names",
    "coach.enter": "a choice between ways to fill in; of the child only the name",
    "coach.type_paper": "the form for a sheet of paper; what is typed is recorded when it is kept",
    "coach.new_traject": "an empty form",
    "coach.substitution": "who stands in for whom; nothing of a child",
    "coach.questionnaires": "lists, without answers",
    "coach.questionnaire": "lists, without answers",
    "coach.way": "a way of working",
    "coach.calendar": "days of a school",
    "coach.home": "leads on",
    "coach.pin": "a form of the coach",
}
LOOKED_AT = {
    *("coach.today", "coach.traject", "coach.course_page", "coach.support_page", "coach.contact"),
    *("coach.moment", "coach.explanation", "coach.saved_chart", "coach.saved_goal_chart"),
    *("coach.reword", "coach.end_of_goal", "coach.step_in_talk", "coach.meldcode", "coach.paper"),
    *("coach.contact_log", "coach.change_contact", "coach.cards", "coach.group"),
    *("coach.letter", "coach.card", "coach.signal_page", "coach.school", "coach.erase_page"),
    *("coach.trail", "coach.printed_trail", "coach.child_data"),
}


@pytest.fixture
def world(migrated_url):
    with a_world(migrated_url) as world:
        yield world


@pytest.mark.one_database
def test_ac_123_each_look_at_something_of_a_child_is_recorded_once(world):
    made = build(world.database, asking(), world.clock())
    coach = world.client()
    sign_in(coach, EMAIL, made.password)
    routes = world.app.url_map.bind("localhost")
    children = ("Mila", "Noor", "Amir")
    addresses = found_from(coach, [traject_of(coach, each) for each in children], routes)

    unseen = {}
    for endpoint, address in addresses.items():
        before = len(world.dump()["audit_event"])
        assert coach.get(address).status_code in (200, 303), address
        lines = len(world.dump()["audit_event"]) - before
        if lines != (endpoint not in UNRECORDED):
            unseen[endpoint] = (address, lines)

    assert unseen == {}
    assert LOOKED_AT - addresses.keys() == set()


@pytest.mark.one_database
def test_ac_123_a_picture_that_is_opened_alone_is_a_look(world):
    made = build(world.database, asking(), world.clock())
    coach = world.client()
    sign_in(coach, EMAIL, made.password)
    routes = world.app.url_map.bind("localhost")
    addresses = found_from(coach, [traject_of(coach, each) for each in ("Mila", "Amir")], routes)
    pictures = [each for endpoint, each in addresses.items() if UNRECORDED.get(endpoint) == PICTURE]

    def lines(address):
        before = len(world.dump()["audit_event"])
        assert coach.get(address).status_code == 200, address
        return len(world.dump()["audit_event"]) - before

    assert len(pictures) == 3
    for each in pictures:
        world.clock.move(minutes=11)
        assert (lines(each), lines(each)) == (1, 0), each
    said = [word for row in world.dump()["audit_event"] for word in row]
    assert (said.count("see picture"), said.count("see group picture")) == (2, 1)


def found_from(coach, starts, routes):
    """Return one address of each kind that links lead to, three pages deep."""
    found, todo, seen = {}, ["/vandaag", *starts], set()
    for _ in range(3):
        following = []
        for address in todo:
            endpoint = routes.match(address.partition("?")[0], method="GET")[0]
            if not endpoint.startswith("coach.") or (endpoint in found and address not in starts):
                continue
            found.setdefault(endpoint, address)
            page = coach.get(address)
            if page.mimetype == "text/html":
                following += [each for each in links_of(page.text) if each not in seen]
                seen |= set(following)
        todo = [each for each in following if not re.match(r"/(static|v)/", each)]
    return found
