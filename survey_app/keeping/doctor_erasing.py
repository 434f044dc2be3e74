"""What an operator should know of erasing: remains that wait to be cleaned, and a missing list."""

import os
from datetime import date
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.clock import local_date
from survey_app.keeping.doctor import Finding
from survey_app.keeping.erasing import not_cleaned
from survey_app.keeping.list_file import ListFile
from survey_app.keeping.models import Erasure


def erasing(session: Session, file: ListFile | None, today: date) -> list[Finding]:
    """Tell whether erased rows may still stand in the files, and whether a list is kept apart."""
    waiting = not_cleaned(session)
    since = local_date(waiting[0].erased_at) if waiting else today
    cleaned = Finding(
        bool(waiting),
        f"Of {len(waiting)} erasures since {since} the files of the database may still hold "
        "something: run 'survey-app erase --clean' at a quiet moment."
        if waiting
        else "The files of the database hold nothing of what was erased.",
    )
    if file is None:
        told = Finding(
            session.scalar(select(Erasure.id).limit(1)) is not None,
            "KANSMETER_ERASURE_LIST is not set: an older copy of the database would bring back "
            "what was erased.",
        )
    elif not _can_be_written(file.path):
        told = Finding(
            True,
            f"The erasure list {file.path} cannot be written: make its folder, for who serves.",
        )
    else:
        told = Finding(False, "What was erased is also on a list outside the database.")
    return [cleaned, told]


def _can_be_written(path: Path) -> bool:
    """Tell whether lines can be added; without this the first erasure would find out."""
    return os.access(path if path.exists() else path.parent, os.W_OK)
