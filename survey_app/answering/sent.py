"""What a sheet tells of its response: whose browser sent it, when and how, how often corrected."""

from sqlalchemy import func, select

from survey_app.answering.models import Correction, Response

OF_RESPONSE = (
    Response.browser.label("sent_by"),
    Response.submitted_at.label("sent_at"),
    Response.mode.label("sent_mode"),
    Response.by_one_browser.label("sent_alone"),
    select(func.count())
    .where(Correction.response_id == Response.id)
    .scalar_subquery()
    .label("corrections"),
)
"""The columns that the sheets of everybody share."""
