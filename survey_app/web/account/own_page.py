"""What the page of the own account shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from flask import url_for

from survey_app.accounts.browsers import UNKNOWN
from survey_app.accounts.models import Person
from survey_app.accounts.sessions import OpenSession
from survey_app.clock import LOCAL
from survey_app.dutch import day_in_words

MESSAGES: Final = {
    "wachtwoord": "Je wachtwoord is veranderd. Op andere plekken ben je uitgelogd.",
    "uitgelogd": "Je bent daar uitgelogd.",
    "overal": "Op alle andere plekken ben je uitgelogd.",
}


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A browser in which somebody is signed in; without an address where it is this one."""

    browser: str
    line: str
    end_action: str | None


@dataclass(frozen=True, slots=True)
class OwnPage:
    """Somebody's own account."""

    name: str
    email: str
    password_url: str
    pin_url: str | None
    safely_url: str
    sessions: tuple[SessionRow, ...]
    end_others_action: str | None
    message: str | None


def own_page(
    person: Person,
    sessions: Sequence[OpenSession],
    today: date,
    message: str | None,
    *,
    has_tablet: bool,
) -> OwnPage:
    """Return the page of a person."""
    return OwnPage(
        name=person.name,
        email=person.email,
        password_url=url_for("account.new_password"),
        pin_url=url_for("coach.pin") if has_tablet else None,
        safely_url=url_for("ways_in.overview"),
        sessions=tuple(_row(each, today) for each in sessions),
        end_others_action=url_for("account.end_other_sessions") if len(sessions) > 1 else None,
        message=message,
    )


def _row(each: OpenSession, today: date) -> SessionRow:
    browser = each.browser or UNKNOWN
    lent = " Nu uitgeleend en op slot." if each.is_lent else ""
    return SessionRow(
        browser=browser[:1].upper() + browser[1:],
        line=f"Ingelogd {_at(each.started_at, today)}, laatst gebruikt "
        f"{_at(each.seen_at, today)}.{lent}",
        end_action=None if each.is_here else url_for("account.end_session", session_id=each.id),
    )


def _at(moment: datetime, today: date) -> str:
    local = moment.astimezone(LOCAL)
    day = "vandaag" if local.date() == today else day_in_words(local.date())
    return f"{day} om {local:%H.%M} uur"
