"""All addresses of accounts; importing this fills the blueprints."""

from survey_app.web.account import (
    forgotten,
    own,
    passkeys,
    proving,
    school_sign_in,
    second_factor,
    views,
)
from survey_app.web.account.blueprint import account
from survey_app.web.account.ways import ways_in

__all__ = [
    "account",
    "forgotten",
    "own",
    "passkeys",
    "proving",
    "school_sign_in",
    "second_factor",
    "views",
    "ways_in",
]
