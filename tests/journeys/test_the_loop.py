"""After a follow-up a coach decides on a phone, in a line and a tap, and shares it by a check."""

import random
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from sqlalchemy import select

from survey_app.accounts import services as accounts
from survey_app.accounts.models import Person, School
from survey_app.accounts.queries import person_by_email
from survey_app.keeping.simulation import Child, Staff, answer, start
from survey_app.trajects.queries import occasions
from tests.factories.plans import asking
from tests.journeys import acts
from tests.journeys.stage import Stage
from tests.rig.browser import PHONE, watched_page
from tests.web import looking

EMAIL, COLLEAGUE = "marit@school.example", "joris@school.example"
MOST_ACTS = 2
LINE = "elke dag vijf minuten samen lezen"

pytestmark = pytest.mark.one_database


@pytest.fixture
def expected_faults() -> list[str]:
    """Allow what a browser notes when something has to be mended."""
    return ["status of 422"]


def staff(stage: Stage, email: str) -> Staff:
    """Return a coach as one who acts, with the school."""
    today = stage.clock().date()
    with stage.database.read() as session:
        person = person_by_email(session, email)
        assert isinstance(person, Person)
        actor = accounts.actor(person, today)
        school = session.scalars(select(School).where(School.id.in_(actor.coaches_at))).one()
        return Staff(actor, school)


def answer_all(stage: Stage, links: Sequence[str]) -> None:
    """Answer these invitations as people would."""
    with stage.database.write() as session:
        for link in links:
            chance = random.Random(4)  # noqa: S311  # chance that can be repeated
            answer(session, link, Child(0.4, 0.6, 0.1), chance, stage.clock())


def traject_measured_twice(stage: Stage, email: str) -> str:
    """Start a traject, let intake and follow-up come in from the mother, and return its id."""
    with stage.database.write() as session:
        traject, made = start(
            session,
            staff(stage, email),
            random.Random(1),  # noqa: S311  # chance that can be repeated
            child_name="Fenna",
            age=9,
            parents=("moeder",),
            teachers=("juf Anouk",),
            using=asking(),
            now=stage.clock(),
        )
        kinds = {moment.id: moment.kind for moment in occasions(session, traject.id)}
        links = {(kinds[each.occasion_id], each.questionnaire_key): each.id for each in made}
        traject_id = traject.id
    answer_all(stage, [links["intake", "kansmeter-ouder"]])
    stage.clock.now += timedelta(weeks=11)
    answer_all(stage, [links["follow_up", "kansmeter-ouder"]])
    return traject_id


@contextmanager
def signed_in(stage: Stage, browser: Browser, faults: list[str], email: str) -> Iterator[Page]:
    """Open a phone on which somebody is signed in."""
    with watched_page(browser, faults, **PHONE) as page:
        acts.sign_in(page, stage.url, email)
        yield page


@pytest.fixture
def coach(stage: Stage, browser: Browser, browser_faults: list[str]) -> Iterator[Page]:
    """A coach with a phone on the page of today; two colleagues coach elsewhere."""
    for name, email, school in (
        ("Marit Velthuis", EMAIL, "Het Zandpad"),
        ("Joris Zandstra", COLLEAGUE, "De Es"),
    ):
        with watched_page(browser, browser_faults, **PHONE) as page:
            acts.choose_password(page, stage.invite_coach(name, email, school))
    stage.invite_coach("Anouk Bergsma", "anouk@school.example", "De Heide")
    traject_measured_twice(stage, EMAIL)
    with signed_in(stage, browser, browser_faults, EMAIL) as page:
        yield page


def look(page: Page) -> None:
    """Judge a page as somebody with a screen reader, a small screen or large letters would."""
    assert looking.violations(page) == []
    assert looking.too_wide(page) == []
    assert looking.cut_off(page) == []


def test_a_follow_up_is_decided_on_today_in_two_acts(stage: Stage, coach: Page) -> None:
    done: list[str] = []

    def write(where: Locator, words: str) -> None:
        done.append(f"write {words}")
        where.fill(words)

    def tap(what: Locator) -> None:
        done.append(f"tap {what.inner_text()}")
        acts.press(coach, what)

    line = coach.get_by_label("Wat werkte, of wat ga je anders doen?")
    expect(coach.get_by_text("Noem een verschil dus nog geen vooruitgang.")).to_be_visible()
    look(coach)

    write(line, LINE)
    tap(coach.get_by_role("button", name="Meer van dit"))

    expect(coach.get_by_text("Bewaard.")).to_be_visible()
    assert len(done) <= MOST_ACTS
    expect(line).to_have_count(0)
    coach.get_by_role("link", name="Fenna").first.click()
    expect(coach.locator("#besluiten")).to_contain_text(f"Meer van dit: {LINE}")
    assert looking.too_wide(coach) == []


def test_enter_chooses_nothing_and_a_shared_card_reaches_a_peer_by_a_check(
    stage: Stage, browser: Browser, browser_faults: list[str], coach: Page
) -> None:
    line = coach.get_by_label("Wat werkte, of wat ga je anders doen?")
    line.fill(LINE)
    with coach.expect_navigation():
        line.press("Enter")
    expect(coach.get_by_label("Wat werkte")).to_have_value(LINE)
    expect(coach.get_by_role("status")).to_have_count(0)
    for summary in coach.locator("summary").all():
        summary.click()
    look(coach)
    coach.locator("label", has_text="samen beslissen").click()
    coach.locator("label", has_text="ja").last.click()
    acts.press(coach, coach.get_by_role("button", name="Iets anders"))
    expect(coach.get_by_text("Bewaard.")).to_be_visible()

    with signed_in(stage, browser, browser_faults, COLLEAGUE) as colleague:
        colleague.get_by_role("link", name="Kijk na").click()
        expect(colleague.get_by_text(LINE)).to_be_visible()
        look(colleague)
        acts.press(colleague, colleague.get_by_role("button", name="Geen namen"))
        colleague.goto(f"{stage.url}/kaarten")
        expect(colleague.get_by_text(f"Iets anders: {LINE}")).to_be_visible()
        look(colleague)
