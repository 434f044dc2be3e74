"""The worked examples of `tests/scoring/worked/`: sheets answered and scored by hand.

Every number there was written with the arithmetic beside it, not taken from this software. A file
holds sheets; a sheet says who answers, what was answered, skipped and hidden by routing, what the
same person answered the time before, and then what must come of it.
"""

from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

FOLDER = Path(__file__).with_name("worked")


@dataclass(frozen=True)
class Expected:
    """What one scale must give: a score, or the reason that there is none."""

    value: float | None
    reason: str | None
    answered: int
    of: int


@dataclass(frozen=True)
class Sheet:
    """One sheet, with what must come of it."""

    informant: str
    answers: dict[str, str]
    skipped: tuple[str, ...]
    hidden: tuple[str, ...]
    earlier: dict[str, str]
    scores: dict[str, Expected]
    signals: list[tuple[tuple[str, ...], str]]
    shown: dict[str, str] = field(default_factory=dict)


def worked(key: str) -> list[Sheet]:
    """Read the worked sheets of one list."""
    content = YAML(typ="safe").load(FOLDER / f"{key}.yaml")
    return [_sheet(each) for each in content["sheets"]]


def with_an_example() -> list[str]:
    """Return the keys of the lists that have a file."""
    return sorted(path.stem for path in FOLDER.glob("*.yaml"))


def _sheet(given: dict[str, Any]) -> Sheet:
    return Sheet(
        informant=given["informant"],
        answers={item: str(answer) for item, answer in given["answers"].items()},
        skipped=tuple(given.get("skipped", ())),
        hidden=tuple(given.get("hidden", ())),
        earlier={item: str(answer) for item, answer in given.get("earlier", {}).items()},
        scores={scale: _expected(each) for scale, each in given.get("scores", {}).items()},
        signals=[(tuple(each["items"]), each["level"]) for each in given["signals"]],
        shown=given.get("shown", {}),
    )


def _expected(given: dict[str, Any]) -> Expected:
    assert given["how"], "say in words how the number comes about"
    score = given.get("score")
    return Expected(
        value=None if score is None else float(Fraction(str(score))),
        reason=given.get("reason"),
        answered=given["answered"],
        of=given["of"],
    )
