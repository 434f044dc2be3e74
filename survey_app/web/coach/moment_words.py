"""The Dutch words for what became of a moment of a plan, and for how much it asks of people."""

import math
from collections.abc import Mapping, Sequence

from survey_app.definitions import Questionnaire
from survey_app.definitions.plans import MeasurementPlan
from survey_app.dutch import date_in_words
from survey_app.invitations.asking import BUDGET, NEW_RATER, RECENT
from survey_app.invitations.burden import Burden
from survey_app.invitations.days import REOPENED
from survey_app.invitations.ending import GIVEN_WAY
from survey_app.invitations.models import LeftOut
from survey_app.reports import wording
from survey_app.trajects.models import Occasion, OccasionShift, TrajectInformant
from survey_app.trajects.moments import NOT_HELD_REASONS, SHIFT_REASONS

NOT_HELD = {
    **NOT_HELD_REASONS,
    GIVEN_WAY: "de afsluiting kwam ervoor in de plaats",
    REOPENED: "het traject ging weer open",
}
LEFT_OUT = {
    BUDGET: "dit schooljaar is er al genoeg tijd gevraagd",
    RECENT: "kort geleden nog ingevuld",
    NEW_RATER: "kent het kind nog te kort",
}


def moment_title(occasion: Occasion, plan: MeasurementPlan) -> str:
    """Return what a moment is called in the plan, else by its kind."""
    titles = {each.key: each.title for each in plan.moments}
    return titles.get(occasion.moment, wording.occasion_word(occasion.kind)).capitalize()


def not_held_words(occasion: Occasion) -> str | None:
    """Return why a moment is not held, or None when it is."""
    if occasion.not_held is None:
        return None
    return f"Niet gehouden: {NOT_HELD[occasion.not_held]}."


def left_out_words(
    left_out: LeftOut,
    people: Mapping[str, TrajectInformant],
    lists: Mapping[str, Questionnaire],
) -> str:
    """Return who is not asked which list, why, and which shorter one is in its place."""
    person = people[left_out.informant_id]
    words = f"{person.label}, {_quoted(left_out.questionnaire_key, lists)}"
    words += f": {LEFT_OUT[left_out.reason]}."
    if left_out.instead is None:
        return words
    words += f" We vragen nu de korte lijst, {_quoted(left_out.instead, lists)}."
    shorter = lists.get(left_out.instead)
    return words if shorter is None or shorter.scales else f"{words} Daar komt geen score uit."


def _quoted(key: str, lists: Mapping[str, Questionnaire]) -> str:
    known = lists.get(key)
    return f"\u2018{known.title.in_language('nl') if known else key}\u2019"


def moment_note(
    occasion: Occasion, shifts: Sequence[OccasionShift], left_out: Sequence[LeftOut]
) -> str | None:
    """Return one line about a moment: not held, moved, or not asked of everybody or not whole."""
    own = [each for each in shifts if each.occasion_id == occasion.id]
    here = [each for each in left_out if each.occasion_id == occasion.id]
    shorter = sum(each.instead is not None for each in here)
    fewer = len(here) - shorter
    parts = [not_held_words(occasion)]
    if own and occasion.not_held is None:
        last = own[-1]
        parts.append(f"Verzet van {date_in_words(last.from_on)}: {SHIFT_REASONS[last.reason]}.")
    if shorter:
        lists = "1 lijst is" if shorter == 1 else f"{shorter} lijsten zijn"
        parts.append(f"{lists} korter: {LEFT_OUT[BUDGET]}.")
    if fewer:
        parts.append(
            "1 lijst vragen we niet." if fewer == 1 else f"{fewer} lijsten vragen we niet."
        )
    return " ".join(each for each in parts if each) or None


def burden_words(burden: Burden | None) -> str | None:
    """Return how much time is asked of somebody this school year, against the ceiling."""
    if burden is None or burden.ceiling is None or burden.asked == 0:
        return None
    asked, most = math.ceil(burden.asked), round(burden.ceiling)
    words = f"dit schooljaar {asked} van hoogstens {most} minuten gevraagd"
    if burden.is_over:
        words += ", meer dan afgesproken"
    spent = round(burden.spent)
    return f"{words}, {spent} gegeven" if spent else words
