"""A measurement plan as frozen values."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from survey_app.definitions.people import Informant
from survey_app.definitions.texts import UnknownKeyError


class OccasionKind(StrEnum):
    """When is measured, in the words of charts and exports."""

    NOMINATION = "nomination"
    INTAKE = "intake"
    FOLLOW_UP = "follow_up"
    CLOSING = "closing"
    AFTERCARE = "aftercare"
    SESSION = "session"


class PlanSubject(StrEnum):
    """Whether a plan follows one traject, or comes back every year at a school."""

    TRAJECT = "traject"
    SCHOOL = "school"


class Begin(StrEnum):
    """What lets a moment come that no date brings."""

    CONSENT = "consent"
    ENDING = "ending"
    TALK = "talk"
    HAND = "hand"


@dataclass(frozen=True, slots=True)
class After:
    """So long after another moment; exactly one of the three counts is given.

    Attributes
    ----------
    moment : str
        Key of the moment from whose day is counted.
    weeks, school_weeks, months : int or None
        Weeks of the calendar, weeks in which there is school, or months.
    """

    moment: str
    weeks: int | None = None
    school_weeks: int | None = None
    months: int | None = None


@dataclass(frozen=True, slots=True)
class MonthDay:
    """A day that comes back every year."""

    month: int
    day: int = 1


@dataclass(frozen=True, slots=True)
class Window:
    """How far from its planned day a moment still counts as held in time, in days."""

    before_days: int
    after_days: int


@dataclass(frozen=True, slots=True)
class Ask:
    """One list at one moment.

    Attributes
    ----------
    questionnaire : str
        Key of the questionnaire.
    informants : tuple of Informant
        Who is asked; empty means everybody the questionnaire is written for.
    drop : int or None
        Place in the order in which lists go when a person would be over the ceiling: 1 goes first.
        None is never dropped.
    later_days : int
        The link opens so many days after the moment.
    valid_days : int
        Who answered the same list so recently is asked neither it nor the shorter one; 0 is always
        asked.
    shorter : str or None
        Key of the list that is asked in its place when only that one fits under the ceiling.
    """

    questionnaire: str
    informants: tuple[Informant, ...] = ()
    drop: int | None = None
    later_days: int = 0
    valid_days: int = 0
    shorter: str | None = None

    @property
    def forms(self) -> tuple[str, ...]:
        """Keys of the list and of the shorter one that can come in its place."""
        return (self.questionnaire,) if self.shorter is None else (self.questionnaire, self.shorter)


@dataclass(frozen=True, slots=True)
class PlannedMoment:
    """One moment of a plan.

    Attributes
    ----------
    key : str
        Name within the plan.
    title : str
        Dutch word for it on the coach's pages.
    occasion : OccasionKind or None
        None in a plan of a school.
    begins : Begin, After or MonthDay
        What brings it.
    window : Window
        Links are open until the planned day plus ``after_days``.
    avoids_holidays : bool
        Not in the last school week before a holiday or the first one after it.
    in_group_8_before : MonthDay or None
        For a child of group 8 it comes before this day, also when nothing else brings it.
    asks : tuple of Ask
        The lists, in the order in which somebody gets them.
    """

    key: str
    title: str
    occasion: OccasionKind | None
    begins: Begin | After | MonthDay
    window: Window
    avoids_holidays: bool
    in_group_8_before: MonthDay | None
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Most minutes that one person gives in a school year (1 August to 31 July).

    Attributes
    ----------
    informant : Informant
        Whose ceiling it is.
    minutes : float
        About one child; with ``for_all`` about everything together.
    ages : tuple of int, optional
        Youngest and oldest age of the child it holds for, both included.
    for_all : bool
        Whether all children and lists of this person count together.
    """

    informant: Informant
    minutes: float
    ages: tuple[int, int] | None = None
    for_all: bool = False


@dataclass(frozen=True, slots=True)
class MeasurementPlan:
    """What is measured when, for one way of working.

    Attributes
    ----------
    key, version : str
        Name and version; the name is kept with a traject, both with each moment.
    title : str
        Dutch name.
    about : PlanSubject
        A traject, or a school year of a school.
    new_rater_school_weeks : int
        Who took over is asked nothing in so many school weeks.
    ceilings : tuple of Ceiling
        What planning may ask of one person.
    moments : tuple of PlannedMoment
        In the order of time.
    """

    key: str
    version: str
    title: str
    about: PlanSubject
    new_rater_school_weeks: int
    ceilings: tuple[Ceiling, ...]
    moments: tuple[PlannedMoment, ...]

    def moment(self, key: str) -> PlannedMoment:
        """Return a moment.

        Raises
        ------
        UnknownKeyError
            The plan has no moment with this key.
        """
        for each in self.moments:
            if each.key == key:
                return each
        raise UnknownKeyError(f"Plan {self.key} has no moment {key!r}.")

    def beginning_at(self, begin: Begin) -> tuple[PlannedMoment, ...]:
        """Return the moments that this brings."""
        return tuple(each for each in self.moments if each.begins is begin)

    @property
    def questionnaires(self) -> tuple[str, ...]:
        """Keys of all lists that can be asked, each once, in the order of the plan."""
        return tuple(
            dict.fromkeys(key for each in self.moments for ask in each.asks for key in ask.forms)
        )

    def also_asking(self, *questionnaires: str) -> "MeasurementPlan":
        """Return the plan in which these lists are asked too at intake and follow-up."""
        more = tuple(map(Ask, questionnaires))
        return self._at_start_and_later(lambda each: (*each.asks, *more))

    def asking_only(self, *questionnaires: str) -> "MeasurementPlan":
        """Return the plan in which only these lists are asked, at intake and follow-up."""
        only = tuple(map(Ask, questionnaires))
        silent = replace(self, moments=tuple(replace(each, asks=()) for each in self.moments))
        return silent._at_start_and_later(lambda each: only)

    def _at_start_and_later(
        self, asks_of: Callable[[PlannedMoment], tuple[Ask, ...]]
    ) -> "MeasurementPlan":
        measured = (OccasionKind.INTAKE, OccasionKind.FOLLOW_UP)
        return replace(
            self,
            moments=tuple(
                replace(each, asks=asks_of(each)) if each.occasion in measured else each
                for each in self.moments
            ),
        )
