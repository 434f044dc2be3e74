"""A person accepts a proposal: what it says is pinned, and counts from that day on."""

import math
from collections.abc import Callable, Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Final

from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from survey_app import __version__
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.definitions import Questionnaire, ReliabilityKind
from survey_app.errors import InputError
from survey_app.invitations.publishing import keep
from survey_app.measurements.references.figures import METHOD, ScaleFigures
from survey_app.measurements.references.gates import stage_of
from survey_app.measurements.references.in_force import accepted_references, pinned_of
from survey_app.measurements.references.models import AcceptedReference
from survey_app.measurements.references.proposing import (
    KIND,
    Proposal,
    ProposedScale,
    plain,
    propose,
)

LONGEST_STUDY: Final = 200
ACCEPTED: Final = "These figures were accepted before; build a proposal of newer answers."
SINCE, UNTIL = 2026, 9999
"""Years in which a proposal can have been built."""


class ProposalError(InputError):
    """A file is no proposal, or no longer what the stored answers say."""


def accept(
    session: Session,
    document: object,
    find: Callable[[str], Questionnaire],
    *,
    actor: Actor,
    interviews: str | None,
    now: datetime,
) -> list[AcceptedReference]:
    """Pin every scale of a proposal that says anything, each with the stage it justifies.

    The figures are computed again from the answers up to the same moment; what is pinned is what
    was computed, never what a file says. A scale below stage 2 is kept as figures: nobody is judged
    by it.

    Parameters
    ----------
    document : object
        What was read from the file.
    find : function
        From the key of a list to the list as it is now.
    interviews : str or None
        The study that took these texts to stage 1, where the list itself names none.

    Raises
    ------
    ProposalError
        The file is no proposal; a list, or what the answers say, changed since; nothing in it can
        be pinned; it was accepted before, or one of newer answers was.
    """
    demand(actor, Act.ACCEPT_REFERENCE)
    _one_at_a_time(session)
    if interviews is not None and not 0 < len(interviews) <= LONGEST_STUDY:
        raise InputError(f"--interviews names the study in 1 to {LONGEST_STUDY} characters.")
    proposal = _same_again(session, document, find, now)
    rows = [
        _row(proposal, each, each.figures.period, actor, interviews, now)
        for each in proposal.scales
        if each.figures.says_anything and each.figures.period is not None
    ]
    if not rows:
        raise ProposalError("Nothing can be pinned: no scale has figures of 30 children or more.")
    _demand_newer(session, rows)
    for questionnaire in proposal.lists:
        keep(session, questionnaire, now)
    for row in rows:
        session.add(row)
        try:
            session.flush()
        except IntegrityError as twice:
            raise ProposalError(ACCEPTED) from twice
        audit.record(
            session,
            audit.person(actor.person_id),
            f"accept reference, stage {row.stage}",
            "reference",
            row.id,
            organisation_id=actor.organisation_id,
            now=now,
        )
    return rows


def _one_at_a_time(session: Session) -> None:
    """Let nobody else accept until this is done: what is newest must not change in between.

    On SQLite a writer holds the whole database.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE accepted_reference IN SHARE ROW EXCLUSIVE MODE"))


def _demand_newer(session: Session, rows: Sequence[AcceptedReference]) -> None:
    """Raise when these figures count already, or figures of newer answers do."""
    newest = {each.about: each for each in accepted_references(session)}
    before = [newest.get(pinned_of(row).about) for row in rows]
    both = zip(rows, before, strict=True)
    if any(was is not None and row.answers_until < was.answers_until for row, was in both):
        raise ProposalError("Figures of newer answers were accepted before; build it again.")
    known = [(row.figures, row.stage) for row in session.scalars(select(AcceptedReference))]
    if all((row.figures, row.stage) in known for row in rows):
        raise ProposalError(ACCEPTED)


def _same_again(
    session: Session, document: object, find: Callable[[str], Questionnaire], now: datetime
) -> Proposal:
    """Return the proposal as it is computed now, or raise what differs from the document."""
    given = _Document(document)
    if given.as_of > now:
        raise ProposalError("This proposal is damaged (as_of lies ahead); build it again.")
    lists = []
    for key, fingerprint in given.lists:
        questionnaire = find(key)
        if questionnaire.fingerprint != fingerprint:
            raise ProposalError(f"{key} changed since this proposal was built; build it again.")
        lists.append(questionnaire)
    proposal = propose(session, lists, given.as_of)
    if not _alike(proposal.document()["scales"], given.scales):
        raise ProposalError(
            "The stored answers do not say what this proposal says: somebody withdrew, the file "
            "was changed, or it is of another database. Build it again."
        )
    return proposal


class _Document:
    """The parts of a proposal, checked for their shape."""

    def __init__(self, document: object) -> None:
        if not isinstance(document, dict) or document.get("kind") != KIND:
            raise ProposalError(
                "This is no proposal; `survey-app references build --out FILE` makes one."
            )
        try:
            self.as_of = datetime.fromisoformat(document["as_of"])
            self.lists = [
                (str(each["key"]), str(each["fingerprint"])) for each in document["lists"]
            ]
            self.scales: object = document["scales"]
        except (KeyError, TypeError, ValueError) as fault:
            raise ProposalError(f"This proposal is damaged ({fault}); build it again.") from fault
        if self.as_of.tzinfo is None:
            raise ProposalError("This proposal is damaged (as_of has no zone); build it again.")
        if not SINCE <= self.as_of.year < UNTIL:
            raise ProposalError("This proposal is damaged (as_of is no moment); build it again.")
        if len(set(self.lists)) < len(self.lists):
            raise ProposalError("This proposal names a list twice; build it again.")


def _alike(ours: object, given: object) -> bool:
    """Tell whether two documents are the same; another processor may differ in the last digit."""
    if isinstance(ours, dict) and isinstance(given, dict):
        return ours.keys() == given.keys() and all(_alike(ours[key], given[key]) for key in ours)
    if isinstance(ours, list) and isinstance(given, list):
        return len(ours) == len(given) and all(map(_alike, ours, given))
    if isinstance(ours, float) and isinstance(given, int | float):
        return math.isclose(ours, given, rel_tol=1e-9, abs_tol=1e-12)
    return type(ours) is type(given) and ours == given


def _row(
    proposal: Proposal,
    scale: ProposedScale,
    period: tuple[date, date],
    actor: Actor,
    interviews: str | None,
    now: datetime,
) -> AcceptedReference:
    figures = scale.figures
    questionnaire = next(each for each in proposal.lists if each.key == figures.questionnaire)
    understood = scale.understood or interviews is not None
    icc, spread = figures.retest.icc, figures.spread
    return AcceptedReference(
        fingerprint=questionnaire.fingerprint,
        questionnaire_key=questionnaire.key,
        version=questionnaire.version,
        scoring_version=questionnaire.scoring_version,
        scale=figures.scale,
        informant=figures.informant,
        language=figures.language,
        stage=stage_of(figures, understood=understood),
        n=spread.n if spread else None,
        mean=spread.mean if spread else None,
        sd=spread.sd if spread else None,
        reliability=figures.reliability,
        reliability_kind=_kind(figures),
        retest=icc.value,
        retest_low=icc.low,
        retest_high=icc.high,
        retest_pairs=icc.n,
        answers_until=proposal.as_of,
        first_on=period[0],
        last_on=period[1],
        interviews=interviews,
        figures=plain(asdict(figures)),
        method=METHOD,
        software=__version__,
        accepted_by=actor.person_id,
        accepted_at=now,
    )


def _kind(figures: ScaleFigures) -> str | None:
    return None if figures.reliability is None else ReliabilityKind.TEST_RETEST.value
