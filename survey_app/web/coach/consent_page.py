"""Preparing what the page of a traject says about consent; nothing is read or written here."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from flask import url_for

from survey_app.clock import local_date
from survey_app.delivery.models import OutboxMessage
from survey_app.dutch import date_in_words, day_in_words
from survey_app.invitations.links import SignedLinks
from survey_app.trajects.consent import Agreed, Channel, Purpose, State, needed
from survey_app.trajects.consent_texts import text_for
from survey_app.trajects.models import ConsentStatement, Traject, TrajectInformant
from survey_app.trajects.nominations import SealedPart
from survey_app.trajects.statements import may_use_link
from survey_app.web.coach.shared import BY, THING, who, why_not_taken
from survey_app.web.coach.traject_values import ConsentBlock, SignerRow

CHANNELS: Final = {
    Channel.LINK: "met een eigen link",
    Channel.PAPER: "op papier",
    Channel.CONVERSATION: "in een gesprek",
}
STATES: Final = {
    State.ASKED: "gevraagd op",
    State.GIVEN: "akkoord sinds",
    State.REFUSED: "niet akkoord, gezegd op",
    State.WITHDRAWN: "ingetrokken op",
    State.COURT_DECISION: "uitspraak van de rechter, vastgelegd op",
}
RULE: Final = (
    "Zonder akkoord vragen we niets. Onder 12 jaar beslissen de ouders met gezag. "
    "Van 12 tot en met 15 jaar beslissen zij en het kind samen. "
    "Vanaf 16 jaar beslist het kind."
)
Said = Mapping[str, ConsentStatement]


def consent_block(
    traject: Traject,
    people: Sequence[TrajectInformant],
    agreed: Agreed,
    said: Sequence[ConsentStatement],
    links: SignedLinks,
    messages: Mapping[str, OutboxMessage],
    sealed: SealedPart | None,
    today: date,
) -> ConsentBlock:
    """Return what is agreed about one child, and by whom."""
    address: dict[str, Any] = {"traject_id": traject.id}
    names = {person.id: who(person.role, person.label) for person in people}
    rule = needed(traject.birth_year, traject.birth_month, today)
    signs = {
        person.id: rule.child if person.role == "child" else rule.holders and person.holds_authority
        for person in people
    }
    shown = [
        person
        for person in people
        if signs[person.id]
        or person.role == "parent"
        or any(each.signer_id == person.id for each in said)
    ]
    state, detail = _state(traject, agreed, names)
    together = _last(said, None)
    return ConsentBlock(
        state=state,
        detail=detail,
        notes=_notes(agreed, sealed),
        is_agreed=agreed.may_measure,
        knows_who_decides=traject.holders is not None and traject.birth_year is not None,
        people=tuple(
            _row(
                person,
                traject,
                said,
                links,
                messages.get(person.id),
                today,
                signs=signs[person.id],
            )
            for person in shown
        ),
        together=_lines(together, is_child=False, every=False),
        end_together_action=url_for("coach.end_together", **address)
        if any(each.state in (State.GIVEN, State.COURT_DECISION) for each in together.values())
        else None,
        decides_action=url_for("coach.who_decides", **address),
        court_action=url_for("coach.court_decision", **address)
        if rule.holders and not agreed.measuring.by_court
        else None,
    )


def _state(traject: Traject, agreed: Agreed, names: Mapping[str, str]) -> tuple[str, str]:
    """Return in words where it stands, the heaviest first."""
    measuring, objects = agreed.measuring, (*agreed.measuring.objects, *agreed.help.objects)
    against = _listed(dict.fromkeys(names[each] for each in objects))
    if agreed.may_measure:
        return "Er is toestemming", "Iedereen die akkoord moet zijn, is akkoord."
    if measuring.is_disagreement or agreed.help.is_disagreement:
        return (
            "Ze zijn het niet eens",
            f"Niet akkoord: {against}. We vragen niets tot ze het eens zijn, "
            "of tot er een uitspraak van de rechter is.",
        )
    if objects:
        return "Er is geen toestemming", f"Niet akkoord: {against}. We vragen niets."
    if measuring.awaits_court:
        return (
            "We wachten op de rechter",
            "De rechter beslist over het gezag. Leg de uitspraak vast als die er is.",
        )
    if traject.holders is None or traject.birth_year is None:
        return "Leg vast wie akkoord moet zijn", RULE
    awaited = [names[each] for each in measuring.awaited]
    if measuring.unnamed:
        some = "1 ouder" if measuring.unnamed == 1 else f"{measuring.unnamed} ouders"
        awaited.append(f"{some} met gezag die hier nog niet {_stands(measuring.unnamed)}")
    where = " Zet erbij wie dat is, onder 'Wie we vragen'." if measuring.unnamed else ""
    return "Nog niet iedereen is akkoord", f"We wachten op: {_listed(awaited)}.{where}"


def _stands(count: int) -> str:
    return "bij staat" if count == 1 else "bij staan"


def _notes(agreed: Agreed, sealed: SealedPart | None) -> tuple[str, ...]:
    notes = []
    if sealed is not None:
        notes.append(
            f"Wat {sealed.teacher_name} vooraf schreef, is verzegeld. "
            f"Zonder akkoord wordt het op {day_in_words(sealed.erase_on)} gewist."
        )
    if agreed.measuring.by_court:
        notes.append("De rechter besliste in de plaats van de ouders met gezag.")
    if agreed.may_measure and agreed.network.is_complete:
        notes.append("De cijfers mogen zonder naam meetellen in het netwerk.")
    elif agreed.may_measure:
        notes.append("De cijfers tellen niet mee in het netwerk. De hulp gaat gewoon door.")
    return tuple(notes)


def _row(
    person: TrajectInformant,
    traject: Traject,
    said: Sequence[ConsentStatement],
    links: SignedLinks,
    message: OutboxMessage | None,
    today: date,
    *,
    signs: bool,
) -> SignerRow:
    address: dict[str, Any] = {"traject_id": traject.id, "signer_id": person.id}
    last = _last(said, person.id)
    was_asked = any(
        each.signer_id == person.id and each.state == State.ASKED and each.channel == Channel.LINK
        for each in said
    )
    can_link = may_use_link(traject, person, today)
    link = links.url(person.id) if was_asked and can_link else None
    is_parent = person.role == "parent"
    chose = any(each.state != State.ASKED for each in last.values())
    return SignerRow(
        key=person.id,
        informant=person.role,
        who=who(person.role, person.label),
        lines=_lines(last, is_child=not is_parent, every=signs),
        record_action=url_for("coach.record_consent", **address) if signs else None,
        ask_action=url_for("coach.ask_consent", **address) if can_link and not link else None,
        link=link,
        message=_message(person.role, link) if link else None,
        withdraw_action=url_for("coach.withdraw_consent", **address)
        if any(each.state == State.GIVEN for each in last.values())
        else None,
        authority_action=url_for("coach.set_authority", **address)
        if is_parent and person.is_asked
        else None,
        holds_authority=person.holds_authority or not is_parent,
        send_action=url_for("coach.send_consent", **address)
        if link and person.contact_id is not None and not chose and traject.ended_on is None
        else None,
        sent=_sent(message) if message is not None and not chose else None,
    )


def _sent(message: OutboxMessage) -> str | None:
    """Return what became of the message with the link; of one that was dropped there is nothing."""
    by = BY[message.channel]
    if message.state == "sent" and message.sent_at is not None:
        return f"De link is {by} verstuurd op {date_in_words(local_date(message.sent_at))}."
    if message.state == "uncertain":
        thing = THING[message.channel]
        return f"Het is onzeker of de {thing} aankwam. Je kunt de link nog een keer sturen."
    if message.state in ("refused", "given_up"):
        why = why_not_taken(message.reason)
        return f"De {THING[message.channel]} kwam niet aan: {why}."
    return None if message.state == "dropped" else f"De link gaat {by} weg."


def _last(said: Sequence[ConsentStatement], signer_id: str | None) -> dict[str, ConsentStatement]:
    """Return what counts now of one signer; being asked only where nothing was said."""
    found: dict[str, ConsentStatement] = {}
    for each in said:
        if each.signer_id == signer_id and (
            each.state != State.ASKED
            or each.purpose not in found
            or found[each.purpose].state == State.ASKED
        ):
            found[each.purpose] = each
    return found


def _lines(last: Said, *, is_child: bool, every: bool) -> tuple[tuple[str, str], ...]:
    return tuple(
        (text_for(purpose, is_child=is_child).title, _words(last.get(purpose)))
        for purpose in Purpose
        if every or purpose in last
    )


def _words(statement: ConsentStatement | None) -> str:
    if statement is None:
        return "nog niet gevraagd"
    day = date_in_words(local_date(statement.at))
    return f"{STATES[State(statement.state)]} {day}, {CHANNELS[Channel(statement.channel)]}"


def _listed(words: Sequence[str] | Mapping[str, None]) -> str:
    *first, last = words or ("",)
    return f"{', '.join(first)} en {last}" if first else last


def _message(role: str, link: str) -> str:
    """Return a message to send from one's own phone; it names no child."""
    if role == "child":
        return f"Dag! Ik wil je iets vragen. Lees het rustig en kies zelf: {link}"
    return f"Dag! Ik vraag je om toestemming. Lees het rustig en kies zelf: {link}"
