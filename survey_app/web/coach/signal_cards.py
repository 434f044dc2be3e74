"""What a signal looks like among others: a card, a line for a talk, a line once it is taken up.

None says what was answered: coaches work at shared tables.
"""

from dataclasses import replace
from datetime import date, datetime

from flask import url_for

from survey_app.clock import LOCAL, local_date
from survey_app.dutch import short_date, time_in_words
from survey_app.measurements.participants import ParticipantSignal
from survey_app.measurements.raising import WRONG_PERSON, Cause
from survey_app.measurements.school_people import SchoolSignal
from survey_app.measurements.signals import SignalLine, StepMade
from survey_app.reports import wording
from survey_app.web.coach.clocks import Clocks
from survey_app.web.coach.pages import SignalCard, SignalRow, TakenUp
from survey_app.web.coach.shared import anchor_of

AnySignal = SignalLine | ParticipantSignal | SchoolSignal


def signal_card(signal: SignalLine, clocks: Clocks, today: date) -> SignalCard:
    """Return the card of a signal in a traject, for its own coach."""
    if signal.item == WRONG_PERSON:
        small = f"{_reported(signal, today)} Trek de link in en geef een nieuwe."
    else:
        moment = wording.at_occasion(signal.occasion_kind)
        given = f"Binnengekomen: {_when(signal, today)}, {moment}."
        small = f"{given} {changed(signal, today)}{_compare(signal)}{_do(signal, clocks, today)}"
    return replace(
        _card(signal, title(signal), small, _warning(signal, clocks), today),
        meldcode_url=url_for("coach.meldcode", traject_id=signal.traject_id),
    )


def stand_in_card(
    signal: SignalLine | ParticipantSignal, coach: str, clocks: Clocks, today: date
) -> SignalCard:
    """Return the card of a signal for who stands in: the child's first name and the school."""
    given = f"{signal.school}. Binnengekomen: {_when(signal, today)}."
    small = f"{given} Je vervangt {coach}. {_do(signal, clocks, today)}"
    return _card(signal, stand_in_title(signal), small, "", today)


def signal_row(signal: SignalLine, today: date) -> SignalRow:
    """Return the line of an answer that can wait for the next talk."""
    together = "Antwoorden vragen samen je aandacht. " if signal.cause is Cause.TOGETHER else ""
    moment = wording.occasion_word(signal.occasion_kind).capitalize()
    given = f"{moment}, {_when(signal, today)}. "
    return SignalRow(
        who=whose(signal),
        small=f"{given}{together}{changed(signal, today)}{_compare(signal)}".strip(),
        open_action=open_action(signal.id),
        take_action=take_action(signal.id),
    )


def participant_card(signal: ParticipantSignal, clocks: Clocks, today: date) -> SignalCard:
    """Return the card of an answer from somebody who helps to see how a list works."""
    if signal.item == WRONG_PERSON:
        small = f"{_reported(signal, today)} Stop met deze code en meld de juiste persoon aan."
    else:
        small = f"Binnengekomen: {_when(signal, today)}. {_do(signal, clocks, today)}"
    return _card(signal, title(signal), small, _warning(signal, clocks), today)


def school_card(signal: SchoolSignal, clocks: Clocks, today: date) -> SignalCard:
    """Return the card of somebody around a school who asks for contact."""
    if signal.item == WRONG_PERSON:
        link = "Maak een nieuwe link en geef die aan de juiste persoon."
        small = f"{_reported(signal, today)} {link}"
    else:
        small = f"Gevraagd: {_when(signal, today)}. {_do(signal, clocks, today)}"
    return _card(signal, title(signal), small, "", today, "Bekijk wie het is")


def title(signal: AnySignal) -> str:
    """Return what a signal is, in one line."""
    who = whose(signal)
    if signal.item == WRONG_PERSON:
        return f"Een link voor {who} kwam bij iemand anders"
    if isinstance(signal, SchoolSignal):
        return f"{who} wil contact"
    if isinstance(signal, SignalLine) and signal.cause is Cause.TOGETHER:
        return f"Antwoorden van {who} vragen samen je aandacht"
    return f"Een antwoord van {who} vraagt je aandacht"


def stand_in_title(signal: SignalLine | ParticipantSignal) -> str:
    """Return what a signal is for who stands in: a role where the coach has a name."""
    if isinstance(signal, ParticipantSignal):
        return f"Een antwoord van {whose(signal)} vraagt aandacht"
    role = wording.ROLES[signal.role]
    who = signal.child_name if signal.role == "child" else f"{role} (bij {signal.child_name})"
    together = signal.cause is Cause.TOGETHER
    return (
        f"Antwoorden van {who} vragen samen aandacht"
        if together
        else f"Een antwoord van {who} vraagt aandacht"
    )


def taken_up(signal: AnySignal, person_id: str, today: date, shown: str = "") -> TakenUp:
    """Return the line that stays when a signal was taken up or closed.

    Who did so today may undo the own act.
    """
    step = signal.step or StepMade("taken_up", signal.raised_at, "", "")
    may_undo = step.by_id == person_id and local_date(step.at) == today
    at = time_in_words(step.at.astimezone(LOCAL), today)
    by = "" if step.by_id == person_id or not step.by else f" door {step.by}"
    raised = short_date(local_date(signal.raised_at))
    word = "afgerond" if step.kind == "closed" else "opgepakt"
    return TakenUp(
        sentence=f"{shown or _what(signal)} op {raised}; {word}{by}: {at}.",
        url=url_for("coach.signal_page", signal_id=signal.id),
        act="Bekijk" if step.kind == "closed" else "Rond af",
        undo_action=undo_action(signal.id) if may_undo else None,
    )


def _what(signal: AnySignal) -> str:
    if isinstance(signal, SchoolSignal):
        return signal.name
    what = "De melding over de link" if signal.item == WRONG_PERSON else "Een antwoord"
    code = signal.code if isinstance(signal, ParticipantSignal) else whose(signal)
    return f"{what} van {code}"


def whose(signal: AnySignal) -> str:
    """Return whose answer a signal is, in the words of the coach."""
    if isinstance(signal, ParticipantSignal):
        return f"{signal.code} ({wording.ROLES[signal.role]}, hertest)"
    if isinstance(signal, SchoolSignal):
        return signal.name
    if signal.role == "child":
        return signal.child_name
    return f"{signal.label} (bij {signal.child_name})"


def place_of(signal: AnySignal) -> str:
    """Return where what a signal is about stands among the rest."""
    if isinstance(signal, ParticipantSignal):
        return f"{url_for('coach.retest')}#p-{signal.participant_id}"
    if isinstance(signal, SchoolSignal):
        return f"{url_for('coach.school')}#p-{signal.informant_id}"
    page = url_for("coach.traject", traject_id=signal.traject_id)
    if signal.item == WRONG_PERSON:
        return page
    return f"{page}#{anchor_of(signal.informant_id, signal.fingerprint, signal.item)}"


def changed(signal: SignalLine, today: date) -> str:
    """Say that what raised a signal was changed after it; the coach decides what that means."""
    if signal.changed_at is None:
        return ""
    return f"Daarna veranderd: {time_in_words(signal.changed_at.astimezone(LOCAL), today)}. "


def open_action(signal_id: str) -> str:
    """Return where a signal is opened, which notes the look."""
    return url_for("coach.open_signal", signal_id=signal_id)


def take_action(signal_id: str) -> str:
    """Return where a signal is taken up."""
    return url_for("coach.take_up_signal", signal_id=signal_id)


def undo_action(signal_id: str) -> str:
    """Return where taking up or closing a signal is undone."""
    return url_for("coach.put_back_signal", signal_id=signal_id)


def seen_words(step: StepMade | None, today: date) -> str:
    """Return that somebody looked at what still asks for attention."""
    if step is None:
        return ""
    word = "Gezien" if step.kind == "seen" else "Teruggezet"
    return f"{word} door {step.by}: {time_in_words(step.at.astimezone(LOCAL), today)}."


def _card(
    signal: AnySignal,
    head: str,
    small: str,
    warning: str,
    today: date,
    open_words: str = "Open het antwoord",
) -> SignalCard:
    return SignalCard(
        title=head,
        sentence=" ".join(each for each in (small, seen_words(signal.step, today)) if each),
        open_action=open_action(signal.id),
        take_action=take_action(signal.id),
        open_words=open_words,
        warning=warning,
        school_url=url_for("coach.school") if warning else None,
    )


def _do(signal: AnySignal, clocks: Clocks, today: date) -> str:
    return clocks.what_to_do(signal.level, signal.raised_at, signal.school_id, today)


def _warning(signal: AnySignal, clocks: Clocks) -> str:
    return clocks.warning(signal.level, signal.school_id)


def _compare(signal: SignalLine) -> str:
    return "Leg het naast de vorige keer. " if signal.cause is Cause.DROP else ""


def _reported(signal: AnySignal, today: date) -> str:
    return f"Gemeld: {_when(signal, today)}."


def _when(signal: AnySignal, today: date) -> str:
    moment: datetime = signal.raised_at.astimezone(LOCAL)
    return time_in_words(moment, today)
