"""Opening one traject in an emergency: who may, what it takes, who is told, and when it is over."""

import pytest
from sqlalchemy import select, update

from survey_app.accounts import granting
from survey_app.accounts.models import RoleGrant
from survey_app.accounts.queries import person_by_email
from survey_app.accounts.roles import Role
from survey_app.audit.models import AuditEvent
from survey_app.delivery.models import OutboxMessage
from survey_app.errors import InputError, NotFoundError
from survey_app.measurements.signals import seen_in_an_emergency
from survey_app.trajects import emergencies
from survey_app.trajects.models import Traject

SCHOOL = "Het Zandpad"
REASON = "moeder belde, het kind is niet thuis"


@pytest.fixture
def supervisor(world, coach):
    return world.member(Role.SUPERVISOR, school=SCHOOL)


def opened(world, person, school_id, child="Sam", group="groep 6", reason=REASON):
    with world.database.write() as session:
        return emergencies.open_by_name(
            session,
            world.who(person),
            school_id=school_id,
            child_name=child,
            group_name=group,
            reason=reason,
            now=world.clock(),
        ).traject_id


def seen(world, person, traject_id):
    with world.database.write() as session:
        traject, people, _ = emergencies.opened_traject(
            session, world.who(person), traject_id, world.clock()
        )
        return traject.child_name, [each.label for each in people]


@pytest.mark.parametrize("group", ["Groep  6", "6", "groep6"])
def test_a_child_is_found_by_name_and_group_and_shown_until_the_next_day_is_over(
    world, coach, traject, supervisor, group
):
    assert opened(world, supervisor, coach.school_id, child=" sam ", group=group) == traject

    name, people = seen(world, supervisor, traject)
    assert name == "Sam"
    assert "moeder" in people
    world.clock.forward(days=1)
    assert seen(world, supervisor, traject)[0] == "Sam"
    world.clock.forward(days=1)
    with pytest.raises(NotFoundError):
        seen(world, supervisor, traject)


def told(world):
    """Return who is told of it, one for each letter."""
    with world.database.read() as session:
        letters = [
            emergencies.compose(session, message)
            for message in session.scalars(select(OutboxMessage))
            if emergencies.is_about_emergency(message)
        ]
        return [person_by_email(session, each.to).id for each in letters]


def test_who_led_the_school_before_is_not_told(world, coach, traject, supervisor):
    former = world.member(Role.DIRECTOR, school=SCHOOL)
    with world.database.write() as session:
        of_former = update(RoleGrant).where(RoleGrant.person_id == former)
        session.execute(of_former.values(ends_on=world.clock.today))
    world.clock.forward(days=1)

    opened(world, supervisor, coach.school_id)

    assert told(world) == [coach.actor.person_id]


def test_the_coach_and_the_director_are_told_once_and_nobody_of_which_child(
    world, coach, traject, supervisor
):
    director = world.member(Role.DIRECTOR, school=SCHOOL)
    world.coach(school="De Heidebloem")
    world.member(Role.DIRECTOR, school="De Heidebloem")

    opened(world, supervisor, coach.school_id)
    opened(world, supervisor, coach.school_id)

    with world.database.read() as session:
        letters = [
            emergencies.compose(session, message)
            for message in session.scalars(select(OutboxMessage))
            if emergencies.is_about_emergency(message)
        ]
        told = {person_by_email(session, each.to).id for each in letters}
    assert told == {coach.actor.person_id, director}
    assert len(letters) == 2
    assert all("noodtoegang" in each.text for each in letters)
    assert not any("Sam" in each.text or REASON in each.text for each in letters)


def test_the_coach_sees_who_looked_and_why(world, coach, traject, supervisor):
    opened(world, supervisor, coach.school_id)

    with world.database.read() as session:
        shown = emergencies.openings(session, world.actor(coach), world.clock())
        others = emergencies.openings(
            session, world.actor(world.coach(school="De Heidebloem")), world.clock()
        )

    assert [(each.traject_id, each.reason) for each in shown] == [(traject, REASON)]
    assert others == []


@pytest.mark.parametrize(
    ("child", "group"), [("Sem", "groep 6"), ("Sam", "groep 7")], ids=["other name", "other group"]
)
def test_a_name_that_is_not_found_opens_nothing_and_is_recorded(
    world, coach, traject, supervisor, child, group
):
    assert opened(world, supervisor, coach.school_id, child=child, group=group) is None

    with pytest.raises(NotFoundError):
        seen(world, supervisor, traject)
    with world.database.read() as session:
        tried = session.scalars(
            select(AuditEvent).where(AuditEvent.act == "open in an emergency")
        ).one()
    assert (tried.actor_id, tried.outcome, tried.object_id) == (
        supervisor,
        "not found",
        coach.school_id,
    )


def test_two_children_of_one_name_in_one_group_are_not_mixed_up(world, coach, supervisor):
    for _ in range(2):
        world.start(coach, child="Sam", group="groep 6")

    assert opened(world, supervisor, coach.school_id) is None


def test_nothing_opens_without_a_reason(world, coach, traject, supervisor):
    with pytest.raises(InputError, match="waarom"):
        opened(world, supervisor, coach.school_id, reason="nood")

    with pytest.raises(NotFoundError):
        seen(world, supervisor, traject)


@pytest.mark.parametrize("role", [Role.PROJECT_LEADER, Role.RESEARCHER, Role.ADMINISTRATOR])
def test_who_has_no_part_at_the_school_opens_nothing(world, coach, traject, role):
    person = world.member(role)

    with pytest.raises(NotFoundError):
        opened(world, person, coach.school_id)


def test_who_has_a_part_at_another_school_opens_nothing(world, coach, traject):
    other = world.coach(school="De Heidebloem")
    person = world.member(Role.SUPERVISOR, school="De Heidebloem")

    with pytest.raises(NotFoundError):
        opened(world, person, coach.school_id)
    assert opened(world, person, other.school_id) is None


def test_one_opened_traject_opens_no_other(world, coach, traject, supervisor):
    other = world.start(coach, child="Noor", group="groep 6")
    opened(world, supervisor, coach.school_id)

    with pytest.raises(NotFoundError):
        seen(world, supervisor, other)
    with world.database.read() as session, pytest.raises(NotFoundError):
        seen_in_an_emergency(session, world.who(supervisor), session.get_one(Traject, other))


def test_ac_025_who_has_no_part_at_the_school_any_more_sees_nothing_that_was_opened(
    world, coach, traject, supervisor
):
    """AC-025."""
    director = world.member(Role.DIRECTOR, school=SCHOOL)
    opened(world, supervisor, coach.school_id)
    with world.database.write() as session:
        part = session.scalars(select(RoleGrant.id).where(RoleGrant.role == Role.SUPERVISOR)).one()
        granting.take_away(session, world.who(director), supervisor, part, world.clock())

    with pytest.raises(NotFoundError):
        seen(world, supervisor, traject)


def test_every_look_is_recorded(world, coach, traject, supervisor):
    opened(world, supervisor, coach.school_id)

    for _ in range(2):
        seen(world, supervisor, traject)

    with world.database.read() as session:
        looks = session.scalars(
            select(AuditEvent.object_id).where(AuditEvent.act == "see in an emergency")
        ).all()
    assert looks == [traject, traject]
