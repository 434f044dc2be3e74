"""No page names a class without a rule, and no rule serves a class that no page names."""

import re
from pathlib import Path

import pytest

import survey_app

WEB = Path(survey_app.__file__).parent / "web"
TEMPLATES = WEB / "templates"
RESPOND = "frame.css questions.css"
SIDES = {
    RESPOND: ("respond", "talk"),
    "steps.css": ("step",),
    "preview.css": ("preview",),
    "coach.css": ("coach", "account"),
    "print.css": ("print",),
}
"""Style files → the folders of templates whose pages load them."""
BY_NAME = {
    RESPOND: {"components/choice.html"},
    "steps.css": set(),
    "preview.css": set(),
    "coach.css": set(),
    "print.css": set(),
}
"""Components that Python asks for (`respond/markup.py`)."""
BESIDE = {"steps.css": {RESPOND}, "preview.css": {RESPOND}}
"""Steps in a talk look as they do by the link, and an example stands around such a page."""

WITHOUT_RULE = {
    RESPOND: set(),
    "steps.css": set(),
    "preview.css": set(),
    "coach.css": {"om"},
    "print.css": set(),
}
"""An icon that turns in right-to-left says so; the coach's pages are Dutch only."""


def templates(side):
    """Return the templates of one side with all that they include or import."""
    own = [path for folder in SIDES[side] for path in (TEMPLATES / folder).iterdir()]
    return with_parts([*own, *(TEMPLATES / name for name in BY_NAME[side])])


def with_parts(paths):
    """Return templates with all that they include or import."""
    found, waiting = set(), list(paths)
    while waiting:
        path = waiting.pop()
        if path not in found:
            found.add(path)
            names = re.findall(r'"(components/[\w-]+\.html)"', path.read_text())
            waiting += [TEMPLATES / name for name in names]
    return sorted(found)


def without_jinja(text):
    return re.sub(r"{#.*?#}|{%.*?%}|{{.*?}}", " ", text, flags=re.DOTALL)


def named(paths):
    """Return the classes that stand literally in templates."""
    found = set()
    for path in paths:
        for value in re.findall(r'class="([^"]*)"', without_jinja(path.read_text())):
            found.update(value.split())
    return found


def ruled(side):
    files = "".join((WEB / "static" / name).read_text() for name in side.split())
    style = re.sub(r"/\*.*?\*/", "", files, flags=re.DOTALL)
    selectors = re.sub(r"{[^{}]*}", " ", style)
    return set(re.findall(r"\.([a-zA-Z][\w-]*)", selectors))


@pytest.mark.parametrize("side", SIDES)
def test_every_class_of_a_page_has_a_rule(side):
    rules = ruled(side).union(*map(ruled, BESIDE.get(side, ())))

    assert named(templates(side)) - rules == WITHOUT_RULE[side]


@pytest.mark.parametrize("side", SIDES)
def test_every_rule_serves_a_page(side):
    words = set()
    for path in [*templates(side), *(WEB / SIDES[side][0]).glob("*.py")]:
        words.update(re.findall(r"[\w-]+", path.read_text()))

    assert ruled(side) - words == set()


def test_a_page_with_the_style_of_the_frame_alone_needs_no_other():
    pages = [
        path
        for path in (TEMPLATES / "respond").iterdir()
        if 'style_once("frame.css", "questions.css")' not in path.read_text()
    ]

    # What stands beside the statements of a class round comes with those statements only.
    beside = {"by", *named(with_parts([TEMPLATES / "components/beside.html"]))}
    assert len(pages) >= 7
    for path in pages:
        needed = named(with_parts([path, TEMPLATES / "respond/base.html"])) - beside
        assert needed - ruled("frame.css") == set(), path.name
