"""What a command was refused stands in the trail, as what it does does."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import click

from survey_app.accounts.models import Person
from survey_app.audit import services as audit
from survey_app.audit.origin import here
from survey_app.audit.tried import REFUSED
from survey_app.clock import utc_now
from survey_app.errors import ForbiddenError, NotFoundError
from survey_app.storage import Database

_ABOUT: Final = ("traject", "traject_id", "trajects")
"""What commands call their traject."""


@contextmanager
def noted(database: Database, name: str) -> Iterator[None]:
    """Write one line when what is done inside is refused, after it was undone.

    Without a person a thing that is not found is only a slip of who keeps the server; what is
    forbidden is told either way.
    """
    try:
        yield
    except (ForbiddenError, NotFoundError) as refused:
        person_id = here().person_id
        if person_id is not None or isinstance(refused, ForbiddenError):
            _note(database, name, person_id)
        raise


def _note(database: Database, name: str, person_id: str | None) -> None:
    traject_id = _traject()
    with database.write() as session:
        person = None if person_id is None else session.get(Person, person_id)
        audit.record(
            session,
            audit.COMMAND if person is None else audit.person(person.id),
            f"command {name}",
            "command" if traject_id is None else "traject",
            traject_id,
            organisation_id=None if person is None else person.organisation_id,
            now=utc_now(),
            outcome=REFUSED,
        )


def _traject() -> str | None:
    """Return the traject that was named to the command, when that can be one."""
    context = click.get_current_context(silent=True)
    given = [] if context is None else [context.params.get(each) for each in _ABOUT]
    for each in given:
        first = each[0] if isinstance(each, tuple) and each else each
        if isinstance(first, str) and re.fullmatch("[0-9a-f]{32}", first):
            return first
    return None
