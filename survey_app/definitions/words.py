"""Single words of a questionnaire file: numbers, yes and no, keys, fixed choices, read strictly.

Words from YAML arrive as text; a stored document arrives with JSON's own numbers, and both pass
through the same readers.
"""

import math
import re
from collections.abc import Iterable
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

from survey_app.definitions.languages import DIRECTIONS
from survey_app.definitions.people import Informant

LONGEST_WORD = 300

_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,8})(\.[0-9]{1,9})?", re.ASCII)
_WHOLE = re.compile(r"0|[1-9][0-9]{0,8}", re.ASCII)


def wrong(message: str) -> PydanticCustomError:
    """Return the fault that a reader raises, in the words for the author."""
    return PydanticCustomError("plain", "{message}", {"message": message})


def _number(given: object) -> object:
    if isinstance(given, str) and _NUMBER.fullmatch(given):
        return float(given)
    if isinstance(given, int | float) and not isinstance(given, bool) and math.isfinite(given):
        return float(given)
    raise wrong(f"{shown(given)} is not a number; write one like 2 or 0.5")


def _whole(given: object) -> object:
    if isinstance(given, str) and _WHOLE.fullmatch(given):
        return int(given)
    if isinstance(given, int) and not isinstance(given, bool) and given >= 0:
        return given
    raise wrong(f"{shown(given)} is not a whole number; write one like 4")


def _flag(given: object) -> object:
    if isinstance(given, bool):
        return given
    if given in ("true", "false"):
        return given == "true"
    raise wrong(f"{shown(given)} is neither true nor false; write true or false")


def shown(given: object) -> str:
    """Show what stands in the file, not too long."""
    if isinstance(given, str):
        return repr(given if len(given) <= 40 else given[:40] + "…")
    return "a list" if isinstance(given, list) else "a block"


def one_of(choices: Iterable[StrEnum]) -> BeforeValidator:
    """Read one of some fixed words; a word from YAML or JSON becomes the choice itself."""
    known = {choice.value: choice for choice in choices}

    def check(given: object) -> object:
        if isinstance(given, str) and given in known:
            return known[given]
        raise wrong(f"{shown(given)} is unknown; choose one of {', '.join(known)}")

    # A schema for editors offers these words and not all that the type has.
    return BeforeValidator(check, json_schema_input_type=Literal.__getitem__(tuple(known)))


def _name(pattern: str, example: str) -> tuple[AfterValidator, WithJsonSchema]:
    allowed = re.compile(pattern, re.ASCII)

    def check(given: str) -> str:
        if not allowed.fullmatch(given):
            raise wrong(f"{shown(given)} cannot be used here; write it like {example}")
        return given

    return AfterValidator(check), WithJsonSchema({"type": "string", "pattern": f"^{pattern}$"})


def _word(given: str) -> str:
    if not given.strip():
        raise wrong("empty; write something or remove the key")
    if given != given.strip():
        raise wrong("a space at the start or end; remove it")
    if len(given) > LONGEST_WORD:
        raise wrong(f"longer than {LONGEST_WORD} characters; shorten it")
    return given


def _language(given: str) -> str:
    if given not in DIRECTIONS:
        raise wrong(f"{shown(given)} is unknown; choose one of {', '.join(DIRECTIONS)}")
    return given


_KEY = _name(r"[a-z][a-z0-9_]{0,31}", "o1 or bijna_nooit: lower case, at most 32")
_OPTION_KEY = _name(r"[a-z0-9][a-z0-9_]{0,31}", "bijna_nooit or 0: lower case")
_LIST_KEY = _name(r"[a-z][a-z0-9-]{0,63}", "kansmeter-ouder: lower case, dashes")
_VERSION = _name(r"[0-9]{1,4}(\.[0-9]{1,4}){0,2}", '"1.0"')
_WORD = WithJsonSchema({"type": "string", "minLength": 1, "maxLength": LONGEST_WORD})
_LANGUAGES = WithJsonSchema({"type": "string", "enum": list(DIRECTIONS)})

Number = Annotated[float, BeforeValidator(_number)]
Whole = Annotated[int, BeforeValidator(_whole)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Word = Annotated[str, AfterValidator(_word), _WORD]
Key = Annotated[str, *_KEY]
OptionKey = Annotated[str, *_OPTION_KEY]
ListKey = Annotated[str, *_LIST_KEY]
Version = Annotated[str, *_VERSION]
Language = Annotated[str, AfterValidator(_language), _LANGUAGES]
Who = Annotated[Informant, one_of(Informant)]
# Language to text; which languages must be there, and what a text may hold, is checked later.
Texts = dict[str, str]
