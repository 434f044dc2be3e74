"""The page on which somebody agrees, refuses or takes it back by an own link.

It shows what this one person chose and nothing of anybody else: not that there is another parent,
and not whether the agreement is complete.
"""

from dataclasses import dataclass
from datetime import date

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from survey_app.accounts.models import Person, School
from survey_app.clock import local_date
from survey_app.frames import LANGUAGES, ConsentText, Words, fill, long_date
from survey_app.measurements import agreeing
from survey_app.trajects import statements
from survey_app.trajects.consent import Purpose, State
from survey_app.trajects.consent_texts import LANGUAGE, text_for
from survey_app.trajects.models import TrajectInformant
from survey_app.web.permissions import public
from survey_app.web.respond import language
from survey_app.web.respond.blueprint import HOLDER, respond
from survey_app.web.respond.pages import Frame
from survey_app.web.respond.wording import first_name
from survey_app.web.wiring import wiring

YES, NO = "ja", "nee"


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
    read_in = request.form.get(language.CARRIED, "")
    read_in = read_in if read_in in LANGUAGES else LANGUAGE
    with world.database.write() as db:
        if request.form.get("act") == "withdraw":
            agreeing.withdraw_by_link(db, signer_id, world.now(), language=read_in)
        elif all(chosen in ([YES], [NO]) for chosen in given.values()):
            answers = {purpose: chosen == [YES] for purpose, chosen in given.items()}
            agreeing.say_by_link(db, signer_id, answers, world.now(), language=read_in)
        else:
            return render_template("respond/consent.html", page=_page(db, token, given)), 422
    language.keep_choice()
    return redirect(url_for("respond.consent", token=token), 303)


def _page(db: Session, token: str, given: dict[Purpose, list[str]] | None = None) -> ConsentPage:
    world = wiring()
    signer, traject = statements.signer_of_link(db, world.consent_links.read(token), world.today())
    known = statements.positions(db, signer.id)
    coach, school = db.get_one(Person, traject.coach_id), db.get_one(School, traject.school_id)
    words = language.words_here(signer.language)
    names = {
        "kind": first_name(traject.child_name),
        "coach": first_name(coach.name),
        "school": school.name,
    }
    before = {purpose: YES if said.state == State.GIVEN else NO for purpose, said in known.items()}
    questions = tuple(
        _question(words, purpose, signer, names, before.get(purpose, ""), given)
        for purpose in Purpose
    )
    texts = words.consent
    is_child = signer.role == "child"
    in_order = sorted(known.items(), key=lambda each: list(Purpose).index(each[0]))
    return ConsentPage(
        frame=Frame(
            heading=words.titles.consent,
            informant=signer.role,
            words=words,
            has_error=any(question.error for question in questions),
            coach_name=names["coach"],
            school_name=school.name,
            phone=coach.phone,
            languages=language.links(request.path, words.language),
        ),
        heading=texts.kept_heading if known else texts.ask_heading,
        greeting=fill(texts.greeting_child if is_child else texts.greeting, **names),
        chosen=tuple(
            (
                text_for(purpose, is_child=is_child, language=words.language).title,
                _said(words, State(said.state), local_date(said.at)),
            )
            for purpose, said in in_order
        ),
        can_withdraw=any(said.state == State.GIVEN for said in known.values()),
        questions=questions,
        action=url_for("respond.choose", token=token),
        forward_label=texts.send_again if known else texts.send,
    )


def _said(words: Words, state: State, on: date) -> str:
    texts = words.consent
    said = {
        State.GIVEN: texts.said_yes,
        State.REFUSED: texts.said_no,
        State.WITHDRAWN: texts.withdrawn,
    }[state]
    return fill(said, day=long_date(words, on))


def _question(
    words: Words,
    purpose: Purpose,
    signer: TrajectInformant,
    names: dict[str, str],
    before: str,
    given: dict[Purpose, list[str]] | None,
) -> PurposeQuestion:
    is_child = signer.role == "child"
    text: ConsentText = text_for(purpose, is_child=is_child, language=words.language)
    chosen = before
    if given is not None:
        (chosen,) = given[purpose] if given[purpose] in ([YES], [NO]) else ("",)
    return PurposeQuestion(
        key=purpose.value,
        title=text.title,
        said=tuple(fill(line, **names) for line in text.said),
        question=fill(text.question, **names),
        chosen=chosen,
        error=words.consent.choose if given is not None and not chosen else None,
    )
