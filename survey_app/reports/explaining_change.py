"""What a change was judged by, and how it follows from two scores, in sentences."""

from survey_app.dutch import plain_number
from survey_app.effects import difference_sd, standard_error_of_measurement
from survey_app.reports import wording
from survey_app.reports.change import Change, Judge
from survey_app.reports.scale import Z_95, Line


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


def change_said(line: Line) -> list[str]:
    """Return how the change of a line follows from its scores, or why there is none."""
    change, reference = line.change, line.reference
    sentences = []
    if change.before is not None:
        sentences += _difference("Van aanmelding naar intake", change.before, reference)
    sentences += _difference("Van intake naar laatste meting", change, reference)
    return sentences


def _difference(name: str, change: Change, reference: Judge | None) -> list[str]:
    first, last = change.first, change.last
    if change.difference is None or first is None or last is None:
        return [f"{name}: {wording.NO_CHANGE[change.reason or 'no_post']}"]
    if first.value is None or last.value is None:
        return []
    pre, post = plain_number(first.value), plain_number(last.value)
    sentence = f"{name}: {post} − {pre} = {plain_number(change.difference)}"
    if change.verdict is None or change.verdict.rci is None or reference is None:
        return [f"{sentence}. Zonder oordeel."]
    spread = difference_sd(reference.sd, reference.reliability)
    verdict = wording.meaning(change.verdict.category)
    rci = plain_number(change.verdict.rci)
    return [f"{sentence}. Gedeeld door {plain_number(spread)} is dat {rci}: {verdict}."]
