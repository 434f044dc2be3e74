"""A questionnaire comes in; what a voice says of it goes out, and where the sound of it lies.

`texts` says in which words every text is read aloud and gives each a fingerprint; a sound belongs
to a fingerprint, never to a place in a list, so a text that changed has no sound until somebody
records or makes it. `sounds` finds the files, `mp3` looks whether they are what they seem.
"""

from survey_app.definitions.speech.mp3 import LARGEST, frames, why_not_mp3
from survey_app.definitions.speech.sounds import (
    MADE,
    RECORDED,
    Sound,
    Sounds,
    bound_name,
    fingerprint_in,
    loose_files,
    recordings_folder,
)
from survey_app.definitions.speech.texts import (
    CHILD_WORDS,
    SpokenItem,
    Utterance,
    fingerprint_of,
    spoken,
    spoken_item,
    utterances,
)

__all__ = [
    "CHILD_WORDS",
    "LARGEST",
    "MADE",
    "RECORDED",
    "Sound",
    "Sounds",
    "SpokenItem",
    "Utterance",
    "bound_name",
    "fingerprint_in",
    "fingerprint_of",
    "frames",
    "loose_files",
    "recordings_folder",
    "spoken",
    "spoken_item",
    "utterances",
    "why_not_mp3",
]
