"""Why a questionnaire can only be scored, and what somebody can do about it."""

from survey_app.definitions.values import Questionnaire

MOST_NAMED = 3


def items_without_text(questionnaire: Questionnaire) -> tuple[str, ...]:
    """Return the keys of the items of which the words, or those of an answer, are not here."""
    return tuple(
        item.key
        for item in questionnaire.items
        if not item.text.languages or not all(option.text.languages for option in item.options)
    )


def score_only(questionnaire: Questionnaire) -> str | None:
    """Return in a few words why nobody can be asked this, or None when somebody can."""
    if items_without_text(questionnaire):
        return f"score only: texts not here (holder: {questionnaire.licence.holder})"
    if not questionnaire.offered_languages:
        return "score only: its text was reviewed in no language"
    return None


def what_is_missing(questionnaire: Questionnaire) -> str | None:
    """Return which texts are missing, who holds them and what to do; None when all is there."""
    missing = items_without_text(questionnaire)
    if missing:
        others = len(missing) - MOST_NAMED
        named = ", ".join(missing[:MOST_NAMED]) + (f" and {others} more" if others > 0 else "")
        return (
            f"Missing are the texts of {named}, which belong to {questionnaire.licence.holder}. "
            "Who has an agreement with them puts the texts in the folder of "
            "KANSMETER_PRIVATE_QUESTIONNAIRES (see questionnaires/ANDEREN.md)."
        )
    if not questionnaire.offered_languages:
        return (
            "Have its text reviewed by people who speak the language as their own, then write "
            "`status: reviewed`."
        )
    return None
