"""Agreement is on record with its proof before anything is asked, and can be taken back."""

import pytest

from survey_app.errors import InputError, NotFoundError
from survey_app.trajects import services as trajects
from survey_app.trajects.consent import ConsentIncompleteError
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import agreed_consent


@pytest.fixture
def started(world, coach):
    return world.start(coach)


def may_measure(world, traject_id):
    with world.database.read() as session:
        return trajects.may_measure(session, session.get_one(Traject, traject_id))


def test_before_anybody_agreed_nothing_may_be_asked(world, started):
    assert not may_measure(world, started)


def test_after_agreement_one_may_ask(world, coach, started):
    world.agree(coach, started)

    assert may_measure(world, started)


def test_the_proof_says_who_how_when_and_to_which_text(world, coach, started):
    world.agree(coach, started, holders="one", holders_agreed=1, channel="paper")

    with world.database.read() as session:
        proof = agreed_consent(session, started)

    assert (proof.purpose, proof.holders, proof.holders_agreed) == ("measuring", "one", 1)
    assert (proof.channel, proof.child_agreed) == ("paper", False)
    assert (proof.recorded_by, proof.recorded_at) == (coach.actor.person_id, world.clock())
    assert proof.text_version


def test_one_of_two_holders_is_not_enough_and_nothing_is_kept(world, coach, started):
    with pytest.raises(ConsentIncompleteError):
        world.agree(coach, started, holders_agreed=1)

    assert world.rows("consent") == 0
    assert world.sql("SELECT birth_year FROM traject") == [(None,)]


def test_a_child_of_twelve_must_agree_too(world, coach, started):
    twelve = {"birth_year": 2014, "birth_month": 8}
    with pytest.raises(ConsentIncompleteError, match="kind"):
        world.agree(coach, started, **twelve)

    world.agree(coach, started, **twelve, child_agreed=True)

    assert may_measure(world, started)


def test_a_child_of_sixteen_agrees_alone(world, coach, started):
    world.agree(coach, started, birth_year=2010, birth_month=8, holders_agreed=0, child_agreed=True)

    assert may_measure(world, started)


def test_a_court_decision_stands_for_the_holders(world, coach, started):
    world.agree(coach, started, holders="court", holders_agreed=0)

    assert may_measure(world, started)


def test_a_child_is_four_to_seventeen_years_old(world, coach, started):
    """The clock of the world stands in November 2026."""
    year, month = world.clock().year, world.clock().month
    both = {"child_agreed": True}
    for years, months in ((4, -1), (18, 0)):
        born = (year - years) * 12 + month - 1 - months
        with pytest.raises(InputError, match="4 tot 18"):
            world.agree(coach, started, birth_year=born // 12, birth_month=born % 12 + 1, **both)

    for years, months in ((4, 0), (18, -1)):
        born = (year - years) * 12 + month - 1 - months
        world.agree(coach, started, birth_year=born // 12, birth_month=born % 12 + 1, **both)


@pytest.mark.parametrize(
    "change",
    [
        {"birth_month": 0},
        {"birth_month": 13},
        {"birth_year": 2024},
        {"birth_year": 2006},
        {"birth_year": -1},
        {"holders": "three"},
        {"holders": ""},
        {"channel": "hearsay"},
    ],
)
def test_an_impossible_birth_or_unknown_choice_is_refused(world, coach, started, change):
    with pytest.raises(InputError):
        world.agree(coach, started, **change)

    assert not may_measure(world, started)


def test_after_withdrawal_nothing_may_be_asked(world, coach, started):
    world.agree(coach, started)
    world.withdraw(coach, started)

    assert not may_measure(world, started)


def test_withdrawal_takes_back_every_earlier_agreement(world, coach, started):
    world.agree(coach, started)
    world.clock.forward(days=1)
    world.agree(coach, started)

    world.withdraw(coach, started)

    assert not may_measure(world, started)
    assert world.rows("consent") == 2


def test_after_withdrawal_one_can_agree_again(world, coach, started):
    world.agree(coach, started)
    world.withdraw(coach, started)
    world.clock.forward(days=1)

    world.agree(coach, started)

    assert may_measure(world, started)


def test_another_coach_can_neither_record_nor_withdraw(world, coach, started):
    world.agree(coach, started)
    stranger = world.coach()

    with pytest.raises(NotFoundError):
        world.agree(stranger, started)
    with pytest.raises(NotFoundError):
        world.withdraw(stranger, started)

    assert may_measure(world, started)


def test_recording_and_withdrawing_stand_in_the_trail(world, coach, started):
    world.agree(coach, started)
    world.withdraw(coach, started)

    trail = world.sql("SELECT act, actor_id, object_id FROM audit_event ORDER BY number")

    person = coach.actor.person_id
    assert trail == [
        ("start traject", person, started),
        ("record consent", person, started),
        ("withdraw consent", person, started),
    ]
