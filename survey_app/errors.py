"""Errors that a person can act on.

The room that understands a situation raises its own subclass.
"""


class KansmeterError(Exception):
    """Base of all errors whose text may be shown to the person who caused it."""


class NotFoundError(KansmeterError):
    """The thing does not exist, or not for this person: both look the same from outside."""


class ForbiddenError(KansmeterError):
    """The person is known, but this act is not theirs."""


class InputError(KansmeterError):
    """What was given cannot be used; the text says what to do, the given values are not lost."""
