"""The top of a file: what it is, who answers it, in which languages and with which evidence."""

from survey_app.definitions.building.desk import Desk
from survey_app.definitions.languages import Edition, Evidence, TextStatus
from survey_app.definitions.shape import EditionShape, HeadShape

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


def editions(head: HeadShape) -> tuple[Edition, ...]:
    """Return the languages of the file, the ordinary one first."""
    return tuple(
        Edition(
            each.language,
            each.status,
            Evidence(each.evidence.stage, each.evidence.study, each.evidence.version),
        )
        for each in head.languages
    )


def _check_edition(
    desk: Desk, head: HeadShape, content: dict[str, object], number: int, edition: EditionShape
) -> None:
    path = ("languages", number, "evidence")
    stage = edition.evidence.stage
    if stage >= 1 and edition.evidence.study is None:
        desk.fault(path, "`study` is missing; name the study behind this stage")
    if stage >= 1 and edition.evidence.version is None:
        desk.fault(path, "`version` is missing; name the version that was studied")
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
    studied = edition.evidence.version
    if studied not in (None, head.version, *(each.version for each in head.follows)):
        desk.fault(
            (*path, "version"),
            f"{studied!r} is neither this version nor one in `follows`; add it there",
        )
