"""The addresses of what people ask about a child's data, and of restricting its use."""

from collections.abc import Callable, Mapping

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person
from survey_app.accounts.policy import Act
from survey_app.clock import local_date
from survey_app.dutch import date_in_words
from survey_app.errors import InputError, NotFoundError
from survey_app.keeping import rectifying, restricting, rights_requests
from survey_app.trajects.models import Traject, TrajectInformant
from survey_app.trajects.queries import informants
from survey_app.web.coach.blueprint import coach, own, record_look, render
from survey_app.web.coach.child_data_forms import LiftForm, RequestForm
from survey_app.web.coach.child_data_page import asker_words, child_data_page
from survey_app.web.coach.child_data_values import NotePage
from survey_app.web.coach.kept import given_back, is_sound, keeps_what_was_typed
from survey_app.web.coach.shared import who
from survey_app.web.permissions import needs, own_csrf, this_actor
from survey_app.web.wiring import wiring

PLACE = "/trajecten/<id:traject_id>/gegevens"
MESSAGES = {
    "vastgelegd": "Het verzoek is vastgelegd.",
    "beperkt": "De gegevens worden bewaard, en nu niet gebruikt.",
    "opgeheven": "De beperking is opgeheven. Alles gaat weer verder.",
}
ASKING = ("parent", "child")


@coach.get(PLACE)
@needs(Act.KEEP_REQUESTS)
def child_data(traject_id: str) -> ResponseReturnValue:
    """Show what was asked about a child's data; the look is recorded."""
    with wiring().database.write() as db:
        record_look(db, own(db, traject_id, Act.KEEP_REQUESTS), "see requests")
    form = RequestForm(formdata=None)
    form.received_on.data = wiring().today()
    return _page(traject_id, request_form=form)


@coach.post(f"{PLACE}/verzoeken")
@keeps_what_was_typed
@needs(Act.KEEP_REQUESTS)
@own_csrf
def record_request(traject_id: str) -> ResponseReturnValue:
    """Record what somebody asks."""
    form = RequestForm(meta={"csrf": False})

    def act(db: Session, found: Traject) -> str:
        made = rights_requests.record(
            db,
            this_actor(),
            found,
            kind=form.kind.data or "",
            asker=form.asker.data or "",
            asker_words=form.asker_words.data or "",
            identity=form.identity.data or "",
            identity_words=form.identity_words.data or "",
            received_on=form.received_on.data or wiring().today(),
            now=wiring().now(),
        )
        return url_for(
            "coach.rights_request",
            traject_id=traject_id,
            request_id=made.id,
            melding="vastgelegd",
        )

    with wiring().database.read() as db:
        form.offer(askers(db, own(db, traject_id, Act.KEEP_REQUESTS)))
    return done(traject_id, form, act, lambda: _page(traject_id, request_form=form))


@coach.post(f"{PLACE}/opheffen")
@keeps_what_was_typed
@needs(Act.KEEP_REQUESTS)
@own_csrf
def lift_restriction(traject_id: str) -> ResponseReturnValue:
    """Let the data be used again."""
    form = LiftForm(meta={"csrf": False})

    def act(db: Session, found: Traject) -> str:
        restricting.lift(
            db,
            this_actor(),
            found,
            told_on=form.told_on.data or wiring().today(),
            reason=form.reason.data or "",
            now=wiring().now(),
        )
        return url_for("coach.child_data", traject_id=traject_id, melding="opgeheven")

    return done(traject_id, form, act, lambda: _page(traject_id, lift_form=form))


@coach.get(f"{PLACE}/brief")
@needs(Act.KEEP_REQUESTS)
def restriction_note(traject_id: str) -> ResponseReturnValue:
    """Show a note to print for who asked for the restriction; the look is recorded."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id, Act.KEEP_REQUESTS)
        asked = restricting.asked_by(db, this_actor(), found)
        holds = restricting.in_force(db, found)
        if holds is None:
            raise NotFoundError
        page = NotePage(
            child=found.child_name,
            to=asker_words(asked, people_of(db, found)),
            since=date_in_words(local_date(holds.began_at)),
            day=date_in_words(world.today()),
            coach=this_actor().name,
            back_url=url_for("coach.child_data", traject_id=traject_id),
        )
        record_look(db, found, "print restriction note")
    return render_template("print/restriction.html", page=page)


def done(
    traject_id: str,
    form: FlaskForm,
    act: Callable[[Session, Traject], str],
    drawn: Callable[[], str],
) -> ResponseReturnValue:
    """Do it and lead to the address it gives, or give back all that was typed."""
    try:
        if is_sound(form):
            with wiring().database.write() as db:
                return redirect(act(db, own(db, traject_id, Act.KEEP_REQUESTS)), 303)
    except InputError as error:
        form.form_errors.append(str(error))
    return given_back(drawn(), form)


def people_of(db: Session, found: Traject) -> dict[str, TrajectInformant]:
    """Return the people of a traject by id."""
    return {each.id: each for each in informants(db, found.id)}


def staff_of(db: Session, found: Traject) -> Mapping[str, str]:
    """Return the names of those with an account."""
    rows = db.execute(
        select(Person.id, Person.name).where(Person.organisation_id == found.organisation_id)
    )
    return {each[0]: each[1] for each in rows}


def askers(db: Session, found: Traject) -> list[tuple[str, str]]:
    """Return who can ask, with the words for a choice."""
    return [
        (each.id, who(each.role, each.label))
        for each in informants(db, found.id)
        if each.role in ASKING
    ]


def _page(
    traject_id: str,
    *,
    request_form: RequestForm | None = None,
    lift_form: LiftForm | None = None,
) -> str:
    world, actor = wiring(), this_actor()
    form = request_form or RequestForm(formdata=None)
    with world.database.read() as db:
        found = own(db, traject_id, Act.KEEP_REQUESTS)
        form.offer(askers(db, found))
        page = child_data_page(
            found,
            rights_requests.requests_of(db, actor, found),
            people_of(db, found),
            restricting.in_force(db, found),
            rectifying.rectified_in(db, found),
            staff_of(db, found),
            world.today(),
            MESSAGES.get(request.args.get("melding", "")),
        )
    return render(
        "coach/child_data.html",
        "traject",
        page=page,
        request_form=form,
        lift_form=lift_form or LiftForm(formdata=None),
    )
