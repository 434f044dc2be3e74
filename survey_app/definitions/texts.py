"""Texts in one or more languages, and the places for names in them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from survey_app.errors import InputError

VARIABLES: Final = ("kind", "informant", "goal")
"""What a text can leave open: the child, who answers, and the goal an item is about."""

VARIABLE: Final = re.compile(r"\{(" + "|".join(VARIABLES) + r")\}")


class UnknownKeyError(InputError, LookupError):
    """A questionnaire has no item, option, scale or language with the asked key."""


class MissingTextError(UnknownKeyError):
    """A text does not exist in the asked language; another language is never shown instead."""


class UnfilledTextError(InputError):
    """A text names the child, the informant or a goal, and that was not given."""


@dataclass(frozen=True, slots=True, init=False)
class Text:
    """One text in one or more languages.

    A text without any language is one that a licence forbids to ship.

    Parameters
    ----------
    texts : Mapping[str, str]
        Language code to text, e.g. ``{"nl": "Hoe gaat het met {kind}?"}``.
    """

    _pairs: tuple[tuple[str, str], ...]

    def __init__(self, texts: Mapping[str, str]) -> None:
        object.__setattr__(self, "_pairs", tuple(sorted(texts.items())))

    @property
    def languages(self) -> tuple[str, ...]:
        """Language codes in alphabetical order."""
        return tuple(language for language, _ in self._pairs)

    def in_language(self, language: str) -> str:
        """Return the text in this language.

        Raises
        ------
        MissingTextError
            When this language is absent; languages are never mixed inside an instrument.
        """
        for known, text in self._pairs:
            if known == language:
                return text
        there = ", ".join(self.languages) or "none"
        raise MissingTextError(f"No text in language {language!r}; there is: {there}.")

    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Return (language, text) for every language."""
        return self._pairs


def fill(
    text: str, *, kind: str | None = None, informant: str | None = None, goal: str | None = None
) -> str:
    """Put names and goals in the places ``{kind}``, ``{informant}`` and ``{goal}`` of a text.

    Plain replacement in one pass: what stands in a name is never read as a variable.

    Parameters
    ----------
    text : str
        A text in one language.
    kind, informant, goal : str, optional
        What is filled in; needed only where the text has its place.

    Raises
    ------
    UnfilledTextError
        When the text has a place for something that was not given.
    """
    given_for = {"kind": kind, "informant": informant, "goal": goal}

    def filled(place: re.Match[str]) -> str:
        given = given_for[place.group(1)]
        if given is None:
            raise UnfilledTextError(f"Give the name for {place.group(0)} in {text!r}.")
        return given

    return VARIABLE.sub(filled, text)
