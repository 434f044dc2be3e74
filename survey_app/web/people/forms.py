"""The forms of people, rights, approvals and emergencies: they check shape."""

from collections.abc import Iterable

from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import AnyOf, InputRequired, NumberRange, Optional

from survey_app.accounts import services
from survey_app.accounts.approvals import LONGEST_REASON
from survey_app.accounts.models import Person, School
from survey_app.accounts.roles import Role
from survey_app.keeping.terms import MOST_MONTHS, CountsFrom
from survey_app.trajects.course import REGIMES
from survey_app.web.coach.forms import TYPED_DAYS, DayField
from survey_app.web.form_checks import DigitsField, at_most
from survey_app.web.people.wording import COUNTS_FROM, ROLES

IN_MONTHS = f"Vul een heel getal in, van 1 tot {MOST_MONTHS}."
NOWHERE = SelectChoice("", "geen")
NOBODY = SelectChoice("", "niemand")
REGIONS = [SelectChoice(each, each) for each in services.REGIONS]


class RightForm(FlaskForm):
    """A role, where it is held, and between which days."""

    role = RadioField("Rol", [InputRequired("Kies een rol.")], validate_choice=False)
    school = SelectField("School", validate_choice=False)
    coach = SelectField(
        "Wie wordt er vervangen?",
        description="Alleen bij een vervanger.",
        validate_choice=False,
    )
    starts_on = DayField(
        "Vanaf welke dag?", [Optional()], TYPED_DAYS, description="Leeg: vanaf vandaag."
    )
    ends_on = DayField(
        "Tot en met welke dag?",
        [Optional()],
        TYPED_DAYS,
        description="Leeg: tot je het recht weghaalt. Een vervanger heeft een laatste dag.",
    )
    reason = StringField(
        "Waarom? (alleen bij een recht voor jezelf)",
        [at_most(LONGEST_REASON)],
    )

    def offer(
        self,
        roles: Iterable[Role],
        schools: Iterable[School],
        coaches: Iterable[Person],
        *,
        with_nowhere: bool,
    ) -> None:
        """Offer what this person may give."""
        nowhere = [NOWHERE] if with_nowhere else []
        if with_nowhere:
            self.school.description = "Geen bij een projectleider, onderzoeker of beheerder."
        self.role.choices = [SelectChoice(role.value, ROLES[role]) for role in roles]
        self.school.choices = [*nowhere, *(SelectChoice(each.id, each.name) for each in schools)]
        self.coach.choices = [NOBODY, *(SelectChoice(each.id, each.name) for each in coaches)]


class NewPersonForm(RightForm):
    """Somebody new, with a first right."""

    name = StringField(
        "Voornaam en achternaam",
        [
            InputRequired("Vul in hoe deze persoon heet."),
            at_most(100),
        ],
    )
    email = StringField(
        "E-mailadres",
        [
            InputRequired("Vul het e-mailadres in."),
            at_most(254),
        ],
        description="Daar gaat een link heen om in te loggen.",
    )


class SchoolForm(FlaskForm):
    """A new school."""

    name = StringField(
        "Naam van de school",
        [
            InputRequired("Vul de naam van de school in."),
            at_most(200),
        ],
    )
    region = RadioField(
        "Vakantieregio", [InputRequired("Kies een regio.")], choices=REGIONS, default="Noord"
    )


class TermForm(FlaskForm):
    """Another term for one kind of file."""

    regime = RadioField(
        "Welk soort dossier?",
        [AnyOf(REGIMES, "Kies een soort dossier.")],
        choices=[SelectChoice(key, words) for key, words in REGIMES.items()],
        validate_choice=False,
    )
    months = DigitsField(
        "Hoeveel maanden?",
        [InputRequired(IN_MONTHS), NumberRange(1, MOST_MONTHS, IN_MONTHS)],
        digits=3,
        problem=IN_MONTHS,
        description="24 maanden is 2 jaar.",
    )
    counts_from = RadioField(
        "Vanaf wanneer telt het?",
        [AnyOf([each.value for each in CountsFrom], "Kies vanaf wanneer het telt.")],
        choices=[SelectChoice(key.value, words) for key, words in COUNTS_FROM.items()],
        validate_choice=False,
        default=CountsFrom.CLOSING.value,
    )


class EmergencyForm(FlaskForm):
    """Which child, and why it cannot wait."""

    school = SelectField("School", [InputRequired("Kies een school.")], validate_choice=False)
    child_name = StringField(
        "Voornaam van het kind",
        [
            InputRequired("Vul de voornaam in."),
            at_most(80),
        ],
    )
    group_name = StringField(
        "Groep",
        [InputRequired("Vul de groep in."), at_most(40)],
        description="Bijvoorbeeld: groep 5.",
    )
    reason = StringField(
        "Waarom kan het niet wachten?",
        [
            InputRequired("Schrijf in een paar woorden waarom."),
            at_most(LONGEST_REASON),
        ],
        description="De kansencoach leest dit.",
    )

    def offer(self, schools: Iterable[School]) -> None:
        """Offer the schools where this person has a part."""
        self.school.choices = [SelectChoice(each.id, each.name) for each in schools]


class ExportForm(FlaskForm):
    """Why data without names are asked for."""

    reason = StringField(
        "Waarvoor heb je de gegevens nodig?",
        [
            InputRequired("Schrijf in een paar woorden waarvoor."),
            at_most(LONGEST_REASON),
        ],
    )
