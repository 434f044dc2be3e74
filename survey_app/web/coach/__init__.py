"""The pages of the coach: today, trajects, charts, letters, questionnaires, the retest."""

from survey_app.web.coach import (
    calendar,
    consent,
    contact,
    course,
    entering,
    group,
    letter,
    moment,
    nominations,
    pictures,
    planning,
    practice,
    retest,
    school,
    support,
    tablet,
    views,
)
from survey_app.web.coach.blueprint import coach

__all__ = [
    "calendar",
    "coach",
    "consent",
    "contact",
    "course",
    "entering",
    "group",
    "letter",
    "moment",
    "nominations",
    "pictures",
    "planning",
    "practice",
    "retest",
    "school",
    "support",
    "tablet",
    "views",
]
