"""What asks for care in reading one sheet: flags, never a reason to leave answers out."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from itertools import groupby
from typing import Final

from survey_app.definitions import Informant, Item, Questionnaire, Scale

SHORTEST_BLOCK: Final = 8
"""In fewer items with the same options one answer to all of them says nothing."""

LEAST_SECONDS_AN_ITEM: Final = 2.0
"""Nobody reads and answers faster (Huang et al. 2012)."""

LEAST_SHARE_OF_TYPICAL: Final = 1 / 3
"""Of the median time of the form (Leiner 2019, unverified here)."""


class QualityFlag(StrEnum):
    """Why a sheet is to be read with care."""

    STRAIGHT_LINING = "straight_lining"
    CONTRADICTION = "contradiction"
    TOO_FAST = "too_fast"
    ANOTHER_DAY = "another_day"


def quality_flags(
    questionnaire: Questionnaire,
    answers: Mapping[str, str | None],
    *,
    informant: Informant | str,
    seconds: float | None = None,
    typical_seconds: float | None = None,
    on_another_day: bool = False,
) -> tuple[QualityFlag, ...]:
    """Return what asks for care in reading the answers of one sheet.

    Parameters
    ----------
    questionnaire : Questionnaire
        The version that was answered.
    answers : Mapping of str to (str or None)
        Item key to option key, as for `score_sheet`. Missing answers break no run and join none.
    informant : Informant or str
        Who answered. How long a child takes depends on who reads aloud, so for a child only the
        comparison with other sheets counts.
    seconds : float, optional
        From the first question to sending. Who stopped in between took longer, so a pause never
        makes a sheet look hurried.
    typical_seconds : float, optional
        Median of this form, from at least 30 sheets.
    on_another_day : bool
        Whether the day on a paper sheet lies outside the days on which the list was open.

    Returns
    -------
    tuple of QualityFlag
        In the order of the enumeration; empty when nothing stands out.

    Notes
    -----
    Straight-lining: 8 or more answers in a row are the same option, among items that share their
    options and of which some run the other way (Meade & Craig 2012; Dunn et al. 2018). Where all
    run one way, the same answer to all of them can be true, and no flag is raised.

    Contradiction: the same outermost option everywhere in two scales of which one is better high
    and the other better low (Kracht and Last), or in one scale that has reversed items.

    Too fast: under 2 seconds an answered item, or under a third of the typical time.

    Another day: what was answered on paper before the list was open, or after.

    Rules: `measurement.md` 7, `lists.md` 1. Flags are for the coach and for exports; they delete
    nothing and are never shown to who answered.

    Examples
    --------
    A list of 8 items on strength and 2 on strain, asked alternately: ten times "bijna altijd" is
    straight-lining and a contradiction, also after 10 minutes.
    """
    chosen = _chosen(questionnaire, answers, Informant(informant))
    found = {
        QualityFlag.STRAIGHT_LINING: _has_straight_line(questionnaire, chosen),
        QualityFlag.CONTRADICTION: any(_contradictions(questionnaire, chosen)),
        QualityFlag.TOO_FAST: _is_too_fast(informant, len(chosen), seconds, typical_seconds),
        QualityFlag.ANOTHER_DAY: on_another_day,
    }
    return tuple(flag for flag in QualityFlag if found[flag])


Chosen = Mapping[str, tuple[Item, float]]
"""Item key to the item and the value that was chosen, in the order asked."""


def _chosen(
    questionnaire: Questionnaire, answers: Mapping[str, str | None], informant: Informant
) -> Chosen:
    chosen = {}
    for item in questionnaire.items:
        key = answers.get(item.key)
        if key is None or item.choose is not None or informant not in item.informants:
            continue
        value = next((each.value for each in item.options if each.key == key), None)
        if value is not None:
            chosen[item.key] = (item, value)
    return chosen


def _has_straight_line(questionnaire: Questionnaire, chosen: Chosen) -> bool:
    directions = _directions(questionnaire)
    blocks: dict[tuple[str, ...], list[tuple[str, float]]] = {}
    for key, (item, value) in chosen.items():
        blocks.setdefault(_option_keys(item), []).append((key, value))
    return any(
        len({directions[key] for key, _ in block if key in directions}) > 1
        and max(len(list(run)) for _, run in groupby(value for _, value in block)) >= SHORTEST_BLOCK
        for block in blocks.values()
    )


def _contradictions(questionnaire: Questionnaire, chosen: Chosen) -> Iterator[bool]:
    scales = [scale for scale in questionnaire.scales if scale.items]
    ends = {scale.key: _common_end(scale, chosen) for scale in scales}
    for place, scale in enumerate(scales):
        end = ends[scale.key]
        if end is None:
            continue
        turned = scale.reversed & chosen.keys()
        yield bool(turned) and len(turned) < len(scale.items)
        for other in scales[place + 1 :]:
            opposite = other.higher_is_better != scale.higher_is_better
            unlike = not set(other.items) & set(scale.items)
            yield opposite and unlike and ends[other.key] == end


def _common_end(scale: Scale, chosen: Chosen) -> tuple[tuple[str, ...], float] | None:
    """Return the outermost answer that was given to all items of a scale; None when it was not."""
    given = [chosen[key] for key in scale.items if key in chosen]
    if len(given) < scale.min_answered:
        return None
    ends = {(_option_keys(item), value) for item, value in given}
    if len(ends) != 1:
        return None
    item, value = given[0]
    return next(iter(ends)) if value in (min(item.values), max(item.values)) else None


def _is_too_fast(
    informant: Informant | str, answered: int, seconds: float | None, typical: float | None
) -> bool:
    if seconds is None or not answered:
        return False
    hurried = typical is not None and seconds < LEAST_SHARE_OF_TYPICAL * typical
    return hurried or (informant != Informant.CHILD and seconds < LEAST_SECONDS_AN_ITEM * answered)


def _directions(questionnaire: Questionnaire) -> dict[str, bool]:
    """Return per scored item whether a higher answer is better."""
    return {
        key: scale.higher_is_better != (key in scale.reversed)
        for scale in questionnaire.scales
        for key in scale.items
    }


def _option_keys(item: Item) -> tuple[str, ...]:
    return tuple(option.key for option in item.options)
