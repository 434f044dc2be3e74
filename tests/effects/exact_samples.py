"""Samples whose means and covariances are exactly those that a paper prints."""

import numpy as np


def rows_with_covariance(covariance, *, n: int, mean=0.0, seed: int = 4) -> np.ndarray:
    """Return n rows whose sample covariance (n - 1) and mean are the given ones."""
    covariance = np.asarray(covariance, dtype=float)
    noise = np.random.default_rng(seed).normal(size=(n, len(covariance)))
    noise -= noise.mean(axis=0)
    whitened = noise @ np.linalg.inv(np.linalg.cholesky(np.cov(noise, rowvar=False))).T
    return whitened @ np.linalg.cholesky(covariance).T + mean


def values_with(*, mean: float, sd: float, n: int, seed: int = 4) -> np.ndarray:
    """Return n values with exactly this sample mean and standard deviation (n - 1)."""
    noise = np.random.default_rng(seed).normal(size=n)
    return mean + sd * (noise - noise.mean()) / noise.std(ddof=1)
