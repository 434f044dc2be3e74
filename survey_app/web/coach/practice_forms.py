"""The forms for what was done: a contact, a deviation, a look back."""

import re
from collections.abc import Iterable
from datetime import date

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional
from wtforms.widgets import CheckboxInput

from survey_app.definitions.ways import WayOfWorking
from survey_app.dutch import minutes_in_words
from survey_app.practice import deviations
from survey_app.practice.contacts import LONGEST_LINE, MINUTES, MINUTES_APART, What
from survey_app.web.coach.forms import DATE, NOTHING, TYPED_DAYS, DayField
from survey_app.web.form_checks import at_most

PARTIES = {
    "child": "kind",
    "parent": "ouder",
    "teacher": "leerkracht",
    "team": "team",
    "network": "netwerk",
}
KINDS = {
    "talk": "gesprek",
    "consult": "consult",
    "training": "training",
    "meeting": "overleg",
    "observation": "observatie",
    "incident": "incident",
}
OUTCOMES = {
    "seen": "ja, dat zag ik",
    "partly": "een deel ervan",
    "not_seen": "nee",
    deviations.TOO_EARLY: "het is nog te vroeg",
}
_ONE_LINE = at_most(LONGEST_LINE)


def _choices(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(key, word) for key, word in words.items()]


class TickField(SelectMultipleField):
    """Boxes of which any number may be ticked."""

    option_widget = CheckboxInput()


class LogForm(FlaskForm):
    """One contact, in less than a minute: most of it stands ready.

    What is not among the choices is refused by the service, in words.
    """

    about = SelectField(
        "Rond wie?", [InputRequired("Kies rond wie het was.")], validate_choice=False
    )
    held_on = DayField("Wanneer?", [InputRequired(DATE)], TYPED_DAYS)
    with_whom = TickField(
        "Met wie?",
        [InputRequired("Kies met wie je contact had.")],
        choices=_choices(PARTIES),
        validate_choice=False,
    )
    kind = RadioField(
        "Wat was het?", choices=_choices(KINDS), default="talk", validate_choice=False
    )
    minutes = RadioField(
        "Hoelang, alles bij elkaar?",
        [InputRequired("Kies hoeveel minuten het kostte.")],
        choices=[SelectChoice(str(each), f"{each} min") for each in MINUTES],
        validate_choice=False,
    )
    minutes_apart = SelectField(
        "Daarvan reizen en schrijven",
        choices=[
            SelectChoice(str(each), minutes_in_words(each) if each else "niets")
            for each in MINUTES_APART
        ],
        default="0",
        validate_choice=False,
    )
    principles = TickField(
        "Hoe werkte je?", description="Kies er ten hoogste 5, of geen.", validate_choice=False
    )
    line = StringField(
        "In één regel (mag leeg blijven)",
        [_ONE_LINE],
        description="Zonder namen.",
    )

    @property
    def what(self) -> What:
        """Return what was said of the contact; only after the shape was found right."""
        return What(
            held_on=self.held_on.data or date.min,
            with_whom=self.with_whom.data or (),
            kind=self.kind.data or "",
            minutes=_whole(self.minutes.data),
            minutes_apart=_whole(self.minutes_apart.data),
            principles=self.principles.data or (),
            line=self.line.data or "",
        )

    def offer(self, abouts: Iterable[tuple[str, str]], way: WayOfWorking) -> None:
        """Let one of these be chosen, and the principles of this way."""
        self.about.choices = [NOTHING, *(SelectChoice(key, words) for key, words in abouts)]
        self.principles.choices = [SelectChoice(each.key, each.name) for each in way.principles]


class DeviationForm(FlaskForm):
    """Which principle, why, what is expected, and when to look back."""

    principle = SelectField(
        "Van welk principe wijk je af?",
        [InputRequired("Kies een principe.")],
        validate_choice=False,
    )
    why = StringField(
        "Waarom doe je het anders?",
        [InputRequired("Schrijf in één zin waarom je het anders doet."), _ONE_LINE],
        description="Zonder namen.",
    )
    expected = StringField(
        "Wat verwacht je te zien?",
        [InputRequired("Schrijf in één zin wat je verwacht te zien."), _ONE_LINE],
    )
    look_back_on = DayField(
        "Wanneer kijk je terug?",
        [InputRequired(DATE)],
        TYPED_DAYS,
        description="Op die dag staat het bij Vandaag.",
    )

    def offer(self, way: WayOfWorking) -> None:
        """Let one of the principles of this way be chosen."""
        self.principle.choices = [
            NOTHING,
            *(SelectChoice(each.key, each.name) for each in way.principles),
        ]


class LookBackForm(FlaskForm):
    """Whether what was expected was seen."""

    outcome = RadioField(
        "Zag je dat?",
        [InputRequired("Kies of je zag wat je verwachtte.")],
        choices=_choices(OUTCOMES),
        validate_choice=False,
    )
    again_on = DayField(
        "Kijk opnieuw op (alleen als het nog te vroeg is)", [Optional()], TYPED_DAYS
    )
    found = StringField(
        "Wat leer je ervan? (mag leeg blijven)", [_ONE_LINE], description="Zonder namen."
    )


def _whole(given: str | None) -> int:
    """Return a number of minutes; what is none becomes one that the service refuses."""
    return int(given) if given and re.fullmatch(r"[0-9]{1,3}", given) else -1
