"""The pages of the coach: today, trajects, charts, questionnaires."""

from survey_app.web.coach import group, pictures, views
from survey_app.web.coach.blueprint import coach

__all__ = ["coach", "group", "pictures", "views"]
