"""What people do in a browser, by what they see on the page."""

import re

from playwright.sync_api import Locator, Page

PASSWORD = "heide stenen bloeien 7"


def choose_password(page: Page, link: str) -> None:
    """Set a password through the one-time link."""
    page.goto(link)
    page.get_by_label("Nieuw wachtwoord").fill(PASSWORD)
    page.get_by_label("Nog een keer").fill(PASSWORD)
    press(page, page.locator("main form button"))


def sign_in(page: Page, url: str, email: str) -> None:
    """Sign in on the page that asks for it."""
    page.goto(f"{url}/vandaag")
    page.get_by_label("E-mailadres").fill(email)
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    press(page, page.get_by_role("button", name="Log in"))


def start_traject(page: Page, url: str, child: str, group: str, reason: str) -> None:
    """Start a traject with its four fields."""
    page.goto(f"{url}/trajecten/nieuw")
    page.get_by_label("Voornaam of code").fill(child)
    page.get_by_label("Groep").fill(group)
    page.get_by_label("Reden").select_option(label=reason)
    press(page, page.get_by_role("button", name="Begin het traject"))


def add_informant(page: Page, role: str, label: str) -> None:
    """Add somebody to ask on the page of a traject."""
    if not page.get_by_label("Naam voor jezelf").is_visible():
        page.get_by_text("Voeg iemand toe").click()
    page.get_by_label(role).check()
    page.get_by_label("Naam voor jezelf").fill(label)
    press(page, page.get_by_role("button", name="Voeg toe"))


def record_consent(page: Page, who: str, month: str, year: int) -> None:
    """Record that the one parent with authority agreed to everything in a conversation."""
    page.get_by_label("Geboortemaand van het kind").select_option(label=month)
    page.get_by_label("Geboortejaar").fill(str(year))
    page.get_by_label("1 ouder heeft het gezag").check()
    press(page, page.get_by_role("button", name="Leg vast wie beslist"))
    page.get_by_text(f"Leg vast wat {who} zegt").first.click()
    for yes in page.get_by_label("ja", exact=True).all():
        if yes.is_visible():
            yes.check()
    page.get_by_label("in een gesprek").check()
    press(page, page.get_by_role("button", name=f"Leg vast wat {who} zegt"))


def open_links(page: Page) -> dict[str, str]:
    """Return the links on the page of a traject by who they are for."""
    found = {}
    for field in page.locator("input.share").all():
        name = re.sub("^Link voor ", "", field.get_attribute("aria-label") or "")
        found[name] = field.get_attribute("value") or ""
    return found


def answer(page: Page, link: str, option: int, *, wish: bool = False) -> int:
    """Answer a whole list with the same option everywhere; return how many pages it took."""
    page.goto(link)
    begin(page)
    pages = 0
    while page.locator("main[data-page=questions]").count():
        pages += 1
        for question in page.locator("fieldset").all():
            choices = question.locator("input[type=radio]")
            is_wish = choices.count() == 2
            place = (0 if wish else 1) if is_wish else option
            # The whole label is the target, as for a thumb.
            question.locator(f"label[for='{choices.nth(place).get_attribute('id')}']").click()
        forward(page)
    return pages


def begin(page: Page) -> None:
    """Press the button of the start page, and that of the page to practise when it comes."""
    forward(page)
    if page.locator("main[data-page=practice]").count():
        forward(page)


def forward(page: Page) -> None:
    """Press the main button of a respondent's page."""
    press(page, page.locator("[data-act=forward]"))


def press(page: Page, button: Locator) -> None:
    """Press something that leads to another page, and wait until that page is there."""
    with page.expect_navigation():
        button.click()


def show_all(page: Page) -> None:
    """Open what every list on the page of a traject says."""
    closed = page.locator(".panel > details:not([open]) > summary")
    while closed.count():
        closed.first.click()
