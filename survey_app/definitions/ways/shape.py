"""The shape of the file of a way of working."""

from typing import Annotated

from pydantic import AfterValidator, Field

from survey_app.definitions.shape import Shape
from survey_app.definitions.words import Key, ListKey, Version, Word, wrong

LONGEST_NAME = 40
LONGEST_MEANING = 160
MOST_PRINCIPLES = 12
"""So many can be read on a phone during a talk."""


def _at_most(longest: int) -> AfterValidator:
    def check(given: str) -> str:
        if len(given) > longest:
            raise wrong(f"longer than {longest} characters; shorten it")
        return given

    return AfterValidator(check)


class PrincipleShape(Shape):
    """One of `principles`."""

    key: Key
    version: Version
    name: Annotated[Word, _at_most(LONGEST_NAME)]
    meaning: Annotated[Word, _at_most(LONGEST_MEANING)]


class WayShape(Shape):
    """A whole way of working."""

    key: ListKey
    version: Version
    title: Annotated[Word, _at_most(LONGEST_NAME)]
    principles: Annotated[list[PrincipleShape], Field(min_length=1, max_length=MOST_PRINCIPLES)]
