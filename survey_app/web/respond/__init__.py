"""The respondent's side: start, questions page by page, thanks; complete without a script."""

from survey_app.web.respond import rounds, views
from survey_app.web.respond.views import respond

__all__ = ["respond", "rounds", "views"]
