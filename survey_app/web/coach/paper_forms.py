"""The forms of the papers: what is typed on each, and who released the own answers."""

from flask_wtf import FlaskForm
from wtforms import HiddenField, RadioField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Optional

from survey_app.papers.kinds import Kind
from survey_app.papers.texts import LONGEST, MOST_LINES
from survey_app.web.coach.forms import DATE, LANGUAGES, TYPED_DAYS, DayField


def _part(name: str, label: str) -> TextAreaField:
    """Return the field for one part of the report, with how much fits."""
    return TextAreaField(
        label, description=f"Ten hoogste {LONGEST[Kind.REPORT][name]} tekens. Leeg mag."
    )


class PaperForm(FlaskForm):
    """What every paper has: the version that was seen."""

    seen = HiddenField(default="0")

    @property
    def texts(self) -> dict[str, str]:
        """Return what was typed, by field."""
        return {
            field.short_name: field.data.isoformat()
            if isinstance(field, DayField) and field.data
            else field.data or ""
            for field in self
            if isinstance(field, (DayField, TextAreaField))
        }

    @property
    def language_chosen(self) -> str:
        """Return in which language the paper is made."""
        return "nl"


class TalkForm(PaperForm):
    """The sheet for a talk."""

    on = DayField("Wanneer is het gesprek? (mag leeg blijven)", [Optional()], TYPED_DAYS)
    agreed = TextAreaField(
        "Wat spraken jullie eerder af?",
        description=f"Eén afspraak per regel, ten hoogste {MOST_LINES[Kind.TALK]}. "
        f"Samen ten hoogste {LONGEST[Kind.TALK]['agreed']} tekens.",
    )
    language = SelectField("In welke taal?", choices=LANGUAGES, default="nl")

    @property
    def language_chosen(self) -> str:
        """Return in which language the paper is made."""
        return str(self.language.data)


class StepsForm(PaperForm):
    """The child's own paper."""

    goal = TextAreaField(
        "Wat wil het kind? (mag leeg blijven)",
        description="In de woorden van het kind. Blijft dit leeg, dan komt zijn eigen doel erop. "
        f"Ten hoogste {LONGEST[Kind.STEPS]['goal']} tekens.",
    )
    said = TextAreaField(
        "Wat zag jij goed gaan? (mag leeg blijven)",
        description=f"In korte zinnen. Ten hoogste {LONGEST[Kind.STEPS]['said']} tekens.",
    )


class ReportForm(PaperForm):
    """The report for the file; all is offered from what is on record, and can be changed."""

    question = _part("question", "De vraag")
    done = _part("done", "Wat er gedaan is")
    agreed = _part("agreed", "Wat er is afgesproken")
    closing = _part("closing", "Afsluiting")
    aftercare = _part("aftercare", "Nazorg")


class ReleaseForm(FlaskForm):
    """What somebody said about showing the own answers in a talk."""

    allowed = RadioField(
        "Mogen de anderen deze antwoorden zien?",
        [InputRequired("Kies ja of nee.")],
        choices=[SelectChoice("yes", "ja"), SelectChoice("no", "nee")],
    )
    said_on = DayField("Wanneer is dat gezegd?", [InputRequired(DATE)], TYPED_DAYS)
    seen = HiddenField()


FORMS: dict[Kind, type[PaperForm]] = {
    Kind.TALK: TalkForm,
    Kind.STEPS: StepsForm,
    Kind.REPORT: ReportForm,
}
