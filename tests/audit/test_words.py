"""Every act that is recorded anywhere has Dutch words, and every object is of a traject or not."""

import ast
import re

import pytest
from sqlalchemy import inspect

from survey_app.accounts.policy import Act
from survey_app.accounts.roles import Role
from survey_app.audit import tried
from survey_app.audit.reading import OF_NO_TRAJECT, OF_TRAJECT
from survey_app.audit.tried import TRIED, told
from survey_app.audit.words import OFF_PAPER, ROLES, WORDS, roles_in_words, words_of
from survey_app.dutch import MONTHS
from survey_app.web.refusals import KINDS, PAGE
from tests.audit.recorded_acts import HOUSE, recorded_acts

pytestmark = pytest.mark.one_every_day

DIGITS = re.compile(r"\d")


@pytest.fixture(scope="module")
def recorded():
    return recorded_acts()


def test_every_act_can_be_told_from_the_code_and_has_words(recorded):
    acts, unclear = recorded

    # A refusal is told by the act of the policy: those have words of their own, see below.
    assert {each.split(":")[0] for each in unclear} == {"survey_app.web.refusals"}
    assert {act: at for act, at in acts.items() if act not in WORDS} == {}
    assert len(acts) > 100


def test_no_words_are_kept_for_what_nobody_does(recorded):
    acts, _ = recorded

    assert sorted(WORDS.keys() - acts.keys()) == []


def test_an_act_with_a_count_has_the_words_of_its_kind():
    assert words_of("plan 12 messages") == "zette berichten klaar"
    assert words_of("export csv, 40 rows") == "maakte een export"
    assert words_of("add coach") == "maakte een account"
    assert words_of("add event") == "zette een gebeurtenis op de tijdlijn"
    assert words_of("dance") == "dance"


def test_what_is_kept_off_paper_holds_all_about_worries():
    about = re.compile("signal|meldcode|referral|supervisor")
    asked = re.compile("request|restrict|put right|statement|texts of staff|example of data")

    assert {act for act in WORDS if about.search(act) or asked.search(act)} == OFF_PAPER
    assert {act for act in Act if about.search(act) or asked.search(act)} == tried.OFF_PAPER


def test_words_tell_of_no_parent_and_of_no_yes_or_no():
    told = " ".join((*WORDS.values(), *TRIED.values()))

    assert not re.search(r"ouder|moeder|vader|akkoord|weiger|introk|intrekk", told)
    assert not DIGITS.search(told)
    assert not any(month in told.split() for month in MONTHS)


def test_roles_are_read_in_words():
    assert [roles_in_words(each) for each in (None, "", "coach", "coach,director,x")] == [
        *("", "", "coach", "coach, directeur, x")
    ]
    assert set(ROLES) == set(Role)


def test_every_act_of_the_policy_has_words_for_who_was_refused():
    assert set(TRIED) == set(Act)
    assert told("see traject", "refused") == "wilde een traject bekijken en mocht dat niet"
    assert told("command export", "refused") == "wilde iets doen op de server en mocht dat niet"
    assert (
        told("second step to sign in", "refused") == "wilde inloggen met een code en mocht dat niet"
    )
    assert told("open in an emergency", "not found") == (
        "zocht een kind via de noodtoegang en vond niets"
    )
    assert told("see traject", "done") == words_of("see traject")


def kinds():
    """Return every kind of object in the code: the argument behind the act."""
    found = set()
    for path in HOUSE.rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            name = ast.unparse(call.func)
            given = {"audit.record": 3, "trail.record": 3, "record_look": 3}.get(name)
            if name == "record" and path.parent.name == "people":
                given = 2
            if given is not None and len(call.args) > given:
                for each in ast.walk(call.args[given]):
                    if isinstance(each, ast.Constant) and each.value:
                        found.add(each.value)
    return found


def test_every_kind_of_object_is_known_to_belong_to_a_traject_or_to_none():
    known = {*OF_TRAJECT, *OF_NO_TRAJECT, "traject", "response"}

    assert kinds() | {*KINDS.values(), PAGE} == known


def test_every_table_that_is_asked_has_the_columns_that_are_asked_for(database):
    found = inspect(database.engine)
    for name in OF_TRAJECT.values():
        assert {"id", "traject_id"} <= {each["name"] for each in found.get_columns(name)}
