"""Scores held against published bands."""

from typing import TYPE_CHECKING

import numpy as np

from survey_app.definitions import Bands, Informant, Questionnaire, Scale
from survey_app.scoring.columns import shown
from survey_app.scoring.rules import ScoringError

if TYPE_CHECKING:
    import pandas as pd


def bands(
    questionnaire: Questionnaire,
    scores: "pd.DataFrame",
    *,
    informant: Informant | str | None = None,
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

    Returns
    -------
    pandas.DataFrame
        With the index of `scores`, per scale that has bands two columns: the scale's key with the
        band as a number (0 = nearest to average, NaN without a score), and the key followed by
        ``_reference`` with the id of the bands. Scales without bands are left out.

    Raises
    ------
    ScoringError
        A column is no scale, a score lies outside its bands, or the informant is not named while
        several may answer.

    Notes
    -----
    Rule: `measurement.md` 1; a score between two bands of whole numbers is rounded half up first.
    """
    import pandas as pd

    who = _informant(questionnaire, informant)
    known = {scale.key: scale for scale in questionnaire.scales}
    columns: dict[str, object] = {}
    for key in scores.columns:
        if key not in known:
            raise ScoringError(f"Column {key!r} is no scale of {questionnaire.key!r}.")
        chosen = next((each for each in known[key].bands if each.informant is who), None)
        if chosen is not None:
            columns[key] = _placed(scores[key], chosen)
            columns[f"{key}_reference"] = chosen.id
    return pd.DataFrame(columns, index=scores.index)


def _informant(questionnaire: Questionnaire, given: Informant | str | None) -> Informant:
    if given is not None:
        return Informant(given)
    if len(questionnaire.informants) > 1:
        known = ", ".join(questionnaire.informants)
        raise ScoringError(f"Say who answered {questionnaire.key!r}: {known}.")
    return questionnaire.informants[0]


def bands_for(scale: Scale, *, informant: Informant | str, age: int | None) -> Bands | None:
    """Return the bands meant for an informant and a child of this age in whole years, or None.

    Bands without ages are meant for every child; without an age only those are found.
    """
    for each in scale.bands:
        fits = each.ages is None or (age is not None and each.ages[0] <= age <= each.ages[1])
        if each.informant == informant and fits:
            return each
    return None


def _placed(
    scores: "pd.Series[float]", chosen: Bands
) -> "np.ndarray[tuple[int], np.dtype[np.float64]]":
    given = scores.to_numpy(dtype=np.float64)
    whole = np.floor(given + 0.5)
    placed = np.full(len(given), np.nan)
    for number, (low, high) in enumerate(chosen.ranges):
        placed[(whole >= low) & (whole <= high)] = number
    lost = np.isnan(placed) & ~np.isnan(given)
    if lost.any():
        row = int(np.argmax(lost))
        raise ScoringError(
            f"Row {shown(scores.index[row])}, scale {scores.name!r}: {given[row]:g} is outside the "
            f"bands of {chosen.id!r}."
        )
    return placed
