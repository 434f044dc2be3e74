"""From a figure of a group back to what it was made of: numbers, formulas, versions, children."""

from collections.abc import Sequence
from dataclasses import dataclass

from survey_app import __version__
from survey_app.definitions import Questionnaire
from survey_app.dutch import counted, plain_number, signed
from survey_app.effects import INSIDE, difference_sd
from survey_app.measurements.caseload import Course
from survey_app.reports import group_wording, wording
from survey_app.reports.change import Judge
from survey_app.reports.group import GroupFigure
from survey_app.reports.group_effect import GroupEffect
from survey_app.reports.lines import Z_95
from survey_app.reports.pairs import PairedScale, Why
from survey_app.reports.small_numbers import FEW, WORDS_FROM

ONCE = (
    "Een kind telt één keer: met de intake en de laatste meting van dezelfde persoon. "
    "Bij twee ouders of twee leerkrachten is dat de eerste die beide invulde."
)
RESPONSE = (
    "De respons gaat over kinderen van wie de laatste dag om te antwoorden voorbij is. "
    "Wie eerder antwoordt, telt al wel mee in het verschil."
)
FEW_RULE = (
    f"Onder {INSIDE} kinderen tonen we geen getal, en geen getal waaruit dat volgt. "
    f"Onder {WORDS_FROM} kinderen staan er geen lijnen per kind en geen oordeel in woorden. "
    "Bron: drempels van het CBS, en onze eigen keuze voor binnen een team."
)


@dataclass(frozen=True, slots=True)
class ChildLink:
    """One child, by the traject its page belongs to."""

    traject_id: str
    words: str


@dataclass(frozen=True, slots=True)
class LeftOutChildren:
    """Children who do not count for one reason."""

    why: str
    children: tuple[ChildLink, ...]


@dataclass(frozen=True, slots=True)
class GroupExplanation:
    """How the figures of one chart of a group were computed."""

    question: str
    whose: str
    badge: str
    numbers: tuple[tuple[str, str], ...]
    change: tuple[str, ...]
    shares: tuple[str, ...]
    missing: tuple[str, ...]
    rules: tuple[str, ...]
    versions: tuple[str, ...]
    software: str
    counted: tuple[ChildLink, ...]
    left_out: tuple[LeftOutChildren, ...]


def group_explanation(figure: GroupFigure, courses: Sequence[Course]) -> GroupExplanation:
    """Return how the figures of a scale were computed, and from which children."""
    scale, effect = figure.paired, figure.effect
    links = {
        each.traject_id: ChildLink(each.traject_id, f"{each.child_name}, {each.group_name}")
        for each in courses
    }
    return GroupExplanation(
        question=figure.picture.question,
        whose=figure.picture.whose,
        badge=figure.picture.badge,
        numbers=_numbers(effect),
        change=_change(effect),
        shares=_shares(scale, effect),
        missing=_missing(effect),
        rules=(ONCE, RESPONSE, FEW_RULE),
        versions=tuple(_version(each, scale) for each in scale.versions),
        software=f"Kansmeter {__version__}",
        counted=tuple(links[pair.traject_id] for pair in scale.pairs),
        left_out=tuple(
            LeftOutChildren(
                group_wording.LEFT_OUT[why],
                tuple(links[each.traject_id] for each in scale.left_out if each.why is why),
            )
            for why in Why
            if scale.count_of(why)
        ),
    )


def _numbers(effect: GroupEffect) -> tuple[tuple[str, str], ...]:
    paired = effect.paired
    return (
        ("Kinderen (n)", str(effect.n)),
        ("Gemiddelde intake (M₁)", _number(paired.mean_pre)),
        ("Gemiddelde laatste meting (M₂)", _number(paired.mean_post)),
        ("Spreiding intake (s₁)", _number(paired.sd_pre)),
        ("Spreiding laatste meting (s₂)", _number(paired.sd_post)),
        ("Samenhang van beide (r)", _number(paired.correlation)),
        ("Gemiddeld verschil (M₂ − M₁)", _number(effect.change)),
        ("Spreiding van de verschillen (s_v)", _number(paired.sd_change)),
    )


def _change(effect: GroupEffect) -> tuple[str, ...]:
    paired, n = effect.paired, effect.n
    m1, m2 = _number(paired.mean_pre), _number(paired.mean_post)
    s1, s2 = _number(paired.sd_pre), _number(paired.sd_post)
    change = _number(effect.change)
    sentences = [f"Gemiddeld verschil: {m2} − {m1} = {change} punten."]
    if effect.change_interval is not None:
        sentences.append(
            f"Marge van 95%: {change} ± t × s_v : √n, met de t-verdeling bij {n - 1} "
            f"vrijheidsgraden. Dat is {group_wording.between(effect.change_interval, 3)}."
        )
    if paired.d_av is None:
        return (*sentences, "De effectgrootte is niet te bepalen: alle scores zijn gelijk.")
    sentences.append(
        f"Effectgrootte d_av: het gemiddelde verschil gedeeld door √((s₁² + s₂²) : 2) = "
        f"{change} : √(({s1}² + {s2}²) : 2). Plus is beter, dus {signed(paired.d_av, 3)} "
        "(Cumming, 2012)."
    )
    if paired.d_av_interval is not None:
        sentences.append(
            f"De marge van 95% komt van de niet-centrale t-verdeling (Algina en Keselman, 2003): "
            f"{group_wording.between(paired.d_av_interval, 3)}."
        )
    return tuple(sentences)


def _shares(scale: PairedScale, effect: GroupEffect) -> tuple[str, ...]:
    if effect.judge is None:
        return (group_wording.NO_REFERENCE,)
    sentences = [_threshold(effect.judge)]
    if not effect.parts:
        return (*sentences, group_wording.NO_DIVISION)
    return (
        *sentences,
        "Een deel dat te klein is om te tonen, staat samen met het deel ernaast.",
        "De marge om elk deel is die van Wilson (1927), 95%.",
    )


def _threshold(judge: Judge) -> str:
    limit = _number(Z_95 * difference_sd(judge.sd, judge.reliability))
    return (
        f"Een kind veranderde meer dan toeval bij een verschil van meer dan {limit} punten: "
        f"1,96 × √2 × s × √(1 − r), met s {_number(judge.sd)} en r {_number(judge.reliability)} "
        f"(Jacobson en Truax, 1991). Bron: {judge.source}."
    )


def _missing(effect: GroupEffect) -> tuple[str, ...]:
    missing = effect.missing
    if missing is None:
        return (f"Zonder latere meting: {FEW}. Dan tonen we niet hoe zij begonnen.",)
    away = counted(missing.missing, "kind", "kinderen")
    return (
        f"{away} met een intake hadden geen bruikbare latere meting. "
        f"Hun gemiddelde intake: {_number(missing.mean_pre_missing)}.",
        "Van hen weten we het einde niet. Kregen zij allemaal de laagste, of allemaal de hoogste "
        "score van de schaal, dan ligt het gemiddelde verschil van alle kinderen "
        f"{group_wording.between(effect.bounds, 3)} (Horowitz en Manski, 2000).",
    )


def _version(questionnaire: Questionnaire, scale: PairedScale) -> str:
    return (
        f"{questionnaire.key}, versie {questionnaire.version}, "
        f"scoreregels {questionnaire.scoring_version}, "
        f"vingerafdruk {questionnaire.fingerprint[:12]}, bewijs trap {scale.claimed.stage} van 5"
    )


def _number(value: float | None) -> str:
    """Write a number with three decimals at most, or that there is none."""
    return wording.not_computable(None) if value is None else plain_number(value)
