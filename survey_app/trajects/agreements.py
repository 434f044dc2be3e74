"""Reading what is agreed: of one child today, or of many on the day something was last said.

This is the only door to whether anything may be asked about a child, or used.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, and_, or_, select
from sqlalchemy.orm import Session

from survey_app.clock import local_date
from survey_app.trajects.consent import (
    Agreed,
    Purpose,
    Said,
    Signers,
    Standing,
    State,
    needed,
    standing,
)
from survey_app.trajects.models import ConsentStatement, Traject, TrajectInformant

DECIDES_ON_ASKING = (Purpose.HELP, Purpose.MEASURING)


@dataclass(frozen=True, slots=True)
class _Line:
    """One statement as it is read."""

    purpose: str
    said: Said
    at: datetime


@dataclass(frozen=True, slots=True)
class Case:
    """Who decides about one child, by name and month of birth, and all that was said."""

    birth_year: int | None
    birth_month: int | None
    signers: Signers
    lines: tuple[_Line, ...]
    is_restricted: bool = False

    @property
    def was_settled(self) -> bool:
        """Whether anybody ever said more about being asked than that somebody was asked."""
        return self._last_said(*DECIDES_ON_ASKING) is not None

    def said_since(self, moment: datetime) -> bool:
        """Tell whether anybody said something about being asked from a moment on."""
        return any(
            line.purpose in DECIDES_ON_ASKING
            and line.said.state != State.ASKED
            and line.at >= moment
            for line in self.lines
        )

    def agreed(self, on: date) -> Agreed:
        """Return what is agreed, by the rule for the child's age on a day."""
        rule = needed(self.birth_year, self.birth_month, on)

        def of(purpose: Purpose) -> Standing:
            said = (line.said for line in self.lines if line.purpose == purpose)
            return standing(said, rule, self.signers)

        return Agreed(
            of(Purpose.HELP), of(Purpose.MEASURING), of(Purpose.NETWORK), self.is_restricted
        )

    def may_use(self) -> bool:
        """Tell whether the answers may be used: who had to agree did, and nobody took it back.

        Not while the data are restricted. Those who had to agree on the day of the last word about
        it count. That a child has since become old enough to be asked itself stops new questions,
        not what was agreed then.
        """
        last = self._last_said(*DECIDES_ON_ASKING)
        return last is not None and self.agreed(last).may_measure

    def may_share(self) -> bool:
        """Tell whether what was learned may go to the network, by the same rule of the last word.

        What may not be used is not shared either.
        """
        last = self._last_said(Purpose.NETWORK)
        return last is not None and self.agreed(last).network.is_complete and self.may_use()

    def objects_to_sharing(self) -> bool:
        """Tell whether somebody who decides said no to the network, or took it back."""
        last = self._last_said(Purpose.NETWORK)
        return last is not None and bool(self.agreed(last).network.objects)

    def _last_said(self, *purposes: Purpose) -> date | None:
        days = (
            local_date(line.at)
            for line in reversed(self.lines)
            if line.purpose in purposes and line.said.state != State.ASKED
        )
        return next(days, None)


def agreed(session: Session, traject_id: str, on: date) -> Agreed:
    """Return what is agreed about one child, for each purpose."""
    return cases(session, Traject.id == traject_id)[traject_id].agreed(on)


def agreed_consent(session: Session, traject_id: str, on: date) -> Agreed | None:
    """Return the agreement by which something may be asked about a child on a day, or None."""
    found = agreed(session, traject_id, on)
    return found if found.may_measure else None


def agreed_among(session: Session, traject_ids: Iterable[str], on: date) -> set[str]:
    """Return about which of these children something may be asked on a day."""
    found = cases(session, Traject.id.in_(traject_ids))
    return {traject_id for traject_id, case in found.items() if case.agreed(on).may_measure}


def cases(session: Session, *which: ColumnElement[bool]) -> dict[str, Case]:
    """Return who decides and what was said for each traject that meets these conditions."""
    session.flush()
    found: defaultdict[str, list[Row[*tuple[Any, ...]]]] = defaultdict(list)
    for row in session.connection().execute(_CASES.where(*which)):
        found[row.id].append(row)
    return {traject_id: _case(rows) for traject_id, rows in found.items()}


_CASES = (
    select(
        Traject.id,
        Traject.birth_year,
        Traject.birth_month,
        Traject.holders,
        Traject.restricted_at,
        TrajectInformant.id.label("person_id"),
        TrajectInformant.role,
        TrajectInformant.number.label("place"),
        ConsentStatement.signer_id,
        ConsentStatement.purpose,
        ConsentStatement.state,
        ConsentStatement.at,
    )
    .join(TrajectInformant, TrajectInformant.traject_id == Traject.id)
    .outerjoin(
        ConsentStatement,
        and_(
            ConsentStatement.traject_id == Traject.id,
            or_(
                ConsentStatement.signer_id == TrajectInformant.id,
                and_(ConsentStatement.signer_id.is_(None), TrajectInformant.role == "child"),
            ),
        ),
    )
    .where(or_(TrajectInformant.role == "child", TrajectInformant.holds_authority))
    .order_by(Traject.id, ConsentStatement.number)
)
"""Who can sign with what each said, in one statement; what has no signer comes with the child."""


def _case(rows: list[Row[*tuple[Any, ...]]]) -> Case:
    first = rows[0]
    in_order = sorted(rows, key=lambda row: row.place)
    people = {row.person_id: row.role for row in in_order}
    (child_id,) = (person_id for person_id, role in people.items() if role == "child")
    return Case(
        birth_year=first.birth_year,
        birth_month=first.birth_month,
        signers=Signers(
            holder_ids=tuple(person_id for person_id, role in people.items() if role == "parent"),
            child_id=child_id,
            holders=first.holders,
        ),
        lines=tuple(
            _Line(row.purpose, Said(row.signer_id, row.state), row.at)
            for row in rows
            if row.state is not None
        ),
        is_restricted=first.restricted_at is not None,
    )
