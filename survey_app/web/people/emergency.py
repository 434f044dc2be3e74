"""The addresses of an emergency: opening one traject with a reason, and what it shows."""

from dataclasses import dataclass
from urllib.parse import quote

from flask import redirect, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person
from survey_app.accounts.policy import Act
from survey_app.accounts.queries import schools_as
from survey_app.accounts.roles import Role
from survey_app.dutch import day_in_words
from survey_app.errors import InputError
from survey_app.measurements.signals import seen_in_an_emergency
from survey_app.reports.wording import ROLES
from survey_app.trajects import emergencies
from survey_app.trajects.emergencies import Reachable
from survey_app.trajects.queries import names_of
from survey_app.web.coach.shared import who
from survey_app.web.people.blueprint import people, render
from survey_app.web.people.forms import EmergencyForm
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

NOT_FOUND = "Op deze school loopt geen traject van een kind met die naam in die groep."


@dataclass(frozen=True, slots=True)
class CallRow:
    """Somebody who can be called or written to."""

    who: str
    small: str
    reached: str
    url: str | None


@dataclass(frozen=True, slots=True)
class WorryRow:
    """An answer that cannot wait."""

    who: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class EmergencyPage:
    """What an emergency shows of a child, and until when."""

    child_name: str
    place: str
    until: str
    reason: str
    calls: tuple[CallRow, ...]
    worries: tuple[WorryRow, ...]


@people.get("/noodtoegang")
@needs(Act.OPEN_IN_EMERGENCY)
def emergency() -> ResponseReturnValue:
    """Show the form to open one traject."""
    with wiring().database.read() as db:
        return _form(db, EmergencyForm(formdata=None))


@people.post("/noodtoegang")
@needs(Act.OPEN_IN_EMERGENCY)
def open_in_emergency() -> ResponseReturnValue:
    """Open the traject of a child, and tell the coach and the director of it."""
    world, form = wiring(), EmergencyForm()
    if form.validate():
        try:
            with world.database.write() as db:
                tried = emergencies.open_by_name(
                    db,
                    this_actor(),
                    school_id=form.school.data or "",
                    child_name=form.child_name.data or "",
                    group_name=form.group_name.data or "",
                    reason=form.reason.data or "",
                    now=world.now(),
                )
            if tried.traject_id is not None:
                opened = url_for("people.seen_in_emergency", traject_id=tried.traject_id)
                return redirect(opened, 303)
            form.form_errors.append(NOT_FOUND)
        except InputError as error:
            form.form_errors.append(str(error))
    with world.database.read() as db:
        return _form(db, form), 422


@people.get("/noodtoegang/<id:traject_id>")
@needs(Act.SEE_IN_EMERGENCY)
def seen_in_emergency(traject_id: str) -> ResponseReturnValue:
    """Show who can be called and what cannot wait; the look is recorded."""
    world, actor = wiring(), this_actor()
    with world.database.write() as db:
        traject, reached, grant = emergencies.opened_traject(db, actor, traject_id, world.now())
        coach = db.get_one(Person, traject.coach_id)
        page = EmergencyPage(
            child_name=traject.child_name,
            place=", ".join(names_of(db, traject)),
            until=day_in_words(grant.ends_on or grant.starts_on),
            reason=grant.reason or "",
            calls=(
                _row(coach.name, "kansencoach", coach.phone or coach.email),
                *(_call(each) for each in reached if each.role not in ("child", "coach")),
            ),
            worries=tuple(
                WorryRow(who(each.role, each.label), each.said)
                for each in seen_in_an_emergency(db, actor, traject)
            ),
        )
    return render("people/opened.html", "emergency", page=page)


def _call(each: Reachable) -> CallRow:
    role = ROLES[each.role]
    small = f"{role}, heeft het gezag" if each.holds_authority else role
    return _row(each.label, small, each.address)


def _row(who: str, small: str, address: str | None) -> CallRow:
    """Return how somebody is reached, by one tap on a phone."""
    if address is None:
        return CallRow(who, small, "geen nummer of adres bekend", None)
    way = "mailto" if "@" in address else "tel"
    return CallRow(who, small, address, f"{way}:{quote(address.replace(' ', ''), safe='@+')}")


def _form(db: Session, form: EmergencyForm) -> str:
    schools = schools_as(db, this_actor(), Role.COACH, Role.SUPERVISOR, Role.DIRECTOR)
    form.offer(schools)
    names = {each.id: each.name for each in schools}
    opened = tuple(
        (
            names.get(right.school_id or "", ""),
            url_for("people.seen_in_emergency", traject_id=right.traject_id),
        )
        for right in sorted(this_actor().rights, key=lambda each: each.traject_id or "")
        if right.role is Role.EMERGENCY
    )
    return render("people/emergency.html", "emergency", form=form, opened=opened)
