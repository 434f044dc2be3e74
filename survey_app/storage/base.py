"""The declarative base, the names of constraints and the random ids of rows."""

import secrets
from datetime import datetime

from sqlalchemy import MetaData, event
from sqlalchemy.orm import DeclarativeBase

from survey_app.storage.columns import UtcTime
from survey_app.storage.sealed_text import bind_to_row

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """All tables; times carry a zone in Python and are UTC in the database."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcTime}


event.listen(Base, "before_insert", bind_to_row, propagate=True)
event.listen(Base, "before_update", bind_to_row, propagate=True)


def new_id() -> str:
    """Return a random id of 128 bits, as 32 hexadecimal characters.

    It tells nothing about others.
    """
    return secrets.token_hex(16)
