"""What is wrong in a questionnaire file, and where."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from survey_app.errors import InputError


class Severity(StrEnum):
    """Whether something must be mended or is only told."""

    FAULT = "fault"
    WARNING = "warning"


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One fault or warning; lines and columns count from 1, as editors do."""

    path: str
    line: int
    column: int
    message: str
    severity: Severity = Severity.FAULT

    def __str__(self) -> str:
        """Return ``file:line:column: message``, which editors can jump to, on one line."""
        kind = "warning: " if self.severity is Severity.WARNING else ""
        path = "".join(sign if sign.isprintable() else "?" for sign in self.path)
        return f"{path}:{self.line}:{self.column}: {kind}{self.message}"


class DefinitionError(InputError):
    """A questionnaire cannot be used; `faults` holds every reason, in the order of the file."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(set(faults)))
        super().__init__("\n".join(str(fault) for fault in self.faults))
