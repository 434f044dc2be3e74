"""Two versions of one questionnaire side by side: what differs, and what that means.

`differences` finds every difference and says of each whether it is only known of the list, its
spelling, its wording or its scoring. `step_faults` holds the newer version's own account of the
step (its numbers and its `follows`) against what was found. `lineage` puts scores of versions that
may be compared in one line.
"""

from survey_app.definitions.versions.differences import (
    Difference,
    OtherListError,
    differences,
    kind_of,
    reworded_items,
    signal_words,
)
from survey_app.definitions.versions.lineage import Lineage, comparable_numbers, lineage
from survey_app.definitions.versions.steps import step_faults, step_from, why_not_rescored

__all__ = [
    "Difference",
    "Lineage",
    "OtherListError",
    "comparable_numbers",
    "differences",
    "kind_of",
    "lineage",
    "reworded_items",
    "signal_words",
    "step_faults",
    "step_from",
    "why_not_rescored",
]
