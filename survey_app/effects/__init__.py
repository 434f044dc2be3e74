"""Change and its uncertainty: scores go in, small result values or a table come out.

`measurement_error` holds the error of one score and of one difference, `pair_change` judges one
child, `change_table` judges many at once. Both judge by the rule in `categories`, so that a page
and a data set never disagree about the same child. Nothing here knows a database, a clock or a web
page, and nothing is filled in for a missing score.
"""

from survey_app.effects.categories import Category, Reason, UnusableNumbersError
from survey_app.effects.change_methods import Method
from survey_app.effects.change_table import reliable_change
from survey_app.effects.measurement_error import difference_sd, standard_error_of_measurement
from survey_app.effects.pair_change import PairChange, change_of_pair

__all__ = [
    "Category",
    "Method",
    "PairChange",
    "Reason",
    "UnusableNumbersError",
    "change_of_pair",
    "difference_sd",
    "reliable_change",
    "standard_error_of_measurement",
]
