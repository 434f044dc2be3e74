"""The double baseline: the same question at the nomination and at the intake, before any help.

What moved between the two moved by itself. Beside it stands what moved during the traject.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from survey_app.definitions import Item, Questionnaire, fill
from survey_app.dutch import counted, short_date
from survey_app.measurements.pairing import AFTER_INTAKE, INTAKE, NOMINATION
from survey_app.measurements.queries import Placed
from survey_app.reports import wording


@dataclass(frozen=True, slots=True)
class BaselineRow:
    """One question with the answer at the nomination, the intake and the last follow-up.

    `same_before` is None where one of the two before the start is no answer: then nothing can be
    compared. That both were left open, or not known, is no answer that stayed.
    """

    text: str
    answers: tuple[str, ...]
    same_before: bool | None


@dataclass(frozen=True, slots=True)
class Baseline:
    """What one informant said before the start, twice, and later."""

    informant_id: str
    role: str
    label: str
    moments: tuple[str, ...]
    rows: tuple[BaselineRow, ...]
    conclusion: str
    unknown: str
    made_with: str


def baselines_of(
    child: str, responses: Iterable[Placed], read: Callable[[str], Questionnaire]
) -> list[Baseline]:
    """Return a double baseline for everybody who answered a nomination and, later, an intake."""
    by_informant: dict[str, list[Placed]] = {}
    for each in responses:
        by_informant.setdefault(each.informant_id, []).append(each)
    found = [_baseline(child, placed, read) for placed in by_informant.values()]
    return [each for each in found if each is not None]


def _baseline(
    child: str, placed: list[Placed], read: Callable[[str], Questionnaire]
) -> Baseline | None:
    for nomination in (each for each in placed if each.occasion_kind == NOMINATION):
        for intake in (each for each in placed if each.occasion_kind == INTAKE):
            twins = _twins(read(nomination.fingerprint), read(intake.fingerprint))
            if not twins or intake.answered_on < nomination.answered_on:
                continue
            later = [
                each
                for each in placed
                if each.occasion_kind in AFTER_INTAKE
                and read(each.fingerprint).key == read(intake.fingerprint).key
            ]
            moments = [nomination, intake, *later[-1:]]
            rows = tuple(_row(child, twin, moments, read) for twin in twins)
            same = [row.same_before for row in rows if row.same_before is not None]
            return Baseline(
                informant_id=intake.informant_id,
                role=intake.role,
                label=intake.label,
                moments=tuple(
                    f"{wording.occasion_word(each.occasion_kind)}, {short_date(each.answered_on)}"
                    for each in moments
                ),
                rows=rows,
                conclusion=_conclusion(sum(same), len(same), len(rows)),
                unknown=wording.STAGE_0,
                made_with=wording.as_answered(read(each.fingerprint) for each in moments),
            )
    return None


def _twins(nomination: Questionnaire, intake: Questionnaire) -> list[Item]:
    """Return the items of the nomination that the intake asks in the same words and options."""
    asked = {_words(item) for item in intake.items if item.values}
    return [item for item in nomination.items if item.values and _words(item) in asked]


def _words(item: Item) -> tuple[str, tuple[tuple[str, str], ...]]:
    options = tuple((option.key, option.text.in_language("nl")) for option in item.options)
    return item.text.in_language("nl"), options


def _row(
    child: str, twin: Item, moments: list[Placed], read: Callable[[str], Questionnaire]
) -> BaselineRow:
    answers, given = [], []
    for placed in moments:
        item = next(
            (each for each in read(placed.fingerprint).items if _words(each) == _words(twin)), None
        )
        chosen = placed.answers.get(item.key) if item else None
        given.append(chosen if item and _counts(item, chosen) else None)
        answers.append(
            wording.MISSING["not_shown"]
            if item is None
            else wording.answer(item, chosen, None, placed.missing.get(item.key))
        )
    text = fill(twin.text.in_language("nl"), kind=child, informant="")
    same = None if None in given[:2] else given[0] == given[1]
    return BaselineRow(text, tuple(answers), same)


def _counts(item: Item, chosen: str | None) -> bool:
    """Tell whether this is an answer: not nothing, and not "weet ik niet"."""
    return chosen is not None and any(
        option.key == chosen and option.value is not None for option in item.options
    )


def _conclusion(same: int, compared: int, asked: int) -> str:
    """Return the sentence about a double baseline: in how many answers nothing moved by itself.

    `compared` are the questions that have an answer both times.
    """
    not_yet = "De hulp was toen nog niet begonnen."
    if compared == 0:
        return "Je kunt voor de start niets vergelijken: bij elke vraag ontbreekt een antwoord."
    if compared == asked and same == asked:
        return f"Tussen aanmelding en intake bleef elk antwoord hetzelfde. {not_yet}"
    changed = "veranderde" if compared - same == 1 else "veranderden"
    if compared == asked:
        moved = counted(compared - same, "antwoord", "antwoorden")
        return f"Tussen aanmelding en intake {changed} {moved} van de {asked}. {not_yet}"
    apart = f"{counted(asked - compared, 'antwoord', 'antwoorden')} kun je niet vergelijken."
    if compared == 1:
        moved = "veranderde" if same == 0 else "bleef hetzelfde"
        said = f"Het ene antwoord dat je kunt vergelijken {moved} tussen aanmelding en intake."
    elif same == compared:
        said = (
            f"De {compared} antwoorden die je kunt vergelijken, bleven hetzelfde tussen aanmelding "
            "en intake."
        )
    else:
        said = (
            f"Van de {compared} antwoorden die je kunt vergelijken {changed} er "
            f"{compared - same} tussen aanmelding en intake."
        )
    return f"{said} {apart} {not_yet}"
