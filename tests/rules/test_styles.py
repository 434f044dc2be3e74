"""No page names a class without a rule, and no rule serves a class that no page names."""

import re
from pathlib import Path

import pytest

import survey_app

WEB = Path(survey_app.__file__).parent / "web"
TEMPLATES = WEB / "templates"
SIDES = {
    "respond.css": ("respond", "talk"),
    "preview.css": ("preview",),
    "coach.css": ("coach", "account"),
    "print.css": ("print",),
}
"""Style file → the folders of templates whose pages load it."""
BY_NAME = {
    "respond.css": {"components/choice.html"},
    "preview.css": set(),
    "coach.css": set(),
    "print.css": set(),
}
"""Components that Python asks for (`respond/markup.py`)."""
BESIDE = {"preview.css": {"respond.css"}}
"""An example stands around the pages of a respondent, so it loads their style too."""

WITHOUT_RULE = {
    "respond.css": set(),
    "preview.css": set(),
    "coach.css": {"om"},
    "print.css": set(),
}
"""An icon that turns in right-to-left says so; the coach's pages are Dutch only."""


def templates(side):
    """Return the templates of one side with all that they include or import."""
    found = set()
    waiting = [path for folder in SIDES[side] for path in (TEMPLATES / folder).iterdir()]
    waiting += [TEMPLATES / name for name in BY_NAME[side]]
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            names = re.findall(r'"(components/[\w-]+\.html)"', path.read_text())
            waiting += [TEMPLATES / name for name in names]
    return sorted(found)


def without_jinja(text):
    return re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)


def named(side):
    """Return the classes that stand literally in the pages of one side."""
    found = set()
    for path in templates(side):
        for value in re.findall(r'class="([^"]*)"', without_jinja(path.read_text())):
            found.update(value.split())
    return found


def ruled(side):
    style = re.sub(r"/\*.*?\*/", "", (WEB / "static" / side).read_text(), flags=re.DOTALL)
    selectors = re.sub(r"{[^{}]*}", " ", style)
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))


@pytest.mark.parametrize("side", SIDES)
def test_every_class_of_a_page_has_a_rule(side):
    rules = ruled(side).union(*map(ruled, BESIDE.get(side, ())))

    assert named(side) - rules == WITHOUT_RULE[side]


@pytest.mark.parametrize("side", SIDES)
def test_every_rule_serves_a_page(side):
    words = set()
    for path in [*templates(side), *(WEB / SIDES[side][0]).glob("*.py")]:
        words.update(re.findall(r"[\w-]+", path.read_text()))

    assert ruled(side) - words == set()
