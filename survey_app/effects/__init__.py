"""Change and its uncertainty: scores go in, small result values or a table come out.

`measurement_error` holds the error of one score and of one difference, `pair_change` judges one
child, `change_table` judges many at once, `reliable_slopes` many with three or more measurements
each. All judge by the rule in `categories`, so that a page and a data set never disagree about the
same child. `clinical_change`, `change_rules`, `expected_change` and `sdq_added_value` ask other
questions of pairs of scores; `goal_attainment`, `goal_progress`, `series_trend` and `non_overlap`
look at the goals and the series of one child.
`paired_effect` gives the change of a group, `shares`, `response` and `multiplicity` what belongs
beside it, and `suppression` which numbers about few children may be shown.
`reliability`, `omega` and `item_figures` say how well the items of a list hang together,
`retest`, `agreement`, `kappa`, `bland_altman` and `informant_difference` how far two raters or two
moments agree. `pool_groups`, `pool_summaries` and `pool_proportions` compare groups without taking
chance for a difference; `funnel` draws the line where chance ends.
Nothing here knows a database, a clock or a web page, and nothing is filled in for a missing score.
"""

from survey_app.effects.agreement import Agreement, agreement
from survey_app.effects.bland_altman import LimitsOfAgreement, bland_altman
from survey_app.effects.categories import Category, Reason, UnusableNumbersError
from survey_app.effects.change_methods import Method
from survey_app.effects.change_rules import minimal_important_change, percentage_change
from survey_app.effects.change_table import reliable_change
from survey_app.effects.clinical_change import RecoveryRates, clinical_change, recovery_rates
from survey_app.effects.cutoffs import ChosenCutoff, Cutoffs, choose_cutoff, jacobson_truax_cutoffs
from survey_app.effects.expected_change import (
    ExpectedGroupChange,
    expected_change,
    expected_group_change,
)
from survey_app.effects.funnel import funnel_limits, funnel_limits_of_shares
from survey_app.effects.goal_attainment import GasChange, GasScore, gas_change, gas_score, gas_t
from survey_app.effects.goal_progress import GoalProgress, GoalRatings, GoalsProgress, goal_progress
from survey_app.effects.informant_difference import InformantDifference, informant_difference
from survey_app.effects.item_figures import item_figures
from survey_app.effects.kappa import Kappa, kappa
from survey_app.effects.measurement_error import difference_sd, standard_error_of_measurement
from survey_app.effects.multiplicity import Adjustment, adjust_p
from survey_app.effects.non_overlap import NonOverlap, non_overlap
from survey_app.effects.omega import mcdonald_omega
from survey_app.effects.pair_change import PairChange, change_of_pair
from survey_app.effects.paired_effect import PairedEffect, paired_effect, paired_effects
from survey_app.effects.pool_groups import pool_groups
from survey_app.effects.pool_proportions import PooledShares, pool_proportions
from survey_app.effects.pool_summaries import pool_summaries, pooled_standard_errors
from survey_app.effects.pooled import Pooled
from survey_app.effects.reliability import Reliability, cronbach_alpha
from survey_app.effects.reliable_slopes import Against, ReliableSlopes, reliable_slopes
from survey_app.effects.response import Missingness, Response, missingness, response_of
from survey_app.effects.retest import Retest, test_retest
from survey_app.effects.sdq_added_value import AddedValue, added_value
from survey_app.effects.series_trend import SeriesTrend, series_trend
from survey_app.effects.shares import Share, share_of
from survey_app.effects.standardised_change import hedges_correction
from survey_app.effects.suppression import (
    INSIDE,
    OUTSIDE,
    Suppressed,
    may_show_both,
    may_show_quantiles,
    may_show_share,
    suppress,
)

__all__ = [
    "INSIDE",
    "OUTSIDE",
    "AddedValue",
    "Adjustment",
    "Against",
    "Agreement",
    "Category",
    "ChosenCutoff",
    "Cutoffs",
    "ExpectedGroupChange",
    "GasChange",
    "GasScore",
    "GoalProgress",
    "GoalRatings",
    "GoalsProgress",
    "InformantDifference",
    "Kappa",
    "LimitsOfAgreement",
    "Method",
    "Missingness",
    "NonOverlap",
    "PairChange",
    "PairedEffect",
    "Pooled",
    "PooledShares",
    "Reason",
    "RecoveryRates",
    "Reliability",
    "ReliableSlopes",
    "Response",
    "Retest",
    "SeriesTrend",
    "Share",
    "Suppressed",
    "UnusableNumbersError",
    "added_value",
    "adjust_p",
    "agreement",
    "bland_altman",
    "change_of_pair",
    "choose_cutoff",
    "clinical_change",
    "cronbach_alpha",
    "difference_sd",
    "expected_change",
    "expected_group_change",
    "funnel_limits",
    "funnel_limits_of_shares",
    "gas_change",
    "gas_score",
    "gas_t",
    "goal_progress",
    "hedges_correction",
    "informant_difference",
    "item_figures",
    "jacobson_truax_cutoffs",
    "kappa",
    "may_show_both",
    "may_show_quantiles",
    "may_show_share",
    "mcdonald_omega",
    "minimal_important_change",
    "missingness",
    "non_overlap",
    "paired_effect",
    "paired_effects",
    "percentage_change",
    "pool_groups",
    "pool_proportions",
    "pool_summaries",
    "pooled_standard_errors",
    "recovery_rates",
    "reliable_change",
    "reliable_slopes",
    "response_of",
    "series_trend",
    "share_of",
    "standard_error_of_measurement",
    "suppress",
    "test_retest",
]
