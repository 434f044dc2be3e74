"""How one line of scores came about: answers, working, rule, reference, versions."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from survey_app.definitions import Method, Questionnaire, Rounding, Scale, fill
from survey_app.dutch import counted, plain_number, short_date
from survey_app.measurements.queries import Placed, Replaced
from survey_app.reports import wording
from survey_app.reports.corrections import changes_said, with_before
from survey_app.reports.explaining_change import change_said, reference_said
from survey_app.reports.lines import Line
from survey_app.scoring import counted_answers

ReadDefinition = Callable[[str], Questionnaire]
METHODS = {
    Method.MEAN: "Het gemiddelde van de beantwoorde vragen.",
    Method.SUM: "De som van de antwoorden.",
    Method.PRORATED_SUM: "De som, omgerekend naar alle vragen van de schaal.",
    Method.MAX: "Het hoogste antwoord.",
    Method.COUNT: "Het aantal antwoorden dat telt.",
}


@dataclass(frozen=True, slots=True)
class CountedRow:
    """One question: per moment the answer in words and what it counted for."""

    text: str
    answers: tuple[tuple[str, str], ...]
    turned: bool


@dataclass(frozen=True, slots=True)
class Working:
    """One moment: how its score came about, and the versions that it was made with.

    `changes` tell of what its sender corrected, and of the score before.
    """

    moment: str
    sum: str
    score: str
    made_with: str
    changes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LineExplanation:
    """One informant's line: answers, working, rule, what the change is judged by."""

    who: str
    title: str
    moments: tuple[str, ...]
    answers: tuple[CountedRow, ...]
    workings: tuple[Working, ...]
    rule: tuple[str, ...]
    reference: tuple[str, ...]
    change: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sources:
    """What the figures of a traject are made of.

    `took_over` holds, for each informant who left, the name of who took over.
    """

    child: str
    responses: Sequence[Placed]
    read: ReadDefinition
    took_over: Mapping[str, str]


def line_explained(line: Line, sources: Sources) -> LineExplanation:
    """Return how every figure of one line was computed."""
    series, scale, read = line.series, line.scale, sources.read
    points = {(point.occasion_id, point.on) for point in series.points}
    placed = [
        each
        for each in sources.responses
        if each.informant_id == series.informant_id
        and series.scale in each.scores
        and (each.occasion_id, each.answered_on) in points
    ]
    rules = [read(each.scores[scale.key].fingerprint) for each in placed]
    return LineExplanation(
        who=f"{wording.whose(series.role, series.number, sources.child)} ({series.label})",
        title=f"{line.questionnaire.title.in_language('nl')}: {scale.title.in_language('nl')}",
        moments=tuple(moment_of(each) for each in placed),
        answers=_answers(sources.child, line, placed, rules, read),
        workings=tuple(
            _working(each, rule, scale.key, read) for each, rule in zip(placed, rules, strict=True)
        ),
        rule=tuple(_rule(line.questionnaire, scale)),
        reference=tuple(reference_said(line)),
        change=tuple(change_said(line, sources.took_over.get(series.informant_id))),
    )


def _answers(
    child: str,
    line: Line,
    placed: Sequence[Placed],
    rules: Sequence[Questionnaire],
    read: ReadDefinition,
) -> tuple[CountedRow, ...]:
    scale = line.scale
    if not scale.items:
        return _parts(scale, placed)
    counts = [counted_answers(rule, scale.key) for rule in rules]
    return tuple(
        CountedRow(
            text=fill(
                line.questionnaire.item(key).text.in_language("nl"), kind=child, informant=""
            ),
            answers=tuple(
                _counted(key, each, count, read) for each, count in zip(placed, counts, strict=True)
            ),
            turned=key in scale.reversed,
        )
        for key in scale.items
    )


def _parts(scale: Scale, placed: Sequence[Placed]) -> tuple[CountedRow, ...]:
    """Return the scales that a total adds up."""
    return tuple(
        CountedRow(
            text=f"schaal „{key}”",
            answers=tuple(("", _score(each, key)) for each in placed),
            turned=False,
        )
        for key in scale.scales
    )


def _counted(
    key: str, placed: Placed, counts: dict[str, dict[str, float]], read: ReadDefinition
) -> tuple[str, str]:
    given = placed.answers.get(key)
    answered = read(placed.fingerprint)
    if all(item.key != key for item in answered.items):
        return wording.MISSING["not_shown"], "telt niet"
    asked = answered.item(key)
    words = with_before(
        placed,
        lambda each: wording.answer(asked, each.answers.get(key), None, each.missing.get(key)),
    )
    value = counts.get(key, {}).get(given) if given is not None else None
    return words, "telt niet" if value is None else f"telt {plain_number(value)}"


def _working(placed: Placed, rule: Questionnaire, key: str, read: ReadDefinition) -> Working:
    scale = rule.scale(key)
    answered = read(placed.fingerprint)
    return Working(
        moment=moment_of(placed),
        sum=_sum(placed, rule, scale),
        score=_score(placed, key),
        made_with=(
            f"{how_of(placed)}; {rule.key}, versie {answered.version}, "
            f"scoreregels {rule.scoring_version}, vingerafdruk {rule.fingerprint[:12]}, "
            f"bewijs op die dag trap {placed.scores[key].evidence_stage}"
        ),
        changes=changes_said(placed, lambda each: _score(each, key)),
    )


def _sum(placed: Placed, rule: Questionnaire, scale: Scale) -> str:
    """Write the sum as one would on paper, with the numbers that counted."""
    values = _values(placed, rule, scale)
    score = placed.scores[scale.key].value
    if score is None or not values:
        return ""
    plus = " + ".join(map(plain_number, values))
    total, n = plain_number(math.fsum(values)), len(values)
    equals = f"= {plain_number(score)}"
    special = scale.weights or scale.settled or scale.blank is not None or scale.hidden is not None
    if special or scale.method in (Method.MAX, Method.COUNT):
        return f"{plus}: volgens de regel {equals}"
    if scale.method is Method.MEAN:
        return f"({plus}) : {n} = {total} : {n} {equals}"
    if scale.method is Method.PRORATED_SUM and n < len(scale.parts):
        return f"({plus}) × {len(scale.parts)} : {n} {equals}"
    return f"{plus} {equals}"


def _values(placed: Placed, rule: Questionnaire, scale: Scale) -> list[float]:
    if scale.scales:
        found = (placed.scores[key].value for key in scale.scales if key in placed.scores)
        return [value for value in found if value is not None]
    counts = counted_answers(rule, scale.key)
    values = (counts[key].get(placed.answers.get(key, "")) for key in scale.items)
    return [value for value in values if value is not None]


def _rule(questionnaire: Questionnaire, scale: Scale) -> list[str]:
    of = "schalen" if scale.scales else "vragen"
    sentences = [
        METHODS[scale.method],
        f"Er zijn minstens {scale.min_answered} van de {len(scale.parts)} {of} nodig. "
        "Bij minder is er geen score.",
        f"De score loopt van {plain_number(scale.lowest)} tot {plain_number(scale.highest)}.",
        scale.direction.in_language("nl"),
    ]
    if scale.reversed:
        turned = counted(len(scale.reversed), "vraag telt", "vragen tellen")
        sentences.append(f"{turned} omgekeerd: het laagste antwoord telt als het hoogste.")
    if scale.rounding is Rounding.HALF_UP:
        sentences.append("De handleiding rondt af: een half wordt naar boven afgerond.")
    if scale.blank is not None:
        sentences.append(f"Een open vraag telt als {plain_number(scale.blank)}.")
    if questionnaire.most_blanks is not None:
        most = counted(questionnaire.most_blanks, "open vraag", "open vragen")
        sentences.append(f"In de hele lijst mogen {most} zijn.")
    return sentences


def _score(placed: Placed | Replaced, key: str) -> str:
    score = placed.scores.get(key)
    if score is None or score.value is None:
        return wording.not_computable(score.reason if score else None)
    return plain_number(score.value)


def how_of(placed: Placed) -> str:
    """Return how somebody answered, and what was said of a day on paper before the link."""
    how = wording.how_answered(placed.mode, placed.entered_by)
    return f"{how}, van voor de link: {placed.day_explained}" if placed.day_explained else how


def moment_of(placed: Placed) -> str:
    """Name the moment of an answer."""
    return f"{wording.occasion_word(placed.occasion_kind)}, {short_date(placed.answered_on)}"
