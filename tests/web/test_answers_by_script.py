"""The small script: each answer is kept as it is chosen, and a lost connection loses nothing."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.benchmarks.page_weight import open_links
from tests.journeys import acts
from tests.journeys.stage import Stage, raised_stage
from tests.rig.browser import PHONE, watched_page

pytestmark = pytest.mark.one_database


@pytest.fixture
def expected_faults():
    """Allow what a browser notes when something is cut off or has to be mended."""
    return ["ERR_INTERNET_DISCONNECTED", "ERR_FAILED", "status of 4", "status of 503"]


@pytest.fixture
def stage(migrated_url):
    with raised_stage(migrated_url) as running:
        yield running


@pytest.fixture
def links(stage: Stage) -> dict[str, str]:
    return open_links(stage)


@pytest.fixture
def phone(browser, browser_faults, links):
    """Give a phone at the first question of a parent."""
    with watched_page(browser, browser_faults, **PHONE) as page:
        page.goto(links["parent"])
        acts.begin(page)
        yield page


UNSAVED = "Nog niet opgeslagen. Druk op de knop hieronder."


def choose(page: Page, place: int) -> None:
    page.locator("fieldset label").nth(place).click()


def number(page: Page) -> str:
    return page.locator(".way span").inner_text()


def test_an_answer_is_kept_before_anything_is_pressed(phone: Page):
    choose(phone, 3)
    expect(phone.get_by_role("status")).to_have_text("Opgeslagen")
    phone.reload()

    assert phone.locator("fieldset input").nth(3).is_checked()


def test_without_a_connection_the_answer_stays_and_goes_when_it_is_back(phone: Page):
    first = number(phone)
    phone.context.set_offline(True)
    choose(phone, 2)
    phone.locator("[data-act=forward]").click()
    expect(phone.get_by_role("status")).to_contain_text(
        "Geen verbinding. Je antwoord staat er nog."
    )
    assert number(phone) == first
    assert phone.locator("fieldset input").nth(2).is_checked()

    phone.context.set_offline(False)

    expect(phone.locator(".way span")).not_to_have_text(first)
    phone.go_back()
    assert phone.locator("fieldset input").nth(2).is_checked()


def test_a_server_that_is_away_is_told_and_asked_again(phone: Page):
    first = number(phone)
    phone.route(
        "**/v/**",
        lambda route: route.fulfill(status=503) if is_post(route.request) else route.continue_(),
    )
    choose(phone, 1)
    phone.locator("[data-act=forward]").click()
    expect(phone.get_by_role("status")).to_contain_text("Geen verbinding")
    assert number(phone) == first

    phone.unroute("**/v/**")

    expect(phone.locator(".way span")).not_to_have_text(first, timeout=10_000)


def is_post(request: Request) -> bool:
    return request.method == "POST"


def test_what_has_to_be_mended_is_said_by_the_page_of_the_server(phone: Page):
    phone.locator("[data-act=forward]").click()

    expect(phone.locator(".mend h2")).to_have_text("Je hebt nog niets gekozen")
    assert phone.title().startswith("Fout: ")


def test_pressed_at_once_and_twice_the_answer_goes_once(phone: Page):
    posts = posted(phone)
    held = hold_saving(phone)
    choose(phone, 1)
    press_twice(phone)
    phone.wait_for_timeout(300)
    assert "Vraag 1" in number(phone)
    assert phone.get_by_role("status").inner_text() == "Bewaren …"

    held[0].continue_()

    expect(phone.locator(".way span")).to_contain_text("Vraag 2")
    assert ["act=keep" in post for post in posts] == [True]
    phone.go_back()
    assert phone.locator("fieldset input").nth(1).is_checked()


def test_what_is_changed_while_the_next_page_is_coming_is_kept(phone: Page):
    choose(phone, 1)
    expect(phone.get_by_role("status")).to_have_text("Opgeslagen")
    posts = posted(phone)
    coming = hold_pages(phone)
    later(phone, ("[data-act=forward]", 0), ("fieldset input", 3))
    wait_until(phone, lambda: len(posts) == 1 and bool(coming))
    coming[0].continue_()
    phone.wait_for_url("**/2")
    phone.unroute("**/v/**")

    assert "act=keep" in posts[0]
    phone.goto(phone.url[:-1] + "1")
    assert phone.locator("fieldset input").nth(3).is_checked()


def test_who_stopped_the_next_page_can_press_again(phone: Page):
    choose(phone, 1)
    expect(phone.get_by_role("status")).to_have_text("Opgeslagen")
    coming = hold_pages(phone)
    later(phone, ("[data-act=forward]", 0))
    wait_until(phone, lambda: bool(coming))
    coming[0].fulfill(status=204)
    phone.unroute("**/v/**")
    phone.wait_for_timeout(200)

    phone.locator("[data-act=forward]").click()

    expect(phone.locator(".way span")).to_contain_text("Vraag 2")


def hold_pages(page: Page) -> list[Route]:
    """Keep back the pages that are asked for from now on; return what is kept back."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if route.request.is_navigation_request():
            held.append(route)
        else:
            route.continue_()

    page.route("**/v/**", hold)
    return held


def later(page: Page, *places: tuple[str, int]) -> None:
    """Press one after another, from the page itself: no press waits for where it leads."""
    script = """all => all.forEach(([at, nth], place) =>
      setTimeout(() => document.querySelectorAll(at)[nth].click(), 300 * place))"""
    page.evaluate(script, places)


def wait_until(page: Page, holds: Callable[[], bool]) -> None:
    """Let the browser work until something holds, at most ten seconds."""
    for _ in range(200):
        if holds():
            return
        page.wait_for_timeout(50)
    raise AssertionError("it did not come")


def test_when_saving_fails_after_the_press_the_page_is_sent(phone: Page):
    held = hold_saving(phone)
    choose(phone, 1)
    phone.locator("[data-act=forward]").click()

    held[0].abort()

    expect(phone.locator(".way span")).to_contain_text("Vraag 2", timeout=10_000)
    phone.go_back()
    assert phone.locator("fieldset input").nth(1).is_checked()


def press_twice(page: Page) -> None:
    """Press before the next page can be there: a slower second press is meant for that one."""
    page.locator("[data-act=forward]").evaluate("each => { each.click(); each.click() }")


def posted(page: Page) -> list[str]:
    """Return what this page sends from now on."""
    posts: list[str] = []
    page.on(
        "request",
        lambda request: posts.append(request.post_data or "") if is_post(request) else None,
    )
    return posts


def test_what_was_saved_just_now_is_not_sent_again_to_go_on(phone: Page):
    choose(phone, 1)
    expect(phone.get_by_role("status")).to_have_text("Opgeslagen")
    posts = posted(phone)
    press_twice(phone)
    expect(phone.locator(".way span")).to_contain_text("Vraag 2")

    assert posts == []
    phone.go_back()
    assert phone.locator("fieldset input").nth(1).is_checked()


def test_what_was_saved_is_sent_once_more_when_the_connection_may_be_gone(phone: Page):
    first = number(phone)
    choose(phone, 1)
    expect(phone.get_by_role("status")).to_have_text("Opgeslagen")
    phone.context.set_offline(True)
    phone.locator("[data-act=forward]").click()

    expect(phone.get_by_role("status")).to_contain_text("Geen verbinding")
    assert number(phone) == first
    phone.context.set_offline(False)
    expect(phone.locator(".way span")).not_to_have_text(first)


def test_what_was_saved_long_ago_is_sent_before_going_on(phone: Page):
    phone.clock.install()
    choose(phone, 1)
    expect(phone.get_by_role("status")).to_have_text("Opgeslagen")
    phone.clock.fast_forward(16_000)
    posts = posted(phone)
    phone.locator("[data-act=forward]").click()
    expect(phone.locator(".way span")).to_contain_text("Vraag 2")

    assert len(posts) == 1


def test_what_closes_the_list_does_not_wait_for_the_same_answer_to_be_saved(phone: Page):
    while phone.locator("[data-on]").count():
        with phone.expect_navigation():
            phone.locator("[data-act=skip]").click()
    held = hold_saving(phone)
    choose(phone, 1)
    phone.locator("[data-act=forward]").click()

    phone.wait_for_url("**/bedankt")
    assert len(held) == 1


def test_an_answer_that_was_changed_goes_after_the_one_that_is_being_saved(phone: Page):
    held = hold_saving(phone)
    choose(phone, 1)
    choose(phone, 3)
    phone.locator("[data-act=forward]").click()
    phone.wait_for_timeout(300)
    assert "Vraag 1" in number(phone)

    held[0].continue_()

    expect(phone.locator(".way span")).to_contain_text("Vraag 2")
    phone.go_back()
    assert phone.locator("fieldset input").nth(3).is_checked()


def hold_saving(page: Page) -> list[Route]:
    """Keep back what is only saved; return what is kept back."""
    held: list[Route] = []

    def hold(route: Route) -> None:
        if "act=keep" in (route.request.post_data or ""):
            held.append(route)
        else:
            route.continue_()

    page.route("**/v/**", hold)
    return held


def test_enter_goes_forward_and_does_not_stop_a_child(browser, browser_faults, links):
    with watched_page(browser, browser_faults, java_script_enabled=False) as page:
        page.goto(links["child"])
        acts.begin(page)
        first = page.locator("h1").inner_text()
        page.locator("fieldset input").first.check()
        with page.expect_navigation():
            page.keyboard.press("Enter")

        assert page.locator("main[data-page=questions]").count() == 1
        assert page.locator("h1").inner_text() != first


def test_digits_choose_and_go_to_the_next_statement(browser, browser_faults, links):
    with watched_page(browser, browser_faults) as page:
        page.goto(links["teacher"])
        acts.begin(page)
        page.locator("fieldset input").first.focus()
        for digit in "0123":
            page.keyboard.press(digit)
        expect(page.get_by_role("status")).to_have_text("Opgeslagen")

        chosen = [
            group.locator("input").evaluate_all("all => all.findIndex(each => each.checked)")
            for group in page.locator("fieldset").all()[:4]
        ]
        assert chosen == [0, 1, 2, 3]


def test_what_is_kept_nowhere_is_not_called_saved(phone: Page):
    """The answers were sent in another tab; what is chosen here since then goes nowhere."""
    address = phone.url.rsplit("/", 1)[0]
    other = phone.context.new_page()
    other.goto(phone.url)
    while other.locator("main[data-page=questions]").count():
        with other.expect_navigation():
            other.locator("[data-act=skip]").click()
    assert other.url == f"{address}/bedankt"

    choose(phone, 1)

    expect(phone.get_by_role("status")).to_have_text(UNSAVED)
    phone.locator("[data-act=forward]").click()
    phone.wait_for_url(f"{address}/bedankt")


def test_an_answer_that_is_not_taken_is_told(phone: Page):
    first = number(phone)
    phone.locator("input[name=revision]").evaluate("each => { each.name = 'niets' }")

    choose(phone, 1)

    expect(phone.get_by_role("status")).to_have_text(UNSAVED)
    assert number(phone) == first


def test_leaving_quickly_leaves_no_page_to_come_back_to(phone: Page):
    start = phone.url.rsplit("/", 1)[0]
    phone.locator("[data-act=leave]").click()
    phone.wait_for_url("**/snel-weg")

    phone.go_back()

    assert phone.url == start
    assert phone.locator("fieldset").count() == 0
