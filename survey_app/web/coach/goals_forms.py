"""The forms for goals: set one, put it in other words, end it."""

from collections.abc import Iterable
from datetime import date, timedelta

from flask_wtf import FlaskForm
from wtforms import Field, RadioField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, ValidationError

from survey_app.errors import InputError
from survey_app.trajects.goal_lines import DROPPED, REACHED, GoalLine
from survey_app.trajects.goals import (
    AS_EXPECTED,
    LONGEST_REASON,
    LONGEST_WORDS,
    STEPS,
    Wording,
    check_review_day,
)
from survey_app.trajects.models import TrajectInformant
from survey_app.web.coach.forms import DATE, TYPED_DAYS, DayField
from survey_app.web.coach.shared import who
from survey_app.web.form_checks import at_most
from survey_app.web.wiring import wiring

AREAS = {
    "openness": "openheid",
    "resilience": "weerbaarheid",
    "rest": "rust",
    "joy": "plezier",
    "contact": "contact met anderen",
    "cooperation": "samenwerken thuis en school",
    "other": "iets anders",
}
OUTCOMES = {REACHED: "gehaald", DROPPED: "we laten het los"}
REVIEW_AFTER = timedelta(weeks=6)
BY_LEVEL = "levels"
NO_STEP = -99
"""Stands where no step was chosen; the room refuses it, in words."""
_WORDS = at_most(LONGEST_WORDS)
_REASON = at_most(LONGEST_REASON)


def _steps() -> list[SelectChoice]:
    return [SelectChoice(str(each), str(each)) for each in STEPS]


def _with_the_others(form: "WordingForm", field: Field) -> None:
    """Ask for every sentence of a goal that is followed by sentences."""
    if form.by_level and not (field.data or "").strip():
        raise ValidationError(f"Schrijf een zin bij stap {field.short_name[-1]}.")


class WordingForm(FlaskForm):
    """The words of a goal and its steps; what is not among the choices is refused by the room."""

    words = StringField(
        "Het doel, in eigen woorden",
        [InputRequired("Schrijf het doel op, in eigen woorden."), _WORDS],
        description="Iets wat diegene zelf kan doen. Ten hoogste 120 tekens.",
    )
    area = RadioField(
        "Waar gaat het over?",
        [InputRequired("Kies waar het doel over gaat.")],
        choices=[SelectChoice(key, words) for key, words in AREAS.items()],
        validate_choice=False,
    )
    follow = RadioField(
        "Hoe volgen jullie het?",
        choices=[
            SelectChoice("steps", "met een stap van 0 tot 10"),
            SelectChoice(BY_LEVEL, "met 5 stappen in eigen woorden"),
        ],
        default="steps",
        validate_choice=False,
    )
    start = RadioField("Op welke stap nu?", choices=_steps(), validate_choice=False)
    good_enough = RadioField("Welke stap is goed genoeg?", choices=_steps(), validate_choice=False)
    review_on = DayField("Wanneer kijken jullie terug?", [InputRequired(DATE)], TYPED_DAYS)
    words_for_ten = StringField("Hoe ziet stap 10 eruit? (mag leeg blijven)", [_WORDS])
    level_1 = StringField("Stap 1: minder dan nu", [_WORDS, _with_the_others])
    level_2 = StringField("Stap 2: hoe het nu is", [_WORDS, _with_the_others])
    level_3 = StringField("Stap 3: wat je op die dag verwacht", [_WORDS, _with_the_others])
    level_4 = StringField("Stap 4: iets meer", [_WORDS, _with_the_others])
    level_5 = StringField("Stap 5: veel meer dan verwacht", [_WORDS, _with_the_others])
    start_level = RadioField(
        "Waar staat het kind nu?",
        choices=[
            SelectChoice("-1", "op stap 2"),
            SelectChoice("-2", "op stap 1, want erger kan bijna niet"),
        ],
        default="-1",
        validate_choice=False,
    )

    def validate_start(self, field: RadioField) -> None:
        """Ask for a step of now, unless sentences are the steps."""
        if not self.by_level and _whole(field.data) == NO_STEP:
            raise ValidationError("Kies een stap voor nu.")

    def validate_good_enough(self, field: RadioField) -> None:
        """Ask for a step above the one of now, unless sentences are the steps."""
        if self.by_level:
            return
        if _whole(field.data) == NO_STEP:
            raise ValidationError("Kies een stap die goed genoeg is.")
        if _whole(field.data) <= _whole(self.start.data):
            raise ValidationError("De stap die goed genoeg is, ligt hoger dan de stap van nu.")

    def validate_review_on(self, field: DayField) -> None:
        """Say at once what the room would refuse."""
        if field.data is None:
            return
        try:
            check_review_day(field.data, wiring().today())
        except InputError as error:
            raise ValidationError(str(error)) from error

    @property
    def levels(self) -> tuple[str, ...]:
        """The sentences from the lowest step to the highest, empty where nothing was written."""
        fields = (self.level_1, self.level_2, self.level_3, self.level_4, self.level_5)
        return tuple(each.data or "" for each in fields)

    @property
    def by_level(self) -> bool:
        """Whether the goal is followed by five sentences."""
        return bool(self.follow.data == BY_LEVEL)

    @property
    def wording(self) -> Wording:
        """Return what was typed; only after the shape was found right."""
        if self.review_on.data is None:
            raise InputError(DATE)
        return Wording(
            words=self.words.data or "",
            area=self.area.data,
            start=_whole(self.start_level.data if self.by_level else self.start.data),
            good_enough=AS_EXPECTED if self.by_level else _whole(self.good_enough.data),
            review_on=self.review_on.data,
            words_for_ten=self.words_for_ten.data or "",
            levels=self.levels if self.by_level else (),
        )

    def begin(self, today: date) -> None:
        """Let a goal be looked back on after six weeks unless told otherwise."""
        self.review_on.data = today + REVIEW_AFTER

    def show(self, goal: GoalLine, today: date) -> None:
        """Put a goal as it is worded now in the fields; a day that has passed is chosen anew."""
        self.words.data, self.area.data = goal.words, goal.area
        self.words_for_ten.data = goal.words_for_ten
        self.begin(today)
        if goal.review_on > today:
            self.review_on.data = goal.review_on
        if goal.method == "levels":
            self.follow.data = BY_LEVEL
            fields = (self.level_1, self.level_2, self.level_3, self.level_4, self.level_5)
            for field, sentence in zip(fields, goal.levels, strict=True):
                field.data = sentence
            self.start_level.data = str(goal.start_step)
        else:
            self.start.data, self.good_enough.data = str(goal.start_step), str(goal.good_enough)


class GoalForm(WordingForm):
    """A new goal of somebody."""

    owner = RadioField(
        "Van wie is dit doel?", [InputRequired("Kies van wie dit doel is.")], validate_choice=False
    )

    def offer(self, owners: Iterable[TrajectInformant]) -> None:
        """Let the goal be of one of these; the child stands first and ready."""
        self.owner.choices = [SelectChoice(each.id, who(each.role, each.label)) for each in owners]
        self.owner.data = self.owner.data or self.owner.choices[0].value


class RewordForm(WordingForm):
    """A goal in other words, with why."""

    reason = StringField(
        "Waarom verandert het?", [InputRequired("Schrijf waarom het doel verandert."), _REASON]
    )


class EndForm(FlaskForm):
    """How a goal ended."""

    outcome = RadioField(
        "Hoe loopt het af?",
        [InputRequired("Kies of het doel gehaald is, of dat jullie het loslaten.")],
        choices=[SelectChoice(key, words) for key, words in OUTCOMES.items()],
        validate_choice=False,
    )
    reason = StringField(
        "Waarom? (mag leeg blijven als het gehaald is)",
        [_REASON],
        description="In één zin, in de woorden van wie het doel koos.",
    )


def _whole(given: str | None) -> int:
    known = (*STEPS, -1, -2)
    return next((each for each in known if str(each) == given), NO_STEP)
