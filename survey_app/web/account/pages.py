"""All addresses of accounts; importing this fills the blueprint."""

from survey_app.web.account import forgotten, own, views
from survey_app.web.account.blueprint import account

__all__ = ["account", "forgotten", "own", "views"]
