"""What the coach's pages have in common: the menu, a signal, the state of an invitation."""

from dataclasses import dataclass
from datetime import date, datetime

from flask import url_for

from survey_app.accounts.policy import Actor
from survey_app.clock import LOCAL, local_date
from survey_app.dutch import day_in_words, short_date, time_in_words
from survey_app.invitations.models import FIRST_REQUEST
from survey_app.invitations.states import InvitationState
from survey_app.measurements.nominations import SealedNomination
from survey_app.measurements.participants import ParticipantSignal, Turn
from survey_app.measurements.queries import AskedLine, Message, SignalLine
from survey_app.measurements.raising import Cause
from survey_app.measurements.school_people import SchoolSignal, YearlyLine
from survey_app.measurements.services import WRONG_PERSON
from survey_app.reports import wording
from survey_app.web.coach.pages import SignalCard, SignalRow, TakenUp


@dataclass(frozen=True, slots=True)
class Head:
    """The menu on top of every page of the coach; `person_id` is whose kept steps may go out."""

    person_id: str
    person: str
    here: str
    today_url: str
    new_url: str
    group_url: str
    contacts_url: str
    lists_url: str
    logout_action: str


def head(actor: Actor, here: str) -> Head:
    """Return the menu for this person on this page."""
    return Head(
        person_id=actor.person_id,
        person=actor.name.split()[0],
        here=here,
        today_url=url_for("coach.today"),
        new_url=url_for("coach.new_traject"),
        group_url=url_for("coach.group"),
        contacts_url=url_for("coach.contact_log"),
        lists_url=url_for("coach.questionnaires"),
        logout_action=url_for("account.logout"),
    )


def who(role: str, label: str) -> str:
    return f"{label} zelf" if role == "child" else label


SOON = {
    "today": "Lees het voor het einde van de dag. Lukt dat niet? Bel dan de intern begeleider.",
    "two_days": "Neem binnen 2 schooldagen contact op.",
    "talk": "Neem het mee in het volgende gesprek.",
}


def signal_card(signal: SignalLine, today: date) -> SignalCard:
    who = _whose(signal)
    when = time_in_words(signal.raised_at.astimezone(LOCAL), today)
    if signal.item == WRONG_PERSON:
        title = f"Een link voor {who} kwam bij iemand anders"
        sentence = f"Gemeld: {when}. Trek de link in en geef een nieuwe."
    else:
        soon = SOON[signal.level]
        together = signal.cause is Cause.TOGETHER
        title = (
            f"Antwoorden van {who} vragen samen je aandacht"
            if together
            else f"Een antwoord van {who} vraagt je aandacht"
        )
        given = f"Binnengekomen: {when}, {wording.at_occasion(signal.occasion_kind)}."
        sentence = f"{given} {_changed(signal, today)}{_compare(signal)}{soon}"
    return SignalCard(
        title=title,
        sentence=sentence,
        open_url=_answer_url(signal),
        seen_action=url_for("coach.signal_seen", signal_id=signal.id),
    )


def signal_row(signal: SignalLine, today: date) -> SignalRow:
    """Return the line of an answer that can wait for the next talk."""
    when = time_in_words(signal.raised_at.astimezone(LOCAL), today)
    together = "Antwoorden vragen samen je aandacht. " if signal.cause is Cause.TOGETHER else ""
    given = f"{wording.occasion_word(signal.occasion_kind).capitalize()}, {when}. "
    return SignalRow(
        who=_whose(signal),
        small=f"{given}{together}{_changed(signal, today)}{_compare(signal)}".strip(),
        open_url=_answer_url(signal),
        seen_action=url_for("coach.signal_seen", signal_id=signal.id),
    )


def _compare(signal: SignalLine) -> str:
    return "Leg het naast de vorige keer. " if signal.cause is Cause.DROP else ""


def _changed(signal: SignalLine, today: date) -> str:
    """Say that what raised a signal was changed after it; the coach decides what that means."""
    if signal.changed_at is None:
        return ""
    return f"Daarna veranderd: {time_in_words(signal.changed_at.astimezone(LOCAL), today)}. "


def participant_card(signal: ParticipantSignal, today: date) -> SignalCard:
    """Return the card of an answer from somebody who helps to see how a list works."""
    whose = f"{signal.code} ({wording.ROLES[signal.role]}, hertest)"
    when = time_in_words(signal.raised_at.astimezone(LOCAL), today)
    if signal.item == WRONG_PERSON:
        title = f"Een link voor {whose} kwam bij iemand anders"
        sentence = f"Gemeld: {when}. Stop met deze code en meld de juiste persoon aan."
    else:
        title = f"Een antwoord van {whose} vraagt je aandacht"
        sentence = f"Binnengekomen: {when}. {SOON[signal.level]}"
    return SignalCard(
        title=title,
        sentence=sentence,
        open_url=f"{url_for('coach.retest')}#p-{signal.participant_id}",
        seen_action=url_for("coach.signal_seen", signal_id=signal.id),
    )


def school_card(signal: SchoolSignal, today: date) -> SignalCard:
    """Return the card of somebody around a school who asks for contact."""
    when = time_in_words(signal.raised_at.astimezone(LOCAL), today)
    if signal.item == WRONG_PERSON:
        title = f"Een link voor {signal.name} kwam bij iemand anders"
        sentence = f"Gemeld: {when}. Maak een nieuwe link en geef die aan de juiste persoon."
    else:
        title = f"{signal.name} wil contact"
        sentence = f"Gevraagd: {when}. {SOON[signal.level]}"
    return SignalCard(
        title=title,
        sentence=sentence,
        open_url=f"{url_for('coach.school')}#p-{signal.informant_id}",
        seen_action=url_for("coach.signal_seen", signal_id=signal.id),
        open_words="Bekijk wie het is",
    )


def nominated_by(nomination: SealedNomination) -> str:
    """Return who put a child forward, without saying which."""
    group = f" ({nomination.group_name})" if nomination.group_name else ""
    name = nomination.teacher_name
    return f"{name[:1].upper()}{name[1:]}{group} meldt een kind aan"


def erased_on(nomination: SealedNomination) -> str:
    """Return when a nomination is gone unless the parents agree before."""
    return f"Zonder akkoord gewist op {day_in_words(nomination.erase_on)}"


def taken_up(signal: SignalLine, person_id: str, today: date) -> TakenUp:
    """Return the line that stays when a signal was taken up; this person may undo the own act."""
    seen_at = signal.seen_at or signal.raised_at
    may_undo = signal.seen_by == person_id and local_date(seen_at) == today
    return TakenUp(
        _taken_up_words(f"{_what(signal.item)} van {_whose(signal)}", seen_at, today),
        _answer_url(signal),
        undo_url(signal.id) if may_undo else None,
    )


def taken_up_of_participant(signal: ParticipantSignal, today: date) -> TakenUp:
    """Return the line of a signal in a retest that was taken up just now."""
    return TakenUp(
        _taken_up_words(
            f"{_what(signal.item)} van {signal.code}", signal.seen_at or signal.raised_at, today
        ),
        f"{url_for('coach.retest')}#p-{signal.participant_id}",
        undo_url(signal.id),
    )


def taken_up_at_school(signal: SchoolSignal, today: date) -> TakenUp:
    """Return the line of a signal of somebody around a school that was taken up just now."""
    return TakenUp(
        _taken_up_words(signal.name, signal.seen_at or signal.raised_at, today),
        f"{url_for('coach.school')}#p-{signal.informant_id}",
        undo_url(signal.id),
    )


def _what(item: str) -> str:
    return "De melding over de link" if item == WRONG_PERSON else "Een antwoord"


def _taken_up_words(what: str, seen_at: datetime, today: date) -> str:
    return f"{what}; opgepakt: {time_in_words(seen_at.astimezone(LOCAL), today)}."


def undo_url(signal_id: str) -> str:
    """Return where taking up a signal is undone."""
    return url_for("coach.undo_seen", signal_id=signal_id)


def message_to_share(role: str, link: str) -> str:
    """Return a message to send from one's own phone; it names no child."""
    if role == "child":
        return f"Dag! Wil je mij vertellen hoe het gaat? Dat kan hier: {link}"
    return f"Dag! Wil je mij in een paar minuten vertellen hoe het gaat? Dat kan hier: {link}"


def anchor_of(informant_id: str, fingerprint: str, item: str) -> str:
    """Return the place on the page of a traject where the answers to one item stand."""
    return f"antwoord-{informant_id[:8]}-{fingerprint[:8]}-{item}"


def _whose(signal: SignalLine) -> str:
    if signal.role == "child":
        return signal.child_name
    return f"{signal.label} (bij {signal.child_name})"


def _answer_url(signal: SignalLine) -> str:
    page = url_for("coach.traject", traject_id=signal.traject_id)
    if signal.item == WRONG_PERSON:
        return page
    return f"{page}#{anchor_of(signal.informant_id, signal.fingerprint, signal.item)}"


DECLINED = {
    "rather_not": "doet liever niet mee",
    "no_time": "had nu geen tijd",
    "not_understood": "vond de vragen lastig",
}


def state_words(line: AskedLine | Turn | YearlyLine, today: date) -> str:
    """Return in words where an invitation stands."""
    match line.state_on(today):
        case InvitationState.ANSWERED if line.submitted_at is not None:
            on = short_date(local_date(line.submitted_at))
            return _entered(line) or f"ingevuld op {on}"
        case InvitationState.REVOKED:
            return "link ingetrokken"
        case InvitationState.DECLINED:
            return DECLINED[line.decline_reason or "rather_not"]
        case InvitationState.EXPIRED:
            return "niet ingevuld"
        case InvitationState.STARTED:
            return "begonnen"
    if line.opens_on > today:
        return f"staat open vanaf {short_date(line.opens_on)}"
    return NOT_BEGUN if isinstance(line, Turn) else _on_its_way(line, today)


def _entered(line: AskedLine | Turn | YearlyLine) -> str | None:
    """Return how answers came in another way than by the link, and of which day they are."""
    if not isinstance(line, AskedLine) or line.mode in (None, "self") or line.answered_on is None:
        return None
    return f"{wording.how_answered(line.mode, line.entered_by)}, {short_date(line.answered_on)}"


def _on_its_way(line: AskedLine | YearlyLine, today: date) -> str:
    if line.message is not None:
        return message_state(line.message, today)
    if line.next_message_on is not None and line.channel in BY:
        return f"gaat {BY[line.channel]} weg, {short_date(line.next_message_on)}"
    return NOT_BEGUN


def is_stuck(message: Message | None) -> bool:
    """Tell whether a message needs the coach: it did not arrive, or perhaps not."""
    return message is not None and message.state in ("uncertain", "refused", "given_up")


def message_state(message: Message, today: date) -> str:
    """Return what became of the last message, in words."""
    by = BY[message.channel]
    match message.state:
        case "sent" if message.sent_at is not None:
            when = short_date(local_date(message.sent_at))
            if message.number == 0 and message.arrived_at is not None:
                when = short_date(local_date(message.arrived_at))
                return f"{by} aangekomen op {when}, nog niet begonnen"
            if message.number == 0:
                return f"{by} verstuurd op {when}, nog niet begonnen"
            if message.number >= FIRST_REQUEST:
                return f"{by} opnieuw gevraagd en gestuurd op {when}, nog niet begonnen"
            times = "" if message.number == 1 else "voor de 2e keer "
            return f"{times}herinnerd op {when}, nog niet begonnen"
        case "uncertain":
            return f"onzeker of de {THING[message.channel]} aankwam"
        case "refused" | "given_up":
            return f"de {THING[message.channel]} kwam niet aan: {why_not_taken(message.reason)}"
        case "dropped":
            return NOT_BEGUN
    return f"gaat {by} weg, {time_in_words(message.due_at.astimezone(LOCAL), today)}"


BY = {"mail": "per e-mail", "sms": "per sms"}
NOT_BEGUN = "nog niet begonnen"
THING = {"mail": "e-mail", "sms": "sms"}


def why_not_taken(reason: str | None) -> str:
    """Return in words why a message was not taken."""
    known = reason or ""
    if known.startswith(("refused with", "bounced")):
        return "het adres of nummer neemt niets aan"
    if known == "could not be composed":
        return "er ging iets mis, meld het de beheerder"
    return "na 4 dagen proberen was er geen verbinding"


def is_waiting(line: AskedLine | Turn | YearlyLine, today: date) -> bool:
    return (
        line.submitted_at is None
        and line.revoked_at is None
        and line.opens_on <= today <= line.closes_on
    )
