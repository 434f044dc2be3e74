"""The respondent's side: start, questions page by page, thanks, a round of lists, and the page where
a short code is typed; complete without a script.
"""

from survey_app.web.respond import code_page, rounds, views
from survey_app.web.respond.views import respond

__all__ = ["code_page", "respond", "rounds", "views"]
