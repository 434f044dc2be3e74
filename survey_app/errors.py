"""Errors that a person can act on.

The room that understands a situation raises its own subclass.
"""


class KansmeterError(Exception):
    """Base of all errors whose text may be shown to the person who caused it.

    What a page may show is Dutch, and `english` is what a command says of the same.
    """

    def __init__(self, text: str = "", *, english: str | None = None) -> None:
        super().__init__(text)
        self.english = text if english is None else english


class NotFoundError(KansmeterError):
    """The thing does not exist, or not for this person: both look the same from outside."""

    def __init__(
        self,
        text: str = "Niet gevonden.",
        *,
        english: str = "Nothing here that this person may do it with: look at the id and the role.",
    ) -> None:
        super().__init__(text, english=english)


class ForbiddenError(KansmeterError):
    """The person is known, but this act is not theirs."""


class InputError(KansmeterError):
    """What was given cannot be used; the text says what to do, the given values are not lost."""
