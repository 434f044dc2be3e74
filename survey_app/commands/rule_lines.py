"""The rule of a scale in lines to read: all that turns answers into a score and places it."""

from collections.abc import Iterator

from survey_app.definitions import Scale


def rule_lines(scale: Scale) -> Iterator[str]:
    """Give a line for each part of the rule beyond its method, items and minimum."""
    if scale.recode:
        yield "recode " + ", ".join(f"{key} = {value:g}" for key, value in scale.recode)
    if scale.weights:
        yield "weights " + ", ".join(f"{key} = {value:g}" for key, value in scale.weights)
    if scale.counted:
        yield f"counted: {' '.join(scale.counted)}"
    if scale.blank is not None:
        yield f"an unanswered item counts as {scale.blank:g}"
    if scale.hidden is not None:
        yield f"an item that an answer kept away counts as {scale.hidden:g}"
    if scale.settled is not None:
        options = " or ".join(scale.settled.options)
        yield f"{scale.settled.score:g} when {scale.settled.item} is {options}"
    if scale.rounding is not None:
        yield "rounded half up"
    for each in scale.references:
        figures = [
            f"{name} {value:g}"
            for name, value in (
                *(("n", each.n), ("mean", each.mean), ("sd", each.sd)),
                (f"reliability ({each.reliability_kind})", each.reliability),
            )
            if value is not None
        ]
        whose = f"reference for {each.informant}{_for(each.ages)}"
        yield f"{whose}: {', '.join(figures) or 'no figures'} ({each.source})"
    for bands in scale.bands:
        ranges = ", ".join(f"{low:g} to {high:g}" for low, high in bands.ranges)
        yield f"bands {bands.id}{_for(bands.ages)}: {ranges} ({bands.source})"
    for norm in scale.norms:
        sex = f", {norm.sex.value}s" if norm.sex else ""
        where = f"{_for(norm.ages)}{sex}"
        yield f"norm {norm.id}{where}: mean {norm.mean:g}, sd {norm.sd:g} ({norm.source})"


def _for(ages: tuple[int, int] | None) -> str:
    return f", {ages[0]} to {ages[1]} years" if ages else ""
