"""Preparing the page of today, for somebody with five minutes: what to do first, and the rest.

Each section is a function of what was read; a new one is a field of `TodayPage` and a line here.
Sections that have rules of their own stand in `urgent`, `waiting`, `talks` and `caseload`.
"""

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for

from survey_app.accounts.policy import Act, Actor, could
from survey_app.answering.tapped import IN_TALK
from survey_app.clock import LOCAL, local_date
from survey_app.dutch import counted, day_in_words, short_date, time_in_words, weekday_date
from survey_app.invitations.links import SignedLinks
from survey_app.keeping.rights_requests import is_near
from survey_app.measurements.nominations import SealedNomination
from survey_app.measurements.queries import AskedLine
from survey_app.measurements.substitutes import StandIn
from survey_app.practice.queries import DeviationLine
from survey_app.reports import wording
from survey_app.trajects.emergencies import Opening
from survey_app.trajects.goal_lines import GoalToReview
from survey_app.trajects.queries import CaseloadRow
from survey_app.trajects.services import COACH
from survey_app.web.coach.caseload import Wanted, caseload
from survey_app.web.coach.child_data_page import today_row
from survey_app.web.coach.clocks import Clocks
from survey_app.web.coach.coming import Moment, moments_of
from survey_app.web.coach.decision_cards import AskedCard
from survey_app.web.coach.decisions_page import today_decisions
from survey_app.web.coach.goals_page import review_row
from survey_app.web.coach.pages import (
    AnswerCard,
    Folded,
    FreshRow,
    OpeningRow,
    Row,
    Step,
    TodayPage,
)
from survey_app.web.coach.practice_page import look_back_row
from survey_app.web.coach.shared import erased_on, nominated_by, who
from survey_app.web.coach.talks import talks_to_prepare
from survey_app.web.coach.urgent import (
    SignalsRead,
    cards_by_level,
    rows_for_talks,
    stand_in_words,
    taken_up_rows,
    to_close,
)
from survey_app.web.coach.waiting import stuck_rows, waiting_children

FRESH_DAYS = 7
WEEK_DAYS = 7
SHOWN = 5
"""So many rows of a section are shown at once: what somebody takes in without counting."""


@dataclass(frozen=True, slots=True)
class TodayRead:
    """What was read for the page; `followed_up` are signals to close, or closed today.

    `remindable` are the invitations of which a reminder may go now, `links_at_school` how many
    lists of people around a school the coach brings, `unsent_since` since when messages wait,
    `cards` the moments to decide after and `cards_to_check` how many of peers wait for a look,
    `openings` who opened an own traject in an emergency.
    """

    cases: Sequence[CaseloadRow]
    lines: Sequence[AskedLine]
    signals: SignalsRead
    clocks: Clocks
    stand_ins: Sequence[StandIn]
    followed_up: SignalsRead
    remindable: Set[str]
    nominated: Sequence[SealedNomination]
    to_look_back_on: Sequence[DeviationLine]
    goals_to_review: Sequence[GoalToReview]
    last_talks: Mapping[str, date]
    cards: Sequence[AskedCard]
    cards_to_check: int
    openings: Sequence[Opening]
    links_at_school: int
    unsent_since: datetime | None


def today_page(
    actor: Actor,
    read: TodayRead,
    wanted: Wanted,
    links: SignedLinks,
    today: date,
    message: str | None = None,
) -> TodayPage:
    """Return the page of today.

    The own lists of the coach are no news and wait for nobody: they stand at their traject.
    """
    lines = [line for line in read.lines if line.role != COACH]
    signals = cards_by_level(read.signals, read.stand_ins, read.clocks, today)
    for_talks = rows_for_talks(read.signals, today)
    fresh = _fresh(lines, today)
    talks = talks_to_prepare(lines, read.last_talks, today)
    stuck = stuck_rows(lines, today)
    waiting = waiting_children(lines, read.remindable, links, today)
    coming = [moment for moment in moments_of(lines) if moment.day > today]
    week_end = today + timedelta(days=WEEK_DAYS)
    later = [moment for moment in coming if moment.day > week_end]
    taken_up = taken_up_rows(read.signals, read.followed_up, actor.person_id, today)
    look_backs = [
        *(look_back_row(each) for each in read.to_look_back_on),
        *(review_row(each) for each in read.goals_to_review),
    ]
    requests = [
        today_row(each.traject, today) for each in read.cases if is_near(each.traject, today)
    ]
    steps = _steps(
        ("#eerst", len(signals["today"]), "Lees vandaag 1 antwoord", "Lees vandaag {} antwoorden"),
        (
            "#contact",
            len(signals["two_days"]),
            "Neem over 1 antwoord contact op",
            "Neem over {} antwoorden contact op",
        ),
        ("#aangemeld", len(read.nominated), "Bekijk 1 aanmelding", "Bekijk {} aanmeldingen"),
        (
            "#opgepakt",
            to_close(taken_up),
            "Rond 1 opgepakt antwoord af",
            "Rond {} opgepakte antwoorden af",
        ),
        (
            "#verzoeken",
            len(requests),
            "Beantwoord bij 1 kind een verzoek over gegevens",
            "Beantwoord bij {} kinderen een verzoek over gegevens",
        ),
        (
            "#nieuw",
            len({line.traject_id for _, line in fresh}),
            "Bekijk bij 1 kind wat er nieuw is",
            "Bekijk bij {} kinderen wat er nieuw is",
        ),
        ("#gesprekken", len(talks), "Bereid 1 gesprek voor", "Bereid {} gesprekken voor"),
        (
            "#besluiten",
            len(read.cards),
            "Kies bij 1 kind wat je hierna doet",
            "Kies bij {} kinderen wat je hierna doet",
        ),
        (
            "#terugkijken",
            len(look_backs),
            "Kijk 1 keer terug",
            "Kijk {} keer terug",
        ),
        (
            "#mee",
            len(for_talks),
            "Neem 1 antwoord mee in een gesprek",
            "Neem {} antwoorden mee in een gesprek",
        ),
        (
            "#kaarten",
            read.cards_to_check,
            "Kijk 1 kaart van een collega na",
            "Kijk {} kaarten van collega's na",
        ),
        (
            "#niet-aangekomen",
            len(stuck),
            "Kijk waarom 1 bericht niet aankwam",
            "Kijk waarom {} berichten niet aankwamen",
        ),
        (
            "#wachten",
            sum(person.can_be_asked for child in waiting for person in child.people),
            "Vraag 1 persoon om antwoord",
            "Vraag {} mensen om antwoord",
        ),
        (
            "#wachten",
            read.links_at_school,
            "Geef 1 link aan wie rond de school werkt",
            "Geef {} links aan wie rond de school werkt",
        ),
    )
    return TodayPage(
        heading=f"Dag {actor.name.split()[0]}, het is {day_in_words(today)}",
        message=message,
        alarm=None if read.unsent_since is None else _alarm(read.unsent_since, today),
        steps=steps,
        calm=None if steps else _calm(actor, read.cases, coming),
        first=Folded.after(SHOWN, signals["today"], "antwoord", "antwoorden"),
        soon=Folded.after(2, signals["two_days"], "antwoord", "antwoorden"),
        for_talks=Folded.after(3, for_talks, "antwoord", "antwoorden"),
        taken_up=Folded.after(2, taken_up, "antwoord", "antwoorden"),
        openings=tuple(_opening_row(each, today) for each in read.openings),
        nominations=tuple(_nomination_card(each) for each in read.nominated),
        fresh=Folded.after(SHOWN, _fresh_rows(fresh, today), "kind", "kinderen"),
        talks=Folded.after(SHOWN, talks, "gesprek", "gesprekken"),
        decisions=today_decisions(read.cards, read.cards_to_check),
        requests=Folded.after(SHOWN, requests, "verzoek", "verzoeken"),
        stuck=Folded.after(SHOWN, stuck, "bericht", "berichten"),
        look_backs=Folded.after(SHOWN, look_backs, "keer", "keer"),
        due=Folded.after(
            SHOWN,
            [_coming_row(each, weekday_date(each.day)) for each in coming if each.day <= week_end],
            "meting",
            "metingen",
        ),
        waiting=Folded.after(SHOWN, waiting, "kind", "kinderen"),
        at_school=_at_school(read.links_at_school),
        later=tuple(_coming_row(each, short_date(each.day)) for each in later),
        later_words=counted(len(later), "meting", "metingen"),
        caseload=caseload(read.cases, lines, wanted, today) if read.cases else None,
        new_url=_open_to(actor, Act.START_TRAJECT, "coach.new_traject"),
        log_url=url_for("coach.log_contact"),
        nominations_url=_open_to(actor, Act.DECIDE_NOMINATION, "coach.nominations_page"),
        stand_ins=stand_in_words(read.stand_ins, actor.person_id, today),
        substitution_url=_open_to(actor, Act.NAME_SUBSTITUTE, "coach.substitution"),
    )


def _open_to(actor: Actor, act: Act, endpoint: str) -> str | None:
    """Return where something is done, for who does it: a substitute begins no traject."""
    return url_for(endpoint) if could(actor, act) else None


def _steps(*steps: tuple[str, int, str, str]) -> tuple[Step, ...]:
    """Return what there is to do, in the order in which it is done."""
    return tuple(
        Step(one if count == 1 else more.format(count), url)
        for url, count, one, more in steps
        if count
    )


def _calm(actor: Actor, cases: Sequence[CaseloadRow], coming: Sequence[Moment]) -> tuple[str, str]:
    """Return what is so when there is nothing to do, and what comes."""
    if not cases and not could(actor, Act.START_TRAJECT):
        return "Er is nu geen traject voor jou.", "Zodra het er is, staat het hier."
    if not cases:
        return (
            "Je hebt nog geen traject.",
            "Een traject begint met 4 velden. Daarna kun je meteen vragen.",
        )
    if not coming:
        return "Alles is gedaan.", "Zodra iemand antwoordt, staat het hier."
    first = coming[0]
    return "Alles is gedaan.", f"{_capital(day_in_words(first.day))} is {first.child} aan de beurt."


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _nomination_card(nomination: SealedNomination) -> AnswerCard:
    return AnswerCard(
        informant="teacher",
        who=nominated_by(nomination),
        sentence="Wat er staat, is verzegeld.",
        small=f"{short_date(nomination.nominated_on)}. {erased_on(nomination)}.",
        url=url_for("coach.nominations_page") + f"#a-{nomination.id}",
    )


def _opening_row(opening: Opening, today: date) -> OpeningRow:
    when = time_in_words(opening.opened_at.astimezone(LOCAL), today)
    return OpeningRow(
        sentence=f"{opening.person} opende {opening.child_name}, {when}",
        reason=opening.reason,
        url=url_for("coach.traject", traject_id=opening.traject_id),
    )


def _alarm(unsent_since: datetime, today: date) -> str:
    when = time_in_words(unsent_since.astimezone(LOCAL), today)
    return (
        f"Berichten gaan nu niet weg. Het oudste wacht sinds {when}. "
        "Er raakt niets kwijt. Zeg het de beheerder."
    )


def _fresh(lines: Iterable[AskedLine], today: date) -> list[tuple[datetime, AskedLine]]:
    """Return what was answered in the last days with the moment it came, the newest first.

    What the coach noted in a talk is no news.
    """
    found = [
        (line.submitted_at, line)
        for line in lines
        if line.submitted_at is not None
        and line.mode != IN_TALK
        and (today - local_date(line.submitted_at)).days < FRESH_DAYS
    ]
    return sorted(found, key=lambda each: each[0], reverse=True)


def _fresh_rows(fresh: Iterable[tuple[datetime, AskedLine]], today: date) -> list[FreshRow]:
    """Return a row per child and moment with who answered, the newest answer first."""
    by_moment: dict[str, list[tuple[datetime, AskedLine]]] = {}
    for submitted_at, line in fresh:
        by_moment.setdefault(line.occasion_id, []).append((submitted_at, line))
    return [
        _fresh_row(answers[0][0], [line for _, line in answers], today)
        for answers in by_moment.values()
    ]


def _fresh_row(submitted_at: datetime, lines: Sequence[AskedLine], today: date) -> FreshRow:
    last = lines[0]
    when = time_in_words(submitted_at.astimezone(LOCAL), today)
    return FreshRow(
        child=last.child_name,
        people=tuple(dict.fromkeys((line.role, who(line.role, line.label)) for line in lines)),
        small=f"{wording.occasion_word(last.occasion_kind)}, {when}",
        url=url_for("coach.traject", traject_id=last.traject_id) + "#antwoorden",
    )


def _coming_row(moment: Moment, when: str) -> Row:
    return Row(
        when=when,
        informant=None,
        who=moment.child,
        small=wording.occasion_word(moment.kind),
        url=url_for("coach.traject", traject_id=moment.traject_id),
        act="Bekijk",
    )


def _at_school(count: int) -> Row | None:
    """Return one row for all links that the people around a school did not get or use yet."""
    if not count:
        return None
    return Row(
        when="dit schooljaar",
        informant=None,
        who="Mensen rond de school",
        small=counted(count, "vragenlijst staat open", "vragenlijsten staan open"),
        url=url_for("coach.school"),
        act="Geef de links",
    )
