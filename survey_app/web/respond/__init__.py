"""The respondent's side: start, questions page by page, thanks; complete without a script."""

from survey_app.web.respond import consent, views

__all__ = ["consent", "views"]
