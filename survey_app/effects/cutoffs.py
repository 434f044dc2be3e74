"""The point between the clinical and the functional side of a scale, and which one to use."""

from dataclasses import dataclass
from typing import Literal

from survey_app.effects.categories import Reason, UnusableNumbersError, as_direction, finite

CutoffKind = Literal["c", "published", "a"]


@dataclass(frozen=True)
class Cutoffs:
    """The three cut-offs of Jacobson & Truax (1991), in points of the scale.

    Attributes
    ----------
    a : float or None
        Two standard deviations from the clinical mean, towards better.
    b : float or None
        Two standard deviations from the functional mean, towards worse.
    c : float or None
        As many standard deviations from the one mean as from the other.
    reason : Reason or None
        Why at least one of the three is None: ``no_norm`` when a mean or standard deviation is
        missing, ``sd_zero`` when a standard deviation is not above 0.
    """

    a: float | None
    b: float | None
    c: float | None
    reason: Reason | None


@dataclass(frozen=True)
class ChosenCutoff:
    """The cut-off to use, ready for `reliable_change` and `clinical_change`.

    Attributes
    ----------
    cutoff : float or None
        In points of the scale.
    cutoff_is_clinical : bool
        Whether a score equal to it is clinical: so for a published band, not for a computed one.
    kind : str or None
        ``c``, ``published`` or ``a``.
    reason : Reason or None
        ``no_norm`` when there is nothing to choose from.
    """

    cutoff: float | None
    cutoff_is_clinical: bool
    kind: CutoffKind | None
    reason: Reason | None


def jacobson_truax_cutoffs(
    *,
    clinical_mean: float | None,
    clinical_sd: float | None,
    functional_mean: float | None,
    functional_sd: float | None,
    higher_is_better: bool,
) -> Cutoffs:
    r"""Compute the cut-offs a, b and c.

    With :math:`dir` = 1 when higher is better and -1 when lower is better,

    .. math::
        a = M_{clin} + dir \cdot 2 S_{clin}, \quad
        b = M_{func} - dir \cdot 2 S_{func}, \quad
        c = \frac{S_{clin} M_{func} + S_{func} M_{clin}}{S_{clin} + S_{func}}

    Parameters
    ----------
    clinical_mean, clinical_sd : float or None
        Of children with the problem, in points of the scale; None or NaN when not known.
    functional_mean, functional_sd : float or None
        Of children in general, in the same points; None or NaN when not known.
    higher_is_better : bool
        Direction of the scale.

    Returns
    -------
    Cutoffs
        Each is None when what it needs is missing, and `reason` says why.

    Raises
    ------
    UnusableNumbersError
        A number is infinite, or the functional mean is not better than the clinical mean, as when
        the two were exchanged or the direction is wrong.

    References
    ----------
    Jacobson, N. S., & Truax, P. (1991). Journal of Consulting and Clinical Psychology, 59, 12-19,
    p. 13.

    Examples
    --------
    >>> cutoffs = jacobson_truax_cutoffs(
    ...     clinical_mean=40, clinical_sd=7.5, functional_mean=60, functional_sd=7.5,
    ...     higher_is_better=True,
    ... )
    >>> cutoffs.a, cutoffs.b, cutoffs.c
    (55.0, 45.0, 50.0)
    """
    m_clin, s_clin = finite(clinical_mean, "clinical_mean"), finite(clinical_sd, "clinical_sd")
    m_func = finite(functional_mean, "functional_mean")
    s_func = finite(functional_sd, "functional_sd")
    direction = 1 if as_direction(higher_is_better) else -1
    if m_clin is not None and m_func is not None and direction * (m_func - m_clin) <= 0:
        better = "higher" if higher_is_better else "lower"
        raise UnusableNumbersError(
            f"functional_mean is {m_func:g} and clinical_mean {m_clin:g}; where {better} is better "
            f"the functional mean must be the {better} one"
        )
    clinical = None if m_clin is None or not s_clin or s_clin <= 0 else (m_clin, s_clin)
    functional = None if m_func is None or not s_func or s_func <= 0 else (m_func, s_func)
    return Cutoffs(
        a=None if clinical is None else clinical[0] + direction * 2 * clinical[1],
        b=None if functional is None else functional[0] - direction * 2 * functional[1],
        c=None if clinical is None or functional is None else _between(clinical, functional),
        reason=_reason((m_clin, m_func), (s_clin, s_func)),
    )


def choose_cutoff(cutoffs: Cutoffs, *, published: float | None = None) -> ChosenCutoff:
    """Choose c, else a published cut-off, and a only where no functional norm is known.

    Parameters
    ----------
    cutoffs : Cutoffs
        From `jacobson_truax_cutoffs`.
    published : float or None
        Edge of a published band, in points: a score equal to it is clinical.

    Returns
    -------
    ChosenCutoff
        The cut-off b is never chosen: with a functional norm but no clinical one it would call
        children clinical by rarity alone.

    Raises
    ------
    UnusableNumbersError
        published is infinite.

    References
    ----------
    Jacobson, N. S., & Truax, P. (1991): c where both norms are known, a where norms of the
    functional group are not. The place of a published cut-off between them is our own rule.

    Examples
    --------
    >>> only_clinical = Cutoffs(a=55.0, b=None, c=None, reason=Reason.NO_NORM)
    >>> choose_cutoff(only_clinical).kind, choose_cutoff(only_clinical, published=52).kind
    ('a', 'published')
    """
    edge = finite(published, "published")
    if cutoffs.c is not None:
        return ChosenCutoff(cutoffs.c, False, "c", None)
    if edge is not None:
        return ChosenCutoff(edge, True, "published", None)
    if cutoffs.a is not None:
        return ChosenCutoff(cutoffs.a, False, "a", None)
    return ChosenCutoff(None, False, None, Reason.NO_NORM)


def _reason(
    means: tuple[float | None, float | None], sds: tuple[float | None, float | None]
) -> Reason | None:
    if None in means or None in sds:
        return Reason.NO_NORM
    return Reason.SD_ZERO if any(sd is not None and sd <= 0 for sd in sds) else None


def _between(clinical: tuple[float, float], functional: tuple[float, float]) -> float:
    """Return the point that lies as many standard deviations from the one mean as the other."""
    (m_clin, s_clin), (m_func, s_func) = clinical, functional
    return (s_clin * m_func + s_func * m_clin) / (s_clin + s_func)
