"""The worked examples in the docstrings hold."""

import doctest
import importlib
import inspect
import pkgutil

import pytest

from survey_app import effects

WITHOUT_EXAMPLE = {"categories", "change_methods", "score_arrays", "score_rows", "group_labels"}
"""What only the other files of the room call."""


@pytest.mark.parametrize(
    "name", sorted({module.name for module in pkgutil.iter_modules(effects.__path__)})
)
def test_the_worked_examples_give_what_they_say(name) -> None:
    outcome = doctest.testmod(importlib.import_module(f"survey_app.effects.{name}"))

    assert (outcome.attempted > 0) == (name not in WITHOUT_EXAMPLE)
    assert outcome.failed == 0


@pytest.mark.parametrize(
    "name", [name for name in effects.__all__ if inspect.isfunction(getattr(effects, name))]
)
def test_every_function_of_the_room_has_a_worked_example(name) -> None:
    assert ">>>" in getattr(effects, name).__doc__
