"""Which norm and which bands hold for a child on one day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from survey_app.definitions import Informant, Questionnaire, Scale
from survey_app.scoring import bands_for, norm_for
from survey_app.trajects.consent import age_range

Born = tuple[int | None, int | None]
"""Year and month of birth, as far as they are known."""


@dataclass(frozen=True, slots=True)
class HeldAgainst:
    """Ids of the norm and the bands of one scale; None where none is meant for this child."""

    norm: str | None = None
    bands: str | None = None


def ages_on(born: Born, on: date) -> tuple[int, int] | None:
    """Return the lowest and highest age in years a child can have on a day; None when unknown."""
    year, month = born
    return age_range(year, month, on) if year is not None and month is not None else None


def needs_an_age(questionnaire: Questionnaire) -> bool:
    """Tell whether any score of this list is held against norms or bands."""
    return any(scale.norms or scale.bands for scale in questionnaire.scales)


def held_against(
    questionnaire: Questionnaire, informant: Informant | str, born: Born, on: date
) -> Mapping[str, HeldAgainst]:
    """Return per scale what its score is held against.

    Of the child the month of birth is known, so in the month of a birthday it has one of two ages;
    then only what is meant for both counts. Its sex is asked of nobody.
    """
    ages = ages_on(born, on)
    return {scale.key: _of_scale(scale, informant, ages) for scale in questionnaire.scales}


def _of_scale(
    scale: Scale, informant: Informant | str, ages: tuple[int, int] | None
) -> HeldAgainst:
    norms = {norm_for(scale, informant=informant, age=age) for age in ages or ()}
    bands = {bands_for(scale, informant=informant, age=age) for age in ages or (None,)}
    norm = norms.pop() if len(norms) == 1 else None
    band = bands.pop() if len(bands) == 1 else None
    return HeldAgainst(norm.id if norm else None, band.id if band else None)
