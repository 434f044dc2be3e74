"""A definition and answers come in, scores per scale go out: one sheet, or a whole table at once.

`sheet` scores what one informant answered, `table` scores many respondents with numpy; both take
their rules from `rules`, so that a page and a data set never disagree about the same answers.
Nothing here knows a database, a clock or a web page, and nothing is filled in for a missing answer.
"""

from survey_app.scoring.bands import NO_AGE, NO_BANDS, bands, bands_for
from survey_app.scoring.norms import Placed, norm_for, place
from survey_app.scoring.quality import QualityFlag, quality_flags
from survey_app.scoring.rules import (
    TOO_FEW_ITEMS,
    TOO_FEW_SCALES,
    TOO_MANY_BLANKS,
    ScoringError,
    counted_answers,
    in_digits,
    scored_items,
)
from survey_app.scoring.sheet import ScaleScore, score_sheet
from survey_app.scoring.table import score_table

__all__ = [
    "NO_AGE",
    "NO_BANDS",
    "TOO_FEW_ITEMS",
    "TOO_FEW_SCALES",
    "TOO_MANY_BLANKS",
    "Placed",
    "QualityFlag",
    "ScaleScore",
    "ScoringError",
    "bands",
    "bands_for",
    "counted_answers",
    "in_digits",
    "norm_for",
    "place",
    "quality_flags",
    "score_sheet",
    "score_table",
    "scored_items",
]
