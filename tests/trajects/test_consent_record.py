"""What each person says is on record with its proof before anything is asked, and stops at once."""

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.errors import InputError, NotFoundError
from survey_app.measurements import agreeing
from survey_app.trajects import authority, statements
from survey_app.trajects import services as trajects
from survey_app.trajects.agreements import agreed, agreed_consent, cases
from survey_app.trajects.consent import Channel, Purpose
from survey_app.trajects.consent_texts import VERSION, hash_of
from survey_app.trajects.models import Traject

TWELVE = {"birth_year": 2014, "birth_month": 8}
SIXTEEN = {"birth_year": 2010, "birth_month": 8}


@pytest.fixture
def started(world, coach):
    return world.start(coach)


@pytest.fixture
def parents(world, coach, started):
    """Give the ids of a mother and a father who hold authority over a child of nine."""
    ids = [world.add(coach, started, "parent", label) for label in ("moeder", "vader")]
    world.decide(coach, started)
    return ids


def child_of(world, traject_id):
    ((child,),) = world.sql(
        "SELECT id FROM traject_informant WHERE role = 'child' AND traject_id = :t", t=traject_id
    )
    return child


def may_ask(world, traject_id):
    with world.database.read() as session:
        return agreed_consent(session, traject_id, world.clock.today) is not None


def may_use(world, traject_id):
    with world.database.read() as session:
        return cases(session, Traject.id == traject_id)[traject_id].may_use()


def by_link(world, signer_id, *purposes, yes=True):
    with world.database.write() as session:
        said = dict.fromkeys(purposes or Purpose, yes)
        agreeing.say_by_link(session, signer_id, said, world.clock())


def ask(world, coach, traject_id, signer_id):
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        signer = statements.signer_in(session, traject, signer_id)
        statements.ask_by_link(session, coach.actor, traject, signer, world.clock())


def said(world):
    return world.sql("SELECT purpose, state, channel FROM consent_statement ORDER BY number")


def test_before_anybody_agreed_nothing_may_be_asked(world, started):
    assert not may_ask(world, started)


def test_when_both_parents_agreed_one_may_ask(world, coach, started, parents):
    world.say(coach, started, parents[0])
    assert not may_ask(world, started)

    world.say(coach, started, parents[1])

    assert may_ask(world, started)


def test_ac_125_the_proof_says_who_how_when_and_to_which_words(world, coach, started, parents):
    world.say(coach, started, parents[0], Purpose.MEASURING, channel=Channel.PAPER)

    with world.database.read() as session:
        (proof,) = statements.statements(session, started)

    assert (proof.purpose, proof.state, proof.signer_id) == ("measuring", "given", parents[0])
    assert (proof.channel, proof.language, proof.at) == ("paper", "nl", world.clock())
    assert proof.text_version == VERSION
    assert proof.text_hash == hash_of(Purpose.MEASURING, is_child=False)
    assert proof.recorded_by == coach.actor.person_id


def test_the_words_to_a_child_are_other_words():
    hashes = {hash_of(purpose, is_child=child) for purpose in Purpose for child in (True, False)}

    assert len(hashes) == 6


def test_a_statement_cannot_be_changed(world, coach, started, parents):
    world.say(coach, started, parents[0], yes=False)

    with pytest.raises(IntegrityError, match="never change"):
        world.sql("UPDATE consent_statement SET state = 'given'")


def test_saying_the_same_again_adds_nothing(world, coach, started, parents):
    world.say(coach, started, parents[0])
    world.say(coach, started, parents[0])

    assert world.rows("consent_statement") == len(Purpose)


def test_no_after_yes_takes_back_and_no_at_first_refuses(world, coach, started, parents):
    world.say(coach, started, parents[0], Purpose.HELP)
    world.say(coach, started, parents[0], Purpose.HELP, Purpose.NETWORK, yes=False)

    assert [(purpose, state) for purpose, state, _ in said(world)] == [
        ("help", "given"),
        ("help", "withdrawn"),
        ("network", "refused"),
    ]


@pytest.mark.parametrize("purpose", [Purpose.HELP, Purpose.MEASURING])
def test_ac_119_one_of_two_parents_who_refuses_stops_all_links(world, coach, purpose):
    traject = world.traject(coach, parents=("moeder", "vader"))
    father = world.invitation(traject, "parent", number=2)
    ((signer,),) = world.sql("SELECT informant_id FROM invitation WHERE id = :i", i=father)

    world.say(coach, traject, signer, purpose, yes=False)

    assert not may_ask(world, traject)
    assert not may_use(world, traject)
    assert world.sql("SELECT count(*) FROM invitation WHERE revoked_at IS NULL") == [(0,)]
    with world.database.read() as session:
        assert agreed(session, traject, world.clock.today).of(purpose).is_disagreement


def test_ac_119_withdrawing_stops_all_links_and_all_use(world, coach):
    traject = world.traject(coach)
    assert may_use(world, traject)

    world.withdraw(coach, traject)

    assert (may_ask(world, traject), may_use(world, traject)) == (False, False)
    assert world.sql("SELECT count(*) FROM invitation WHERE revoked_at IS NULL") == [(0,)]


def test_refusing_the_network_stops_nothing(world, coach):
    traject = world.traject(coach, parents=("moeder", "vader"))
    before = world.sql("SELECT count(*) FROM invitation WHERE revoked_at IS NULL")
    ((father,),) = world.sql("SELECT id FROM traject_informant WHERE role = 'parent' AND number=2")

    world.say(coach, traject, father, Purpose.NETWORK, yes=False)

    assert (may_ask(world, traject), may_use(world, traject)) == (True, True)
    assert world.sql("SELECT count(*) FROM invitation WHERE revoked_at IS NULL") == before


def test_who_is_only_awaited_ends_no_link(world, coach):
    """A second holder who turns up closes the sheets until there is an answer, and ends none."""
    traject = world.traject(coach)

    world.decide(coach, traject, holders="two")
    world.add(coach, traject, "parent", "vader", is_asked=False)

    assert not may_ask(world, traject)
    assert world.sql("SELECT count(*) FROM invitation WHERE revoked_at IS NOT NULL") == [(0,)]


def test_after_withdrawal_one_can_agree_again(world, coach, started, parents):
    for signer in parents:
        world.say(coach, started, signer)
    world.withdraw(coach, started, parents[0])
    assert not may_ask(world, started)

    world.say(coach, started, parents[0])

    assert may_ask(world, started)


def test_a_child_of_twelve_must_agree_too(world, coach, started, parents):
    world.decide(coach, started, **TWELVE)
    for signer in parents:
        world.say(coach, started, signer)
    assert not may_ask(world, started)

    world.say(coach, started, child_of(world, started))

    assert may_ask(world, started)


def test_a_child_of_sixteen_agrees_alone(world, coach, started):
    world.decide(coach, started, holders="two", **SIXTEEN)

    world.say(coach, started, child_of(world, started))

    assert may_ask(world, started)


def test_ac_125_in_the_month_a_child_turns_twelve_asking_stops_and_what_was_given_stays(
    world, coach
):
    traject = world.traject(coach)
    world.decide(coach, traject, birth_year=2014, birth_month=12)
    assert may_ask(world, traject)

    world.clock.forward(days=90)

    assert (may_ask(world, traject), may_use(world, traject)) == (False, True)


def test_under_twelve_a_child_signs_nothing(world, coach, started, parents):
    with pytest.raises(InputError, match="hoeft"):
        world.say(coach, started, child_of(world, started))


def test_a_parent_without_authority_signs_nothing(world, coach, started, parents):
    other = world.add(coach, started, "parent", "stiefvader", holds_authority=False)

    with pytest.raises(InputError, match="hoeft"):
        world.say(coach, started, other)


def test_a_court_decision_stands_for_the_holders_and_can_end(world, coach, started, parents):
    world.say(coach, started, parents[0])
    world.say(coach, started, parents[1], yes=False)
    with world.database.write() as session:
        traject = session.get_one(Traject, started)
        statements.record_court_decision(
            session, coach.actor, traject, Channel.PAPER, world.clock()
        )
    assert may_ask(world, started)

    with world.database.write() as session:
        traject = session.get_one(Traject, started)
        agreeing.withdraw(session, coach.actor, traject, None, Channel.PAPER, world.clock())

    assert not may_ask(world, started)


def test_there_are_no_more_parents_with_authority_than_holders(world, coach, started, parents):
    with pytest.raises(InputError, match="gezag"):
        world.add(coach, started, "parent", "oma", holds_authority=True)
    with pytest.raises(InputError, match="gezag"):
        world.decide(coach, started, holders="one")


def test_a_parent_turns_out_to_have_no_authority(world, coach, started, parents):
    world.say(coach, started, parents[0])
    with world.database.write() as session:
        traject = session.get_one(Traject, started)
        father = statements.signer_in(session, traject, parents[1])
        authority.set_authority(
            session, coach.actor, traject, father, holds_authority=False, now=world.clock()
        )

    world.decide(coach, started, holders="one")

    assert may_ask(world, started)


def test_who_is_here_only_to_agree_is_asked_nothing(world, coach):
    traject = world.start(coach)
    world.add(coach, traject, "parent", "moeder")
    world.add(coach, traject, "parent", "vader", is_asked=False)
    world.agree(coach, traject)
    world.plan(coach, traject)

    assert (
        world.sql(
            "SELECT DISTINCT label FROM traject_informant JOIN invitation"
            " ON informant_id = traject_informant.id WHERE role = 'parent' AND number = 2"
        )
        == []
    )


@pytest.mark.parametrize("role", ["teacher", "parent"])
def test_only_who_holds_authority_can_be_here_only_to_agree(world, coach, started, role):
    with pytest.raises(InputError, match="gezag"):
        world.add(coach, started, role, "iemand", is_asked=False, holds_authority=False)


def test_a_child_is_four_to_seventeen_years_old(world, coach, started):
    """The clock of the world stands in September 2026."""
    year, month = world.clock().year, world.clock().month
    for years, months in ((4, -1), (18, 0)):
        born = (year - years) * 12 + month - 1 - months
        with pytest.raises(InputError, match="4 tot 18"):
            world.decide(coach, started, birth_year=born // 12, birth_month=born % 12 + 1)

    for years, months in ((4, 0), (18, -1)):
        born = (year - years) * 12 + month - 1 - months
        world.decide(coach, started, birth_year=born // 12, birth_month=born % 12 + 1)


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
    ],
)
def test_an_impossible_birth_or_unknown_choice_is_refused(world, coach, started, change):
    with pytest.raises(InputError):
        world.decide(coach, started, **change)

    assert world.sql("SELECT birth_year, holders FROM traject") == [(None, None)]


def test_another_coach_can_neither_record_nor_withdraw(world, coach, started, parents):
    for signer in parents:
        world.say(coach, started, signer)
    stranger = world.coach()

    for act in (
        lambda: world.say(stranger, started, parents[0], yes=False),
        lambda: world.withdraw(stranger, started),
        lambda: world.decide(stranger, started),
        lambda: ask(world, stranger, started, parents[0]),
    ):
        with pytest.raises(NotFoundError):
            act()

    assert may_ask(world, started)


def test_ac_016_somebody_of_another_traject_signs_nothing_here(world, coach, started, parents):
    other = world.start(coach, child="Noor")
    strange = world.add(coach, other, "parent", "moeder")

    with pytest.raises(NotFoundError):
        world.say(coach, started, strange)


def test_by_an_own_link_a_parent_agrees_refuses_and_takes_back(world, coach, started, parents):
    mother, father = parents
    world.say(coach, started, father)
    ask(world, coach, started, mother)

    by_link(world, mother)
    assert may_ask(world, started)
    with world.database.write() as session:
        agreeing.withdraw_by_link(session, mother, world.clock())

    assert not may_ask(world, started)
    ((recorder, channel),) = world.sql(
        "SELECT DISTINCT recorded_by, channel FROM consent_statement"
        " WHERE signer_id = :s AND state <> 'asked'",
        s=mother,
    )
    assert (recorder, channel) == (None, "link")


def test_who_was_not_asked_by_link_has_none(world, coach, started, parents):
    with pytest.raises(NotFoundError):
        by_link(world, parents[0])


def test_ac_125_a_child_gets_a_link_from_twelve(world, coach, started, parents):
    child = child_of(world, started)
    with pytest.raises(InputError, match="12 jaar"):
        ask(world, coach, started, child)

    world.decide(coach, started, birth_year=2014, birth_month=9)
    with pytest.raises(InputError, match="12 jaar"):
        ask(world, coach, started, child)

    world.decide(coach, started, **TWELVE)
    ask(world, coach, started, child)
    by_link(world, child, Purpose.HELP)

    assert said(world)[-1] == ("help", "given", "link")


def test_a_link_dies_with_the_authority(world, coach, started, parents):
    ask(world, coach, started, parents[0])
    with world.database.write() as session:
        traject = session.get_one(Traject, started)
        mother = statements.signer_in(session, traject, parents[0])
        authority.set_authority(
            session, coach.actor, traject, mother, holds_authority=False, now=world.clock()
        )

    with pytest.raises(NotFoundError):
        by_link(world, parents[0])


def test_everything_stands_in_the_trail(world, coach, started, parents):
    ask(world, coach, started, parents[0])
    by_link(world, parents[0])
    world.say(coach, started, parents[1])
    world.withdraw(coach, started, parents[1])

    trail = world.sql("SELECT act, actor_kind, actor_id FROM audit_event ORDER BY chain, position")

    person = coach.actor.person_id
    assert trail[4:] == [
        ("ask consent", "person", person),
        ("record consent", "respondent", parents[0]),
        ("record consent", "person", person),
        ("withdraw consent", "person", person),
    ]


def test_a_parent_holds_authority_unless_told_otherwise(world, coach, started):
    with world.database.write() as session:
        traject = session.get_one(Traject, started)
        made = [
            trajects.add_informant(
                session, coach.actor, traject, role=role, label=role, now=world.clock()
            )
            for role in ("parent", "teacher")
        ]
        assert [each.holds_authority for each in made] == [True, False]
