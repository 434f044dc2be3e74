"""The addresses at which something on record is put right because somebody asked for it."""

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.keeping import rectifying, rights_requests
from survey_app.keeping.rectifying import Fact, Given
from survey_app.keeping.rights_requests import RECTIFICATION
from survey_app.trajects.models import Traject
from survey_app.web.coach.blueprint import coach, own, record_look, render
from survey_app.web.coach.child_data import done
from survey_app.web.coach.child_data_forms import PutRightForm, StatementForm, answer_form
from survey_app.web.coach.child_data_page import answer_of, question_of
from survey_app.web.coach.child_data_request import REQUEST, back, show
from survey_app.web.coach.child_data_values import RightPage
from survey_app.web.coach.child_data_words import place_words
from survey_app.web.coach.kept import keeps_what_was_typed
from survey_app.web.permissions import needs, own_csrf, this_actor
from survey_app.web.wiring import wiring

FACT = f"{REQUEST}/verbeter/<place>/<id:row_id>"
ANSWER = f"{REQUEST}/antwoord/<id:response_id>/<item_key>"


@coach.get(FACT)
@needs(Act.KEEP_REQUESTS)
def put_right(traject_id: str, request_id: str, place: str, row_id: str) -> ResponseReturnValue:
    """Show what stands there, to put it right; the look is recorded."""
    fact = _fact(traject_id, request_id, place, row_id, look=True)
    form = PutRightForm(formdata=None)
    form.after.data = fact.now
    return _fact_page(traject_id, request_id, fact, form)


@coach.post(FACT)
@keeps_what_was_typed
@needs(Act.KEEP_REQUESTS)
@own_csrf
def was_put_right(traject_id: str, request_id: str, place: str, row_id: str) -> ResponseReturnValue:
    """Put it right; what stood there is kept."""
    form = PutRightForm(meta={"csrf": False})
    fact = _fact(traject_id, request_id, place, row_id)

    def act(db: Session, found: Traject) -> str:
        rectifying.put_right(
            db,
            this_actor(),
            found,
            request_id,
            place=place,
            row_id=row_id,
            seen=fact.now,
            after=form.after.data or "",
            why=form.why.data or "",
            now=wiring().now(),
        )
        return back(traject_id, request_id, "verbeterd")

    return done(traject_id, form, act, lambda: _fact_page(traject_id, request_id, fact, form))


@coach.get(ANSWER)
@needs(Act.KEEP_REQUESTS)
def correct_answer(
    traject_id: str, request_id: str, response_id: str, item_key: str
) -> ResponseReturnValue:
    """Show an answer of who asks, to put it right; the look is recorded."""
    given, child = _given(traject_id, request_id, response_id, item_key, look=True)
    form = answer_form(given.item)(formdata=None)
    return _answer_page(traject_id, request_id, child, given, form)


@coach.post(ANSWER)
@keeps_what_was_typed
@needs(Act.KEEP_REQUESTS)
@own_csrf
def corrected_answer(
    traject_id: str, request_id: str, response_id: str, item_key: str
) -> ResponseReturnValue:
    """Put an answer right; the one before stays and counts no more."""
    given, child = _given(traject_id, request_id, response_id, item_key)
    form = answer_form(given.item)(meta={"csrf": False})

    def act(db: Session, found: Traject) -> str:
        rectifying.correct_answer(
            db,
            this_actor(),
            found,
            request_id,
            response_id=response_id,
            item_key=item_key,
            values=form.values,
            why=form.why.data or "",
            now=wiring().now(),
        )
        return back(traject_id, request_id, "verbeterd")

    return done(
        traject_id, form, act, lambda: _answer_page(traject_id, request_id, child, given, form)
    )


@coach.post(f"{REQUEST}/verklaring")
@keeps_what_was_typed
@needs(Act.KEEP_REQUESTS)
@own_csrf
def add_statement(traject_id: str, request_id: str) -> ResponseReturnValue:
    """Put the words of who asked beside what is not put right."""
    form = StatementForm(meta={"csrf": False}, prefix="statement-")

    def act(db: Session, found: Traject) -> str:
        rectifying.add_statement(
            db,
            this_actor(),
            found,
            request_id,
            about=form.about.data or "",
            words=form.words.data or "",
            now=wiring().now(),
        )
        return back(traject_id, request_id, "verklaring")

    return done(traject_id, form, act, lambda: show(traject_id, request_id, statement=form))


def _fact(traject_id: str, request_id: str, place: str, row_id: str, *, look: bool = False) -> Fact:
    with wiring().database.write() as db:
        found = own(db, traject_id, Act.KEEP_REQUESTS)
        rights_requests.open_request(db, this_actor(), found, request_id, RECTIFICATION)
        fact = rectifying.fact_at(db, found, place, row_id)
        if look:
            record_look(db, found, "see fact to put right")
        return fact


def _given(
    traject_id: str, request_id: str, response_id: str, item_key: str, *, look: bool = False
) -> tuple[Given, str]:
    with wiring().database.write() as db:
        found = own(db, traject_id, Act.KEEP_REQUESTS)
        asked = rights_requests.open_request(db, this_actor(), found, request_id, RECTIFICATION)
        given = rectifying.answer_at(db, found, asked, response_id, item_key)
        if look:
            record_look(db, found, "see answer to put right")
        return given, found.child_name


def _fact_page(traject_id: str, request_id: str, fact: Fact, form: FlaskForm) -> str:
    with wiring().database.read() as db:
        child = own(db, traject_id, Act.KEEP_REQUESTS).child_name
    page = RightPage(
        child, place_words(fact.place), fact.now, None, _request_url(traject_id, request_id)
    )
    return render("coach/child_data_right.html", "traject", page=page, form=form)


def _answer_page(
    traject_id: str, request_id: str, child: str, given: Given, form: FlaskForm
) -> str:
    page = RightPage(
        child,
        given.title,
        answer_of(given),
        question_of(given, child),
        _request_url(traject_id, request_id),
    )
    return render("coach/child_data_right.html", "traject", page=page, form=form)


def _request_url(traject_id: str, request_id: str) -> str:
    return url_for("coach.rights_request", traject_id=traject_id, request_id=request_id)
