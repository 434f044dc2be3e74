"""Every questionnaire there is on one installation."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from survey_app.definitions.loading import shipped
from survey_app.definitions.texts import UnknownKeyError
from survey_app.definitions.values import Questionnaire
from survey_app.errors import InputError


class PrivateFolderError(InputError):
    """The folder for private texts cannot be used; the text says what it must be."""


@dataclass(frozen=True, slots=True)
class Library:
    """What comes with Kansmeter, with private texts in the lists that have them here.

    Attributes
    ----------
    questionnaires : tuple of Questionnaire
        In the order of their keys.
    """

    questionnaires: tuple[Questionnaire, ...]

    def __iter__(self) -> Iterator[Questionnaire]:
        """Give every questionnaire."""
        return iter(self.questionnaires)

    def __contains__(self, key: object) -> bool:
        """Tell whether there is a questionnaire with this key."""
        return any(each.key == key for each in self.questionnaires)

    def of(self, key: str) -> Questionnaire:
        """Return the questionnaire with this key, or raise `UnknownKeyError`."""
        for each in self.questionnaires:
            if each.key == key:
                return each
        known = ", ".join(each.key for each in self.questionnaires)
        raise UnknownKeyError(f"There is no questionnaire {key!r}; there are: {known}.")


def open_library(private: Path | None = None) -> Library:
    """Read every questionnaire once.

    Parameters
    ----------
    private : Path, optional
        Folder with texts for the lists that come without.

    Raises
    ------
    PrivateFolderError
        The folder lies inside the software, is open to others, or is not there.
    DefinitionError
        A file in it has faults; each is named with its file, line and column.
    """
    lists = shipped()
    if private is None:
        return Library(tuple(lists))
    from survey_app.definitions.private.filling import demand_filled
    from survey_app.definitions.private.folder import why_not_private

    reason = why_not_private(private)
    if reason is not None:
        raise PrivateFolderError(f"The folder of private texts {reason}.")
    filled = demand_filled(lists, private)
    return Library(tuple(filled.get(each.key, each) for each in lists))
