"""Preparing the pages of the papers; nothing is read or written here."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any, Final

from flask import url_for

from survey_app.clock import LOCAL
from survey_app.definitions import TextStatus
from survey_app.dutch import day_seen_from, time_in_words
from survey_app.frames import words_in
from survey_app.papers.kinds import PAGES, Kind
from survey_app.papers.models import Paper
from survey_app.papers.ordering import TOO_LONG, UNDER_WAY
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.release_models import AnswerRelease
from survey_app.web.coach.forms import LANGUAGES
from survey_app.web.coach.paper_values import (
    MadePaper,
    PaperPage,
    PapersBlock,
    ProgressPage,
    ReleaseRow,
)
from survey_app.web.coach.shared import who

SLUGS: Final = {
    "gespreksblad": Kind.TALK,
    "jouw-stapjes": Kind.STEPS,
    "verslag": Kind.REPORT,
}
SLUG_OF: Final = {kind: slug for slug, kind in SLUGS.items()}
HEADINGS: Final = {
    Kind.TALK: "Gespreksblad",
    Kind.STEPS: "Jouw stapjes",
    Kind.REPORT: "Verslag",
}
LEADS: Final = {
    Kind.TALK: (
        "Eén bladzijde om samen op tafel te leggen.",
        "Erop staat alleen wat ieder zelf wil laten zien.",
    ),
    Kind.STEPS: (
        "Eén bladzijde voor het kind zelf: wat goed gaat en zijn eigen trap, zonder cijfers.",
        "Geef het aan het kind. Het kiest zelf aan wie het dit laat zien.",
    ),
    Kind.REPORT: (
        "Twee bladzijden voor het dossier.",
        "Wat veranderde komt er vanzelf bij, met hoe zeker dat is.",
        "Deel dit niet uit: er staan antwoorden van iedereen in.",
    ),
}
LABELS: Final = {
    "on": "Dag van het gesprek",
    "agreed": "Wat er is afgesproken",
    "goal": "Wat het kind wil",
    "said": "Wat jij zegt",
    "question": "De vraag",
    "done": "Wat er gedaan is",
    "closing": "Afsluiting",
    "aftercare": "Nazorg",
}
NAMES: Final = {each.value: each.label for each in LANGUAGES}
STATES: Final = ("In de rij", "Wordt gemaakt", "Klaar")
PLACES: Final = {"waiting": 0, "busy": 1, "ready": 2}
NOT_AGREED: Final = "Er is geen akkoord (meer). Er staan geen antwoorden op het blad."
ERASED: Final = "Deze pdf is gewist. Maak hem opnieuw."


def papers_block(traject: Traject) -> PapersBlock:
    """Return the ways to the papers of a traject."""
    return PapersBlock(
        tuple(
            (HEADINGS[kind], url_for("coach.paper", traject_id=traject.id, slug=slug))
            for slug, kind in SLUGS.items()
        )
    )


def paper_page(
    traject: Traject,
    kind: Kind,
    people: Sequence[TrajectInformant],
    said: Mapping[str, AnswerRelease],
    answered: Mapping[str, date],
    last: Paper | None,
    meanwhile: Mapping[str, str],
    today: date,
    message: str | None,
    *,
    may_use: bool,
) -> PaperPage:
    """Return the page on which a paper is prepared.

    `answered` is on which day each informant last answered something; `may_use` tells whether the
    agreement by which that was asked stands.
    """
    address: dict[str, Any] = {"traject_id": traject.id}
    return PaperPage(
        heading=HEADINGS[kind],
        child=traject.child_name,
        leads=LEADS[kind],
        action=url_for("coach.write_paper", slug=SLUG_OF[kind], **address),
        back_url=url_for("coach.traject", **address),
        people=tuple(
            ReleaseRow(
                person.id,
                person.role,
                who(person.role, person.label),
                _released(said.get(person.id), answered.get(person.id), today),
                said[person.id].number if person.id in said else 0,
                url_for("coach.release", informant_id=person.id, **address),
            )
            for person in people
        ),
        notes=((() if may_use else (NOT_AGREED,)) + _unread(people)) if kind is Kind.TALK else (),
        made=_made(last, today) if last is not None else None,
        meanwhile=tuple((LABELS[name], text) for name, text in meanwhile.items() if text),
        message=message,
    )


def progress_page(traject: Traject, paper: Paper, now: datetime, *, is_there: bool) -> ProgressPage:
    """Return how far an ordered paper is; one that `is_there` can be fetched."""
    kind = Kind(paper.kind)
    place = PLACES.get(paper.state) if is_there or paper.state != "ready" else None
    return ProgressPage(
        heading=HEADINGS[kind],
        child=traject.child_name,
        steps=tuple((state, at == place) for at, state in enumerate(STATES))
        if place is not None
        else (),
        said=_said(paper, now, is_there=is_there),
        is_under_way=paper.state in UNDER_WAY,
        file_url=url_for("coach.paper_file", traject_id=traject.id, paper_id=paper.id)
        if is_there
        else None,
        back_url=url_for("coach.paper", traject_id=traject.id, slug=SLUG_OF[kind]),
        paper_url=url_for("coach.paper_progress", traject_id=traject.id, paper_id=paper.id),
    )


def _said(paper: Paper, now: datetime, *, is_there: bool) -> str:
    if paper.state in UNDER_WAY:
        return "Dit duurt een paar tellen. Je mag ook iets anders doen."
    if is_there and paper.erase_at is not None:
        until = time_in_words(paper.erase_at.astimezone(LOCAL), now.astimezone(LOCAL).date())
        return f"De pdf is klaar. Je kunt hem ophalen tot {until}. Daarna is hij weg."
    if paper.state == "failed" and paper.reason == TOO_LONG:
        fits = PAGES[Kind(paper.kind)]
        pages = "1 bladzijde" if fits == 1 else f"{fits} bladzijden"
        return f"Het past niet op {pages}. Maak je tekst korter en probeer het opnieuw."
    if paper.state == "failed":
        return "Het lukte niet om de pdf te maken. Probeer het opnieuw, of print het scherm."
    return ERASED


def _made(paper: Paper, today: date) -> MadePaper:
    words = {
        "waiting": "staat in de rij",
        "busy": "wordt gemaakt",
        "ready": "is klaar",
        "failed": "is niet gelukt",
    }[paper.state]
    when = time_in_words(paper.ordered_at.astimezone(LOCAL), today)
    spoken = f", {NAMES[paper.language]}" if paper.language != "nl" else ""
    return MadePaper(
        f"De pdf van {when}{spoken} {words}.",
        url_for("coach.paper_progress", traject_id=paper.traject_id, paper_id=paper.id),
    )


def _released(release: AnswerRelease | None, answered: date | None, today: date) -> str:
    if release is None:
        return "Nog niet gevraagd. Deze antwoorden staan niet op het blad."
    by_link = " via de eigen link" if release.channel == "link" else ""
    when = day_seen_from(release.said_on, today)
    if not release.allowed:
        return f"Zei nee{by_link}, {when}. Deze antwoorden staan niet op het blad."
    said = f"Zei ja{by_link}, {when}. Wat er tot en met die dag is ingevuld, mag op het blad."
    if answered is not None and answered > release.said_on:
        return f"{said} Daarna is er nog iets ingevuld: vraag het opnieuw."
    return said


def _unread(people: Sequence[TrajectInformant]) -> tuple[str, ...]:
    """Return which languages of these people no native has read yet."""
    unread = dict.fromkeys(
        person.language for person in people if words_in(person.language).status is TextStatus.OWN
    )
    return tuple(
        f"{NAMES[language]}: deze vertaling is nog niet nagelezen door iemand die de taal spreekt. "
        "Wat jij typt, blijft staan zoals je het typt."
        for language in unread
    )
