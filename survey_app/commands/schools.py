"""A school that somebody at a terminal names."""

from survey_app.accounts.models import School
from survey_app.accounts.queries import schools_named
from survey_app.errors import InputError
from survey_app.storage import Database


def find_school(database: Database, name: str, organisation: str | None) -> School:
    """Return the one school of this name, or raise InputError that says what to give."""
    with database.read() as session:
        found = schools_named(session, name, organisation)
    if not found:
        whose = "" if organisation is None else f" of '{organisation}'"
        raise InputError(f"There is no school '{name}'{whose}. Write the name as it was added.")
    if len(found) > 1:
        owners = ", ".join(f"'{owner.name}'" for _, owner in found)
        raise InputError(f"{owners} each have a school '{name}': say whose with --organisation.")
    ((school, _),) = found
    return school
