"""Every link and picture of the coach's pages leads somewhere, and their sentences are whole."""

import re
from html import unescape

import pytest

from survey_app.keeping.demonstration import EMAIL, build
from tests.factories.plans import asking
from tests.web.world import sign_in

pytestmark = pytest.mark.one_database


ADDRESS = re.compile(r'(?:href|src|srcset)="(/[^"#]*)')


@pytest.fixture
def coach(world):
    """Give a browser of the demonstration's coach, with children in every stage."""
    made = build(world.database, asking(), world.clock())
    client = world.client()
    assert sign_in(client, EMAIL, made.password).status_code == 303
    return client


def links_of(page):
    """Return the addresses on our own site that a page leads to or shows."""
    return sorted({unescape(found) for found in ADDRESS.findall(page)})


def traject_of(coach, child):
    """Return the address of a child's page."""
    found = re.search(
        rf'href="(/trajecten/\w+)"[^>]*>(?:(?!</a>).)*{child}', coach.get("/vandaag").text
    )
    assert found, child
    return found[1]


@pytest.mark.parametrize("child", ["Sam", "Mila", "Noor", "Yusuf"])
def test_every_link_and_picture_on_a_traject_is_there(coach, child):
    page = coach.get(traject_of(coach, child)).text
    links = links_of(page)

    assert {link: status for link in links if (status := coach.get(link).status_code) != 200} == {}
    if child in ("Sam", "Mila"):
        assert "Bewaar alle grafieken als één plaatje" in page
        kept = [link for link in links if link.endswith("-alles.png")]
        assert len(kept) >= 3
        charts_of_goals = page.count("<summary>Alle stappen")
        counted = page.count("Bekijk als tabel") - charts_of_goals
        assert page.count("Hoe is dit berekend?") == counted


def test_every_link_and_picture_of_all_trajects_together_is_there(coach):
    page = coach.get("/samen").text
    links = links_of(page)

    assert {link: status for link in links if (status := coach.get(link).status_code) != 200} == {}
    assert page.count("Hoe is dit berekend?") == page.count("Bekijk als tabel") > 0
    for link in links:
        if "/uitleg/" in link:
            further = links_of(coach.get(link).text)
            assert [each for each in further if coach.get(each).status_code != 200] == []


def test_who_took_over_is_told_in_whole_sentences_and_once(coach):
    page = coach.get(traject_of(coach, "Mila")).text

    took_over = "De scores staan apart in de grafieken van juf Petra: meester Bas nam het over."
    assert took_over in page
    assert "Daarna kwam een andere leerkracht. Vervolgmeting: " in page
    said = re.findall(r'(?:alt="|<p class="lead">)([^"<]*)', page)
    assert max(each.count("Eén meting is nog geen lijn.") for each in said) == 1


@pytest.mark.parametrize("place", ["traject", "group"])
def test_a_picture_to_keep_takes_its_caveats_along(coach, monkeypatch, place):
    kept = []

    def drawn(chart, width, caption):
        kept.append((chart, caption))
        return b"\x89PNG"

    module = "pictures" if place == "traject" else "group"
    monkeypatch.setattr(f"survey_app.web.coach.{module}.png_of", drawn)
    page = coach.get("/samen" if place == "group" else traject_of(coach, "Sam")).text
    for link in links_of(page):
        if link.endswith(".png"):
            coach.get(link)

    assert len(kept) == page.count(".png")
    for chart, caption in kept:
        assert chart.unknown in caption.below
        assert getattr(chart, "direction", "") in " ".join(caption.above)
    badges = [text for _, caption in kept for text in caption.below if "trap" in text]
    assert place == "group" or any("niet genormeerd. Bewijs: trap 0" in each for each in badges)
    titles = {caption.below[-1] for _, caption in kept}
    assert titles & {"Lijst: Vragenlijst voor het kind.", "Lijst: Voorbeeldlijst rust."}
