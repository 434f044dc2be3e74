"""Which signals the answers of one sheet raise, by the rules of its questionnaire.

A signal is kept with one item: where the coach reads the answer, and of several answers that count
together the first. One item has one signal, so of two that meet the most urgent stays.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from survey_app.definitions import Questionnaire, Signal, SignalLevel

MOST_URGENT_FIRST = tuple(SignalLevel)
WRONG_PERSON = "wrong_person"
"""Stands where an item key stands when the holder of a link said it is not for them."""


class Cause(StrEnum):
    """What about the answers raised a signal."""

    ANSWER = "answer"
    TOGETHER = "together"
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class Raised:
    """One signal, with the items whose answers raised it in the order of its rule."""

    items: tuple[str, ...]
    level: SignalLevel
    cause: Cause


def raised(
    questionnaire: Questionnaire, answers: Mapping[str, str], earlier: Mapping[str, str]
) -> list[Raised]:
    """Return the signals of one sheet, at most one an item, in the order of the rules.

    Parameters
    ----------
    questionnaire : Questionnaire
        The version that was answered.
    answers : Mapping of str to str
        Item key to option key, several with a space between where several could be chosen.
    earlier : Mapping of str to str
        What the same informant answered last on the same list. An item without an answer now or
        then has not dropped.
    """
    found: dict[str, Raised] = {}
    for rule in questionnaire.signals:
        each = _by(rule, questionnaire, answers, earlier)
        if each is None:
            continue
        known = found.setdefault(each.items[0], each)
        if MOST_URGENT_FIRST.index(each.level) < MOST_URGENT_FIRST.index(known.level):
            found[each.items[0]] = each
    return list(found.values())


def cause_of(
    questionnaire: Questionnaire, answers: Mapping[str, str], item: str
) -> tuple[Cause, tuple[str, ...]]:
    """Tell again why the signal with this item was raised, and by the answers to which items.

    What no answer raised by itself was a drop. A message from the holder of a link stands under no
    item and counts as an answer.
    """
    for each in raised(questionnaire, answers, {}):
        if each.items[0] == item:
            return each.cause, each.items
    dropped = any(rule.drop is not None and rule.item == item for rule in questionnaire.signals)
    return (Cause.DROP if dropped else Cause.ANSWER), (item,)


def _by(
    rule: Signal,
    questionnaire: Questionnaire,
    answers: Mapping[str, str],
    earlier: Mapping[str, str],
) -> Raised | None:
    if rule.drop is not None:
        then, now = (_step(questionnaire, rule.watched[0], each) for each in (earlier, answers))
        is_lower = then is not None and now is not None and then - now >= rule.drop
        return Raised(rule.watched, rule.level, Cause.DROP) if is_lower else None
    raising = set(rule.options)
    given = tuple(key for key in rule.watched if raising & set(answers.get(key, "").split()))
    if len(given) < (rule.at_least or 1):
        return None
    return Raised(given, rule.level, Cause.TOGETHER if rule.at_least else Cause.ANSWER)


def _step(questionnaire: Questionnaire, key: str, answers: Mapping[str, str]) -> float | None:
    """Return the step answered; an answer that this version does not have is no step."""
    values = {option.key: option.value for option in questionnaire.item(key).options}
    return values.get(answers.get(key, ""))
