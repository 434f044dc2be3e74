"""Style and script files, read once, under an address that changes with their content.

A respondent's page that is met once has its style inside: a file is one more trip, on a slow phone
half of the wait for something to read. Pages of questions use the files, which the start page asks
for without waiting; who comes to one for the first time finds the style inside there too.
"""

import base64
import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from flask import Flask, Response, g, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from survey_app.papers.rendering import STYLE
from survey_app.web.permissions import public

_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(rb"\n\s+")
"""What a browser does not need; no text in these files looks like a comment."""
FOLDER = Path(__file__).parent / "static"
PAPER = STYLE
"""The style of what goes on paper too stands beside its pages."""


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent."""

    digest: str
    plain: bytes
    zipped: bytes
    mimetype: str


def register(app: Flask) -> None:
    """Serve the files and give templates their addresses, and ways to bring a style."""
    files = {path.name: _read(path) for path in (*FOLDER.iterdir(), PAPER) if path.is_file()}

    @public("style and script hold nothing personal")
    def static_file(digest: str, name: str) -> ResponseReturnValue:
        file = files.get(name)
        if file is None:
            raise NotFound
        zipped = request.accept_encodings.quality("gzip") > 0
        response = Response(file.zipped if zipped else file.plain, mimetype=file.mimetype)
        if zipped:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept-Encoding"
        is_this = digest == file.digest
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if is_this else "public, max-age=60"
        )
        return response

    urls = {name: f"/static/{file.digest}/{name}" for name, file in files.items()}
    app.add_url_rule("/static/<digest>/<name>", "static_file", static_file)
    app.jinja_env.globals["static_url"] = urls.__getitem__

    def is_known() -> bool:
        return app.session_interface.get_cookie_name(app) in request.cookies

    def in_page(*names: str) -> Markup:
        g.styles_in_page = (*styles_in_page(), *names)
        styles = (files[name].plain.decode() for name in names)
        own = map(Markup, styles)  # nothing that anybody typed
        return Markup("").join(map(Markup("<style>{}</style>").format, own))

    def in_files(*names: str) -> Markup:
        link = Markup('<link rel="stylesheet" href="{}">').format
        return Markup("").join(link(urls[name]) for name in names)

    def once(*names: str) -> Markup:
        return in_files(*names) if is_known() else in_page(*names)

    app.jinja_env.globals |= {
        "style_in_page": in_page,
        "style_in_files": in_files,
        "style_once": once,
    }


def styles_in_page() -> tuple[str, ...]:
    """Return the names of the styles that stand in the page of this request."""
    names: tuple[str, ...] = g.get("styles_in_page", ())
    return names


@cache
def source_of(name: str) -> str:
    """Return the source that lets a content policy allow a style that stands in a page."""
    digest = hashlib.sha256(_read(FOLDER / name).plain).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def _read(path: Path) -> StaticFile:
    plain = path.read_bytes()
    if path.suffix in (".css", ".js"):
        plain = _INDENT.sub(b"\n", _COMMENT.sub(b"", plain)).lstrip()
    return StaticFile(
        digest=hashlib.sha256(plain).hexdigest()[:12],
        plain=plain,
        zipped=gzip.compress(plain, 9, mtime=0),
        mimetype=mimetypes.guess_type(path.name)[0] or "application/octet-stream",
    )
