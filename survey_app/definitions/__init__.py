"""Questionnaire files come in, frozen and fingerprinted values go out.

`load` reads one file or shipped key, `check` names every fault with file, line and column,
`shipped` lists what comes with Kansmeter, `from_document` reads a stored version back.
"""

from survey_app.definitions.building import from_document
from survey_app.definitions.faults import DefinitionError, Fault
from survey_app.definitions.reading import check, load, shipped, shipped_folder
from survey_app.definitions.values import (
    Evidence,
    Informant,
    Item,
    ItemKind,
    Layout,
    Licence,
    Method,
    Missing,
    MissingTextError,
    Option,
    Page,
    Questionnaire,
    Reference,
    ReliabilityKind,
    Scale,
    Signal,
    SignalLevel,
    Steps,
    Text,
    UnfilledTextError,
    UnknownKeyError,
    fill,
)

__all__ = [
    "DefinitionError",
    "Evidence",
    "Fault",
    "Informant",
    "Item",
    "ItemKind",
    "Layout",
    "Licence",
    "Method",
    "Missing",
    "MissingTextError",
    "Option",
    "Page",
    "Questionnaire",
    "Reference",
    "ReliabilityKind",
    "Scale",
    "Signal",
    "SignalLevel",
    "Steps",
    "Text",
    "UnfilledTextError",
    "UnknownKeyError",
    "check",
    "fill",
    "from_document",
    "load",
    "shipped",
    "shipped_folder",
]
