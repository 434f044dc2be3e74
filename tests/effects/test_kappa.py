"""Kappa with and without weights, against the published examples and another program."""

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.inter_rater import cohens_kappa

from survey_app.effects import UnusableNumbersError, kappa

DIAGNOSES = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]
"""Fleiss, Levin & Paik (2003), table 18.1: two raters, 100 patients, three diagnoses."""


def test_the_diagnoses_of_fleiss_have_his_kappa() -> None:
    # Fleiss, Levin & Paik (2003), p. 604: kappa .68.
    found = kappa(DIAGNOSES)

    assert found.unweighted == pytest.approx(0.68, abs=5e-3)
    assert (found.n, found.agreed) == (100, 0.89)


def test_the_weighted_kappa_of_two_bands_is_the_unweighted_one() -> None:
    found = kappa([[20, 5], [10, 15]])

    assert found.unweighted == pytest.approx(0.4)
    assert found.weighted == pytest.approx(0.4)


@pytest.mark.parametrize("seed", range(4))
def test_both_kappas_and_their_limits_are_those_of_statsmodels(seed) -> None:
    chance = np.random.default_rng(seed)
    table = chance.integers(0, 6, size=(4, 4)) + np.diag(chance.integers(5, 20, size=4))
    plain, quadratic = cohens_kappa(table), cohens_kappa(table, wt="quadratic")

    found = kappa(table)

    assert found.unweighted == pytest.approx(plain.kappa)
    assert found.weighted == pytest.approx(quadratic.kappa)
    assert found.unweighted_interval == pytest.approx((plain.kappa_low, plain.kappa_upp))
    assert found.weighted_interval == pytest.approx((quadratic.kappa_low, quadratic.kappa_upp))


def test_quadratic_kappa_is_the_concordance_of_the_band_numbers() -> None:
    # Fleiss & Cohen (1973): 2 s12 / (s1^2 + s2^2 + (m1 - m2)^2) with moments over n.
    pairs = [(i, j) for i, row in enumerate(DIAGNOSES) for j, n in enumerate(row) for _ in range(n)]
    a, b = np.array(pairs).T
    below = a.var() + b.var() + (a.mean() - b.mean()) ** 2
    concordance = 2 * np.cov(a, b, ddof=0)[0, 1] / below

    assert kappa(DIAGNOSES).weighted == pytest.approx(concordance)


def test_less_agreement_than_chance_is_given_as_it_is() -> None:
    found = kappa([[1, 9], [9, 1]])

    assert found.unweighted == pytest.approx(-0.8)
    assert found.unweighted_interval[0] == -1


def test_an_empty_band_changes_nothing() -> None:
    with_empty = np.zeros((4, 4))
    with_empty[:3, :3] = DIAGNOSES

    assert kappa(with_empty).unweighted == pytest.approx(kappa(DIAGNOSES).unweighted)


def test_raters_who_never_differ_have_kappa_one_and_no_limits() -> None:
    found = kappa([[7, 0], [0, 5]])

    assert (found.unweighted, found.weighted) == (1, 1)
    assert (found.unweighted_interval, found.weighted_interval) == (None, None)


@pytest.mark.parametrize(
    ("table", "reason"),
    [
        ([[0, 0], [0, 0]], "n_lt_2"),
        ([[1, 0], [0, 0]], "n_lt_2"),
        ([[12, 0], [0, 0]], "sd_zero"),
        ([[12]], "sd_zero"),
    ],
)
def test_a_table_that_says_nothing_has_a_reason_and_no_number(table, reason) -> None:
    found = kappa(table)

    assert (found.unweighted, found.weighted, found.reason) == (None, None, reason)


def test_everybody_in_one_cell_beside_the_diagonal_is_no_agreement_and_no_chance() -> None:
    found = kappa([[0, 12], [0, 0]])

    assert found.unweighted == 0


@pytest.mark.parametrize(("n", "shown"), [(9, False), (10, True)])
def test_kappa_is_shown_from_ten_targets(n, shown) -> None:
    assert kappa([[n - 4, 1], [1, 2]]).may_be_shown == shown


@pytest.mark.parametrize(
    ("table", "text"),
    [
        ([[1, 2, 3], [4, 5, 6]], "must be square"),
        ([], "must be square"),
        ([[1, -2], [3, 4]], "is no count"),
        ([[1, None], [3, 4]], "is no count"),
        (pd.DataFrame([[1, 2], [3, 4]], index=["a", "b"], columns=["b", "a"]), "same bands"),
    ],
)
def test_what_is_no_table_of_two_raters_is_refused(table, text) -> None:
    with pytest.raises(UnusableNumbersError, match=text):
        kappa(table)
