"""The forms for requests about a child's data; what they hold is checked by the services."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.fields import Field
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from survey_app.definitions import Item, ItemKind
from survey_app.keeping.rectifying import LONGEST_STATEMENT
from survey_app.keeping.rights_requests import LONGEST_WHO, LONGEST_WORDS, OTHER
from survey_app.web.coach.child_data_words import OUTCOMES, RESTRICTED_BECAUSE
from survey_app.web.coach.forms import DATE, NOTHING, TYPED_DAYS, DayField
from survey_app.web.coach.practice_forms import TickField
from survey_app.web.form_checks import at_most

ASKS_FOR = {
    "access": "inzage: zien wat er staat",
    "portability": "overdracht: de gegevens als bestand",
    "rectification": "correctie: iets klopt niet",
    "restriction": "beperken: bewaren, en nu niet gebruiken",
}
IDENTITIES = {
    "known": "ik ken deze persoon",
    "document": "ik zag een identiteitsbewijs",
    OTHER: "anders",
}
_WORDS = at_most(LONGEST_WORDS)


def _choices(words: dict[str, str]) -> list[SelectChoice]:
    return [SelectChoice(key, word) for key, word in words.items()]


class RequestForm(FlaskForm):
    """Who asks what, since when, and how that person is known."""

    kind = RadioField(
        "Wat wordt er gevraagd?",
        [InputRequired("Kies wat er gevraagd wordt.")],
        choices=_choices(ASKS_FOR),
        validate_choice=False,
    )
    asker = SelectField(
        "Wie vraagt het?", [InputRequired("Kies wie het vraagt.")], validate_choice=False
    )
    asker_words = StringField(
        "Iemand anders: wie?",
        [at_most(LONGEST_WHO)],
        description="Bijvoorbeeld 'voogd'. Leeg als je hierboven iemand koos.",
    )
    received_on = DayField("Wanneer kwam de vraag?", [InputRequired(DATE)], TYPED_DAYS)
    identity = RadioField(
        "Hoe weet je wie het is?",
        [InputRequired("Kies hoe je weet wie het is.")],
        choices=_choices(IDENTITIES),
        description="Maak geen kopie van een identiteitsbewijs. Kijken is genoeg.",
        validate_choice=False,
    )
    identity_words = StringField("Anders: hoe?", [_WORDS])

    def offer(self, people: Iterable[tuple[str, str]]) -> None:
        """Let one of these ask, or somebody else."""
        self.asker.choices = [
            NOTHING,
            *(SelectChoice(key, words) for key, words in people),
            SelectChoice(OTHER, "iemand anders"),
        ]


class ExtendForm(FlaskForm):
    """Why it takes longer."""

    reason = StringField(
        "Waarom duurt het langer?",
        [InputRequired("Schrijf in één zin waarom het langer duurt."), _WORDS],
        description="Vertel dit ook aan wie het vroeg, binnen de eerste maand.",
    )


class CloseRequestForm(FlaskForm):
    """How a request ended."""

    outcome = RadioField(
        "Hoe liep het af?",
        [InputRequired("Kies hoe het afliep.")],
        choices=_choices(OUTCOMES),
        validate_choice=False,
    )
    ground = StringField(
        "Op welke grond weiger je?",
        [_WORDS],
        description="Alleen bij weigeren. Vertel erbij dat iemand kan klagen bij de Autoriteit "
        "Persoonsgegevens.",
    )


class RestrictForm(FlaskForm):
    """Why use is restricted."""

    ground = RadioField(
        "Waarom?",
        [InputRequired("Kies waarom het gebruik wordt beperkt.")],
        choices=_choices(RESTRICTED_BECAUSE),
        validate_choice=False,
    )


class LiftForm(FlaskForm):
    """When who asked was told, and why the restriction ends."""

    told_on = DayField(
        "Wanneer vertelde je het aan wie erom vroeg?", [InputRequired(DATE)], TYPED_DAYS
    )
    reason = StringField(
        "Waarom is de beperking niet meer nodig?",
        [InputRequired("Schrijf in één zin waarom de beperking niet meer nodig is."), _WORDS],
    )


class StatementForm(FlaskForm):
    """What is not put right, and what who asked says about it."""

    about = StringField(
        "Waar gaat het over?",
        [InputRequired("Vul in waar het over gaat."), _WORDS],
    )
    words = TextAreaField(
        "Wat zegt diegene?",
        [
            InputRequired("Schrijf op wat diegene zegt."),
            at_most(LONGEST_STATEMENT),
        ],
    )


class PutRightForm(FlaskForm):
    """What it must say, and why."""

    after = StringField("Wat moet er staan?", [InputRequired("Vul in wat er moet staan.")])
    why = StringField(
        "Wat klopte er niet?",
        [InputRequired("Schrijf in één zin wat er niet klopte."), _WORDS],
    )


def answer_form(item: Item) -> type[FlaskForm]:
    """Return the form to put the answer to one question right, in the way it was asked."""
    given: Field
    needed = InputRequired("Kies een antwoord dat bij de vraag past.")
    options = [
        SelectChoice(option.key, option.text.in_language("nl") or option.key)
        for option in item.options
    ]
    if item.kind is ItemKind.MULTIPLE:
        given = TickField("Welk antwoord klopt?", [needed], choices=options, validate_choice=False)
    elif options:
        given = RadioField("Welk antwoord klopt?", [needed], choices=options, validate_choice=False)
    else:
        given = StringField("Welk antwoord klopt?", [needed])

    class AnswerForm(FlaskForm):
        after = given
        why = StringField(
            "Wat klopte er niet?",
            [InputRequired("Schrijf in één zin wat er niet klopte."), _WORDS],
        )

        @property
        def values(self) -> tuple[str, ...]:
            """Return what was chosen or typed."""
            chosen = self.after.data
            return tuple(chosen) if isinstance(chosen, list) else (chosen or "",)

    return AnswerForm
