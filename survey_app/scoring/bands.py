"""Scores held against published bands."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from survey_app.definitions import Bands, Informant, Questionnaire, Scale
from survey_app.scoring.columns import shown
from survey_app.scoring.norms import NO_SCORE
from survey_app.scoring.rules import ScoringError

if TYPE_CHECKING:
    import pandas as pd

NO_BANDS: Final = "no_bands"
"""Reason code: no bands are meant for this informant and age."""

NO_AGE: Final = "no_age"
"""Reason code: the age is not known, and the bands of this informant are for certain ages."""


def bands(
    questionnaire: Questionnaire,
    scores: "pd.DataFrame",
    *,
    informant: Informant | str | None = None,
    age: "int | Sequence[int | None] | pd.Series[Any] | NDArray[Any] | None" = None,
) -> "pd.DataFrame":
    """Say in which published band each score falls.

    Parameters
    ----------
    questionnaire : Questionnaire
        Whose scales the columns are.
    scores : pandas.DataFrame
        n respondents x scale keys, as `score_table` gives them. NaN has no band.
    informant : Informant or str, optional
        Who answered; bands of others are never used. Needed only where several may answer.
    age : int, or n of them, optional
        Of the child, in whole years on the day of answering: one for all, or one per row in the
        order of the rows; None or NaN is not known. Left out, nobody's age is looked at, which is
        for tables of which it is known that all are of an age the bands are for; it is refused
        where a scale has bands of one informant for several ages.

    Returns
    -------
    pandas.DataFrame
        With the index of `scores`, per scale that has bands three columns: the scale's key with the
        band as a number (0 = nearest to average), and the key followed by ``_reference`` with the
        id of the bands and by ``_reason`` with why there is no band: ``no_score``, ``no_age`` or
        ``no_bands``. What is not there is NaN, or None where it is text. Scales without bands are
        left out.

    Raises
    ------
    ScoringError
        A column is no scale, a score lies outside its bands, an age is no whole number of years,
        there are more or fewer ages than rows, or the informant or the age decides and is not
        given.

    Notes
    -----
    Rule: `measurement.md` 1; a score between two bands of whole numbers is rounded half up first.

    Examples
    --------
    For a scale with bands for 4 to 17 years, ``age=[8, 3]`` gives the second row no band and the
    reason ``no_bands``.
    """
    import pandas as pd

    who = _informant(questionnaire, informant)
    known = {scale.key: scale for scale in questionnaire.scales}
    ages = None if age is None else _ages(age, len(scores))
    columns: dict[str, object] = {}
    for key in scores.columns:
        if key not in known:
            raise ScoringError(f"Column {key!r} is no scale of {questionnaire.key!r}.")
        chosen = [each for each in known[key].bands if each.informant is who]
        if chosen:
            numbers, references, reasons = _placed(scores[key], chosen, ages)
            columns[key] = numbers
            for name, texts in (("reference", references), ("reason", reasons)):
                columns[f"{key}_{name}"] = pd.Series(texts, scores.index, dtype="object")
    return pd.DataFrame(columns, index=scores.index)


def bands_for(scale: Scale, *, informant: Informant | str, age: int | None) -> Bands | None:
    """Return the bands meant for an informant and a child of this age in whole years, or None.

    Bands without ages are meant for every child; without an age only those are found.
    """
    for each in scale.bands:
        fits = each.ages is None or (age is not None and each.ages[0] <= age <= each.ages[1])
        if each.informant == informant and fits:
            return each
    return None


def _informant(questionnaire: Questionnaire, given: Informant | str | None) -> Informant:
    if given is not None:
        return Informant(given)
    if len(questionnaire.informants) > 1:
        known = ", ".join(questionnaire.informants)
        raise ScoringError(f"Say who answered {questionnaire.key!r}: {known}.")
    return questionnaire.informants[0]


def _ages(given: Any, rows: int) -> NDArray[np.float64]:
    """Return one age per row, NaN where it is not known; nothing is rounded to whole years."""
    import pandas as pd

    if np.ndim(given) == 0:
        given = [given] * rows
    if len(given) != rows:
        raise ScoringError(f"There are {len(given)} ages for {rows} rows; give one age per row.")
    ages = np.full(rows, np.nan)
    for row, (age, absent) in enumerate(zip(given, pd.isna(list(given)), strict=True)):
        if absent:
            continue
        is_number = isinstance(age, int | float | np.integer | np.floating)
        if not is_number or isinstance(age, bool) or age < 0 or age % 1 != 0:
            raise ScoringError(f"Age {row + 1}: {shown(age)} is no whole number of years.")
        ages[row] = age
    return ages


def _placed(
    scores: "pd.Series[float]", chosen: Sequence[Bands], ages: NDArray[np.float64] | None
) -> tuple[NDArray[np.float64], NDArray[np.object_], NDArray[np.object_]]:
    """Return the number of the band, the id of the bands and the reason, per row."""
    if ages is None and len({each.ages for each in chosen}) > 1:
        raise ScoringError(f"Say how old the children are: {scores.name!r} has bands per age.")
    given = np.asarray(scores, dtype=np.float64)
    placed = np.full(len(given), np.nan)
    references = np.full(len(given), None, dtype=object)
    reasons = np.full(len(given), NO_BANDS, dtype=object)
    meant = np.zeros(len(given), bool)
    if ages is not None:
        reasons[np.isnan(ages)] = NO_AGE
    # The first that fits is meant, as in `bands_for`.
    for each in reversed(chosen):
        rows = np.ones(len(given), bool)
        if ages is not None and each.ages is not None:
            rows = (each.ages[0] <= ages) & (ages <= each.ages[1])
        references[rows], reasons[rows] = each.id, None
        meant |= rows
        placed[rows] = _numbers(scores, given, rows, each)
    reasons[np.isnan(given) & meant] = NO_SCORE
    return placed, references, reasons


def _numbers(
    scores: "pd.Series[float]", given: NDArray[np.float64], rows: NDArray[np.bool_], chosen: Bands
) -> NDArray[np.float64]:
    """Return the number of the band of each marked score."""
    whole = np.floor(given + 0.5)
    placed = np.full(len(given), np.nan)
    for number, (low, high) in enumerate(chosen.ranges):
        placed[(whole >= low) & (whole <= high)] = number
    lost = rows & np.isnan(placed) & ~np.isnan(given)
    if lost.any():
        row = int(np.argmax(lost))
        raise ScoringError(
            f"Row {shown(scores.index[row])}, scale {scores.name!r}: {given[row]:g} is outside the "
            f"bands of {chosen.id!r}."
        )
    return placed[rows]
