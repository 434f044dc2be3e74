"""Who must agree before anything is asked about a child: by age and by number of holders of
authority.

Under 12 all holders of parental authority; 12 to 15 they and the child; from 16 the child. While
the month of birth is unknown the strictest rule counts: all holders and the child, and no child
link.
"""

from dataclasses import dataclass
from datetime import date

from survey_app.errors import InputError

TEXT_VERSION = "2026-11"
HOLDERS_ASKED = {"one": 1, "two": 2, "court": 0}


class ConsentIncompleteError(InputError):
    """Somebody who must agree has not agreed yet; the text names who."""


@dataclass(frozen=True, slots=True)
class Needed:
    """Whose agreement is needed."""

    holders: bool
    child: bool


def age_range(birth_year: int, birth_month: int, on: date) -> tuple[int, int]:
    """Return the lowest and highest age in years a child can have on a day, given its month of
    birth.
    """
    return ages_of((on.year - birth_year) * 12 + on.month - birth_month)


def ages_of(months: int) -> tuple[int, int]:
    """Return the lowest and highest age in years of a child of so many months, about."""
    youngest = (months - 1) // 12 if months % 12 == 0 else months // 12
    return youngest, months // 12


def needed(birth_year: int | None, birth_month: int | None, on: date) -> Needed:
    """Return who must agree; in the month of a birthday the stricter of the two ages counts."""
    if birth_year is None or birth_month is None:
        return Needed(holders=True, child=True)
    return needed_at(age_range(birth_year, birth_month, on))


def needed_at(ages: tuple[int, int]) -> Needed:
    """Return who must agree at the lowest and highest age a child can have."""
    return Needed(holders=any(age < 16 for age in ages), child=any(age >= 12 for age in ages))


def demand_complete(rule: Needed, holders: str, holders_agreed: int, child_agreed: bool) -> None:
    """Raise ConsentIncompleteError that says who has still to agree."""
    asked = HOLDERS_ASKED[holders]
    if rule.holders and holders_agreed < asked:
        who = "De ouder met gezag moet" if asked == 1 else "Beide ouders met gezag moeten"
        raise ConsentIncompleteError(f"{who} eerst akkoord zijn. Daarna kan dit worden vastgelegd.")
    if rule.child and not child_agreed:
        raise ConsentIncompleteError(
            "Vanaf 12 jaar moet het kind zelf ook akkoord zijn. Vraag dat eerst."
        )
