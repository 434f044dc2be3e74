"""Draws every template with invented pages, to look at: `python -m tests.rig.preview FOLDER`.

For each sample it writes the HTML and two pictures (a phone and a desk), and it reports what cannot
be seen at a glance: bytes, sideways scrolling at 320 px and with letters of double size.
"""

import gzip
import shutil
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Literal

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup
from playwright.sync_api import Browser, sync_playwright
from werkzeug.datastructures import MultiDict
from wtforms import (
    EmailField,
    Form,
    PasswordField,
    RadioField,
    SelectField,
    StringField,
    validators,
)
from wtforms.fields.choices import SelectChoice

from survey_app.charts import Moment, ProgressChart, Tick, svg_of
from survey_app.definitions import load
from survey_app.factory import create_renderer
from survey_app.frames import words_in
from survey_app.invitations.qr import qr_of
from survey_app.trajects.calendar import SchoolCalendar
from survey_app.web.account.own_page import OwnPage, SessionRow
from survey_app.web.account.second_factor import OverviewPage, PasskeyRow
from survey_app.web.account.ways import PasskeyForm, SignInWays
from survey_app.web.coach import pages as coach
from survey_app.web.coach import traject_values
from survey_app.web.coach.decision_values import (
    DecidedMoment,
    DecidedRow,
    DecisionBlock,
    DecisionCard,
    PeerCard,
    SeenRow,
    ShareBlock,
    TodayDecisions,
)
from survey_app.web.coach.goals_values import GoalRow, GoalsBlock, WordingRow
from survey_app.web.coach.letter_page import LetterPage
from survey_app.web.coach.paper_values import PapersBlock
from survey_app.web.coach.practice_values import ContactRow, DeviationRow, PracticeBlock
from survey_app.web.coach.time_line import Happening, TimeLine, drawn
from survey_app.web.coach.trail_page import ActedRow, TrailDay, TrailPage, TrailRow
from survey_app.web.menu import Head, MenuItem
from survey_app.web.people.trail_page import WatchedDay, WatchedRow, WatchPage
from survey_app.web.respond import pages as respond
from survey_app.web.respond.language import links
from survey_app.web.respond.preview import self_contained

MADE_WITH = "Dit zijn de antwoorden zelf; er is niets berekend."
WEB = Path(__file__).resolve().parents[2] / "survey_app" / "web"
CHROMIUM = "/usr/bin/chromium"
LARGE_LETTERS = "--blink-settings=defaultFontSize=32"
SCHEMES: tuple[tuple[Literal["light", "dark"], str], ...] = (("light", ""), ("dark", "-donker"))
SIZES = {"telefoon": (360, 740), "bureau": (1280, 800)}

FIVE = ("bijna nooit", "soms", "ongeveer de helft van de tijd", "vaak", "bijna altijd")
EXAMPLES = ("kansmeter-aanmelding", "kansmeter-doelen", "kansmeter-kind-jong", "who-5")
"""Questionnaires whose preview is drawn too."""
HAPPENED: tuple[tuple[date, str, str], ...] = (
    (date(2025, 9, 4), "Aanmelding", "moment"),
    (date(2025, 9, 16), "Intake", "moment"),
    (date(2025, 9, 25), "Gesprek met kind", "contact"),
    (date(2025, 10, 6), "Gesprek met kind en ouder", "contact"),
    (date(2025, 10, 30), "verhuizing", "change"),
    (date(2025, 11, 11), "Overleg met leerkracht", "contact"),
    (date(2025, 12, 12), "Vervolgmeting", "moment"),
    (date(2026, 1, 12), "Juf Noor nam het over", "change"),
    (date(2026, 2, 10), "Gesprek met kind", "contact"),
    (date(2026, 3, 27), "Afsluiting", "moment"),
)
STATEMENTS = (
    "Sam begint zelf aan het werk.",
    "Sam is met de aandacht bij de les.",
    "Sam vertelt een volwassene wat dwarszit.",
    "Sam doet weer mee na een tegenvaller.",
    "Sam oogt gespannen.",
)


def environment() -> Environment:
    """Return templates as the app has them, with every unknown name an error."""
    made = Environment(
        loader=FileSystemLoader(WEB / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(csrf_token=lambda: "IjU0ZjY5Y2Ei.aXq1cA.5x9Zc0tA8uYw7RkQ")
    made.globals.update(static_url=lambda name: name, request=SimpleNamespace(args={}))
    made.globals.update(
        dict.fromkeys(("style_in_page", "style_in_files", "style_once"), link_styles)
    )
    answers = made.get_template("components/choice.html").module
    made.globals.update(options=lambda key, given, kind: getattr(answers, kind)(key, given))
    return made


def link_styles(*names: str) -> Markup:
    """Return links to style files beside the page."""
    return Markup("").join(map(Markup('<link rel="stylesheet" href="{}">').format, names))


def choices(words: tuple[str, ...], quiet: tuple[str, ...] = (), chosen: int | None = None) -> Any:
    """Return options in order, the quiet ones last, none or one chosen."""
    return tuple(
        respond.Choice(f"o{place}", word, place == chosen, place >= len(words))
        for place, word in enumerate(words + quiet)
    )


def faces(chosen: int | None = None) -> Any:
    """Return the three faces and a quiet way out."""
    words = ("niet zo goed", "gaat wel", "goed")
    drawn = zip(
        choices(words, ("weet ik niet",), chosen), ("sad", "so_so", "glad", None), strict=True
    )
    return tuple(replace(choice, face=face) for choice, face in drawn)


def question(key: str, legend: str, given: Any, **more: Any) -> respond.Question:
    """Return a question with options, or of another kind."""
    kind = more.pop("kind", "choice")
    return respond.Question(key, kind, "nl", "ltr", legend, more.pop("hint", None), given, **more)


PARENT = respond.Frame(
    "Hoe gaat het met Sam?",
    "parent",
    words_in("nl"),
    coach_name="Marit",
    school_name="Het Zandpad",
    phone="0591 55 01 23",
    stop_url="/stop",
    language_url="/v/x",
)
CHOOSES = replace(PARENT, languages=links("/v/x", "nl"), language_url=None)
TEACHER = replace(PARENT, heading="Hoe gaat het in de klas?", informant="teacher")
CHILD = replace(PARENT, heading="Hoe gaat het met jou?", informant="child")
MINUTES = respond.Fact("clock", "3 minuten", "Het zijn 10 korte vragen.")
READER = respond.Fact("eye", "Alleen Marit leest het", "Niet de juf. Niet de andere ouder.")
STOPPING = respond.Fact("pause", "Stoppen mag altijd", "Een vraag overslaan mag ook.")


def question_page(frame: respond.Frame, *questions: respond.Question) -> respond.QuestionPage:
    """Return a page in the middle of a list."""
    return respond.QuestionPage(
        frame,
        "Hoe gaat het met Sam?",
        "nl",
        "ltr",
        "Vraag 3 van 12",
        questions,
        "/vragen/3",
        "Volgende",
        "Sla deze vraag over",
        "/vragen/2",
        saved=True,
        period="Denk aan de afgelopen 4 weken.",
    )


def respondent_samples() -> Iterator[tuple[str, str, Any]]:
    """Yield name, template and page of the respondent side."""
    start = respond.StartPage(
        CHOOSES,
        "Hoe gaat het met Sam?",
        "nl",
        "ltr",
        "Dag! Ik ben Marit, kansencoach op Het Zandpad. Ik help Sam op school. "
        "Jij kent Sam het best. Wil je mij vertellen hoe het gaat?",
        (MINUTES, READER, STOPPING),
        "/begin",
        "Begin",
        "/liever-niet",
    )
    yield "ouder-start", "respond/start.html", start
    yield (
        "kind-start",
        "respond/start.html",
        replace(
            start,
            frame=replace(CHILD, languages=CHOOSES.languages, language_url=None),
            heading="Hoi Sam",
            greeting="Ik ben Marit. Ik wil graag weten hoe het met jou gaat.",
        ),
    )
    one = question(
        "o2", "Sam vertelt mij wat er op een dag gebeurt.", choices(FIVE, ("weet ik niet",), 3)
    )
    page = question_page(PARENT, one)
    yield "ouder-vraag", "respond/questions.html", page
    wrong = replace(
        one, choices=choices(FIVE, ("weet ik niet",)), error="Je hebt nog niets gekozen"
    )
    yield (
        "ouder-fout",
        "respond/questions.html",
        replace(
            page,
            questions=(wrong,),
            skip_label="Toch deze vraag overslaan",
        ),
    )
    text = question(
        "vrij", "Wil je nog iets kwijt?", (), kind="text", hint="Alleen Marit leest dit, morgen."
    )
    yield (
        "ouder-tekst",
        "respond/questions.html",
        replace(
            page, questions=(replace(text, max_length=200),), forward_label="Verstuur antwoorden"
        ),
    )
    four = ("nooit", "soms", "vaak", "altijd")
    child = replace(
        page, frame=CHILD, progress="", forward_label="Verder", period="Denk aan deze week."
    )
    yield (
        "kind-vraag",
        "respond/questions.html",
        replace(
            child,
            questions=(
                question("p1", "Ik heb zin om te leren.", choices(four, ("weet ik niet",), 2)),
            ),
        ),
    )
    yield (
        "kind-gezichten",
        "respond/questions.html",
        replace(
            child,
            period=None,
            questions=(
                question(
                    "b1",
                    "Je speelt buiten. Hoe gaat dat?",
                    faces(2),
                    kind="faces",
                ),
            ),
        ),
    )
    reasons = choices(
        (
            "verandering thuis",
            "verlies of ziekte",
            "spanning of zorgen",
            "erbij horen",
            "gevoelens",
        ),
        ("weet ik niet",),
        1,
    )
    several = question(
        "reden",
        "Wat speelt er bij Sam?",
        (reasons[0], reasons[1], replace(reasons[2], checked=True), *reasons[3:]),
        kind="several",
        how_many="Kies er hoogstens 2.",
    )
    hours = question(
        "uren",
        "Hoeveel uur per week is de kansencoach nodig?",
        (),
        kind="number",
        text="2,5",
        unit="uur per week",
        keyboard="decimal",
    )
    what_to_do = "Vul een getal in, van 0 tot en met 40. Hooguit 1 cijfer na de komma."
    yield "ouder-meer", "respond/questions.html", replace(page, questions=(several,))
    yield "ouder-getal", "respond/questions.html", replace(page, questions=(hours,), period=None)
    yield (
        "ouder-getal-fout",
        "respond/questions.html",
        replace(
            page,
            questions=(replace(hours, text="veel", error=what_to_do),),
            skip_label="Toch deze vraag overslaan",
            period=None,
        ),
    )
    yield (
        "einde",
        "respond/questions.html",
        replace(
            page,
            heading="Dit waren de vragen.",
            progress="",
            questions=(),
            forward_label="Verstuur antwoorden",
            skip_label="",
            period=None,
        ),
    )
    stones = question(
        "a",
        "Hoe gaat het nu met jou?",
        choices(tuple(str(step) for step in range(11)), (), 6),
        kind="steps",
        hint="Op welke steen sta jij vandaag?",
        low_words="zo moeilijk als het maar kan",
        high_words="zoals jij het graag wilt",
        note="Vorige keer stond je op steen 4.",
    )
    yield (
        "kind-stapje",
        "respond/questions.html",
        replace(child, period=None, questions=(stones,), forward_label="Hier sta ik"),
    )
    yield (
        "ouder-stapje",
        "respond/questions.html",
        replace(page, period=None, questions=(stones,), forward_label="Hier sta ik"),
    )
    rows = tuple(
        question(f"q{place}", words, choices(FIVE, ("niet gezien",), place if place < 3 else None))
        for place, words in enumerate(STATEMENTS)
    )
    many = replace(
        page,
        frame=TEACHER,
        questions=rows,
        progress="Deel 1 van 2",
        skip_label="Sla deze vragen over",
    )
    yield "leerkracht", "respond/questions.html", many
    words = question(
        "zie", "Wat zie je in de klas?", (), kind="text", lines=2, max_length=200, hint=READER.bold
    )
    mixed = (several, words, hours, *rows[:1])
    yield "leerkracht-gemengd", "respond/questions.html", replace(many, questions=mixed)
    open_rows = (*rows[:3], *(replace(row, error="Je hebt nog niets gekozen") for row in rows[3:]))
    yield (
        "leerkracht-fout",
        "respond/questions.html",
        replace(
            many,
            questions=open_rows,
            skip_label="Toch wat open is overslaan",
        ),
    )
    yield (
        "rechts-naar-links",
        "respond/questions.html",
        replace(page, frame=replace(PARENT, words=words_in("ar")), language="ar", direction="rtl"),
    )
    thanks = respond.ThanksPage(
        replace(PARENT, stop_url=None),
        "Dank je wel. Je antwoorden zijn verstuurd.",
        (
            "Marit leest je antwoorden deze week.",
            "Jullie praten erover in het gesprek op school.",
            "Over 3 maanden vragen we het nog een keer.",
        ),
        "Je kunt deze pagina nu sluiten.",
    )
    yield "dank", "respond/thanks.html", thanks
    offer = respond.ChangeOffer(
        "#", "Ik wil iets veranderen", "Veranderen kan tot woensdag 9 september, 10.00 uur."
    )
    yield "dank-veranderen", "respond/thanks.html", replace(thanks, change=offer)
    yield (
        "al-verstuurd",
        "respond/notice.html",
        respond.NoticePage(
            replace(PARENT, stop_url=None, phone=None),
            "already",
            "Je antwoorden zijn al verstuurd",
            ("Dank je wel. Je hoeft niets meer te doen.", "Je kunt deze pagina nu sluiten."),
        ),
    )
    yield (
        "liever-niet",
        "respond/notice.html",
        respond.NoticePage(
            replace(PARENT, stop_url=None),
            "decline",
            "Doe je liever niet mee?",
            ("Dat mag. Marit helpt Sam gewoon.",),
            "/liever-niet",
            (("act", "decline", "Ik doe niet mee"),),
            (("/", "Toch meedoen"),),
        ),
    )
    yield (
        "code",
        "respond/code.html",
        respond.CodePage(respond.Frame("Code", "parent", words_in("nl")), "", None, "/code"),
    )
    yield (
        "code-fout",
        "respond/code.html",
        respond.CodePage(
            respond.Frame("Code", "parent", words_in("nl"), has_error=True),
            "k7m 2px 9to",
            respond.Problem(
                "Deze code werkt niet",
                "Kijk of alle 9 tekens kloppen, of vraag een nieuwe code aan wie hem gaf.",
            ),
            "/code",
        ),
    )
    yield (
        "link-opnieuw",
        "respond/link_again.html",
        respond.LinkAgainPage(
            respond.Frame("Stuur mij de link opnieuw", "parent", words_in("nl"), has_error=True),
            "moeder@thuis",
            respond.Problem("Kijk het nog eens na", "Dit e-mailadres kan niet kloppen."),
            "/nieuwe-link",
        ),
    )
    yield "snel-weg", "respond/neutral.html", None


class LoginForm(Form):
    """Two fields, as the app asks them."""

    email = EmailField("E-mailadres", [validators.InputRequired("Vul je e-mailadres in.")])
    password = PasswordField("Wachtwoord", [validators.InputRequired("Vul je wachtwoord in.")])


class CredentialsForm(Form):
    """A password, twice."""

    password = PasswordField("Nieuw wachtwoord", description="Minstens 12 tekens.")
    repeat = PasswordField("Nog een keer")


class NewPasswordForm(CredentialsForm):
    """A password, twice, and the old one."""

    old = PasswordField("Je wachtwoord van nu")


NO_WAYS = SignInWays(passkey=None, school_url=None, school_label="")


class FactorForm(Form):
    """What the pages of signing in safely ask, each page a part of it."""

    password = PasswordField("Je wachtwoord")
    code = StringField("Code")
    name = StringField("Naam van dit apparaat", description="Bijvoorbeeld: laptop van school.")


class NewTrajectForm(Form):
    """Exactly four fields."""

    child_name = StringField(
        "Voornaam van het kind", [validators.InputRequired("Vul een naam in.")]
    )
    group_name = StringField("Groep")
    reason = SelectField("Reden", choices=["spanning of zorgen", "erbij horen", "iets anders"])
    school = SelectField("School", choices=["Het Zandpad", "De Brink"])


class InformantForm(Form):
    """Who is asked."""

    role = RadioField(
        "Wie",
        [validators.InputRequired("Kies wie.")],
        choices=[SelectChoice("parent", "ouder"), SelectChoice("teacher", "leerkracht")],
    )
    name = StringField("Naam", description="Zoals je deze persoon noemt.")


class EventForm(Form):
    """Something that happened."""

    kind = RadioField("Wat is het?", choices=[SelectChoice("event", "op één dag")])
    words = StringField("In een paar woorden", description="Bijvoorbeeld: verhuizing.")


class WhoDecidesForm(Form):
    """Who decides about the child."""

    birth_year = StringField("Geboortejaar", description="Bijvoorbeeld: 2017.")
    holders = RadioField(
        "Wie heeft het gezag?",
        choices=[
            SelectChoice("one", "1 ouder"),
            SelectChoice("two", "2 ouders"),
            SelectChoice("court", "een besluit van de rechter"),
        ],
    )


class SaidForm(Form):
    """What somebody said."""

    help = RadioField(
        "Hulp op school", choices=[SelectChoice("yes", "ja"), SelectChoice("no", "nee")]
    )
    channel = RadioField("Hoe is dit gezegd?", choices=[SelectChoice("paper", "op papier")])


def signer(
    key: str, informant: str, who: str, *words: str, link: str | None
) -> traject_values.SignerRow:
    """Return what one person said, and the link when there is one."""
    purposes = ("Hulp op school", "Vragen over hoe het gaat", "Leren van elkaar")
    return traject_values.SignerRow(
        key,
        informant,
        who,
        tuple(zip(purposes, words, strict=True)),
        "/leg-vast",
        None if link else "/vraag",
        link,
        f"Dag! Ik vraag je om toestemming. {link}" if link else None,
        "/in" if "akkoord" in words[0] else None,
        "/gezag",
        send_action="/stuur" if link else None,
        sent="De link is per e-mail verstuurd op 3 november 2026." if link else None,
    )


CONSENT = traject_values.ConsentBlock(
    state="Nog niet iedereen is akkoord",
    detail="We wachten op: vader.",
    notes=("De cijfers tellen niet mee in het netwerk. De hulp gaat gewoon door.",),
    is_agreed=False,
    knows_who_decides=True,
    people=(
        signer("m", "parent", "moeder", *("akkoord sinds 3 november, op papier",) * 3, link=None),
        signer(
            "v",
            "parent",
            "vader",
            *("gevraagd op 3 november, met een eigen link",) * 3,
            link="https://kansmeter.example/akkoord/0123456789abcdef.pR0nT3",
        ),
    ),
    together=(),
    end_together_action=None,
    decides_action="/beslist",
    court_action="/rechter",
)
HEAD = Head(
    person_id="1",
    person="Marit",
    items=(
        MenuItem("Vandaag", "/", True),
        MenuItem("Nieuw", "/nieuw", False, " traject"),
        MenuItem("Samen", "/samen", False),
        MenuItem("Contacten", "/contacten", False),
        MenuItem("Vragenlijsten", "/vragenlijsten", False),
    ),
    logout_action="/uit",
    account_url="/account",
    is_own=False,
)


def at(label: str) -> Head:
    """Return the menu on the page of this item."""
    return replace(
        HEAD, items=tuple(replace(each, is_here=each.label == label) for each in HEAD.items)
    )


GOALS = GoalsBlock(
    running=(
        GoalRow(
            anchor="doel-1",
            informant="child",
            whose="Sam zelf",
            words="In de pauze durf ik mee te doen.",
            about="contact met anderen · sinds 2 mrt 2026",
            said="Begonnen op stap 3, nu op stap 6. Stap 7 is goed genoeg.",
            steps=(),
            state="",
            earlier=(
                WordingRow(
                    "Ik speel elke dag mee.",
                    "2 mrt 2026 tot 9 mrt 2026",
                    "het was te groot",
                    "laatste stap: 4, 7 mrt",
                ),
            ),
            chart=None,
            rate_url="/stap",
            change_url="/verander",
            end_url="/rond-af",
        ),
    ),
    ended=(),
    hint="",
    set_url="/nieuw-doel",
    talk_url="/stapje",
)
CONTACT = ContactRow(
    when="2 mrt",
    what="Gesprek met kind en ouder",
    small="30 minuten · samen beslissen",
    line="maakte een plan voor de week",
    change_url="/contact",
    start_url=None,
)
PRACTICE = PracticeBlock(
    tally=("2 contacten", "1 uur"),
    recent=(CONTACT,),
    earlier=(replace(CONTACT, line="", change_url=None, start_url="/nieuw"),),
    deviations=(
        DeviationRow(
            title="2 mrt: anders dan \u2018meteen en dichtbij\u2019",
            why="eerst rust",
            expected="weer naar school",
            state="Terugkijken op 23 maart 2026.",
            look_back_url="/terug",
            remove_action="/weg",
        ),
    ),
    log_url="/contact",
    deviate_url="/afwijking",
    support="Steun nu: sociaal team.",
    support_url="/steun",
)
CARD = DecisionCard(
    key="k",
    child="Fenna",
    when="vervolgmeting, 2 mrt",
    seen=(
        SeenRow(
            "parent",
            "moeder",
            "kracht",
            "bij de intake tussen soms en ongeveer de helft van de tijd, nu vaak. Dat is hoger.",
        ),
        SeenRow("child", "Fenna zelf", "kracht", "bij de intake en nu vaak. In woorden hetzelfde."),
    ),
    missing="Nog geen antwoord van juf Anouk.",
    unknown="We weten nog niet hoeveel een antwoord vanzelf schommelt. "
    "Noem een verschil dus nog geen vooruitgang.",
    action="/kaart",
    last="",
)
DECIDED = DecidedRow(
    when="3 maart 2026",
    choice="meer van dit",
    line="elke dag vijf minuten samen lezen",
    seen=("ouder, kracht: hoger",),
    more=(("Afspraak", "Een ouder: belt de club"),),
)
PEER = PeerCard(
    key="p",
    seen=("ouder, kracht: hoger",),
    choice="meer van dit",
    line="een vast maatje bij het buitenspelen",
    principles="de eigen kring doet mee",
    small="kind van 8 tot en met 12 jaar · maart 2026",
)
DECISIONS = DecisionBlock(
    card=CARD,
    others=(("vervolgmeting, 2 dec", "/kaart"),),
    decided=(
        DecidedMoment(
            key="d",
            when="vervolgmeting, 2 sep",
            last=DECIDED,
            earlier=(replace(DECIDED, choice="overgeslagen", line="", seen=(), more=()),),
            share=ShareBlock("Deze kaart is alleen van jou.", offer_action="/delen", at_once=True),
            again_url="/kaart",
            again_words="Antwoord opnieuw",
        ),
    ),
    peers=(PEER,),
    cards_url="/kaarten",
)
TRAIL = TrailPage(
    child="Sam",
    people=(
        ActedRow("Marit Velthuis", "coach", "34 keer, het laatst op dinsdag 3 november"),
        ActedRow("Iemand met een eigen link", "", "6 keer, het laatst op maandag 2 november"),
        ActedRow("Kansmeter zelf", "", "2 keer, het laatst op maandag 2 november"),
    ),
    days=tuple(
        TrailDay(
            day,
            (
                TrailRow(
                    "Marit Velthuis", "coach", "bekeek het traject", "9.12 tot 16.40 uur, 5 keer"
                ),
                TrailRow(
                    "Marit Velthuis", "coach", "paste aan hoe een link bij iemand komt", "9.15 uur"
                ),
                TrailRow("Iemand met een eigen link", "", "verstuurde antwoorden", "8.40 uur"),
            ),
        )
        for day in ("dinsdag 3 november", "maandag 2 november")
    ),
    back_url="/traject",
    is_first=True,
    printed_on="3 november 2026",
    newest_url="/inzage",
    older_url="/inzage?voor=12",
    paper_url="/papier",
)
_WATCHED = (
    WatchedRow(
        "Ilse Ib",
        "intern begeleider",
        "opende de noodtoegang",
        "dinsdag 3 november · 1 traject van Marit Velthuis · 11.15 uur",
        is_alarming=True,
    ),
    WatchedRow(
        "Marit Velthuis",
        "coach",
        "bekeek het traject",
        "3 trajecten van Marit Velthuis · 9.12 tot 16.40 uur, 5 keer",
        is_alarming=False,
    ),
)
WATCHED = WatchPage(
    heading="Wie keek er op school?",
    lead="Kansmeter schrijft zelf op wie er naar gegevens van kinderen keek.",
    alarms_heading="Noodtoegang en geweigerd",
    no_alarms="De laatste 4 weken is er niets geweigerd.",
    alarms=_WATCHED[:1],
    has_more_alarms=True,
    days=(WatchedDay("dinsdag 3 november", _WATCHED[1:]),),
    people=(("1", "Ilse Ib"), ("2", "Marit Velthuis")),
    by_id="2",
    address="/inzage",
    is_first=True,
    newest_url="/inzage",
    older_url="/inzage?voor=12",
)
NO_DECISIONS = DecisionBlock(None, (), (), (), "/kaarten")
SIGNAL = coach.SignalCard(
    "Een antwoord van Noor vraagt vandaag aandacht",
    "Binnengekomen: vandaag, 9.12 uur, bij de intake. Lees het vandaag.",
    "/gezien",
    "/opgepakt",
    meldcode_url="/meldcode",
    warning="Op deze school is geen intern begeleider bekend.",
    school_url="#",
)
BADGE = "Niet genormeerd. Trap 0 van 5: nieuw. Alleen om over te praten."


def panel(informant: str, whose: str, name: str) -> coach.ChartPanel:
    """Return one chart with its sentence and its table."""
    return coach.ChartPanel(
        f"{name}: hoe gaat het?",
        whose,
        "Hoger is meer kracht. Van 0 tot 4.",
        informant,
        "grafiek-breed.svg",
        "grafiek-smal.svg",
        "Kracht volgens de ouder: intake 1,8 en vervolgmeting 2,6.",
        "Bij de intake tussen soms en de helft van de tijd. Nu tussen de helft en vaak.",
        "We weten nog niet hoeveel een antwoord vanzelf schommelt. "
        "Noem een verschil dus nog geen vooruitgang.",
        BADGE,
        ("Moment", "Waarde", "In woorden"),
        (
            ("intake, 16 september", "1,8", "tussen soms en de helft van de tijd"),
            ("vervolgmeting, 12 december", "2,6", "tussen de helft van de tijd en vaak"),
        ),
        "grafiek.png",
        "/uitleg",
    )


def invitation(who: str, informant: str, state: str, link: str | None) -> coach.InvitationRow:
    """Return one invitation, open when it has a link."""
    message = f"Dag! Wil je mij vertellen hoe het gaat? Het duurt 3 minuten.\n{link}\nMarit"
    return coach.InvitationRow(
        informant,
        who,
        "Hoe gaat het thuis?",
        "2,3 minuten",
        state,
        link,
        message if link else None,
        "/intrekken" if link else None,
        "/nieuwe-link" if link else None,
        letter_url="/brief" if link else None,
        card_url="/kaart" if link else None,
    )


def sample_line(begun: Happening) -> TimeLine:
    """Return a time line with everything on it, in March."""
    today = date(2026, 3, 3)
    rows = [
        Happening(
            on,
            f"{on.day}-{on.month}-{on.year}",
            words,
            "eigen vraag · 25 minuten" if kind == "contact" else "",
            kind,
            is_done=on <= today,
            is_ahead=on > today,
        )
        for on, words, kind in HAPPENED
    ]
    return drawn((begun, *rows), SchoolCalendar().holidays(begun.on, today), today)


def coach_samples() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Yield name, template and values of the staff side."""
    case = coach.CaseRow(
        "Sam", "groep 6", "Het Zandpad", "4 sep", "intake, 2 van 3 ingevuld", "gesprek 9 mrt", "/"
    )
    row = coach.Row("wo 4 mrt", None, "Fenna", "vervolgmeting", "/", "Bekijk")
    mother = coach.WaitingPerson("a", "parent", "moeder", "herinnerd op 2 mrt", "/herinner", None)
    teacher = coach.WaitingPerson("b", "teacher", "juf Anouk", "", None, "Dag! Dat kan hier: x")
    fresh = coach.FreshRow(
        "Sam", (("parent", "moeder"), ("child", "Sam zelf")), "intake, gisteren, 20.41 uur", "/"
    )
    today = coach.TodayPage(
        heading="Dag Marit, het is dinsdag 3 maart",
        message=None,
        alarm=None,
        steps=(
            coach.Step("Lees vandaag 1 antwoord", "#eerst"),
            coach.Step("Bereid 1 gesprek voor", "#gesprekken"),
        ),
        calm=None,
        first=coach.Folded((SIGNAL,)),
        soon=coach.Folded(()),
        for_talks=coach.Folded(
            (coach.SignalRow("Mila", "Intake, 2 mrt.", "/gezien", "/opgepakt"),)
        ),
        taken_up=coach.Folded(
            (coach.TakenUp("Een antwoord van Yusuf.", "/", undo_action="/terug"),)
        ),
        openings=(
            coach.OpeningRow(
                "Anna de Boer opende Sam, vandaag, 8.40 uur", "moeder belde", "/trajecten/1"
            ),
        ),
        nominations=(
            coach.AnswerCard("teacher", "Juf Anouk meldt een kind aan", "Verzegeld.", "2 mrt", "/"),
        ),
        fresh=coach.Folded((fresh,), (replace(fresh, child="Noor"),), "Nog 1 kind"),
        talks=coach.Folded((replace(row, when="2 mrt", act="Bereid voor"),)),
        decisions=TodayDecisions((CARD,), (), "", "1 kaart van een collega", "/kaarten/controle"),
        requests=coach.Folded((replace(row, small="verzoek om inzage", act="Bekijk"),)),
        stuck=coach.Folded((replace(row, informant="parent", who="vader, bij Fenna", act="Kijk"),)),
        look_backs=coach.Folded((replace(row, act="Kijk terug"),)),
        due=coach.Folded((row,)),
        waiting=coach.Folded(
            (coach.WaitingChild("k", "Fenna", "intake, 9 dagen", "/", (mother, teacher)),)
        ),
        at_school=replace(row, when="dit schooljaar", who="Mensen rond de school"),
        later=(replace(row, when="2 apr"),),
        later_words="1 meting",
        caseload=coach.Caseload(
            "2 trajecten lopen.",
            coach.CaseSearch(
                "/#trajecten", "", 80, (), (coach.Choice("lopend", "loopt", True),), None
            ),
            (case, replace(case, child="Noor", group="groep 4", coming="")),
            names_school=True,
        ),
        new_url="/nieuw",
        log_url="/contact",
        nominations_url="/aanmeldingen",
        stand_ins=("Joris Zandstra vervangt jou tot en met vrijdag 6 maart.",),
        substitution_url="/vervanging",
    )
    nothing: coach.Folded[Any] = coach.Folded(())
    yield "vandaag", "coach/today.html", {"page": today, "head": HEAD}
    yield (
        "vandaag-leeg",
        "coach/today.html",
        {
            "page": replace(
                today,
                steps=(),
                calm=("Je hebt nog geen traject.", "Een traject begint met 4 velden."),
                **dict.fromkeys(
                    "first for_talks taken_up fresh talks stuck look_backs due waiting".split(),
                    nothing,
                ),
                openings=(),
                nominations=(),
                decisions=TodayDecisions((), (), "", "", "/kaarten/controle"),
                at_school=None,
                later=(),
                caseload=None,
            ),
            "head": HEAD,
        },
    )
    beginning = traject_values.TrajectPage(
        "Sam",
        "groep 6",
        "Traject sinds vandaag.",
        "Reden: spanning of zorgen.",
        (),
        (),
        CONSENT,
        (),
        (),
        (),
        None,
        None,
        (),
        (),
        PRACTICE,
        GOALS,
        NO_DECISIONS,
        "/erbij",
        "/tijdlijn",
        None,
        None,
        "/verloop",
        "/meldcode",
        "/inzage",
        "/wissen",
        "/gegevens",
        "",
        PapersBlock((("Gespreksblad", "/blad"), ("Jouw stapjes", "/stapjes"))),
        message="Het traject is begonnen. Je kunt meteen helpen.",
    )
    forms = {
        "informant_form": InformantForm(),
        "decides_form": WhoDecidesForm(),
        "said_form": SaidForm(),
        "said_forms": {row.key: SaidForm(prefix=row.key) for row in CONSENT.people},
        "event_form": EventForm(),
    }
    begun = Happening(date(2025, 9, 4), "4 sep 2025", "Traject gestart", "", "begin", is_done=True)
    forms["line"] = drawn((begun,), (), begun.on)
    here = at("")
    yield "traject-begin", "coach/traject.html", {"page": beginning, "head": here} | forms
    wrong = InformantForm(MultiDict({"name": "x"}))
    wrong.validate()
    yield (
        "traject-fout",
        "coach/traject.html",
        {"page": beginning, "head": here} | forms | {"informant_form": wrong},
    )
    link = "https://kansmeter.example/v/eyJpIjoiN2QyZjQ1YjAifQ.pR0nT3"
    rows = tuple(
        traject_values.AnswerRow(words, ("soms", "ongeveer de helft van de tijd"))
        for words in STATEMENTS
    )
    end = replace(
        beginning,
        decisions=DECISIONS,
        one_line="Traject sinds 4 september, 7 gesprekken, 5 uur en 20 minuten.",
        signals=(replace(SIGNAL, title="Een antwoord van Sam vraagt vandaag aandacht"),),
        consent=replace(
            CONSENT,
            state="Er is toestemming",
            detail="Iedereen die akkoord moet zijn, is akkoord.",
            notes=("De rechter besliste in de plaats van de ouders met gezag.",),
            is_agreed=True,
            together=(("Hulp op school", "uitspraak van de rechter, vastgelegd op 8 september"),),
            end_together_action="/einde",
            court_action=None,
        ),
        informants=(
            traject_values.InformantRow("child", "Sam zelf", "10 jaar, eigen lijst", None, "#"),
            traject_values.InformantRow(
                "parent",
                "moeder van Sam",
                "per sms",
                "dit schooljaar 14 van hoogstens 20 minuten gevraagd, 6 gegeven",
                "#",
            ),
            traject_values.InformantRow("teacher", "juf Anouk", "per e-mail", None, "#"),
        ),
        moments=(
            traject_values.MomentBlock(
                "intake",
                date(2025, 9, 16),
                "intake",
                "16 september",
                "Alle 3 antwoorden zijn binnen.",
                (invitation("moeder van Sam", "parent", "ontvangen op 17 september", None),),
                is_done=True,
            ),
            traject_values.MomentBlock(
                "follow_up",
                date(2025, 12, 12),
                "vervolgmeting",
                "12 december",
                "Nog 1 antwoord open.",
                (
                    invitation("moeder van Sam", "parent", "begonnen, 5 vragen over", link),
                    invitation("juf Anouk", "teacher", "ontvangen op 12 december", None),
                ),
                is_done=False,
                note="Juf Anouk is nieuw. Haar antwoorden vormen een eigen rij.",
            ),
            traject_values.MomentBlock(
                "closing",
                date(2026, 3, 27),
                "afsluiting",
                "27 maart",
                "Gepland.",
                (),
                is_done=False,
                change_url="/moment",
            ),
        ),
        panels=(
            traject_values.InformantPanels(
                "parent",
                "moeder",
                "Moeder van Sam",
                (
                    panel("parent", "Volgens de moeder.", "Kracht"),
                    panel("parent", "Volgens de moeder.", "Last"),
                ),
                (panel("parent", "Volgens de moeder.", "Kracht en last"),),
                "",
                ("intake, 16 sep", "vervolg, 12 dec"),
                (("vervolg, 12 dec", "Dit is heel snel ingevuld."),),
                rows,
                (
                    traject_values.AnswerRow(
                        "Wil je contact?", ("ja, graag", "nu niet"), "c", flagged=True
                    ),
                ),
                BADGE,
                None,
                "alles.png",
            ),
        ),
        taken_up=(coach.TakenUp("Een antwoord van Sam; opgepakt: 17 september.", "#c"),),
        views=traject_values.ViewsTable(
            (("teacher", "juf Anouk"), ("parent", "moeder"), ("child", "Sam zelf")),
            tuple(
                traject_values.AnswerRow(words, ("soms", "bijna altijd", "weet ik niet"))
                for words in ("vertellen", "verdergaan", "aandacht", "meedoen", "spanning")
            ),
            "Vervolgmeting van 12 december.",
            BADGE,
            MADE_WITH,
        ),
        baselines=(
            traject_values.BaselineTable(
                "teacher",
                "juf Anouk",
                ("aanmelding, 2 sep", "intake, 16 sep"),
                rows[:3],
                "Tussen aanmelding en intake veranderden 2 antwoorden van de 3.",
                "We weten nog niet hoeveel een antwoord vanzelf schommelt.",
                MADE_WITH,
            ),
        ),
        events=(traject_values.EventRow("2 oktober 2025", "verhuizing", "/weg"),),
        step_action="/stapje",
        message=None,
    )
    forms["line"] = sample_line(begun)
    yield "traject-eind", "coach/traject.html", {"page": end, "head": here} | forms
    listed = coach.ListRow(
        "Vragenlijst voor de ouder",
        "/vragenlijsten/kansmeter-ouder",
        "ouder · 11 vragen · 2,3 min · versie 1.0",
        ("Nederlands: nagelezen. Bewijs: trap 0 van 5, nieuw.",),
        "",
    )
    without = replace(
        listed,
        title="WHO-5",
        languages=("Nederlands: concept, niet nagelezen. Bewijs: trap 0 van 5, nieuw.",),
        state="Deze lijst kan aan niemand worden gestuurd. De teksten staan hier niet.",
    )
    yield (
        "vragenlijsten",
        "coach/questionnaires.html",
        {
            "page": coach.ListsPage(
                (listed, replace(listed, title="Stapje")),
                (without,),
                "/hertest",
                "/schooldagen",
                "/school",
            ),
            "head": at("Vragenlijsten"),
        },
    )
    yield "inzage", "coach/trail.html", {"page": TRAIL, "head": here}
    yield "inzage-school", "people/trail.html", {"page": WATCHED, "head": here}
    yield "inzage-papier", "print/trail.html", {"page": TRAIL}
    new = NewTrajectForm()
    yield (
        "nieuw-traject",
        "coach/new_traject.html",
        {"form": new, "head": at("Nieuw")},
    )
    yield from sign_in_samples()
    login = LoginForm(MultiDict({"email": "marit@zandpad.example"}))
    login.validate()
    yield "inloggen-fout", "account/login.html", {"form": login, "ways": NO_WAYS}
    yield (
        "wachtwoord",
        "account/credentials.html",
        {
            "form": CredentialsForm(),
            "heading": "Dag Marit, kies een wachtwoord",
            "email": "marit@zandpad.example",
        },
    )
    yield from sample_account()
    yield (
        "bericht",
        "coach/notice.html",
        {
            "heading": "Deze pagina is er niet",
            "paragraphs": ("Misschien is het adres verkeerd.", "Je gegevens zijn veilig."),
            "links": (("/", "Naar vandaag"),),
            "head": HEAD,
        },
    )


def sample_account() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """Give the pages of an account: its own page, a new password, and what was typed."""
    mine = replace(at(""), is_own=True)
    line = "Ingelogd vandaag om 8.52 uur, laatst gebruikt vandaag om 10.15 uur."
    page = OwnPage(
        name="Marit Velthuis",
        email="marit@zandpad.example",
        password_url="/account/wachtwoord",
        pin_url="/pincode",
        safely_url="/account/veilig",
        sessions=(
            SessionRow("Firefox op Windows", line, None),
            SessionRow("Safari op iPhone", line, "/uit"),
        ),
        end_others_action="/overal-uit",
        message=None,
    )
    yield "account", "account/own.html", {"page": page, "head": mine}
    form = {"form": NewPasswordForm(), "email": page.email, "back_url": "/account"}
    yield "wachtwoord-nieuw", "account/new_password.html", {**form, "head": mine}
    for name, is_asked in (("wachtwoord-vergeten", False), ("wachtwoord-gevraagd", True)):
        asking = {"form": LoginForm(), "is_asked": is_asked, "login_url": "/inloggen"}
        yield name, "account/forgotten.html", asking
    out = {"form": LoginForm(), "sealed": "x", "action": "/inloggen", "ways": NO_WAYS}
    yield "opnieuw-inloggen", "account/login.html", out
    typed = "Fenna vertelde over de verhuizing. We maakten samen een plan voor de week."
    fields = [("line", typed), ("minutes", "30")]
    kept = {"action": "/contacten/nieuw", "fields": fields, "texts": [typed]}
    yield "getypt", "account/typed.html", kept


def sign_in_samples() -> Iterator[tuple[str, str, Any]]:
    """Yield name, template and values of signing in, its second step and what one changes of it."""
    mine = replace(at(""), is_own=True)
    passkey = PasskeyForm("/vraag", "/sleutel", "Inloggen zonder wachtwoord")
    ways = SignInWays(passkey, "/inloggen/school", "Inloggen met je schoolaccount")
    yield "inloggen", "account/login.html", {"form": LoginForm(), "ways": ways}
    code = FactorForm()
    step = {"form": code, "problem": None, "asks_code": True, "passkey": passkey}
    step |= {"action": "/inloggen/tweede-stap", "sealed": None, "again_url": "/"}
    yield "tweede-stap", "account/second_step.html", step
    yield (
        "tweede-stap-fout",
        "account/second_step.html",
        step | {"problem": "Deze code klopt niet."},
    )
    yield "tweede-stap-sleutel", "account/second_step.html", step | {"asks_code": False}
    overview = OverviewPage(
        must_choose=False,
        message=None,
        has_codes=True,
        codes_left="Je hebt nog 9 reservecodes.",
        set_up_url="/aan",
        new_codes_url="/codes",
        remove_url="/uit",
        can_have_passkeys=True,
        passkeys=(PasskeyRow("laptop van school", "sinds 2 november 2026", "/weg"),),
        new_passkey_url="/nieuw",
        school="Inloggen met je schoolaccount",
        has_school=True,
        school_action="/koppel",
        leave_school_action="/los",
        back_url="/account",
    )
    bare = replace(overview, must_choose=True, has_codes=False, passkeys=(), has_school=False)
    yield "veilig", "account/overview.html", {"page": overview, "head": mine}
    yield "veilig-kies", "account/overview.html", {"page": bare, "head": mine}
    address = (
        f"otpauth://totp/Kansmeter:marit%40zandpad.example?secret={'ABCD' * 8}&issuer=Kansmeter"
    )
    yield (
        "code-instellen",
        "account/set_up_codes.html",
        {
            "form": code,
            "qr": qr_of(address),
            "app_url": address,
            "key": " ".join(["ABCD"] * 8),
            "back_url": "/",
            "head": mine,
        },
    )
    paper = {"heading": "De tweede stap staat aan", "codes": ["abcde-fghjk"] * 10, "next_url": "/"}
    yield "reservecodes", "account/recovery_codes.html", paper | {"head": mine}
    both = {
        "heading": "Tweede stap uitzetten",
        "told": "Daarna is je wachtwoord genoeg.",
        "head": mine,
    }
    asked = {"form": code, "button": "Zet de tweede stap uit", "back_url": "/"}
    yield "tweede-stap-uit", "account/both.html", both | asked
    proof = {"form": code, "problem": None, "passkey": None, "asks_password": True}
    links = {"action": "/", "again_url": "/", "back_url": "/"}
    yield "bewijs", "account/prove.html", proof | links | {"head": mine}
    new = {"form": code, "problem": None, "back_url": "/", "head": mine}
    yield (
        "nieuwe-sleutel",
        "account/new_passkey.html",
        new | {"passkey": replace(passkey, makes=True)},
    )


def letter() -> LetterPage:
    """Return what is printed for a parent."""
    link = f"https://kansmeter.example/v/{'0123456789abcdef' * 2}.{'Aa1' * 14}x"
    return LetterPage(
        words=words_in("nl"),
        language="nl",
        direction="ltr",
        is_child=False,
        receiver="moeder",
        for_whom="Voor een ouder van Sam",
        school="Het Zandpad",
        day="3 maart 2026",
        question="Hoe gaat het met Sam?",
        greeting="Dag! Ik ben Marit. Ik help Sam op school. Wil je mij vertellen hoe het gaat?",
        steps=words_in("nl").letter.steps,
        facts=(
            ("3 minuten", "Het zijn 11 korte vragen."),
            ("Alleen Marit leest het", "De juf of meester niet."),
            ("Stoppen mag altijd", "Een vraag overslaan mag ook."),
        ),
        until="Invullen kan tot en met dinsdag 31 maart.",
        voluntary="Doe je liever niet mee? Dat mag.",
        coach="Marit Velthuis",
        phone="0591 55 01 23",
        qr=qr_of(link),
        link=link,
        code_address="kansmeter.example/code",
        code="K7M-2PX-9TD",
        back_url="/",
    )


def progress_chart() -> ProgressChart:
    """Return an invented chart of two moments at the first stage of evidence: points, no line."""
    return ProgressChart(
        question="Kracht: hoe gaat het?",
        whose="Volgens de ouder.",
        direction="Hoger is meer kracht.",
        informant="parent",
        number=1,
        moments=(Moment(date(2025, 9, 16), "intake", 1.8), Moment(date(2025, 12, 12), "nu", 2.6)),
        lowest=0,
        highest=4,
        ticks=tuple(Tick(place, word) for place, word in enumerate(FIVE)),
        band=None,
        joined=False,
        shown_values=False,
        notice="voorbeeld, verzonnen",
        conclusion="Eerst tussen soms en de helft van de tijd.",
        unknown="We weten nog niet hoeveel een antwoord vanzelf schommelt.",
    )


def write_pages(folder: Path) -> dict[str, tuple[str, ...]]:
    """Write every sample as HTML; the answer names the styles of each."""
    folder.mkdir(parents=True, exist_ok=True)
    for file in (WEB / "static").iterdir():
        shutil.copy(file, folder / file.name)
    (folder / "grafiek-breed.svg").write_text(svg_of(progress_chart(), "wide"), "utf-8")
    (folder / "grafiek-smal.svg").write_text(svg_of(progress_chart(), "narrow"), "utf-8")
    templates = environment()
    written: dict[str, tuple[str, ...]] = {}
    for name, template, page in respondent_samples():
        html = templates.get_template(template).render(page=page)
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
        written[name] = ("frame.css", "questions.css")
    for name, template, values in coach_samples():
        html = templates.get_template(template).render(values)
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
        written[name] = ("coach.css",)
    for name, template in (("brief", "print/letter.html"), ("kaart", "print/card.html")):
        html = templates.get_template(template).render(page=letter())
        (folder / f"{name}.html").write_text(html, encoding="utf-8")
        written[name] = ("print.css",)
    for key in EXAMPLES:
        with create_renderer().app_context():
            (folder / f"{key}.html").write_text(self_contained(load(key)), encoding="utf-8")
        written[key] = ("frame.css", "questions.css", "preview.css")
    return written


def weigh(file: Path) -> int:
    """Return the bytes of a file as sent, compressed."""
    return len(gzip.compress(file.read_bytes(), 9))


def overflows(browser: Browser, address: str, width: int) -> bool:
    """Tell whether a page scrolls sideways at this width."""
    page = browser.new_page(viewport={"width": width, "height": 700})
    page.goto(address)
    page.evaluate("for (const fold of document.querySelectorAll('details')) fold.open = true")
    wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
    page.close()
    return bool(wide)


def photograph(browser: Browser, folder: Path, name: str) -> None:
    """Make the pictures of one page, light and dark, on a phone and at a desk."""
    for size, (width, height) in SIZES.items():
        for scheme, suffix in SCHEMES:
            page = browser.new_page(
                viewport={"width": width, "height": height}, color_scheme=scheme
            )
            page.goto((folder / f"{name}.html").resolve().as_uri())
            page.evaluate("for (const image of document.images) image.loading = 'eager'")
            page.wait_for_load_state("networkidle")
            page.screenshot(path=folder / f"{name}-{size}{suffix}.png", full_page=True)
            page.close()


def report(
    normal: Browser, large: Browser, folder: Path, name: str, styles: tuple[str, ...]
) -> str:
    """Return what cannot be seen in the pictures of one page."""
    address = (folder / f"{name}.html").resolve().as_uri()
    total = sum(weigh(folder / each) for each in (f"{name}.html", *styles))
    findings = [f"{total} bytes with its styles"]
    if overflows(normal, address, 320):
        findings.append("scrolls sideways at 320 px")
    if overflows(large, address, 360):
        findings.append("scrolls sideways with letters of double size")
    return f"{name}: " + "; ".join(findings)


def main(folder: Path) -> None:
    """Write, photograph, report."""
    written = write_pages(folder)
    with sync_playwright() as playwright:
        start = playwright.chromium.launch
        normal = start(executable_path=CHROMIUM, args=["--no-sandbox"])
        large = start(executable_path=CHROMIUM, args=["--no-sandbox", LARGE_LETTERS])
        for name, styles in written.items():
            photograph(normal, folder, name)
            sys.stdout.write(report(normal, large, folder, name, styles) + "\n")
        normal.close()
        large.close()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
