"""The key `follows`: the versions before this one, and what each step changed."""

from collections.abc import Sequence

from survey_app.definitions.building.desk import Desk, Path
from survey_app.definitions.building.items import Items
from survey_app.definitions.changes import ChangeKind, Step
from survey_app.definitions.shape import StepShape


def read_history(desk: Desk, content: dict[str, object], items: Items) -> tuple[Step, ...]:
    """Read the steps, the newest first; each says what changed after the version it names."""
    if desk.head is None:
        return ()
    given = content.get("scales")
    scales = (
        [each.get("key") for each in given if isinstance(each, dict)]
        if (isinstance(given, list))
        else []
    )
    after = (desk.head.version, desk.head.scoring_version)
    seen = [after]
    for number, shape in enumerate(desk.head.follows):
        path: Path = ("follows", number)
        before = (shape.version, shape.scoring_version)
        _check_numbers(desk, shape, after, path)
        if before in seen[1:]:
            desk.fault(path, f"{shape.version} with scoring {shape.scoring_version} is here twice")
        _check_known(desk, shape, items, scales, path, is_newest=number == 0)
        seen.append(before)
        after = before
    return tuple(
        Step(
            version=each.version,
            scoring_version=each.scoring_version,
            change=each.change,
            items=tuple(each.items),
            options=each.options,
            comparable=tuple(each.comparable),
        )
        for each in desk.head.follows
    )


def _check_numbers(desk: Desk, shape: StepShape, after: tuple[str, str], path: Path) -> None:
    """Check that what changed has a new number."""
    new_words = shape.version != after[0]
    new_scoring = shape.scoring_version != after[1]
    if shape.change is ChangeKind.WORDING and not new_words:
        desk.fault((*path, "version"), f"{after[0]!r} was there before this wording; raise it")
    if shape.change is ChangeKind.WORDING and new_scoring:
        desk.fault((*path, "change"), "the scoring version changed too; write `scoring`")
    if shape.change is ChangeKind.SCORING and not new_scoring:
        desk.fault(
            (*path, "scoring_version"),
            f"{after[1]!r} was there before this scoring; raise it",
        )
    for name, before, now in (
        ("version", shape.version, after[0]),
        ("scoring_version", shape.scoring_version, after[1]),
    ):
        if _number(before) > _number(now):
            desk.fault((*path, name), f"{before!r} comes after {now!r}; give the newer one more")
    if (shape.items or shape.options) and not new_words:
        desk.fault((*path, "version"), f"{after[0]!r} was there before these words; raise it")


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _check_known(
    desk: Desk,
    shape: StepShape,
    items: Items,
    scales: Sequence[object],
    path: Path,
    *,
    is_newest: bool,
) -> None:
    desk.distinct(shape.items, (*path, "items"), "item {!r} is here twice")
    desk.distinct(shape.comparable, (*path, "comparable"), "scale {!r} is here twice")
    # What an older step names may be gone by now.
    if not is_newest:
        return
    for number, key in enumerate(shape.items):
        if key not in items.paths:
            desk.fault((*path, "items", number), f"there is no item {key!r}; remove it here")
    for number, key in enumerate(shape.comparable):
        if key not in scales:
            desk.fault(
                (*path, "comparable", number),
                f"there is no scale {key!r}; add it or remove it here",
            )
