"""What the report of a traject is offered to begin with, from what is on record."""

from collections import Counter
from collections.abc import Mapping, Sequence

from survey_app.dutch import counted, date_in_words
from survey_app.papers.kinds import Kind
from survey_app.papers.texts import LONGEST
from survey_app.practice.contacts import parties_of
from survey_app.practice.models import Support
from survey_app.practice.queries import ContactLine, DeviationLine
from survey_app.practice.support import ENDED
from survey_app.trajects.course import ENDINGS
from survey_app.trajects.models import Traject, TrajectEvent
from survey_app.trajects.services import REASONS
from survey_app.web.coach import support_forms
from survey_app.web.coach.practice_forms import KINDS, PARTIES
from survey_app.web.coach.practice_page import in_hours

MOST_NAMED = 3


def report_texts(
    traject: Traject,
    contacts: Sequence[ContactLine],
    argued: Sequence[DeviationLine],
    support: Sequence[Support],
    happened: Sequence[TrajectEvent],
) -> Mapping[str, str]:
    """Return a first text for every part; the coach changes it before anything is printed.

    What is agreed is the coach's to say: the goals stand in the report by themselves.
    """
    offered = {
        "question": [f"Reden: {REASONS[traject.reason]}."],
        "done": [*_contacts(contacts), *_deviations(argued), *_events(happened)],
        "agreed": [],
        "closing": _closing(traject),
        "aftercare": _support(support),
    }
    return {
        part: _within("\n".join(lines), LONGEST[Kind.REPORT][part])
        for part, lines in offered.items()
    }


def _contacts(contacts: Sequence[ContactLine]) -> list[str]:
    if not contacts:
        return []
    minutes = sum(each.contact.minutes for each in contacts)
    kinds = Counter(
        f"{KINDS[each.contact.kind]} met {_listed(parties_of(each.contact))}" for each in contacts
    )
    principles = Counter(name for each in contacts for name in each.principles)
    first = min(each.contact.held_on for each in contacts)
    last = max(each.contact.held_on for each in contacts)
    span = (
        f"op {date_in_words(first)}"
        if first == last
        else f"van {date_in_words(first)} tot en met {date_in_words(last)}"
    )
    said = [
        f"{counted(len(contacts), 'contact', 'contacten')} {span}, samen {in_hours(minutes)}.",
        f"{'; '.join(f'{count} keer {kind}' for kind, count in kinds.most_common())}.",
    ]
    if principles:
        named = ", ".join(name for name, _ in principles.most_common(MOST_NAMED))
        mostly = "vooral " if len(principles) > MOST_NAMED else ""
        said.append(f"Hoe gewerkt is: {mostly}{named}.")
    return said


def _listed(parties: Sequence[str]) -> str:
    """Return with whom one contact was: "kind, ouder en leerkracht"."""
    *others, last = [PARTIES[party] for party in parties]
    return f"{', '.join(others)} en {last}" if others else last


def _deviations(argued: Sequence[DeviationLine]) -> list[str]:
    return [f"Anders dan ‘{each.principle}’: {each.deviation.why}" for each in argued[:MOST_NAMED]]


def _events(happened: Sequence[TrajectEvent]) -> list[str]:
    return [f"{date_in_words(each.first_on)}: {each.words}." for each in happened[-MOST_NAMED:]]


def _closing(traject: Traject) -> list[str]:
    if traject.ended_on is None or traject.ending is None:
        return []
    return [f"Afgesloten op {date_in_words(traject.ended_on)}: {ENDINGS[traject.ending]}."]


def _support(support: Sequence[Support]) -> list[str]:
    now = dict.fromkeys(support_forms.KINDS[row.kind] for row in support if row.status not in ENDED)
    return [f"Steun die doorgaat: {'; '.join(now)}."] if now else []


def _within(text: str, most: int) -> str:
    """Return text that fits its part; what does not fit is left out line by line."""
    lines = text.splitlines()
    while lines and len("\n".join(lines)) > most:
        lines.pop()
    return "\n".join(lines)
