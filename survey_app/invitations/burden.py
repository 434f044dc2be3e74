"""How many minutes a person is asked in a school year, how many were given, and the ceiling.

What was answered counts as long as it took; what is open or still to open counts as long as it is
expected to take; what passed without an answer took nothing.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import Row, Select, select, union_all
from sqlalchemy.orm import InstrumentedAttribute, Session

from survey_app.definitions.plans import Ceiling, MeasurementPlan
from survey_app.invitations.models import Invitation
from survey_app.invitations.publishing import questionnaire_of
from survey_app.trajects.calendar import FIRST_MONTH
from survey_app.trajects.consent import age_range
from survey_app.trajects.models import SchoolInformant, Traject, TrajectInformant

MOST_TIMES_EXPECTED: Final = 3
"""Who takes longer than this was called away in between: that time was not given to the list."""
Asked = tuple[str, str | None, str, datetime | None, int | None, date]
"""Informant, contact, version, when it was answered and how long that took, last day."""


@dataclass(frozen=True, slots=True)
class Burden:
    """Minutes of one person in a school year.

    `spent` is what answers took, `asked` that plus what is still expected, `ceiling` the most.
    """

    spent: float
    asked: float
    ceiling: float | None

    @property
    def is_over(self) -> bool:
        """Whether more is asked than the ceiling allows."""
        return self.is_over_with(0.0)

    def is_over_with(self, more: float) -> bool:
        """Whether it would be with so many minutes more."""
        return self.ceiling is not None and round(self.asked + more, 6) > self.ceiling


def burdens(
    session: Session,
    plan: MeasurementPlan,
    traject: Traject,
    people: Sequence[TrajectInformant],
    school_year: int,
    today: date,
) -> dict[str, Burden]:
    """Return the minutes of each of these informants about this child, by informant id."""
    minutes = _minutes(session, {each.id for each in people}, set(), school_year, today)
    return {
        each.id: Burden(
            *minutes.get(each.id, (0.0, 0.0)),
            ceiling_of(plan.ceilings, each.role, traject, today, for_all=False),
        )
        for each in people
    }


def burdens_for_all(
    session: Session,
    plan: MeasurementPlan,
    traject: Traject,
    people: Sequence[TrajectInformant],
    school_year: int,
    today: date,
) -> dict[str, Burden]:
    """Return the minutes about all children together of those who have such a ceiling.

    One contact is one person. Without a contact nobody is known to be the same.
    """
    capped = {
        each.id: ceiling
        for each in people
        if (ceiling := ceiling_of(plan.ceilings, each.role, traject, today, for_all=True))
        is not None
    }
    contacts = {each.contact_id for each in people if each.id in capped and each.contact_id}
    minutes = _minutes(session, set(capped), contacts, school_year, today)
    return {
        each.id: Burden(*minutes.get(each.contact_id or each.id, (0.0, 0.0)), capped[each.id])
        for each in people
        if each.id in capped
    }


def burdens_at_school(
    session: Session,
    ceilings: Mapping[str, float],
    people: Sequence[SchoolInformant],
    school_year: int,
    today: date,
) -> dict[str, Burden]:
    """Return the minutes of people around a school about everything together, by their id.

    What the same contact is asked about children counts too; `ceilings` are by role.
    """
    contacts = {each.contact_id for each in people if each.contact_id}
    minutes = _minutes(session, {each.id for each in people}, contacts, school_year, today)
    return {
        each.id: Burden(
            *minutes.get(each.contact_id or each.id, (0.0, 0.0)), ceilings.get(each.role)
        )
        for each in people
    }


def ceiling_of(
    ceilings: Iterable[Ceiling], role: str, traject: Traject, on: date, *, for_all: bool
) -> float | None:
    """Return the ceiling of a role for this child on a day, or None when there is none."""
    for each in ceilings:
        if each.informant != role or each.for_all is not for_all:
            continue
        if each.ages is None or _has_age(traject, each.ages, on):
            return each.minutes
    return None


def _has_age(traject: Traject, ages: tuple[int, int], on: date) -> bool:
    if traject.birth_year is None or traject.birth_month is None:
        return False
    youngest, oldest = age_range(traject.birth_year, traject.birth_month, on)
    return ages[0] <= oldest and youngest <= ages[1]


def _minutes(
    session: Session,
    ids: Collection[str],
    contact_ids: Collection[str],
    school_year: int,
    today: date,
) -> Mapping[str, tuple[float, float]]:
    """Return (spent, asked) by contact where one was asked for, else by informant.

    One query for all of them; each half finds its invitations by an index.
    """
    if not ids:
        return {}
    rows = session.execute(
        union_all(
            _asked(TrajectInformant, Invitation.informant_id, ids, contact_ids, school_year),
            _asked(SchoolInformant, Invitation.school_informant_id, ids, contact_ids, school_year),
        )
    )
    found: dict[str, tuple[float, float]] = defaultdict(lambda: (0.0, 0.0))
    for row in rows:
        whose = row.contact_id if row.contact_id in contact_ids else row.id
        spent, asked = found[whose]
        given, expected = _of(session, row, today)
        found[whose] = (spent + given, asked + given + expected)
    return found


def _asked(
    person: type[TrajectInformant] | type[SchoolInformant],
    asked: InstrumentedAttribute[str | None],
    ids: Collection[str],
    contact_ids: Collection[str],
    school_year: int,
) -> Select[*Asked]:
    first = date(school_year, FIRST_MONTH, 1)
    return (
        select(
            person.id,
            person.contact_id,
            Invitation.fingerprint,
            Invitation.answered_at,
            Invitation.spent_seconds,
            Invitation.closes_on,
        )
        .join(Invitation, asked == person.id)
        .where(
            person.id.in_(ids) | person.contact_id.in_(contact_ids),
            Invitation.opens_on >= first,
            Invitation.opens_on < first.replace(year=school_year + 1),
            Invitation.revoked_at.is_(None) | Invitation.answered_at.is_not(None),
        )
    )


def _of(
    session: Session,
    row: Row[*Asked],
    today: date,
) -> tuple[float, float]:
    """Return minutes given and minutes still expected of one invitation."""
    expected = questionnaire_of(session, row.fingerprint).minutes
    if row.answered_at is not None:
        took = expected if row.spent_seconds is None else row.spent_seconds / 60
        return min(took, MOST_TIMES_EXPECTED * expected), 0.0
    return (0.0, expected) if row.closes_on >= today else (0.0, 0.0)
