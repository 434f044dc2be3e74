"""The people around a school: kept by its coaches, reached at one address, gone when they leave."""

import pytest

from survey_app.errors import InputError, NotFoundError
from survey_app.trajects.models import Contact, SchoolInformant
from survey_app.trajects.school_people import (
    add_school_informant,
    change_school_informant,
    leave,
    school_people,
)


def add(world, coach, **more):
    values = {"school_id": coach.school_id, "role": "teacher", "name": "juf Anouk"}
    with world.database.write() as session:
        return add_school_informant(
            session, coach.actor, **{**values, "now": world.clock(), **more}
        ).id


def test_a_teacher_of_a_pupil_keeps_one_address_until_neither_needs_it(world, coach, traject):
    world.reach(coach, traject, "teacher", "anouk@school.nl")

    anouk = add(world, coach, group_name="groep 5", channel="mail", address="anouk@school.nl")
    assert world.rows("contact") == 1
    with world.database.write() as session:
        leave(session, coach.actor, anouk, world.clock())
    assert world.rows("contact") == 1

    director = add(world, coach, role="director", name="Els", channel="mail", address="els@s.nl")
    with world.database.write() as session:
        leave(session, coach.actor, director, world.clock())
    with world.database.read() as session:
        assert [each.address for each in session.query(Contact)] == ["anouk@school.nl"]
        assert school_people(session, coach.actor) == []


def test_a_name_a_group_and_an_address_can_change(world, coach):
    anouk = add(world, coach, group_name="groep 5")

    for channel, address in (("mail", "anouk@school.nl"), ("sms", "06 12 34 56 78")):
        with world.database.write() as session:
            change_school_informant(
                session,
                coach.actor,
                anouk,
                name="juf Anouk",
                group_name="groep 6",
                channel=channel,
                address=address,
                now=world.clock(),
            )

    with world.database.read() as session:
        (person,) = school_people(session, coach.actor)
        assert (person.group_name, person.school_name) == ("groep 6", "Het Zandpad")
        assert [each.address for each in session.query(Contact)] == ["+31612345678"]


def test_nobody_outside_the_school_sees_or_changes_them(world, coach):
    anouk = add(world, coach)
    other = world.coach(school="De Wierde")

    with world.database.write() as session:
        with pytest.raises(NotFoundError):
            leave(session, other.actor, anouk, world.clock())
        assert school_people(session, other.actor) == []
        assert session.get_one(SchoolInformant, anouk).left_at is None
    with pytest.raises(NotFoundError):
        add(world, other, school_id=coach.school_id, name="meester Jan")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"role": "parent"}, "Kies leerkracht"),
        ({"name": " "}, "Vul in wie het is"),
        ({"name": "juf Anouk"}, "Er is al een 'juf Anouk'"),
        ({"channel": "duif"}, "Kies hoe de link er komt"),
        ({"channel": "mail", "address": "anouk"}, "staat geen @"),
        ({"language": "<b>"}, "Kies een taal"),
    ],
)
def test_what_cannot_be_right_is_refused_with_the_reason(world, coach, given, said):
    add(world, coach)

    with pytest.raises(InputError, match=said):
        add(world, coach, **{"name": "meester Jan", **given})
