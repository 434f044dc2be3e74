"""The page on which somebody agrees, refuses or takes it back by an own link.

It shows what this one person chose and nothing of anybody else: not that there is another parent,
and not whether the agreement is complete.
"""

import re
from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person, School
from survey_app.clock import local_date
from survey_app.dutch import date_in_words
from survey_app.measurements import agreeing
from survey_app.trajects import statements
from survey_app.trajects.consent import Purpose, State
from survey_app.trajects.consent_texts import ConsentText, text_for
from survey_app.trajects.models import TrajectInformant
from survey_app.web.permissions import public
from survey_app.web.respond.pages import Frame
from survey_app.web.respond.views import HOLDER, respond
from survey_app.web.respond.wording import first_name
from survey_app.web.wiring import wiring

YES, NO = "ja", "nee"
_PLACE = re.compile(r"\{(kind|coach)\}")
NOTHING_CHOSEN = "Kies ja of nee"
SAID = {
    State.GIVEN: "ja, op",
    State.REFUSED: "nee, op",
    State.WITHDRAWN: "ingetrokken op",
}


@dataclass(frozen=True, slots=True)
class PurposeQuestion:
    """One purpose in plain words with its yes and no; `chosen` is ja, nee or nothing."""

    key: str
    title: str
    said: tuple[str, ...]
    question: str
    chosen: str
    error: str | None


@dataclass(frozen=True, slots=True)
class ConsentPage:
    """What is asked of one person, what that person chose before, and the way to take it back."""

    frame: Frame
    heading: str
    greeting: str
    chosen: tuple[tuple[str, str], ...]
    can_withdraw: bool
    questions: tuple[PurposeQuestion, ...]
    action: str
    forward_label: str

    @property
    def errors(self) -> tuple[PurposeQuestion, ...]:
        """What has still to be chosen."""
        return tuple(question for question in self.questions if question.error)


@respond.get("/akkoord/<token>")
@public(HOLDER)
def consent(token: str) -> ResponseReturnValue:
    """Show what is asked and what this person chose; opening a link changes nothing."""
    world = wiring()
    with world.database.read() as db:
        page = _page(db, token)
    return render_template("respond/consent.html", page=page)


@respond.post("/akkoord/<token>")
@public(HOLDER)
def choose(token: str) -> ResponseReturnValue:
    """Keep what was chosen, or take it all back; what may no longer be asked stops at once."""
    world = wiring()
    signer_id = world.consent_links.read(token)
    given = {purpose: request.form.getlist(purpose) for purpose in Purpose}
    with world.database.write() as db:
        if request.form.get("act") == "withdraw":
            agreeing.withdraw_by_link(db, signer_id, world.now())
        elif all(chosen in ([YES], [NO]) for chosen in given.values()):
            answers = {purpose: chosen == [YES] for purpose, chosen in given.items()}
            agreeing.say_by_link(db, signer_id, answers, world.now())
        else:
            return render_template("respond/consent.html", page=_page(db, token, given)), 422
    return redirect(url_for("respond.consent", token=token), 303)


def _page(db: Session, token: str, given: dict[Purpose, list[str]] | None = None) -> ConsentPage:
    world = wiring()
    signer, traject = statements.signer_of_link(db, world.consent_links.read(token), world.today())
    known = statements.positions(db, signer.id)
    coach, school = db.get_one(Person, traject.coach_id), db.get_one(School, traject.school_id)
    names = {"kind": first_name(traject.child_name), "coach": first_name(coach.name)}
    before = {purpose: YES if said.state == State.GIVEN else NO for purpose, said in known.items()}
    questions = tuple(
        _question(purpose, signer, names, before.get(purpose, ""), given) for purpose in Purpose
    )
    wrong = any(question.error for question in questions)
    return ConsentPage(
        frame=Frame(
            title=f"{'Fout: ' if wrong else ''}Toestemming – Kansmeter",
            informant=signer.role,
            coach_name=names["coach"],
            school_name=school.name,
            phone=coach.phone,
        ),
        heading="Vind je het goed?" if not known else "Je keuze is bewaard",
        greeting=_greeting(signer, names, school.name),
        chosen=tuple(
            (
                text_for(purpose, is_child=signer.role == "child").title,
                f"{SAID[State(said.state)]} {date_in_words(local_date(said.at))}",
            )
            for purpose, said in sorted(
                known.items(), key=lambda each: list(Purpose).index(each[0])
            )
        ),
        can_withdraw=any(said.state == State.GIVEN for said in known.values()),
        questions=questions,
        action=url_for("respond.choose", token=token),
        forward_label="Bewaar mijn nieuwe keuze" if known else "Verstuur mijn keuze",
    )


def _question(
    purpose: Purpose,
    signer: TrajectInformant,
    names: dict[str, str],
    before: str,
    given: dict[Purpose, list[str]] | None,
) -> PurposeQuestion:
    text: ConsentText = text_for(purpose, is_child=signer.role == "child")
    chosen = before
    if given is not None:
        (chosen,) = given[purpose] if given[purpose] in ([YES], [NO]) else ("",)
    return PurposeQuestion(
        key=purpose.value,
        title=text.title,
        said=tuple(_filled(line, names) for line in text.said),
        question=_filled(text.question, names),
        chosen=chosen,
        error=NOTHING_CHOSEN if given is not None and not chosen else None,
    )


def _greeting(signer: TrajectInformant, names: dict[str, str], school: str) -> str:
    kind, coach = names["kind"], names["coach"]
    if signer.role == "child":
        return (
            f"Dag {kind}! Ik ben {coach} en ik werk op {school}. Ik wil je graag helpen. "
            "Jij beslist mee. Ja of nee, allebei is goed."
        )
    return (
        f"Dag! Ik ben {coach}, kansencoach op {school}. Ik wil {kind} graag helpen. "
        f"Jij beslist mee als ouder van {kind}. Ja of nee, allebei is goed."
    )


def _filled(text: str, names: dict[str, str]) -> str:
    return _PLACE.sub(lambda place: names[place[1]], text)
