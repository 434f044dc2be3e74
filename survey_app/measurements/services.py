"""Submitting as one act, and what follows from it: scores, signals, the line in the trail."""

from collections.abc import Mapping
from datetime import date, datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act, Actor, demand
from survey_app.answering.correcting import what_counts
from survey_app.answering.entering import PaperTyped, close_paper
from survey_app.answering.models import Correction, Response
from survey_app.answering.reading import PageReading
from survey_app.answering.services import close_sheet
from survey_app.answering.sheets import Sheet
from survey_app.audit import services as audit
from survey_app.clock import local_date
from survey_app.definitions import (
    Evidence,
    Informant,
    Page,
    Questionnaire,
    SignalLevel,
    evidence_of_form,
    evidence_of_scale,
)
from survey_app.errors import InputError, KansmeterError, NotFoundError
from survey_app.invitations import participants
from survey_app.invitations.publishing import questionnaire_of
from survey_app.invitations.yearly_planning import settle_group
from survey_app.measurements.held_against import Born, HeldAgainst, held_against, needs_an_age
from survey_app.measurements.models import Measurement, Score, Signal
from survey_app.measurements.raising import MOST_URGENT_FIRST, raised
from survey_app.measurements.references.in_force import references_in_force
from survey_app.scoring import ScaleScore, quality_flags, score_sheet
from survey_app.storage import new_id
from survey_app.trajects.models import ReferenceParticipant, SchoolInformant, Traject
from survey_app.trajects.participants import owned as owner_of
from survey_app.trajects.school_people import owned as whose
from survey_app.trajects.services import owned

WRONG_PERSON = "wrong_person"
"""Stands where an item key stands when the holder of a link said it is not for them."""

_NEW_MEASUREMENT = insert(Measurement)
_NEW_SCORES = insert(Score)


class UnscoredError(KansmeterError):
    """A response would be stored without its scores."""


class TakenUpByAnotherError(InputError):
    """Somebody would undo that another person took a signal up."""


class TakenUpBeforeError(InputError):
    """Somebody would undo what was taken up on an earlier day."""


def submit(
    session: Session,
    sheet: Sheet,
    page: Page,
    reading: PageReading,
    *,
    browser: str,
    seen_revision: int,
    mode: str,
    now: datetime,
    entered_by: str | None = None,
    side_by_side: int = 1,
) -> Response:
    """Close the sheet, store its scores, raise its signals and write the trail: all, or nothing.

    `entered_by` is the coach who wrote the answers down, and then the one who acts in the trail.
    """
    response = close_sheet(
        session,
        sheet,
        page,
        reading,
        browser=browser,
        seen_revision=seen_revision,
        mode=mode,
        now=now,
        entered_by=entered_by,
        side_by_side=side_by_side,
    )
    by = audit.person(entered_by) if entered_by else audit.respondent(sheet.invitation_id)
    follow_up(session, sheet, response, by, now)
    return response


def submit_paper(
    session: Session, sheet: Sheet, typed: PaperTyped, entered_by: str, now: datetime
) -> Response:
    """Send what stands on paper, with all that follows from it: all, or nothing."""
    response = close_paper(session, sheet, typed, entered_by, now)
    follow_up(session, sheet, response, audit.person(entered_by), now)
    return response


def follow_up(
    session: Session, sheet: Sheet, response: Response, by: audit.By, now: datetime
) -> None:
    """Score what was sent, raise its signals and write the trail.
    A measurement is a score in a traject. What a reference participant sends stays outside all that
    is measured there; what comes back every year is kept with the version that was answered, to be
    scored when there is a place to show it. What is nominated is sealed: it gets none yet and
    raises nothing.
    """
    if sheet.traject_id is not None:
        store_scores(session, sheet, response)
    elif sheet.participant_id is not None and sheet.round == participants.FIRST:
        participants.open_second(session, sheet.participant_id, local_date(response.submitted_at))
    elif sheet.school_informant_id is not None:
        settle_group(session, sheet.invitation_id, now)
    if sheet.nomination_id is None:
        raise_signals(session, sheet, response, response.answers, now)
    audit.record(
        session,
        by,
        "submit",
        "response",
        response.id,
        organisation_id=sheet.organisation_id,
        now=now,
    )
    session.flush()


def report_wrong_person(session: Session, sheet: Sheet, now: datetime) -> None:
    """Tell the coach that a link reached somebody it is not for; no answer is stored."""
    known = session.scalar(
        select(Signal.id).where(
            Signal.invitation_id == sheet.invitation_id, Signal.item == WRONG_PERSON
        )
    )
    if known is None:
        session.add(_signal(sheet, WRONG_PERSON, SignalLevel.TWO_DAYS, now))
        audit.record(
            session,
            audit.respondent(sheet.invitation_id),
            "report wrong person",
            "invitation",
            sheet.invitation_id,
            organisation_id=sheet.organisation_id,
            now=now,
        )
        session.flush()


def mark_seen(session: Session, actor: Actor, signal_id: str, now: datetime) -> Signal:
    """Note that the coach has seen a signal, and return it; seeing it again changes nothing."""
    signal = _signal_for(session, actor, signal_id)
    if signal.seen_at is None:
        signal.seen_at, signal.seen_by = now, actor.person_id
        _record_signal(session, actor, "see signal", signal, now)
    return signal


def undo_seen(session: Session, actor: Actor, signal_id: str, now: datetime) -> Signal:
    """Let a signal ask for attention again, and return it; one that asks already stays so.

    Only who took it up may, on the same day: after that somebody may have acted on it.
    """
    signal = _signal_for(session, actor, signal_id)
    if signal.seen_at is None:
        return signal
    if signal.seen_by != actor.person_id:
        raise TakenUpByAnotherError("Een collega pakte dit op. Alleen die kan het terugzetten.")
    if local_date(signal.seen_at) != local_date(now):
        raise TakenUpBeforeError("Dit kan alleen op de dag waarop je het oppakte.")
    signal.seen_at = signal.seen_by = None
    _record_signal(session, actor, "undo see signal", signal, now)
    return signal


def _signal_for(session: Session, actor: Actor, signal_id: str) -> Signal:
    """Return a signal this person may take up, else raise as if it did not exist.

    Who takes one up or back does so one after another: PostgreSQL locks its row.
    """
    signal = session.get(Signal, signal_id, with_for_update=True)
    if signal is None:
        raise NotFoundError("Niet gevonden.")
    if signal.traject_id is not None:
        demand(actor, Act.CHANGE_TRAJECT, owned(session.get_one(Traject, signal.traject_id)))
    elif signal.school_informant_id is not None:
        person = session.get_one(SchoolInformant, signal.school_informant_id)
        demand(actor, Act.CHANGE_SCHOOL_PEOPLE, whose(person))
    else:
        participant = session.get_one(ReferenceParticipant, signal.participant_id)
        demand(actor, Act.CHANGE_PARTICIPANT, owner_of(participant))
    return signal


def _record_signal(session: Session, actor: Actor, act: str, signal: Signal, now: datetime) -> None:
    audit.record(
        session,
        audit.person(actor.person_id),
        act,
        "signal",
        signal.id,
        organisation_id=signal.organisation_id,
        now=now,
    )
    session.flush()


def store_scores(
    session: Session, sheet: Sheet, response: Response, correction: Correction | None = None
) -> None:
    """Store the measurement of a response in a traject with its scores, as of its day.

    Of a correction the answers are scored, as answers of that same day; the measurement before it
    must be replaced by then.
    """
    counting = what_counts(response, correction)
    questionnaire, language = sheet.questionnaire, (counting.language,)
    scores = score_sheet(questionnaire, counting.answers)
    if {score.scale for score in scores} != {scale.key for scale in questionnaire.scales}:
        raise UnscoredError(f"Not every scale of {questionnaire.key} got a score or a reason.")
    quality = quality_flags(
        questionnaire,
        counting.answers,
        informant=sheet.role,
        seconds=_seconds(response),
        on_another_day=not sheet.opens_on <= response.day <= sheet.closes_on
        and response.answered_on is not None,
    )
    measurement = {
        "id": new_id(),
        "organisation_id": sheet.organisation_id,
        "traject_id": sheet.traject_id,
        "informant_id": sheet.informant_id,
        "occasion_id": sheet.occasion_id,
        "response_id": response.id,
        "correction_id": correction.id if correction else None,
        "questionnaire_key": questionnaire.key,
        "evidence_stage": evidence_of_form(questionnaire, language).stage,
        "quality": list(quality),
    }
    against = held_against(
        questionnaire,
        sheet.role,
        _born(session, sheet.traject_id) if needs_an_age(questionnaire) else (None, None),
        response.day,
    )
    references = references_in_force(session, questionnaire.key)
    rows = [
        score_row(
            questionnaire,
            score,
            against[score.scale],
            language,
            references.evidence(questionnaire, score.scale, sheet.role),
        )
        | {
            "organisation_id": sheet.organisation_id,
            "measurement_id": measurement["id"],
            "scored_at": correction.corrected_at if correction else response.submitted_at,
        }
        for score in scores
    ]
    connection = session.connection()
    connection.execute(_NEW_MEASUREMENT, measurement)
    if rows:
        connection.execute(_NEW_SCORES, rows)


def score_row(
    questionnaire: Questionnaire,
    score: ScaleScore,
    against: HeldAgainst,
    languages: tuple[str, ...],
    found: Mapping[str, Evidence],
) -> dict[str, object]:
    """Return what is stored of one score, apart from whose it is and when it was computed.

    `found` is what accepted references say of the scale; the stage of that day stays with it.
    """
    return {
        "id": new_id(),
        "fingerprint": questionnaire.fingerprint,
        "scoring_version": questionnaire.scoring_version,
        "scale": score.scale,
        "value": score.value,
        "reason": score.reason,
        "answered": score.answered,
        "asked": score.asked,
        "evidence_stage": evidence_of_scale(questionnaire, score.scale, languages, found).stage,
        "norm": against.norm,
        "bands": against.bands,
    }


def _seconds(response: Response) -> float | None:
    """Return how long it took; of what is on paper or was tapped in a talk that is not known."""
    took = (response.submitted_at - response.started_at).total_seconds()
    return None if response.mode == "paper" or (response.entered_by and not took) else took


def _born(session: Session, traject_id: str | None) -> Born:
    year, month = session.execute(
        select(Traject.birth_year, Traject.birth_month).where(Traject.id == traject_id)
    ).one()
    return year, month


def raise_signals(
    session: Session, sheet: Sheet, response: Response, answers: Mapping[str, str], now: datetime
) -> None:
    """Raise what the coach must see; what was raised as urgently before is not raised again.

    What a coach answered is known to the coach.
    """
    if sheet.role is Informant.COACH:
        return
    earlier = _last_answers(session, sheet, response)
    # Outside a traject there is no next talk; who asks for contact or for help gets it.
    found = [
        each
        for each in raised(sheet.questionnaire, answers, earlier)
        if sheet.traject_id is not None or each.level is not SignalLevel.TALK
    ]
    known = _most_urgent(session, sheet) if found else {}
    for each in found:
        urgency = MOST_URGENT_FIRST.index(each.level)
        if urgency < known.get(each.items[0], len(MOST_URGENT_FIRST)):
            session.add(_signal(sheet, each.items[0], each.level, now))


def _most_urgent(session: Session, sheet: Sheet) -> dict[str, int]:
    """Return the place in MOST_URGENT_FIRST of what each item of a sheet raised until now."""
    rows = session.execute(
        select(Signal.item, Signal.level).where(Signal.invitation_id == sheet.invitation_id)
    )
    known: dict[str, int] = {}
    for item, level in rows:
        urgency = MOST_URGENT_FIRST.index(SignalLevel(level))
        known[item] = min(urgency, known.get(item, urgency))
    return known


def _last_answers(session: Session, sheet: Sheet, response: Response) -> dict[str, str]:
    """Return this informant's last answer before this sheet to each item whose drop is watched."""
    if sheet.informant_id is None:
        return {}
    watched = {
        rule.item
        for rule in sheet.questionnaire.signals
        if rule.drop is not None and rule.item is not None
    }
    if not watched:
        return {}
    sent = session.execute(
        select(Response, Correction)
        .join(Measurement, Measurement.response_id == Response.id)
        .outerjoin(Correction, Correction.id == Measurement.correction_id)
        .where(
            Measurement.informant_id == sheet.informant_id,
            Measurement.questionnaire_key == sheet.questionnaire.key,
            Measurement.replaced_at.is_(None),
            Response.id != response.id,
        )
        .order_by(Response.submitted_at)
    ).all()
    # What came on paper can be older than what was sent before it.
    before = sorted(
        (each for each in sent if _place(each.Response) <= _place(response)),
        key=lambda each: _place(each.Response),
    )
    steps = {key: sheet.questionnaire.item(key).values for key in watched}
    return {
        key: what_counts(earlier, correction).answers[key]
        for earlier, correction in before
        for key in watched & what_counts(earlier, correction).answers.keys()
        # A step on another staircase is no higher or lower than one on this.
        if questionnaire_of(session, earlier.fingerprint).item(key).values == steps[key]
    }


def _place(response: Response) -> tuple[date, datetime]:
    """Return where answers stand in time."""
    return response.day, response.submitted_at


def _signal(sheet: Sheet, item: str, level: SignalLevel, now: datetime) -> Signal:
    return Signal(
        organisation_id=sheet.organisation_id,
        traject_id=sheet.traject_id,
        participant_id=sheet.participant_id,
        school_informant_id=sheet.school_informant_id,
        invitation_id=sheet.invitation_id,
        item=item,
        level=level.value,
        raised_at=now,
    )
