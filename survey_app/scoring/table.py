"""The scores of a whole table: many respondents at once, with numpy."""

from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from survey_app.definitions import Condition, Item, Method, Questionnaire
from survey_app.scoring.columns import check_options, checked
from survey_app.scoring.rules import (
    Part,
    Plan,
    ScoringError,
    formula,
    plans,
    rounded,
    scored_items,
)

if TYPE_CHECKING:
    import pandas as pd

Column = NDArray[np.float64]
Marks = NDArray[np.bool_]

ROWS_AT_ONCE: Final = 16_384
"""So few that the columns of one scale stay in the processor's cache."""


def score_table(questionnaire: Questionnaire, answers: "pd.DataFrame") -> "pd.DataFrame":
    """Score every scale of n respondents, by the rule of `score_sheet` and with the same floats.

    Parameters
    ----------
    questionnaire : Questionnaire
        The version that was answered.
    answers : pandas.DataFrame
        n respondents x item keys: numbers, each one of the item's option values; option keys
        where an item has no values, and own words as they are. NaN, None and NA are missing
        answers; an item without a column is missing for everybody. Rows and columns may stand in
        any order.

    Returns
    -------
    pandas.DataFrame
        n respondents x scale keys, float64, in option steps (mean), points (sum) or items (count),
        rounded only where the rule rounds, with the index of `answers`. NaN where the score cannot
        be computed.

    Raises
    ------
    ScoringError
        A column is no item of this questionnaire or stands there twice, or a value is not one of
        the item's option values: outside the range, between two options, infinite, text, true or
        false. The text names the row (its index label) and the column. No value is ever clipped.

    Notes
    -----
    Rule: `measurement.md` 1. Memory beside the input: the scores, a copy of each column that is
    not yet float64, and some columns of `ROWS_AT_ONCE` rows.

    Examples
    --------
    For a scale of three items with values 0 to 4, the mean, at least two answered, `c` reversed:
    ``pd.DataFrame({"a": [3.0, nan], "c": [1, 4]})`` gives 3.0 and NaN.
    """
    import pandas as pd

    if not isinstance(answers, pd.DataFrame):
        raise ScoringError(
            "Give the answers as a pandas DataFrame with item keys as columns, "
            f"not as {type(answers).__name__}."
        )
    items = {item.key: item for item in questionnaire.items}
    columns: dict[str, Column] = {}
    for place, key in enumerate(answers.columns):
        if key not in items:
            raise ScoringError(f"Column {key!r} is no item of questionnaire {questionnaire.key!r}.")
        if key in columns:
            raise ScoringError(f"Column {key!r} stands in the table twice.")
        item = items[key]
        if item.values:
            columns[key] = checked(answers.iloc[:, place], item)
        elif item.options:
            check_options(answers.iloc[:, place], item)
    scores = np.empty((len(questionnaire.scales), len(answers)))
    for start in range(0, len(answers), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        some = {key: column[rows] for key, column in columns.items()}
        _Rows(questionnaire, items, some, scores[:, rows]).fill()
    keys = [scale.key for scale in questionnaire.scales]
    return pd.DataFrame(scores.T, index=answers.index, columns=keys, copy=False)


class _Rows:
    """Some rows of the table, and the place for their scores (scales x rows)."""

    def __init__(
        self,
        questionnaire: Questionnaire,
        items: dict[str, Item],
        columns: dict[str, Column],
        scores: Column,
    ) -> None:
        self._questionnaire = questionnaire
        self._items = items
        self._columns = columns
        self._present = {key: ~np.isnan(column) for key, column in columns.items()}
        self._scores = scores
        self._count = scores.shape[1]

    def fill(self) -> None:
        """Compute every scale, in the order of the questionnaire."""
        done: dict[str, Column] = {}
        for plan, score in zip(plans(self._questionnaire), self._scores, strict=True):
            score[:] = self._of_items(plan) if plan.scale.items else self._of_scales(plan, done)
            done[plan.scale.key] = score
        too_many = self._too_many_blanks()
        if too_many is not None:
            self._scores[:, too_many] = np.nan

    def _of_items(self, plan: Plan) -> Column:
        scale = plan.scale
        sums = _Sums(plan, self._count)
        for part in plan.parts:
            column, present = self._columns.get(part.key), self._present.get(part.key)
            if column is not None and present is not None:
                sums.add(_counted(part, column), part.weight, present, answered=True)
            open_ = np.ones(self._count, bool) if present is None else ~present
            if scale.hidden is not None and part.conditions:
                hidden = open_ & ~self._shown(part.conditions)
                sums.add(np.full(self._count, scale.hidden), part.weight, hidden, answered=True)
                open_ &= ~hidden
            if scale.blank is not None:
                sums.add(np.full(self._count, scale.blank), part.weight, open_, answered=False)
        score = sums.score()
        if scale.settled is not None:
            score[self._chosen(scale.settled.item, scale.settled.options)] = scale.settled.score
        return score

    def _of_scales(self, plan: Plan, done: dict[str, Column]) -> Column:
        sums = _Sums(plan, self._count)
        for part in plan.parts:
            column = done[part.key]
            sums.add(column, part.weight, ~np.isnan(column), answered=True)
        return sums.score()

    def _too_many_blanks(self) -> Marks | None:
        most = self._questionnaire.most_blanks
        if most is None:
            return None
        blanks = np.zeros(self._count)
        for key in scored_items(self._questionnaire):
            present = self._present.get(key, np.zeros(self._count, bool))
            blanks += ~present & self._shown(self._items[key].show_when)
        return blanks > most

    def _shown(self, conditions: tuple[Condition, ...]) -> Marks:
        shown = np.ones(self._count, bool)
        for each in conditions:
            shown &= self._chosen(each.item, each.options)
        return shown

    def _chosen(self, item: str, options: tuple[str, ...]) -> Marks:
        """Mark the rows in which an item was answered with one of these options."""
        column = self._columns.get(item)
        marked = np.zeros(self._count, bool)
        if column is not None:
            for option in self._items[item].options:
                if option.key in options and option.value is not None:
                    marked |= column == option.value
        return marked


class _Sums:
    """What is added up for one scale, per row; the same additions as for one sheet."""

    def __init__(self, plan: Plan, rows: int) -> None:
        self._plan = plan
        self._is_max = plan.scale.method is Method.MAX
        self._total = np.full(rows, -np.inf) if self._is_max else np.zeros(rows)
        self._weight = np.zeros(rows)
        self._answered = np.zeros(rows)

    def add(self, counted: Column, weight: float, where: Marks, *, answered: bool) -> None:
        if self._is_max:
            np.maximum(self._total, counted, out=self._total, where=where)
        else:
            weighed = counted if weight == 1.0 else counted * weight
            np.add(self._total, weighed, out=self._total, where=where)
        self._weight += where if weight == 1.0 else where * weight
        if answered:
            self._answered += where

    def score(self) -> Column:
        plan = self._plan
        with np.errstate(divide="ignore", invalid="ignore"):
            raw = self._total if self._is_max else formula(plan)(self._total, self._weight)
        scores = rounded(plan, raw)
        scores[self._answered < plan.scale.min_answered] = np.nan
        return scores


def _counted(part: Part, column: Column) -> Column:
    """Return what each answer counts for; NaN stays NaN."""
    pairs = part.counts_for.items()
    if all(value == counted for value, counted in pairs):
        return column
    turning_point = sum(next(iter(pairs)))
    if all(turning_point - value == counted for value, counted in pairs):
        return turning_point - column
    counted_for = np.full(len(column), np.nan)
    for value, counted in pairs:
        counted_for[column == value] = counted
    return counted_for
