"""The one policy: who may see and do what. Pages, exports, jobs and commands all ask here.

A table says by which role an act may be done and how far that role reaches. What stands in no line
of it is done by nobody.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from survey_app.accounts.roles import Right, Role
from survey_app.errors import ForbiddenError, NotFoundError


class Act(StrEnum):
    """Everything a person with an account can do."""

    SEE_CASELOAD = "see caseload"
    START_TRAJECT = "start traject"
    SEE_TRAJECT = "see traject"
    CHANGE_TRAJECT = "change traject"
    EXPORT_RESPONSES = "export responses"
    EXPORT_NETWORK = "export network"
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
    SEE_PEOPLE = "see people"
    GIVE_SCHOOL_RIGHT = "give a right at a school"
    GIVE_WIDE_RIGHT = "give a right in the organisation"
    KEEP_ACCOUNTS = "keep accounts"
    KEEP_SCHOOLS = "keep schools"
    KEEP_TERMS = "keep terms"
    ASK_EXPORT = "ask export"
    SEE_APPROVALS = "see approvals"
    DECIDE_APPROVAL = "decide approval"
    OPEN_IN_EMERGENCY = "open in an emergency"
    SEE_IN_EMERGENCY = "see in an emergency"
    KEEP_OWN_ACCOUNT = "keep own account"
    SEE_TRAIL = "see trail"
    SEE_SCHOOL_TRAIL = "see school trail"
    SEE_ACCOUNT_TRAIL = "see account trail"
    ERASE_TRAJECT = "erase traject"
    GIVE_AWAY_TRAJECT = "give away traject"
    KEEP_REQUESTS = "keep requests"


@dataclass(frozen=True, slots=True)
class Actor:
    """A person who acts now, with the rights of today.

    Read from the database for each request, so a changed right works at once.
    """

    person_id: str
    organisation_id: str
    name: str
    rights: frozenset[Right]
    lacks_second_factor: bool = False
    """Whether the organisation demands one and there is none: then it comes before all else."""

    @property
    def coaches_at(self) -> frozenset[str]:
        """The schools where this person is a coach."""
        return self.schools_as(Role.COACH)

    @property
    def roles(self) -> frozenset[Role]:
        """The roles that are held somewhere."""
        return frozenset(right.role for right in self.rights)

    def schools_as(self, *roles: Role) -> frozenset[str]:
        """Return the schools where one of these roles is held."""
        return frozenset(
            right.school_id
            for right in self.rights
            if right.role in roles and right.school_id is not None
        )


@dataclass(frozen=True, slots=True)
class Owned:
    """Whose an object is; a part that is unknown belongs to nobody and is shown to nobody.

    `coach_id` is the person whose it is. `substitutes` are who stands in for them today where
    something is urgent; `traject_id` is set where a right may name one traject.
    """

    organisation_id: str | None
    school_id: str | None
    coach_id: str | None
    substitutes: frozenset[str] = frozenset()
    traject_id: str | None = None


Reach = Callable[[Actor, Right, Owned], bool]
"""Tells how far a right goes; the object is known to be of the own organisation."""


def _organisation(actor: Actor, right: Right, owned: Owned) -> bool:
    return True


def _school(actor: Actor, right: Right, owned: Owned) -> bool:
    return owned.school_id is not None and owned.school_id == right.school_id


def _own(actor: Actor, right: Right, owned: Owned) -> bool:
    """An own object at a school where the role is held."""
    return _school(actor, right, owned) and owned.coach_id == actor.person_id


def _stood_in(actor: Actor, right: Right, owned: Owned) -> bool:
    """An object of the coach for whom one stands in, or the one traject of it."""
    return (
        _school(actor, right, owned)
        and owned.traject_id is not None
        and owned.coach_id is not None
        and owned.coach_id == right.coach_id
        and right.traject_id in (None, owned.traject_id)
    )


def _of_colleague_away(actor: Actor, right: Right, owned: Owned) -> bool:
    return actor.person_id in owned.substitutes


def _wherever_own(actor: Actor, right: Right, owned: Owned) -> bool:
    """An own object, also where the role at that school has ended."""
    return owned.coach_id == actor.person_id


def _of_somebody_else(actor: Actor, right: Right, owned: Owned) -> bool:
    return None not in (owned.school_id, owned.coach_id) and owned.coach_id != actor.person_id


def _asked_by_somebody_else(actor: Actor, right: Right, owned: Owned) -> bool:
    """What somebody else asked for, at the own school where the right is held at one."""
    return (
        owned.coach_id is not None
        and owned.coach_id != actor.person_id
        and right.school_id in (None, owned.school_id)
    )


_MAY_OPEN: Final = (Role.COACH, Role.SUPERVISOR, Role.DIRECTOR)
"""Who works at a school with children there, and so may open one traject in an emergency."""


def _opened(actor: Actor, right: Right, owned: Owned) -> bool:
    """What was opened in an emergency, as long as one still has the part by which one opened it."""
    return (
        _school(actor, right, owned)
        and right.school_id in actor.schools_as(*_MAY_OPEN)
        and owned.traject_id is not None
        and right.traject_id == owned.traject_id
    )


NOT_YOURS: Final = "Dit hoort niet bij jouw rol."
NOT_THEIRS: Final = "This does not belong to the role of who asks."
"""What a page and a command say of what a role does not hold."""

_COACHED: Final = ((Role.COACH, _own), (Role.SUBSTITUTE, _stood_in))
_AT_SCHOOL: Final = ((Role.COACH, _school),)
_NO_OBJECT: Final = frozenset(
    {
        *(Act.SEE_CASELOAD, Act.ACCEPT_REFERENCE, Act.SEE_CARDS, Act.SEE_APPROVALS),
        *(Act.ASK_EXPORT, Act.KEEP_OWN_ACCOUNT),
    }
)
"""Acts on nothing in particular; what they show is sought by the rights of who looks."""
RULES: Final[dict[Act, tuple[tuple[Role, Reach], ...]]] = {
    Act.SEE_CASELOAD: ((Role.COACH, _organisation), (Role.SUBSTITUTE, _organisation)),
    Act.ACCEPT_REFERENCE: ((Role.COACH, _organisation),),
    Act.SEE_CARDS: ((Role.COACH, _organisation),),
    Act.START_TRAJECT: _AT_SCHOOL,
    Act.ENROL_PARTICIPANT: _AT_SCHOOL,
    Act.CHANGE_CALENDAR: _AT_SCHOOL,
    Act.CHANGE_SCHOOL_PEOPLE: _AT_SCHOOL,
    Act.DECIDE_NOMINATION: _AT_SCHOOL,
    Act.LOG_CONTACT: _AT_SCHOOL,
    Act.SEE_TRAJECT: _COACHED,
    Act.CHANGE_TRAJECT: _COACHED,
    Act.ENTER_ANSWERS: _COACHED,
    Act.HAND_OVER_TABLET: _COACHED,
    Act.KEEP_MELDCODE: _COACHED,
    Act.SEE_TRAIL: _COACHED,
    Act.SEE_SCHOOL_TRAIL: ((Role.DIRECTOR, _school),),
    Act.SEE_ACCOUNT_TRAIL: ((Role.ADMINISTRATOR, _organisation),),
    Act.KEEP_REQUESTS: ((Role.COACH, _own),),
    Act.ERASE_TRAJECT: ((Role.COACH, _own),),
    # Who stands in gives it to nobody else.
    Act.GIVE_AWAY_TRAJECT: ((Role.COACH, _own),),
    Act.TAKE_UP_SIGNAL: (*_COACHED, (Role.COACH, _of_colleague_away)),
    # What somebody logged is changed by who logged it.
    Act.CHANGE_CONTACT: ((Role.COACH, _own), (Role.SUBSTITUTE, _own)),
    Act.SEE_PARTICIPANT: ((Role.COACH, _own),),
    Act.CHANGE_PARTICIPANT: ((Role.COACH, _own),),
    Act.EXPORT_RESPONSES: ((Role.COACH, _own),),
    # Only after a second person approved it, and of whom agreed that the network learns.
    Act.EXPORT_NETWORK: ((Role.RESEARCHER, _organisation),),
    # Whoever wrote a card never clears it; a colleague at any school of the network may.
    Act.CHECK_CARD: ((Role.COACH, _of_somebody_else),),
    # Who stands in is about the coach, wherever that coach works; own words can be taken back.
    Act.NAME_SUBSTITUTE: ((Role.COACH, _wherever_own),),
    Act.WITHDRAW_CARD: ((Role.COACH, _wherever_own),),
    Act.KEEP_OWN_ACCOUNT: (),
    Act.SEE_PEOPLE: ((Role.DIRECTOR, _school), (Role.ADMINISTRATOR, _organisation)),
    Act.GIVE_SCHOOL_RIGHT: ((Role.DIRECTOR, _school), (Role.ADMINISTRATOR, _organisation)),
    Act.GIVE_WIDE_RIGHT: ((Role.ADMINISTRATOR, _organisation),),
    Act.KEEP_ACCOUNTS: ((Role.ADMINISTRATOR, _organisation),),
    Act.KEEP_SCHOOLS: ((Role.ADMINISTRATOR, _organisation),),
    Act.KEEP_TERMS: ((Role.ADMINISTRATOR, _organisation),),
    Act.ASK_EXPORT: ((Role.RESEARCHER, _organisation),),
    Act.SEE_APPROVALS: tuple(
        (role, _organisation)
        for role in (Role.DIRECTOR, Role.PROJECT_LEADER, Role.RESEARCHER, Role.ADMINISTRATOR)
    ),
    Act.DECIDE_APPROVAL: tuple(
        (role, _asked_by_somebody_else)
        for role in (Role.DIRECTOR, Role.PROJECT_LEADER, Role.ADMINISTRATOR)
    ),
    Act.OPEN_IN_EMERGENCY: tuple((role, _school) for role in _MAY_OPEN),
    Act.SEE_IN_EMERGENCY: ((Role.EMERGENCY, _opened),),
}


def may(actor: Actor, act: Act, owned: Owned | None = None) -> bool:
    """Decide. An act on an object needs the object's owner; without one the answer is no."""
    if act in _NO_OBJECT:
        return could(actor, act)
    return (
        owned is not None
        and owned.organisation_id is not None
        and owned.organisation_id == actor.organisation_id
        and any(
            right.role is role and reaches(actor, right, owned)
            for role, reaches in RULES[act]
            for right in actor.rights
        )
    )


def could(actor: Actor, act: Act) -> bool:
    """Tell whether this person has a role by which the act is done at all, on whatever object."""
    if act is Act.KEEP_OWN_ACCOUNT:
        return True  # whoever is signed in; it is about nobody else
    return any(role in actor.roles for role, _ in RULES[act])


def demand(actor: Actor, act: Act, owned: Owned | None = None) -> None:
    """Raise when the policy says no: not found for an object, so that nothing shows it exists."""
    if not may(actor, act, owned):
        if owned is None:
            raise ForbiddenError(NOT_YOURS, english=NOT_THEIRS)
        raise NotFoundError


def demand_role(actor: Actor, act: Act) -> None:
    """Raise when no role of this person is one by which the act is done."""
    if not could(actor, act):
        raise ForbiddenError(NOT_YOURS, english=NOT_THEIRS)
