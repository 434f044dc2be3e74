"""What erases more than one child at once takes two people (AC-097)."""

import pytest
from sqlalchemy import select

from survey_app.accounts import granting
from survey_app.accounts.approvals import ApprovalNeededError
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import Approval, Person
from survey_app.accounts.roles import Role
from survey_app.audit import services as audit
from survey_app.audit.models import AuditEvent
from survey_app.errors import NotFoundError
from survey_app.keeping import holding, two_people
from survey_app.keeping.erasing import Ground
from survey_app.keeping.holding import HeldError
from survey_app.keeping.right_clock import why_wrong
from survey_app.keeping.two_people import FourEyesError, Verdict, demand_four_eyes
from tests.factories.world import Coach
from tests.keeping.second import say

pytestmark = pytest.mark.one_database
"""The claims of one row are tried on both databases where approvals live, in `accounts`."""

SCHOOL = "Het Zandpad"


@pytest.fixture
def three(world, coach, traject):
    """Give three trajects of the coach."""
    return [traject, world.traject(coach, child="B"), world.traject(coach, child="C")]


@pytest.fixture
def director(world, coach):
    return world.member(Role.DIRECTOR, school=SCHOOL)


def ask(world, coach, ids):
    with world.database.write() as session:
        return two_people.ask_to_erase(
            session, world.actor(coach), ids, Ground.MISTAKE, world.clock()
        )


def erase(world, coach, ids):
    with world.database.write() as session:
        return two_people.erase_all(
            session,
            world.actor(coach),
            ids,
            Ground.MISTAKE,
            copies_for_days=35,
            now=world.clock(),
        )


def acts(world, act):
    with world.database.read() as session:
        return session.scalars(select(AuditEvent.object_id).where(AuditEvent.act == act)).all()


@pytest.mark.parametrize(
    ("count", "approved_by", "passes"),
    [(1, None, True), (2, None, False), (2, "me", False), (2, "another", True)],
)
def test_ac_097_more_than_one_child_at_once_asks_a_second_person(count, approved_by, passes):
    if passes:
        demand_four_eyes(count, "me", approved_by)
        return
    with pytest.raises(FourEyesError, match="second person"):
        demand_four_eyes(count, "me", approved_by)


def test_ac_097_two_go_when_a_second_person_said_yes_and_it_is_told_who(
    world, coach, three, director
):
    two = three[:2]
    assert "the director of the school, a project leader" in ask(world, coach, two)
    with pytest.raises(ApprovalNeededError):
        erase(world, coach, two)
    assert world.rows("traject") == 3

    say(world, director, yes=True)

    assert ask(world, coach, two[::-1]) is None
    made = erase(world, coach, [*two[::-1], two[0]])
    assert [each.approved_by for each in made] == [director, director]
    assert world.sql("SELECT id FROM traject") == [(three[2],)]


def test_of_one_nobody_is_asked(world, coach, three):
    assert ask(world, coach, three[:1] * 2) is None
    assert erase(world, coach, three[:1])[0].approved_by is None
    assert world.rows("approval") == 0


def test_ac_097_who_asked_does_not_approve_it_also_not_in_another_role(world, coach, three):
    with world.database.write() as session:
        person = session.get_one(Person, coach.actor.person_id)
        wish = Wish(Role.DIRECTOR, world.clock.today, school_id=coach.school_id)
        granting.write(session, person, wish, world.clock(), given_by=None)
    ask(world, coach, three)

    with pytest.raises(NotFoundError):
        say(world, coach.actor.person_id, yes=True)

    with pytest.raises(ApprovalNeededError):
        erase(world, coach, three)
    assert world.rows("traject") == 3


def test_ac_097_a_yes_fits_no_other_list_and_no_other_person(world, coach, three, director):
    ask(world, coach, three[:2])
    say(world, director, yes=True)

    for others in (three, three[1:], [three[0], three[2]]):
        with pytest.raises(ApprovalNeededError):
            erase(world, coach, others)
        assert ask(world, coach, others) is not None
    with pytest.raises(ApprovalNeededError):
        erase(world, world.coach(), three[:2])

    assert world.rows("traject") == 3


def test_asked_again_while_it_waits_it_is_one_question_and_one_line(world, coach, three):
    first = ask(world, coach, three)
    world.clock.forward(days=2)

    assert ask(world, coach, three[::-1]) == first
    assert world.rows("approval") == len(acts(world, "ask erasure")) == 1


def test_ac_097_a_yes_is_worth_nothing_after_a_week(world, coach, three, director):
    ask(world, coach, three)
    say(world, director, yes=True)
    world.clock.forward(days=7)

    with pytest.raises(ApprovalNeededError):
        erase(world, coach, three)
    assert ask(world, coach, three) is not None
    assert world.rows("approval") == 2


def test_ac_097_what_was_refused_is_refused_and_not_asked_again_for_a_week(
    world, coach, three, director
):
    ask(world, coach, three)
    say(world, director, yes=False)

    assert "did not approve it on 2026-09-07" in ask(world, coach, three)
    with pytest.raises(ApprovalNeededError):
        erase(world, coach, three)
    assert (world.rows("traject"), world.rows("approval")) == (3, 1)
    world.clock.forward(days=7)

    ask(world, coach, three)
    assert world.rows("approval") == 2


def test_ac_097_of_two_schools_no_director_of_one_approves_it(world, coach, traject, director):
    place = world.coach(school="De Heidebloem").school_id
    with world.database.write() as session:
        person = session.get_one(Person, coach.actor.person_id)
        wish = Wish(Role.COACH, world.clock.today, school_id=place)
        granting.write(session, person, wish, world.clock(), given_by=None)
    there = Coach(world.actor(coach), place, coach.email)
    two = [traject, world.traject(there, child="B")]
    assert "director" not in ask(world, there, two)

    with pytest.raises(NotFoundError):
        say(world, director, yes=True)
    say(world, world.member(Role.PROJECT_LEADER), yes=True)

    assert len(erase(world, there, two)) == 2


def test_of_what_is_not_all_ones_own_nothing_is_asked(world, coach, three):
    foreign = world.traject(world.coach(), child="D")

    with pytest.raises(NotFoundError):
        ask(world, coach, [*three, foreign])

    assert world.rows("approval") == 0


def test_all_of_them_go_or_none_and_then_the_yes_stays(world, coach, three, director):
    ask(world, coach, three)
    say(world, director, yes=True)
    with world.database.write() as session:
        holding.hold(session, coach.actor, three[2], "de rechter vroeg erom", world.clock())

    with pytest.raises(HeldError):
        erase(world, coach, three)
    assert world.rows("traject") == 3
    with world.database.write() as session:
        holding.lift(session, coach.actor, three[2], world.clock())

    assert len(erase(world, coach, three)) == 3


# What is over


@pytest.fixture
def administrator(world, coach):
    return world.member(Role.ADMINISTRATOR)


def go_over(world, person, ids, *, odd_clock=False):
    """Ask whether these of Noord go now, where two may."""
    ((owner,),) = world.sql("SELECT id FROM organisation WHERE name = 'Noord'")
    actor = world.who(person) if person else None
    with world.database.write() as session:
        return two_people.may_go_over(
            session, actor, owner, ids, at_most=2, odd_clock=odd_clock, now=world.clock()
        )


def test_a_few_that_are_over_go_by_themselves_while_the_clock_looks_right(world, coach):
    for ids in ([], ["a"], ["a", "b"]):
        assert go_over(world, None, ids) == Verdict()
    assert go_over(world, None, [], odd_clock=True) == Verdict()


@pytest.mark.parametrize(("ids", "odd_clock"), [(["a", "b", "c"], False), (["a"], True)])
def test_ac_097_many_or_an_odd_clock_wait_for_two_of_the_organisation(
    world, administrator, ids, odd_clock
):
    stranger = world.member(Role.ADMINISTRATOR, "Zuid")
    for person in (None, stranger):
        assert "--by EMAIL" in go_over(world, person, ids, odd_clock=odd_clock).waits
    assert world.rows("approval") == 0
    assert "Goedkeuren" in go_over(world, administrator, ids, odd_clock=odd_clock).waits
    with pytest.raises(NotFoundError):
        say(world, stranger, yes=True)
    second = world.member(Role.ADMINISTRATOR)
    say(world, second, yes=True)

    grown = go_over(world, administrator, [*ids, "d", "e"], odd_clock=odd_clock)
    assert (grown.approved_by, grown.waits is None) == (None, False)
    assert go_over(world, administrator, ids, odd_clock=odd_clock) == Verdict(approved_by=second)
    assert go_over(world, administrator, ids, odd_clock=odd_clock).approved_by is None


def test_who_does_not_keep_the_organisation_asks_for_nothing_that_is_over(world, coach, director):
    for person in (coach.actor.person_id, director, world.member(Role.PROJECT_LEADER)):
        with pytest.raises(NotFoundError):
            go_over(world, person, ["a", "b", "c"])

    assert world.rows("approval") == 0


def test_each_who_asks_has_a_question_of_their_own(world, administrator):
    for person in (administrator, world.member(Role.ADMINISTRATOR), administrator):
        go_over(world, person, ["a", "b", "c"])

    asked = world.sql("SELECT asked_by FROM approval")
    assert len(asked) == len(set(asked)) == 2


def test_ac_097_by_an_odd_clock_the_question_tells_what_day_it_thinks_it_is(world, administrator):
    go_over(world, administrator, ["a"], odd_clock=True)

    with world.database.read() as session:
        reason = session.scalars(select(Approval.reason)).one()
    assert reason == (
        "De bewaartermijn van 1 traject is voorbij. Kijk eerst of dit klopt: volgens de computer"
        " is het 7 september 2026."
    )


def test_ac_097_asking_by_an_odd_clock_does_not_make_it_look_right(world, administrator):
    with world.database.write() as session:
        audit.record(
            session, audit.COMMAND, "x", "y", None, organisation_id=None, now=world.clock()
        )
    world.clock.forward(days=400)
    go_over(world, administrator, ["a"], odd_clock=True)
    assert len(acts(world, "ask erasure")) == 1

    with world.database.read() as session:
        assert why_wrong(session, world.clock.forward(days=2)) is not None
