"""A coach sets a goal and asks steps in a talk on a phone, also where there is no network."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from survey_app.measurements.queries import placed_responses
from survey_app.trajects.goal_lines import goals_of
from tests.journeys import acts
from tests.journeys.stage import Stage
from tests.rig.browser import PHONE, watched_page
from tests.web import looking

EMAIL = "marit@school.example"
KEPT = "Bewaard op dit toestel. Wordt verstuurd zodra er internet is."

pytestmark = pytest.mark.one_database


@pytest.fixture
def expected_faults() -> list[str]:
    """Allow what a browser notes when there is no network, or a tap is refused."""
    return ["ERR_INTERNET_DISCONNECTED", "status of 422"]


@pytest.fixture
def coach(stage: Stage, browser: Browser, browser_faults: list[str]) -> Iterator[Page]:
    """A coach with a phone and one traject in which everybody agreed."""
    with watched_page(browser, browser_faults, **PHONE) as page:
        page.clock.set_fixed_time(stage.clock.now)
        acts.choose_password(page, stage.invite_coach("Marit Velthuis", EMAIL))
        acts.sign_in(page, stage.url, EMAIL)
        acts.start_traject(page, stage.url, "Sam", "groep 6", "spanning of zorgen")
        acts.add_informant(page, "ouder of verzorger", "moeder")
        acts.record_consent(page, "moeder", "maart", 2017)
        yield page


def look(page: Page) -> None:
    """Judge a page as somebody with a screen reader, a small screen or large letters would."""
    assert looking.violations(page) == []
    assert looking.too_wide(page) == []
    assert looking.cut_off(page) == []


def kept(page: Page) -> list[str]:
    """Return what is kept on the device, in order of its keys."""
    found: list[str] = page.evaluate(
        "Object.keys(localStorage).filter((k) => k.startsWith('stapje.'))"
        ".sort().map((k) => localStorage.getItem(k))"
    )
    return found


def put(page: Page, *taps: dict[str, object]) -> None:
    """Lay taps on the device as if they were kept there before."""
    for each in taps:
        page.evaluate(
            "([key, tap]) => localStorage.setItem(key, tap)",
            [f"stapje.{each['id']}", json.dumps(each)],
        )


def until_nothing_is_kept(page: Page) -> None:
    """Wait until everything went."""
    for _ in range(100):
        if not kept(page):
            return
        page.wait_for_timeout(100)
    assert kept(page) == []


def stored(stage: Stage, traject_id: str) -> tuple[list[dict[str, str]], list[int]]:
    """Return the steps and the ratings of goals that the server has."""
    with stage.database.read() as session:
        steps = [each.answers for each in placed_responses(session, traject_id)]
        ratings = [each.value for goal in goals_of(session, traject_id) for each in goal.ratings]
    return steps, ratings


def test_steps_tapped_without_network_are_stored_once_when_it_is_back(
    stage: Stage, coach: Page
) -> None:
    traject_url = coach.url.partition("?")[0]
    traject_id = traject_url.rpartition("/")[2]
    coach.get_by_role("link", name="Kies een doel").click()
    look(coach)
    coach.get_by_label("Sam zelf").check()
    coach.get_by_label("Het doel, in eigen woorden").fill("In de pauze durf ik mee te doen.")
    coach.get_by_label("contact met anderen").check()
    coach.get_by_role("radiogroup", name="Op welke stap nu?").get_by_label("3", exact=True).check()
    coach.get_by_role("radiogroup", name="goed genoeg").get_by_label("7", exact=True).check()
    coach.get_by_role("button", name="Bewaar").click()
    expect(coach.get_by_text("Begonnen op stap 3. Stap 7 is goed genoeg.")).to_be_visible()
    assert (looking.violations(coach), looking.too_wide(coach)) == ([], [])

    coach.get_by_role("link", name="Noteer een stapje").click()
    look(coach)
    now, goal = (coach.locator("details[open] form").nth(place) for place in (0, 1))
    now.get_by_role("button", name="5", exact=True).click()
    expect(now.get_by_role("status")).to_have_text("Bewaard: stap 5.")
    assert (stored(stage, traject_id), kept(coach)) == (([{"a_kind": "5"}], []), [])

    coach.context.set_offline(True)
    now.get_by_role("button", name="6", exact=True).click()
    expect(now.get_by_role("status")).to_have_text(KEPT)
    goal.get_by_role("button", name="4", exact=True).click()
    expect(goal.get_by_role("status")).to_have_text(KEPT)
    waiting = kept(coach)
    assert len(waiting) == 2
    assert not any(word in "".join(waiting) for word in ("Sam", "pauze", "moeder", "Marit"))
    assert stored(stage, traject_id) == ([{"a_kind": "5"}], [])

    coach.context.set_offline(False)
    expect(now.get_by_role("status")).to_have_text("Bewaard: stap 6.")
    expect(goal.get_by_role("status")).to_contain_text("Bewaard: stap 4.")
    assert (stored(stage, traject_id), kept(coach)) == (([{"a_kind": "6"}], [4]), [])

    # What was sent while the word that it arrived got lost is sent again from another page.
    put(coach, *map(json.loads, waiting))
    coach.goto(f"{stage.url}/vandaag")
    until_nothing_is_kept(coach)
    assert stored(stage, traject_id) == ([{"a_kind": "6"}], [4])


def test_what_cannot_go_yet_stays_and_is_said_and_signing_out_warns(
    stage: Stage, coach: Page
) -> None:
    traject_url = coach.url.partition("?")[0]
    traject_id = traject_url.rpartition("/")[2]
    coach.goto(f"{traject_url}/stapje")
    coach.context.set_offline(True)
    coach.get_by_role("button", name="2", exact=True).first.click()
    expect(coach.get_by_text(KEPT)).to_be_visible()
    (waiting,) = kept(coach)
    coach.context.set_offline(False)
    until_nothing_is_kept(coach)

    of_tomorrow = {**json.loads(waiting), "id": "b" * 32}
    of_tomorrow["fields"] = {**of_tomorrow["fields"], "stap": "9", "op": "2026-09-08"}
    of_another = {**of_tomorrow, "id": "c" * 32, "me": "d" * 32}
    put(coach, of_tomorrow, of_another)
    coach.goto(f"{stage.url}/vandaag")
    note = coach.locator("#stapjes")
    expect(note).to_contain_text("1 stapje uit een gesprek staat nog op dit toestel.")
    expect(note).to_contain_text("Deze dag moet nog komen.")
    expect(note).to_contain_text("Van iemand anders staat hier nog 1 stapje.")
    assert stored(stage, traject_id)[0] == [{"a_kind": "2"}]
    look(coach)

    asked: list[str] = []
    coach.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    coach.get_by_role("button", name="uitloggen").click()
    assert "Er staat nog 1 stapje op dit toestel." in asked[0]
    expect(note).to_be_visible()

    coach.once("dialog", lambda dialog: dialog.accept())
    coach.get_by_role("button", name="Gooi 1 stapje weg").click()
    expect(note).not_to_contain_text("uit een gesprek")
    assert [json.loads(each)["me"] for each in kept(coach)] == ["d" * 32]
