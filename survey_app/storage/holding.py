"""Holding a row until the end of a transaction: one after another changes it."""

from sqlalchemy.exc import InvalidRequestError
from sqlalchemy.orm import Session

from survey_app.errors import NotFoundError
from survey_app.storage.base import Base


def hold(session: Session, row: Base, *, with_key: bool = True) -> None:
    """Read a row anew and hold it, or raise NotFoundError when it went while this one waited.

    Without its key others can still point to it. On SQLite a writer is alone.
    """
    session.flush()  # else what was changed in it here would be read over
    try:
        session.refresh(row, with_for_update=True if with_key else {"key_share": True})
    except InvalidRequestError as gone:  # all it says of a row that it knew and finds no more
        raise NotFoundError from gone
