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
from survey_app.errors import InputError
from survey_app.frames import Words, counted, day, fill
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
from survey_app.web.respond import language, wording
from survey_app.web.respond.blueprint import HOLDER, respond
from survey_app.web.respond.pages import Fact, Frame, Problem
from survey_app.web.respond.posting import keep
from survey_app.web.respond.wording import first_name
from survey_app.web.wiring import wiring

CHILD, GROUP = "child_name", "group_name"


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
    typed = {name: " ".join(request.form.getlist(name)).strip() for name in (CHILD, GROUP)}
    words = language.words_here()
    if not csrf_holds():
        away = Problem(words.problem.away, words.nominate.away_hint)
        return _show(token, typed, away), 400
    if not all(typed.values()):
        return _show(token, typed, Problem(words.problem.look_again, "")), 422
    try:
        return _nominate(token, typed)
    except UnavailableError:
        return keep(list(request.form.items(multi=True)))
    except TooManyNominationsError as error:
        return _show(token, typed, Problem(words.nominate.enough, str(error))), 429
    except InputError as error:
        return _show(token, typed, Problem(words.nominate.not_yet, str(error))), 422


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
    words = language.words_here()
    texts, told = words.nominate, words.nominated
    names = {"coach": first_name(found.coach_name), "school": found.school_name, "who": found.name}
    given = {CHILD: "", GROUP: found.group_name, **typed}
    empty = {CHILD: texts.child_name_empty, GROUP: texts.group_empty}
    missing = {name: empty[name] for name in empty if problem and not given[name]}
    return NominatePage(
        frame=Frame(
            heading=words.titles.nominate,
            informant="teacher",
            words=words,
            has_error=problem is not None,
            coach_name=names["coach"],
            school_name=found.school_name,
            phone=found.coach_phone,
        ),
        greeting=fill(texts.greeting, **names),
        urgent=fill(texts.urgent_call if found.coach_phone else texts.urgent_go, **names),
        phone=found.coach_phone,
        facts=(
            Fact(
                "clock",
                wording.minutes(words, asked.minutes),
                counted(words, words.start.questions, len(asked.items)),
            ),
            Fact("eye", *(fill(line, **names) for line in told.readers)),
            Fact("door", *texts.gone),
        ),
        lines=(
            Line(CHILD, texts.child_name, given[CHILD], LONGEST_NAME, missing.get(CHILD)),
            Line(GROUP, texts.group, given[GROUP], LONGEST_GROUP, missing.get(GROUP)),
        ),
        tally=tuple(_tally(words, found, sealed, names["coach"])),
        can_go_on=bool(sealed.begun_on),
        action=request.path,
        problem=problem,
    )


def _tally(words: Words, found: Nominator, sealed: StillSealed, coach: str) -> Iterator[str]:
    """Yield how many nominations are how far; which child each was about is not told."""
    texts = words.nominate
    for on, count in Counter(sealed.begun_on).items():
        yield counted(words, texts.begun, count, day=day(words, on))
    for count, forms in (
        (sealed.sent, texts.waits),
        (found.taken_up, texts.taken_up),
        (found.erased, texts.erased),
    ):
        if count:
            yield counted(words, forms, count, coach=coach)
