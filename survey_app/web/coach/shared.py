"""What the coach's pages have in common: the menu, a signal, the state of an invitation."""

from datetime import date

from survey_app.clock import LOCAL, local_date
from survey_app.dutch import day_in_words, short_date, time_in_words
from survey_app.invitations.models import FIRST_REQUEST
from survey_app.invitations.states import InvitationState
from survey_app.measurements.nominations import SealedNomination
from survey_app.measurements.participants import Turn
from survey_app.measurements.queries import AskedLine, Message
from survey_app.measurements.school_people import YearlyLine
from survey_app.reports import wording


def step_anchor(goal_id: str, informant_id: str) -> str:
    """Return where on the page of a talk the step of somebody towards a goal is asked."""
    return f"doel-{goal_id[:8]}-{informant_id[:8]}"


def who(role: str, label: str) -> str:
    return f"{label} zelf" if role == "child" else label


def nominated_by(nomination: SealedNomination) -> str:
    """Return who put a child forward, without saying which."""
    group = f" ({nomination.group_name})" if nomination.group_name else ""
    name = nomination.teacher_name
    return f"{name[:1].upper()}{name[1:]}{group} meldt een kind aan"


def erased_on(nomination: SealedNomination) -> str:
    """Return when a nomination is gone unless the parents agree before."""
    return f"Zonder akkoord gewist op {day_in_words(nomination.erase_on)}"


def message_to_share(role: str, link: str) -> str:
    """Return a message to send from one's own phone; it names no child."""
    if role == "child":
        return f"Dag! Wil je mij vertellen hoe het gaat? Dat kan hier: {link}"
    return f"Dag! Wil je mij in een paar minuten vertellen hoe het gaat? Dat kan hier: {link}"


def anchor_of(informant_id: str, fingerprint: str, item: str) -> str:
    """Return the place on the page of a traject where the answers to one item stand."""
    return f"antwoord-{informant_id[:8]}-{fingerprint[:8]}-{item}"


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
