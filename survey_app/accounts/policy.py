"""The one policy: who may see and do what. Pages, exports and commands all ask here."""

from dataclasses import dataclass
from enum import StrEnum

from survey_app.errors import ForbiddenError, NotFoundError


class Act(StrEnum):
    """Everything a person with an account can do."""

    SEE_CASELOAD = "see caseload"
    START_TRAJECT = "start traject"
    SEE_TRAJECT = "see traject"
    CHANGE_TRAJECT = "change traject"
    EXPORT_RESPONSES = "export responses"
    ENROL_PARTICIPANT = "enrol participant"
    SEE_PARTICIPANT = "see participant"
    CHANGE_PARTICIPANT = "change participant"
    ACCEPT_REFERENCE = "accept reference"
    CHANGE_CALENDAR = "change calendar"
    CHANGE_SCHOOL_PEOPLE = "change school people"
    DECIDE_NOMINATION = "decide nomination"
    ENTER_ANSWERS = "enter answers"
    HAND_OVER_TABLET = "hand over tablet"
    LOG_CONTACT = "log contact"
    CHANGE_CONTACT = "change contact"
    SEE_CARDS = "see cards"
    CHECK_CARD = "check card"
    WITHDRAW_CARD = "withdraw card"
    TAKE_UP_SIGNAL = "take up signal"
    NAME_SUBSTITUTE = "name substitute"
    KEEP_MELDCODE = "keep meldcode"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts now.

    Read from the database for each request, so a changed right works at once.
    """

    person_id: str
    organisation_id: str
    name: str
    coaches_at: frozenset[str]


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose an object is; a part that is unknown belongs to nobody and is shown to nobody.

    `substitutes` are who stands in for its coach today; that counts for urgent signals only.
    """

    organisation_id: str | None
    school_id: str | None
    coach_id: str | None
    substitutes: frozenset[str] = frozenset()


def may(actor: Actor, act: Act, owned: Owned | None = None) -> bool:
    """Decide. An act on an object needs the object's owner; without one the answer is no."""
    match act:
        case Act.SEE_CASELOAD | Act.ACCEPT_REFERENCE | Act.SEE_CARDS:
            return bool(actor.coaches_at)
        case (
            Act.START_TRAJECT
            | Act.ENROL_PARTICIPANT
            | Act.CHANGE_CALENDAR
            | Act.CHANGE_SCHOOL_PEOPLE
            | Act.DECIDE_NOMINATION
            | Act.LOG_CONTACT
        ):
            return (
                owned is not None
                and owned.organisation_id == actor.organisation_id
                and owned.school_id in actor.coaches_at
            )
        case (
            Act.SEE_TRAJECT
            | Act.CHANGE_TRAJECT
            | Act.EXPORT_RESPONSES
            | Act.SEE_PARTICIPANT
            | Act.CHANGE_PARTICIPANT
            | Act.ENTER_ANSWERS
            | Act.HAND_OVER_TABLET
            | Act.CHANGE_CONTACT
            | Act.KEEP_MELDCODE
        ):
            return _is_wholly_own(actor, owned)
        case Act.TAKE_UP_SIGNAL:
            return _is_wholly_own(actor, owned) or _is_of_colleague_away(actor, owned)
        case Act.CHECK_CARD:
            # Whoever wrote a card never clears it; a colleague at any school of the network may.
            return (
                owned is not None
                and owned.organisation_id == actor.organisation_id
                and bool(actor.coaches_at)
                and None not in (owned.school_id, owned.coach_id)
                and owned.coach_id != actor.person_id
            )
        case Act.NAME_SUBSTITUTE | Act.WITHDRAW_CARD:
            # Who stands in is about the coach, wherever that coach works; own words can be taken
            # back, also where the role at that school has ended.
            return (
                owned is not None
                and owned.organisation_id == actor.organisation_id
                and bool(actor.coaches_at)
                and owned.coach_id == actor.person_id
            )


def _is_wholly_own(actor: Actor, owned: Owned | None) -> bool:
    return (
        owned is not None
        and owned.organisation_id == actor.organisation_id
        and owned.school_id in actor.coaches_at
        and owned.coach_id == actor.person_id
    )


def _is_of_colleague_away(actor: Actor, owned: Owned | None) -> bool:
    """Tell whether somebody stands in today for whose it is: a coach of the same organisation."""
    return (
        owned is not None
        and owned.organisation_id == actor.organisation_id
        and bool(actor.coaches_at)
        and actor.person_id in owned.substitutes
    )


def demand(actor: Actor, act: Act, owned: Owned | None = None) -> None:
    """Raise when the policy says no: not found for an object, so that nothing shows it exists."""
    if not may(actor, act, owned):
        if owned is None:
            raise ForbiddenError("Dit hoort niet bij jouw rol.")
        raise NotFoundError("Niet gevonden.")
