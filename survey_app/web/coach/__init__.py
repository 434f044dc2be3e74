"""The pages of the coach: today, trajects, charts, questionnaires, the retest."""

from survey_app.web.coach import consent, group, pictures, retest, views
from survey_app.web.coach.blueprint import coach

__all__ = ["coach", "consent", "group", "pictures", "retest", "views"]
