"""A small list of our own that keeps every limit, and copies of it that break one."""

from pathlib import Path

from survey_app.definitions import Fault, check

F5 = """\
    - {key: bijna_nooit, value: 0, text: {nl: bijna nooit}}
    - {key: soms, value: 1, text: {nl: soms}}
    - {key: vaak, value: 2, text: {nl: vaak}}
    - {key: bijna_altijd, value: 3, text: {nl: bijna altijd}}
    - {key: niet_gezien, missing: does_not_know, text: {nl: niet gezien}}
"""

SOUND = {
    "key": "eigen",
    "informants": "[parent]",
    "ages": "",
    "holder": "Kansmeter",
    "ship_text": "true",
    "fictitious": "",
    "title": "Vragenlijst voor de ouder",
    "question": "Hoe gaat het thuis?",
    "period": "period: {nl: Denk aan de afgelopen 4 weken.}",
    "options": F5,
    "facet": "    facet: vrienden",
    "indicator": "    indicator: spelen",
    "parallel": "",
    "text": "{kind} speelt graag buiten.",
    "hint": "",
}

_FILE = """\
key: @key
version: "1.0"
scoring_version: "1"
informants: @informants
minutes: 1
licence: {id: CC0-1.0, ship_text: @ship_text, holder: @holder}
layout: one_by_one
languages:
  - {language: nl, status: reviewed, evidence: {stage: 0}}
title: {nl: "@title"}
question: {nl: "@question"}
options:
  rij:
@optionsitems:
  - key: q1
    options: rij
    text:
      nl: "@text"
"""

MARK = "¦"


def content(**changes: str) -> str:
    """Return the file with these parts changed; what is added stands behind all other lines."""
    parts = SOUND | changes
    written = _FILE
    for name in sorted(parts, key=len, reverse=True):
        written = written.replace(f"@{name}", parts[name])
    inside = [parts[name] for name in ("facet", "indicator", "parallel") if parts[name]]
    if parts["hint"]:
        inside.append(f'    hint: {{nl: "{parts["hint"]}"}}')
    outside = [parts[name] for name in ("ages", "fictitious", "period") if parts[name]]
    return written + "".join(f"{line}\n" for line in inside + outside)


def options(*texts: str) -> str:
    """Return a set of answers with these texts and the values 0, 1, 2 …"""
    return "".join(
        f'    - {{key: o{number}, value: {number}, text: {{nl: "{text}"}}}}\n'
        for number, text in enumerate(texts)
    )


def found_in(folder: Path, protected: frozenset[str] = frozenset(), **changes: str) -> list[Fault]:
    """Return all that is found in the sound file with these parts changed."""
    path = folder / f"{changes.get('key', 'eigen')}.yaml"
    path.write_text(content(**changes), encoding="utf-8")
    return check([path], protected)


def the_one_in(folder: Path, protected: frozenset[str] = frozenset(), **marked: str) -> Fault:
    """Return the only finding, which must stand where the changed parts have the sign ¦."""
    line, column = next(
        (number, text.index(MARK) + 1)
        for number, text in enumerate(content(**marked).splitlines(), start=1)
        if MARK in text
    )
    changes = {name: part.replace(MARK, "") for name, part in marked.items()}

    found = found_in(folder, protected, **changes)

    assert [(each.line, each.column) for each in found] == [(line, column)], found
    return found[0]
