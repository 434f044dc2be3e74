"""The worked examples in the docstrings hold."""

import doctest

import pytest

from survey_app.effects import change_table, measurement_error, pair_change


@pytest.mark.parametrize("module", [change_table, measurement_error, pair_change])
def test_the_worked_examples_give_what_they_say(module) -> None:
    outcome = doctest.testmod(module)

    assert outcome.attempted > 0
    assert outcome.failed == 0
