"""The effect of a group on many scales, beside the plain numpy formulae.

python -m tests.benchmarks.group_effect [--pairs N] [--scales K]

Plain is what somebody writes down who wants the same numbers of complete pairs: means, standard
deviations, correlation, t, d_z, d_rm, d_av and d_pre by numpy, p by `scipy.stats.t`, ranks by
`scipy.stats.wilcoxon`, and the limits of the noncentral t by `brentq` on `scipy.stats.nct.cdf`.
Nothing is checked there, and no pair is missing. Exits with 1 when ours takes more than 1.5 times
as long.
"""

import math
import sys
import time
from collections.abc import Callable

import click
import numpy as np
import pandas as pd
from scipy import optimize, stats

from survey_app.effects import paired_effects

TIME_RATIO = 1.5
ROUNDS = 5


def plain(pre: np.ndarray, post: np.ndarray) -> tuple[float, ...]:
    """Compute the effect of one scale, without a check."""
    difference = post - pre
    n = len(difference)
    mean, sd = difference.mean(), difference.std(ddof=1)
    s1, s2 = pre.std(ddof=1), post.std(ddof=1)
    r = np.corrcoef(pre, post)[0, 1]
    t = mean / (sd / math.sqrt(n))
    p = 2 * stats.t.sf(abs(t), n - 1)
    limits = [
        optimize.brentq(lambda ncp, q=q: stats.nct.cdf(t, n - 1, ncp) - q, t - 9, t + 9)
        for q in (0.975, 0.025)
    ]
    ranks = stats.wilcoxon(difference, method="asymptotic").pvalue
    d_z = mean / sd
    d_av = mean / math.sqrt((s1**2 + s2**2) / 2)
    return d_z, d_z * math.sqrt(2 * (1 - r)), d_av, mean / s1, p, ranks, *limits


def tables(pairs: int, scales: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return first and later scores in eighths of a step, as means of eight items are."""
    chance = np.random.default_rng(20261125)
    names = [f"s{number:02d}" for number in range(scales)]
    first = np.clip(chance.normal(2, 0.8, (pairs, scales)), 0, 4)
    last = np.clip(first + chance.normal(0.2, 0.6, (pairs, scales)), 0, 4)
    return (
        pd.DataFrame(np.round(first * 8) / 8, columns=names),
        pd.DataFrame(np.round(last * 8) / 8, columns=names),
    )


def seconds_of(work: Callable[[], object]) -> float:
    """Return the time of one call in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


@click.command()
@click.option("--pairs", default=100_000, show_default=True)
@click.option("--scales", default=20, show_default=True)
def main(pairs: int, scales: int) -> None:
    """Measure both in turns, compare their numbers, print the ratio."""
    pre, post = tables(pairs, scales)
    better = dict.fromkeys(pre.columns, True)
    columns = [(pre[name].to_numpy(), post[name].to_numpy()) for name in pre.columns]

    effects = paired_effects(pre, post, higher_is_better=better)
    for effect, (first, last) in zip(effects.values(), columns, strict=True):
        limits = (limit * math.sqrt(effect.n) for limit in effect.d_z_interval or ())
        numbers = (effect.d_z, effect.d_rm, effect.d_av, effect.d_pre, effect.p, effect.wilcoxon_p)
        assert np.allclose((*numbers, *limits), plain(first, last), rtol=1e-6)

    pairs_of_times = [
        (
            seconds_of(lambda: paired_effects(pre, post, higher_is_better=better)),
            seconds_of(lambda: [plain(*each) for each in columns]),
        )
        for _ in range(ROUNDS)
    ]
    ours, theirs = (min(times) for times in zip(*pairs_of_times, strict=True))
    click.echo(
        f"group effect, {pairs:,} pairs x {scales} scales: {ours:.3f} s, plain {theirs:.3f} s, "
        f"ratio {ours / theirs:.2f}"
    )
    sys.exit(0 if ours <= TIME_RATIO * theirs else 1)


if __name__ == "__main__":
    main()
