"""Every page of who answers can be used by everybody: by ear, by keyboard, enlarged."""

import io
import itertools
from pathlib import Path

import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page

import survey_app
from tests.rig import debian
from tests.rig.bootstrap import ROOT
from tests.rig.browser import ARGUMENTS, DESK, PHONE, watched_page
from tests.rig.preview import LARGE_LETTERS
from tests.web import keyboard, looking
from tests.web.page_kinds import LANGUAGES_BY_SIZE, OWN, SEEN

pytestmark = pytest.mark.one_database

PICTURES = ROOT / "build" / "pages"
TEMPLATES = Path(survey_app.__file__).parent / "web" / "templates" / "respond"


@pytest.fixture
def expected_faults() -> list[str]:
    """Allow what a browser notes about a page that says what has to be mended."""
    return ["status of 4", "status of 5"]


def test_every_page_of_who_answers_is_looked_at(gallery):
    """A new page is one function more in `page_kinds.py`; that of a tablet has its own journey."""
    templates = {f"respond/{each.name}" for each in TEMPLATES.glob("*.html")}

    assert templates - gallery.drawn == {"respond/base.html", "respond/handed_back.html"}


WAYS = {
    "phone, light": {**PHONE, "color_scheme": "light"},
    "desk, dark": {**DESK, "color_scheme": "dark"},
}


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Look at every language in every way in the long size; in short at some of both."""
    size = metafunc.config.getoption("--size")
    languages = LANGUAGES_BY_SIZE[size]
    if "way" in metafunc.fixturenames:
        # The style is the same in every language: each is held to one half of it.
        both = itertools.product if size == "long" else zip
        pairs = both(WAYS, languages)
        metafunc.parametrize(("way", "language"), list(pairs))
    elif "language" in metafunc.fixturenames:
        only_one = size == "short" and metafunc.function is test_nothing_is_off_with_large_letters
        metafunc.parametrize("language", languages[:1] if only_one else languages)


def test_axe_finds_nothing(browser, browser_faults, gallery, way, language):
    with watched_page(browser, browser_faults, **WAYS[way]) as page:
        assert not gallery.look(page, looking.violations, language)


def test_all_is_read_out_and_nothing_is_off_the_page_when_enlarged_four_times(
    browser, browser_faults, gallery, language
):
    """A desk of 1280 pixels at 400 % is 320 pixels wide."""

    def look(page: Page) -> list[str]:
        found = looking.badly_named(page) + looking.in_other_words(page)
        found += looking.too_wide(page) + keyboard.unseen(page)
        page.emulate_media(forced_colors="active")
        found += keyboard.unseen(page) + looking.unmarked(page)
        page.emulate_media(forced_colors="none")
        return found + looking.cut_off(page)

    with watched_page(browser, browser_faults, viewport={"width": 320, "height": 256}) as page:
        assert not gallery.look(page, look, language)


def test_nothing_is_off_with_large_letters(browser, browser_faults, gallery, language):
    large = browser.browser_type.launch(
        executable_path=debian.chromium(), args=[*ARGUMENTS, LARGE_LETTERS]
    )
    with watched_page(large, browser_faults, viewport={"width": 360, "height": 740}) as page:
        assert not gallery.look(page, looking.too_wide, language)
    large.close()


@pytest.mark.parametrize("role", OWN)
def test_a_whole_list_is_sent_with_the_keyboard_alone(browser, browser_faults, gallery, size, role):
    world = gallery.world
    case = world.case()
    wrong: list[str] = []
    chosen: dict[str, str] = {}
    with watched_page(browser, browser_faults, **DESK) as page:
        page.goto(f"{gallery.url}/v/{world.token(case.intake[role])}")
        walker = keyboard.Walker(page, wrong)
        walker.explore()
        press_forward(walker)
        if page.locator("main[data-page=practice]").count():
            press_forward(walker)
        nothing_chosen_leads_to_the_question(walker)
        number = 0
        while page.locator("main[data-page=questions]").count():
            number += 1
            # The first page is not fresh any more: its mending had the focus.
            if number == 2 or (number > 2 and size.name == "long"):
                walker.explore()
            chosen |= walker.choose(number % 2)
            press_forward(walker)
        assert page.locator("main[data-page=thanks]").count() == 1

    assert wrong == []
    (response,) = [each for each in world.responses() if each.invitation_id == case.intake[role]]
    assert response.answers == chosen


def press_forward(walker):
    """Go to the main button, whichever way is short, and press it."""
    name = walker.page.evaluate(keyboard.MAIN)
    walker.go_to(name)
    walker.follow()


def nothing_chosen_leads_to_the_question(walker):
    """Send a page as it is: its mending has the focus, and a link there goes to the question."""
    press_forward(walker)
    assert walker.page.evaluate("document.activeElement.closest('.mend h2') !== null")
    walker.tab()
    walker.page.keyboard.press("Enter")
    assert walker.page.evaluate(keyboard.HERE)[0].startswith("one of ")
    walker.tab("Shift+Tab")


def test_every_page_is_photographed_for_people_to_look_at(browser, gallery, size):
    """In the short size only the first, to see that it can be done."""
    shown = gallery.met if size.name == "long" else gallery.met[:1]
    PICTURES.mkdir(parents=True, exist_ok=True)

    for width, options in (("360", PHONE), ("1280", DESK)):
        context = browser.new_context(**options)
        page = context.new_page()
        for met in shown:
            page.goto(gallery.url + met.address)
            path = PICTURES / f"{met.language}-{met.name}-{width}.png"
            path.unlink(missing_ok=True)
            page.screenshot(path=path, full_page=True)
            assert path.stat().st_size > 1_000
        context.close()


CHOICES = ("question-parent", "question-teacher", "faces", "stones-child", "boxes-to-tick")
FILLED, RINGED = 0.3, 0.03
"""Which share of a choice and what is round it looks other once it is chosen, and in focus."""


def test_in_forced_colours_what_is_chosen_and_where_one_is_can_be_seen(
    browser, browser_faults, gallery
):
    # Without motion: a picture in the middle of a change of colour shows only half of it.
    still = {"forced_colors": "active", "reduced_motion": "reduce"}
    with watched_page(browser, browser_faults, **DESK, **still) as page:
        for name in CHOICES:
            page.goto(f"{gallery.url}{SEEN}/nl/{name}")
            field = page.locator(".o input").nth(1)
            box = page.locator(".o label").nth(1).bounding_box()
            around = {
                "x": box["x"] - 8,
                "y": box["y"] - 8,
                "width": box["width"] + 16,
                "height": box["height"] + 16,
            }
            before = page.screenshot(clip=around)
            field.evaluate("each => each.checked = true")
            chosen = share_that_differs(before, page.screenshot(clip=around))
            field.evaluate("each => { each.checked = false; each.focus({focusVisible: true}) }")
            focused = share_that_differs(before, page.screenshot(clip=around))
            assert chosen > FILLED, name
            assert focused > RINGED, name


def share_that_differs(one: bytes, other: bytes) -> float:
    """Return which share of the pixels of two pictures is clearly not the same."""
    pictures = [Image.open(io.BytesIO(each)).convert("L") for each in (one, other)]
    differing = ImageChops.difference(*pictures).histogram()
    return sum(differing[64:]) / sum(differing)
