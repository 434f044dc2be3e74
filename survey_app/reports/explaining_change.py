"""What a change was judged by, and how it follows from two scores, in sentences."""

from survey_app.dutch import plain_number
from survey_app.effects import (
    Category,
    difference_sd,
    reliable_change,
    standard_error_of_measurement,
)
from survey_app.measurements.pairing import AFTER_INTAKE, INTAKE
from survey_app.reports import wording
from survey_app.reports.change import Change, Judge
from survey_app.reports.lines import Z_95, Line

NO_FIRST = "er is geen eerste score van deze invuller om mee te vergelijken."
FIRST_NOT_COMPUTABLE = "de eerste score is niet te bepalen, dus geen verandering."
LAST_NOT_COMPUTABLE = "de latere score is niet te bepalen, dus geen verandering."
NOT_FILLED_IN = "de latere meting is niet ingevuld, dus geen verandering."
OTHER_VERSION_LATER = "met deze versie van de vragenlijst kwam er geen latere score."
NOT_YET = "er is nog geen latere score, dus geen verandering."


def reference_said(line: Line) -> list[str]:
    """Return what the change of a line is judged by, or why by nothing."""
    reference = line.reference
    if reference is None:
        return [wording.no_verdict(line.stage, line.has_reliability)]
    error = standard_error_of_measurement(reference.sd, reference.reliability)
    spread = difference_sd(reference.sd, reference.reliability)
    sd, r = plain_number(reference.sd), plain_number(reference.reliability)
    return [
        f"Bron: {reference.source}.",
        f"Spreiding (s) {sd}, betrouwbaarheid (r) {r}.",
        f"Meetfout van één score: s × √(1 − r) = {sd} × √(1 − {r}) = {plain_number(error)}.",
        f"Spreiding van een verschil: √2 × {plain_number(error)} = {plain_number(spread)}.",
        f"Groter dan toeval is een verschil van meer dan 1,96 × {plain_number(spread)} = "
        f"{plain_number(Z_95 * spread)} punten (Jacobson en Truax, 1991).",
    ]


def change_said(line: Line, successor: str | None = None) -> list[str]:
    """Return how the change of a line follows from its scores, or why there is none.

    `successor` is who took over from this informant.
    """
    change = line.change
    sentences = []
    if change.before is not None:
        name = "Van aanmelding naar intake"
        why_not = _why_not(change.before, line, successor, (INTAKE,))
        sentences.append(_difference(name, change.before, line.reference) or f"{name}: {why_not}")
        sentences += _checked(change.before, line)
    begin = INTAKE
    if change.difference is not None and change.first is not None:
        begin = change.first.occasion_kind
    name = f"Van {wording.occasion_word(begin)} naar laatste meting"
    why_not = _why_not(change, line, successor, AFTER_INTAKE)
    sentences.append(_difference(name, change, line.reference) or f"{name}: {why_not}")
    return [*sentences, *_checked(change, line)]


def _why_not(change: Change, line: Line, successor: str | None, later: tuple[str, ...]) -> str:
    """Return why there is no difference; never that a score will come which cannot."""
    first, last = change.first, change.last
    if change.reason == "no_pre":
        lacks = first is not None and first.value is None
        return FIRST_NOT_COMPUTABLE if lacks else NO_FIRST
    if last is not None:
        return LAST_NOT_COMPUTABLE
    if successor is not None:
        return f"er kwam geen latere meting meer, want {successor} nam het over."
    if line.missed is None:
        return OTHER_VERSION_LATER
    if any(point.occasion_kind in later for point in line.missed):
        return NOT_FILLED_IN
    return NOT_YET


def _difference(name: str, change: Change, reference: Judge | None) -> str:
    """Return the sum of a difference and what it is judged to be; nothing without one."""
    first, last = change.first, change.last
    if change.difference is None or first is None or last is None:
        return ""
    if first.value is None or last.value is None:
        return ""
    pre, post = plain_number(first.value), plain_number(last.value)
    sentence = f"{name}: {post} − {pre} = {plain_number(change.difference)}"
    if change.verdict is None or change.verdict.rci is None or reference is None:
        return f"{sentence}. Zonder oordeel."
    spread = difference_sd(reference.sd, reference.reliability)
    verdict = wording.meaning(change.verdict.category)
    rci = plain_number(change.verdict.rci)
    return f"{sentence}. Gedeeld door {plain_number(spread)} is dat {rci}: {verdict}."


def _checked(change: Change, line: Line) -> list[str]:
    """Return what is left of a change after what goes to the middle by itself, as a check.

    It needs the mean of the reference. The word of the page stays that of Jacobson and Truax.
    """
    judge = line.reference
    if judge is None or judge.mean is None or change.verdict is None:
        return []
    first, last = change.first, change.last
    found = reliable_change(
        [first.value if first else None],
        [last.value if last else None],
        sd=judge.sd,
        reliability=judge.reliability,
        higher_is_better=line.scale.higher_is_better,
        method="edwards-nunnally",
        mean=judge.mean,
    )
    (rci,), (word,) = found["rci"].tolist(), found["category"].tolist()
    if word is None:
        return []
    return [
        f"Ter controle: wie ver van het gemiddelde ({plain_number(judge.mean)}) begint, schuift "
        f"vaak vanzelf terug. Daarmee rekening gehouden (Edwards en Nunnally) is het "
        f"{plain_number(rci)}: {wording.meaning(Category(word))}."
    ]
