"""The sounds of questions and answers: the same for everybody, and nothing personal in them."""

import hashlib
import re
from collections.abc import Iterable
from io import BytesIO

from flask import Blueprint, send_file
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import NotFound

from survey_app.definitions.speech import Sound, frames
from survey_app.web.permissions import public
from survey_app.web.wiring import wiring

MOST_PARTS = 40
MOST_BYTES = 2_000_000
SECONDS_KEPT = 3600
"""No longer, because a recording takes the place of what a synthesiser made, at its address."""
_NAMES = re.compile(rf"[0-9a-f]{{16}}(?:-[0-9a-f]{{16}}){{0,{MOST_PARTS - 1}}}", re.ASCII)

sounds = Blueprint("sounds", __name__)


def address_of(fingerprints: Iterable[str]) -> str:
    """Return the address of these texts, one after the other."""
    return f"/geluid/{'-'.join(fingerprints)}.mp3"


@sounds.get("/geluid/<names>.mp3")
@public("sounds hold nothing personal")
def sound(names: str) -> ResponseReturnValue:
    """Send the sound of one text, or of several in a row for a browser without script."""
    if not _NAMES.fullmatch(names):
        raise NotFound
    content = _joined(names.split("-"))
    response = send_file(
        BytesIO(content),
        mimetype="audio/mpeg",
        etag=hashlib.sha256(content).hexdigest()[:20],
        conditional=True,
    )
    response.headers["Cache-Control"] = f"public, max-age={SECONDS_KEPT}"
    return response


def _joined(fingerprints: Iterable[str]) -> bytes:
    known = wiring().sounds.known()
    parts = []
    for fingerprint in fingerprints:
        there = known.get(fingerprint)
        content = _content(there) if there else b""
        if not content:
            raise NotFound
        parts.append(content)
        if sum(map(len, parts)) > MOST_BYTES:
            raise NotFound
    return b"".join(parts)


def _content(there: Sound) -> bytes:
    """Return the sound without tags; a file that went away since it was found is nothing."""
    try:
        return frames(there.read())
    except OSError:
        return b""
