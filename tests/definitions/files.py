"""A small sound questionnaire file, and changed copies of it."""

from pathlib import Path

from survey_app.definitions import DefinitionError, Fault, load

SOUND = """\
key: proef
version: "1.0"
scoring_version: "1"
informants: [parent, child]
ages: [8, 12]
minutes: 1.5
licence: {id: CC0-1.0, ship_text: true, holder: niemand}
layout: together
languages:
  - {language: nl, status: reviewed, evidence: {stage: 0}}
  - {language: en, status: reviewed, evidence: {stage: 0}}
title: {nl: Proef, en: Trial}
question: {nl: "Hoe gaat het met {kind}?", en: "How is {kind}?"}
options:
  drie:
    - {key: no, value: 0, text: {nl: no, en: no}}
    - {key: "010", value: 1.5, text: {nl: 12:30, en: 010}}
    - {key: weg, missing: prefers_not, text: {nl: liever niet, en: rather not}}
  wens:
    - {key: ja, text: {nl: ja, en: yes}}
    - {key: nee, text: {nl: nee, en: no}}
pages:
  - key: een
    items:
      - {key: q1, options: drie, text: {nl: Een., en: One.}}
      - {key: q2, options: drie, informants: [parent], text: {nl: Twee., en: Two.}}
  - key: twee
    items:
      - {key: stap, informants: [parent], text: {nl: Stap., en: Step.},
         steps: {low: {nl: l, en: l}, high: {nl: h, en: h}}}
      - {key: woorden, informants: [parent], max_length: 200, text: {nl: Zeg., en: Say.}}
      - {key: wens, options: wens, informants: [parent], text: {nl: Wens., en: Wish.}}
scales:
  - key: som
    title: {nl: Som, en: Sum}
    direction: {nl: Hoger is meer., en: Higher is more.}
    question: {nl: Hoeveel?, en: How much?}
    items: [q1, q2]
    reversed: [q2]
    method: sum
    min_answered: 2
    higher_is_better: false
signals:
  - {item: q1, options: ["010"], level: today}
"""


def write(folder: Path, content: str | bytes) -> Path:
    path = folder / "proef.yaml"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def changed(old: str, new: str) -> str:
    assert SOUND.count(old) == 1, f"{old!r} stands {SOUND.count(old)} times in the sound file"
    return SOUND.replace(old, new)


def faults_of(folder: Path, content: str | bytes) -> tuple[Fault, ...]:
    path = write(folder, content)
    try:
        load(path)
    except DefinitionError as error:
        return error.faults
    return ()
