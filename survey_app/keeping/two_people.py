"""What erases more than one child at once takes two people.

One asks for exactly these trajects, or for exactly this term; another says yes on the page
Goedkeuren; who asked then does it, once, within a week. A no stands as long as a yes would.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from survey_app.accounts import approvals
from survey_app.accounts.approvals import Kind
from survey_app.accounts.models import Approval, Person
from survey_app.accounts.policy import Act, Actor, Owned, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.dutch import counted, date_in_words
from survey_app.errors import InputError
from survey_app.keeping.erasing import Ground, erase_traject, subject_for
from survey_app.keeping.models import Erasure

MANY: Final = 2
REASONS: Final = {
    Ground.REQUEST: "Ouders of kinderen vroegen om alles te wissen.",
    Ground.TERM: "De bewaartermijn is voorbij.",
    Ground.MISTAKE: "Dit is ten onrechte aangemaakt.",
}
"""Why a person wants it, for the second one to read."""


class FourEyesError(InputError):
    """More than one child at once is erased only when a second person approved it."""


class WaitsError(InputError):
    """Nothing was done: a second person did not say yes yet, or said no."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether something goes now: who approved it where that was needed, or what it waits for."""

    approved_by: str | None = None
    waits: str | None = None


def demand_four_eyes(count: int, by: str | None, approved_by: str | None) -> None:
    """Raise when more than one child is erased in one act and nobody else approved it."""
    if count >= MANY and (approved_by is None or approved_by == by):
        raise FourEyesError("That is about more than one child: a second person must approve it.")


def of_trajects(ids: Sequence[str]) -> dict[str, list[str]]:
    """Return what an approval of erasing is about: exactly these, in whatever order."""
    return {"trajects": sorted(set(ids))}


def ask_to_erase(
    session: Session, actor: Actor, ids: Sequence[str], ground: Ground, now: datetime
) -> str | None:
    """Ask a second person where there is more than one; return what it waits for, or None.

    Who asks must be allowed to erase each of them. At one school its director may approve it.
    """
    subjects = [subject_for(session, actor, each) for each in dict.fromkeys(ids)]
    if len(subjects) < MANY:
        return None
    schools = {each.school_id for each in subjects}
    return ask_first(
        session,
        actor,
        "ask erasure",
        of_trajects(ids),
        REASONS[ground],
        now,
        school_id=schools.pop() if len(schools) == 1 else None,
    )


def erase_all(
    session: Session,
    actor: Actor,
    ids: Sequence[str],
    ground: Ground,
    *,
    copies_for_days: int,
    now: datetime,
) -> list[Erasure]:
    """Erase all of these or none, and use up what a second person approved; return the proofs."""
    each_once = list(dict.fromkeys(ids))
    approved_by = None
    if len(each_once) >= MANY:
        approved_by = use_up(session, actor, of_trajects(each_once), now)
    demand_four_eyes(len(each_once), actor.person_id, approved_by)
    return [
        erase_traject(
            session,
            actor,
            each,
            ground,
            copies_for_days=copies_for_days,
            approved_by=approved_by,
            now=now,
        )
        for each in each_once
    ]


def may_go_over(
    session: Session,
    actor: Actor | None,
    organisation_id: str,
    ids: Sequence[str],
    *,
    at_most: int,
    odd_clock: bool,
    now: datetime,
) -> Verdict:
    """Say whether these trajects of an organisation, which are over, go now; ask where it must.

    A few go by themselves while the clock looks right. Else somebody who sets how long that
    organisation keeps things asks: whoever coaches answers for some of them only. Of a run that
    was stopped half-way too many may be left: those need a yes of their own.
    """
    if not ids or (len(ids) <= at_most and not odd_clock):
        return Verdict()
    if actor is None or actor.organisation_id != organisation_id:
        return Verdict(waits="run it with --by EMAIL of an administrator there, who asks for it")
    demand(actor, Act.KEEP_TERMS, Owned(organisation_id, None, None))
    over = f"De bewaartermijn van {counted(len(ids), 'traject', 'trajecten')} is voorbij."
    reason = f"{over} {_look_at(local_date(now))}" if odd_clock else over
    waits = ask_first(session, actor, "ask erasure", of_trajects(ids), reason, now)
    if waits is not None:
        return Verdict(waits=waits)
    return Verdict(approved_by=use_up(session, actor, of_trajects(ids), now))


def _look_at(today: date) -> str:
    return f"Kijk eerst of dit klopt: volgens de computer is het {date_in_words(today)}."


def ask_first(
    session: Session,
    actor: Actor,
    act: str,
    subject: Mapping[str, Any],
    reason: str,
    now: datetime,
    *,
    school_id: str | None = None,
) -> str | None:
    """Ask a second person unless that was done; return what it waits for, or None after a yes.

    The trail tells of the question as this act.
    """
    asked = approvals.last_asked(session, actor, Kind.ERASURE, subject, now)
    if asked is None:
        asked = approvals.ask(
            session, actor, Kind.ERASURE, subject, reason, now, school_id=school_id
        )
        audit.record(
            session,
            audit.person(actor.person_id),
            act,
            "approval",
            asked.id,
            organisation_id=actor.organisation_id,
            now=now,
        )
    if asked.approved:
        return None
    return _waits_for(session, asked)


def use_up(session: Session, actor: Actor, subject: Mapping[str, Any], now: datetime) -> str | None:
    """Use up the yes to exactly this that this person asked for; return who gave it."""
    used = approvals.use(
        session, actor.organisation_id, Kind.ERASURE, subject, now, asked_by=actor.person_id
    )
    demand_four_eyes(MANY, actor.person_id, used.decided_by)
    return used.decided_by


def _waits_for(session: Session, asked: Approval) -> str:
    if asked.decided_at is not None and asked.decided_by is not None:
        who = session.get_one(Person, asked.decided_by).name
        return (
            f"{who} did not approve it on {local_date(asked.decided_at)}; it can be asked again "
            f"after {local_date(asked.ends_at)}"
        )
    director = "the director of the school, " if asked.school_id is not None else ""
    return (
        f"asked on {local_date(asked.asked_at)}; when {director}a project leader or an "
        "administrator (not who asks) approved it on the page Goedkeuren, run the same command "
        f"again before {local_date(asked.ends_at)}"
    )
