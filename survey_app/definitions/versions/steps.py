"""A newer version's own account of what changed, held against what was found."""

from collections.abc import Iterator

from survey_app.definitions.changes import ChangeKind, Step
from survey_app.definitions.scales import Scale
from survey_app.definitions.values import Questionnaire
from survey_app.definitions.versions.differences import differences, reworded_items


def step_faults(before: Questionnaire, after: Questionnaire) -> tuple[str, ...]:
    """Say in which ways the newer version's account of its last step does not fit what changed.

    Returns
    -------
    tuple of str
        One sentence each; empty when new numbers stand where they must, `follows` names the
        changed items and answers, and only scales are called comparable whose scores can be.
    """
    found = differences(before, after)
    faults: list[str] = []
    same_version = before.version == after.version
    words = [each for each in found if each.kind is ChangeKind.WORDING]
    rules = [each for each in found if each.kind is ChangeKind.SCORING]
    if words and same_version:
        faults.append(f"The wording changed ({words[0].where}); give `version` a new number.")
    if rules and before.scoring_version == after.scoring_version:
        faults.append(
            f"The scoring changed ({rules[0].where}); give `scoring_version` a new number."
        )
    step = step_from(after, before)
    if step is None or faults:
        return tuple(faults)
    of_form = next((each for each in words if each.item is None), None)
    if of_form is not None and (step.items or step.change is not ChangeKind.WORDING):
        faults.append(
            f"The wording of the whole list changed ({of_form.where}); "
            "write `change: wording` without `items` in a step of its own."
        )
    elif step.items or step.change is not ChangeKind.WORDING:
        faults += [
            f"The wording of item {key} changed; name it in `items` of `follows`."
            for key in sorted(reworded_items(found) - set(step.items))
            if key in {item.key for item in after.items}
        ]
    heavy = (ChangeKind.WORDING, ChangeKind.SCORING)
    changed = next((each for each in found if each.of_options and each.kind in heavy), None)
    if changed is not None and not step.options:
        faults.append(f"Answers changed ({changed.where}); write `options: true` in `follows`.")
    faults += [
        f"Scale {key} cannot be comparable: {reason}."
        for key in step.comparable
        if (reason := why_not_comparable(before, after, key)) is not None
    ]
    return tuple(faults)


def why_not_comparable(before: Questionnaire, after: Questionnaire, scale: str) -> str | None:
    """Return why scores of a scale cannot go on in one line over two versions; None when they can.

    The same items with the same answers must count in it, by the same rule, or by a new one that
    can be applied to the old answers too. Whether new words still ask the same is for people.
    """
    old = scale_of(before, scale)
    new = scale_of(after, scale)
    if old is None or new is None:
        return "it is not in both versions"
    if old.higher_is_better != new.higher_is_better:
        return "its direction turned"
    if old == new and not new.items:
        reasons = (why_not_comparable(before, after, part) for part in new.scales)
        return next((reason for reason in reasons if reason is not None), None)
    missing = why_not_rescored(before, after, scale)
    if missing is not None:
        return missing
    if before.scoring_version == after.scoring_version and set(old.parts) != set(new.parts):
        return "other items count in it"
    return None


def why_not_rescored(answered: Questionnaire, rules: Questionnaire, scale: str) -> str | None:
    """Return why answers to one version cannot be scored by the rules of another; None if they can.

    The rules must come after that version by their own history, with no step between in which
    answers changed and the scale is not called comparable all the same, and every item that counts
    must have been asked with answers of the same keys.
    """
    if (answered.version, answered.scoring_version) != (rules.version, rules.scoring_version):
        if step_from(rules, answered) is None:
            return "it is not named in `follows`"
        steps = _steps_back_to(rules, answered)
        if any(step.options and scale not in step.comparable for step in steps):
            return "answers changed after it"
    asked = {item.key: item for item in answered.items}
    for key in _items_of(rules, scale):
        if key not in asked:
            return f"item {key} was not asked"
        then = {option.key for option in asked[key].options if option.missing is None}
        now = {option.key for option in rules.item(key).options if option.missing is None}
        if then != now:
            return f"item {key} had other answers"
    return None


def step_from(after: Questionnaire, before: Questionnaire) -> Step | None:
    """Return the step in the history of a version that starts at another; None without one."""
    for step in after.follows:
        if (step.version, step.scoring_version) == (before.version, before.scoring_version):
            return step
    return None


def _steps_back_to(after: Questionnaire, before: Questionnaire) -> Iterator[Step]:
    for step in after.follows:
        yield step
        if (step.version, step.scoring_version) == (before.version, before.scoring_version):
            return


def scale_of(questionnaire: Questionnaire, key: str) -> Scale | None:
    """Return the scale with this key, or None."""
    return next((scale for scale in questionnaire.scales if scale.key == key), None)


def _items_of(questionnaire: Questionnaire, scale: str) -> Iterator[str]:
    found = questionnaire.scale(scale)
    yield from found.items
    if found.settled is not None:
        yield found.settled.item
    for part in found.scales:
        yield from _items_of(questionnaire, part)
