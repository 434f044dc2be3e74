"""The addresses of how long an organisation keeps trajects: its terms, and what is over."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts import approvals as asking
from survey_app.accounts.approvals import Kind
from survey_app.accounts.models import Approval
from survey_app.accounts.policy import Act
from survey_app.keeping import terms
from survey_app.keeping.terms import CountsFrom, Kept, Standing
from survey_app.trajects.course import REGIMES
from survey_app.web.people.approvals import state_words
from survey_app.web.people.blueprint import people, render
from survey_app.web.people.forms import TermForm
from survey_app.web.people.wording import kept_words, term_words
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

MESSAGES: Final = {
    "gevraagd": "Gevraagd. Keurt iemand het goed? Stel het dan hier in.",
    "nee": "Iemand keurde dit niet goed. Na een week kun je het nog een keer vragen.",
    "ingesteld": "Deze termijn geldt vanaf nu.",
}
STANDINGS: Final = {
    Standing.RUNS: ("loopt nog", "lopen nog"),
    Standing.KEPT: ("blijft nog", "blijven nog"),
    Standing.DUE: ("is voorbij", "zijn voorbij"),
    Standing.HELD: ("is voorbij en wordt vastgehouden", "zijn voorbij en worden vastgehouden"),
    Standing.UNKNOWN: ("heeft geen termijn", "hebben geen termijn"),
}


@dataclass(frozen=True, slots=True)
class AskedTerm:
    """A term that this person asked for; with a yes it can be set."""

    sentence: str
    state: str
    regime: str
    months: int
    counts_from: str
    is_approved: bool


@dataclass(frozen=True, slots=True)
class KeepingPage:
    """The terms of the organisation, what was asked, and how many stand where."""

    rules: tuple[tuple[str, str], ...]
    asked: tuple[AskedTerm, ...]
    schools: tuple[tuple[str, str], ...]
    message: str | None


@people.get("/bewaren")
@needs(Act.KEEP_TERMS)
def keeping_terms() -> ResponseReturnValue:
    """Show the terms, how many trajects are over, and the form for another term."""
    with wiring().database.read() as db:
        return _page(db, TermForm(formdata=None))


@people.post("/bewaren")
@needs(Act.KEEP_TERMS)
def set_term() -> ResponseReturnValue:
    """Ask a second person for another term, or set what was approved."""
    world, actor, form = wiring(), this_actor(), TermForm()
    if not form.validate():
        with world.database.read() as db:
            return _page(db, form), 422
    regime, months = str(form.regime.data), int(form.months.data or 0)
    counts_from = CountsFrom(form.counts_from.data)
    with world.database.write() as db:
        waits = terms.set_rule(db, actor, regime, months, counts_from, world.now())
        asked = [each for each in _asked(db) if each.decided_at is not None]
        term = terms.subject_of(regime, months, counts_from)
        refused = any(each.subject == term and not each.approved for each in asked)
    said = "ingesteld" if waits is None else "nee" if refused else "gevraagd"
    return redirect(url_for("people.keeping_terms", melding=said), 303)


def _asked(db: Session) -> list[Approval]:
    """Return which terms this person asked for and did not set yet."""
    actor = this_actor()
    return [
        each
        for each in asking.open_for(db, actor, wiring().now())
        if each.kind == Kind.ERASURE
        and "regime" in each.subject
        and each.asked_by == actor.person_id
        and each.used_at is None
    ]


def _page(db: Session, form: TermForm) -> str:
    world, actor = wiring(), this_actor()
    rules = terms.rules_of(db, actor.organisation_id)
    page = KeepingPage(
        rules=tuple((words, kept_words(rules.get(key))) for key, words in REGIMES.items()),
        asked=tuple(_asked_term(db, each) for each in _asked(db)),
        schools=_by_school(terms.standing_of_all(db, world.today(), actor.organisation_id)),
        message=MESSAGES.get(request.args.get("melding", "")),
    )
    return render("people/keeping.html", "start", page=page, form=form)


def _asked_term(db: Session, approval: Approval) -> AskedTerm:
    return AskedTerm(
        sentence=f"Je wilt {term_words(**approval.subject)}",
        state=state_words(db, approval, wiring().now()),
        is_approved=bool(approval.approved),
        **approval.subject,
    )


def _by_school(kept: Sequence[Kept]) -> tuple[tuple[str, str], ...]:
    schools: dict[str, Counter[Standing]] = defaultdict(Counter)
    for each in kept:
        schools[each.school][each.standing] += 1
    return tuple(
        (school, ", ".join(_count(counts[each], each) for each in STANDINGS if counts[each]))
        for school, counts in schools.items()
    )


def _count(number: int, standing: Standing) -> str:
    one, more = STANDINGS[standing]
    return f"{number} {one if number == 1 else more}"
