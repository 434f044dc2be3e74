"""Making a sound for texts that nobody recorded: espeak-ng speaks, lame packs it as mp3.

Both are free programs of the machine. It is a placeholder: a child hears that no person speaks.
"""

import shutil
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from survey_app.definitions.speech import MADE, Sounds, Utterance, why_not_mp3
from survey_app.errors import KansmeterError
from survey_app.exchange.files import make_folder, write_whole

PROGRAMS = ("espeak-ng", "lame")
VOICES = {"nl": "nl", "en": "en-gb", "ar": "ar", "tr": "tr", "pl": "pl", "uk": "uk"}
"""The voices espeak-ng has for our languages; there is none for Tigrinya."""
WORDS_PER_MINUTE = "140"
PATIENCE_IN_SECONDS = 60
SPEAK = ("-b", "1", "-s", WORDS_PER_MINUTE, "--stdin", "--stdout")
PACK = ("--quiet", "-t", "-m", "m", "-b", "32", "--resample", "22.05", "-", "-")
"""Mono at 32 kbit/s, and without the frame that counts the others."""


class VoiceError(KansmeterError):
    """No sound can be made here; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Made:
    """How many texts got a sound, had one already, were recorded, or have no voice that fits."""

    made: int
    kept: int
    recorded: int
    without_voice: int


def missing_programs() -> tuple[str, ...]:
    """Return which of the programs this machine lacks."""
    return tuple(name for name in PROGRAMS if shutil.which(name) is None)


def demand_programs() -> None:
    """Refuse to begin without both programs."""
    missing = missing_programs()
    if missing:
        raise VoiceError(
            f"No placeholder can be made without {' and '.join(missing)}: as root, run "
            f"'apt-get install {' '.join(missing)}'. Until then only what was recorded is read "
            "aloud; the rest has no button."
        )


def has_voice(utterance: Utterance) -> bool:
    """Tell whether a synthesiser can say this."""
    return utterance.language in VOICES and utterance.can_be_synthesised


def make_missing(wanted: Iterable[Utterance], sounds: Sounds, folder: Path) -> Made:
    """Make a sound for every text that has none; a second time there is nothing left to do.

    What an older version of a list says keeps its sound: who was asked with it hears it still.
    """
    demand_programs()
    make_folder(folder / MADE)
    known = sounds.known()
    made = kept = recorded = without_voice = 0
    for each in wanted:
        there = known.get(each.fingerprint)
        if there is not None:
            recorded += there.is_recorded
            kept += not there.is_recorded
        elif has_voice(each):
            write_whole(folder / MADE / f"{each.fingerprint}.mp3", synthesise(each))
            made += 1
        else:
            without_voice += 1
    return Made(made, kept, recorded, without_voice)


def synthesise(utterance: Utterance) -> bytes:
    """Return what espeak-ng makes of a text, as mp3; the text is never part of a command."""
    spoken = _run(
        ("espeak-ng", "-v", VOICES[utterance.language], *SPEAK), utterance.text.encode() + b"\n"
    )
    packed = _run(("lame", *PACK), spoken)
    reason = why_not_mp3(packed)
    if reason is not None:
        raise VoiceError(f"What was made for {utterance.name} {reason}.")
    return packed


def _run(command: tuple[str, ...], given: bytes) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603  # our own words, looked up on the path, no shell
            command, input=given, capture_output=True, check=True, timeout=PATIENCE_IN_SECONDS
        )
    except (OSError, subprocess.SubprocessError) as fault:
        raise VoiceError(f"{command[0]} could not make a sound: {fault}.") from fault
    return done.stdout
