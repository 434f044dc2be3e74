"""The addresses of the papers of a traject: prepare, look at on the screen, order, fetch."""

import re
from collections.abc import Mapping
from typing import Final

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.policy import Act
from survey_app.clock import local_date
from survey_app.errors import InputError
from survey_app.frames import LANGUAGES
from survey_app.papers import composing, ordering, releasing, texts
from survey_app.papers.kinds import Kind
from survey_app.papers.rendering import body_of
from survey_app.practice import queries as practice
from survey_app.practice import support
from survey_app.trajects import agreements, timeline
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import asked_people
from survey_app.trajects.releasing import ASKED, informant_in, standing
from survey_app.web.coach.blueprint import coach, own, record_look, render
from survey_app.web.coach.kept import keeps_what_was_typed
from survey_app.web.coach.paper_forms import FORMS, PaperForm, ReleaseForm
from survey_app.web.coach.paper_page import HEADINGS, SLUG_OF, SLUGS, paper_page, progress_page
from survey_app.web.coach.report_text import report_texts
from survey_app.web.permissions import csrf_holds, needs, own_csrf, polled, this_actor
from survey_app.web.wiring import wiring

MESSAGES: Final = {
    "bewaard": "Bewaard.",
    "gezegd": "Vastgelegd. Pdf’s van daarvoor zijn gewist.",
}
AWAY: Final = "Je was even weg. Druk nog een keer op de knop."
SCREEN, PDF = "scherm", "pdf"
SAYS: Final = {"ja": True, "nee": False}
"""How the name of a button begins with which somebody says so: "ja-ID-LAST SEEN"."""


@coach.get("/trajecten/<id:traject_id>/gespreksblad", defaults={"slug": "gespreksblad"})
@coach.get("/trajecten/<id:traject_id>/jouw-stapjes", defaults={"slug": "jouw-stapjes"})
@coach.get("/trajecten/<id:traject_id>/verslag", defaults={"slug": "verslag"})
@needs(Act.SEE_TRAJECT)
def paper(traject_id: str, slug: str) -> ResponseReturnValue:
    """Show the page on which a paper is prepared; the look is recorded."""
    with wiring().database.write() as db:
        record_look(db, own(db, traject_id, Act.SEE_TRAJECT), "prepare paper")
    return _page(traject_id, SLUGS[slug])


@coach.post("/trajecten/<id:traject_id>/gespreksblad", defaults={"slug": "gespreksblad"})
@coach.post("/trajecten/<id:traject_id>/jouw-stapjes", defaults={"slug": "jouw-stapjes"})
@coach.post("/trajecten/<id:traject_id>/verslag", defaults={"slug": "verslag"})
@keeps_what_was_typed
@needs(Act.CHANGE_TRAJECT)
@own_csrf
def write_paper(traject_id: str, slug: str) -> ResponseReturnValue:
    """Keep what was typed; then show it as a paper, or order its PDF, where that was asked."""
    world, kind = wiring(), SLUGS[slug]
    form = FORMS[kind](meta={"csrf": False})
    act, elsewhere = request.form.get("act", ""), False
    sound = bool(form.validate())
    if not csrf_holds():
        form.form_errors.append(AWAY)
        return _page(traject_id, kind, form), 400
    try:
        if sound:
            with world.database.write() as db:
                found = own(db, traject_id)
                texts.keep(
                    db,
                    this_actor(),
                    found,
                    kind,
                    form.texts,
                    seen=_number(form.seen.data),
                    now=world.now(),
                )
                _record_said(db, found, act)
                if act == PDF:
                    ordered = ordering.order(
                        db, this_actor(), found, kind, form.language_chosen, world.now()
                    ).id
            if act == PDF:
                world.workshop.wake()
                return redirect(
                    url_for("coach.paper_progress", traject_id=traject_id, paper_id=ordered), 303
                )
            if act == SCREEN:
                return redirect(
                    url_for(
                        "coach.paper_on_screen",
                        traject_id=traject_id,
                        slug=slug,
                        taal=form.language_chosen,
                    ),
                    303,
                )
            return redirect(
                url_for(
                    "coach.paper",
                    traject_id=traject_id,
                    slug=slug,
                    melding="gezegd" if act.partition("-")[0] in SAYS else "bewaard",
                ),
                303,
            )
    except texts.ChangedMeanwhileError as error:
        form.form_errors.append(str(error))
        elsewhere = True
    except InputError as error:
        form.form_errors.append(str(error))
    return _page(traject_id, kind, form, elsewhere=elsewhere), 422


@coach.get("/trajecten/<id:traject_id>/gespreksblad/scherm", defaults={"slug": "gespreksblad"})
@coach.get("/trajecten/<id:traject_id>/jouw-stapjes/scherm", defaults={"slug": "jouw-stapjes"})
@coach.get("/trajecten/<id:traject_id>/verslag/scherm", defaults={"slug": "verslag"})
@needs(Act.SEE_TRAJECT)
def paper_on_screen(traject_id: str, slug: str) -> ResponseReturnValue:
    """Show a paper as it will be printed; the look is recorded."""
    world, kind = wiring(), SLUGS[slug]
    asked = request.args.get("taal", "")
    language = asked if asked in LANGUAGES else LANGUAGES[0]
    with world.database.write() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        made = composing.paper_of(db, this_actor(), found, kind, language, world.today())
        record_look(db, found, "see paper")
    return render_template(
        "print/paper.html",
        paper=made.paper,
        title=made.title,
        body=body_of(kind, made.paper),
        back_url=url_for("coach.paper", traject_id=traject_id, slug=slug),
    )


@coach.post("/trajecten/<id:traject_id>/tonen/<id:informant_id>")
@needs(Act.CHANGE_TRAJECT)
def release(traject_id: str, informant_id: str) -> ResponseReturnValue:
    """Record what somebody said about showing the own answers."""
    world, form = wiring(), ReleaseForm()
    with world.database.read() as db:
        informant_in(db, own(db, traject_id, Act.SEE_TRAJECT), informant_id)
    if form.validate_on_submit() and form.said_on.data is not None:
        try:
            with world.database.write() as db:
                releasing.record(
                    db,
                    this_actor(),
                    own(db, traject_id),
                    informant_id,
                    allowed=form.allowed.data == "yes",
                    said_on=form.said_on.data,
                    seen=_number(form.seen.data),
                    now=world.now(),
                )
            slug = SLUG_OF[Kind.TALK]
            return redirect(
                url_for("coach.paper", traject_id=traject_id, slug=slug, melding="gezegd"), 303
            )
        except InputError as error:
            form.form_errors.append(str(error))
    return _page(traject_id, Kind.TALK, said_form=form, said_by=informant_id), 422


@coach.get("/trajecten/<id:traject_id>/pdf/<id:paper_id>")
@needs(Act.SEE_TRAJECT)
@polled
def paper_progress(traject_id: str, paper_id: str) -> ResponseReturnValue:
    """Show how far an ordered paper is."""
    world = wiring()
    with world.database.read() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        ordered = ordering.paper_of(db, this_actor(), found, paper_id)
        is_there = ordering.can_be_fetched(db, ordered, world.now())
        page = progress_page(found, ordered, world.now(), is_there=is_there)
    if page.is_under_way:
        world.workshop.wake()
    return render("coach/paper_progress.html", "traject", page=page)


@coach.get("/trajecten/<id:traject_id>/pdf/<id:paper_id>/bestand")
@needs(Act.SEE_TRAJECT)
def paper_file(traject_id: str, paper_id: str) -> ResponseReturnValue:
    """Give the PDF to who ordered it; its name tells no child, and the fetching is recorded."""
    world = wiring()
    with world.database.write() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        ordered = ordering.paper_of(db, this_actor(), found, paper_id)
        content = ordering.fetch(db, this_actor(), ordered, world.now())
        name = SLUG_OF[Kind(ordered.kind)]
    response = Response(content, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="kansmeter-{name}.pdf"'
    return response


def _record_said(db: Session, found: Traject, act: str) -> None:
    """Record what somebody says today, when that is the button that was pressed."""
    said, _, whose = act.partition("-")
    informant_id, _, seen = whose.partition("-")
    if said in SAYS:
        now = wiring().now()
        releasing.record(
            db,
            this_actor(),
            found,
            informant_id,
            allowed=SAYS[said],
            said_on=local_date(now),
            seen=_number(seen),
            now=now,
        )


def _number(given: str | None) -> int:
    """Return which version was on the screen; what is no number was none of them."""
    return int(given) if given and re.fullmatch(r"[0-9]{1,9}", given) else -1


def _page(
    traject_id: str,
    kind: Kind,
    form: PaperForm | None = None,
    *,
    elsewhere: bool = False,
    said_form: ReleaseForm | None = None,
    said_by: str | None = None,
) -> str:
    world, actor = wiring(), this_actor()
    with world.database.read() as db:
        found = own(db, traject_id, Act.SEE_TRAJECT)
        people = [each for each in asked_people(db, found.id) if each.role in ASKED]
        there = texts.kept(db, found, kind)
        if form is None:
            begun = there.texts if there.version else _offered(db, found, kind)
            form = FORMS[kind](formdata=None, data=_data(begun, there.version))
        elif elsewhere:
            form.seen.data = str(there.version)
        answered = composing.last_answered(db, found.id)
        made = ordering.newest(db, actor, found, kind, world.now())
        page = paper_page(
            found,
            kind,
            people if kind is Kind.TALK else (),
            standing(db, found.id),
            answered,
            made,
            there.texts if elsewhere else {},
            world.today(),
            MESSAGES.get(request.args.get("melding", "")),
            may_use=agreements.cases(db, Traject.id == found.id)[found.id].may_use(),
        )
    empty = ReleaseForm(formdata=None, data={"said_on": world.today()})
    return render(
        "coach/paper_form.html",
        "traject",
        page=page,
        form=form,
        said_forms={
            row.informant_id: said_form if said_form and row.informant_id == said_by else empty
            for row in page.people
        },
        said_form=said_form or empty,
        said_by=said_by,
        title=HEADINGS[kind],
    )


def _offered(db: Session, found: Traject, kind: Kind) -> Mapping[str, str]:
    """Return with what text a paper begins."""
    if kind is not Kind.REPORT:
        return {}
    actor = this_actor()
    return report_texts(
        found,
        practice.contacts_of_traject(db, actor, found),
        practice.deviations_of(db, actor, found),
        support.in_use(db, actor, found),
        timeline.events(db, found.id),
    )


def _data(begun: Mapping[str, str], version: int) -> dict[str, object]:
    """Return a text as the data of a form."""
    return {**begun, "on": texts.day_of(begun), "seen": str(version)}
