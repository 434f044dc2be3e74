"""How a line of steps came about: the answers themselves, with their dates and versions."""

from survey_app.definitions import Item
from survey_app.measurements.queries import Placed, Replaced
from survey_app.reports import wording
from survey_app.reports.corrections import changes_said
from survey_app.reports.explaining_line import LineExplanation, Sources, Working, how_of, moment_of
from survey_app.reports.pictures import Picture
from survey_app.reports.steps import StepLine


def steps_explained(picture: Picture, line: StepLine, sources: Sources) -> LineExplanation:
    """Return every step with its date, how it was asked and the version of the list."""
    last, _ = line[-1]
    return LineExplanation(
        who=f"{wording.whose(last.role, last.number, sources.child)} ({last.label})",
        title=sources.read(last.fingerprint).title.in_language("nl"),
        moments=(),
        answers=(),
        workings=tuple(_working(placed, asked, sources) for placed, asked in line),
        rule=("Elke stap is het antwoord zelf. Er is niets berekend.", picture.direction),
        reference=(picture.unknown,),
        change=(picture.conclusion,),
    )


def _working(placed: Placed, asked: Item, sources: Sources) -> Working:
    def said(given: Placed | Replaced) -> str:
        key = asked.key
        return wording.answer(asked, given.answers.get(key), None, given.missing.get(key))

    return Working(
        moment=moment_of(placed),
        sum="",
        score=said(placed),
        made_with=_made_with(placed, sources),
        changes=changes_said(placed, said),
    )


def _made_with(placed: Placed, sources: Sources) -> str:
    version = sources.read(placed.fingerprint)
    return (
        f"{how_of(placed)}; {version.key}, versie {version.version}, "
        f"vingerafdruk {version.fingerprint[:12]}"
    )
