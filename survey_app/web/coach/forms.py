"""The coach's forms: they check shape, the rooms check meaning."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import BooleanField, DateField, RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional, Regexp

from survey_app.accounts.models import School
from survey_app.dutch import MONTHS
from survey_app.trajects.closures import LONGEST_WORDS as CLOSURE_WORDS
from survey_app.trajects.contacts import LONGEST_ADDRESS
from survey_app.trajects.course import ENDINGS, LONGEST_CONTROLLER, REGIMES
from survey_app.trajects.models import TrajectInformant
from survey_app.trajects.participants import LONGEST_CODE
from survey_app.trajects.services import AT_SCHOOL, LONGEST_LABEL, LONGEST_NAME, REASONS
from survey_app.trajects.timeline import LONGEST_WORDS
from survey_app.web.form_checks import DigitsField, at_most

PARENT_OR_TEACHER = [
    SelectChoice("parent", "ouder of verzorger"),
    SelectChoice("teacher", "leerkracht"),
]
ROLES = [*PARENT_OR_TEACHER, SelectChoice("ib", "intern begeleider")]
HOLDERS = [
    SelectChoice("one", "1 ouder heeft het gezag"),
    SelectChoice("two", "2 ouders hebben het gezag"),
    SelectChoice("court", "een uitspraak van de rechter regelt het"),
]
AUTHORITY = [
    SelectChoice("yes", "ja"),
    SelectChoice("only", "ja, maar deze ouder geeft alleen toestemming en krijgt geen vragen"),
    SelectChoice("no", "nee"),
]
TWICE = [*PARENT_OR_TEACHER, SelectChoice("child", "het kind zelf")]
CHANNELS = [SelectChoice("conversation", "in een gesprek"), SelectChoice("paper", "op papier")]
EVENTS = [
    SelectChoice("event", "iets wat gebeurde, op één dag"),
    SelectChoice("pause", "een pauze in het traject"),
]
ROUTES = [
    SelectChoice("person", "ik geef de link zelf"),
    SelectChoice("paper", "op papier"),
    SelectChoice("mail", "per e-mail"),
    SelectChoice("sms", "per sms"),
]
LANGUAGES = [
    SelectChoice("nl", "Nederlands"),
    SelectChoice("en", "Engels"),
    SelectChoice("ar", "Arabisch"),
    SelectChoice("pl", "Pools"),
    SelectChoice("ti", "Tigrinya"),
    SelectChoice("tr", "Turks"),
    SelectChoice("uk", "Oekraïens"),
]
IN_YEARS = "Vul de bewaartermijn in, in hele jaren."
DATE = "Vul een datum in, zoals 3-11-2026."
TYPED_DAYS = ["%Y-%m-%d", "%d-%m-%Y"]
NOBODY = SelectChoice("", "niemand")
YEAR = "Vul een jaar in met 4 cijfers, zoals 2017."
NOTHING = SelectChoice("", "Kies")


def route_field() -> RadioField:
    """Return the choice of how a link gets to somebody."""
    # What is not among the choices is refused by the service, in words.
    return RadioField(
        "Hoe komt de link er?", default="person", choices=ROUTES, validate_choice=False
    )


def address_field(readers: str = "Anderen zien dit adres niet.") -> StringField:
    """Return the field for an e-mail address or a mobile number, with who sees it."""
    return StringField(
        "E-mailadres of mobiel nummer",
        [at_most(LONGEST_ADDRESS)],
        description=f"Alleen bij e-mail of sms. {readers}",
    )


class DayField(DateField):
    """A day, as a browser sends it or as somebody types it."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read a day, or say how to write one."""
        try:
            super().process_formdata(valuelist)
        except ValueError as fault:
            raise ValueError(DATE) from fault


class NewTrajectForm(FlaskForm):
    """The four fields a traject starts with."""

    child_name = StringField(
        "Voornaam of code",
        [
            InputRequired("Vul een voornaam of code in."),
            at_most(LONGEST_NAME),
        ],
    )
    group_name = StringField(
        "Groep",
        [InputRequired("Vul de groep in."), at_most(40)],
    )
    reason = SelectField(
        "Reden",
        [InputRequired("Kies een reden.")],
        choices=[NOTHING, *(SelectChoice(key, words) for key, words in REASONS.items())],
    )
    school = SelectField("School", [InputRequired("Kies een school.")])


class InformantForm(FlaskForm):
    """Somebody who is asked about the child."""

    role = RadioField(
        "Wie is dit?",
        [InputRequired("Kies ouder, leerkracht of intern begeleider.")],
        choices=ROLES,
    )
    label = StringField(
        "Naam voor jezelf",
        [
            InputRequired("Vul in wie het is, bijvoorbeeld 'moeder'."),
            at_most(LONGEST_LABEL),
        ],
        description="Bijvoorbeeld: moeder, of juf Anouk.",
    )
    authority = RadioField(
        "Heeft deze ouder het gezag?",
        choices=AUTHORITY,
        default="yes",
        description="Alleen bij een ouder. Wie gezag heeft, moet akkoord zijn.",
    )
    language = SelectField(
        "Taal",
        default="nl",
        choices=LANGUAGES,
        validate_choice=False,
        description="Is een vragenlijst er niet in deze taal, dan komt hij in het Nederlands.",
    )
    channel = route_field()
    address = address_field()
    succeeds = SelectField(
        "Komt in plaats van",
        default="",
        description="Alleen bij een wissel. Dan vragen we de ander niets meer.",
    )


class ContactForm(FlaskForm):
    """How a link reaches somebody."""

    channel = route_field()
    address = address_field()


class EndForm(FlaskForm):
    """Why a traject ends."""

    reason = SelectField(
        "Waarom stopt het?",
        [InputRequired("Kies waarom het traject stopt.")],
        choices=[NOTHING, *(SelectChoice(key, words) for key, words in ENDINGS.items())],
    )


class PlanForm(FlaskForm):
    """Which measurement plan a traject follows."""

    plan = SelectField(
        "Meetplan", [InputRequired("Kies een meetplan.")], choices=[], validate_choice=False
    )


class HandOverForm(FlaskForm):
    """Who takes a traject over."""

    colleague = SelectField(
        "Collega", [InputRequired("Kies een collega.")], choices=[], validate_choice=False
    )


class LendForm(HandOverForm):
    """Who does a traject for some time, and until when."""

    until = DayField("Tot en met welke dag?", [InputRequired(DATE)], TYPED_DAYS)


class TransferForm(FlaskForm):
    """To which coach of which school a traject goes, and in which group."""

    receiver = SelectField(
        "Naar wie", [InputRequired("Kies een coach.")], choices=[], validate_choice=False
    )
    group_name = StringField(
        "Groep op de nieuwe school", [InputRequired("Vul de groep in."), at_most(40)]
    )
    family_knows = BooleanField("De ouders weten dat het traject naar deze school gaat")


class KeepingForm(FlaskForm):
    """Under which law a traject is kept, by whom and how long."""

    regime = SelectField(
        "In welk dossier hoort het?",
        [InputRequired("Kies in welk dossier dit traject hoort.")],
        choices=[NOTHING, *(SelectChoice(key, words) for key, words in REGIMES.items())],
    )
    controller = StringField(
        "Wie is verantwoordelijk voor de gegevens?",
        [
            InputRequired("Vul in wie voor de gegevens verantwoordelijk is."),
            at_most(LONGEST_CONTROLLER),
        ],
        description="Bijvoorbeeld: het schoolbestuur, of de gemeente.",
    )
    retention_years = DigitsField(
        "Hoeveel jaar na het einde blijft het bewaard?",
        [InputRequired(IN_YEARS)],
        digits=2,
        problem=IN_YEARS,
    )


class EventForm(FlaskForm):
    """A pause or a life event on the time axis."""

    kind = RadioField("Wat is het?", [InputRequired("Kies wat het is.")], choices=EVENTS)
    words = StringField(
        "In een paar woorden",
        [
            InputRequired("Vul in een paar woorden in wat er was."),
            at_most(LONGEST_WORDS),
        ],
        description="Zonder namen. Bijvoorbeeld: verhuizing, of ziek thuis.",
    )
    first_on = DayField("Op of vanaf", [InputRequired(DATE)], TYPED_DAYS)
    last_on = DayField(
        "Tot en met (alleen bij een pauze)",
        [Optional()],
        TYPED_DAYS,
        description="Laat dit leeg bij één dag.",
    )


class ClosureForm(FlaskForm):
    """Days on which a school is closed."""

    school = SelectField("School", [InputRequired("Kies een school.")])
    words = StringField(
        "Wat is het?",
        [
            InputRequired("Vul in wat het is, bijvoorbeeld: studiedag."),
            at_most(CLOSURE_WORDS),
        ],
        description="Bijvoorbeeld: studiedag.",
    )
    first_on = DayField("Op of vanaf", [InputRequired(DATE)], TYPED_DAYS)
    last_on = DayField(
        "Tot en met", [Optional()], TYPED_DAYS, description="Laat dit leeg bij één dag."
    )


class WhoDecidesForm(FlaskForm):
    """What tells who must agree: the child's month of birth and who holds authority."""

    birth_month = SelectField(
        "Geboortemaand van het kind",
        [InputRequired("Kies de maand.")],
        choices=[NOTHING, *(SelectChoice(str(i + 1), month) for i, month in enumerate(MONTHS))],
    )
    birth_year = StringField(
        "Geboortejaar",
        [InputRequired("Vul het jaar in."), Regexp("^[12][0-9]{3}$", message=YEAR)],
        description="Bijvoorbeeld: 2017.",
        render_kw={"inputmode": "numeric", "maxlength": 4},
    )
    holders = RadioField(
        "Wie heeft het gezag?", [InputRequired("Kies wie het gezag heeft.")], choices=HOLDERS
    )


class ParticipantForm(WhoDecidesForm):
    """Somebody who answers a list twice about a child without a traject, and who agreed to it."""

    first_agrees = BooleanField("De ouder is akkoord")
    second_agrees = BooleanField("De tweede ouder is akkoord")
    child_agrees = BooleanField("Het kind zelf is akkoord (nodig vanaf 12 jaar)")
    channel = RadioField(
        "Hoe is het akkoord gegeven?", [InputRequired("Kies hoe.")], choices=CHANNELS
    )
    role = RadioField("Wie antwoordt?", [InputRequired("Kies wie antwoordt.")], choices=TWICE)
    code = StringField(
        "Code van het kind",
        [
            InputRequired("Kies een code."),
            at_most(LONGEST_CODE),
        ],
        description="Letters en minstens 1 cijfer, zoals H12. Geen naam.",
    )
    group_name = StringField(
        "Groep",
        [InputRequired("Vul de groep in."), at_most(40)],
        description="Bijvoorbeeld: groep 5.",
    )
    school = SelectField("School", [InputRequired("Kies een school.")])
    asks_attention = BooleanField("Volgens de leerkracht vraagt dit kind extra aandacht")


def school_choices(schools: Iterable[School]) -> list[SelectChoice]:
    """Return the schools to choose from; a single one is chosen already."""
    choices = [SelectChoice(school.id, school.name) for school in schools]
    return choices if len(choices) == 1 else [NOTHING, *choices]


def holders_agreed(form: ParticipantForm) -> int:
    """Count who agreed; the second box says nothing where one parent decides."""
    second = form.second_agrees.data and form.holders.data == "two"
    return int(form.first_agrees.data) + int(second)


def offer_succession(form: InformantForm, people: Iterable[TrajectInformant]) -> None:
    """Let somebody take over from who works at the school; without anybody that is not asked."""
    found = [SelectChoice(each.id, each.label) for each in people if each.role in AT_SCHOOL]
    if found:
        form.succeeds.choices = [NOBODY, *found]
    else:
        del form.succeeds
