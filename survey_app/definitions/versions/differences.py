"""Every difference between two versions of one questionnaire, and what it means."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from typing import Final

from survey_app.definitions.changes import ChangeKind
from survey_app.definitions.people import Informant
from survey_app.definitions.scales import Scale
from survey_app.definitions.signals import Signal
from survey_app.definitions.texts import Text
from survey_app.definitions.values import Item, Option, Questionnaire
from survey_app.definitions.versions.spelling import spelt_otherwise
from survey_app.errors import InputError

LONGEST_SHOWN: Final = 60

RECORD_OF_ITEM: Final = ("facet", "indicator", "parallel", "lines")
RECORD_OF_SCALE: Final = (
    *("title", "direction", "question", "references", "norms", "norm_fallback", "bands"),
    # These follow from the rule and the items.
    *("lowest", "highest"),
)
RECORD_OF_LIST: Final = (
    *("informants", "about", "ages", "minutes", "licence", "editions", "title"),
    *("fictitious", "layout", "by_question"),
)


_Languages = Mapping[str, bool]
"""The languages that both versions have, and whether somebody can be asked in it by both."""


class OtherListError(InputError):
    """Two questionnaires are no versions of one."""


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference between two versions.

    Attributes
    ----------
    kind : ChangeKind
        What it means to those who compare answers.
    where : str
        The part of the list, such as ``item w2, text (nl)``.
    before, after : str
        What stood there and what stands there now; empty for something absent.
    item, scale : str or None
        Key of the item or scale it is about.
    of_options : bool
        Whether it is about the answers that can be chosen.
    """

    kind: ChangeKind
    where: str
    before: str
    after: str
    item: str | None = None
    scale: str | None = None
    of_options: bool = False

    def __str__(self) -> str:
        """Return the difference as one line."""
        return f"{self.kind}: {self.where}: {_short(self.before)} -> {_short(self.after)}"


def differences(before: Questionnaire, after: Questionnaire) -> tuple[Difference, ...]:
    """Return every difference that matters to somebody who compares their answers.

    Parameters
    ----------
    before, after : Questionnaire
        Two versions of one questionnaire.

    Returns
    -------
    tuple of Difference
        Empty when the two say the same. Texts are compared in the languages that both have: a
        language more or less changes nothing for those who answered in another, and so do other
        words in a draft: in a language that one of the two does not offer, nobody compares answers.
        A text counts as spelt otherwise when it has the same words, each of them apart from
        capitals, accents and at most one letter the same; a person must still look whether the
        sense is the same.

    Raises
    ------
    OtherListError
        They have different keys.
    """
    if before.key != after.key:
        raise OtherListError(f"{before.key} and {after.key} are two lists; give one list twice.")
    return tuple(_all_differences(before, after))


def kind_of(found: Iterable[Difference]) -> ChangeKind | None:
    """Return the heaviest kind among some differences; None when there are none."""
    order = list(ChangeKind)
    return max((each.kind for each in found), key=order.index, default=None)


def reworded_items(found: Iterable[Difference]) -> frozenset[str]:
    """Return the items whose words or place changed, new ones included."""
    return frozenset(
        each.item
        for each in found
        if each.item is not None and each.kind is ChangeKind.WORDING and not each.of_options
    )


def _all_differences(before: Questionnaire, after: Questionnaire) -> Iterator[Difference]:
    asked = set(before.offered_languages) & set(after.offered_languages)
    both = sorted(set(before.languages) & set(after.languages))
    languages = {language: language in asked for language in both}
    yield from _fields(ChangeKind.RECORD, "list", before, after, *RECORD_OF_LIST)
    yield from _texts("question", before.question, after.question, languages)
    yield from _texts("period", before.period, after.period, languages)
    yield from _items(before, after, languages)
    yield from _fields(ChangeKind.SCORING, "list", before, after, "most_blanks")
    yield from _signals(before, after)
    yield from _scales(before, after)


def _items(
    before: Questionnaire, after: Questionnaire, languages: _Languages
) -> Iterator[Difference]:
    old = {item.key: item for item in before.items}
    new = {item.key: item for item in after.items}
    for key in old.keys() - new.keys():
        yield Difference(ChangeKind.WORDING, f"item {key}", "asked", "", item=key)
    for key in new.keys() - old.keys():
        yield Difference(ChangeKind.WORDING, f"item {key}", "", "asked", item=key)
    kept = [key for key in old if key in new]
    order = [key for key in new if key in old]
    pages = [[item.key for item in page.items] for page in before.pages]
    same_pages = pages == [[item.key for item in page.items] for page in after.pages]
    if kept != order:
        yield Difference(ChangeKind.WORDING, "order", " ".join(kept), " ".join(order))
    elif old.keys() == new.keys() and not same_pages:
        yield Difference(ChangeKind.WORDING, "pages", "divided so", "divided otherwise")
    for key in kept:
        yield from _for_whom(old[key], new[key], set(before.informants) & set(after.informants))
        yield from _item(old[key], new[key], languages)


def _for_whom(old: Item, new: Item, asked: set[Informant]) -> Iterator[Difference]:
    """Compare who is asked, among those whom both versions ask at all."""
    then, now = old.informants & asked, new.informants & asked
    for found in _plain(ChangeKind.WORDING, f"item {old.key}, informants", then, now):
        yield replace(found, item=old.key)


def _item(old: Item, new: Item, languages: _Languages) -> Iterator[Difference]:
    where = f"item {old.key}"
    asked = [
        *_fields(ChangeKind.RECORD, where, old, new, *RECORD_OF_ITEM),
        *_fields(ChangeKind.WORDING, where, old, new, "show_when"),
        *_texts(f"{where}, text", old.text, new.text, languages),
        *_texts(f"{where}, hint", old.hint, new.hint, languages),
    ]
    answers = [
        *_fields(ChangeKind.WORDING, where, old, new, "kind", "choose", "max_length"),
        *_fields(ChangeKind.WORDING, where, old.goal, new.goal, "number"),
        *_fields(ChangeKind.WORDING, where, old.number, new.number, "least", "most", "decimals"),
        *_options(where, old.options, new.options, languages),
    ]
    for name, then, now in zip(("unit", "low", "high"), _ends(old), _ends(new), strict=True):
        answers += _texts(f"{where}, {name}", then, now, languages)
    yield from (replace(each, item=old.key) for each in asked)
    yield from (replace(each, item=old.key, of_options=True) for each in answers)


def _ends(item: Item) -> tuple[Text | None, Text | None, Text | None]:
    """Return the unit of a number and the words at both ends of steps."""
    unit = item.number.unit if item.number else None
    steps = item.steps or (item.goal.steps if item.goal else None)
    return (unit, steps.low, steps.high) if steps else (unit, None, None)


def _options(
    where: str,
    before: tuple[Option, ...],
    after: tuple[Option, ...],
    languages: _Languages,
) -> Iterator[Difference]:
    old, new = [option.key for option in before], [option.key for option in after]
    if old != new:
        yield Difference(ChangeKind.WORDING, f"{where}, options", " ".join(old), " ".join(new))
        return
    for then, now in zip(before, after, strict=True):
        here = f"{where}, option {then.key}"
        yield from _plain(ChangeKind.SCORING, f"{here}, value", then.value, now.value)
        yield from _plain(ChangeKind.SCORING, f"{here}, missing", then.missing, now.missing)
        yield from _plain(ChangeKind.WORDING, f"{here}, face", then.face, now.face)
        yield from _texts(f"{here}, text", then.text, now.text, languages)


def _scales(before: Questionnaire, after: Questionnaire) -> Iterator[Difference]:
    old = {scale.key: scale for scale in before.scales}
    new = {scale.key: scale for scale in after.scales}
    for key in old.keys() - new.keys():
        yield Difference(ChangeKind.SCORING, f"scale {key}", "computed", "", scale=key)
    for key in new.keys() - old.keys():
        yield Difference(ChangeKind.SCORING, f"scale {key}", "", "computed", scale=key)
    for key in [key for key in old if key in new]:
        yield from _fields(ChangeKind.RECORD, f"scale {key}", old[key], new[key], *RECORD_OF_SCALE)
        yield from rule_differences(old[key], new[key])


def _signals(before: Questionnaire, after: Questionnaire) -> Iterator[Difference]:
    old, new = ({signal_words(each): each for each in one.signals} for one in (before, after))
    for words in old.keys() - new.keys():
        yield Difference(ChangeKind.RECORD, "signal", words, "")
    for words in new.keys() - old.keys():
        yield Difference(ChangeKind.RECORD, "signal", "", words)


def signal_words(signal: Signal) -> str:
    """Return a signal as its author wrote it, on one line."""
    count = f", at least {signal.at_least}" if signal.at_least else ""
    what = f"{signal.drop} steps down" if signal.drop else " ".join(signal.options) + count
    return f"{' '.join(signal.watched)}: {what} ({signal.level})"


def rule_differences(old: Scale, new: Scale) -> Iterator[Difference]:
    """Give the differences between two scales that can change a score."""
    for name in [each.name for each in fields(Scale) if each.name not in RECORD_OF_SCALE]:
        then, now = getattr(old, name), getattr(new, name)
        # The order of what counts never touches a score.
        if name in ("items", "scales"):
            then, now = tuple(sorted(then)), tuple(sorted(now))
        for found in _plain(ChangeKind.SCORING, f"scale {old.key}, {name}", then, now):
            yield replace(found, scale=old.key)


def _fields(
    kind: ChangeKind, where: str, before: object, after: object, *names: str
) -> Iterator[Difference]:
    for name in names:
        then, now = getattr(before, name, None), getattr(after, name, None)
        yield from _plain(kind, f"{where}, {name}", then, now)


def _plain(kind: ChangeKind, where: str, before: object, after: object) -> Iterator[Difference]:
    if before != after:
        yield Difference(kind, where, _written(before), _written(after))


def _texts(
    where: str, before: Text | None, after: Text | None, languages: _Languages
) -> Iterator[Difference]:
    old = dict(before.pairs()) if before is not None else {}
    new = dict(after.pairs()) if after is not None else {}
    for language, is_asked in languages.items():
        then, now = old.get(language, ""), new.get(language, "")
        if then == now:
            continue
        kind = ChangeKind.SPELLING if spelt_otherwise(then, now) else ChangeKind.WORDING
        yield Difference(
            kind if is_asked else ChangeKind.RECORD, f"{where} ({language})", then, now
        )


def _written(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, tuple | frozenset):
        return " ".join(
            sorted(map(str, value)) if isinstance(value, frozenset) else map(str, value)
        )
    return str(value)


def _short(text: str) -> str:
    return repr(text if len(text) <= LONGEST_SHOWN else text[:LONGEST_SHOWN] + "…")
