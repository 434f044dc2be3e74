"""Preparing the page of one signal, for its own coach and for who stands in."""

from collections.abc import Sequence
from datetime import date

from flask import url_for

from survey_app.clock import LOCAL, local_date
from survey_app.dutch import time_in_words
from survey_app.measurements.participants import ParticipantSignal
from survey_app.measurements.school_people import SchoolSignal
from survey_app.measurements.signals import ASKING, SignalLine, StepMade
from survey_app.reports import wording
from survey_app.web.coach import signal_cards as cards
from survey_app.web.coach.clocks import NO_IB, ON_ITS_PAGE, WITH_IB, Clocks
from survey_app.web.coach.signal_cards import AnySignal
from survey_app.web.coach.signal_forms import DONE
from survey_app.web.coach.signal_values import SignalPage

WORDS = {
    "seen": "Gezien door",
    "taken_up": "Opgepakt door",
    "put_back": "Teruggezet door",
    "closed": "Afgerond door",
}
RIGHT = {True: "Het was terecht.", False: "Het was niet terecht.", None: ""}


def own_signal_page(
    signal: AnySignal,
    steps: Sequence[StepMade],
    clocks: Clocks,
    person_id: str,
    today: date,
    message: str | None,
) -> SignalPage:
    """Return the page for the coach whose signal it is."""
    small = f"Binnengekomen: {_when(signal, today)}."
    if isinstance(signal, SignalLine):
        moment = wording.at_occasion(signal.occasion_kind)
        small = f"Binnengekomen: {_when(signal, today)}, {moment}. {cards.changed(signal, today)}"
    return _page(
        signal,
        title=cards.title(signal),
        small=small.strip(),
        owner="",
        said=_said(signal),
        steps=steps,
        clocks=clocks,
        person_id=person_id,
        today=today,
        message=message,
        place_url=cards.place_of(signal),
        meldcode_url=url_for("coach.meldcode", traject_id=signal.traject_id)
        if isinstance(signal, SignalLine)
        else None,
    )


def stand_in_page(
    signal: SignalLine | ParticipantSignal,
    coach: str,
    steps: Sequence[StepMade],
    clocks: Clocks,
    person_id: str,
    today: date,
    message: str | None,
) -> SignalPage:
    """Return the page for who stands in: nothing of the traject but this one answer."""
    return _page(
        signal,
        title=cards.stand_in_title(signal),
        small=f"{signal.school}. Binnengekomen: {_when(signal, today)}.",
        owner=f"Dit is van {coach}. Jij vervangt {coach.split()[0]} vandaag. "
        "Je ziet alleen dit antwoord, niet de rest van het traject.",
        said=_said(signal),
        steps=steps,
        clocks=clocks,
        person_id=person_id,
        today=today,
        message=message,
        place_url=None,
        meldcode_url=None,
    )


def _page(
    signal: AnySignal,
    *,
    title: str,
    small: str,
    owner: str,
    said: tuple[tuple[str, str], ...],
    steps: Sequence[StepMade],
    clocks: Clocks,
    person_id: str,
    today: date,
    message: str | None,
    place_url: str | None,
    meldcode_url: str | None,
) -> SignalPage:
    last = steps[-1] if steps else None
    asks = last is None or last.kind in ASKING
    mine = last is not None and last.by_id == person_id and local_date(last.at) == today
    waits = not steps and signal.level == "today"
    return SignalPage(
        title=title,
        small=small,
        until=clocks.what_to_do(
            signal.level, signal.raised_at, signal.school_id, today, ON_ITS_PAGE
        )
        if asks
        else "",
        owner=owner,
        said=said,
        steps=tuple(_step(each, today) for each in steps),
        if_late=(WITH_IB if signal.school_id in clocks.with_ib else NO_IB) if waits else "",
        is_closed=last is not None and last.kind == "closed",
        take_action=cards.take_action(signal.id) if asks else None,
        undo_action=cards.undo_action(signal.id) if mine and not asks else None,
        close_action=url_for("coach.close_signal", signal_id=signal.id),
        place_url=place_url,
        place_words="Bekijk wie het is"
        if isinstance(signal, SchoolSignal | ParticipantSignal)
        else "Bekijk het bij alle antwoorden",
        meldcode_url=meldcode_url,
        back_url=url_for("coach.today"),
        message=message,
    )


def _said(signal: AnySignal) -> tuple[tuple[str, str], ...]:
    if isinstance(signal, SignalLine):
        return signal.said
    if isinstance(signal, ParticipantSignal) and signal.question:
        return ((signal.question, signal.answer),)
    return ()


def _step(step: StepMade, today: date) -> tuple[str, str]:
    """Return what was done, by whom and when; and what was said at the closing."""
    told = [f"{DONE[step.done].capitalize()}." if step.done else "", step.note or ""]
    at = time_in_words(step.at.astimezone(LOCAL), today)
    words = " ".join(each for each in (*told, RIGHT[step.was_right]) if each)
    return f"{WORDS[step.kind]} {step.by}: {at}", words


def _when(signal: AnySignal, today: date) -> str:
    return time_in_words(signal.raised_at.astimezone(LOCAL), today)
