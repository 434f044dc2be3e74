"""The forms of the decision after a measurement: the card, and the check of a colleague's card."""

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import Optional

from survey_app.definitions.ways import WayOfWorking
from survey_app.practice.decisions import LONGEST_LINE, LONGEST_STEP, SKIPPED, Said
from survey_app.practice.sharing import ASK_PARENTS, YES
from survey_app.web.coach.forms import TYPED_DAYS, DayField
from survey_app.web.coach.practice_forms import TickField
from survey_app.web.form_checks import at_most

CHOICES = {
    "more": "meer van dit",
    "other": "iets anders",
    "share": "delen met anderen",
    "too_early": "nog te vroeg",
}
DOERS = {
    "child": "het kind",
    "parent": "een ouder",
    "teacher": "de leerkracht",
    "ib": "de intern begeleider",
    "coach": "ik zelf",
    "other": "iemand anders",
}
MAY_SHARE = {"no": "nee", YES: "ja", ASK_PARENTS: "eerst ouders vragen"}
NO_NAMES = "Eén zin, zonder namen. Jij leest dit; collega's pas als je het deelt."
OWN = "Eén zin, zonder namen. Dit wordt nooit gedeeld."


class DecisionForm(FlaskForm):
    """One card: a line and a button, and the rest for who wants to.

    The choice is the button that was pressed. Nothing is chosen beforehand.
    """

    choice = StringField("Keuze")
    line = StringField(
        "Wat werkte, of wat ga je anders doen?",
        [at_most(LONGEST_LINE)],
        description=NO_NAMES,
    )
    voices = StringField(
        "Wat zeggen kind, ouders en leerkracht?", [at_most(LONGEST_LINE)], description=OWN
    )
    step = StringField(
        "Wat gebeurt er nu?",
        [at_most(LONGEST_STEP)],
        description="Eén stap die je kunt zien. Dit wordt nooit gedeeld.",
    )
    step_by = SelectField(
        "Wie doet dat?",
        choices=[
            SelectChoice("", "Kies"),
            *(SelectChoice(key, words) for key, words in DOERS.items()),
        ],
        validate_choice=False,
    )
    step_on = DayField("Voor wanneer?", [Optional()], TYPED_DAYS)
    principles = TickField(
        "Hoe werkte je?", description="Kies er ten hoogste 5, of geen.", validate_choice=False
    )
    may_share = RadioField(
        "Mag dit naar collega's?",
        [Optional()],
        choices=(),
        validate_choice=False,
        description="Zij zien je keuze, je zin, de principes, wat opviel, ongeveer de leeftijd en "
        "de maand. Een collega leest het eerst na. Ouders zeiden ja tegen cijfers zonder naam; "
        "een zin is meer. Twijfel je? Vraag het hun eerst. Kies je niets, dan blijft het bij jou.",
    )

    @property
    def said(self) -> Said:
        """Return what was said on the card; only after the shape was found right."""
        return Said(
            choice=self.choice.data or "",
            line=self.line.data or "",
            voices=self.voices.data or "",
            principles=self.principles.data or (),
            step=self.step.data or "",
            step_by=self.step_by.data or "",
            step_on=self.step_on.data,
        )

    @property
    def is_skipped(self) -> bool:
        """Whether the card is passed over; then nothing that was typed counts."""
        return bool(self.choice.data == SKIPPED)

    def offer(self, way: WayOfWorking, *, at_once: bool) -> None:
        """Let the principles of this way be chosen, and sharing without asking where it may be."""
        self.may_share.choices = [
            SelectChoice(key, words) for key, words in MAY_SHARE.items() if at_once or key != YES
        ]
        self.principles.choices = [SelectChoice(each.key, each.name) for each in way.principles]


class ParentsAgreedForm(FlaskForm):
    """On which day parents agreed that a card is shared; the service says when it cannot be."""

    on = DayField("Wanneer waren de ouders akkoord?", [Optional()], TYPED_DAYS)
