"""What who answered changed afterwards: when, and what it was before."""

from collections.abc import Callable

from survey_app.clock import LOCAL
from survey_app.dutch import short_date
from survey_app.measurements.queries import Placed, Replaced

Said = Callable[[Placed | Replaced], str]


def with_before(placed: Placed, said: Said) -> str:
    """Return what is said of the answers that count, and of those before where that differs."""
    now = said(placed)
    before = [words for words in dict.fromkeys(map(said, placed.replaced)) if words != now]
    return f"{now} (eerst: {', daarna: '.join(before)})" if before else now


def changes_said(placed: Placed, said: Said) -> tuple[str, ...]:
    """Say of every correction when it came and what it was before, the first first."""
    return tuple(f"{_by(each)}: {_when(each)}. Daarvoor: {said(each)}." for each in placed.replaced)


def changed_said(placed: Placed) -> str:
    """Say when answers were changed; nothing when they never were."""
    if not placed.replaced:
        return ""
    by_sender = [_when(each) for each in placed.replaced if each.by is None]
    said = [f"Wie het invulde, veranderde iets: {' en '.join(by_sender)}."] if by_sender else []
    said += [f"{_by(each)}: {_when(each)}." for each in placed.replaced if each.by is not None]
    return f"{' '.join(said)} Achter een antwoord staat wat het eerst was."


def _by(replaced: Replaced) -> str:
    """Say who changed it: who answered, or a coach whom that person asked to."""
    if replaced.by is None:
        return "Veranderd door wie het invulde"
    return f"Op verzoek van wie het invulde verbeterd door {replaced.by}"


def _when(replaced: Replaced) -> str:
    local = replaced.until.astimezone(LOCAL)
    return f"{short_date(local.date())}, {local.hour}.{local.minute:02d} uur"
