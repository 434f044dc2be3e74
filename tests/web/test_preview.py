"""The preview shows what each informant sees, by the pages themselves, and leads nowhere."""

import re
from html import unescape
from itertools import product

import pytest

from survey_app.definitions import load, shipped
from survey_app.factory import create_renderer
from survey_app.invitations.models import Invitation
from survey_app.web.respond.preview import self_contained
from tests.web.world import KINDS_FILE

KINDS_TEXT = KINDS_FILE.read_text(encoding="utf-8")
HREF = re.compile(r'href="([^"]*)"')


def drawn(questionnaire):
    with create_renderer().app_context():
        return self_contained(questionnaire)


@pytest.fixture
def variant(tmp_path):
    """Return a function that gives the list with every kind, with pieces of its text replaced."""

    def variant(*replacements):
        text = KINDS_TEXT
        for old, new in replacements:
            assert old in text
            text = text.replace(old, new)
        path = tmp_path / "variant.yaml"
        path.write_text(text, encoding="utf-8")
        return load(path)

    return variant


def main_of(page):
    """Return what stands between the ways out and the help line, without what only forms have.

    Nor with the way to change what was sent and the question who may see it: of an example nothing
    was sent.
    """
    body = page[page.index("data-page=") : page.index("<footer>")]
    body = re.sub(
        r'<form[^>]*class="acts">(?:(?!</form>).)*data-act="change".*?</form>', "", body, flags=re.S
    )
    body = re.sub(r'<form[^>]*>(?:(?!</form>).)*data-act="show".*?</form>', "", body, flags=re.S)
    body = re.sub(r"<input type=\"hidden\"[^>]*>", "", body)
    body = re.sub(r"</?(form|main|div)\b[^>]*>", "", body[body.index(">") :])
    body = re.sub(r' (href|name|value|type|id|for|aria-\w+)="[^"]*"', "", body)
    return re.sub(r"\s+", " ", re.sub(r">\s+", ">", body))


def screens(html):
    return re.findall(r"<article .*?</article>", html, re.DOTALL)


def test_a_preview_shows_the_very_pages_that_are_answered(world):
    case = world.kinds_case()
    # A preview knows of no later moment.
    with world.database.write() as db:
        db.get_one(Invitation, case.follow_up["parent"]).revoked_at = world.clock()
    visitor = world.visitor(case.intake["parent"])
    start = visitor.get().text
    real = [start, visitor.begin().text]
    for number, answers in (
        (1, {"hulp": "ja", "spel": "buiten"}),
        (2, {"hoe": "laag", "uren": "1"}),
        (3, {"gezicht": "wel", "weer": "laag", "jaren": "1"}),
        (4, {"meer": "iets"}),
        (5, {}),
    ):
        real.append(visitor.send(number, **answers).text)

    html = drawn(load(KINDS_FILE))
    parent = html[: html.index('<section id="teacher-nl">')]

    assert [main_of(page) for page in screens(parent)] == [main_of(page) for page in real]


@pytest.mark.parametrize("questionnaire", shipped(), ids=lambda each: each.key)
def test_nothing_in_a_preview_can_be_sent_or_leads_out(questionnaire):
    html = drawn(questionnaire)

    assert "<form" not in html
    assert "<script" not in html
    assert re.findall(r' (?:src|action|method|formaction)="', html) == []
    assert {
        each for each in HREF.findall(html) if not each.startswith(("#", "tel:", "data:"))
    } == set()
    assert re.findall(r"url\((?!\"?data:)", html) == []


@pytest.mark.parametrize("questionnaire", shipped(), ids=lambda each: each.key)
def test_every_question_of_every_informant_is_in_the_preview_in_every_language(questionnaire):
    html = drawn(questionnaire)

    for informant, language in product(questionnaire.informants, questionnaire.languages):
        for page in questionnaire.pages_for(informant):
            for item in page.items:
                legend = f'<legend id="{informant.value}-{language}-{item.key}-l">'
                assert (legend in html) is bool(item.text.languages)


@pytest.mark.parametrize("questionnaire", shipped(), ids=lambda each: each.key)
def test_no_two_fields_of_a_preview_have_the_same_id(questionnaire):
    ids = re.findall(r' id="([^"]+)"', drawn(questionnaire))

    assert [each for each in ids if ids.count(each) > 1] == []


@pytest.mark.parametrize("questionnaire", shipped(), ids=lambda each: each.key)
def test_no_place_for_a_name_stays_open_in_a_preview(questionnaire):
    assert re.findall(r"\{(?:kind|informant|goal|coach|school)\}", drawn(questionnaire)) == []


def test_a_question_that_may_stay_away_says_when_it_comes():
    html = unescape(drawn(load(KINDS_FILE)))

    assert (
        "“Hoe gaat de hulp voor Sam?” komt alleen als bij “Is er hulp voor Sam?” is gekozen: “ja”."
    ) in html
    assert (
        "Deze vraag komt alleen als bij “Hoe gaat de hulp voor Sam?” is gekozen: “laag” en bij "
        "“Hoe is Sam vandaag?” is gekozen: “niet zo goed” of “gaat wel”."
    ) in html


def test_a_list_without_texts_says_why_it_cannot_be_sent():
    html = drawn(load("who-5"))

    assert "De teksten zijn van World Health Organization en staan hier niet." in html
    assert screens(html) == []


def test_a_list_about_goals_says_why_it_cannot_be_sent_and_shows_example_goals():
    html = drawn(load("kansmeter-doelen"))

    assert "Een doel kies je bij een traject; de stap vraag je in een gesprek." in html
    assert "iets durven vragen in de klas" in html
    assert "Ik steek 1 keer per dag mijn vinger op." in html


def test_the_english_draft_of_an_own_list_stands_there_as_a_draft():
    html = unescape(drawn(load("kansmeter-ouder")))
    top, dutch = html[: html.index("<section")], html.index('<section id="parent-nl">')
    english = html.index('<section id="parent-en">')

    assert "Engels: concept, niet nagelezen." in top
    assert "concept, niet nagelezen" not in html[dutch:english]
    assert '<p class="not-sent">concept, niet nagelezen' in html[english:]
    assert "Sam likes to show at home what went well." in html[english:]


def test_a_draft_is_shown_as_a_draft(variant):
    html = drawn(variant(("status: reviewed", "status: own")))

    assert "concept, niet nagelezen" in html
    assert "De teksten zijn een concept." in html
    assert len(screens(html)) > 4


def test_the_stage_of_evidence_and_the_status_stand_on_top():
    html = drawn(load("kansmeter-ouder"))

    top = html[: html.index("<section")]
    assert "Nederlands: nagelezen. Bewijs: trap 0 van 5, nieuw." in top


def test_each_language_is_a_section_of_its_own_and_turns_with_its_direction(variant):
    both = re.sub(
        r"\{nl: (\"[^\"]*\"|[^}]*)\}",
        r"{nl: \1, ar: \1}",
        KINDS_TEXT.replace(
            "  - {language: nl, status: reviewed, evidence: {stage: 0}}",
            "  - language: nl\n    status: reviewed\n"
            '    evidence: {stage: 1, study: gesprekken, version: "1.0"}\n'
            "  - {language: ar, status: own, evidence: {stage: 0}}",
        ),
    )
    html = drawn(variant((KINDS_TEXT, both)))

    arabic = html[html.index('<section id="parent-ar">') : html.index('<section id="teacher-nl">')]
    assert 'lang="ar" dir="rtl"' in arabic
    assert 'dir="ltr"' not in arabic
    assert "concept, niet nagelezen" in arabic
    assert "Bewijs: trap 1 van 5, begrepen, gesprekken." in html


def test_hostile_text_in_a_questionnaire_comes_out_escaped(variant):
    hostile = "<script>alert(1)</script>"
    html = drawn(
        variant(("Wat kan er beter?", hostile), ("text: {nl: laag}", f"text: {{nl: {hostile}}}"))
    )

    assert "<script" not in html
    assert "&lt;script&gt;" in html


# The coach's pages


def test_the_list_of_questionnaires_leads_to_each_of_them(world):
    coach = world.signed_in()
    page = coach.get("/vragenlijsten")

    links = set(re.findall(r'href="(/vragenlijsten/[^"]+)"', page.text))

    assert links == {f"/vragenlijsten/{each.key}" for each in shipped()}
    assert {coach.get(link).status_code for link in links} == {200}


def test_the_list_says_which_cannot_be_asked_and_why(world):
    page = world.signed_in().get("/vragenlijsten").text

    not_ready = page[page.index("Nog zonder tekst") :]
    for title in ("Doelen", "WHO-5"):
        assert f"<b>{title}</b>" in not_ready
    assert "Vragenlijst voor de ouder" not in not_ready


def test_the_menu_of_the_coach_leads_to_the_questionnaires(world):
    page = world.signed_in().get("/vandaag")

    assert '<a href="/vragenlijsten">Vragenlijsten</a>' in page.text


def test_the_page_of_a_questionnaire_is_the_same_preview_and_posts_nowhere(world):
    page = world.signed_in().get("/vragenlijsten/kansmeter-ervaring").text

    assert "<form" not in page
    styles = re.findall(r'<link rel="stylesheet" href="/static/\w+/([\w.]+)">', page)
    assert (styles, "<style" in page) == (["frame.css", "questions.css", "preview.css"], False)
    assert screens(page) == screens(drawn(load("kansmeter-ervaring")))


@pytest.mark.parametrize(
    "key", ["nergens", "../README", "pyproject.toml", "%2e%2e%2fREADME.md", "kansmeter-ouder.yaml"]
)
def test_ac_064_what_is_no_questionnaire_of_ours_is_not_found(world, key):
    assert world.signed_in().get(f"/vragenlijsten/{key}").status_code == 404
