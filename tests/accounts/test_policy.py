"""The one policy, cell by cell: role × act × whose it is; rows without an owner are for nobody.

What is allowed stands here once more, by hand: a line that slips into the policy turns this red.
"""

from dataclasses import replace

import pytest

from survey_app.accounts.policy import RULES, Act, Actor, Owned, could, demand, demand_role, may
from survey_app.accounts.roles import Right, Role
from survey_app.errors import ForbiddenError, NotFoundError

A, B, C = "school-a", "school-b", "school-c"


def somebody(*rights: Right) -> Actor:
    return Actor("me", "north", "Marit", frozenset(rights))


COACH = somebody(Right(Role.COACH, A), Right(Role.COACH, B))
NO_ROLE = somebody()
ACTORS = {
    "coach": COACH,
    "substitute": somebody(Right(Role.SUBSTITUTE, A, "colleague")),
    "substitute for one child": somebody(Right(Role.SUBSTITUTE, A, "colleague", "child")),
    "internal supervisor": somebody(Right(Role.SUPERVISOR, A)),
    "director": somebody(Right(Role.DIRECTOR, A)),
    "project leader": somebody(Right(Role.PROJECT_LEADER)),
    "researcher": somebody(Right(Role.RESEARCHER)),
    "administrator": somebody(Right(Role.ADMINISTRATOR)),
    "in an emergency": somebody(Right(Role.SUPERVISOR, A), Right(Role.EMERGENCY, A, None, "child")),
    "nobody": NO_ROLE,
}
OWN = Owned("north", A, "me")
OBJECTS = {
    "own": OWN,
    "own, at the other school": Owned("north", B, "me"),
    "own, where one has no role": Owned("north", C, "me"),
    "of a colleague": Owned("north", A, "colleague"),
    "child of a colleague": Owned("north", A, "colleague", traject_id="child"),
    "other child of a colleague": Owned("north", A, "colleague", traject_id="other"),
    "child of a colleague at another school": Owned("north", C, "colleague", traject_id="child"),
    "child of a third": Owned("north", A, "third", traject_id="other"),
    "of a colleague away": Owned("north", C, "colleague", frozenset({"me"})),
    "of somebody away for another": Owned("north", C, "colleague", frozenset({"another"})),
    "of the school": Owned("north", A, None),
    "of the other school": Owned("north", B, None),
    "of the organisation": Owned("north", None, None),
    "asked by a colleague, of no school": Owned("north", None, "colleague"),
    "own, of no school": Owned("north", None, "me"),
    "own, of another organisation": Owned("south", A, "me"),
    "of another organisation": Owned("south", A, "colleague", traject_id="child"),
    "of somebody away elsewhere": Owned("south", C, "colleague", frozenset({"me"})),
    "own, of no organisation": Owned(None, A, "me"),
    "away, of no organisation": Owned(None, C, "colleague", frozenset({"me"})),
    "of nobody": Owned(None, None, None),
    "unknown": None,
}
OF_ALL = set(OBJECTS)
HERE = {name for name, each in OBJECTS.items() if each and each.organisation_id == "north"}
WHOLLY_OWN = {"own", "own, at the other school"}
STILL_OWN = {*WHOLLY_OWN, "own, where one has no role", "own, of no school"}
AT_A = {name for name in HERE if OBJECTS[name].school_id == A}
AT_B = {"own, at the other school", "of the other school"}
OF_OTHERS = {name for name in HERE if OBJECTS[name].coach_id not in (None, "me")}
OF_OTHERS_AT_A = OF_OTHERS & AT_A

ON_A_TRAJECT = {
    *(Act.SEE_TRAJECT, Act.CHANGE_TRAJECT, Act.ENTER_ANSWERS, Act.HAND_OVER_TABLET),
    *(Act.KEEP_MELDCODE, Act.TAKE_UP_SIGNAL, Act.SEE_TRAIL),
}
AT_AN_OWN_SCHOOL = {
    *(Act.START_TRAJECT, Act.ENROL_PARTICIPANT, Act.CHANGE_CALENDAR, Act.CHANGE_SCHOOL_PEOPLE),
    *(Act.DECIDE_NOMINATION, Act.LOG_CONTACT),
}
PEOPLE = {Act.SEE_PEOPLE, Act.GIVE_SCHOOL_RIGHT}
ALLOWED: dict[str, dict[Act, set[str]]] = {
    "coach": {
        **dict.fromkeys((Act.SEE_CASELOAD, Act.ACCEPT_REFERENCE, Act.SEE_CARDS), OF_ALL),
        **dict.fromkeys(ON_A_TRAJECT, WHOLLY_OWN),
        Act.TAKE_UP_SIGNAL: {*WHOLLY_OWN, "of a colleague away"},
        **dict.fromkeys((Act.SEE_PARTICIPANT, Act.CHANGE_PARTICIPANT), WHOLLY_OWN),
        **dict.fromkeys((Act.CHANGE_CONTACT, Act.EXPORT_RESPONSES, Act.ERASE_TRAJECT), WHOLLY_OWN),
        **dict.fromkeys((Act.KEEP_REQUESTS, Act.GIVE_AWAY_TRAJECT), WHOLLY_OWN),
        **dict.fromkeys(AT_AN_OWN_SCHOOL, AT_A | AT_B),
        Act.CHECK_CARD: OF_OTHERS - {"asked by a colleague, of no school"},
        **dict.fromkeys((Act.NAME_SUBSTITUTE, Act.WITHDRAW_CARD), STILL_OWN),
        Act.OPEN_IN_EMERGENCY: AT_A | AT_B,
        Act.KEEP_OWN_ACCOUNT: OF_ALL,
    },
    "substitute": {
        Act.SEE_CASELOAD: OF_ALL,
        **dict.fromkeys(ON_A_TRAJECT, {"child of a colleague", "other child of a colleague"}),
        Act.CHANGE_CONTACT: {"own"},
        Act.KEEP_OWN_ACCOUNT: OF_ALL,
    },
    "substitute for one child": {
        Act.SEE_CASELOAD: OF_ALL,
        **dict.fromkeys(ON_A_TRAJECT, {"child of a colleague"}),
        Act.CHANGE_CONTACT: {"own"},
        Act.KEEP_OWN_ACCOUNT: OF_ALL,
    },
    "internal supervisor": {Act.OPEN_IN_EMERGENCY: AT_A, Act.KEEP_OWN_ACCOUNT: OF_ALL},
    "director": {
        Act.SEE_SCHOOL_TRAIL: AT_A,
        **dict.fromkeys(PEOPLE, AT_A),
        Act.OPEN_IN_EMERGENCY: AT_A,
        Act.SEE_APPROVALS: OF_ALL,
        Act.DECIDE_APPROVAL: OF_OTHERS_AT_A,
        Act.KEEP_OWN_ACCOUNT: OF_ALL,
    },
    "project leader": {
        Act.SEE_APPROVALS: OF_ALL,
        Act.DECIDE_APPROVAL: OF_OTHERS,
        Act.KEEP_OWN_ACCOUNT: OF_ALL,
    },
    "researcher": {
        Act.EXPORT_NETWORK: HERE,
        Act.ASK_EXPORT: OF_ALL,
        Act.SEE_APPROVALS: OF_ALL,
        Act.KEEP_OWN_ACCOUNT: OF_ALL,
    },
    "administrator": {
        **dict.fromkeys(PEOPLE, HERE),
        **dict.fromkeys(
            (Act.GIVE_WIDE_RIGHT, Act.KEEP_ACCOUNTS, Act.KEEP_SCHOOLS, Act.KEEP_TERMS), HERE
        ),
        Act.SEE_ACCOUNT_TRAIL: HERE,
        Act.SEE_APPROVALS: OF_ALL,
        Act.DECIDE_APPROVAL: OF_OTHERS,
        Act.KEEP_OWN_ACCOUNT: OF_ALL,
    },
    "in an emergency": {
        Act.OPEN_IN_EMERGENCY: AT_A,
        Act.SEE_IN_EMERGENCY: {"child of a colleague"},
        Act.KEEP_OWN_ACCOUNT: OF_ALL,
    },
    "nobody": {Act.KEEP_OWN_ACCOUNT: OF_ALL},
}


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", ACTORS)
def test_each_role_may_do_this_and_no_more(role, act):
    allowed = {whose for whose, owned in OBJECTS.items() if may(ACTORS[role], act, owned)}

    assert allowed == ALLOWED[role].get(act, set())


@pytest.mark.parametrize("act", Act)
@pytest.mark.parametrize("role", ACTORS)
def test_who_may_never_do_an_act_has_no_role_for_it(role, act):
    assert could(ACTORS[role], act) is (act in ALLOWED[role])


def test_every_act_stands_in_the_policy_and_in_this_table():
    assert set(RULES) == set(Act)
    assert {act for row in ALLOWED.values() for act in row} == set(Act)


def test_ac_025_what_was_opened_in_an_emergency_closes_with_the_part_at_that_school():
    """AC-025."""
    opened = Right(Role.EMERGENCY, A, None, "child")
    child = OBJECTS["child of a colleague"]

    for role in (Role.COACH, Role.SUPERVISOR, Role.DIRECTOR):
        assert may(somebody(opened, Right(role, A)), Act.SEE_IN_EMERGENCY, child)
        assert not may(somebody(opened, Right(role, B)), Act.SEE_IN_EMERGENCY, child)
    assert not may(somebody(opened), Act.SEE_IN_EMERGENCY, child)


@pytest.mark.parametrize("role", ACTORS)
def test_ac_021_what_belongs_to_nobody_is_for_nobody(role):
    """AC-021."""
    orphans = [
        Owned(None, None, None),
        *(replace(OWN, organisation_id=None), replace(OWN, school_id=None, coach_id=None)),
    ]
    on_a_child = {*ON_A_TRAJECT, Act.SEE_PARTICIPANT, Act.SEE_IN_EMERGENCY}

    assert not any(may(ACTORS[role], act, each) for act in on_a_child for each in orphans)


def test_ac_020_an_administrator_reads_nothing_about_a_child():
    """AC-020."""
    about_children = {
        *ON_A_TRAJECT,
        *(Act.SEE_CASELOAD, Act.SEE_PARTICIPANT, Act.CHANGE_PARTICIPANT, Act.EXPORT_RESPONSES),
        *(
            Act.EXPORT_NETWORK,
            Act.CHANGE_CONTACT,
            Act.SEE_CARDS,
            Act.SEE_IN_EMERGENCY,
            Act.OPEN_IN_EMERGENCY,
            Act.SEE_SCHOOL_TRAIL,
        ),
    }

    assert not any(could(ACTORS["administrator"], act) for act in about_children)


def test_ac_019_a_project_leader_sees_no_persons():
    """AC-019."""
    assert {act for act in Act if could(ACTORS["project leader"], act)} == {
        *(Act.KEEP_OWN_ACCOUNT, Act.SEE_APPROVALS, Act.DECIDE_APPROVAL)
    }


@pytest.mark.parametrize("whose", sorted(set(OBJECTS) - WHOLLY_OWN - {"unknown"}))
def test_what_is_not_ones_own_looks_as_if_it_does_not_exist(whose):
    with pytest.raises(NotFoundError):
        demand(COACH, Act.SEE_TRAJECT, OBJECTS[whose])


def test_an_act_that_is_not_ones_role_is_called_so():
    with pytest.raises(ForbiddenError):
        demand(NO_ROLE, Act.SEE_CASELOAD)
    with pytest.raises(ForbiddenError):
        demand_role(NO_ROLE, Act.SEE_TRAJECT)


def test_an_allowed_act_passes():
    assert demand(COACH, Act.SEE_TRAJECT, OWN) is None
    assert demand_role(COACH, Act.SEE_TRAJECT) is None
