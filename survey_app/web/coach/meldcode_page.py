"""Preparing the five steps of the meldcode.

The steps are those of the Besluit verplichte meldcode huiselijk geweld en kindermishandeling as it
holds since 1 January 2019, article 2, in plain Dutch; the text of the law is not repeated.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from flask import url_for

from survey_app.clock import local_date
from survey_app.dutch import counted, day_seen_from, short_date
from survey_app.practice.meldcode import STEPS, StepLine, parties_of
from survey_app.trajects.models import Traject
from survey_app.web.coach.meldcode_forms import DECISIONS, PARTIES
from survey_app.web.coach.meldcode_values import MeldcodePage, StepCard, StepPage, TakenRow

TITLES: Final = {
    1: "Breng de signalen in kaart",
    2: "Overleg met een collega",
    3: "Praat met de ouders en het kind",
    4: "Weeg het geweld of de mishandeling",
    5: "Beslis",
}
WHAT: Final = {
    1: (
        "Schrijf op wat je ziet en hoort, met de dag erbij. Feiten, geen oordeel.",
        "Vertel het de aandachtsfunctionaris van de school.",
    ),
    2: (
        "Bespreek het met een collega of de aandachtsfunctionaris.",
        "Vraag zo nodig raad aan Veilig Thuis of aan een deskundige op het gebied van letsel. "
        "Bij Veilig Thuis kan dat zonder naam.",
    ),
    3: (
        "Praat met de ouders, en als het kan met het kind.",
        "Is dat niet veilig voor het kind of voor jou? Overleg dan eerst met Veilig Thuis.",
    ),
    4: (
        "Weeg hoe groot het risico is, en hoe ernstig het geweld of de mishandeling is.",
        "Gebruik het afwegingskader van het onderwijs. Vraag bij twijfel altijd Veilig Thuis.",
    ),
    5: (
        "Beslissing 1: is melden bij Veilig Thuis nodig? Bij acuut gevaar, en bij onveiligheid "
        "die blijft, is dat altijd zo.",
        "Beslissing 2: kun je ook zelf hulp geven of regelen, en doen de betrokkenen mee?",
    ),
}


def meldcode_page(
    traject: Traject, lines: Sequence[StepLine], today: date, message: str | None
) -> MeldcodePage:
    """Return the five steps with when each was taken, and which are still open."""
    open_steps = [each for each in STEPS if not _standing(lines, each)]
    taken = len(STEPS) - len(open_steps)
    return MeldcodePage(
        child=traject.child_name,
        summary=_summary(taken, open_steps),
        steps=tuple(_card(traject, each, lines, today) for each in STEPS),
        back_url=url_for("coach.traject", traject_id=traject.id),
        message=message,
    )


def step_page(traject: Traject, number: int, before: StepLine | None, today: date) -> StepPage:
    """Return the form for one step."""
    return StepPage(
        child=traject.child_name,
        title=_title(number),
        what=WHAT[number],
        before=_row(before, today) if before is not None else None,
        back_url=url_for("coach.meldcode", traject_id=traject.id),
    )


def _summary(taken: int, open_steps: Sequence[int]) -> str:
    if not taken:
        return "Er is nog geen stap vastgelegd."
    if not open_steps:
        return "Alle 5 stappen zijn vastgelegd."
    numbers = ", ".join(str(each) for each in open_steps)
    return f"{counted(len(open_steps), 'stap', 'stappen')} nog open: {numbers}."


def _standing(lines: Sequence[StepLine], number: int) -> list[StepLine]:
    return [each for each in lines if each.step.step == number and each.replaced_at is None]


def _card(traject: Traject, number: int, lines: Sequence[StepLine], today: date) -> StepCard:
    standing = _standing(lines, number)
    corrected = [
        each for each in lines if each.step.step == number and each.replaced_at is not None
    ]
    return StepCard(
        title=_title(number),
        what=WHAT[number],
        state="" if standing else "Nog niet vastgelegd.",
        taken=tuple(_row(each, today) for each in standing),
        corrected=tuple(_row(each, today) for each in corrected),
        take_url=url_for("coach.meldcode_step", traject_id=traject.id, number=number),
    )


def _title(number: int) -> str:
    return f"Stap {number}. {TITLES[number]}"


def _row(line: StepLine, today: date) -> TakenRow:
    step = line.step
    decision = f"{_capital(DECISIONS[step.decision])}. " if step.decision else ""
    whom = ", ".join(PARTIES[each] for each in parties_of(step))
    small = f"{whom} · vastgelegd door {line.by}"
    if line.replaced_at is not None:
        small += f", verbeterd op {short_date(local_date(line.replaced_at), with_year=True)}"
    return TakenRow(
        words=f"{decision}{_capital(day_seen_from(step.done_on, today))}",
        small=small,
        note=step.note or "",
        correct_url=url_for("coach.corrected_step", traject_id=step.traject_id, step_id=step.id)
        if line.replaced_at is None
        else None,
    )


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
