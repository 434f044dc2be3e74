"""What a score is held against: references, norms and bands, each with its source."""

import math
from collections.abc import Iterator, Sequence

from survey_app.definitions.building.desk import Desk, Path
from survey_app.definitions.people import Informant
from survey_app.definitions.scales import Bands, Norm, Reference
from survey_app.definitions.shape import BandsShape, NormShape, ReferenceShape


def read_references(
    desk: Desk, given: Sequence[ReferenceShape], of_scale: tuple[float, float], path: Path
) -> Iterator[Reference]:
    """Read the references of one scale; of those for one child the first is used."""
    for number, each in enumerate(given):
        where = (*path, number)
        if (each.reliability is None) != (each.reliability_kind is None):
            desk.fault(where, "write `reliability` and `reliability_kind` both, or neither")
        _check_informant(desk, each.informant, where)
        if each.ages is not None:
            _check_ages(desk, each.ages, where)
        _check_figures(desk, each, of_scale, where)
        if desk.head is not None:
            if each.fictitious and not desk.head.fictitious:
                desk.fault(
                    (*where, "fictitious"),
                    "an invented reference in a real questionnaire; remove it",
                )
            if desk.head.fictitious and not each.fictitious:
                desk.fault(
                    where, "an invented questionnaire; mark its reference `fictitious: true`"
                )
        yield Reference(
            source=each.source,
            informant=each.informant,
            n=each.n,
            mean=each.mean,
            sd=each.sd,
            reliability=each.reliability,
            reliability_kind=each.reliability_kind,
            ages=(each.ages[0], each.ages[1]) if each.ages else None,
            fictitious=each.fictitious,
        )


def read_norms(desk: Desk, given: Sequence[NormShape], path: Path) -> Iterator[Norm]:
    """Read the norms of one scale; no two may be meant for the same child."""
    desk.distinct([each.id for each in given], path, "norm {!r} is here twice; rename one")
    for number, each in enumerate(given):
        where = (*path, number)
        _check_informant(desk, each.informant, where)
        _check_ages(desk, each.ages, where)
        for other in given[:number]:
            same = (each.informant, each.sex) == (other.informant, other.sex)
            if same and each.ages[0] <= other.ages[1] and other.ages[0] <= each.ages[1]:
                desk.fault(
                    (*where, "ages"),
                    f"these ages are in {other.id!r} too; let the ages of norms not overlap",
                )
        rising = [pair[0] for pair in each.percentiles], [pair[1] for pair in each.percentiles]
        for column in rising:
            if any(later <= earlier for earlier, later in zip(column, column[1:], strict=False)):
                desk.fault((*where, "percentiles"), "not rising; sort by score")
                break
        for place, pair in enumerate(each.percentiles):
            if not 0 <= pair[1] <= 100:
                desk.fault((*where, "percentiles", place), "write a percentage from 0 to 100")
        yield Norm(
            id=each.id,
            source=each.source,
            informant=each.informant,
            ages=(each.ages[0], each.ages[1]),
            mean=each.mean,
            sd=each.sd,
            n=each.n,
            sex=each.sex,
            percentiles=tuple((score, share) for score, share in each.percentiles),
        )


def read_bands(
    desk: Desk, given: Sequence[BandsShape], of_scale: tuple[float, float], path: Path
) -> Iterator[Bands]:
    """Read the bands of one scale; together they must hold every score once."""
    desk.distinct([each.id for each in given], path, "bands {!r} are here twice; rename one")
    for number, each in enumerate(given):
        where = (*path, number)
        _check_informant(desk, each.informant, where)
        if each.ages is not None:
            _check_ages(desk, each.ages, where)
        _check_ranges(desk, each, of_scale, (*where, "ranges"))
        yield Bands(
            id=each.id,
            source=each.source,
            informant=each.informant,
            ranges=tuple((low, high) for low, high in each.ranges),
            ages=(each.ages[0], each.ages[1]) if each.ages else None,
        )


def _check_figures(
    desk: Desk, reference: ReferenceShape, of_scale: tuple[float, float], path: Path
) -> None:
    """Refuse figures that no scores on this scale can have: most often those of another scale."""
    lowest, highest = of_scale
    if of_scale == (0.0, 0.0):
        return
    if reference.mean is not None and not lowest <= reference.mean <= highest:
        desk.fault(
            (*path, "mean"),
            f"{reference.mean:g} is no score of this scale; write one from {lowest:g} to "
            f"{highest:g}",
        )
    # Two people at the two ends spread the widest.
    if reference.sd is not None and reference.sd > (highest - lowest) / math.sqrt(2):
        desk.fault(
            (*path, "sd"),
            f"{reference.sd:g} is wider than scores from {lowest:g} to {highest:g} can spread; "
            "write the figure of this scale",
        )


def _check_ranges(desk: Desk, bands: BandsShape, of_scale: tuple[float, float], path: Path) -> None:
    order = sorted(range(len(bands.ranges)), key=lambda number: bands.ranges[number][0])
    for number in order:
        low, high = bands.ranges[number]
        if low > high:
            desk.fault((*path, number), "the lowest score of a band comes first")
            return
    for before, after in zip(order, order[1:], strict=False):
        ends, starts = bands.ranges[before][1], bands.ranges[after][0]
        if starts <= ends:
            desk.fault((*path, after), f"{starts:g} is in two bands; let them not overlap")
        elif starts > ends + 1:
            desk.fault((*path, after), f"no band between {ends:g} and {starts:g}; add it")
    lowest, highest = bands.ranges[order[0]][0], bands.ranges[order[-1]][1]
    if of_scale != (0.0, 0.0) and (lowest, highest) != of_scale:
        desk.fault(
            path,
            f"the bands go from {lowest:g} to {highest:g} and the scores from "
            f"{of_scale[0]:g} to {of_scale[1]:g}; let them be the same",
        )


def _check_informant(desk: Desk, informant: Informant, path: Path) -> None:
    if desk.head is not None and informant not in desk.head.informants:
        desk.fault(
            (*path, "informant"),
            f"{informant} does not answer this questionnaire; choose who does",
        )


def _check_ages(desk: Desk, ages: Sequence[int], path: Path) -> None:
    if ages[0] > ages[1]:
        desk.fault((*path, "ages"), "write the youngest age first: [4, 10]")
