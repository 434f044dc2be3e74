"""Whether it is on record how was worked and what it gave: both halves of method integrity.

Who gets results and cannot tell how adds little to a better way of working; who records everything
and does not look at the effect neither. It is the coach's own picture of the own caseload: counts
of children, no judgement, and shown to nobody else.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from survey_app.measurements.caseload import Agreement, Course
from survey_app.measurements.pairing import INTAKE


@dataclass(frozen=True, slots=True)
class Integrity:
    """The children of whom a later measurement came in or has passed, in the four quarters.

    Attributes
    ----------
    both, method_only, effect_only, neither : tuple of Course
        Of whom there is on record: a contact with its principles, and the same list of the same
        person before and after; only one of the two; nothing.
    too_early : int
        Children whose first later measurement can still be filled in, or of whom nothing may be
        used.
    """

    both: tuple[Course, ...]
    method_only: tuple[Course, ...]
    effect_only: tuple[Course, ...]
    neither: tuple[Course, ...]
    too_early: int

    @property
    def count(self) -> int:
        """How many children are in the four quarters."""
        return sum(map(len, (self.both, self.method_only, self.effect_only, self.neither)))


def integrity(cases: Iterable[Course], with_method: Collection[str], today: date) -> Integrity:
    """Divide a caseload over the quarters.

    Parameters
    ----------
    cases : iterable of Course
        The trajects of one coach.
    with_method : collection of str
        The ids of those of which a contact with its principles was logged.
    today : date
        The day of looking.
    """
    quarters: dict[tuple[bool, bool], list[Course]] = {}
    too_early = 0
    for case in cases:
        if case.agreement is not Agreement.AGREED or not _had_its_time(case, today):
            too_early += 1
            continue
        quarter = (case.traject_id in with_method, is_measured(case))
        quarters.setdefault(quarter, []).append(case)
    return Integrity(
        both=tuple(quarters.get((True, True), ())),
        method_only=tuple(quarters.get((True, False), ())),
        effect_only=tuple(quarters.get((False, True), ())),
        neither=tuple(quarters.get((False, False), ())),
        too_early=too_early,
    )


def _had_its_time(case: Course, today: date) -> bool:
    """Tell whether a later measurement came in, or can no longer be filled in."""
    return any(ask.is_later and (ask.was_completed or ask.closes_on < today) for ask in case.asked)


def is_measured(case: Course) -> bool:
    """Tell whether somebody completed the same list at the intake and later."""
    done = [ask for ask in case.asked if ask.was_completed]
    before = {
        (ask.informant_id, ask.questionnaire_key) for ask in done if ask.occasion_kind == INTAKE
    }
    after = {(ask.informant_id, ask.questionnaire_key) for ask in done if ask.is_later}
    return bool(before & after)
