"""In one's own language: the words round the questions, and the questions where reviewed."""

import re
from html import unescape

import pytest
from sqlalchemy import select, text

from survey_app.definitions import fill, load
from survey_app.frames import LANGUAGES, words_in
from survey_app.invitations.models import Invitation
from survey_app.trajects.consent import Purpose
from survey_app.trajects.consent_texts import hash_of
from survey_app.trajects.models import TrajectInformant
from tests.web.world import WORDS_FILE, asked, csrf, data_page

pytestmark = pytest.mark.one_database


def stored(world, columns, rest):
    """Return some columns of a table."""
    with world.database.read() as db:
        statement = text(f"SELECT {columns} FROM {rest}")  # noqa: S608  # only of these tests
        return [tuple(row) for row in db.execute(statement)]


@pytest.fixture
def parent(world):
    """Give a parent who is asked a list that also exists in Arabic, and in English as a draft."""
    case = world.case(lists=[load(WORDS_FILE.with_name("languages.yaml"))], teachers=())
    return world.visitor(case.intake["parent"])


@pytest.fixture
def dutch(world):
    """Give a parent who is asked lists of our own, in English a draft and in no other language."""
    return world.visitor(world.case().intake["parent"])


def begin_in(visitor, language):
    """Choose a language by its link, press the button there, and come at the first question."""
    start = visitor.get(f"?taal={language}")
    carried = re.search(r'name="language" value="(\w+)"', start.text)[1]
    fields = {"csrf_token": csrf(start), "language": carried}
    visitor.page = visitor.client.get(visitor.client.post(visitor.path, data=fields).location)
    return visitor.page


def test_the_page_begins_with_every_language_in_its_own_name(dutch):
    page = dutch.get()
    chooser = page.text.split('<nav class="talen"')[1].split("</nav>")[0]

    assert re.findall(r' lang="(\w+)"', chooser) == list(LANGUAGES)
    assert [words_in(each).name for each in LANGUAGES] == re.findall(
        r">([^<>]+)</a>", unescape(chooser)
    )
    assert re.search(r'lang="nl"[^>]*aria-current="true"', chooser)
    assert 'lang="ar" dir="rtl"' in chooser
    assert 'translate="no"' in page.text


def test_a_link_of_a_language_shows_it_and_changes_nothing(dutch, world):
    before = world.dump()

    shown = dutch.get("?taal=tr")

    assert '<html lang="tr" dir="ltr"' in shown.text
    assert words_in("tr").acts.begin in shown.text
    assert world.dump() == before
    assert '<html lang="nl"' in dutch.get().text


def test_what_was_chosen_stays_on_every_page_to_the_thanks(parent):
    page = begin_in(parent, "ar")
    while data_page(page) == "questions":
        assert '<html lang="ar" dir="rtl"' in page.text
        page = parent.send(parent.number, **{re.search(r'name="a\.(\w+)"', page.text)[1]: "vaak"})

    assert data_page(page) == "thanks"
    assert words_in("ar").thanks.heading in unescape(page.text)


def test_a_reviewed_list_is_asked_in_the_language_with_the_same_codes(parent, world):
    page = begin_in(parent, "ar")

    assert "يأكل تفاحة" in page.text
    assert re.findall(r'name="a\.q1" value="(\w+)"', page.text) == [
        "nooit",
        "soms",
        "vaak",
        "altijd",
    ]
    parent.send(1, q1="soms")
    parent.send(2, q2="altijd")
    ((answers, language),) = stored(world, "answers, language", "response")
    assert ('"q1":"soms"' in answers.replace(" ", ""), language) == (True, "ar")


def test_a_draft_is_asked_of_nobody_and_the_page_says_so(parent, world):
    start = parent.get("?taal=en")
    page = begin_in(parent, "en")

    assert words_in("en").start.in_dutch in start.text
    assert "eats an apple" not in page.text
    assert '<fieldset role="radiogroup" lang="nl" dir="ltr"' in page.text
    parent.send(1, q1="soms")
    parent.send(2, q2="soms")
    assert stored(world, "language", "response") == [("nl",)]


@pytest.mark.parametrize(("role", "key"), [("parent", "ouder"), ("child", "kind")])
def test_the_draft_of_an_own_list_is_read_by_nobody_who_answers(world, role, key):
    asks = load(f"kansmeter-{key}")
    texts = [asks.question, asks.period, *(item.text for item in asks.items)]
    texts += [item.hint for item in asks.items if item.hint is not None]
    visitor = world.visitor(world.case().intake[role])

    pages = [visitor.get("?taal=en").text, begin_in(visitor, "en").text]
    if data_page(visitor.page) == "practice":
        fields = {"csrf_token": csrf(visitor.page)}
        done = visitor.client.post(visitor.page.request.path, data=fields)
        visitor.page = visitor.client.get(done.location)
    while data_page(visitor.page) == "questions":
        pages.append(visitor.page.text)
        visitor.send(
            visitor.number, **{name: each[0] for name, each in asked(visitor.page).items()}
        )

    shown = unescape("".join(pages))
    for language, is_shown in (("en", False), ("nl", True)):
        said = [fill(text.in_language(language), kind="Sam") for text in texts]
        assert {each in shown for each in said} == {is_shown}
    assert words_in("en").acts.begin in shown
    assert stored(world, "language", "response") == [("nl",)]


@pytest.mark.parametrize("given", ["fr", "../nl", "", "nl' OR 1=1"])
def test_what_is_no_language_is_left_alone(dutch, given):
    assert '<html lang="nl"' in dutch.get(f"?taal={given}").text


def test_a_language_that_the_school_knows_comes_by_itself(world):
    case = world.case()
    with world.database.write() as db:
        db.execute(text("UPDATE traject_informant SET language = 'pl' WHERE role = 'parent'"))
    parent = world.visitor(case.intake["parent"])

    assert '<html lang="pl"' in parent.get().text
    assert '<html lang="nl"' in parent.get("?taal=nl").text


def test_what_has_to_be_mended_is_said_in_the_language(dutch):
    begin_in(dutch, "pl")
    page = dutch.send(1)

    assert page.status_code == 422
    assert words_in("pl").problem.nothing_chosen in unescape(page.text)


def test_a_code_and_a_lost_link_are_asked_in_the_language(world):
    client = world.app.test_client()
    for path, words in (
        ("/code", words_in("uk").code),
        ("/nieuwe-link", words_in("uk").link_again),
    ):
        page = client.get(f"{path}?taal=uk")
        assert words.heading in unescape(page.text)
        wrong = client.post(path, data={"csrf_token": csrf(page), "language": "uk"})
        assert '<html lang="uk"' in wrong.text


def test_a_consent_keeps_the_language_in_which_it_was_read(world):
    family = world.family("moeder")
    mother = world.signer(family["moeder"])
    page = mother.get("?taal=tr")

    given = dict.fromkeys(("help", "measuring", "network"), "ja")
    mother.client.post(
        mother.path, data={"csrf_token": csrf(page), "language": "tr", "act": "forward", **given}
    )

    given = "consent_statement WHERE purpose = 'help' AND state = 'given'"
    said = stored(world, "language, text_hash", given)
    assert said == [("tr", hash_of(Purpose.HELP, is_child=False, language="tr"))]


def test_a_round_opens_in_the_language_of_who_fills_in_and_keeps_a_chosen_one(world):
    lists = [load("kansmeter-ouder"), load("kansmeter-samenwerking")]
    case = world.case(lists=lists, teachers=())
    with world.database.write() as db:
        mine = list(
            db.scalars(
                select(Invitation)
                .join(TrajectInformant, TrajectInformant.id == Invitation.informant_id)
                .where(TrajectInformant.role == "parent", Invitation.traject_id == case.traject_id)
                .where(Invitation.opens_on <= world.clock().date())
            )
        )
        db.get_one(TrajectInformant, mine[0].informant_id).language = "ar"
        ids = [each.id for each in mine]
    assert len(ids) == 2
    path = world.round(*ids)
    client = world.client()

    page = client.get(path)

    assert '<html lang="ar" dir="rtl"' in page.text
    assert f'href="{path}?taal=tr"' in page.text
    turkish = client.get(f"{path}?taal=tr")
    assert '<html lang="tr"' in turkish.text
    first = re.search(r'href="(/v/[^"]+)"', turkish.text)[1]
    assert first.endswith("?taal=tr")
    assert '<html lang="tr"' in client.get(first).text


def test_a_language_that_was_only_looked_at_stays_on_the_way_to_declining(dutch):
    start = dutch.get("?taal=ar")
    decline = re.search(r'href="([^"]+/liever-niet[^"]*)"', start.text)[1]
    asked_why = dutch.client.get(decline)
    assert '<html lang="ar"' in asked_why.text

    told = dutch.client.post(
        decline.partition("?")[0],
        data={
            "csrf_token": csrf(asked_why),
            "language": re.search(r'name="language" value="(\w+)"', asked_why.text)[1],
            "act": "no_time",
        },
    )

    assert '<html lang="ar"' in told.text
    statement = re.search(r'href="(/toegankelijkheid[^"]*)"', start.text)[1]
    assert '<html lang="ar"' in dutch.client.get(statement).text
