"""Answers as measurements give them, without a database."""

from datetime import date

from survey_app.measurements.queries import Placed


def said(role, key, on=date(2026, 9, 3), **answers):
    """Return what somebody answered to a shipped list."""
    return Placed(
        informant_id=role,
        role=role,
        number=1,
        label=role,
        joined_on=date(2026, 9, 1),
        occasion_id=f"{role}-{on}",
        occasion_kind="intake",
        answered_on=on,
        fingerprint=key,
        language="nl",
        quality=(),
        answers=answers,
        texts={},
        missing={},
        scores={},
    )
