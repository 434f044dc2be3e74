"""What keeps a service from starting in front of people, and what to do about it.

One list for whoever starts (`serve`, `gunicorn wsgi:app`, `deliver`) and for `doctor`, which tells
the same of a service that runs.
"""

from collections.abc import Mapping
from typing import Final

from sqlalchemy.orm import Session

from survey_app.accounts.queries import holds_simulated_data
from survey_app.keeping.doctor import Finding

SERVER_DEMANDS: Final = (
    ("fsync", ("on",), "answers that were thanked for are lost when the machine stops"),
    ("full_page_writes", ("on",), "a page half written when the machine stops is damaged for good"),
    (
        "synchronous_commit",
        ("on", "remote_apply"),
        "answers that were thanked for are lost when the server stops",
    ),
    ("session_replication_role", ("origin",), "rows may lose what they belong to"),
)
"""What a PostgreSQL server is set to, and what becomes of answers when it is not.

With another replication role neither foreign keys nor what guards the trail are looked at.
"""
FILE_DEMANDS: Final = (
    ("foreign_keys", (1,), "rows may lose what they belong to"),
    ("synchronous", (2, 3), "answers that were thanked for are lost when the machine stops"),
)
"""What every connection to an SQLite file is told, and must then say of itself."""


def why_unsafe(session: Session, environment: Mapping[str, str], *, is_public: bool) -> list[str]:
    """Return a sentence for each reason not to start; on one's own machine only debug is one."""
    found = []
    if environment.get("FLASK_DEBUG", "0") not in ("", "0"):
        found.append("FLASK_DEBUG is set: unset it, debug pages show secrets.")
    if is_public and holds_simulated_data(session):
        found.append("The database holds simulated data, refused on a public KANSMETER_BASE_URL.")
    if is_public:
        found += _weak_settings(session)
    return found


def starting(session: Session, environment: Mapping[str, str], *, is_public: bool) -> list[Finding]:
    """Tell an operator what the next start would be refused for."""
    reasons = why_unsafe(session, environment, is_public=is_public)
    if reasons:
        return [Finding(True, each) for each in reasons]
    return [Finding(False, "Nothing keeps the service from starting.")]


def _weak_settings(session: Session) -> list[str]:
    is_file = session.get_bind().dialect.name == "sqlite"
    demands, ask = (FILE_DEMANDS, "PRAGMA") if is_file else (SERVER_DEMANDS, "SHOW")
    read = session.connection().exec_driver_sql
    return [
        f"The database has {name} set to {value}, so {so}: set it to {wanted[0]}."
        for name, wanted, so in demands
        if (value := read(f"{ask} {name}").scalar_one()) not in wanted
    ]
