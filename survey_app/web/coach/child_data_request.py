"""The addresses of one request: its clock, looking over what staff wrote, giving, closing."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.errors import InputError, NotFoundError
from survey_app.keeping import rectifying, restricting, rights_requests
from survey_app.keeping.access import giving
from survey_app.keeping.access.files import data_file
from survey_app.keeping.access.values import Dossier
from survey_app.keeping.rights_models import RightsRequest
from survey_app.keeping.rights_requests import GIVES_DATA
from survey_app.trajects.models import Traject
from survey_app.web.coach.blueprint import coach, own, record_look, render
from survey_app.web.coach.child_data import PLACE, done, people_of, staff_of
from survey_app.web.coach.child_data_document import document_page, read_me
from survey_app.web.coach.child_data_forms import (
    CloseRequestForm,
    ExtendForm,
    RestrictForm,
    StatementForm,
)
from survey_app.web.coach.child_data_page import (
    FIELD,
    asker_words,
    gives,
    request_page,
    texts_page,
)
from survey_app.web.coach.child_data_words import WORDS
from survey_app.web.coach.kept import AWAY, keeps_what_was_typed
from survey_app.web.permissions import csrf_holds, needs, own_csrf, this_actor
from survey_app.web.wiring import wiring

REQUEST = f"{PLACE}/verzoeken/<id:request_id>"
MESSAGES = {
    "vastgelegd": "Het verzoek is vastgelegd.",
    "verlengd": "De termijn is verlengd. Vertel het aan wie het vroeg.",
    "nagelopen": "Alles is nagelopen. Je kunt het nu geven.",
    "verbeterd": "Verbeterd. Wat er stond, blijft bewaard.",
    "verklaring": "De verklaring staat erbij.",
    "afgesloten": "Het verzoek is afgesloten.",
}
FORMS: dict[str, type[FlaskForm]] = {
    "extend": ExtendForm,
    "close": CloseRequestForm,
    "restrict": RestrictForm,
    "statement": StatementForm,
}


@coach.get(REQUEST)
@needs(Act.KEEP_REQUESTS)
def rights_request(traject_id: str, request_id: str) -> ResponseReturnValue:
    """Show one request and what can be done about it; the look is recorded."""
    with wiring().database.write() as db:
        found = own(db, traject_id, Act.KEEP_REQUESTS)
        rights_requests.request_of(db, this_actor(), found, request_id)
        record_look(db, found, "see request")
    return show(traject_id, request_id)


@coach.post(f"{REQUEST}/verlengen")
@keeps_what_was_typed
@needs(Act.KEEP_REQUESTS)
@own_csrf
def extend_request(traject_id: str, request_id: str) -> ResponseReturnValue:
    """Take two months more, once."""
    form = ExtendForm(meta={"csrf": False}, prefix="extend-")

    def act(db: Session, found: Traject) -> str:
        rights_requests.extend(
            db, this_actor(), found, request_id, form.reason.data or "", wiring().now()
        )
        return back(traject_id, request_id, "verlengd")

    return done(traject_id, form, act, lambda: show(traject_id, request_id, extend=form))


@coach.post(f"{REQUEST}/afsluiten")
@keeps_what_was_typed
@needs(Act.KEEP_REQUESTS)
@own_csrf
def close_request(traject_id: str, request_id: str) -> ResponseReturnValue:
    """Close a request."""
    form = CloseRequestForm(meta={"csrf": False}, prefix="close-")

    def act(db: Session, found: Traject) -> str:
        rights_requests.close(
            db,
            this_actor(),
            found,
            request_id,
            outcome=form.outcome.data or "",
            ground=form.ground.data or "",
            now=wiring().now(),
        )
        return back(traject_id, request_id, "afgesloten")

    return done(traject_id, form, act, lambda: show(traject_id, request_id, close=form))


@coach.post(f"{REQUEST}/beperken")
@keeps_what_was_typed
@needs(Act.KEEP_REQUESTS)
@own_csrf
def restrict_use(traject_id: str, request_id: str) -> ResponseReturnValue:
    """Keep the data and use them no more."""
    form = RestrictForm(meta={"csrf": False}, prefix="restrict-")

    def act(db: Session, found: Traject) -> str:
        restricting.restrict(
            db, this_actor(), found, request_id, form.ground.data or "", wiring().now()
        )
        return url_for("coach.child_data", traject_id=traject_id, melding="beperkt")

    return done(traject_id, form, act, lambda: show(traject_id, request_id, restrict=form))


@coach.get(f"{REQUEST}/nalopen")
@needs(Act.KEEP_REQUESTS)
def look_over(traject_id: str, request_id: str) -> ResponseReturnValue:
    """Show all that staff wrote, to choose what is given; the look is recorded."""
    with wiring().database.write() as db:
        found = own(db, traject_id, Act.KEEP_REQUESTS)
        rights_requests.open_request(db, this_actor(), found, request_id, *GIVES_DATA)
        record_look(db, found, "see texts of staff")
    return _texts(traject_id, request_id)


@coach.post(f"{REQUEST}/nalopen")
@keeps_what_was_typed
@needs(Act.KEEP_REQUESTS)
@own_csrf
def looked_over(traject_id: str, request_id: str) -> ResponseReturnValue:
    """Keep which texts are given and which are not, with the ground."""
    chosen = {
        name.removeprefix(FIELD): ground
        for name, ground in request.form.items()
        if name.startswith(FIELD) and ground
    }
    if not csrf_holds():
        return _texts(traject_id, request_id, chosen, AWAY), 400
    try:
        with wiring().database.write() as db:
            giving.look_over(
                db,
                this_actor(),
                own(db, traject_id, Act.KEEP_REQUESTS),
                request_id,
                chosen,
                seen=request.form.get("seen", ""),
                now=wiring().now(),
            )
    except InputError as error:
        return _texts(traject_id, request_id, chosen, str(error)), 422
    return redirect(back(traject_id, request_id, "nagelopen"), 303)


@coach.get(f"{REQUEST}/voorbeeld")
@needs(Act.KEEP_REQUESTS)
def example_of_data(traject_id: str, request_id: str) -> ResponseReturnValue:
    """Show the document as it would be given; the look is recorded."""
    with wiring().database.write() as db:
        found = own(db, traject_id, Act.KEEP_REQUESTS)
        asked, dossier = giving.dossier_for(db, this_actor(), found, request_id)
        if not gives(asked):
            raise NotFoundError
        record_look(db, found, "see example of data")
        return _document(db, found, asked, dossier, is_example=True)


@coach.post(f"{REQUEST}/geven")
@needs(Act.KEEP_REQUESTS)
def give_data(traject_id: str, request_id: str) -> ResponseReturnValue:
    """Give the document to print or the data as a file; that it was given is kept."""
    world, actor = wiring(), this_actor()
    form = request.form.get("vorm", "")
    with world.database.write() as db:
        found = own(db, traject_id, Act.KEEP_REQUESTS)
        asked, dossier = giving.dossier_to_give(db, actor, found, request_id)
        if form == giving.DOCUMENT:
            made = Response(_document(db, found, asked, dossier, is_example=False))
        elif form == giving.DATA:
            told = read_me(dossier, asker_words(asked, people_of(db, found)), world.today())
            made = Response(data_file(dossier, WORDS, told), mimetype="application/zip")
            made.headers.set("Content-Disposition", "attachment", filename="gegevens.zip")
        else:
            raise InputError("Kies het document of de gegevens.")
        giving.note_given(db, actor, asked, dossier, form, made.get_data(), world.now())
    return made


def back(traject_id: str, request_id: str, message: str) -> str:
    """Return the address of a request with a message."""
    return url_for(
        "coach.rights_request", traject_id=traject_id, request_id=request_id, melding=message
    )


def show(traject_id: str, request_id: str, **drawn: FlaskForm) -> str:
    """Draw the page of one request, with the form that came back."""
    world, actor = wiring(), this_actor()
    forms = {
        name: drawn.get(name) or kind(formdata=None, prefix=f"{name}-")
        for name, kind in FORMS.items()
    }
    with world.database.read() as db:
        found = own(db, traject_id, Act.KEEP_REQUESTS)
        asked = rights_requests.request_of(db, actor, found, request_id)
        page = request_page(
            found,
            asked,
            people_of(db, found),
            giving.dossier_for(db, actor, found, request_id)[1] if gives(asked) else None,
            rights_requests.given(db, asked.id),
            rectifying.facts_of(db, found),
            rectifying.own_answers(db, found, asked),
            [each for each in rectifying.rectified_in(db, found) if each.request_id == asked.id],
            staff_of(db, found),
            world.today(),
            MESSAGES.get(request.args.get("melding", "")),
        )
    return render("coach/child_data_request.html", "traject", page=page, forms=forms)


def _texts(
    traject_id: str,
    request_id: str,
    chosen: dict[str, str] | None = None,
    problem: str | None = None,
) -> str:
    with wiring().database.read() as db:
        found = own(db, traject_id, Act.KEEP_REQUESTS)
        asked, dossier = giving.dossier_for(db, this_actor(), found, request_id)
        if not gives(asked):
            raise NotFoundError
        page = texts_page(
            found.child_name,
            asker_words(asked, people_of(db, found)),
            dossier,
            giving.proposed(dossier) if chosen is None else chosen,
            url_for("coach.rights_request", traject_id=traject_id, request_id=request_id),
            problem,
        )
    return render("coach/child_data_texts.html", "traject", page=page)


def _document(
    db: Session, found: Traject, asked: RightsRequest, dossier: Dossier, *, is_example: bool
) -> str:
    page = document_page(
        dossier,
        child=found.child_name,
        asker=asker_words(asked, people_of(db, found)),
        today=wiring().today(),
        back_url=url_for("coach.rights_request", traject_id=found.id, request_id=asked.id),
        is_example=is_example,
    )
    return render_template("print/child_data.html", page=page)
