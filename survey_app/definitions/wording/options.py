"""Answers that overlap: the same words, the same value, the same meaning, or out of order.

Meaning is only what is declared: rungs of frequency, amount, quality and change, ranges of
numbers, and words for whatever else there is. `Goed` within `ja, goed` is for people to see.
"""

import os
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

from survey_app.definitions.values import Option
from survey_app.definitions.wording.findings import Path, Remark
from survey_app.definitions.wording.language import negations, plain_answer
from survey_app.definitions.wording.ranges import Range, range_of
from survey_app.definitions.wording.vocabulary import CATCH_ALL, LADDERS
from survey_app.definitions.words import shown

LONG_ENOUGH = 8
"""Letters from which one letter of difference looks like a slip."""

ARTICLES = frozenset({"de", "het", "een"})


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer as it is compared: taken apart once, as each is held against all others.

    Attributes
    ----------
    core : tuple of str
        Its words without signs, articles and order.
    rungs : tuple of (int, int)
        Number of the ladder and of the rung on it.
    """

    number: int
    text: str
    is_missing: bool
    core: tuple[str, ...]
    rungs: tuple[tuple[int, int], ...]
    range: Range | None
    is_negated: bool
    has_digits: bool


def of_options(options: Sequence[Option], language: str) -> Iterator[tuple[Path, Remark]]:
    """Return what is wrong with a set of answers; paths go on from the set.

    Parameters
    ----------
    options : sequence of Option
        In the order shown.
    language : str
        The language whose words are compared.
    """
    answers = [
        _answer(number, option, plain_answer(option.text.in_language(language)))
        for number, option in enumerate(options)
        if language in option.text.languages
    ]
    for before, after in combinations(answers, 2):
        what = _shared(before, after)
        if what:
            yield (after.number, "text", language), Remark(what, "make them differ or drop one")
    yield from _values(options)
    yield from _order(answers, language)


def _answer(number: int, option: Option, text: str) -> Answer:
    return Answer(
        number=number,
        text=text,
        is_missing=option.missing is not None,
        core=tuple(sorted(word for word in re.findall(r"\w+", text) if word not in ARTICLES)),
        rungs=tuple(
            (which, rung)
            for which, ladder in enumerate((*LADDERS, (CATCH_ALL,)))
            for rung, meant in enumerate(ladder)
            if text in meant
        ),
        range=range_of(text),
        is_negated=bool(negations(text)),
        has_digits=any(sign.isdigit() for sign in text),
    )


def _shared(before: Answer, after: Answer) -> str | None:
    """Return what two answers share that they should not."""
    first, second = before.text, after.text
    if before.core == after.core:
        if before.is_missing != after.is_missing:
            return f"{shown(second)} is an answer and a missing answer"
        return f"{shown(second)} stands here twice"
    if _differ_by_a_slip(before, after):
        return f"{shown(second)} differs from {shown(first)} by one letter"
    if set(before.rungs) & set(after.rungs):
        return f"{shown(second)} means the same as {shown(first)}"
    if before.range and after.range and before.range.overlaps(after.range):
        return f"{shown(second)} overlaps with {shown(first)}"
    return None


def _differ_by_a_slip(before: Answer, after: Answer) -> bool:
    """Tell whether one letter is other, too many or too few; a number or a `niet` is no slip."""
    shorter, longer = sorted((before.text, after.text), key=len)
    if len(shorter) < LONG_ENOUGH or len(longer) - len(shorter) > 1:
        return False
    if before.has_digits or after.has_digits or before.is_negated != after.is_negated:
        return False
    same = len(os.path.commonprefix((shorter, longer)))
    rest, other = shorter[same:], longer[same:]
    return other[1:] == (rest if len(longer) > len(shorter) else rest[1:])


def _values(options: Sequence[Option]) -> Iterator[tuple[Path, Remark]]:
    valued = [(n, option.value) for n, option in enumerate(options) if option.value is not None]
    for number, value in valued:
        if any(value == other for before, other in valued if before < number):
            yield (
                (number, "value"),
                Remark(f"the value {value:g} is here twice", "give each its own"),
            )
            return
    rises = [after[1] > before[1] for before, after in pairwise(valued)]
    if len(set(rises)) > 1:
        turn = rises.index(not rises[0]) + 1
        what = "the values go up and down"
        yield (
            (valued[turn][0], "value"),
            Remark(what, "put the answers in the order of their values"),
        )


def _order(answers: Sequence[Answer], language: str) -> Iterator[tuple[Path, Remark]]:
    """Hold the order shown against the declared order of words."""
    for which in range(len(LADDERS)):
        on_it = [
            (answer, rung)
            for answer in answers
            if not answer.is_missing
            for ladder, rung in answer.rungs
            if ladder == which
        ]
        rises = [after[1] - before[1] for before, after in pairwise(on_it)]
        if any(rise > 0 for rise in rises) and any(rise < 0 for rise in rises):
            upward = on_it[-1][1] > on_it[0][1]
            turn = next(n for n, rise in enumerate(rises) if rise and (rise < 0) == upward)
            before, after = on_it[turn][0], on_it[turn + 1][0]
            what = f"{shown(after.text)} stands after {shown(before.text)}, out of order"
            yield (after.number, "text", language), Remark(what, "go from little to much")
