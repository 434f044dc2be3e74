"""Reading the files with texts, one language each, once a process."""

import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Final

from survey_app.definitions import DIRECTIONS
from survey_app.frames.values import Words

FOLDER: Final = Path(__file__).with_name("texts")
LANGUAGES: Final = tuple(DIRECTIONS)
"""Languages in which somebody can be spoken to, Dutch first; the same that a list can have."""


@lru_cache(maxsize=16)
def words_in(language: str) -> Words:
    """Return the texts of a language.

    Parameters
    ----------
    language : str
        One of `LANGUAGES`.

    Raises
    ------
    ValueError
        There is no such language, or its file lacks a text or has one too many.
    """
    if language not in LANGUAGES:
        raise ValueError(f"There are no frame texts in language {language!r}.")
    with (FOLDER / f"{language}.toml").open("rb") as file:
        return Words.model_validate(tomllib.load(file))
