"""Preparing the page of the people around a school; nothing is read or written here."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from flask import url_for

from survey_app.clock import LOCAL
from survey_app.definitions import Questionnaire
from survey_app.dutch import MONTHS, minutes_in_words, short_date, time_in_words
from survey_app.invitations.asking import BUDGET
from survey_app.invitations.links import SignedLinks
from survey_app.invitations.models import YearlyLeftOut
from survey_app.invitations.yearly import yearly_lists
from survey_app.measurements.raising import WRONG_PERSON
from survey_app.measurements.school_people import SchoolSignal, YearlyLine
from survey_app.reports.wording import ROLES
from survey_app.trajects.calendar import place_in_year
from survey_app.trajects.school_people import SchoolPerson
from survey_app.web.coach.moment_words import LEFT_OUT
from survey_app.web.coach.pages import InvitationRow, Wish
from survey_app.web.coach.shared import is_stuck, is_waiting, state_words
from survey_app.web.coach.signal_cards import take_action

REACHED = {
    "person": "jij geeft de link",
    "paper": "op papier",
    "mail": "per e-mail",
    "sms": "per sms",
}


@dataclass(frozen=True, slots=True)
class SchoolPersonCard:
    """Somebody around a school: what asks for attention, what was asked or not, what comes."""

    anchor: str
    informant: str
    name: str
    small: str
    wishes: tuple[Wish, ...]
    asked: tuple[InvitationRow, ...]
    left_out: tuple[str, ...]
    coming: str
    change_url: str
    leave_action: str


@dataclass(frozen=True, slots=True)
class SchoolPeople:
    """The people around one school."""

    name: str
    people: tuple[SchoolPersonCard, ...]


@dataclass(frozen=True, slots=True)
class SchoolPage:
    """The people around each own school; `warning` says where nobody hears that something waits."""

    schools: tuple[SchoolPeople, ...]
    warning: str
    add_action: str
    lists_url: str
    message: str | None


def school_page(
    people: Sequence[SchoolPerson],
    lines: Mapping[str, Sequence[YearlyLine]],
    left_out: Mapping[str, Sequence[YearlyLeftOut]],
    signals: Sequence[SchoolSignal],
    without_ib: Sequence[str],
    read: Callable[[str], Questionnaire],
    links: SignedLinks,
    today: date,
    message: str | None,
) -> SchoolPage:
    """Return the page: each school with its people, and what each was asked this school year."""
    return SchoolPage(
        schools=tuple(
            SchoolPeople(
                name,
                tuple(
                    _card(
                        each,
                        lines.get(each.informant.id, ()),
                        left_out.get(each.informant.id, ()),
                        [one for one in signals if one.informant_id == each.informant.id],
                        read,
                        links,
                        today,
                    )
                    for each in group
                ),
            )
            for name, group in groupby(people, key=lambda each: each.school_name)
        ),
        warning=_warning(without_ib),
        add_action=url_for("coach.add_school_person"),
        lists_url=url_for("coach.questionnaires"),
        message=message,
    )


def _warning(schools: Sequence[str]) -> str:
    if not schools:
        return ""
    return (
        f"Geen intern begeleider met een mailadres of mobiel nummer: {', '.join(schools)}. "
        "Daar krijgt dus niemand bericht als een dringend antwoord blijft liggen."
    )


def open_links(lines: Mapping[str, Sequence[YearlyLine]], today: date) -> int:
    """Count the lists that are open and that the coach brings: no message does."""
    return sum(
        is_waiting(line, today) and (line.channel in ("person", "paper") or is_stuck(line.message))
        for each in lines.values()
        for line in each
    )


def _card(
    person: SchoolPerson,
    lines: Sequence[YearlyLine],
    left_out: Sequence[YearlyLeftOut],
    signals: Sequence[SchoolSignal],
    read: Callable[[str], Questionnaire],
    links: SignedLinks,
    today: date,
) -> SchoolPersonCard:
    informant = person.informant
    parts = (ROLES[informant.role], person.group_name, REACHED[informant.channel])
    return SchoolPersonCard(
        anchor=f"p-{informant.id}",
        informant=informant.role,
        name=informant.name,
        small=" · ".join(part for part in parts if part),
        wishes=tuple(_wish(each, today) for each in signals),
        asked=tuple(_row(informant.name, line, read, links, today) for line in lines),
        left_out=tuple(_left_out_words(each) for each in left_out),
        coming=_coming(person, lines, today),
        change_url=url_for("coach.school_person", school_person_id=informant.id),
        leave_action=url_for("coach.let_go", school_person_id=informant.id),
    )


def _row(
    name: str,
    line: YearlyLine,
    read: Callable[[str], Questionnaire],
    links: SignedLinks,
    today: date,
) -> InvitationRow:
    questionnaire = read(line.fingerprint)
    time = minutes_in_words(questionnaire.minutes)
    is_open = is_waiting(line, today) and not line.by_colleague
    link = links.url(line.invitation_id) if is_open else None
    address: dict[str, Any] = {"yearly_id": line.invitation_id}
    return InvitationRow(
        informant="",
        who=f"{questionnaire.title.in_language('nl')}, {name}",
        title="",
        minutes=time,
        state=_state(line, today),
        link=link,
        message=_message(link, time) if link else None,
        revoke_action=None,
        renew_action=url_for("coach.renew_yearly", **address) if is_open else None,
        again_action=url_for("coach.send_yearly_again", **address)
        if is_open and is_stuck(line.message)
        else None,
        letter_url=url_for("coach.school_letter", **address) if is_open else None,
        card_url=url_for("coach.school_card", **address) if is_open else None,
    )


def _state(line: YearlyLine, today: date) -> str:
    if line.by_colleague:
        return "niet nodig: een collega vulde de groep al in"
    state = state_words(line, today)
    return (
        f"{state}, kan tot en met {short_date(line.closes_on)}"
        if is_waiting(line, today)
        else state
    )


def _message(link: str, time: str) -> str:
    """Return a message to send from one's own phone; it names nobody."""
    return (
        f"Dag! Wil je een paar korte vragen invullen? Het kost ongeveer {time}. "
        f"Dat kan hier: {link}"
    )


def _left_out_words(left_out: YearlyLeftOut) -> str:
    """Return which list was not asked in which month, and why."""
    key, moment = left_out.questionnaire_key, left_out.moment
    titles = {each.questionnaire_key: each.title for each in yearly_lists()}
    months = {each.moment: f"in {MONTHS[each.month - 1]}" for each in yearly_lists()}
    return (
        f"\u2018{titles.get(key, key)}\u2019 vragen we {months.get(moment, moment)} niet: "
        f"{LEFT_OUT[BUDGET]}."
    )


def _coming(person: SchoolPerson, lines: Sequence[YearlyLine], today: date) -> str:
    """Return in which months of this school year this person is asked something more."""
    informant = person.informant
    done = {line.moment for line in lines}
    left = {
        each.month: MONTHS[each.month - 1]
        for each in sorted(yearly_lists(), key=lambda one: place_in_year(one.month))
        if informant.role in each.roles
        and each.moment not in done
        and place_in_year(each.month) >= place_in_year(today.month)
    }
    return f"Volgende vragen: in {' en '.join(left.values())}." if left else ""


def _wish(signal: SchoolSignal, today: date) -> Wish:
    when = time_in_words(signal.raised_at.astimezone(LOCAL), today)
    if signal.item == WRONG_PERSON:
        words = f"De link kwam bij iemand anders. Gemeld: {when}. Maak een nieuwe link."
    else:
        words = f"Wil contact. Gevraagd: {when}. Neem binnen 2 schooldagen contact op."
    return Wish(words, take_action(signal.id))
