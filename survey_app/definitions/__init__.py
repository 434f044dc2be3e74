"""Questionnaire files come in, frozen and fingerprinted values go out.

`load` reads one file or shipped key, `check` names every fault with file, line and column (also of
wording: the room `wording`), `shipped` lists what comes with Kansmeter, `open_library` adds private
texts to it, `from_document` reads a stored version back.
"""

from typing import TYPE_CHECKING

from survey_app.definitions.asking import score_only, what_is_missing
from survey_app.definitions.changes import ChangeKind, Step
from survey_app.definitions.evidence import (
    evidence_of_form,
    evidence_of_item,
    evidence_of_scale,
)
from survey_app.definitions.faults import DefinitionError, Fault, Severity
from survey_app.definitions.languages import DIRECTIONS, Edition, Evidence, TextStatus
from survey_app.definitions.library import Library, PrivateFolderError, open_library
from survey_app.definitions.loading import load, shipped, shipped_folder
from survey_app.definitions.people import Informant, Sex, Subject
from survey_app.definitions.scales import (
    Bands,
    Method,
    Norm,
    NormFallback,
    Reference,
    ReliabilityKind,
    Rounding,
    Scale,
    Settled,
)
from survey_app.definitions.signals import Signal, SignalLevel
from survey_app.definitions.texts import (
    MissingTextError,
    Text,
    UnfilledTextError,
    UnknownKeyError,
    fill,
)
from survey_app.definitions.values import (
    ATTAINMENT,
    Choose,
    Condition,
    Face,
    Goal,
    Item,
    ItemKind,
    Layout,
    Licence,
    Missing,
    Number,
    Option,
    Page,
    Questionnaire,
    Steps,
)
from survey_app.definitions.versions import (
    Difference,
    Lineage,
    OtherListError,
    comparable_numbers,
    differences,
    kind_of,
    lineage,
    reworded_items,
    signal_words,
    step_faults,
    step_from,
    why_not_rescored,
)

if TYPE_CHECKING:
    from survey_app.definitions.building import from_document
    from survey_app.definitions.private.filling import check_private
    from survey_app.definitions.reading import check
else:

    def __getattr__(name: str) -> object:
        """Import what reads and checks only when somebody asks for it: it takes 0.2 s."""
        if name == "from_document":
            from survey_app.definitions.building import from_document as found
        elif name == "check":
            from survey_app.definitions.reading import check as found
        elif name == "check_private":
            from survey_app.definitions.private.filling import check_private as found
        else:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        return found


__all__ = [
    "ATTAINMENT",
    "DIRECTIONS",
    "Bands",
    "ChangeKind",
    "Choose",
    "Condition",
    "DefinitionError",
    "Difference",
    "Edition",
    "Evidence",
    "Face",
    "Fault",
    "Goal",
    "Informant",
    "Item",
    "ItemKind",
    "Layout",
    "Library",
    "Licence",
    "Lineage",
    "Method",
    "Missing",
    "MissingTextError",
    "Norm",
    "NormFallback",
    "Number",
    "Option",
    "OtherListError",
    "Page",
    "PrivateFolderError",
    "Questionnaire",
    "Reference",
    "ReliabilityKind",
    "Rounding",
    "Scale",
    "Settled",
    "Severity",
    "Sex",
    "Signal",
    "SignalLevel",
    "Step",
    "Steps",
    "Subject",
    "Text",
    "TextStatus",
    "UnfilledTextError",
    "UnknownKeyError",
    "check",
    "check_private",
    "comparable_numbers",
    "differences",
    "evidence_of_form",
    "evidence_of_item",
    "evidence_of_scale",
    "fill",
    "from_document",
    "kind_of",
    "lineage",
    "load",
    "open_library",
    "reworded_items",
    "score_only",
    "shipped",
    "shipped_folder",
    "signal_words",
    "step_faults",
    "step_from",
    "what_is_missing",
    "why_not_rescored",
]
