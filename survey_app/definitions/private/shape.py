"""The shape of a file of private texts: words per language, and nothing that scores."""

from typing import Annotated

from pydantic import Field

from survey_app.definitions.shape import EditionShape, Shape, StepShape
from survey_app.definitions.words import Key, ListKey, OptionKey, Texts, Version, Whole, Word

Words = Annotated[Texts, Field(min_length=1)]


class PrivateShape(Shape):
    """What stands at the top, apart from `options`, `items` and `scales`."""

    key: ListKey
    version: Version
    text_version: Annotated[Whole, Field(ge=1, le=9999)]
    licence: Word
    languages: Annotated[list[EditionShape], Field(min_length=1)]
    title: Words | None = None
    question: Words | None = None
    period: Words | None = None
    follows: list[StepShape] = Field(default_factory=list)


class PrivateItemShape(Shape):
    """One item; its options stand beside it or as a named set at the top."""

    key: Key
    text: Words
    hint: Words | None = None


class PrivateOptionShape(Shape):
    """One answer."""

    key: OptionKey
    text: Words


class PrivateScaleShape(Shape):
    """Our own words for one scale, in a language that the shipped key does not have."""

    key: Key
    title: Words
    direction: Words
    question: Words
