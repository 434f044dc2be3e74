"""The shape of the file of a way of working."""

from typing import Annotated

from pydantic import Field

from survey_app.definitions.shape import Shape
from survey_app.definitions.words import Key, ListKey, Version, Word

LONGEST_NAME = 40
LONGEST_MEANING = 160
MOST_PRINCIPLES = 12
"""So many can be read on a phone during a talk."""


class PrincipleShape(Shape):
    """One of `principles`."""

    key: Key
    version: Version
    name: Annotated[Word, Field(max_length=LONGEST_NAME)]
    meaning: Annotated[Word, Field(max_length=LONGEST_MEANING)]


class WayShape(Shape):
    """A whole way of working."""

    key: ListKey
    version: Version
    title: Annotated[Word, Field(max_length=LONGEST_NAME)]
    principles: Annotated[list[PrincipleShape], Field(min_length=1, max_length=MOST_PRINCIPLES)]
