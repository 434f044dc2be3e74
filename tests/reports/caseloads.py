"""Children of an invented caseload, written down as the database would give them."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import count

from survey_app.definitions import Questionnaire
from survey_app.measurements.caseload import Agreement, Asked, Course
from survey_app.measurements.queries import Placed, Scored

BEGAN = date(2026, 9, 7)
LATER = BEGAN + timedelta(weeks=11)
CLOSED = LATER + timedelta(days=28)
AFTER = CLOSED + timedelta(days=1)
_numbers = count(1)


@dataclass(frozen=True)
class Rater:
    """One informant of one child: scores at intake and later; None is an answer not given.

    A score of `"x"` was given but cannot be computed. `later_list` is what was asked later when
    that was another version.
    """

    pre: float | str | None
    post: float | str | None
    closing: float | None = None
    number: int = 1
    role: str = "parent"
    late: bool = False
    languages: tuple[str, str] = ("nl", "nl")
    succeeds: bool = False
    later_list: Questionnaire | None = None
    opened: bool = False
    closes: date = CLOSED
    scale: str = "rust"
    id: str = field(default_factory=lambda: f"rater{next(_numbers)}")


def course(
    questionnaire: Questionnaire, *raters: Rater, agreement: Agreement = Agreement.AGREED
) -> Course:
    """Return one child with its raters, all asked this list at intake and later."""
    number = next(_numbers)
    asked, placed = [], []
    for rater in raters:
        before = next(
            (
                each.id
                for each in raters
                if rater.succeeds and not each.succeeds and each is not rater
            ),
            None,
        )
        moments = (
            ("intake", BEGAN, rater.pre, rater.languages[0], questionnaire),
            ("follow_up", LATER, rater.post, rater.languages[1], rater.later_list or questionnaire),
            ("closing", CLOSED, rater.closing, rater.languages[1], questionnaire),
        )
        for kind, on, score, language, answered in moments:
            if kind == "closing" and score is None:
                continue  # not every child has one
            asked.append(
                Asked(
                    informant_id=rater.id,
                    role=rater.role,
                    questionnaire_key=answered.key,
                    fingerprint=answered.fingerprint,
                    occasion_kind=kind,
                    closes_on=BEGAN + timedelta(days=28) if kind == "intake" else rater.closes,
                    is_revoked=agreement is Agreement.WITHDRAWN,
                    was_opened=score is not None or rater.opened,
                    was_completed=score is not None,
                )
            )
            if score is not None:
                value, reason = (None, "too_few_items") if score == "x" else (float(score), None)
                placed.append(
                    Placed(
                        informant_id=rater.id,
                        role=rater.role,
                        number=rater.number,
                        label=f"{rater.role} {rater.number}",
                        joined_on=BEGAN,
                        occasion_id=f"{number}-{kind}",
                        occasion_kind=kind,
                        answered_on=on,
                        fingerprint=answered.fingerprint,
                        language=language,
                        quality=(),
                        answers={},
                        texts={},
                        missing={},
                        scores={rater.scale: Scored(value, reason, answered.fingerprint, 2)},
                        late=rater.late and kind == "intake",
                        succeeds_id=before,
                    )
                )
    return Course(
        f"{number:032x}", f"Kind {number}", "groep 6", agreement, tuple(asked), tuple(placed)
    )


def children(questionnaire: Questionnaire, *pairs: tuple[float, float | None]) -> list[Course]:
    """Return a child with one parent for every pair of scores."""
    return [course(questionnaire, Rater(*pair)) for pair in pairs]
