"""What came in with a posted page, and the answers to it that need no page of questions."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import RequestEntityTooLarge

from survey_app.web.respond import language
from survey_app.web.respond.pages import Frame, NoticePage

MOST_FIELDS = 300


def posted_fields() -> list[tuple[str, str]]:
    """Return the fields that were posted, in their order; too many are refused."""
    fields = list(request.form.items(multi=True))
    if len(fields) > MOST_FIELDS:
        raise RequestEntityTooLarge
    return fields


def seen_revision() -> int:
    """Return at which revision of the draft the posted page was shown."""
    given = request.form.get("revision", "")
    return int(given) if given.isascii() and given.isdigit() and len(given) < 9 else 0


def kept_at(revision: int, leads_to: str | None = None) -> Response:
    """Tell the script at which revision the draft is now, and where going on needs no sending."""
    headers = {"X-Revision": str(revision)}
    if leads_to is not None:
        headers["X-Next"] = leads_to
    return Response(status=204, headers=headers)


def keep(fields: list[tuple[str, str]]) -> ResponseReturnValue:
    """Return a page that holds what was posted and sends it again; it needs no database."""
    kept = tuple((name, value) for name, value in fields if name not in ("csrf_token", "act"))
    words = language.words_here()
    page = NoticePage(
        frame=Frame(heading="Kansmeter", informant="parent", words=words),
        page="not-saved",
        heading=words.not_saved.heading,
        paragraphs=(words.not_saved.cannot_now, words.not_saved.still_here),
        action=request.full_path if request.query_string else request.path,
        buttons=(("act", request.form.get("act", "forward"), words.acts.again),),
        kept=kept,
    )
    return render_template("respond/notice.html", page=page), 503, {"Retry-After": "10"}
