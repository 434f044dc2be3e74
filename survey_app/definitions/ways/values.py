"""A way of working as frozen values."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Principle:
    """One working principle in one version of its words.

    Attributes
    ----------
    key : str
        What stays the same in every version.
    version : str
        Higher whenever the words change.
    name : str
        What it is called in a list to tick, at most 40 characters.
    meaning : str
        What somebody does who works by it, in one sentence.
    """

    key: str
    version: str
    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class WayOfWorking:
    """By which principles a network works now, in the order in which they are shown."""

    key: str
    version: str
    title: str
    principles: tuple[Principle, ...]


def step_fault(before: WayOfWorking, after: WayOfWorking) -> str | None:
    """Return why `after` cannot follow `before`, or None when it can.

    What was used stays readable: a version that is known has the same words for ever, and numbers
    only rise. A principle may go, and may come back.
    """
    if before.key != after.key:
        return f"{after.key} is another way than {before.key}"
    if _number(after.version) < _number(before.version):
        return f"version {after.version} is lower than {before.version}, which is in use"
    if after.version == before.version and after != before:
        return f"version {after.version} is in use with other words; give it a higher version"
    known = {each.key: each for each in before.principles}
    for each in after.principles:
        earlier = known.get(each.key)
        if earlier is None or earlier == each:
            continue
        if _number(each.version) <= _number(earlier.version):
            return (
                f"principle {each.key} has other words than its version {earlier.version}; give it"
                " a higher version"
            )
    return None


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))
