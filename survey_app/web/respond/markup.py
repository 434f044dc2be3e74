"""Markup that is the same for everybody: the answers of one question, written once a process."""

from functools import lru_cache

from flask import Flask
from markupsafe import Markup

from survey_app.web.respond.pages import Choice


def register(app: Flask) -> None:
    """Give templates `options(key, choices, kind)`; nothing in it depends on who answers."""
    template = app.jinja_env.get_template("components/choice.html")

    @lru_cache(maxsize=4096)
    def options(key: str, choices: tuple[Choice, ...], kind: str) -> Markup:
        written: Markup = getattr(template.module, kind)(key, choices)
        return written

    app.jinja_env.globals["options"] = options
