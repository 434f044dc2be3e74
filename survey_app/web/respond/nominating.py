"""The standing link of a teacher: put a child forward, and see what became of those before.

It names no child and opens no answers: the link is used all year, on any screen in the school, and
a coach has it too. Who goes on with what was begun types the name again.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.answering import services as answering
from survey_app.answering.sheets import SheetState, read_sheet
from survey_app.definitions import Questionnaire
from survey_app.dutch import counted, day_in_words, minutes_in_words
from survey_app.errors import InputError
from survey_app.invitations.nominating import (
    NOMINATION_LIST,
    StillSealed,
    nominate_and_ask,
    still_sealed,
)
from survey_app.storage import UnavailableError
from survey_app.trajects.nominations import (
    LONGEST_GROUP,
    Nominator,
    TooManyNominationsError,
    nominator,
)
from survey_app.trajects.services import LONGEST_NAME
from survey_app.web.permissions import csrf_holds, own_csrf, public
from survey_app.web.respond.nomination_texts import KEPT, READERS
from survey_app.web.respond.pages import Fact, Frame, Problem
from survey_app.web.respond.views import HOLDER, keep, respond
from survey_app.web.respond.wording import first_name
from survey_app.web.wiring import wiring

TITLE = "Een kind aanmelden – Kansmeter"
CHILD, GROUP = "child_name", "group_name"
EMPTY = {CHILD: "Vul de voornaam in", GROUP: "Vul de groep in"}
NOT_FILLED_IN = Problem("Kijk dit nog even na", "")
AWAY = Problem("Je was even weg", "Wat je invulde staat er nog. Druk nog een keer op de knop.")


@dataclass(frozen=True, slots=True)
class Line:
    """One field of one line, with what was typed and what has to be mended."""

    name: str
    label: str
    typed: str
    longest: int
    error: str | None = None


@dataclass(frozen=True, slots=True)
class NominatePage:
    """Who asks, what happens with it, two fields, and how many children were put forward before."""

    frame: Frame
    greeting: str
    urgent: str
    phone: str | None
    facts: tuple[Fact, ...]
    lines: tuple[Line, ...]
    tally: tuple[str, ...]
    can_go_on: bool
    action: str
    problem: Problem | None

    @property
    def errors(self) -> tuple[Line, ...]:
        """What has still to be filled in."""
        return tuple(line for line in self.lines if line.error)


@respond.get("/aanmelden/<token>")
@public(HOLDER)
def nominate_page(token: str) -> ResponseReturnValue:
    """Show who asks and what happens with it; opening the link changes nothing."""
    return _show(token)


@respond.post("/aanmelden/<token>")
@public(HOLDER)
@own_csrf
def nominate(token: str) -> ResponseReturnValue:
    """Put a child forward and lead to the first question about it."""
    # A field that came twice is one long line, not silently the first or the last.
    typed = {name: " ".join(request.form.getlist(name)).strip() for name in EMPTY}
    if not csrf_holds():
        return _show(token, typed, AWAY), 400
    if not all(typed.values()):
        return _show(token, typed, NOT_FILLED_IN), 422
    try:
        return _nominate(token, typed)
    except UnavailableError:
        return keep(list(request.form.items(multi=True)))
    except TooManyNominationsError as error:
        return _show(token, typed, Problem("Genoeg voor vandaag", str(error))), 429
    except InputError as error:
        return _show(token, typed, Problem("Dit lukt nog niet", str(error))), 422


def _nominate(token: str, typed: Mapping[str, str]) -> ResponseReturnValue:
    """Begin the sheet at once: this page said all that its start page would say again."""
    world = wiring()
    now, today = world.now(), world.today()
    informant_id = world.nominate_links.read(token)
    asked = world.library.of(NOMINATION_LIST)
    with world.database.write() as db:
        invitation = nominate_and_ask(db, informant_id, asked, **typed, now=now)
        sheet = read_sheet(db, invitation.id, today, lock=True)
        is_open = sheet.state is SheetState.OPEN
        if is_open:
            answering.begin(db, sheet, now)
    link = world.answer_links.token(invitation.id)
    if not is_open:
        return redirect(url_for("respond.start", token=link), 303)
    return redirect(url_for("respond.questions", token=link, number=1), 303)


def _show(
    token: str, typed: Mapping[str, str] | None = None, problem: Problem | None = None
) -> str:
    world = wiring()
    informant_id = world.nominate_links.read(token)
    with world.database.read() as db:
        found = nominator(db, informant_id, world.today())
        sealed = still_sealed(db, informant_id, world.today())
    page = _page(found, sealed, world.library.of(NOMINATION_LIST), typed or {}, problem)
    return render_template("respond/nominate.html", page=page)


def _page(
    found: Nominator,
    sealed: StillSealed,
    asked: Questionnaire,
    typed: Mapping[str, str],
    problem: Problem | None,
) -> NominatePage:
    coach = first_name(found.coach_name)
    given = {CHILD: "", GROUP: found.group_name, **typed}
    missing = {name: EMPTY[name] for name in EMPTY if problem and not given[name]}
    return NominatePage(
        frame=Frame(
            title=f"Fout: {TITLE}" if problem else TITLE,
            informant="teacher",
            coach_name=coach,
            school_name=found.school_name,
            phone=found.coach_phone,
        ),
        greeting=(
            f"Dag {found.name}! Ik ben {coach}, kansencoach op {found.school_name}. "
            "Zie je een kind dat hulp kan gebruiken? Meld het hier."
        ),
        urgent=f"Spoed? Bel nu {coach}:" if found.coach_phone else f"Spoed? Ga nu naar {coach}.",
        phone=found.coach_phone,
        facts=(
            Fact(
                "clock",
                minutes_in_words(asked.minutes),
                f"Het zijn {len(asked.items)} korte vragen.",
            ),
            Fact("eye", *(words.format(coach=coach) for words in READERS)),
            Fact("door", "Daarna is het weg", KEPT),
        ),
        lines=(
            Line(CHILD, "Voornaam van het kind", given[CHILD], LONGEST_NAME, missing.get(CHILD)),
            Line(GROUP, "Groep", given[GROUP], LONGEST_GROUP, missing.get(GROUP)),
        ),
        tally=tuple(_tally(found, sealed, coach)),
        can_go_on=bool(sealed.begun_on),
        action=request.path,
        problem=problem,
    )


def _tally(found: Nominator, sealed: StillSealed, coach: str) -> Iterator[str]:
    """Yield how many nominations are how far; which child each was about is not told."""
    waits = "wacht" if sealed.sent == 1 else "wachten"
    states = (
        *(
            (count, f"begonnen op {day_in_words(on)}, nog niet verstuurd")
            for on, count in Counter(sealed.begun_on).items()
        ),
        (sealed.sent, f"{waits} op {coach}"),
        (found.taken_up, "opgepakt"),
        (found.erased, "gewist"),
    )
    for count, state in states:
        if count:
            yield f"{counted(count, 'kind', 'kinderen')}: {state}"
