"""Roles, rights and terms in words."""

from datetime import date
from typing import Final

from survey_app.accounts.models import RoleGrant
from survey_app.accounts.queries import Held
from survey_app.accounts.roles import Role
from survey_app.dutch import counted, date_in_words, short_date
from survey_app.keeping.models import RetentionRule
from survey_app.keeping.terms import CountsFrom
from survey_app.trajects.course import REGIMES

ROLES: Final = {
    Role.COACH: "kansencoach",
    Role.SUBSTITUTE: "vervanger",
    Role.SUPERVISOR: "intern begeleider",
    Role.DIRECTOR: "directeur",
    Role.PROJECT_LEADER: "projectleider",
    Role.RESEARCHER: "onderzoeker",
    Role.ADMINISTRATOR: "beheerder",
    Role.EMERGENCY: "noodtoegang",
}
WHAT: Final = {
    Role.COACH: "Begeleidt kinderen op deze school en ziet de eigen trajecten.",
    Role.SUBSTITUTE: "Doet tot een dag het werk van een kansencoach die er niet is.",
    Role.SUPERVISOR: (
        "Krijgt bericht als iets dringends blijft liggen. Kan in een noodgeval zien wie er gebeld "
        "moet worden. Ziet geen antwoorden."
    ),
    Role.DIRECTOR: "Regelt wie op de school werkt en ziet wie er keek. Ziet geen antwoorden.",
    Role.PROJECT_LEADER: "Beslist mee over het netwerk. Ziet geen kinderen en geen antwoorden.",
    Role.RESEARCHER: "Vraagt gegevens zonder namen. Een tweede persoon moet dat goedkeuren.",
    Role.ADMINISTRATOR: "Regelt accounts, scholen en rechten. Ziet geen kinderen en antwoorden.",
}
COUNTS_FROM: Final = {
    CountsFrom.CLOSING: "nadat het traject stopt",
    CountsFrom.BIRTH: "na de geboorte van het kind",
    CountsFrom.LAST_ANSWER: "na het laatste antwoord",
}


def term_words(regime: str, months: int, counts_from: str) -> str:
    """Return how long trajects are to be kept, as what somebody wants to do."""
    after = COUNTS_FROM[CountsFrom(counts_from)]
    return f"trajecten bewaren tot {_term(months)} {after}. Soort dossier: {REGIMES[regime]}."


def kept_words(rule: RetentionRule | None) -> str:
    """Return how long trajects of a regime are kept."""
    if rule is None:
        return "zo lang als bij het traject staat, na het einde"
    return f"{_term(rule.months)} {COUNTS_FROM[CountsFrom(rule.counts_from)]}"


def right_words(held: Held, today: date) -> str:
    """Return a right in one sentence, with its days where they say something."""
    grant = held.grant
    words = f"{ROLES[Role(grant.role)]} {_where(held)}"
    if held.stands_in_for is not None:
        words += f", voor {held.stands_in_for}"
        if grant.traject_id is not None:
            words += " (één traject)"
    return words + _days(grant, today)


def _term(months: int) -> str:
    years, rest = divmod(months, 12)
    return counted(months, "maand", "maanden") if rest else counted(years, "jaar", "jaar")


def _where(held: Held) -> str:
    return f"op {held.school}" if held.school is not None else f"van {held.organisation}"


def _days(grant: RoleGrant, today: date) -> str:
    if grant.ended_at is not None:
        return f", weggehaald op {short_date(grant.ended_at.date(), with_year=True)}"
    if grant.starts_on > today:
        words = f", vanaf {date_in_words(grant.starts_on)}"
        return words if grant.ends_on is None else f"{words} tot en met {_last(grant)}"
    return "" if grant.ends_on is None else f", tot en met {_last(grant)}"


def _last(grant: RoleGrant) -> str:
    return date_in_words(grant.ends_on) if grant.ends_on is not None else ""
