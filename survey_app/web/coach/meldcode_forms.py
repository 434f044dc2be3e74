"""The form for one step of the meldcode."""

from datetime import date
from typing import Final

from flask_wtf import FlaskForm
from wtforms import RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from survey_app.practice.meldcode import DECIDES, LONGEST_NOTE, Taken
from survey_app.web.coach.forms import DATE, TYPED_DAYS, DayField
from survey_app.web.coach.practice_forms import TickField
from survey_app.web.form_checks import at_most

PARTIES: Final = {
    "alone": "alleen",
    "child": "kind",
    "parents": "ouders",
    "colleague": "collega",
    "attention_officer": "aandachtsfunctionaris",
    "ib": "intern begeleider",
    "director": "directeur",
    "veilig_thuis": "Veilig Thuis",
    "injury_expert": "letseldeskundige",
    "health": "jeugdarts of huisarts",
    "social_team": "sociaal team",
    "police": "politie",
}
DECISIONS: Final = {
    "report": "melden bij Veilig Thuis",
    "help": "hulp geven of regelen",
    "not_needed": "melden en hulp zijn niet nodig",
}


class StepForm(FlaskForm):
    """When a step was taken, with whom, and what is good to know."""

    done_on = DayField("Op welke dag?", [InputRequired(DATE)], TYPED_DAYS)
    with_whom = TickField(
        "Met wie?",
        [InputRequired("Kies met wie je dit deed.")],
        choices=[SelectChoice(key, words) for key, words in PARTIES.items()],
        validate_choice=False,
    )
    decision = RadioField(
        "Wat besliste je?",
        [Optional()],
        choices=[SelectChoice(key, words) for key, words in DECISIONS.items()],
        validate_choice=False,
    )
    note = StringField(
        "Wat is goed om te weten? (mag leeg blijven)",
        [at_most(LONGEST_NOTE)],
        description="Zonder namen. Schrijf op wat je zag of hoorde, niet wat je denkt.",
    )

    def ask_for(self, number: int) -> None:
        """Ask what this step needs: only the last one is a decision, and that says why."""
        if number != DECIDES:
            del self.decision
        else:
            self.note.label.text = "Waarom?"
            self.note.description = "Zonder namen. In een of twee zinnen."

    @property
    def taken(self) -> Taken:
        """Return what was filled in; only after the shape was found right."""
        return Taken(
            done_on=self.done_on.data or date.min,
            with_whom=tuple(self.with_whom.data or ()),
            decision=self.decision.data if "decision" in self else None,
            note=self.note.data or "",
        )
