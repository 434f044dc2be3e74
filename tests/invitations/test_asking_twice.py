"""A participant gets two links to one list; the second opens when the first was answered a while.

Day 10 to day 18 after it: sooner people remember, later the child has changed.
"""

from datetime import timedelta

import pytest

from survey_app.definitions import load
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations import participants as invitations
from survey_app.trajects import participants
from survey_app.trajects.models import ReferenceParticipant
from tests.factories.answers import answer, sheet_of
from tests.factories.samples import enrol

PARENTS = load("kansmeter-ouder")
FIRST_LISTS = [load(key) for key in ("kansmeter-ouder", "kansmeter-leerkracht", "kansmeter-kind")]


@pytest.fixture
def links(world, coach):
    """Give the ids of both invitations of a parent."""
    with world.database.write() as session:
        _, first, second = enrol(session, coach, PARENTS, world.clock())
        return first.id, second.id


def participant_of(session, world, links):
    return session.get_one(ReferenceParticipant, sheet_of(world, links[0]).participant_id)


def states(world, links):
    return [sheet_of(world, link).state.value for link in links]


def test_both_links_are_there_and_only_the_first_is_open(world, links):
    assert states(world, links) == ["open", "not yet"]


def test_the_second_never_opens_while_the_first_was_not_answered(world, links):
    seen = set()
    for _ in range(80):
        world.clock.forward(days=1)
        seen.add(states(world, links)[1])

    assert seen == {"not yet", "past"}


@pytest.mark.parametrize(
    ("days", "state"), [(9, "not yet"), (10, "open"), (18, "open"), (19, "past")]
)
def test_the_second_is_open_from_day_ten_to_day_eighteen_after_the_first_answer(
    world, links, days, state
):
    world.clock.forward(days=5)
    answer(world, links[0])

    world.clock.forward(days=days)

    assert states(world, links) == ["closed", state]


def test_the_days_count_from_the_day_of_answering_in_the_netherlands(world, links):
    world.clock.now = world.clock.now.replace(hour=23, minute=59)
    answer(world, links[0])

    sheet = sheet_of(world, links[1])

    assert (sheet.opens_on, sheet.closes_on) == (
        world.clock.today + timedelta(days=10),
        world.clock.today + timedelta(days=18),
    )


def test_both_are_the_same_version_of_one_list(world, links):
    first, second = (sheet_of(world, link) for link in links)

    assert first.questionnaire == second.questionnaire == PARENTS
    assert (first.round, second.round) == (1, 2)


def test_the_answers_get_no_measurement_and_no_score(world, links):
    answer(world, links[0])
    world.clock.forward(days=14)
    answer(world, links[1])

    assert world.rows("response") == 2
    assert (world.rows("measurement"), world.rows("score")) == (0, 0)


def test_after_withdrawal_both_links_are_dead(world, coach, links):
    answer(world, links[0])
    with world.database.write() as session:
        participant = participant_of(session, world, links)
        participants.withdraw(session, coach.actor, participant, world.clock())
        invitations.stop_both(session, participant, world.clock())
    world.clock.forward(days=14)

    assert states(world, links) == ["closed", "revoked"]


def test_a_withdrawal_alone_stops_the_links_too(world, coach, links):
    with world.database.write() as session:
        participant = participant_of(session, world, links)
        participants.withdraw(session, coach.actor, participant, world.clock())

    assert states(world, links) == ["revoked", "revoked"]


def test_nobody_else_asks_a_participant_anything(world, links):
    stranger = world.coach("Zuid", "Elders")

    with world.database.write() as session:
        participant = participant_of(session, world, links)
        with pytest.raises(NotFoundError):
            invitations.ask_twice(session, stranger.actor, participant, PARENTS, world.clock())


# Which list


@pytest.mark.parametrize(
    ("role", "years", "key"),
    [
        ("parent", 5, "kansmeter-ouder"),
        ("teacher", 13, "kansmeter-leerkracht"),
        ("child", 8, "kansmeter-kind"),
        ("child", 12, "kansmeter-kind"),
    ],
)
def test_the_list_follows_from_who_answers(role, years, key):
    participant = ReferenceParticipant(role=role, age_months=years * 12 + 6)

    assert invitations.list_for(participant, FIRST_LISTS).key == key


@pytest.mark.parametrize("months", [7 * 12 + 11, 8 * 12, 13 * 12])
def test_a_child_that_may_be_too_young_or_old_for_the_list_is_not_asked(months):
    participant = ReferenceParticipant(role="child", age_months=months)

    with pytest.raises(InputError, match="geen eigen lijst"):
        invitations.list_for(participant, FIRST_LISTS)


# What asks for somebody


@pytest.mark.parametrize(
    ("role", "given", "raised"),
    [
        ("parent", {"c": "ja_graag"}, [("c", "two_days")]),
        ("parent", {"l1": "bijna_altijd"}, []),
        ("child", {"c": "ja_graag"}, [("c", "today")]),
        ("child", {"h1": "nooit"}, [("h1", "today")]),
        ("child", {"l1": "altijd"}, []),
    ],
)
def test_who_asks_for_contact_or_has_nobody_is_heard_and_nothing_else_is(
    world, coach, role, given, raised
):
    questionnaire = next(each for each in FIRST_LISTS if role in each.informants)
    quiet = {"h1": "altijd"} if role == "child" else {}
    with world.database.write() as session:
        made = enrol(
            session, coach, questionnaire, world.clock(), role=role, child_agreed=role == "child"
        )
        participant_id, first_id = made[0].id, made[1].id

    answer(world, first_id, {**quiet, **given})

    assert world.sql("SELECT participant_id, traject_id, item, level FROM signal") == [
        (participant_id, None, *each) for each in raised
    ]
