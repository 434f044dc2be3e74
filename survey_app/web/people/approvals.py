"""The addresses of what takes two people: what waits, yes or no, and asking for data."""

from dataclasses import dataclass
from datetime import datetime

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts import approvals as asking
from survey_app.accounts import granting
from survey_app.accounts import services as accounts
from survey_app.accounts.approvals import Kind
from survey_app.accounts.models import Approval, Organisation, Person, School
from survey_app.accounts.policy import Act, Actor, could
from survey_app.accounts.roles import Role
from survey_app.clock import LOCAL
from survey_app.dutch import counted, time_in_words
from survey_app.errors import InputError
from survey_app.web.people.blueprint import people, record, render
from survey_app.web.people.forms import ExportForm
from survey_app.web.people.wording import ROLES, term_words
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

MESSAGES = {
    "ja": "Goedgekeurd.",
    "nee": "Niet goedgekeurd. Wie het vroeg, ziet dat hier.",
    "gevraagd": "Gevraagd. Zodra iemand het goedkeurt, werkt het een week.",
}
YES, NO = "ja", "nee"


@dataclass(frozen=True, slots=True)
class Question:
    """Something that takes two: who wants what and why, and where it stands."""

    sentence: str
    reason: str
    state: str
    decide_action: str | None


@dataclass(frozen=True, slots=True)
class ApprovalsPage:
    """What waits for a yes or no, and what was decided or asked in the last week."""

    waiting: tuple[Question, ...]
    others: tuple[Question, ...]
    export_action: str | None
    message: str | None


@people.get("/goedkeuren")
@needs(Act.SEE_APPROVALS)
def approvals() -> ResponseReturnValue:
    """Show what waits for this person, and what this person asked."""
    with wiring().database.read() as db:
        return _page(db, ExportForm(formdata=None))


@people.post("/goedkeuren/<id:approval_id>")
@needs(Act.DECIDE_APPROVAL)
def decide(approval_id: str) -> ResponseReturnValue:
    """Say yes or no to what somebody else asked; a right is given with the yes."""
    world, actor = wiring(), this_actor()
    said = request.form.get("besluit")
    if said not in (YES, NO):
        raise InputError("Kies ja of nee.")
    with world.database.write() as db:
        decided = asking.decide(db, actor, approval_id, approved=said == YES, now=world.now())
        record(
            db,
            f"approve {decided.kind}" if said == YES else f"refuse {decided.kind}",
            "approval",
            decided.id,
        )
        if decided.approved and decided.kind == Kind.OWN_RIGHT:
            asker = accounts.actor(db.get_one(Person, decided.asked_by), world.today())
            grant = granting.carry_out(db, asker, decided, world.now())
            record(db, f"give {grant.role}", "account", grant.person_id)
    return redirect(url_for("people.approvals", melding=said), 303)


@people.post("/goedkeuren/gegevens")
@needs(Act.ASK_EXPORT)
def ask_export() -> ResponseReturnValue:
    """Ask for data without names, of all children of the organisation who agreed."""
    world, form = wiring(), ExportForm()
    if form.validate():
        try:
            with world.database.write() as db:
                asked = asking.ask_export(db, this_actor(), form.reason.data or "", world.now())
                record(db, "ask export", "approval", asked.id)
            return redirect(url_for("people.approvals", melding="gevraagd"), 303)
        except InputError as error:
            form.form_errors.append(str(error))
    with world.database.read() as db:
        return _page(db, form), 422


def _page(db: Session, form: ExportForm) -> str:
    world, actor = wiring(), this_actor()
    found = asking.open_for(db, actor, world.now())
    waiting = [each for each in found if _waits_for(actor, each)]
    page = ApprovalsPage(
        waiting=tuple(_question(db, actor, each, world.now()) for each in waiting),
        others=tuple(
            _question(db, actor, each, world.now()) for each in found if each not in waiting
        ),
        export_action=url_for("people.ask_export") if could(actor, Act.ASK_EXPORT) else None,
        message=MESSAGES.get(request.args.get("melding", "")),
    )
    return render("people/approvals.html", "approvals", page=page, form=form)


def _waits_for(actor: Actor, approval: Approval) -> bool:
    return approval.decided_at is None and approval.asked_by != actor.person_id


def _question(db: Session, actor: Actor, approval: Approval, now: datetime) -> Question:
    asker = "Jij" if approval.asked_by == actor.person_id else _name(db, approval.asked_by)
    return Question(
        sentence=f"{asker} {_wanted(db, approval, is_oneself=asker == 'Jij')}",
        reason=approval.reason,
        state=state_words(db, approval, now),
        decide_action=url_for("people.decide", approval_id=approval.id)
        if _waits_for(actor, approval)
        else None,
    )


def _wanted(db: Session, approval: Approval, *, is_oneself: bool) -> str:
    want = "wilt" if is_oneself else "wil"
    match approval.kind:
        case Kind.OWN_RIGHT:
            role = ROLES[Role(approval.subject["role"])]
            return f"{want} zelf {role} zijn {_where(db, approval)}."
        case Kind.EXPORT:
            return f"{want} gegevens zonder namen, van alle kinderen van wie dat mag."
        case _ if "trajects" in approval.subject:
            number = len(approval.subject["trajects"])
            return f"{want} {counted(number, 'traject', 'trajecten')} voorgoed wissen."
        case _:
            return f"{want} {term_words(**approval.subject)}"


def _where(db: Session, approval: Approval) -> str:
    if approval.school_id is not None:
        return f"op {db.get_one(School, approval.school_id).name}"
    return f"van {db.get_one(Organisation, approval.organisation_id).name}"


def _name(db: Session, person_id: str) -> str:
    return db.get_one(Person, person_id).name


def state_words(db: Session, approval: Approval, now: datetime) -> str:
    """Return since when a question waits, or who decided it and when."""
    today = now.astimezone(LOCAL).date()
    if approval.decided_at is None or approval.decided_by is None:
        asked = time_in_words(approval.asked_at.astimezone(LOCAL), today)
        return f"gevraagd {asked}, wacht op een tweede persoon"
    word = "goedgekeurd" if approval.approved else "niet goedgekeurd"
    when = time_in_words(approval.decided_at.astimezone(LOCAL), today)
    used = ", en gebruikt" if approval.used_at is not None else ""
    return f"{word} door {_name(db, approval.decided_by)}, {when}{used}"
