"""By the rules of a list: which answers raise a signal together, and what a drop is."""

from pathlib import Path

import pytest

from survey_app.definitions import Questionnaire, SignalLevel, load
from survey_app.measurements.raising import Cause, Raised, cause_of, raised
from tests.definitions.files import write
from tests.definitions.test_signals import FILE

TALK, TODAY = SignalLevel.TALK, SignalLevel.TODAY
SEVERAL_OF_ONE = """\
  - {item: meer, options: [wat], level: talk}
  - {item: meer, options: [ja], level: today}
"""


@pytest.fixture
def rules(tmp_path: Path) -> Questionnaire:
    return load(write(tmp_path, FILE))


@pytest.fixture
def more(tmp_path: Path) -> Questionnaire:
    """Give a list in which several answers to one question can be chosen."""
    item = "  - {key: meer, options: drie, choose: {most: 3}, text: {nl: Kies.}}\n"
    return load(write(tmp_path, FILE.replace("signals:\n", f"{item}signals:\n") + SEVERAL_OF_ONE))


@pytest.mark.parametrize(
    ("answers", "items"),
    [
        ({"een": "nee", "twee": "nee"}, ("een", "twee")),
        ({"twee": "nee", "drie": "nee"}, ("twee", "drie")),
        ({"een": "nee", "twee": "nee", "drie": "nee"}, ("een", "twee", "drie")),
    ],
)
def test_two_of_the_counted_answers_are_one_signal_with_the_first(
    rules: Questionnaire, answers: dict[str, str], items: tuple[str, ...]
) -> None:
    assert raised(rules, answers, {}) == [Raised(items, TALK, Cause.TOGETHER)]


@pytest.mark.parametrize(
    "answers", [{}, {"een": "nee"}, {"een": "nee", "twee": "wat"}, {"een": "nee", "stap": "10"}]
)
def test_one_of_the_counted_answers_is_no_signal(
    rules: Questionnaire, answers: dict[str, str]
) -> None:
    assert raised(rules, answers, {}) == []


@pytest.mark.parametrize(
    ("then", "now", "is_drop"),
    [
        ("8", "5", True),
        ("10", "2", True),
        ("8", "6", False),
        ("5", "8", False),
        ("8", None, False),
        (None, "5", False),
        ("hoog", "5", False),
    ],
)
def test_three_steps_lower_than_the_last_time_is_a_drop(
    rules: Questionnaire, then: str | None, now: str | None, is_drop: bool
) -> None:
    earlier, answers = ({"stap": step} if step else {} for step in (then, now))

    found = raised(rules, answers, earlier)

    assert found == ([Raised(("stap",), TALK, Cause.DROP)] if is_drop else [])


def test_a_low_step_that_is_a_drop_too_is_one_signal(rules: Questionnaire) -> None:
    assert raised(rules, {"stap": "0"}, {"stap": "9"}) == [Raised(("stap",), TALK, Cause.ANSWER)]


def test_of_two_signals_at_one_item_the_most_urgent_stays(more: Questionnaire) -> None:
    assert raised(more, {"meer": "wat ja"}, {}) == [Raised(("meer",), TODAY, Cause.ANSWER)]
    assert raised(more, {"meer": "nee wat"}, {}) == [Raised(("meer",), TALK, Cause.ANSWER)]


def test_why_a_signal_was_raised_is_told_again_from_its_answers(rules: Questionnaire) -> None:
    answers = {"twee": "nee", "drie": "nee", "stap": "5"}

    assert cause_of(rules, answers, "twee") == (Cause.TOGETHER, ("twee", "drie"))
    assert cause_of(rules, answers, "stap") == (Cause.DROP, ("stap",))
    assert cause_of(rules, {"een": "ja"}, "een") == (Cause.ANSWER, ("een",))
    assert cause_of(rules, {}, "wrong_person") == (Cause.ANSWER, ("wrong_person",))
