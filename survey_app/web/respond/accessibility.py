"""The statement on accessibility: what we keep to, what is not good yet, whom to tell."""

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from survey_app.web.permissions import public
from survey_app.web.respond import language
from survey_app.web.respond.blueprint import respond
from survey_app.web.respond.pages import Frame, NoticePage


@respond.get("/toegankelijkheid")
@public("a statement for everybody")
def accessibility() -> ResponseReturnValue:
    """Show the statement, in the language of this browser or a chosen one."""
    words = language.words_here()
    page = NoticePage(
        frame=Frame(
            heading=words.accessible.link,
            informant="parent",
            words=words,
            languages=language.links(url_for("respond.accessibility"), words.language),
        ),
        page="accessibility",
        heading=words.accessible.heading,
        paragraphs=words.accessible.said,
    )
    return render_template("respond/notice.html", page=page)
