"""Sounds that nobody made: frames of an mp3 without anything in them."""

from collections.abc import Iterable
from pathlib import Path

from survey_app.definitions.speech import MADE

FRAME = bytes.fromhex("fff340c4") + bytes(100)
"""MPEG 2 layer III, mono, 32 kbit/s at 22,050 Hz: 104 bytes, 26 ms."""


def silence(frames: int = 5) -> bytes:
    """Return an mp3 of so many frames."""
    return FRAME * frames


def put(folder: Path, fingerprints: Iterable[str], content: bytes = FRAME * 5) -> None:
    """Put a made sound in a folder of sounds for each fingerprint."""
    (folder / MADE).mkdir(parents=True, exist_ok=True)
    for fingerprint in fingerprints:
        (folder / MADE / f"{fingerprint}.mp3").write_bytes(content)
