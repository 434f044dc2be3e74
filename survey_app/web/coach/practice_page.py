"""Preparing what was done: contacts, deviations, hours and the way of working."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import url_for

from survey_app.clock import local_date
from survey_app.definitions.ways import WayOfWorking
from survey_app.dutch import counted, date_in_words, minutes_in_words, short_date
from survey_app.measurements.caseload import Course
from survey_app.practice.contacts import parties_of
from survey_app.practice.models import LoggedContact, Support
from survey_app.practice.queries import ContactLine, DeviationLine, MinutesAtSchool
from survey_app.practice.support import ENDED
from survey_app.practice.ways import WayInUse
from survey_app.reports.integrity import Integrity
from survey_app.trajects.models import Traject
from survey_app.web.coach import support_forms
from survey_app.web.coach.decision_cards import CardCount
from survey_app.web.coach.pages import Row
from survey_app.web.coach.practice_forms import KINDS, OUTCOMES, PARTIES
from survey_app.web.coach.practice_values import (
    ContactRow,
    ContactsPage,
    DeviationRow,
    IntegrityBlock,
    LookBackPage,
    PracticeBlock,
    Quarter,
    WayPage,
)

SHOWN_AT_ONCE = 4
ABOUT_A_CHILD = ("talk", "consult", "observation", "incident")
"""Kinds of contact of which a traject can come."""


def practice_block(
    traject: Traject,
    reader_id: str,
    contacts: Sequence[ContactLine],
    argued: Sequence[DeviationLine],
    support: Sequence[Support],
    today: date,
) -> PracticeBlock:
    """Return what was done in one traject."""
    rows = tuple(_contact(each, reader_id, names_child=False) for each in contacts)
    minutes = sum(each.contact.minutes for each in contacts)
    return PracticeBlock(
        tally=(counted(len(rows), "contact", "contacten"), in_hours(minutes)) if rows else (),
        recent=rows[:SHOWN_AT_ONCE],
        earlier=rows[SHOWN_AT_ONCE:],
        deviations=tuple(_deviation(each, today) for each in argued),
        log_url=url_for("coach.log_contact", traject=traject.id),
        deviate_url=url_for("coach.deviate", traject_id=traject.id),
        support=_support_words(support),
        support_url=url_for("coach.support_page", traject_id=traject.id),
    )


def contacts_page(
    lines: Sequence[ContactLine],
    hours: Sequence[MinutesAtSchool],
    found: Integrity,
    cards: CardCount,
    first_on: date,
    message: str | None,
) -> ContactsPage:
    """Return what a coach did this school year."""
    months: dict[str, list[ContactRow]] = {}
    for line in lines:
        month = date_in_words(line.contact.held_on).split(" ", 1)[1]
        months.setdefault(month, []).append(_contact(line, line.contact.coach_id, names_child=True))
    return ContactsPage(
        year=f"schooljaar {first_on.year}-{first_on.year + 1}",
        hours=tuple((each.school, _hours_words(each)) for each in hours),
        months=tuple((month, tuple(rows)) for month, rows in months.items()),
        log_url=url_for("coach.log_contact"),
        way_url=url_for("coach.way"),
        integrity=_integrity(found) if found.count else None,
        cards=_cards(cards) if cards.asked else (),
        cards_url=url_for("coach.cards"),
        message=message,
    )


def _support_words(rows: Sequence[Support]) -> str:
    """Return in one line what helps a family now beside the coach."""
    now = [support_forms.KINDS[row.kind] for row in rows if row.status not in ENDED]
    return f"Steun nu: {'; '.join(dict.fromkeys(now))}." if now else "Geen andere steun bekend."


def _cards(count: CardCount) -> tuple[tuple[str, str], ...]:
    """Return what became of the cards after a measurement; skipping is no fault."""
    return (
        ("Gevraagd na een meting", str(count.asked)),
        ("Beantwoord", str(count.answered)),
        ("Overgeslagen", str(count.skipped)),
        ("Nog open", str(count.open)),
    )


def _integrity(found: Integrity) -> IntegrityBlock:
    of_all = counted(found.count, "kind", "kinderen")
    sentence = f"Van {len(found.both)} van de {of_all} is allebei bekend: "
    sentence += "hoe je werkte en wat er veranderde."
    note = (
        "'Wel gemeten': dezelfde lijst, door dezelfde persoon, bij de intake en later. "
        "'Wel vastgelegd': minstens 1 contact met een principe."
    )
    if found.too_early:
        young = counted(found.too_early, "ander kind", "andere kinderen")
        note += f" Bij {young} is het nog te vroeg, of er is geen toestemming."
    return IntegrityBlock(
        sentence=sentence,
        rows=(
            ("Wel vastgelegd hoe je werkte", _quarters(found.both, found.method_only)),
            ("Niet vastgelegd hoe je werkte", _quarters(found.effect_only, found.neither)),
        ),
        note=note,
    )


def _quarters(
    measured: Sequence[Course], not_measured: Sequence[Course]
) -> tuple[Quarter, Quarter]:
    return _quarter("wel gemeten", measured), _quarter("niet gemeten", not_measured)


def _quarter(words: str, cases: Sequence[Course]) -> Quarter:
    return Quarter(
        words=words,
        count=counted(len(cases), "kind", "kinderen"),
        children=tuple(
            (case.child_name, url_for("coach.traject", traject_id=case.traject_id))
            for case in cases
        ),
    )


def look_back_row(line: DeviationLine) -> Row:
    """Return the line on the page of today for a deviation whose day has come."""
    return Row(
        when=short_date(line.deviation.look_back_on),
        informant=None,
        who=line.child,
        small=f"je week af van \u2018{line.principle}\u2019",
        url=_look_back_url(line),
        act="Kijk terug",
    )


def look_back_page(line: DeviationLine) -> LookBackPage:
    """Return what was expected, to look back on."""
    return LookBackPage(
        child=line.child,
        title=line.principle,
        why=line.deviation.why,
        expected=line.deviation.expected,
        earlier=line.deviation.found or "",
        back_url=url_for("coach.traject", traject_id=line.deviation.traject_id),
    )


def way_page(current: WayOfWorking, versions: Sequence[WayInUse]) -> WayPage:
    """Return the way in use and the versions before it, the newest first."""
    since = f"Versie {current.version}"
    if versions:
        since += f", sinds {date_in_words(local_date(versions[-1].way.published_at))}"
    return WayPage(
        title=current.title,
        since=since,
        principles=_principles(current),
        earlier=tuple(
            (f"Versie {each.way.version}", _principles(each.definition))
            for each in reversed(versions[:-1])
        ),
    )


def contact_row(line: ContactLine) -> ContactRow:
    """Return one contact as it stands now."""
    return _contact(line, line.contact.coach_id, names_child=True)


def what_was_done(contact: LoggedContact) -> str:
    """Return the kind of a contact and with whom it was, such as "Gesprek met kind en ouder"."""
    whom = _listed([PARTIES[each] for each in parties_of(contact)])
    return f"{KINDS[contact.kind]} met {whom}".capitalize()


def in_hours(minutes: int) -> str:
    """Return minutes as hours and minutes in words, such as "2 uur en 15 minuten"."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} uur"] if hours else []
    if rest or not hours:
        parts.append(minutes_in_words(rest) if rest else "0 minuten")
    return " en ".join(parts)


def _principles(way: WayOfWorking) -> tuple[tuple[str, str], ...]:
    return tuple((each.name, each.meaning) for each in way.principles)


def _hours_words(each: MinutesAtSchool) -> str:
    words = f"{in_hours(each.minutes)} in {counted(each.contacts, 'contact', 'contacten')}"
    if each.apart:
        words += f", waarvan {in_hours(each.apart)} reizen en schrijven"
    if each.without_traject:
        words += f"; {in_hours(each.without_traject)} zonder traject"
    return f"{words}."


def _contact(line: ContactLine, reader_id: str, *, names_child: bool) -> ContactRow:
    contact = line.contact
    what = what_was_done(contact)
    return ContactRow(
        when=short_date(contact.held_on),
        what=f"{line.child or line.school}: {what[0].lower()}{what[1:]}" if names_child else what,
        small=" · ".join([minutes_in_words(contact.minutes), *line.principles]),
        line=contact.line or "",
        change_url=url_for("coach.change_contact", contact_id=contact.id)
        if contact.coach_id == reader_id
        else None,
        start_url=url_for("coach.new_traject", contact=contact.id)
        if contact.traject_id is None and contact.kind in ABOUT_A_CHILD
        else None,
    )


def _deviation(line: DeviationLine, today: date) -> DeviationRow:
    deviation = line.deviation
    address: dict[str, Any] = {
        "traject_id": deviation.traject_id,
        "deviation_id": deviation.id,
    }
    if deviation.outcome is None:
        due = deviation.look_back_on <= today
        state = (
            "Vandaag terugkijken."
            if due
            else f"Terugkijken op {date_in_words(deviation.look_back_on)}."
        )
    else:
        state = f"Gezien wat je verwachtte? {OUTCOMES[deviation.outcome].capitalize()}."
    if deviation.found:
        state += f" {deviation.found}"
    return DeviationRow(
        title=f"{short_date(deviation.argued_on)}: anders dan \u2018{line.principle}\u2019",
        why=deviation.why,
        expected=deviation.expected,
        state=state,
        look_back_url=_look_back_url(line) if deviation.outcome is None else None,
        remove_action=url_for("coach.remove_deviation", **address),
    )


def _look_back_url(line: DeviationLine) -> str:
    return url_for(
        "coach.look_back",
        traject_id=line.deviation.traject_id,
        deviation_id=line.deviation.id,
    )


def _listed(words: Sequence[str]) -> str:
    *first, last = words
    return f"{', '.join(first)} en {last}" if first else last
