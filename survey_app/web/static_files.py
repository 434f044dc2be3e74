"""Style and script files, read once, under an address that changes with their content.

Who comes for the first time finds the style of the respondent's pages inside the page: a file of
its own is one more trip, and on a slow phone half of the wait for something to read.
"""

import base64
import gzip
import hashlib
import mimetypes
import re
from dataclasses import dataclass
from pathlib import Path

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup
from werkzeug.exceptions import NotFound

from survey_app.web.permissions import public

_COMMENT = re.compile(rb"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(rb"\n\s+")
"""What a browser does not need; no text in these files looks like a comment."""
FOLDER = Path(__file__).parent / "static"
RESPOND = "respond.css"


@dataclass(frozen=True, slots=True)
class StaticFile:
    """One file as it is sent."""

    digest: str
    plain: bytes
    zipped: bytes
    mimetype: str


def register(app: Flask) -> None:
    """Serve the files and give templates `static_url(name)`."""
    files = {path.name: _read(path) for path in FOLDER.iterdir() if path.is_file()}

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

    def is_first_visit() -> bool:
        return app.session_interface.get_cookie_name(app) not in request.cookies

    def respond_style() -> Markup:
        if is_first_visit():
            style = Markup(files[RESPOND].plain.decode())  # noqa: S704  # our own file
            return Markup("<style>{}</style>").format(style)
        return Markup('<link rel="stylesheet" href="{}">').format(urls[RESPOND])

    app.jinja_env.globals["is_first_visit"] = is_first_visit
    app.jinja_env.globals["respond_style"] = respond_style


def allowed_in_page() -> str:
    """Return the source that lets a content policy allow the one style that stands in a page."""
    digest = hashlib.sha256(_read(FOLDER / RESPOND).plain).digest()
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
