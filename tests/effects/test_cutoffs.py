"""The cut-offs of Jacobson & Truax, and which of them is used."""

import math

import pytest

from survey_app.effects import (
    ChosenCutoff,
    Cutoffs,
    UnusableNumbersError,
    choose_cutoff,
    jacobson_truax_cutoffs,
    reliable_change,
)

EXAMPLE = {
    "clinical_mean": 40.0,
    "clinical_sd": 7.5,
    "functional_mean": 60.0,
    "functional_sd": 7.5,
    "higher_is_better": True,
}


def cutoffs_of(**others) -> Cutoffs:
    return jacobson_truax_cutoffs(**EXAMPLE | others)


def test_the_example_of_jacobson_and_truax_has_the_printed_cutoffs() -> None:
    # Jacobson & Truax (1991), J Consult Clin Psychol 59, p. 13: a 55, b 45, c 50.
    assert cutoffs_of() == Cutoffs(a=55, b=45, c=50, reason=None)


def test_where_lower_is_better_the_same_norms_mirror() -> None:
    mirrored = cutoffs_of(clinical_mean=-40, functional_mean=-60, higher_is_better=False)

    assert (mirrored.a, mirrored.b, mirrored.c) == (-55, -45, -50)


def test_the_cutoff_c_lies_as_many_standard_deviations_from_either_mean() -> None:
    cutoff = cutoffs_of(clinical_sd=4, functional_sd=11).c

    assert (cutoff - 40) / 4 == pytest.approx((60 - cutoff) / 11)


def test_the_cutoff_b_uses_the_spread_of_the_functional_group() -> None:
    # A well-known R package takes the clinical spread here, not as the paper has it.
    assert cutoffs_of(clinical_sd=4, functional_sd=10).b == 60 - 2 * 10


@pytest.mark.parametrize("missing", [None, math.nan])
def test_without_a_functional_norm_only_a_is_left_and_the_reason_is_given(missing) -> None:
    assert cutoffs_of(functional_mean=missing, functional_sd=missing) == Cutoffs(
        a=55, b=None, c=None, reason="no_norm"
    )


def test_without_a_clinical_norm_only_b_is_left() -> None:
    assert cutoffs_of(clinical_sd=None) == Cutoffs(a=None, b=45, c=None, reason="no_norm")


@pytest.mark.parametrize("sd", [0, -1])
def test_a_spread_that_is_not_above_nought_gives_no_cutoff(sd) -> None:
    assert cutoffs_of(clinical_sd=sd) == Cutoffs(a=None, b=45, c=None, reason="sd_zero")


@pytest.mark.parametrize(
    ("clinical", "functional", "higher_is_better"), [(60, 40, True), (40, 60, False), (5, 5, True)]
)
def test_norms_that_were_exchanged_are_refused(clinical, functional, higher_is_better) -> None:
    with pytest.raises(UnusableNumbersError, match="^functional_mean is .* and clinical_mean"):
        cutoffs_of(
            clinical_mean=clinical,
            functional_mean=functional,
            higher_is_better=higher_is_better,
        )


@pytest.mark.parametrize(
    "argument", ["clinical_mean", "clinical_sd", "functional_mean", "functional_sd"]
)
def test_an_infinite_norm_is_refused_by_name(argument) -> None:
    with pytest.raises(UnusableNumbersError, match=f"^{argument} is infinite"):
        cutoffs_of(**{argument: math.inf})


def test_c_goes_before_a_published_cutoff() -> None:
    assert choose_cutoff(cutoffs_of(), published=48) == ChosenCutoff(50, False, "c", None)


def test_a_published_cutoff_goes_before_a_and_its_edge_is_clinical() -> None:
    only_a = cutoffs_of(functional_mean=None)

    assert choose_cutoff(only_a, published=48) == ChosenCutoff(48, True, "published", None)


def test_a_is_used_only_without_a_functional_norm() -> None:
    assert choose_cutoff(cutoffs_of(functional_mean=None)) == ChosenCutoff(55, False, "a", None)


def test_b_alone_is_never_used() -> None:
    assert choose_cutoff(cutoffs_of(clinical_mean=None)) == ChosenCutoff(
        None, False, None, "no_norm"
    )


def test_a_chosen_cutoff_fits_reliable_change() -> None:
    chosen = choose_cutoff(cutoffs_of(functional_mean=None), published=47.5)

    table = reliable_change(
        [47.5],
        [65],
        sd=7.5,
        reliability=0.80,
        higher_is_better=True,
        cutoff=chosen.cutoff,
        cutoff_is_clinical=chosen.cutoff_is_clinical,
    )

    assert table["category"].tolist() == ["recovered"]
