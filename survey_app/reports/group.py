"""The report of a group: what changed in all trajects of a coach together, and how sure that is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from survey_app.charts import Estimate, FlowStep, GroupChange, ResponseFlow, table_of
from survey_app.charts.response_flow import UNKNOWN
from survey_app.definitions import evidence_of_form
from survey_app.effects import INSIDE
from survey_app.measurements.caseload import Course
from survey_app.measurements.references.in_force import References
from survey_app.reports import group_wording, wording
from survey_app.reports.change import NO_REFERENCES
from survey_app.reports.group_effect import GroupEffect, effect_of, facts_of
from survey_app.reports.group_wording import COMPARED, COMPLETED, INVITED, OPENED
from survey_app.reports.lines import Line, ticks_of
from survey_app.reports.pairs import PairedList, PairedScale, ReadDefinition, paired_lists
from survey_app.reports.pictures import Picture
from survey_app.reports.small_numbers import WORDS_FROM, far_apart

BEFORE, AFTER = "intake", "laatste meting"


@dataclass(frozen=True, slots=True)
class GroupFigure:
    """One scale of a group: the chart of its change and the facts beside it, what and value."""

    paired: PairedScale
    effect: GroupEffect
    picture: Picture
    facts: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class GroupList:
    """One list as one kind of informant answered it.

    `badge` is the claim of the list where no figure bears it. `too_few` and `why_not` say why there
    is no figure; `counted` how many children have both measurements where no figure says it;
    `no_response` why there is no response; `caution` stands first where few can be compared.
    """

    role: str
    heading: str
    figures: tuple[GroupFigure, ...]
    response: Picture | None
    badge: str
    why_not: str
    counted: str
    too_few: str
    no_response: str
    caution: str
    made_with: str


@dataclass(frozen=True, slots=True)
class GroupReport:
    """All that is shown of a caseload; empty where no later moment was asked yet."""

    lists: tuple[GroupList, ...]

    @property
    def pictures(self) -> dict[str, Picture]:
        """Every picture by its key."""
        found = [figure.picture for each in self.lists for figure in each.figures]
        found += [each.response for each in self.lists if each.response]
        return {picture.key: picture for picture in found}

    def response(self, key: str) -> GroupList | None:
        """Return the list whose picture of the response has this key."""
        lists = (each for each in self.lists if each.response and each.response.key == key)
        return next(lists, None)

    def figure(self, key: str) -> GroupFigure | None:
        """Return the figure whose picture has this key."""
        figures = (figure for each in self.lists for figure in each.figures)
        return next((figure for figure in figures if figure.picture.key == key), None)


def group_report(
    courses: Sequence[Course],
    read: ReadDefinition,
    today: date,
    references: References = NO_REFERENCES,
) -> GroupReport:
    """Return the report of a caseload; lists that have a figure stand first."""
    lists = [_list(each) for each in paired_lists(courses, read, today, references)]
    return GroupReport(tuple(sorted(lists, key=lambda each: not each.figures)))


def _list(found: PairedList) -> GroupList:
    stages = [_stage(scale) for scale in found.scales]
    enough = [scale for scale in found.scales if len(scale.pairs) >= INSIDE]
    judged = [scale for scale in enough if _stage(scale) >= wording.VERDICT_STAGE]
    measured = {pair.traject_id for scale in found.scales for pair in scale.pairs}
    form = evidence_of_form(found.questionnaire)
    stage = max(stages, default=form.stage)
    few_compared = found.response.paired >= INSIDE and found.response.needs_caution
    title = found.questionnaire.title.in_language("nl")
    response, no_response = _response(found, len(measured), few_compared)
    return GroupList(
        role=found.role,
        heading=f"{group_wording.GROUPS[found.role]}: {title}",
        figures=tuple(_figure(scale) for scale in judged),
        response=response,
        badge="" if judged else wording.badge(found.questionnaire, form),
        why_not=group_wording.no_figure_yet(stage) if stage < wording.VERDICT_STAGE else "",
        counted=group_wording.both_measurements(len(measured)) if enough and not judged else "",
        too_few="" if enough else group_wording.TOO_FEW,
        no_response=no_response,
        caution=group_wording.CAUTION if few_compared else "",
        made_with=group_wording.version_said(found.questionnaire),
    )


def _figure(scale: PairedScale) -> GroupFigure:
    line = Line(scale.series, scale.questionnaire, references=scale.references)
    effect = effect_of(scale)
    chart = _chart(line, scale, effect)
    table = table_of(chart)
    picture = Picture(
        key=_key(scale),
        chart=chart,
        question=chart.question,
        whose=chart.whose,
        direction=chart.direction,
        conclusion=chart.conclusion,
        unknown=chart.unknown,
        badge=wording.badge(scale.questionnaire, scale.claimed),
        list_title=scale.questionnaire.title.in_language("nl"),
        columns=table.columns,
        rows=table.rows,
    )
    return GroupFigure(scale, effect, picture, facts_of(scale, effect))


def _stage(scale: PairedScale) -> int:
    return scale.claimed.stage


def _chart(line: Line, scale: PairedScale, effect: GroupEffect) -> GroupChange:
    title = line.scale.title.in_language("nl")
    low, high = effect.change_interval or (None, None)
    chart = GroupChange(
        question=f"{title}: wat veranderde er bij deze kinderen samen?",
        whose=group_wording.whose(scale.key.role, scale.key.language),
        direction=line.scale.direction.in_language("nl"),
        before_word=BEFORE,
        after_word=AFTER,
        lowest=line.scale.lowest,
        highest=line.scale.highest,
        ticks=ticks_of(line),
        pairs=tuple((pair.pre, pair.post) for pair in scale.pairs),
        change=Estimate(effect.change, low, high),
        lines_from=WORDS_FROM,
        notice=wording.FICTITIOUS if scale.questionnaire.fictitious else None,
    )
    better = group_wording.direction_of_change(
        effect.n, effect.change_interval, higher_is_better=line.scale.higher_is_better
    )
    return replace(
        chart,
        conclusion=f"{chart.said} {better}".rstrip(),
        unknown=f"{group_wording.BY_ITSELF} {chart.unknown}",
    )


def _response(found: PairedList, measured: int, few_compared: bool) -> tuple[Picture | None, str]:
    """Return how far the children came, or why that is not shown.

    It is about the children whose later moment has passed. Where those who were measured are a few
    more, the two numbers beside each other would tell of these few. So would two steps.
    """
    response = found.response
    if response.paired < INSIDE:
        return None, group_wording.STILL_RUNNING if measured >= INSIDE else ""
    if 0 < measured - response.paired < INSIDE:
        return None, group_wording.STILL_RUNNING
    steps = (
        FlowStep(INVITED, response.invited),
        FlowStep(OPENED, response.opened),
        FlowStep(COMPLETED, response.completed),
        FlowStep(COMPARED, response.paired, group_wording.NOT_COMPARED),
    )
    shown = [steps[place] for place in far_apart([step.count for step in steps])]
    if len(shown) == 1:
        return None, "" if few_compared else group_wording.NEARLY_ALL
    chart = ResponseFlow(
        question="Van hoeveel kinderen kunnen we iets zeggen?",
        whose=group_wording.asked_of(found.role),
        steps=tuple(shown),
        notice=group_wording.CAUTION_IN_PICTURE if few_compared else None,
        conclusion=group_wording.response_said(response),
        unknown=UNKNOWN
        if len(shown) == len(steps)
        else f"{UNKNOWN} {group_wording.STEPS_LEFT_OUT}",
    )
    table = table_of(chart)
    return Picture(
        key=f"{found.questionnaire.key}-{found.role}-respons",
        chart=chart,
        question=chart.question,
        whose=chart.whose,
        direction="",
        conclusion=chart.said,
        unknown=chart.unknown,
        badge="",
        list_title=found.questionnaire.title.in_language("nl"),
        columns=table.columns,
        rows=table.rows,
    ), ""


def _key(scale: PairedScale) -> str:
    """Return the key of a figure; a line of versions is told by the start of its fingerprints."""
    key = scale.key
    line = (part[:12] for part in key.line.split(" by "))
    return "-".join((key.questionnaire_key, key.role, key.scale, key.language, *line))
