"""The answers of one informant in words, item by item and moment by moment."""

from dataclasses import dataclass
from functools import partial

from survey_app.definitions import Questionnaire, fill
from survey_app.measurements.queries import Placed, Replaced
from survey_app.reports import wording
from survey_app.reports.corrections import with_before


@dataclass(frozen=True, slots=True)
class ItemReport:
    """One item with the answer in words at each moment.

    `answers` are those that count; in `told` stands behind each what it was before a correction.
    `for_talk` is False for what is meant for the coach alone: the wish for contact.
    """

    key: str
    text: str
    parallel: str | None
    answers: tuple[str, ...]
    told: tuple[str, ...]
    for_talk: bool


def items_of(
    child: str, versions: list[Questionnaire], answered: list[Placed]
) -> tuple[ItemReport, ...]:
    """Return the items of the latest version, then those that only earlier ones asked.

    `versions` and `answered` go together, one pair a moment, in the order of time.
    """
    scored = {key for each in versions for scale in each.scales for key in scale.items}
    items = {item.key: item for each in reversed(versions) for item in reversed(each.items)}
    latest = versions[-1]
    order = [item.key for item in latest.items]
    items |= {item.key: item for item in latest.items}
    order += [key for key in items if key not in order]
    has_scales = any(each.scales for each in versions)
    return tuple(
        ItemReport(
            key=key,
            text=fill(items[key].text.in_language("nl"), kind=child, informant=""),
            parallel=items[key].parallel,
            answers=tuple(
                _answer(key, version, each)
                for version, each in zip(versions, answered, strict=True)
            ),
            told=tuple(
                with_before(each, partial(_answer, key, version))
                for version, each in zip(versions, answered, strict=True)
            ),
            for_talk=key in scored or not (has_scales or items[key].is_wish_for_contact),
        )
        for key in order
        if any(_asks(key, *each) for each in zip(versions, answered, strict=True))
    )


def _asks(item: str, version: Questionnaire, placed: Placed) -> bool:
    there = any(each.key == item for each in version.items)
    given = (placed.missing, *(each.missing for each in placed.replaced))
    return there and any(missing.get(item) != "not_shown" for missing in given)


def _answer(item: str, version: Questionnaire, given: Placed | Replaced) -> str:
    """Return the answer in the words of the version that was answered, or why there is none."""
    if all(each.key != item for each in version.items):
        return wording.MISSING["not_shown"]
    return wording.answer(
        version.item(item),
        given.answers.get(item),
        given.texts.get(item),
        given.missing.get(item),
    )
