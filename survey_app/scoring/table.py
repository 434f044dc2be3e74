"""The scores of a whole table: many respondents at once, with numpy."""

from typing import TYPE_CHECKING, Final

import numpy as np

from survey_app.definitions import Condition, Method, Questionnaire, Settled
from survey_app.scoring.columns import (
    Answers,
    Column,
    Marks,
    Numbers,
    Steps,
    check_options,
    column_of,
    key_answers,
)
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

ROWS_AT_ONCE: Final = 32_768
"""So few that a scale's marks stay in the processor's cache, so many that calls cost little."""


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
    Rule: `measurement.md` 1. Memory beside the input: the scores and some columns of
    `ROWS_AT_ONCE` rows; and for a column whose type is none of numpy's numbers, those numbers.

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
    by_key: dict[str, Answers] = {}
    deciding = {condition.item for item in items.values() for condition in item.show_when}
    for place, key in enumerate(answers.columns):
        if key not in items:
            raise ScoringError(f"Column {key!r} is no item of questionnaire {questionnaire.key!r}.")
        if key in columns or key in by_key:
            raise ScoringError(f"Column {key!r} stands in the table twice.")
        item = items[key]
        if item.values:
            columns[key] = column_of(answers.iloc[:, place], item)
        elif item.options:
            check_options(answers.iloc[:, place], item)
            if key in deciding:
                by_key[key] = key_answers(answers.iloc[:, place], item)
    scores = np.empty((len(questionnaire.scales), len(answers)))
    for start in range(0, len(answers), ROWS_AT_ONCE):
        rows = slice(start, start + ROWS_AT_ONCE)
        given = {key: column.answers(rows) for key, column in columns.items()}
        given |= {key: each.some(rows) for key, each in by_key.items()}
        _Rows(questionnaire, given, scores[:, rows]).fill()
    keys = [scale.key for scale in questionnaire.scales]
    return pd.DataFrame(scores.T, index=answers.index, columns=keys, copy=False)


class _Rows:
    """Some rows of the table, and the place for their scores (scales x rows)."""

    def __init__(
        self, questionnaire: Questionnaire, answers: dict[str, Answers | Steps], scores: Numbers
    ) -> None:
        self._questionnaire = questionnaire
        self._answers = answers
        self._scores = scores
        self._count = scores.shape[1]
        self._hidden: dict[str, Marks] = {}

    def fill(self) -> None:
        """Compute every scale, in the order of the questionnaire."""
        done: dict[str, Numbers] = {}
        if any(scale.hidden is not None for scale in self._questionnaire.scales):
            self._mark_hidden()
        for plan, score in zip(plans(self._questionnaire), self._scores, strict=True):
            score[:] = self._of_items(plan) if plan.scale.items else self._of_scales(plan, done)
            done[plan.scale.key] = score
        too_many = self._too_many_blanks()
        if too_many is not None:
            self._scores[:, too_many] = np.nan

    def _of_items(self, plan: Plan) -> Numbers:
        scale = plan.scale
        sums = _Sums(plan, self._count)
        for part in plan.parts:
            answers = self._answers.get(part.key)
            if answers is not None:
                sums.add_answers(part, answers)
                sums.count(part.weight, answers.present)
            if scale.hidden is None and scale.blank is None:
                continue
            open_ = self._open(part.key)
            if scale.hidden is not None and part.key in self._hidden:
                hidden = open_ & self._hidden[part.key]
                sums.add(scale.hidden, part.weight, hidden)
                sums.count(part.weight, hidden)
                open_ &= ~hidden
            if scale.blank is not None:
                sums.add(scale.blank, part.weight, open_)
                sums.count(part.weight, open_, as_answered=False)
        score = sums.score()
        if scale.settled is not None:
            score[self._chosen(scale.settled)] = scale.settled.score
        return score

    def _of_scales(self, plan: Plan, done: dict[str, Numbers]) -> Numbers:
        sums = _Sums(plan, self._count)
        for part in plan.parts:
            present = ~np.isnan(done[part.key])
            sums.add(done[part.key], part.weight, present)
            sums.count(part.weight, present)
        return sums.score()

    def _too_many_blanks(self) -> Marks | None:
        most = self._questionnaire.most_blanks
        if most is None:
            return None
        blanks = np.zeros(self._count, np.int32)
        for item in self._questionnaire.items:
            if item.key in scored_items(self._questionnaire):
                blanks += self._open(item.key) & self._shown(item.show_when)
        return blanks > most

    def _mark_hidden(self) -> None:
        """Mark per item the rows in which an answer kept it away, as for one sheet."""
        for item in self._questionnaire.items:
            for condition in item.show_when:
                is_told = ~self._open(condition.item)
                is_told |= self._hidden.get(condition.item, False)
                marked = self._hidden.setdefault(item.key, np.zeros(self._count, bool))
                marked |= is_told & ~self._chosen(condition)

    def _open(self, item: str) -> Marks:
        """Mark the rows in which an item has no answer."""
        answers = self._answers.get(item)
        present = np.False_ if answers is None else answers.present
        return np.zeros(self._count, bool) | ~present

    def _shown(self, conditions: tuple[Condition, ...]) -> Marks:
        shown = np.ones(self._count, bool)
        for each in conditions:
            shown &= self._chosen(each)
        return shown

    def _chosen(self, answer: Condition | Settled) -> Marks:
        """Mark the rows in which an item was answered with one of some options."""
        chosen = np.zeros(self._count, bool)
        item = self._questionnaire.item(answer.item)
        answers = self._answers.get(item.key)
        if answers is not None:
            options = [item.option(key) for key in answer.options]
            wanted = {option.value if item.values else option.key for option in options}
            for given, marked in answers.marks.items():
                if given in wanted:
                    chosen |= marked
        return chosen


class _Sums:
    """What is added up for one scale, per row: what `score_sheet` adds up for one sheet.

    Where something does not count, 0 is added, which changes no bit. A scale in which everything
    counts for whole numbers is added up in the smallest type that holds its sum: whole numbers are
    exact in any type, and eight to a float are added in one go.
    """

    def __init__(self, plan: Plan, rows: int) -> None:
        self._plan = plan
        self._is_max = plan.scale.method is Method.MAX
        count = np.min_scalar_type(-1 - len(plan.parts))
        whole = plan.largest_whole_total
        total = np.float64 if whole is None else np.min_scalar_type(-1 - whole)
        self._total = np.full(rows, -np.inf) if self._is_max else np.zeros(rows, total)
        self._answered = np.zeros(rows, count)
        # Where nothing weighs and nothing is filled in, what was added is what was answered.
        is_same = plan.counts_alike and plan.scale.blank is None
        self._weight = self._answered if is_same else np.zeros(rows)

    def add_answers(self, part: Part, answers: Answers | Steps) -> None:
        """Add what the answers to an item count for."""
        if isinstance(answers, Steps) and part.line is not None and not self._is_max:
            start, step = part.line
            counted = answers.numbers if step == 1 else -answers.numbers
            self._total += counted + np.int8(start) if start else counted
        else:
            for value, marked in answers.marks.items():
                self.add(part.counts_for[value], part.weight, marked)

    def add(self, counted: float | Numbers, weight: float, where: Marks) -> None:
        """Add what a part counts for to the marked rows."""
        if self._is_max:
            np.maximum(self._total, counted, out=self._total, where=where)
        elif isinstance(counted, np.ndarray):
            self._total += np.where(where, counted * weight, 0.0)
        elif counted * weight == 1:
            self._total += where
        elif counted != 0:
            self._total += where * self._total.dtype.type(counted * weight)

    def count(self, weight: float, where: Marks | np.bool_, *, as_answered: bool = True) -> None:
        """Count a part in the marked rows."""
        if as_answered:
            self._answered += where
        if self._weight is not self._answered:
            self._weight += where * weight

    def score(self) -> Numbers:
        """Return the scores, NaN where fewer than the minimum were answered."""
        plan = self._plan
        total, weight = self._total.astype(np.float64), self._weight.astype(np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            scores = rounded(plan, total if self._is_max else formula(plan)(total, weight))
        scores[self._answered < plan.scale.min_answered] = np.nan
        return scores
