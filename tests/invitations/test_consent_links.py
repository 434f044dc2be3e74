"""The link to agree with goes by mail or SMS, and not to who chose meanwhile."""

import pytest

from survey_app.delivery.sms_text import is_gsm7, parts
from survey_app.errors import InputError, NotFoundError
from survey_app.invitations.consent_links import send_link
from survey_app.trajects import statements
from survey_app.trajects.course import end_traject
from survey_app.trajects.models import Traject, TrajectInformant
from tests.invitations.conftest import CONSENTS


@pytest.fixture
def family(world, coach):
    """Give a traject with a mother who was asked by link and is reached by mail."""
    traject = world.start(coach, child="Zuleika")
    mother = world.add(coach, traject, "parent", "moeder Fatima")
    world.decide(coach, traject)
    with world.database.write() as session:
        statements.ask_by_link(
            session,
            coach.actor,
            session.get_one(Traject, traject),
            session.get_one(TrajectInformant, mother),
            world.clock(),
        )
    world.reach(coach, traject, "parent", "moeder@thuis.nl")
    return traject, mother


def send(world, coach, family):
    traject, mother = family
    with world.database.write() as session:
        send_link(
            session,
            coach.actor,
            session.get_one(Traject, traject),
            session.get_one(TrajectInformant, mother),
            world.clock(),
        )


def test_the_link_goes_once_a_day_to_who_was_asked(world, coach, post, family):
    send(world, coach, family)
    (letter,) = post.now()
    with pytest.raises(InputError, match="Vandaag is de link al gestuurd"):
        send(world, coach, family)
    world.clock.forward(days=1)
    send(world, coach, family)

    assert [each.to for each in post.now()] == ["moeder@thuis.nl"]
    assert letter.text.count(CONSENTS.url(family[1])) == letter.html.count("Lees en kies") == 1
    for word in ("zuleika", "fatima", "tension", "spanning"):
        assert word not in f"{letter.subject} {letter.text} {letter.html}".lower()


def test_a_link_of_which_nobody_knows_whether_it_arrived_can_go_again(world, coach, post, family):
    send(world, coach, family)
    world.sql("UPDATE outbox_message SET state = 'uncertain'")
    send(world, coach, family)

    assert [each.to for each in post.now()] == ["moeder@thuis.nl"]
    with pytest.raises(InputError, match="Vandaag is de link al gestuurd"):
        send(world, coach, family)


def test_ac_122_a_link_that_is_on_its_way_stays_while_the_data_are_restricted(
    world, coach, post, family
):
    send(world, coach, family)
    with world.database.write() as session:
        session.get_one(Traject, family[0]).restricted_at = world.clock()

    assert post.now() == []


def test_an_sms_with_the_link_is_one_part(world, coach, post, family):
    world.reach(coach, family[0], "parent", "06 12345678", channel="sms")
    send(world, coach, family)

    (letter,) = post.now()

    assert CONSENTS.url(family[1]) in letter.text
    assert (is_gsm7(letter.text), parts(letter.text)) == (True, 1)


@pytest.mark.parametrize("happens", ["answered", "withdrawn", "no authority", "ended"])
def test_ac_096_nothing_goes_to_who_chose_meanwhile_or_need_not_choose(
    world, coach, post, family, happens
):
    traject, mother = family
    send(world, coach, family)
    if happens == "no authority":
        world.sql("UPDATE traject_informant SET holds_authority = false WHERE id = :id", id=mother)
    elif happens == "ended":
        with world.database.write() as session:
            found = session.get_one(Traject, traject)
            end_traject(session, coach.actor, found, "family_stops", world.clock())
    else:
        world.say(coach, traject, mother)
        if happens == "withdrawn":
            world.withdraw(coach, traject, mother)

    assert post.now() == []
    assert [state for state, _ in post.states()] == ["dropped"]


def test_who_was_not_asked_by_link_or_has_no_address_gets_none(world, coach, post, family):
    father = world.add(coach, family[0], "parent", "vader", holds_authority=False)
    with pytest.raises(NotFoundError):
        send(world, coach, (family[0], father))
    world.sql("UPDATE contact SET refused_at = added_at")
    with pytest.raises(InputError, match="dat werkt"):
        send(world, coach, family)

    assert post.now() == []
