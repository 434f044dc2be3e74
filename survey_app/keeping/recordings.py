"""What can be heard of the lists of an installation, and binding new recordings to their texts."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from survey_app.definitions import Informant, Questionnaire
from survey_app.definitions.speech import (
    Sound,
    Sounds,
    Utterance,
    bound_name,
    fingerprint_in,
    loose_files,
    utterances,
    why_not_mp3,
)
from survey_app.definitions.speech.sounds import files_below
from survey_app.errors import InputError
from survey_app.frames import words_in


class UnboundError(InputError):
    """A recording cannot be bound to a text; the text says what to do."""


PRACTICE = "oefenen"
"""What stands for a list where a child practises; it comes before the first list of a child."""


@dataclass(frozen=True, slots=True)
class Heard:
    """The texts of one list in one language, by what is heard of them."""

    key: str
    language: str
    recorded: tuple[Utterance, ...]
    synthetic: tuple[Utterance, ...]
    silent: tuple[Utterance, ...]


@dataclass(frozen=True, slots=True)
class Stray:
    """A recording that nobody hears, with the reason."""

    path: Path
    reason: str


def texts_of(lists: Iterable[Questionnaire]) -> dict[tuple[str, str], tuple[Utterance, ...]]:
    """Return all that is read aloud, by list and language: of what can be asked, where offered."""
    found: dict[tuple[str, str], tuple[Utterance, ...]] = {}
    for each in lists:
        if each.can_be_asked:
            for language in each.offered_languages:
                found[each.key, language] = utterances(each, language)
                if Informant.CHILD in each.informants:
                    found[PRACTICE, language] = _practice(language)
    return found


def _practice(language: str) -> tuple[Utterance, ...]:
    words = words_in(language)
    texts = {
        "faces": words.practice.faces,
        "words": words.practice.words,
        "hint": words.question.practice_hint,
    }
    return tuple(Utterance(name, language, text) for name, text in texts.items())


def heard_of(lists: Iterable[Questionnaire], known: Mapping[str, Sound]) -> list[Heard]:
    """Return what is heard of each list in each language."""
    return [
        _by_kind(key, language, texts, known) for (key, language), texts in texts_of(lists).items()
    ]


def _by_kind(
    key: str, language: str, texts: Iterable[Utterance], known: Mapping[str, Sound]
) -> Heard:
    kinds: dict[bool | None, list[Utterance]] = {True: [], False: [], None: []}
    for each in texts:
        sound = known.get(each.fingerprint)
        kinds[sound.is_recorded if sound else None].append(each)
    return Heard(key, language, tuple(kinds[True]), tuple(kinds[False]), tuple(kinds[None]))


def wanted(lists: Iterable[Questionnaire]) -> list[Utterance]:
    """Return all that can be read aloud, each text once, whichever lists have it."""
    found: dict[str, Utterance] = {}
    for texts in texts_of(lists).values():
        for each in texts:
            found.setdefault(each.fingerprint, each)
    return list(found.values())


def strays(lists: Iterable[Questionnaire], sounds: Sounds) -> list[Stray]:
    """Return the recordings that nobody hears: outdated, not bound, or no sound."""
    current = {each.fingerprint for each in wanted(lists)}
    known = sounds.known()
    found = []
    for folder in sounds.recorded_in:
        for entry in files_below(folder):
            path = Path(entry.path)
            fingerprint = fingerprint_in(entry.name)
            if fingerprint is None:
                found.append(Stray(path, "bound to no text: run 'survey-app audio bind'"))
            elif fingerprint not in known or known[fingerprint].path != path:
                found.append(Stray(path, why_not_mp3(_read(path)) or "another one is played"))
            elif fingerprint not in current:
                found.append(Stray(path, "outdated: its text changed, so record it again"))
    return found


def loose(sounds: Sounds) -> list[Path]:
    """Return the recordings that are bound to no text yet."""
    return [path for folder in sounds.recorded_in for path in loose_files(folder)]


def bind(path: Path, lists: Iterable[Questionnaire]) -> tuple[Path, Utterance]:
    """Give a recording the name that binds it to the present text, and return both.

    Where it lies says whose it is: ``nl/kansmeter-ouder/o1.mp3``.
    """
    language, key = path.parent.parent.name, path.parent.name
    texts = texts_of(lists).get((key, language))
    if texts is None:
        raise UnboundError(
            f"{path} lies in no folder of a list: put it in LANGUAGE/LIST, such as "
            "nl/kansmeter-ouder."
        )
    fitting = [each for each in texts if each.name == path.stem]
    if len(fitting) != 1:
        names = ", ".join(bound_name(each) for each in fitting)
        raise UnboundError(
            f"{path}: more than one text has that name. Call it one of {names}."
            if fitting
            else f"{path}: {key} says nothing in {language} that is called {path.stem}; see "
            f"'survey-app audio list {key}'."
        )
    reason = why_not_mp3(_read(path))
    if reason is not None:
        raise UnboundError(f"{path} {reason}.")
    return path.replace(path.with_name(bound_name(fitting[0]))), fitting[0]


def _read(path: Path) -> bytes:
    try:
        return Sound("", path, is_recorded=True).read()
    except OSError as fault:
        raise UnboundError(f"{path} cannot be read: {fault.strerror}.") from fault
