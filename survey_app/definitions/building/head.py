"""The top of a file: what it is, who answers it, in which languages and with which evidence."""

from survey_app.definitions.building.desk import Desk
from survey_app.definitions.languages import Edition, Evidence, TextStatus
from survey_app.definitions.shape import EditionShape, HeadShape
from survey_app.definitions.values import ChangeKind, Follows

REFERENCE_STAGE = 2
"""From this stage on there is a named reference."""


def check_head(desk: Desk, head: HeadShape, content: dict[str, object]) -> None:
    """Check what the lines at the top say about each other."""
    desk.text(head.title, ("title",), variables=())
    desk.text(head.question, ("question",))
    if head.period is not None:
        desk.text(head.period, ("period",))
    desk.distinct(desk.languages, ("languages",), "{} stands here twice; keep one")
    desk.distinct(head.informants, ("informants",), "{} stands here twice; keep one")
    if head.ages and not head.ages[0] <= head.ages[1] <= 18:
        desk.fault(("ages",), "write the youngest and the oldest age, at most 18: [8, 12]")
    for number, edition in enumerate(head.languages):
        _check_edition(desk, head, content, number, edition)
    _check_follows(desk, head, content)


def editions(head: HeadShape) -> tuple[Edition, ...]:
    """Return the languages of the file, the ordinary one first."""
    return tuple(
        Edition(each.language, each.status, Evidence(each.evidence.stage, each.evidence.study))
        for each in head.languages
    )


def follows(head: HeadShape) -> Follows | None:
    """Return what the file says of the version before it."""
    before = head.follows
    if before is None:
        return None
    return Follows(before.version, before.scoring_version, before.change, tuple(before.comparable))


def _check_edition(
    desk: Desk, head: HeadShape, content: dict[str, object], number: int, edition: EditionShape
) -> None:
    path = ("languages", number, "evidence")
    stage = edition.evidence.stage
    if stage >= 1 and edition.evidence.study is None:
        desk.fault(path, "`study` is missing; name the study behind this stage")
    if stage >= 1 and edition.status is TextStatus.OWN:
        desk.fault((*path, "stage"), "an unreviewed text has stage 0; have it reviewed first")
    scales = content.get("scales")
    with_reference = isinstance(scales, list) and any(
        isinstance(scale, dict) and scale.get("references") for scale in scales
    )
    if stage >= REFERENCE_STAGE and not head.fictitious and not with_reference:
        desk.fault(
            (*path, "stage"),
            "a stage from 2 on without a reference; add `references` or lower it",
        )


def _check_follows(desk: Desk, head: HeadShape, content: dict[str, object]) -> None:
    before = head.follows
    if before is None:
        return
    desk.distinct(before.comparable, ("follows", "comparable"), "scale {!r} is here twice")
    scales = content.get("scales")
    keys = (
        [each.get("key") for each in scales if isinstance(each, dict)]
        if isinstance(scales, list)
        else []
    )
    for number, key in enumerate(before.comparable):
        if key not in keys:
            desk.fault(
                ("follows", "comparable", number),
                f"there is no scale {key!r}; add it or remove it here",
            )
    same_version = before.version == head.version
    same_scoring = before.scoring_version == head.scoring_version
    if before.change is ChangeKind.WORDING and same_version:
        desk.fault(("version",), f"{head.version!r} was there before this wording; raise it")
    if before.change is ChangeKind.SCORING and same_scoring:
        desk.fault(
            ("scoring_version",),
            f"{head.scoring_version!r} was there before this scoring; raise it",
        )
    if before.change is ChangeKind.SPELLING and not (same_version and same_scoring):
        desk.fault(("follows", "change"), "a change of spelling keeps the version; choose wording")
