"""The addresses of who works here: everybody's rights, a new person, a right more or less."""

from dataclasses import dataclass
from datetime import date

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts import granting, letters, states
from survey_app.accounts import services as accounts
from survey_app.accounts.granting import OwnRightError, Wish
from survey_app.accounts.models import Person
from survey_app.accounts.policy import Act, Actor, Owned, could, may
from survey_app.accounts.queries import (
    Held,
    coaches_at,
    people_seen,
    person_seen,
    rights_of,
    schools_led,
)
from survey_app.accounts.roles import GIVEN, Role
from survey_app.dutch import counted
from survey_app.errors import InputError
from survey_app.web.account.forms import NO_ADDRESS
from survey_app.web.people.blueprint import people, record, render
from survey_app.web.people.forms import NewPersonForm, RightForm
from survey_app.web.people.wording import right_words
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

MESSAGES = {
    "gegeven": "Gegeven. Het werkt vanaf de volgende bladzijde die deze persoon opent.",
    "gevraagd": "Gevraagd. Een tweede persoon moet het goedkeuren.",
    "weg": "Weggehaald. Het werkt meteen.",
    "gesloten": "Het account is gesloten. Wie erin was ingelogd, is er nu uit.",
    "open": "Het account is weer open. De rechten van toen zijn er nog.",
    "link": "Er gaat een nieuwe link naar het e-mailadres. Oude links werken niet meer.",
    "uitgenodigd": "Er gaat een link naar het e-mailadres, om een wachtwoord te kiezen.",
}


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody in the list."""

    name: str
    url: str
    rights: tuple[str, ...]
    is_closed: bool


@dataclass(frozen=True, slots=True)
class PeoplePage:
    """Who works here, and whether somebody new can be asked."""

    rows: tuple[PersonRow, ...]
    counted: str
    action: str
    message: str | None


@dataclass(frozen=True, slots=True)
class RightRow:
    """A right in words, and how it is taken away where this person may."""

    sentence: str
    end_action: str | None


@dataclass(frozen=True, slots=True)
class PersonPage:
    """One person: rights now, rights of before, and what can be done with the account."""

    name: str
    email: str | None
    is_oneself: bool
    is_closed: bool
    rights: tuple[RightRow, ...]
    earlier: tuple[str, ...]
    give_action: str
    link_action: str | None
    close_action: str | None
    open_action: str | None
    back_url: str
    message: str | None


@people.get("/mensen")
@needs(Act.SEE_PEOPLE)
def people_here() -> ResponseReturnValue:
    """Show who works here and with which rights; the look is recorded."""
    with wiring().database.write() as db:
        page = _list(db, NewPersonForm(formdata=None))
        record(db, "see people", "organisation", this_actor().organisation_id)
    return page


@people.post("/mensen")
@needs(Act.GIVE_SCHOOL_RIGHT)
def invite() -> ResponseReturnValue:
    """Make an account with a first right, and send a link to choose a password."""
    world, actor = wiring(), this_actor()
    form = NewPersonForm()
    with world.database.read() as db:
        _offer(db, form, actor, world.today())
    if form.validate():
        try:
            wish = _wish(form, world.today())
            with world.database.write() as db:
                granting.demand_giving(actor, wish)
                person = accounts.add_person(
                    db,
                    actor.organisation_id,
                    name=form.name.data or "",
                    email=form.email.data or "",
                )
                granting.give(db, actor, person.id, wish, world.now())
                _send_link(db, person)
                record(db, f"add {wish.role}", "account", person.id)
            return redirect(
                url_for("people.person", person_id=person.id, melding="uitgenodigd"), 303
            )
        except accounts.NotAnAddressError:
            form.email.errors = [NO_ADDRESS]
        except accounts.KnownAddressError:
            form.form_errors.append("Er is al een account met dit e-mailadres.")
        except InputError as error:
            form.form_errors.append(str(error))
    with world.database.read() as db:
        return _list(db, form), 422


@people.get("/mensen/<id:person_id>")
@needs(Act.SEE_PEOPLE)
def person(person_id: str) -> ResponseReturnValue:
    """Show one person's rights and the form for one more; the look is recorded."""
    with wiring().database.write() as db:
        page = _one(db, person_id, RightForm(formdata=None))
        record(db, "see rights", "account", person_id)
    return page


@people.post("/mensen/<id:person_id>")
@needs(Act.GIVE_SCHOOL_RIGHT)
def give(person_id: str) -> ResponseReturnValue:
    """Give a right; for oneself it is asked of a second person."""
    world, actor = wiring(), this_actor()
    form = RightForm()
    with world.database.read() as db:
        person_seen(db, actor, person_id, world.today())
        _offer(db, form, actor, world.today())
    if form.validate():
        try:
            message = _give(actor, person_id, form)
            return redirect(url_for("people.person", person_id=person_id, melding=message), 303)
        except InputError as error:
            form.form_errors.append(str(error))
    with world.database.read() as db:
        return _one(db, person_id, form), 422


@people.post("/mensen/<id:person_id>/rechten/<id:right_id>/weghalen")
@needs(Act.GIVE_SCHOOL_RIGHT)
def take_away(person_id: str, right_id: str) -> ResponseReturnValue:
    """Take a right away; it works at once."""
    world, actor = wiring(), this_actor()
    with world.database.write() as db:
        grant = granting.take_away(db, actor, person_id, right_id, world.now())
        record(db, f"take away {grant.role}", "account", person_id)
    here = any(person_id == each.id for each, _ in _seen())
    if person_id == actor.person_id:
        return redirect(url_for("coach.home"), 303)  # this page may be what was taken away
    if here:
        return redirect(url_for("people.person", person_id=person_id, melding="weg"), 303)
    return redirect(url_for("people.people_here", melding="weg"), 303)


@people.post("/mensen/<id:person_id>/link")
@needs(Act.KEEP_ACCOUNTS)
def send_link(person_id: str) -> ResponseReturnValue:
    """Send a new link to the own address of whose account it is; nobody else gets to see it."""
    world = wiring()
    with world.database.write() as db:
        found = accounts.account_kept(db, this_actor(), person_id)
        _send_link(db, found)
        record(db, "make credential link", "account", person_id)
    return redirect(url_for("people.person", person_id=person_id, melding="link"), 303)


@people.post("/mensen/<id:person_id>/sluiten")
@needs(Act.KEEP_ACCOUNTS)
def close(person_id: str) -> ResponseReturnValue:
    """Close an account: its sessions and links end at once."""
    world, actor = wiring(), this_actor()
    with world.database.write() as db:
        found = accounts.account_kept(db, actor, person_id)
        granting.demand_another_administrator(db, actor.organisation_id, found.id, world.today())
        granting.demand_still_administrator(db, actor.person_id, world.today())
        states.switch_off(db, found, world.now())
        record(db, "deactivate account", "account", person_id)
    return redirect(url_for("people.person", person_id=person_id, melding="gesloten"), 303)


@people.post("/mensen/<id:person_id>/openen")
@needs(Act.KEEP_ACCOUNTS)
def reopen(person_id: str) -> ResponseReturnValue:
    """Open a closed account again."""
    world = wiring()
    with world.database.write() as db:
        found = accounts.account_kept(db, this_actor(), person_id)
        states.switch_on(db, found)
        record(db, "activate account", "account", person_id)
    return redirect(url_for("people.person", person_id=person_id, melding="open"), 303)


def _give(actor: Actor, person_id: str, form: RightForm) -> str:
    world = wiring()
    wish = _wish(form, world.today())
    try:
        with world.database.write() as db:
            granting.give(db, actor, person_id, wish, world.now())
            record(db, f"give {wish.role}", "account", person_id)
        return "gegeven"
    except OwnRightError:
        with world.database.write() as db:
            asked = granting.ask_for_oneself(db, actor, wish, form.reason.data or "", world.now())
            record(db, f"ask {wish.role}", "approval", asked.id)
        return "gevraagd"


def _send_link(db: Session, person: Person) -> None:
    """Let a one-time link go to somebody by mail; whoever asked for it does not see it."""
    now = wiring().now()
    link_id = accounts.make_credential_link(db, person, now)
    letters.put(db, person, letters.Kind.INVITATION, now, link_id)


def _wish(form: RightForm, today: date) -> Wish:
    try:
        role = Role(form.role.data)
    except ValueError:
        raise InputError("Kies een rol.") from None
    return Wish(
        role=role,
        starts_on=max(form.starts_on.data or today, today),
        ends_on=form.ends_on.data,
        school_id=form.school.data or None,
        coach_id=form.coach.data or None,
    )


def _offer(db: Session, form: RightForm, actor: Actor, today: date) -> None:
    schools = schools_led(db, actor)
    wide = could(actor, Act.GIVE_WIDE_RIGHT)
    form.offer(
        [role for role in GIVEN if wide or role not in granting.WIDE],
        schools,
        coaches_at(db, schools, today),
        with_nowhere=wide,
    )


def _seen() -> list[tuple[Person, list[Held]]]:
    with wiring().database.read() as db:
        return people_seen(db, this_actor(), wiring().today())


def _list(db: Session, form: NewPersonForm) -> str:
    world, actor = wiring(), this_actor()
    today = world.today()
    _offer(db, form, actor, today)
    rows = tuple(
        PersonRow(
            name=each.name,
            url=url_for("people.person", person_id=each.id),
            rights=tuple(right_words(held, today) for held in rights),
            is_closed=not each.active,
        )
        for each, rights in people_seen(db, actor, today)
    )
    page = PeoplePage(
        rows=rows,
        counted=counted(len(rows), "persoon", "mensen"),
        action=url_for("people.invite"),
        message=MESSAGES.get(request.args.get("melding", "")),
    )
    return render("people/people.html", "people", page=page, form=form)


def _one(db: Session, person_id: str, form: RightForm) -> str:
    world, actor = wiring(), this_actor()
    today = world.today()
    found, rights = person_seen(db, actor, person_id, today)
    _offer(db, form, actor, today)
    now = {each.grant.id for each in rights}
    keeps = could(actor, Act.KEEP_ACCOUNTS)
    page = PersonPage(
        name=found.name,
        email=found.email if keeps else None,
        is_oneself=found.id == actor.person_id,
        is_closed=not found.active,
        rights=tuple(_right_row(actor, found, each, today) for each in rights),
        earlier=tuple(
            right_words(each, today)
            for each in reversed(rights_of(db, found.id))
            if each.grant.id not in now and _may_see(actor, each)
        ),
        give_action=url_for("people.give", person_id=found.id),
        link_action=url_for("people.send_link", person_id=found.id)
        if keeps and found.active
        else None,
        close_action=url_for("people.close", person_id=found.id)
        if keeps and found.active and found.id != actor.person_id
        else None,
        open_action=url_for("people.reopen", person_id=found.id)
        if keeps and not found.active
        else None,
        back_url=url_for("people.people_here"),
        message=MESSAGES.get(request.args.get("melding", "")),
    )
    return render("people/person.html", "people", page=page, form=form)


def _may_see(actor: Actor, held: Held) -> bool:
    owned = Owned(held.grant.organisation_id, held.grant.school_id, None)
    return may(actor, Act.SEE_PEOPLE, owned)


def _right_row(actor: Actor, found: Person, held: Held, today: date) -> RightRow:
    role = Role(held.grant.role)
    takes = role in GIVEN and granting.may_give(actor, role, held.grant.school_id)
    return RightRow(
        right_words(held, today),
        url_for("people.take_away", person_id=found.id, right_id=held.grant.id) if takes else None,
    )
