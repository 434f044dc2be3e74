"""Requests about the data of a child, with the clock of the law: recorded, extended, closed."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from survey_app.accounts.names import clean_line
from survey_app.accounts.policy import Act, Actor, demand
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.errors import InputError, NotFoundError
from survey_app.keeping.rights_models import RightsGiven, RightsRequest
from survey_app.storage import hold
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.services import owned

ACCESS, PORTABILITY, RECTIFICATION, RESTRICTION = KINDS = (
    "access",
    "portability",
    "rectification",
    "restriction",
)
GIVES_DATA: Final = (ACCESS, PORTABILITY)
IDENTITIES: Final = ("known", "document", "other")
OUTCOMES: Final = ("given", "refused", "withdrawn")
OTHER: Final = "other"
"""Who asks is none of the parents and not the child of the traject."""
MONTHS_TO_ANSWER, MONTHS_MORE = 1, 2
"""AVG art. 12 lid 3: within a month, and once two months more."""
NEAR: Final = timedelta(days=10)
LONGEST_AGO: Final = timedelta(days=366)
LONGEST_WHO: Final = 60
LONGEST_WORDS: Final = 200


def record(
    session: Session,
    actor: Actor,
    traject: Traject,
    *,
    kind: str,
    asker: str,
    asker_words: str,
    identity: str,
    identity_words: str,
    received_on: date,
    now: datetime,
) -> RightsRequest:
    """Record what somebody asked, who that is and how that is known.

    `asker` is the id of a parent or the child of the traject, or `OTHER` with words.
    """
    demand(actor, Act.KEEP_REQUESTS, owned(traject))
    if kind not in KINDS:
        raise InputError("Kies wat er gevraagd wordt.")
    informant = None if asker == OTHER else _asker(session, traject, asker)
    if identity not in IDENTITIES:
        raise InputError("Kies hoe je weet wie het is.")
    today = local_date(now)
    if received_on > today:
        raise InputError("Die dag moet nog komen. Kies een dag tot en met vandaag.")
    if received_on < today - LONGEST_AGO:
        raise InputError("Die datum ligt te lang geleden. Kijk het jaar na.")
    request = RightsRequest(
        organisation_id=traject.organisation_id,
        traject_id=traject.id,
        kind=kind,
        informant_id=informant.id if informant else None,
        asker_words=None
        if informant
        else clean_line(asker_words, LONGEST_WHO, "Vul in wie het vraagt."),
        identity=identity,
        identity_words=clean_line(identity_words, LONGEST_WORDS, "Vul in hoe je weet wie het is.")
        if identity == OTHER
        else None,
        received_on=received_on,
        due_on=months_later(received_on, MONTHS_TO_ANSWER),
        recorded_by=actor.person_id,
        recorded_at=now,
    )
    session.add(request)
    note_due(session, traject)
    note(session, actor, "record request", request, now)
    return request


def extend(
    session: Session, actor: Actor, traject: Traject, request_id: str, reason: str, now: datetime
) -> RightsRequest:
    """Take two months more, once, with the reason that who asked is told within the first month."""
    request = open_request(session, actor, traject, request_id)
    if request.extended_on is not None:
        raise InputError("De termijn is al een keer verlengd. Dat kan maar één keer.")
    today = local_date(now)
    if today > request.due_on:
        raise InputError("De eerste maand is voorbij. Verlengen kan dan niet meer.")
    request.extension_reason = clean_line(
        reason, LONGEST_WORDS, "Schrijf in één zin waarom het langer duurt."
    )
    request.extended_on = today
    request.due_on = months_later(request.received_on, MONTHS_TO_ANSWER + MONTHS_MORE)
    note_due(session, traject)
    note(session, actor, "extend request", request, now)
    return request


def close(
    session: Session,
    actor: Actor,
    traject: Traject,
    request_id: str,
    *,
    outcome: str,
    ground: str,
    now: datetime,
) -> RightsRequest:
    """Close a request: what was asked is done, it is refused on a ground, or taken back."""
    request = open_request(session, actor, traject, request_id)
    if outcome not in OUTCOMES:
        raise InputError("Kies hoe het afliep.")
    if outcome == "given" and request.kind in GIVES_DATA and not given(session, request.id):
        raise InputError("Er is nog niets gegeven. Geef eerst het document of de gegevens.")
    request.ground = (
        clean_line(ground, LONGEST_WORDS, "Schrijf op welke grond je weigert.")
        if ground.strip() or outcome == "refused"
        else None
    )
    request.outcome = outcome
    request.closed_by, request.closed_at = actor.person_id, now
    note_due(session, traject)
    note(session, actor, "close request", request, now)
    return request


def request_of(session: Session, actor: Actor, traject: Traject, request_id: str) -> RightsRequest:
    """Return a request about this child, else raise as if it did not exist."""
    demand(actor, Act.KEEP_REQUESTS, owned(traject))
    request = session.get(RightsRequest, request_id)
    if request is None or request.traject_id != traject.id:
        raise NotFoundError
    return request


def open_request(
    session: Session, actor: Actor, traject: Traject, request_id: str, *kinds: str
) -> RightsRequest:
    """Return a request that waits for an answer, of these kinds, and hold it; else raise.

    Its traject is read anew and held before it, as by whoever erases: nothing is planned or asked
    at that moment, and no two wait for each other.
    """
    request = request_of(session, actor, traject, request_id)
    if kinds and request.kind not in kinds:
        raise NotFoundError
    hold(session, traject, with_key=False)
    hold(session, request)
    if request.outcome is not None:
        raise InputError("Dit verzoek is al afgesloten.")
    return request


def requests_of(session: Session, actor: Actor, traject: Traject) -> list[RightsRequest]:
    """Return what was asked about this child, the newest first."""
    demand(actor, Act.KEEP_REQUESTS, owned(traject))
    return list(
        session.scalars(
            select(RightsRequest)
            .where(RightsRequest.traject_id == traject.id)
            .order_by(RightsRequest.received_on.desc(), RightsRequest.recorded_at.desc())
        )
    )


def given(session: Session, request_id: str) -> Sequence[RightsGiven]:
    """Return what was given for a request, the first first."""
    return session.scalars(
        select(RightsGiven)
        .where(RightsGiven.request_id == request_id)
        .order_by(RightsGiven.given_at)
    ).all()


def is_near(traject: Traject, today: date) -> bool:
    """Tell whether the last day of a request that waits is near or past."""
    return traject.request_due_on is not None and traject.request_due_on <= today + NEAR


def note_due(session: Session, traject: Traject) -> None:
    """Let the traject know by when the first of its requests is to be answered.

    It is held while they are read: a request that comes in at the same moment is waited for.
    """
    hold(session, traject, with_key=False)
    traject.request_due_on = session.scalar(
        select(func.min(RightsRequest.due_on)).where(
            RightsRequest.traject_id == traject.id, RightsRequest.outcome.is_(None)
        )
    )
    session.flush()


def months_later(on: date, months: int) -> date:
    """Return the day so many months later; the last of a month where it has no such day.

    Examples
    --------
    >>> months_later(date(2026, 1, 31), 1), months_later(date(2026, 11, 15), 3)
    (datetime.date(2026, 2, 28), datetime.date(2027, 2, 15))
    """
    years, month = divmod(on.month - 1 + months, 12)
    first = date(on.year + years, month + 1, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return first.replace(day=min(on.day, last.day))


def note(session: Session, actor: Actor, act: str, request: RightsRequest, now: datetime) -> None:
    """Write in the trail what was done about a request, in the caller's transaction."""
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "rights request",
        request.id,
        organisation_id=request.organisation_id,
        now=now,
    )


def _asker(session: Session, traject: Traject, informant_id: str) -> TrajectInformant:
    informant = session.get(TrajectInformant, informant_id)
    if (
        informant is None
        or informant.traject_id != traject.id
        or informant.role not in ("parent", "child")
    ):
        raise InputError("Kies wie het vraagt.")
    return informant
