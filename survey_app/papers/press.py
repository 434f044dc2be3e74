"""Has a PDF made by a process of its own, that knows no secret and ends after one paper."""

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from survey_app.errors import KansmeterError

PROGRAM: Final = Path(__file__).with_name("pdf.py")
PATIENCE_SECONDS: Final = 60


class PressError(KansmeterError):
    """No PDF came: the library or a font is missing, or it took too long."""


class TooLongError(KansmeterError):
    """A paper needs more pages than it may fill, in its tightest style too."""


@dataclass(frozen=True, slots=True)
class Print:
    """What is to be printed: the page from its roomiest to its tightest style."""

    pages: tuple[str, ...]
    fits: int


def press(wanted: Print) -> bytes:
    """Return the PDF, tagged for PDF/UA."""
    try:
        # S603: our own program, with the interpreter that runs us.
        done = subprocess.run(  # noqa: S603
            [sys.executable, "-I", str(PROGRAM)],
            input=json.dumps({"pages": wanted.pages, "fits": wanted.fits}).encode(),
            capture_output=True,
            timeout=PATIENCE_SECONDS,
            env={"LANG": "C.UTF-8"},
            check=False,
        )
    except subprocess.TimeoutExpired as late:
        raise PressError("The PDF took too long.") from late
    pages, _, pdf = done.stdout.partition(b"\n")
    if done.returncode != 0:
        raise PressError(f"The program that makes PDFs ended with {done.returncode}.")
    if not pdf:
        raise TooLongError(f"It needs {int(pages)} pages.")
    return pdf
