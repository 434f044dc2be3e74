"""Finding what is wrong in the files with texts: one missing, a lost place, Dutch that is hard."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

from babel import Locale
from pydantic import ValidationError

from survey_app.definitions import Fault, Severity
from survey_app.frames.catalogue import FOLDER, LANGUAGES
from survey_app.frames.filling import PLACE
from survey_app.frames.values import Words

SOURCE = LANGUAGES[0]
FOR_CHILDREN = frozenset({"child", "stop_child", "greeting_child", "practice", "handover"})
"""Parts of a name by which a text is read by a child."""
MAY_BE_LONG = {"kindertelefoon", "toegankelijkheid"}
"""A name, and the word by which a statement on accessibility is known."""
ABOUT_DIGITS = ("problem", "number")
"""Where `cijfer` is a digit and no mark."""

_Name = tuple[str, ...]


def frame_files(folder: Path = FOLDER) -> list[Path]:
    """Return the file of every language."""
    return [folder / f"{language}.toml" for language in LANGUAGES]


def check_frames(folder: Path = FOLDER) -> list[Fault]:
    """Return every fault in the texts round the questions.

    A language must have each text that Dutch has, with the same places and a form for each of its
    plurals; Dutch must be plain.

    Parameters
    ----------
    folder : Path, optional
        Where the files are; without it, those that come with Kansmeter.
    """
    source = _texts(folder / f"{SOURCE}.toml")
    if isinstance(source, Fault):
        return [source]
    found = [*_hard_dutch(folder / f"{SOURCE}.toml", source)]
    for path in frame_files(folder):
        texts = _texts(path)
        found += [texts] if isinstance(texts, Fault) else _differences(path, texts, source)
    return sorted(set(found))


def _texts(path: Path) -> dict[_Name, str] | Fault:
    """Return all texts of a language by name; plural forms count as parts of one."""
    try:
        read = tomllib.loads(path.read_text(encoding="utf-8"))
        Words.model_validate(read)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        return _fault(path, f"cannot be read: {error}")
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        return _fault(path, f"{name}: {first['msg'].lower()}")
    return dict(_walk((), read))


def _walk(name: _Name, value: object) -> Iterator[tuple[_Name, str]]:
    match value:
        case dict():
            for key, inside in value.items():
                yield from _walk((*name, key), inside)
        case list():
            for place, inside in enumerate(value):
                yield from _walk((*name, str(place)), inside)
        case _:
            yield name, str(value)


def _differences(path: Path, texts: dict[_Name, str], source: dict[_Name, str]) -> Iterator[Fault]:
    categories = {*Locale.parse(path.stem).plural_form.tags, "other"}
    counted = {name[:-1] for name in source if name[-1] == "other"}
    for name in counted:
        forms = {each[-1] for each in texts if each[:-1] == name}
        if forms != categories:
            yield _fault(path, f"{'.'.join(name)}: give {', '.join(sorted(categories))}")
    for name, said in source.items():
        if name[:-1] in counted and name[-1] != "other":
            continue
        here = texts.get(name)
        if here is None:
            yield _fault(path, f"{'.'.join(name)}: this text is missing")
        elif set(PLACE.findall(here)) != set(PLACE.findall(said)):
            places = ", ".join(sorted(set(PLACE.findall(said)))) or "none"
            yield _fault(path, f"{'.'.join(name)}: its places must be: {places}", here)


def _hard_dutch(path: Path, texts: dict[_Name, str]) -> Iterator[Fault]:
    # The rules are imported where they are needed: a page that answers needs none.
    from survey_app.definitions.wording import language, spelling
    from survey_app.definitions.wording.passages import Audience, Passage, Role

    for name, text in texts.items():
        if len(name) < 2:
            continue
        is_child = not FOR_CHILDREN.isdisjoint(name)
        audience = Audience.CHILD if is_child else Audience.ADULT
        passage = Passage(name, PLACE.sub("{kind}", text), Role.FRAME, audience)
        if text.lower().split()[-1] in MAY_BE_LONG or name[:2] == ABOUT_DIGITS:
            continue
        for remark in (*language.of_passage(passage), *spelling.of_passage(passage)):
            severity = Severity.FAULT if remark.is_certain else Severity.WARNING
            said = f"{'.'.join(name)}: {remark.what}; {remark.advice}"
            yield _fault(path, said, text, severity)


def _fault(path: Path, message: str, text: str = "", severity: Severity = Severity.FAULT) -> Fault:
    """Return a fault at the line where a text stands."""
    lines = path.read_text(encoding="utf-8").splitlines() if text and path.exists() else []
    line = next((at for at, each in enumerate(lines, 1) if text in each), 1)
    return Fault(str(path), line, 1, message, severity)
