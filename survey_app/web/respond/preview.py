"""What each informant sees of a questionnaire, in each language, drawn by the pages themselves.

Nobody answers here: the names are invented, the forms are no forms and the links lead nowhere.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from flask import render_template
from markupsafe import Markup

from survey_app.answering.sheets import GoalWords, Saved, Sheet, SheetState
from survey_app.definitions import (
    Condition,
    Edition,
    Informant,
    Item,
    Page,
    Questionnaire,
    Subject,
    TextStatus,
    evidence_of_form,
    fill,
)
from survey_app.definitions.speech import Sound
from survey_app.dutch import counted
from survey_app.frames import words_in
from survey_app.frames.telling import Helped
from survey_app.invitations.publishing import Unsendable, why_unsendable
from survey_app.keeping.recordings import heard_of
from survey_app.reports.wording import ROLES
from survey_app.web.respond.pages import QuestionPage, StartPage, ThanksPage
from survey_app.web.respond.question_page import question_page
from survey_app.web.respond.start_page import start_page
from survey_app.web.respond.thanks_page import thanks_page
from survey_app.web.static_files import FOLDER

DOCUMENT = "preview/document.html"
LAYOUT = "preview/screen.html"
STYLES = ("frame.css", "questions.css", "preview.css")
CHILD = "Sam"
LABELS = {Informant.PARENT: "moeder", Informant.TEACHER: "juf Anouk", Informant.CHILD: CHILD}
GOALS = {
    1: GoalWords(
        "iets durven vragen in de klas",
        (
            "Ik houd mijn vraag voor mij.",
            "Ik vraag iets als de juf naar mij toe komt.",
            "Ik steek 1 keer per dag mijn vinger op.",
            "Ik steek bij elke les mijn vinger op.",
            "Ik vraag iets waar de hele klas bij is.",
        ),
    ),
    2: GoalWords(
        "samen spelen in de pauze",
        (
            "Ik blijf in de pauze binnen.",
            "Ik kijk naar het spel.",
            "Ik doe 1 keer mee.",
            "Ik doe elke pauze mee.",
            "Ik bedenk zelf een spel.",
        ),
    ),
    3: GoalWords(
        "rustig beginnen aan het werk",
        (
            "Ik begin als de les voorbij is.",
            "Ik begin met hulp.",
            "Ik begin na een kwartier zelf.",
            "Ik begin na 5 minuten zelf.",
            "Ik begin meteen zelf.",
        ),
    ),
}
LANGUAGES = {
    "nl": "Nederlands",
    "en": "Engels",
    "ar": "Arabisch",
    "tr": "Turks",
    "pl": "Pools",
    "uk": "Oekraïens",
    "ti": "Tigrinya",
}
STATUSES = {
    TextStatus.OWN: "concept, niet nagelezen",
    TextStatus.REVIEWED: "nagelezen",
    TextStatus.OFFICIAL: "officiële tekst",
}
STAGES = ("nieuw", "begrepen", "betrouwbaar", "beweegt mee", "vergelijkbaar", "genormeerd")
SUBJECTS = {
    Subject.TRAJECT: "een kind",
    Subject.PERSON: "de invuller zelf",
    Subject.GROUP: "een groep",
    Subject.SCHOOL: "een school",
}
REASONS = {
    Unsendable.NO_TEXTS: (
        "Deze lijst kan aan niemand worden gestuurd. De teksten zijn van {holder} en staan hier "
        "niet. Scoren kan wel."
    ),
    Unsendable.NOT_REVIEWED: (
        "Deze lijst kan aan niemand worden gestuurd. De teksten zijn een concept. Eerst moet "
        "iemand ze nalezen."
    ),
    Unsendable.GOALS: (
        "Deze lijst kan nog aan niemand worden gestuurd. Een doel kies je bij een traject; de stap "
        "vraag je in een gesprek. Hieronder staan verzonnen doelen."
    ),
}


@dataclass(frozen=True, slots=True)
class Screen:
    """One page as it is seen, and for each question on it that may stay away when it comes."""

    html: Markup
    is_wide: bool
    comes_when: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    """All that one informant sees in one language."""

    anchor: str
    heading: str
    status: str
    is_draft: bool
    notes: tuple[str, ...]
    screens: tuple[Screen, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """A questionnaire from the outside: what it is, whether it can be asked, what is seen."""

    title: str
    facts: tuple[tuple[str, str], ...]
    why_not: str | None
    sections: tuple[Section, ...]


def preview_of(questionnaire: Questionnaire, known: Mapping[str, Sound] | None = None) -> Preview:
    """Return what everybody sees; without texts only what is known of the list.

    Where the sounds of an installation are known, so is who reads it aloud.
    """
    why = why_unsendable(questionnaire)
    sections: tuple[Section, ...] = ()
    if why is not Unsendable.NO_TEXTS:
        sections = tuple(
            _section(questionnaire, informant, edition)
            for informant in questionnaire.informants
            for edition in questionnaire.editions
        )
    return Preview(
        title=title_of(questionnaire),
        facts=(*_facts(questionnaire), *_read_aloud(questionnaire, known)),
        why_not=why_not(questionnaire),
        sections=sections,
    )


def self_contained(questionnaire: Questionnaire) -> str:
    """Return the preview as one page of HTML that needs no other file."""
    style = "".join((FOLDER / name).read_text(encoding="utf-8") for name in STYLES)
    return render_template(
        DOCUMENT,
        preview=preview_of(questionnaire),
        whole_style=Markup(style),  # noqa: S704  # our own files
        head=None,
    )


def title_of(questionnaire: Questionnaire) -> str:
    """Return the title in Dutch, or in the language that the list is written in."""
    languages = questionnaire.title.languages
    return questionnaire.title.in_language("nl" if "nl" in languages else languages[0])


def why_not(questionnaire: Questionnaire) -> str | None:
    """Return why nobody can be asked this, in words."""
    why = why_unsendable(questionnaire)
    return REASONS[why].replace("{holder}", questionnaire.licence.holder) if why else None


def for_whom(questionnaire: Questionnaire) -> str:
    """Return who answers, with the ages of children."""
    names = [ROLES[informant.value] for informant in questionnaire.informants]
    if questionnaire.ages and Informant.CHILD in questionnaire.informants:
        youngest, oldest = questionnaire.ages
        place = questionnaire.informants.index(Informant.CHILD)
        names[place] += f" van {youngest} tot en met {oldest} jaar"
    return ", ".join(names)


def said_of(questionnaire: Questionnaire, edition: Edition) -> str:
    """Return how far the text of one language has come, and what is known of the answers."""
    evidence = evidence_of_form(questionnaire, [edition.language])
    study = f", {evidence.study}" if evidence.study else ""
    return (
        f"{LANGUAGES[edition.language]}: {STATUSES[edition.status]}. "
        f"Bewijs: trap {evidence.stage} van 5, {STAGES[evidence.stage]}{study}."
    )


def _facts(questionnaire: Questionnaire) -> Iterator[tuple[str, str]]:
    yield "Voor", for_whom(questionnaire)
    yield "Gaat over", SUBJECTS[questionnaire.about]
    minutes = f"{questionnaire.minutes:g}".replace(".", ",")
    yield "Duur", f"{minutes} {'minuut' if questionnaire.minutes == 1 else 'minuten'}"
    yield "Versie", f"{questionnaire.version} ({questionnaire.key})"
    yield "Licentie", f"{questionnaire.licence.id}, {questionnaire.licence.holder}"
    for edition in questionnaire.editions:
        yield "Tekst", said_of(questionnaire, edition)


def _read_aloud(
    questionnaire: Questionnaire, known: Mapping[str, Sound] | None
) -> Iterator[tuple[str, str]]:
    if known is None:
        return
    for heard in heard_of([questionnaire], known):
        if heard.key != questionnaire.key:
            continue
        yield (
            "Voorlezen",
            f"{LANGUAGES[heard.language]}: {counted(len(heard.recorded), 'tekst', 'teksten')} "
            f"ingesproken, {len(heard.synthetic)} met een computerstem, "
            f"{len(heard.silent)} zonder geluid",
        )


def _section(questionnaire: Questionnaire, informant: Informant, edition: Edition) -> Section:
    sheet = _example(questionnaire, informant, edition.language)
    has_frame = informant in Helped.model_fields and questionnaire.about is Subject.TRAJECT
    notes = []
    if not has_frame:
        notes.append("Voor deze invuller is er nog geen begin en geen dank, alleen de vragen.")
    if words_in(edition.language).status is TextStatus.OWN:
        notes.append("De woorden om de vragen heen zijn in deze taal een concept.")
    screens = [
        _screen(_with_own_keys(_page(sheet, number, page), sheet), sheet, page.items)
        for number, page in enumerate(sheet.every_page, 1)
    ]
    if has_frame:
        screens = [
            _screen(start_page(sheet, None), sheet),
            *screens,
            _screen(thanks_page(sheet, None), sheet),
        ]
    return Section(
        anchor=f"{informant.value}-{edition.language}",
        heading=f"{ROLES[informant.value].capitalize()}, {LANGUAGES[edition.language]}",
        status=f"{STATUSES[edition.status]}; {counted(len(screens), 'bladzijde', 'bladzijden')}",
        is_draft=not edition.is_offered,
        notes=tuple(notes),
        screens=tuple(screens),
    )


def _example(questionnaire: Questionnaire, informant: Informant, language: str) -> Sheet:
    """Return a sheet that nobody answers, with invented names."""
    return Sheet(
        invitation_id="",
        organisation_id="",
        traject_id="",
        informant_id="",
        occasion_id="",
        occasion_kind="intake",
        role=informant,
        label=LABELS.get(informant, ROLES[informant.value]),
        child_name=CHILD,
        coach_name="Marit",
        coach_phone="0591 55 01 23",
        school_name="Het Zandpad",
        questionnaire=questionnaire,
        language=language,
        spoken=language,
        opens_on=date.min,
        closes_on=date.max,
        state=SheetState.OPEN,
        sent_by=None,
        started_at=None,
        revision=0,
        goals=GOALS,
    )


def _page(sheet: Sheet, number: int, page: Page) -> QuestionPage:
    """Return a page as it is seen by who gets as many pages as there are, all its items on it."""
    led = {**_leading_to(sheet, *sheet.every_page), **_leading_to(sheet, page)}
    here = {item.key for item in page.items}
    before = {key: saved for key, saved in led.items() if key not in here}
    at_page = replace(sheet, saved=before, revision=number - 1)
    return question_page(at_page, None, number, "", page=page)


def _leading_to(sheet: Sheet, *pages: Page) -> dict[str, Saved]:
    """Return answers that bring these pages."""
    saved: dict[str, Saved] = {}
    waiting = [item for page in pages for item in page.items]
    while waiting:
        for condition in waiting.pop().show_when:
            if condition.item not in saved:
                saved[condition.item] = Saved(condition.options[0], None, False, "", 0)
                waiting.append(sheet.questionnaire.item(condition.item))
    return saved


def _with_own_keys(page: QuestionPage, sheet: Sheet) -> QuestionPage:
    """Return the page with names of fields that no other section has."""
    own = f"{sheet.role.value}-{sheet.language}"
    questions = tuple(replace(each, key=f"{own}-{each.key}") for each in page.questions)
    return replace(page, questions=questions)


def _screen(
    page: StartPage | QuestionPage | ThanksPage, sheet: Sheet, items: tuple[Item, ...] = ()
) -> Screen:
    template = {StartPage: "start", QuestionPage: "questions", ThanksPage: "thanks"}[type(page)]
    html = render_template(f"respond/{template}.html", page=page, layout=LAYOUT)
    return Screen(
        html=Markup(html),  # noqa: S704  # our own templates escaped it
        is_wide=isinstance(page, QuestionPage) and _is_wide(page),
        comes_when=tuple(
            _comes_when(sheet, item, len(items) > 1) for item in items if item.show_when
        ),
    )


def _is_wide(page: QuestionPage) -> bool:
    several = len(page.questions) > 1 and not page.frame.is_child
    return several or any(question.kind == "steps" for question in page.questions)


def _comes_when(sheet: Sheet, item: Item, named: bool) -> str:
    what = f"“{_said(sheet, item)}”" if named else "Deze vraag"
    conditions = " en ".join(_condition(sheet, each) for each in item.show_when)
    return f"{what} komt alleen als {conditions}."


def _condition(sheet: Sheet, condition: Condition) -> str:
    asked = sheet.questionnaire.item(condition.item)
    answers = " of ".join(
        f"“{asked.option(key).text.in_language(sheet.language)}”" for key in condition.options
    )
    return f"bij “{_said(sheet, asked)}” is gekozen: {answers}"


def _said(sheet: Sheet, item: Item) -> str:
    goal = sheet.goals[item.goal.number].words if item.goal else None
    return fill(item.text.in_language(sheet.language), kind=CHILD, informant=sheet.label, goal=goal)
