"""The children that teachers put forward: what a coach may know, and taking up or erasing.

What the parents know is shown before they agree, because the coach must talk with them first: it is
about that talk, not about the child. So is the wish to be called.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from survey_app.accounts.policy import Act
from survey_app.dutch import day_in_words
from survey_app.errors import InputError
from survey_app.invitations.links import SignedLinks
from survey_app.measurements import nominations
from survey_app.measurements.nominations import SealedNomination
from survey_app.trajects.nominations import mark_of
from survey_app.trajects.school_people import SchoolPerson, school_people
from survey_app.web.coach.blueprint import coach, record_look, render, to_traject
from survey_app.web.coach.shared import erased_on, nominated_by
from survey_app.web.permissions import needs, this_actor
from survey_app.web.wiring import wiring

MESSAGES = {"gewist": "Gewist. Er is niets van bewaard."}
PARENTS = {
    "akkoord": "De ouders zijn akkoord, zegt de leerkracht. Hoor het ook van hen.",
    "weten_het": "De ouders weten het. Vraag of ze het goed vinden.",
    "nog_niet": "De ouders weten het nog niet. Praat eerst met hen, samen met de leerkracht.",
    "help_mij": "De leerkracht vraagt je hulp bij het gesprek met de ouders.",
}
"""What a teacher chose about what the parents know → what the coach does with it."""
UNKNOWN = "Wat de ouders weten, is niet ingevuld. Vraag het de leerkracht."
CALL = "De leerkracht wil dat je contact opneemt, binnen 2 schooldagen."


@dataclass(frozen=True, slots=True)
class NominationCard:
    """One nomination without anything about the child, and the two things to do with it."""

    anchor: str
    title: str
    small: str
    sentences: tuple[str, ...]
    accept_action: str
    refuse_action: str
    problem: str | None


@dataclass(frozen=True, slots=True)
class TeacherLink:
    """The standing link of one teacher, with a message to send from one's own phone."""

    who: str
    small: str
    link: str
    message: str


@dataclass(frozen=True, slots=True)
class NominationsPage:
    """What was put forward and nobody took up yet; the links by which teachers do so."""

    cards: tuple[NominationCard, ...]
    teachers: tuple[TeacherLink, ...]
    school_url: str
    message: str | None

    @property
    def has_problem(self) -> bool:
        """Whether something has still to be ticked."""
        return any(card.problem for card in self.cards)


@coach.get("/aanmeldingen")
@needs(Act.SEE_CASELOAD)
def nominations_page() -> ResponseReturnValue:
    """Show what was put forward at the own schools; the look is recorded."""
    return _page()


@coach.post("/aanmeldingen/<id:nomination_id>/accepteren")
@needs(Act.DECIDE_NOMINATION)
def accept_nomination(nomination_id: str) -> ResponseReturnValue:
    """Start the traject; what was written stays sealed until all who must agreed."""
    world = wiring()
    try:
        with world.database.write() as db:
            started = nominations.accept(
                db,
                this_actor(),
                nomination_id,
                parents_agree=request.form.get("ouders") == "ja",
                now=world.now(),
            )
        return to_traject(started.id, "aangemeld")
    except InputError as error:
        return _page(nomination_id, str(error)), 422


@coach.post("/aanmeldingen/<id:nomination_id>/niet-oppakken")
@needs(Act.DECIDE_NOMINATION)
def refuse_nomination(nomination_id: str) -> ResponseReturnValue:
    """Erase a nomination at once."""
    world = wiring()
    try:
        with world.database.write() as db:
            nominations.refuse(db, this_actor(), nomination_id, world.now())
        return redirect(url_for("coach.nominations_page", melding="gewist"), 303)
    except InputError as error:
        return _page(nomination_id, str(error)), 422


def _page(wrong_id: str | None = None, problem: str | None = None) -> str:
    world, actor = wiring(), this_actor()
    with world.database.write() as db:
        found = nominations.sealed_nominations(db, actor, world.today())
        people = school_people(db, actor)
        record_look(db, None, "see nominations")
    is_gone = wrong_id is not None and wrong_id not in {each.id for each in found}
    page = NominationsPage(
        cards=tuple(_card(each, problem if each.id == wrong_id else None) for each in found),
        teachers=_links(people, world.nominate_links),
        school_url=url_for("coach.school"),
        message=problem if is_gone else MESSAGES.get(request.args.get("melding", "")),
    )
    return render("coach/nominations.html", "today", page=page)


def _card(nomination: SealedNomination, problem: str | None) -> NominationCard:
    sentences = [
        "Wat de leerkracht schreef, is verzegeld tot de ouders akkoord zijn.",
        PARENTS.get(nomination.parents, UNKNOWN),
    ]
    if nomination.wants_contact:
        sentences.append(CALL)
    return NominationCard(
        anchor=f"a-{nomination.id}",
        title=f"{nominated_by(nomination)}, {day_in_words(nomination.nominated_on)}",
        small=f"Kenmerk {mark_of(nomination.id)} · {nomination.school_name} · "
        f"{erased_on(nomination)}",
        sentences=tuple(sentences),
        accept_action=url_for("coach.accept_nomination", nomination_id=nomination.id),
        refuse_action=url_for("coach.refuse_nomination", nomination_id=nomination.id),
        problem=problem,
    )


def _links(people: Sequence[SchoolPerson], links: SignedLinks) -> tuple[TeacherLink, ...]:
    return tuple(
        _link(each, links.url(each.informant.id))
        for each in people
        if each.informant.role == "teacher"
    )


def _link(teacher: SchoolPerson, link: str) -> TeacherLink:
    return TeacherLink(
        who=teacher.informant.name,
        small=" · ".join(filter(None, (teacher.group_name, teacher.school_name))),
        link=link,
        message=(
            "Dag! Zie je een kind dat mijn hulp kan gebruiken? Met deze link meld je het in 2 "
            f"minuten bij mij aan. Bewaar hem, hij blijft werken: {link}"
        ),
    )
