"""When a posted page of questions comes back, with everything in it, and what is said then."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from flask import request

from survey_app.answering.reading import PageReading
from survey_app.answering.sheets import Sheet
from survey_app.definitions import Item
from survey_app.frames import Words
from survey_app.web.respond import wording

STOP, LOOK_OVER, KEEP, SKIP = "stop", "look_over", "keep", "skip"
ACTS = ("forward", SKIP, STOP, LOOK_OVER, KEEP)
"""What the buttons of a page of questions, and the script, ask for."""
GO_TO = "to:"
"""What a button asks that leads elsewhere in a class round; after it which pupil or question."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a page comes back: what to mend at which question, or what is the matter with all."""

    status: int
    errors: Mapping[str, str] = field(default_factory=dict)
    problem: str | None = None
    problem_hint: str | None = None


def answered_elsewhere(words: Words, errors: Mapping[str, str] | None = None) -> Refusal:
    """Return that a page was saved with other answers after it was shown, at these or at all."""
    texts = words.problem
    return Refusal(409, errors or {}, texts.elsewhere, texts.elsewhere_hint)


def why_refused(
    sheet: Sheet,
    asked: Sequence[Item],
    reading: PageReading,
    browser: str,
    *,
    trusted: bool,
    in_round: bool = False,
) -> Refusal | None:
    """Return why what was posted for these questions cannot be taken, or None when it can."""
    words = wording.words_of(sheet)
    texts = words.problem
    if not trusted:
        return Refusal(400, problem=texts.away, problem_hint=texts.away_hint)
    if not reading.is_sound:
        visible = any(item.key in reading.problems for item in asked)
        return Refusal(
            422,
            {key: wording.mend(words, fault) for key, fault in reading.problems.items()},
            problem=None if visible else texts.stray,
            problem_hint=None if visible else texts.stray_hint,
        )
    if not is_one_act(in_round=in_round):
        return Refusal(422, problem=texts.choose_a_button)
    if request.form.get("act", "forward") == "forward":
        empty = {
            item.key: texts.nothing_filled_in if item.number else texts.nothing_chosen
            for item in asked
            if (item.options or item.number)
            and not reading.is_answered(item.key)
            and not _answered_elsewhere(sheet, item.key, browser)
        }
        if empty:
            return Refusal(422, empty)
    return None


def is_one_act(*, in_round: bool = False) -> bool:
    """Tell whether what was posted came by one button that there is."""
    act = request.form.get("act", "forward")
    doubled = any(len(request.form.getlist(name)) > 1 for name in ("act", "revision"))
    return (act in ACTS or (in_round and act.startswith(GO_TO))) and not doubled


def stays_open(act: str) -> bool:
    """Tell whether what was left open on a page stays so: who pressed this will come back to it."""
    return act in (KEEP, STOP) or act.startswith(GO_TO)


def _answered_elsewhere(sheet: Sheet, key: str, browser: str) -> bool:
    """Tell whether another browser answered this, and nothing hangs on it that this one misses."""
    saved = sheet.saved.get(key)
    return saved is not None and saved.browser != browser and not sheet.decides_unseen(key, browser)
