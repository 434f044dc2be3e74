"""The figures of the stored answers equal those that others compute from the same rows."""

import json
import random

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from sqlalchemy import text
from statsmodels.multivariate.factor import Factor
from statsmodels.stats.anova import anova_lm

from survey_app.answering import services as answering
from survey_app.keeping.simulation import fill_in
from survey_app.measurements import agreeing
from survey_app.measurements.references.proposing import propose
from survey_app.measurements.references.samples import (
    ONCE,
    OTHER_DAYS,
    OTHER_MODE,
    OTHER_PERSON,
)
from survey_app.measurements.services import report_wrong_person
from survey_app.trajects import participants
from survey_app.trajects.consent import Channel
from survey_app.trajects.models import ReferenceParticipant, Traject
from survey_app.trajects.queries import informants
from tests.factories.answers import answer, sheet_of
from tests.factories.samples import Answers, add_pairs, add_starts, enrol
from tests.factories.world import MONDAY
from tests.measurements.references.conftest import AS_OF

VALUES = {"bijna_nooit": 0, "soms": 1, "helft": 2, "vaak": 3, "bijna_altijd": 4}
ITEMS = [f"r{number}" for number in range(1, 9)]
TURNED = {"r3", "r5"}


def points(answers):
    """Return what each item counts for, worked out here and not by the product."""
    given = {item: VALUES.get(json.loads(answers).get(item)) for item in ITEMS}
    return [
        None if value is None else 4 - value if item in TURNED else value
        for item, value in given.items()
    ]


@pytest.fixture
def start_rows(session):
    found = session.execute(
        text(
            "SELECT r.answers FROM response r JOIN invitation i ON i.id = r.invitation_id"
            " JOIN occasion o ON o.id = i.occasion_id WHERE o.kind = 'intake'"
        )
    )
    return np.array([points(answers) for (answers,) in found], dtype=float)


@pytest.fixture
def pair_scores(session):
    found = session.execute(
        text(
            "SELECT a.answers, b.answers FROM invitation i"
            " JOIN invitation j ON j.participant_id = i.participant_id AND j.round = 2"
            " JOIN response a ON a.invitation_id = i.id JOIN response b ON b.invitation_id = j.id"
            " WHERE i.round = 1"
        )
    )
    return np.array([[np.mean(points(a)), np.mean(points(b))] for a, b in found])


@pytest.fixture
def found(proposal):
    (scale,) = proposal.scales
    return scale.figures


def test_alpha_is_that_of_the_covariances_of_the_first_measurements(found, start_rows):
    covariance = np.cov(start_rows.T)
    k = len(ITEMS)

    alpha = k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())

    assert len(start_rows) == 104
    assert (found.alpha.n, found.alpha.value) == (104, pytest.approx(alpha, abs=1e-9))
    assert found.alpha.low < alpha < found.alpha.high


def test_omega_is_that_of_a_factor_found_by_others(found, start_rows):
    sd = start_rows.std(axis=0, ddof=1)
    fit = Factor(corr=np.corrcoef(start_rows.T), n_factor=1, method="ml").fit()
    loadings = sd * fit.loadings[:, 0]

    omega = loadings.sum() ** 2 / (loadings.sum() ** 2 + (sd**2 * fit.uniqueness).sum())

    assert found.omega.value == pytest.approx(omega, abs=1e-4)


def test_the_spread_is_that_of_the_scores_of_the_first_measurements(found, start_rows):
    scores = start_rows.mean(axis=1)

    assert (found.spread.n, found.spread.mean) == (104, pytest.approx(scores.mean()))
    assert found.spread.sd == pytest.approx(scores.std(ddof=1))


def test_the_retest_is_the_agreement_of_a_two_way_analysis_of_variance(found, pair_scores):
    n = len(pair_scores)
    table = pd.DataFrame(
        {"y": pair_scores.ravel(), "child": np.repeat(range(n), 2), "time": [0, 1] * n}
    )
    squares = anova_lm(sm.formula.ols("y ~ C(child) + C(time)", table).fit(), typ=2)
    mean_squares = squares["sum_sq"] / squares["df"]
    children, times, rest = (
        mean_squares["C(child)"],
        mean_squares["C(time)"],
        mean_squares["Residual"],
    )

    icc = (children - rest) / (children + rest + 2 * (times - rest) / n)

    assert n == 64
    assert (found.retest.icc.n, found.retest.icc.value) == (64, pytest.approx(icc))
    assert found.retest.sem == pytest.approx(
        np.std(pair_scores[:, 1] - pair_scores[:, 0], ddof=1) / np.sqrt(2)
    )


def test_the_error_carries_over_and_the_spread_is_that_of_trajects(found, start_rows, pair_scores):
    error = np.var(pair_scores[:, 1] - pair_scores[:, 0], ddof=1) / 2

    among = 1 - error / start_rows.mean(axis=1).var(ddof=1)

    assert found.reliability == pytest.approx(among)
    assert found.reliability != pytest.approx(found.retest.icc.value, abs=1e-3)


def test_every_item_has_its_place_beside_the_others(found, start_rows):
    first, *_ = found.items
    rest = start_rows[:, 1:].sum(axis=1)

    assert [item.item for item in found.items] == ITEMS
    assert first.item_rest == pytest.approx(np.corrcoef(start_rows[:, 0], rest)[0, 1])
    assert first.ceiling == pytest.approx(np.mean(start_rows[:, 0] == 4))
    assert first.floor == pytest.approx(np.mean(start_rows[:, 0] == 0))


def test_the_make_up_of_the_retest_sample_is_told(found):
    assert (found.retest.schools, found.retest.asks_attention) == (3, 32)
    assert found.period == (MONDAY.date(), MONDAY.replace(day=21).date())


def test_building_changes_nothing(sampled, understood):
    before = {table: sampled.rows(table) for table in ("response", "score", "audit_event")}

    with sampled.database.read() as session:
        propose(session, [understood], AS_OF)

    assert {table: sampled.rows(table) for table in before} == before
    assert sampled.rows("accepted_reference") == 0


def test_building_twice_gives_the_same_document(session, understood, proposal):
    assert propose(session, [understood], AS_OF).document() == proposal.document()


def test_what_was_sent_after_the_moment_does_not_count(session, understood):
    (scale,) = propose(session, [understood], MONDAY.replace(day=10)).scales

    assert (scale.figures.children, scale.figures.retest.icc.n) == (104, 0)


# Who counts


@pytest.fixture
def built(world, understood):
    """Return a function that gives the figures of this small world."""

    def built():
        with world.database.read() as session:
            (scale,) = propose(session, [understood], AS_OF).scales
        return scale.figures

    return built


def test_below_thirty_children_there_is_no_figure_at_all(world, coach, understood, built):
    add_starts(world.database, coach, understood, 29, seed=2, now=MONDAY)
    add_pairs(world.database, [coach], understood, 29, seed=2, now=MONDAY)

    found = built()

    assert (found.children, found.retest.icc.n) == (29, 29)
    assert (found.alpha.value, found.omega.value, found.retest.icc.value) == (None, None, None)
    assert (found.spread, found.items, found.retest.sem, found.reliability) == (
        None,
        (),
        None,
        None,
    )
    assert not found.says_anything


def test_from_thirty_children_on_there_are_figures(world, coach, understood, built):
    add_starts(world.database, coach, understood, 30, seed=2, now=MONDAY)
    add_pairs(world.database, [coach], understood, 30, seed=2, now=MONDAY)

    found = built()

    assert None not in (found.alpha.value, found.retest.icc.value, found.retest.sem)
    assert found.spread.n == 30


def test_two_parents_of_one_child_are_one_child(world, coach, understood, built):
    traject = world.traject(coach, parents=("moeder", "vader"), teachers=(), lists=[understood])

    for number in (1, 2):
        child = Answers(2.0, random.Random(number))  # noqa: S311 repeatable on purpose
        with world.database.write() as session:
            invitation = world.invitation(traject, "parent", number=number)
            fill_in(session, invitation, MONDAY, child.fields)

    assert built().children == 1


def test_a_family_that_withdrew_counts_no_more(world, coach, understood, built):
    first, *_ = add_starts(world.database, coach, understood, 3, seed=2, now=MONDAY)
    with world.database.write() as session:
        traject = session.get_one(Traject, first)
        mother = next(each for each in informants(session, first) if each.role == "parent")
        agreeing.withdraw(session, coach.actor, traject, mother, Channel.PAPER, MONDAY)

    assert built().children == 2


def test_a_participant_that_withdrew_counts_no_more(world, coach, understood, built):
    first, *_ = add_pairs(world.database, [coach], understood, 3, seed=2, now=MONDAY)
    with world.database.write() as session:
        participant = session.get_one(ReferenceParticipant, first)
        participants.withdraw(session, coach.actor, participant, AS_OF)

    found = built()

    assert (found.retest.enrolled, found.retest.icc.n) == (2, 2)


@pytest.mark.parametrize("days", [10, 18])
def test_ten_to_eighteen_days_apart_is_a_pair(world, coach, understood, built, days):
    add_pairs(world.database, [coach], understood, 1, seed=2, now=MONDAY, days=days)

    assert built().retest.icc.n == 1


@pytest.fixture
def asked_twice(world, coach, understood):
    """Give the ids of both invitations of somebody who answered nothing yet."""
    with world.database.write() as session:
        _, first, second = enrol(session, coach, understood, MONDAY)
        return first.id, second.id


def test_who_answered_once_is_told_and_is_no_pair(world, asked_twice, built):
    answer(world, asked_twice[0])

    assert built().retest.left_out == {ONCE: 1}


def test_what_came_in_the_days_of_grace_is_kept_and_is_no_pair(world, asked_twice, built):
    first, second = asked_twice
    answer(world, first)
    world.clock.forward(days=18)
    with world.database.write() as session:
        answering.begin(session, sheet_of(world, second), world.clock())
    world.clock.forward(days=2)
    answer(world, second)

    assert world.rows("response") == 2
    assert built().retest.left_out == {OTHER_DAYS: 1}


def test_another_way_of_answering_is_no_pair(world, asked_twice, built):
    first, second = asked_twice
    answer(world, first, mode="tablet")
    world.clock.forward(days=14)
    answer(world, second, mode="self")

    assert built().retest.left_out == {OTHER_MODE: 1}


def test_a_link_that_reached_somebody_else_is_no_pair(world, asked_twice, built):
    first, second = asked_twice
    answer(world, first)
    world.clock.forward(days=14)
    with world.database.write() as session:
        report_wrong_person(session, sheet_of(world, second), world.clock())
    answer(world, second)

    assert built().retest.left_out == {OTHER_PERSON: 1}
