"""How a line of steps came about: the answers themselves, with their dates and versions."""

from survey_app.measurements.queries import Placed
from survey_app.reports import wording
from survey_app.reports.explaining_line import LineExplanation, Sources, Working, moment_of
from survey_app.reports.pictures import Picture
from survey_app.reports.steps import StepLine


def steps_explained(picture: Picture, line: StepLine, sources: Sources) -> LineExplanation:
    """Return every step with its date, how it was asked and the version of the list."""
    last, item = line[-1]
    return LineExplanation(
        who=f"{wording.whose(last.role, last.number, sources.child)} ({last.label})",
        title=sources.read(last.fingerprint).title.in_language("nl"),
        moments=(),
        answers=(),
        workings=tuple(
            Working(
                moment=moment_of(placed),
                sum="",
                score=wording.answer(
                    asked, placed.answers.get(item.key), None, placed.missing.get(item.key)
                ),
                made_with=_made_with(placed, sources),
            )
            for placed, asked in line
        ),
        rule=("Elke stap is het antwoord zelf. Er is niets berekend.", picture.direction),
        reference=(picture.unknown,),
        change=(picture.conclusion,),
    )


def _made_with(placed: Placed, sources: Sources) -> str:
    version = sources.read(placed.fingerprint)
    how = wording.MODES.get(placed.mode, wording.ALONE)
    return (
        f"{how}; {version.key}, versie {version.version}, vingerafdruk {version.fingerprint[:12]}"
    )
