"""Changed copies of a questionnaire file."""

from itertools import count
from pathlib import Path

from survey_app.definitions import shipped_folder

PARENTS = shipped_folder() / "kansmeter-ouder.yaml"
NEW_SCORING = (
    'scoring_version: "1"\n',
    """scoring_version: "2"
follows:
  - {version: "1.0", scoring_version: "1", change: scoring, comparable: [kracht, last]}
""",
)
"""Gives the list of parents a new scoring version, with all scales called comparable."""

_numbers = count(1)


def changed(source: Path | str, folder: Path, *replacements: tuple[str, str]) -> Path:
    """Write the text of a file with pieces of it replaced, each once, and return the new path."""
    text = source if isinstance(source, str) else source.read_text(encoding="utf-8")
    for old, new in replacements:
        assert old in text, f"{old!r} is not in the list"
        text = text.replace(old, new, 1)
    path = folder / f"changed-{next(_numbers)}.yaml"
    path.write_text(text, encoding="utf-8")
    return path
