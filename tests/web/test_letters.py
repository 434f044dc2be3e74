"""A letter or card is one page of paper with three ways to the same link, and no more names."""

import re
from collections.abc import Iterator
from html import unescape
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image
from playwright.sync_api import Browser, Page
from sqlalchemy import select

from survey_app.audit.models import AuditEvent
from tests.journeys.stage import raised_stage
from tests.rig.browser import DESK, PHONE, watched_page
from tests.rig.server import SECRET_KEYS
from tests.web.world import PUBLIC, TRAIL, World, a_world, act, fill_words, type_code

pytestmark = pytest.mark.one_database


KINDS = ["brief", "kaart"]
LONG_SCHOOL = "Samenwerkingsschool De Tweesprong aan de Oude Rijksstraatweg"
LONG_COACH = "Wilhelmina van der Heuvel-Oosterwijk tot Nieuwenhuizen"


def path_of(case, kind, role="parent"):
    return f"/trajecten/{case.traject_id}/uitnodigingen/{case.intake[role]}/{kind}"


def code_on(page):
    return re.search(r'<p class="code"[^>]*>([^<]*)</p>', page.text)[1]


def paper(page):
    """Return what is printed, without what stands on the screen only."""
    return unescape(page.text[page.text.index("<main") : page.text.index("</main>")])


@pytest.fixture
def case(world):
    return world.words_case(child="Sam van der Veen")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("role", ["parent", "teacher", "child"])
def test_paper_says_who_asks_what_how_long_who_reads_it_and_that_it_may_be_left(world, kind, role):
    case = world.case(child="Sam van der Veen")

    page = world.signed_in().get(path_of(case, kind, role))
    said = paper(page)

    assert page.status_code == 200
    for words in (
        "Ik ben Marit",
        "leest",
        "Stoppen mag altijd",
        "Doe je liever niet mee? Dat mag.",
    ):
        assert words in said
    assert re.search(r"\d minu(ut|ten)", said)
    assert "Invullen kan tot en met maandag 30 november." in said
    assert "0591 55 01 23" in said
    assert ("Kindertelefoon" in said) is (role == "child")
    assert "Sam" in said
    assert "van der Veen" not in page.text
    assert not re.search(r"Sam|moeder|Anouk", re.search(r"<title>.*</title>", page.text)[0])


@pytest.mark.parametrize("kind", KINDS)
def test_what_the_coach_calls_somebody_is_not_printed(world, kind):
    case = world.words_case(parents=("vader (nieuw adres)",))

    page = world.signed_in().get(path_of(case, kind))

    assert "vader (nieuw adres)" in page.text
    assert "nieuw adres" not in paper(page)


@pytest.mark.parametrize("kind", KINDS)
def test_the_link_and_the_code_on_paper_open_the_same_sheet(world, case, kind):
    page = world.signed_in().get(path_of(case, kind))
    link = world.links.url(case.intake["parent"])

    assert f'<figcaption dir="ltr">{link}</figcaption>' in page.text
    assert type_code(world.client(), code_on(page)).location == link.removeprefix(
        world.settings.base_url
    )
    assert 'role="img" aria-label="QR-code' in page.text
    assert "http://localhost/code" in page.text


def test_the_address_for_codes_is_short_on_a_public_host(migrated_url):
    with a_world(migrated_url, base_url=PUBLIC) as world:
        case = world.words_case()
        client = world.client()
        client.environ_base["wsgi.url_scheme"] = "https"
        client.environ_base["HTTP_HOST"] = "kansmeter.example"
        token = re.search(r'name="csrf_token"[^>]*value="([^"]*)"', client.get("/inloggen").text)[1]
        signed_in = client.post(
            "/inloggen",
            data={
                "csrf_token": token,
                "email": "marit@kansmeter.example",
                "password": "vier losse woorden hier",
            },
        )
        page = client.get(path_of(case, "brief"))

    assert signed_in.status_code == 303
    assert '<b dir="ltr">kansmeter.example/code</b>' in page.text
    assert "https://kansmeter.example/v/" in page.text


def test_letter_and_card_have_one_code_that_stays(world, case):
    coach = world.signed_in()

    codes = {code_on(coach.get(path_of(case, kind))) for kind in (*KINDS, *KINDS)}

    assert len(codes) == 1
    assert re.fullmatch(r"\w{3}-\w{3}-\w{3}", codes.pop())


def test_the_look_is_recorded_and_nothing_else_changes_but_the_hash_of_the_code(world, case):
    coach = world.signed_in()
    before = world.dump()

    coach.get(path_of(case, "brief"))
    first = world.dump()
    coach.get(path_of(case, "kaart"))
    second = world.dump()

    assert {name for name in before if before[name] != first[name]} == {*TRAIL, "invitation"}
    assert {name for name in before if first[name] != second[name]} == TRAIL
    with world.database.read() as db:
        looks = db.scalars(select(AuditEvent).where(AuditEvent.act == "print invitation")).all()
    assert [look.object_id for look in looks] == [case.intake["parent"]] * 2


@pytest.mark.parametrize("kind", KINDS)
def test_only_an_open_link_can_be_printed(world, case, kind):
    coach = world.signed_in()
    fill_words(world.visitor(case.intake["parent"]))
    other = world.words_case(child="Noor")
    act(coach, f"/trajecten/{other.traject_id}/uitnodigingen/{other.intake['parent']}/intrekken")
    later = path_of(other, kind).replace(other.intake["parent"], other.follow_up["parent"])

    shut = [path_of(case, kind), path_of(other, kind), later]

    assert [coach.get(path).status_code for path in shut] == [404] * 3


@pytest.mark.parametrize("kind", KINDS)
def test_ac_016_what_another_coach_asks_can_be_printed_by_nobody_else(world, case, kind):
    colleague = world.signed_in(world.coach("Joris Zandstra"))
    own = world.case(world.coach("Joris Zandstra"))
    before = world.dump()["invitation"]

    mixed = path_of(own, kind).replace(own.intake["parent"], case.intake["parent"])
    pages = [
        colleague.get(path)
        for path in (path_of(case, kind), mixed, path_of(case, kind).replace("a", "b"))
    ]

    assert {page.status_code for page in pages} == {404}
    assert len({page.text for page in pages}) == 1
    assert world.dump()["invitation"] == before


def test_the_traject_page_leads_to_both_while_the_link_is_open(world, case):
    coach = world.signed_in()
    traject = f"/trajecten/{case.traject_id}"
    shown = coach.get(traject).text
    fill_words(world.visitor(case.intake["parent"]))

    assert f'href="{path_of(case, "brief")}">Brief om te printen<' in shown
    assert f'href="{path_of(case, "kaart")}">Kaartje<' in shown
    assert "om te printen" not in coach.get(traject).text


@pytest.mark.parametrize("words", ['"><script>x', "{{ 7 * 7 }}"])
def test_ac_055_hostile_names_are_text_on_paper(world, words):
    coach = world.coach("Marit Velthuis", school=words)
    case = world.case(coach, child=words.replace(" ", ""))

    page = world.signed_in(coach).get(path_of(case, "brief"))

    assert page.status_code == 200
    assert "<script>x" not in page.text
    assert words in unescape(page.text)


@pytest.fixture
def printed(migrated_url: str) -> Iterator[World]:
    """Give a world whose pages a browser can open, with names that are as long as they get."""
    with (
        raised_stage(migrated_url) as stage,
        a_world(migrated_url, keys=SECRET_KEYS, base_url=stage.url, clock=stage.clock) as world,
    ):
        world.coach(LONG_COACH, school=LONG_SCHOOL)
        yield world


def opened(page: Page, world: World, path: str) -> None:
    """Open a page of the coach in a browser."""
    coach = world.signed_in(world.coach(LONG_COACH))
    secret = coach.get_cookie("kansmeter_login").value
    url = world.settings.base_url
    page.context.add_cookies([{"name": "kansmeter_login", "value": secret, "url": url}])
    page.goto(url + path)


@pytest.mark.parametrize("role", ["parent", "teacher", "child"])
@pytest.mark.parametrize("kind", KINDS)
def test_each_prints_on_one_page_of_a4_and_its_qr_code_is_the_link(
    browser: Browser, browser_faults: list[str], printed: World, kind: str, role: str
) -> None:
    case = printed.case(printed.coach(LONG_COACH), child="Maximiliaan-Alexander")
    with watched_page(browser, browser_faults, **DESK) as page:
        opened(page, printed, path_of(case, kind, role))
        page.emulate_media(media="print")
        pdf = page.pdf(prefer_css_page_size=True)
        picture = Image.open(BytesIO(page.locator("main").screenshot())).convert("L")

    assert len(re.findall(rb"/Type\s*/Page\b", pdf)) == 1
    (box,) = set(re.findall(rb"/MediaBox\s*\[\s*0\s+0\s+([\d.]+)\s+([\d.]+)\s*\]", pdf))
    assert [round(float(side) / 72 * 25.4) for side in box] == [210, 297]
    (read,) = zxingcpp.read_barcodes(picture)
    assert read.text == printed.links.url(case.intake[role])


@pytest.mark.parametrize("kind", KINDS)
def test_paper_is_black_on_white_and_the_screen_scrolls_one_way(
    browser: Browser, browser_faults: list[str], printed: World, kind: str
) -> None:
    case = printed.case(printed.coach(LONG_COACH))
    with watched_page(browser, browser_faults, **PHONE) as page:
        opened(page, printed, path_of(case, kind))
        widths = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        button = page.get_by_role("button", name="Print").is_visible()
        page.emulate_media(media="print")
        hidden = page.locator(".bar").is_visible()
        colours = page.evaluate(
            "[...document.querySelectorAll('html, main *')].filter(e => !e.closest('.mark'))"
            ".map(e => getComputedStyle(e).color)"
        )

    assert widths[0] <= widths[1] == 360
    assert button
    assert not hidden
    assert set(colours) == {"rgb(0, 0, 0)"}
