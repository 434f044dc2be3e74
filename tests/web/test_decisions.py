"""The card after a measurement on the pages: one line and one tap, shared only after a check."""

import re

import pytest

from survey_app.measurements import agreeing
from survey_app.trajects.consent import Channel
from survey_app.trajects.models import Traject
from survey_app.trajects.queries import informants
from tests.web.world import act, csrf, encoded

pytestmark = pytest.mark.one_database

LINE = "elke dag vijf minuten samen lezen"
TODAY = "/vandaag"
HOSTILE = [
    (
        "<b>x</b><img src=x onerror=alert(1)>",
        "&lt;b&gt;x&lt;/b&gt;&lt;img src=x onerror=alert(1)&gt;",
    ),
    ("'; DROP TABLE-- {{7*7}}", "&#39;; DROP TABLE-- {{7*7}}"),
    ("=1+1 a\u202eb\u0000c", "=1+1 a b c"),
]


@pytest.fixture
def case(world):
    """A child of whom the mother answered at the intake and eleven weeks later."""
    case = world.case(child="Fenna")
    world.answer(case.intake["parent"])
    world.answer(case.intake["teacher"])
    world.clock.move(weeks=11)
    return case


@pytest.fixture
def coach(world, case):
    world.answer(case.follow_up["parent"])
    return world.signed_in()


@pytest.fixture
def colleague(world, coach):
    """The second of three coaches, signed in."""
    world.coach("Anouk Bergsma", "De Heidebloem")
    return world.signed_in(world.coach("Joris Zandstra"))


def section(html, place):
    """Return the section with this id, or nothing."""
    found = re.search(rf'<section id="{place}">.*?</section>', html, re.DOTALL)
    return found[0] if found else ""


def text_of(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def traject_url(case):
    return f"/trajecten/{case.traject_id}"


def card_url(coach, case):
    """Return the address of the card, also after it was answered."""
    page = coach.get(traject_url(case)).text
    return re.search(rf"{traject_url(case)}/kaarten/[0-9a-f]{{32}}", page)[0]


def answer(coach, case, choice="more", line=LINE, **more):
    url = card_url(coach, case)
    return act(coach, url, url, choice=choice, line=line, **more)


def decisions(coach, case):
    return section(coach.get(traject_url(case)).text, "besluiten")


def share(coach, case, how="yes"):
    action = re.search(r'action="([^"]+/delen)"', decisions(coach, case))[1]
    return act(coach, action, traject_url(case), may_share=how)


def check(colleague, outcome="cleared", **more):
    page = colleague.get("/kaarten/controle").text
    action = re.search(r'action="(/kaarten/controle/[0-9a-f]{32})"', page)[1]
    return act(colleague, action, "/kaarten/controle", outcome=outcome, **more)


class TestToday:
    def test_an_answer_that_came_in_asks_for_one_card_in_words_without_a_verdict(self, coach, case):
        html = coach.get(TODAY).text

        part = section(html, "besluiten")
        assert part.count("<form") == 1
        assert "Kies bij 1 kind wat je hierna doet" in html
        words = text_of(part)
        assert re.search(
            r"moeder , kracht: bij de intake (en nu )?[^.]+\. (Dat is|In woorden) \w+\.", words
        )
        assert "Nog geen antwoord van Fenna zelf en juf Anouk." in words
        assert "Noem een verschil dus nog geen vooruitgang." in words
        for claim in ("beter", "vooruitgegaan", "toeval"):
            assert claim not in words.replace("nog geen vooruitgang", "")

    def test_one_line_and_one_tap_and_it_is_gone_from_today(self, coach, case):
        html = coach.get(TODAY).text
        action = re.search(r'class="decide" method="post" action="([^"]+)"', html)[1]

        done = act(coach, action, TODAY, van="vandaag", last="", line=LINE, choice="more")

        assert done.location == f"{TODAY}?melding=kaart"
        html = coach.get(done.location).text
        assert "Bewaard." in html
        assert section(html, "besluiten") == ""
        assert f"<b>Meer van dit</b>: {LINE}" in decisions(coach, case)

    def test_before_an_answer_or_the_end_of_its_days_there_is_no_card(self, world, case):
        assert section(world.signed_in().get(TODAY).text, "besluiten") == ""
        world.clock.move(weeks=8)

        part = section(world.signed_in().get(TODAY).text, "besluiten")

        assert "Nog geen antwoord van Fenna zelf, moeder en juf Anouk." in text_of(part)
        assert "vooruitgang" not in part

    def test_without_an_agreement_nothing_is_asked_about_the_answers(self, world, coach, case):
        assert section(coach.get(TODAY).text, "besluiten")
        page = traject_url(case)
        with world.database.write() as db:
            traject = db.get_one(Traject, case.traject_id)
            for signer in (None, *informants(db, traject.id)):
                agreeing.withdraw(
                    db,
                    world.coach().actor,
                    traject,
                    signer,
                    Channel.CONVERSATION,
                    world.clock(),
                )

        assert section(coach.get(TODAY).text, "besluiten") == ""
        assert section(coach.get(page).text, "besluiten") == ""
        assert "Besliskaarten" not in coach.get("/contacten").text

    def test_enter_in_the_line_saves_nothing_and_opens_the_card_with_what_was_typed(
        self, coach, case
    ):
        part = section(coach.get(TODAY).text, "besluiten")
        first = re.search(r"<button[^>]*>", part)[0]
        assert 'value="open"' in first

        opened = answer(coach, case, "open", "nog niet af")

        assert (opened.status_code, 'value="nog niet af"' in opened.text) == (200, True)
        assert "nog niet af" not in decisions(coach, case)

    def test_a_card_of_a_peer_to_check_is_counted_only_when_there_is_one(
        self, coach, case, colleague
    ):
        assert section(colleague.get(TODAY).text, "kaarten") == ""
        answer(coach, case)
        share(coach, case)

        html = colleague.get(TODAY).text

        assert "1 kaart van een collega" in section(html, "kaarten")
        assert "Kijk 1 kaart van een collega na" in html
        assert section(coach.get(TODAY).text, "kaarten") == ""


class TestCard:
    def test_everything_is_kept_and_read_back_and_nothing_stands_chosen(self, coach, case):
        url = card_url(coach, case)
        assert not {"checked", "selected"} & set(re.findall(r"\w+", coach.get(url).text))

        done = answer(
            coach,
            case,
            voices="moeder ziet het ook",
            principles=["samen", "kleine_stap"],
            step="belt de club",
            step_by="parent",
            step_on="2027-02-01",
        )

        assert done.location.endswith("melding=kaart#besluiten")
        words = text_of(decisions(coach, case))
        for part in (
            *(f"Meer van dit : {LINE}", "Wat ieder zegt moeder ziet het ook"),
            "Afspraak Een ouder: belt de club, uiterlijk maandag 1 februari",
            "Hoe je werkte samen beslissen, een kleine stap",
            "Nog geen antwoord van kind, leerkracht",
            "Deze kaart is alleen van jou.",
        ):
            assert part in words
        assert re.search(r"Ouder, kracht: (hoger|lager|hetzelfde)", words)

    @pytest.mark.parametrize(
        ("given", "says"),
        [
            ({"line": ""}, "wat werkte, of wat je anders gaat doen"),
            ({"line": "a" * 300}, "Houd het bij 200 tekens."),
            ({"choice": "toveren"}, "Kies met een knop"),
            ({"step_by": "parent"}, "wat er gebeurt"),
            ({"step_on": "gisteren"}, "Vul een datum in"),
        ],
    )
    def test_what_is_wrong_is_said_and_every_word_stays(self, coach, case, given, says):
        wrong = answer(coach, case, **{"voices": "moeder ziet het ook", **given})

        assert (wrong.status_code, says in wrong.text) == (422, True)
        assert 'value="moeder ziet het ook"' in wrong.text
        assert given.get("line", LINE) in wrong.text
        assert "moeder ziet" not in decisions(coach, case)

    def test_skipping_is_one_tap_counted_and_taken_up_later(self, coach, case):
        answer(coach, case, "skipped", "half")
        assert "Overgeslagen" in decisions(coach, case)
        assert section(coach.get(TODAY).text, "besluiten") == ""
        counts = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", coach.get("/contacten").text))
        assert counts == {
            "Gevraagd na een meting": "1",
            "Beantwoord": "0",
            "Overgeslagen": "1",
            "Nog open": "0",
        }

        answer(coach, case)

        counts = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", coach.get("/contacten").text))
        assert (counts["Beantwoord"], counts["Overgeslagen"]) == ("1", "0")
        assert "Eerder geantwoord (1)" in text_of(decisions(coach, case))

    def test_of_two_tabs_both_texts_are_kept_and_shown(self, coach, case):
        url = card_url(coach, case)
        first, second = coach.get(url).text, coach.get(url).text
        coach.post(
            url, data={"csrf_token": csrf(first), "last": "", "choice": "more", "line": "een"}
        )

        done = coach.post(
            url, data={"csrf_token": csrf(second), "last": "", "choice": "other", "line": "twee"}
        )

        html = coach.get(done.location).text
        assert "intussen al beantwoord" in html
        part = section(html, "besluiten")
        assert "<b>Iets anders</b>: twee" in part
        assert "<b>Meer van dit</b>: een" in part

    def test_who_is_signed_out_while_typing_keeps_every_word(self, world, coach, case):
        url = card_url(coach, case)
        page = coach.get(url)
        coach.post("/uitloggen", data={"csrf_token": csrf(page)})
        fields = {"choice": "other", "line": LINE, "principles": ["samen", "meteen"]}

        kept = coach.post(url, data={"csrf_token": csrf(page), **fields})

        assert (kept.status_code, "Log in op een ander tabblad" in kept.text) == (401, True)
        back = world.signed_in()
        hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', kept.text)
        stale = back.post(url, data=encoded(hidden))
        assert (stale.status_code, "Je was even weg" in stale.text) == (400, True)
        assert LINE in stale.text
        assert stale.text.count("checked") == 2
        done = back.post(url, data={"csrf_token": csrf(stale), **fields})
        assert done.status_code == 303
        assert LINE in decisions(back, case)

    def test_a_moment_that_asks_for_nothing_has_no_card(self, world, coach, case):
        other = world.case(child="Otis")
        intake = world.invitation(other.intake["parent"]).occasion_id
        later = world.invitation(other.follow_up["parent"]).occasion_id

        for occasion_id in (intake, later, "f" * 32):
            url = f"{traject_url(other)}/kaarten/{occasion_id}"
            assert coach.get(url).status_code == 404
            assert act(coach, url, TODAY, choice="skipped").status_code == 404

    def test_a_colleague_reads_and_answers_nothing(self, coach, case, colleague):
        url = card_url(coach, case)

        assert colleague.get(url).status_code == 404
        assert act(colleague, url, TODAY, choice="more", line="x").status_code == 404
        assert section(colleague.get(TODAY).text, "besluiten") == ""

    @pytest.mark.parametrize(("typed", "shown"), HOSTILE)
    def test_ac_055_056_what_is_typed_is_text_everywhere(
        self, coach, case, colleague, typed, shown
    ):
        answer(coach, case, line=typed, voices=typed, step=typed, step_by="other")
        assert decisions(coach, case).count(shown) == 3
        share(coach, case)
        assert shown in colleague.get("/kaarten/controle").text
        check(colleague, "sent_back", reason=typed)
        page = decisions(coach, case)
        assert page.count(shown) == 4
        assert shown in coach.get("/kaarten").text
        answer(coach, case, line=f"{typed}.", step="", step_by="")
        share(coach, case)
        check(colleague)

        for page in (colleague.get("/kaarten").text, decisions(coach, case)):
            assert shown in page
            assert "<b>x</b>" not in page
            assert "<img" not in page
