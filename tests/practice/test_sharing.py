"""A card with peers: never before a second coach read it, and gone as soon as somebody says so."""

from dataclasses import fields
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.errors import InputError, NotFoundError
from survey_app.practice import shared_cards, sharing
from survey_app.practice.decisions import Saw
from survey_app.practice.shared_cards import SharedCard, ShareState
from survey_app.practice.sharing import CheckedMeanwhileError
from survey_app.trajects.consent import Purpose
from survey_app.trajects.models import Traject
from tests.practice.test_decisions import decide, lines, moment, seen

LINE = "elke dag vijf minuten samen lezen"
"""Holds the name of the child, within a word."""
KRACHT_HIGHER = ("kracht", "higher")


@pytest.fixture
def colleague(world, coach):
    """A second and a third coach of the network, at another school and at this one."""
    world.coach("Noord", "De Es")
    return world.coach()


def offer(world, coach, traject_id, decision_id, *, first=False):
    with world.database.write() as session:
        traject = session.get_one(Traject, traject_id)
        return sharing.offer(
            session,
            coach.actor,
            traject,
            decision_id,
            how=sharing.ASK_PARENTS if first else sharing.YES,
            now=world.clock(),
        ).id


def offered(world, coach, traject_id, *, first=False, **more):
    decision_id = decide(world, coach, traject_id, line=LINE, **more)
    offer(world, coach, traject_id, decision_id, first=first)
    return decision_id


def check(world, coach, decision_id, *, clears=True, reason=""):
    outcome = shared_cards.CLEARED if clears else shared_cards.SENT_BACK
    with world.database.write() as session:
        sharing.check(
            session, coach.actor, decision_id, outcome=outcome, reason=reason, now=world.clock()
        )


def withdraw(world, coach, decision_id):
    with world.database.write() as session:
        sharing.withdraw(session, coach.actor, decision_id, world.clock())


def waiting(world, coach):
    with world.database.read() as session:
        return [each.id for each in shared_cards.to_check(session, coach.actor, world.clock.today)]


def peers(world, coach, like=None, reason=None):
    with world.database.read() as session:
        today = world.clock.today
        return shared_cards.of_peers(session, coach.actor, today, like=like, reason=reason)


def ids(cards):
    return [each.id for each in cards]


def state(world, coach, traject_id):
    with world.database.read() as session:
        traject = session.get_one(Traject, traject_id)
        found = [each.decision for each in lines(world, coach, traject_id)]
        states = shared_cards.states(session, coach.actor, traject, found, world.clock.today)
        return states[found[0].id].state if found[0].id in states else ShareState.NOT_OFFERED


def parent_of(world, traject_id):
    rows = world.sql(
        "SELECT id FROM traject_informant WHERE traject_id = :id AND role = 'parent'",
        id=traject_id,
    )
    return rows[0][0]


def test_a_card_is_with_peers_only_after_a_second_coach_cleared_it(
    world, coach, colleague, traject
):
    decision_id = decide(world, coach, traject, line=LINE)
    assert waiting(world, colleague) == []
    offer(world, coach, traject, decision_id)
    assert (waiting(world, colleague), peers(world, colleague)) == ([decision_id], [])
    assert state(world, coach, traject) is ShareState.WAITS_FOR_CHECK

    check(world, colleague, decision_id)

    assert (waiting(world, colleague), ids(peers(world, colleague))) == ([], [decision_id])
    assert state(world, coach, traject) is ShareState.SHARED
    assert peers(world, coach) == []


def test_who_looks_sees_no_child_school_or_coach(world, coach, colleague, traject):
    offered(
        world,
        coach,
        traject,
        principles=["samen"],
        voices="Sam zegt het",
        step="bel oma",
        step_by="parent",
    )

    with world.database.read() as session:
        (card,) = shared_cards.to_check(session, colleague.actor, world.clock.today)

    assert {each.name for each in fields(SharedCard)} == {
        *("id", "choice", "line", "seen", "principles", "ages", "month")
    }
    assert (card.line, card.principles) == (LINE, ("samen beslissen",))
    assert (card.ages, card.month.isoformat()) == ((8, 12), "2026-09-01")
    said = repr(card)
    for word in ("Sam", "Zandpad", "Velthuis", "oma", traject, coach.actor.person_id):
        assert word not in said


def test_the_author_never_clears_the_own_card_nor_does_who_has_the_traject_now(
    world, coach, colleague, traject
):
    decision_id = offered(world, coach, traject)
    assert waiting(world, coach) == []
    with pytest.raises(NotFoundError):
        check(world, coach, decision_id)
    world.sql(
        "UPDATE traject SET coach_id = :coach WHERE id = :id",
        coach=colleague.actor.person_id,
        id=traject,
    )

    assert waiting(world, colleague) == []
    with pytest.raises(NotFoundError):
        check(world, colleague, decision_id)
    assert world.sql("SELECT outcome FROM card_offer") == [(None,)]


def test_the_database_itself_refuses_a_check_by_who_offered_it(world, coach, colleague, traject):
    offered(world, coach, traject)

    with pytest.raises(IntegrityError):
        world.sql(
            "UPDATE card_offer SET outcome = 'cleared', checked_at = offered_at,"
            " checked_by = offered_by"
        )


def test_another_organisation_sees_and_checks_nothing(world, coach, colleague, traject):
    decision_id = offered(world, coach, traject)
    strangers = [world.coach("Zuid", "De Heide") for _ in range(3)]
    assert waiting(world, strangers[0]) == []
    with pytest.raises(NotFoundError):
        check(world, strangers[0], decision_id)

    check(world, colleague, decision_id)

    assert peers(world, strangers[0]) == []
    with pytest.raises(NotFoundError):
        withdraw(world, strangers[0], decision_id)


def test_with_two_coaches_nobody_sees_a_card_not_even_to_check(world, coach, traject):
    second = world.coach("Noord", "De Es")
    decision_id = offered(world, coach, traject)
    assert waiting(world, second) == []
    with pytest.raises(NotFoundError):
        check(world, second, decision_id)
    assert state(world, coach, traject) is ShareState.TOO_FEW_COACHES

    third = world.coach("Noord", "De Es")
    check(world, second, decision_id)
    assert ids(peers(world, third)) == [decision_id]
    world.sql("UPDATE person SET active = false WHERE id = :id", id=second.actor.person_id)

    assert peers(world, third) == []


@pytest.mark.parametrize("purposes", [(Purpose.NETWORK,), ()], ids=["network", "everything"])
def test_what_was_shared_is_gone_at_once_when_the_agreement_is_taken_back(
    world, coach, colleague, traject, purposes
):
    waits = world.traject(coach, child="Noor")
    shared, waiting_id = offered(world, coach, traject), offered(world, coach, waits)
    check(world, colleague, shared)
    assert (ids(peers(world, colleague)), waiting(world, colleague)) == ([shared], [waiting_id])

    for each in (traject, waits):
        parent = parent_of(world, each)
        if purposes:
            world.say(coach, each, parent, *purposes, yes=False)
        else:
            world.withdraw(coach, each, parent)

    assert (peers(world, colleague), waiting(world, colleague)) == ([], [])
    with pytest.raises(NotFoundError):
        check(world, colleague, waiting_id)
    assert state(world, coach, traject) is ShareState.NOT_AGREED


@pytest.mark.parametrize("first", [False, True])
def test_who_refused_the_network_shares_nothing(world, coach, colleague, traject, first):
    world.say(coach, traject, parent_of(world, traject), Purpose.NETWORK, yes=False)
    decision_id = decide(world, coach, traject, line=LINE)

    with pytest.raises(InputError, match="geen akkoord"):
        offer(world, coach, traject, decision_id, first=first)

    assert world.rows("card_offer") == 0


def test_what_parents_are_asked_first_waits_until_their_day_is_known(
    world, coach, colleague, traject
):
    decision_id = offered(world, coach, traject, first=True)
    assert waiting(world, colleague) == []
    assert state(world, coach, traject) is ShareState.WAITS_FOR_PARENTS
    with pytest.raises(InputError, match="welke dag"):
        offer(world, coach, traject, decision_id)

    def agree(on):
        with world.database.write() as session:
            found = session.get_one(Traject, traject)
            sharing.parents_agreed(session, coach.actor, found, decision_id, on, world.clock())

    for days in (-1, 1):
        with pytest.raises(InputError, match="Kies de dag"):
            agree(world.clock.today + timedelta(days=days))
    agree(world.clock.today)

    assert waiting(world, colleague) == [decision_id]


def test_a_card_that_was_sent_back_needs_another_line_and_another_look(
    world, coach, colleague, traject
):
    decision_id = offered(world, coach, traject)
    with pytest.raises(InputError, match="te herkennen"):
        check(world, colleague, decision_id, clears=False, reason=" ")
    check(world, colleague, decision_id, clears=False, reason="de brand herkent iedereen")
    assert (waiting(world, colleague), peers(world, colleague)) == ([], [])
    with pytest.raises(InputError, match="Verander eerst"):
        offer(world, coach, traject, decision_id)

    again = decide(world, coach, traject, line="samen lezen")
    offer(world, coach, traject, again)

    assert waiting(world, colleague) == [again]
    with pytest.raises(InputError, match="opnieuw beantwoord"):
        offer(world, coach, traject, decision_id)


def test_what_was_sent_back_does_not_go_to_another_colleague_by_a_detour(
    world, coach, colleague, traject
):
    third = world.coach()
    decision_id = offered(world, coach, traject)
    check(world, colleague, decision_id, clears=False, reason="de brand herkent iedereen")

    withdraw(world, coach, decision_id)
    with pytest.raises(InputError, match="Verander eerst"):
        offer(world, coach, traject, decision_id)
    again = decide(world, coach, traject, line=LINE, voices="iedereen is blij")
    with pytest.raises(InputError, match="Verander eerst"):
        offer(world, coach, traject, again)

    assert waiting(world, third) == []


@pytest.mark.parametrize("line", ["Zoe\u0308 leest", "ｚｏë leest", "met_zoë_samen"])
def test_a_name_is_found_however_its_letters_are_written(world, coach, colleague, line):
    traject = world.traject(coach, child="Zoë")
    decision_id = decide(world, coach, traject, line=line)

    with pytest.raises(InputError, match="naam van het kind"):
        offer(world, coach, traject, decision_id)


def test_another_answer_takes_the_earlier_one_from_peers(world, coach, colleague, traject):
    decision_id = offered(world, coach, traject)
    check(world, colleague, decision_id)

    decide(world, coach, traject, "other", "toch anders")

    assert peers(world, colleague) == []
    assert state(world, coach, traject) is ShareState.NOT_OFFERED


def test_a_card_is_checked_once_and_the_second_is_told(world, coach, colleague, traject):
    third = world.coach()
    decision_id = offered(world, coach, traject)
    check(world, colleague, decision_id)

    with pytest.raises(CheckedMeanwhileError):
        check(world, third, decision_id, clears=False, reason="toch niet")

    assert ids(peers(world, third)) == [decision_id]


def test_withdrawing_works_at_once_and_sharing_again_asks_for_another_look(
    world, coach, colleague, traject
):
    decision_id = offered(world, coach, traject)
    check(world, colleague, decision_id)
    withdraw(world, coach, decision_id)
    assert peers(world, colleague) == []
    with pytest.raises(CheckedMeanwhileError):
        check(world, colleague, decision_id)

    offer(world, coach, traject, decision_id)

    assert (peers(world, colleague), waiting(world, colleague)) == ([], [decision_id])


def test_who_wrote_it_may_withdraw_after_the_traject_went_to_another_who_may_too(
    world, coach, colleague, traject
):
    decision_id = offered(world, coach, traject)
    third = world.coach()
    with pytest.raises(NotFoundError):
        withdraw(world, third, decision_id)
    world.sql(
        "UPDATE traject SET coach_id = :coach WHERE id = :id",
        coach=colleague.actor.person_id,
        id=traject,
    )
    withdraw(world, coach, decision_id)
    assert waiting(world, third) == []

    offer(world, colleague, traject, decision_id)
    assert waiting(world, third) == [decision_id]
    assert waiting(world, coach) == []
    with pytest.raises(NotFoundError):
        check(world, coach, decision_id)
    withdraw(world, colleague, decision_id)
    assert waiting(world, third) == []


def test_a_line_that_names_the_child_is_not_offered_but_a_name_within_a_word_is_none(
    world, coach, colleague, traject
):
    for line in ("Sam kreeg een maatje", "met SAM, elke dag"):
        decision_id = decide(world, coach, traject, line=line)
        with pytest.raises(InputError, match="naam van het kind"):
            offer(world, coach, traject, decision_id)

    assert offered(world, coach, traject, choice="other") in waiting(world, colleague)


def test_without_a_line_there_is_nothing_to_share_and_a_skip_is_no_card(
    world, coach, colleague, traject
):
    skip = decide(world, coach, traject, "skipped")
    with pytest.raises(NotFoundError):
        offer(world, coach, traject, skip)
    for line in ("", LINE):
        early = decide(world, coach, traject, "too_early", line)
        with pytest.raises(InputError, match="niets te delen"):
            offer(world, coach, traject, early)


def test_peers_find_cards_with_the_same_direction_or_reason_the_newest_first(
    world, coach, colleague, traject
):
    found = []
    for child, direction in (("Noor", "higher"), ("Otis", "lower"), ("Mila", "higher")):
        world.clock.forward(days=1)
        each = world.traject(coach, child=child)
        world.sql("UPDATE traject SET reason = 'loss' WHERE id = :id", id=each)
        saw = Saw((seen(direction=direction),))
        found.append(offered(world, coach, each, saw=saw, occasion_id=moment(world, each)))
        check(world, colleague, found[-1])
    noor, otis, mila = found

    assert ids(peers(world, colleague, [KRACHT_HIGHER], "tension")) == [mila, noor]
    assert ids(peers(world, colleague, [("kracht", "lower")], "tension")) == [otis]
    assert ids(peers(world, colleague, [("last", "higher")], "tension")) == []
    assert ids(peers(world, colleague, [], "loss")) == [mila, otis, noor]
    assert ids(peers(world, colleague)) == [mila, otis, noor]


@pytest.mark.parametrize(
    ("years", "months", "band"),
    [
        (5, 6, None),
        (6, 6, (6, 7)),
        (7, 11, (6, 7)),
        (8, 1, (8, 12)),
        (12, 6, (8, 12)),
        (13, 6, None),
    ],
)
def test_of_an_age_only_the_band_is_told(world, coach, traject, years, months, band):
    with world.database.read() as session:
        found = session.get_one(Traject, traject)
        on = world.clock.today
        total = on.year * 12 + on.month - 1 - years * 12 - months
        found.birth_year, found.birth_month = total // 12, total % 12 + 1

        assert shared_cards.age_band(found, on) == band
        found.birth_year = found.birth_month = None
        assert shared_cards.age_band(found, on) is None
        session.rollback()


def test_reasons_are_unreadable_in_the_database(world, coach, colleague, traject):
    decision_id = offered(world, coach, traject)
    check(world, colleague, decision_id, clears=False, reason="de brand herkent iedereen")

    ((reason,),) = world.sql("SELECT reason FROM card_offer")

    assert "brand" not in reason
