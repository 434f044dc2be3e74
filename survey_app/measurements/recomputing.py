"""Scoring stored answers again by new rules: old and new scores are both kept, and compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from survey_app.answering.correcting import what_counts
from survey_app.answering.models import Correction, Response
from survey_app.audit import services as audit
from survey_app.definitions import Questionnaire, why_not_rescored
from survey_app.errors import InputError
from survey_app.invitations.publishing import keep, questionnaire_of
from survey_app.measurements.held_against import held_against
from survey_app.measurements.models import Measurement, Score
from survey_app.measurements.references.in_force import References, references_in_force
from survey_app.measurements.services import score_row
from survey_app.scoring import ScaleScore, score_sheet
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.restriction import NOT_RESTRICTED

AT_ONCE = 500


class NothingToRecomputeError(InputError):
    """No stored answers wait for these rules."""


@dataclass(frozen=True, slots=True)
class Rescored:
    """One score before and after: values, or the reasons there are none.

    `scoring_before` is None when the scale was not there before.
    """

    response_id: str
    scale: str
    scoring_before: str | None
    before: float | None
    reason_before: str | None
    after: float | None
    reason_after: str | None

    @property
    def is_same(self) -> bool:
        """Whether nothing changed but the rules."""
        return (self.before, self.reason_before) == (self.after, self.reason_after)


@dataclass(slots=True)
class Recomputed:
    """What scoring again came to; `left_out` counts scores per reason that could not be given."""

    questionnaire: Questionnaire
    sheets: int = 0
    scores: list[Rescored] = field(default_factory=list)
    left_out: dict[str, int] = field(default_factory=dict)


def recompute(session: Session, questionnaire: Questionnaire, now: datetime) -> Recomputed:
    """Give every sheet of a list its scores by the rules of this version, beside those it has.

    Of a sheet that was corrected the answers that count are scored again. Nothing that is stored
    changes. A sheet that has a score by these rules keeps it, so doing this again adds nothing.
    Answers to a version in which an item of a scale was not asked, or had other answers, are left
    out for that scale and counted with the reason. What is of a child whose data are restricted is
    not touched: doing this again after that is lifted gives it its scores.

    Raises
    ------
    NothingToRecomputeError
        Every sheet that can be has its scores by these rules.
    """
    fingerprint = keep(session, questionnaire, now)
    rules = questionnaire_of(session, fingerprint)
    done = Recomputed(rules)
    references = references_in_force(session, rules.key)
    for batch in _in_batches(session, rules.key):
        done.sheets += len(batch)
        kept = _kept_scores(session, [measurement.id for measurement, *_ in batch])
        rows = [
            row
            for measurement, response, correction, role, traject in batch
            for row in _rows(
                session,
                done,
                references,
                measurement,
                response,
                correction,
                role,
                traject,
                kept.get(measurement.id, {}),
            )
        ]
        if rows:
            session.execute(insert(Score), [row | {"scored_at": now} for row in rows])
    if not done.scores:
        none = "all have their scores by these rules" if done.sheets else "none was ever sent in"
        why = "; ".join(sorted(done.left_out)) or none
        raise NothingToRecomputeError(
            f"No sheet of {rules.key} can be scored again by scoring version "
            f"{rules.scoring_version}: {why}."
        )
    audit.record(
        session,
        audit.COMMAND,
        f"recompute {len(done.scores)} scores",
        "questionnaire",
        fingerprint,
        organisation_id=None,
        now=now,
    )
    return done


Sheet = tuple[Measurement, Response, Correction | None, str, Traject]
Kept = Mapping[str, list[Score]]
"""Scale to its scores of one sheet, the oldest first."""


def _in_batches(session: Session, key: str) -> Iterator[list[Sheet]]:
    """Give the sheets of a list in the order of their ids, some at once."""
    query = (
        select(Measurement, Response, Correction, TrajectInformant.role, Traject)
        .join(Response, Response.id == Measurement.response_id)
        .outerjoin(Correction, Correction.id == Measurement.correction_id)
        .join(TrajectInformant, TrajectInformant.id == Measurement.informant_id)
        .join(Traject, Traject.id == Measurement.traject_id)
        .where(
            Measurement.questionnaire_key == key,
            Measurement.replaced_at.is_(None),
            NOT_RESTRICTED,
        )
        .order_by(Measurement.id)
        .limit(AT_ONCE)
    )
    last = ""
    while found := session.execute(query.where(Measurement.id > last)).all():
        yield [
            (measurement, response, correction, role, traject)
            for measurement, response, correction, role, traject in found
        ]
        last = found[-1][0].id


def _kept_scores(session: Session, measurements: list[str]) -> dict[str, dict[str, list[Score]]]:
    kept: dict[str, dict[str, list[Score]]] = {}
    query = select(Score).where(Score.measurement_id.in_(measurements)).order_by(Score.scored_at)
    for score in session.scalars(query):
        kept.setdefault(score.measurement_id, {}).setdefault(score.scale, []).append(score)
    return kept


def _rows(
    session: Session,
    done: Recomputed,
    references: References,
    measurement: Measurement,
    response: Response,
    correction: Correction | None,
    role: str,
    traject: Traject,
    kept: Kept,
) -> Iterator[dict[str, object]]:
    """Give the rows of one sheet that are new, and note each of them."""
    rules, counting = done.questionnaire, what_counts(response, correction)
    answered = questionnaire_of(session, response.fingerprint)
    scores = {score.scale: score for score in scores_by(rules, counting.answers)}
    born = (traject.birth_year, traject.birth_month)
    against = held_against(rules, role, born, response.day)
    for scale in rules.scales:
        earlier = kept.get(scale.key, [])
        if any(score.scoring_version == rules.scoring_version for score in earlier):
            continue
        why = why_not_rescored(answered, rules, scale.key)
        if why is not None:
            reason = f"{scale.key}, answers to version {answered.version}: {why}"
            done.left_out[reason] = done.left_out.get(reason, 0) + 1
            continue
        score = scores[scale.key]
        before = earlier[-1] if earlier else None
        done.scores.append(_rescored(response.id, before, score))
        yield score_row(
            rules,
            score,
            against[scale.key],
            _languages(rules, counting.language),
            references.evidence(rules, scale.key, role),
        ) | {
            "organisation_id": measurement.organisation_id,
            "measurement_id": measurement.id,
        }


def scores_by(rules: Questionnaire, answers: Mapping[str, str]) -> tuple[ScaleScore, ...]:
    """Score answers by other rules; what those rules do not know cannot count and is left out."""
    known = {item.key: {option.key for option in item.options} for item in rules.items}
    shared = {key: chosen for key, chosen in answers.items() if chosen in known.get(key, ())}
    return score_sheet(rules, shared)


def _rescored(response_id: str, before: Score | None, after: ScaleScore) -> Rescored:
    return Rescored(
        response_id=response_id,
        scale=after.scale,
        scoring_before=before.scoring_version if before else None,
        before=before.value if before else None,
        reason_before=before.reason if before else None,
        after=after.value,
        reason_after=after.reason,
    )


def _languages(rules: Questionnaire, language: str) -> tuple[str, ...]:
    """Return the language of the answers, as far as these rules have a text in it."""
    return (language,) if language in rules.languages else ()
