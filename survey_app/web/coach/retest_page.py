"""Preparing the page of the retest from its rows; nothing is read or written here."""

from collections.abc import Callable, Sequence
from datetime import date

from flask import url_for

from survey_app.clock import LOCAL
from survey_app.definitions import Questionnaire
from survey_app.dutch import counted, minutes_in_words, short_date, time_in_words
from survey_app.effects.retest import FEWEST_PAIRS
from survey_app.invitations.links import SignedLinks
from survey_app.invitations.participants import FEWEST_DAYS, MOST_DAYS
from survey_app.measurements.participants import AskedTwice, ParticipantSignal, Turn
from survey_app.measurements.raising import WRONG_PERSON
from survey_app.reports.wording import ROLES
from survey_app.web.coach.pages import InvitationRow, ParticipantCard, RetestPage, Wish
from survey_app.web.coach.shared import is_waiting, state_words
from survey_app.web.coach.signal_cards import take_action

SAID = (
    "We willen weten of een vragenlijst goed meet. Daarvoor vult u hem 2 keer in, met "
    f"{FEWEST_DAYS} tot {MOST_DAYS} dagen ertussen. Het kost 2 keer een paar minuten.",
    "Het gaat over een kind dat geen hulp krijgt van de kansencoach. We bewaren geen naam, alleen "
    "een code, de leeftijd en de groep.",
    "Niemand zoekt op wat u koos. Alleen als u om contact vraagt, of als een kind zegt dat niemand "
    "luistert of dat het wil praten, hoort de kansencoach dat.",
    "Meedoen mag, het hoeft niet. Stoppen kan altijd, zonder reden. Dan tellen de antwoorden niet "
    "mee.",
)
"""What people are told before they agree; its `TEXT_VERSION` stands in `trajects.participants`."""


DO = {
    "today": "Zoek het kind vandaag op. Lukt dat niet? Bel dan de intern begeleider.",
    "two_days": "Neem binnen 2 schooldagen contact op.",
}
"""What to do with an answer that asks for somebody."""


def retest_page(
    people: Sequence[AskedTwice],
    signals: Sequence[ParticipantSignal],
    lists: Sequence[Questionnaire],
    read: Callable[[str], Questionnaire],
    links: SignedLinks,
    today: date,
    message: str | None,
) -> RetestPage:
    """Return the page: each list with how many answered twice, then everybody with both turns."""
    return RetestPage(
        said=SAID,
        lists=tuple((each.title.in_language("nl"), _how_far(each, people)) for each in lists),
        people=tuple(
            _card(
                each,
                [signal for signal in signals if signal.participant_id == each.participant.id],
                read,
                links,
                today,
            )
            for each in people
        ),
        enrol_action=url_for("coach.enrol"),
        lists_url=url_for("coach.questionnaires"),
        message=message,
    )


def _how_far(questionnaire: Questionnaire, people: Sequence[AskedTwice]) -> str:
    pairs = sum(
        each.is_pair and each.turns[0].questionnaire_key == questionnaire.key for each in people
    )
    here = counted(pairs, "kind", "kinderen")
    return f"{here} bij jou; {FEWEST_PAIRS} nodig van alle coaches samen"


def _card(
    asked: AskedTwice,
    signals: Sequence[ParticipantSignal],
    read: Callable[[str], Questionnaire],
    links: SignedLinks,
    today: date,
) -> ParticipantCard:
    participant = asked.participant
    stopped = participant.withdrawn_at is not None
    years = participant.age_months // 12
    role = ROLES[participant.role]
    first = next((turn for turn in asked.turns if turn.is_first), None)
    answered = first is not None and first.submitted_at is not None
    return ParticipantCard(
        anchor=f"p-{participant.id}",
        who=f"{participant.code}, {role}",
        small=f"{asked.group} · {years} jaar{' · gestopt' if stopped else ''}",
        wishes=tuple(_wish(each, today) for each in signals),
        turns=tuple(
            _turn(turn, participant.role, role, read, links, today, waits=not answered)
            for turn in asked.turns
        ),
        stop_action=None
        if stopped
        else url_for("coach.stop_participant", participant_id=participant.id),
    )


def _turn(
    turn: Turn,
    informant: str,
    role: str,
    read: Callable[[str], Questionnaire],
    links: SignedLinks,
    today: date,
    *,
    waits: bool,
) -> InvitationRow:
    waits = waits and not turn.is_first and turn.revoked_at is None
    link = links.url(turn.invitation_id) if is_waiting(turn, today) and not waits else None
    questionnaire = read(turn.fingerprint)
    return InvitationRow(
        informant=informant,
        who="Eerste keer" if turn.is_first else "Tweede keer",
        title=questionnaire.title.in_language("nl"),
        minutes=minutes_in_words(questionnaire.minutes),
        state=f"gaat open {FEWEST_DAYS} dagen na de eerste keer" if waits else _state(turn, today),
        link=link,
        message=_message(role, link, is_first=turn.is_first) if link else None,
        revoke_action=None,
        renew_action=None,
    )


def _state(turn: Turn, today: date) -> str:
    state = state_words(turn, today)
    is_open = is_waiting(turn, today) or (
        turn.opens_on > today and turn.submitted_at is None and turn.revoked_at is None
    )
    return f"{state}, tot en met {short_date(turn.closes_on)}" if is_open else state


def _message(role: str, link: str, *, is_first: bool) -> str:
    """Return a message to send from one's own phone; it names no child."""
    if role == ROLES["child"]:
        return f"Dag! Wil je deze vragen voor mij invullen? Dat kan hier: {link}"
    if is_first:
        return f"Dag! Fijn dat je meedoet. De eerste keer invullen kan hier: {link}"
    return f"Dag! Wil je dezelfde vragen nog 1 keer invullen? Dat kan hier: {link}"


def _wish(signal: ParticipantSignal, today: date) -> Wish:
    when = time_in_words(signal.raised_at.astimezone(LOCAL), today)
    if signal.item == WRONG_PERSON:
        words = f"De link kwam bij iemand anders. Gemeld: {when}. Stop met deze code."
    else:
        words = f"{signal.question} “{signal.answer}” Gegeven: {when}. {DO[signal.level]}"
    return Wish(words, take_action(signal.id))
