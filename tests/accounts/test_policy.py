"""The one policy: own trajects yes, everything else no, and rows without an owner for nobody."""

import pytest

from survey_app.accounts.policy import Act, Actor, Owned, demand, may
from survey_app.errors import ForbiddenError, NotFoundError

COACH = Actor("me", "north", "Marit", frozenset({"school-a", "school-b"}))
NO_ROLE = Actor("me", "north", "Marit", frozenset())

OWN = Owned("north", "school-a", "me")
OBJECTS = {
    "own": OWN,
    "own, at the other school": Owned("north", "school-b", "me"),
    "of a colleague at the same school": Owned("north", "school-a", "colleague"),
    "at a school where one is no coach": Owned("north", "school-c", "me"),
    "of another organisation": Owned("south", "school-a", "me"),
    "without an organisation": Owned(None, "school-a", "me"),
    "without a school": Owned("north", None, "me"),
    "of a colleague at another school": Owned("north", "school-c", "colleague"),
    "of a colleague elsewhere": Owned("south", "school-a", "colleague"),
    "without a coach": Owned("north", "school-a", None),
    "of nobody": Owned(None, None, None),
    "unknown": None,
}
ON_ONES_OWN = {
    *(Act.SEE_TRAJECT, Act.CHANGE_TRAJECT, Act.EXPORT_RESPONSES),
    *(Act.SEE_PARTICIPANT, Act.CHANGE_PARTICIPANT),
    *(Act.ENTER_ANSWERS, Act.HAND_OVER_TABLET, Act.CHANGE_CONTACT),
    *(Act.TAKE_UP_SIGNAL, Act.KEEP_MELDCODE),
}
WHOLLY_OWN = {"own", "own, at the other school"}
STILL_OWN_WORDS = {"at a school where one is no coach", "without a school"}
FOR_A_SCHOOL = {
    *(Act.START_TRAJECT, Act.ENROL_PARTICIPANT),
    *(Act.CHANGE_CALENDAR, Act.CHANGE_SCHOOL_PEOPLE, Act.DECIDE_NOMINATION, Act.LOG_CONTACT),
}
# Starting, the calendar, the people of a school and what its teachers put forward ask for a school
# only; one's own caseload, accepting references and cards of peers, for a role only. A card is
# checked by anybody of the network but who wrote it, and taken back by who did.
ALLOWED = (
    {(act, whose) for act in ON_ONES_OWN for whose in WHOLLY_OWN}
    | {
        (act, whose)
        for act in FOR_A_SCHOOL
        for whose in (*WHOLLY_OWN, "of a colleague at the same school", "without a coach")
    }
    | {
        (act, whose)
        for act in (Act.SEE_CASELOAD, Act.ACCEPT_REFERENCE, Act.SEE_CARDS)
        for whose in OBJECTS
    }
    | {(Act.CHECK_CARD, f"of a colleague at {school} school") for school in ("the same", "another")}
    | {(Act.WITHDRAW_CARD, whose) for whose in (*WHOLLY_OWN, *STILL_OWN_WORDS)}
    # Who stands in is about the coach, wherever that coach works.
    | {(Act.NAME_SUBSTITUTE, whose) for whose in (*WHOLLY_OWN, *STILL_OWN_WORDS)}
)
STOOD_IN = Owned("north", "school-c", "colleague", frozenset({"me"}))


@pytest.mark.parametrize("whose", OBJECTS)
@pytest.mark.parametrize("act", Act)
def test_a_coach_may_do_this_and_no_more(act, whose):
    assert may(COACH, act, OBJECTS[whose]) is ((act, whose) in ALLOWED)


@pytest.mark.parametrize("whose", OBJECTS)
@pytest.mark.parametrize("act", Act)
def test_somebody_without_a_role_may_do_nothing(act, whose):
    assert not may(NO_ROLE, act, OBJECTS[whose])


@pytest.mark.parametrize("whose", sorted(set(OBJECTS) - WHOLLY_OWN - {"unknown"}))
def test_what_is_not_ones_own_looks_as_if_it_does_not_exist(whose):
    with pytest.raises(NotFoundError):
        demand(COACH, Act.SEE_TRAJECT, OBJECTS[whose])


@pytest.mark.parametrize("act", Act)
def test_who_stands_in_may_take_up_a_signal_and_nothing_else(act):
    anyway = {Act.SEE_CASELOAD, Act.ACCEPT_REFERENCE, Act.SEE_CARDS, Act.CHECK_CARD}

    assert may(COACH, act, STOOD_IN) is (act in {Act.TAKE_UP_SIGNAL, *anyway})


@pytest.mark.parametrize(
    ("actor", "owned"),
    [
        (COACH, Owned("north", "school-c", "colleague")),
        (COACH, Owned("north", "school-c", "colleague", frozenset({"another"}))),
        (COACH, Owned("south", "school-c", "colleague", frozenset({"me"}))),
        (COACH, Owned(None, "school-c", "colleague", frozenset({"me"}))),
        (NO_ROLE, STOOD_IN),
    ],
    ids=["nobody named", "another", "another organisation", "no organisation", "no role any more"],
)
def test_who_does_not_stand_in_for_whose_it_is_may_not(actor, owned):
    assert not may(actor, Act.TAKE_UP_SIGNAL, owned)


def test_an_act_that_is_not_ones_role_is_called_so():
    with pytest.raises(ForbiddenError):
        demand(NO_ROLE, Act.SEE_CASELOAD)


def test_an_allowed_act_passes():
    assert demand(COACH, Act.SEE_TRAJECT, OWN) is None
