"""Which questionnaire a command is about: one of this installation, or one in a file."""

from pathlib import Path

from survey_app.config import private_questionnaires
from survey_app.definitions import Library, Questionnaire, load, open_library


def library() -> Library:
    """Return what comes with Kansmeter, with the private texts that the environment names."""
    return open_library(private_questionnaires())


def find(path_or_key: str | Path) -> Questionnaire:
    """Return the questionnaire with this key, private texts in it, or the one in this file."""
    lists = library()
    key = str(path_or_key)
    return lists.of(key) if key in lists else load(path_or_key)
