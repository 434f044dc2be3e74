"""The page of today: what to do first, who waits, what to prepare, and a caseload of sixty."""

import re
from datetime import timedelta

import pytest

from survey_app.accounts import granting
from survey_app.accounts import services as accounts
from survey_app.accounts.granting import Wish
from survey_app.accounts.models import Person
from survey_app.accounts.roles import Role
from survey_app.audit.models import AuditEvent
from survey_app.clock import local_date
from survey_app.delivery.outcomes import Unknown
from survey_app.invitations.models import Invitation
from survey_app.measurements.models import SignalStep
from survey_app.trajects.models import Occasion, Traject
from tests.rig.browser import DESK, watched_page
from tests.web import keyboard, looking
from tests.web import test_school_page as around_school
from tests.web.page_kinds import shown
from tests.web.test_contact import MAIL, Ending, deliver, person_url
from tests.web.world import PASSWORD, a_world, act, address_of

pytestmark = pytest.mark.one_database

TODAY = "/vandaag"
HOSTILE = "\"><script>alert(1)</script>' OR 1=1 --"


def text_of(html: str) -> str:
    """Return what a page says, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def section(html: str, heading: str) -> str:
    """Return the section with this heading."""
    (found,) = [each for each in html.split("<section") if f"<h2>{heading}</h2>" in each]
    return found.split("</section>")[0]


def headings(html: str) -> list[str]:
    return re.findall(r"<h2>([^<]+)</h2>", html)


def rows(html: str) -> list[str]:
    """Return the names in the table of the caseload, from top to bottom."""
    return re.findall(r'<th scope="row"><a[^>]*>([^<]+)</a>', html)


def press(coach, path):
    """Press a button on the page of today."""
    return act(coach, path, van="vandaag")


def answer_all(world, invitation, **choices):
    """Send a whole list: as chosen, and the first answer to everything else."""
    visitor = world.visitor(invitation)
    visitor.begin()
    visitor.walk(**choices)


QUIET = {"h1": "vaak", "l1": "nooit", "c": "nu_niet"}


@pytest.fixture
def coach(world):
    world.coach()
    return world.signed_in()


class TestOrder:
    def test_what_asks_for_somebody_today_comes_before_what_has_two_days_or_a_talk(
        self, world, coach
    ):
        for_talk = world.case(child="Mila")
        answer_all(world, for_talk.intake["child"], **{**QUIET, "l1": "altijd"})
        soon = world.case(child="Noor")
        answer_all(world, soon.intake["parent"], c="ja_graag")
        first = world.case(child="Sam")
        answer_all(world, first.intake["child"], **{**QUIET, "h1": "nooit"})

        html = coach.get(TODAY).text

        assert headings(html)[:3] == ["Eerst dit", "Neem contact op", "Nieuwe antwoorden"]
        assert "Sam" in section(html, "Eerst dit")
        assert "Noor" in section(html, "Neem contact op")
        taken_along = section(html, "Neem mee in het volgende gesprek")
        assert "Mila" in taken_along
        assert 'class="signal"' not in taken_along

    def test_the_steps_lead_to_their_sections_and_count_what_is_there(self, world, coach):
        case = world.case()
        answer_all(world, case.intake["child"], **{**QUIET, "h1": "nooit"})

        html = coach.get(TODAY).text

        steps = re.search(r'<ol class="first-this">(.*?)</ol>', html, re.DOTALL)[1]
        assert [text_of(each) for each in re.findall(r"<li>.*?</li>", steps)] == [
            "Lees vandaag 1 antwoord",
            "Bekijk bij 1 kind wat er nieuw is",
            "Vraag 2 mensen om antwoord",
        ]
        for place in re.findall(r'href="#([^"]+)"', steps):
            assert f'<section id="{place}">' in html

    def test_it_is_not_calm_while_an_answer_waits_for_a_talk_or_links_for_the_school(
        self, world, coach
    ):
        case = world.case(parents=("moeder",), teachers=())
        answer_all(world, case.intake["child"], **{**QUIET, "l1": "altijd"})
        world.answer(case.intake["parent"])
        around_school.add(world, coach)
        act(coach, f"/trajecten/{case.traject_id}/stapje")
        world.clock.move(days=8)

        html = world.signed_in().get(TODAY).text

        assert "Alles is gedaan" not in html
        steps = re.search(r'<ol class="first-this">(.*?)</ol>', html, re.DOTALL)[1]
        assert "Neem 1 antwoord mee in een gesprek" in steps
        assert "Geef 2 links aan wie rond de school werkt" in steps
        for place in re.findall(r'href="#([^"]+)"', steps):
            assert f'<section id="{place}">' in html

    def test_without_a_traject_it_says_how_to_begin(self, coach):
        html = coach.get(TODAY).text

        assert "Je hebt nog geen traject." in html
        assert 'class="go" href="/trajecten/nieuw"' in html
        assert "<table" not in html

    def test_when_all_is_done_it_says_what_comes(self, world, coach):
        case = world.case()
        for invitation in case.intake.values():
            world.answer(invitation)
        world.clock.move(days=50)

        assert "Alles is gedaan. Maandag 18 januari is Sam aan de beurt." in text_of(
            world.signed_in().get(TODAY).text
        )


class TestTakingUp:
    @pytest.fixture
    def signal(self, world, coach):
        """Let a child ask for somebody; give the path of its act."""
        answer_all(world, world.case().intake["child"], **{**QUIET, "h1": "nooit"})
        (path,) = re.findall(r'action="(/signalen/\w+/opgepakt)"', coach.get(TODAY).text)
        return path

    def undo(self, signal):
        return signal.replace("opgepakt", "terugzetten")

    def test_it_leads_back_to_today_where_it_can_be_undone(self, world, coach, signal):
        done = press(coach, signal)
        html = coach.get(done.location).text

        assert done.location.startswith(TODAY)
        assert "Opgepakt. Terugzetten kan vandaag nog." in html
        assert "Eerst dit" not in html
        assert f'action="{self.undo(signal)}"' in section(html, "Opgepakt")
        back = press(coach, self.undo(signal))
        html = coach.get(back.location).text
        assert "Teruggezet. Het vraagt weer je aandacht." in html
        assert f'action="{signal}"' in section(html, "Eerst dit")
        assert "<h2>Opgepakt" not in html

    def test_the_page_of_the_traject_offers_it_too_and_leads_back_there(self, world, coach, signal):
        done = act(coach, signal)
        html = coach.get(done.location).text

        assert done.location.startswith("/trajecten/")
        assert '<details class="card" open><summary>Al opgepakt (1)' in html
        assert act(coach, self.undo(signal)).location.startswith("/trajecten/")
        assert "Al opgepakt" not in coach.get(done.location.split("?")[0]).text

    @pytest.mark.parametrize(("many", "opens"), [(3, True), (4, False)])
    def test_a_long_list_pushes_nothing_away(self, world, coach, many, opens):
        case = world.case()
        answer_all(world, case.intake["child"], **{**QUIET, "h1": "nooit", "c": "ja_graag"})
        answer_all(world, case.intake["parent"], l1="bijna_nooit", c="ja_graag")
        answer_all(world, case.intake["teacher"], l1="bijna_nooit", c="ja_graag")
        where = f"/trajecten/{case.traject_id}"
        found = re.findall(r'action="(/signalen/\w+/opgepakt)"', coach.get(where).text)
        for path in found[:many]:
            act(coach, path)

        html = coach.get(where).text

        opening = '<details class="card"' + (" open" if opens else "")
        assert f"{opening}><summary>Al opgepakt ({many})" in html

    def test_the_next_day_it_is_offered_no_more_and_refused(self, world, coach, signal):
        press(coach, signal)
        world.clock.move(days=1)
        coach = world.signed_in()

        assert "Maak ongedaan" not in coach.get(TODAY).text
        (link,) = set(re.findall(r'href="(/trajecten/[0-9a-f]+)"', coach.get(TODAY).text))
        page = coach.get(link).text
        assert "Al opgepakt (1)" in page
        assert "Maak ongedaan" not in page
        refused = press(coach, self.undo(signal))
        assert refused.status_code == 422
        assert "Dit kan alleen op de dag waarop je het oppakte." in refused.text

    def test_somebody_else_cannot_undo_it(self, world, coach, signal):
        press(coach, signal)
        stranger = world.signed_in(world.coach("Joris Zandstra"))

        assert press(stranger, self.undo(signal)).status_code == 404
        with world.database.write() as db:
            # The same child, given to a colleague: the signal is theirs now, the act is not.
            (traject,) = db.query(Traject).all()
            traject.coach_id = world.coach("Joris Zandstra").actor.person_id
            traject_id = traject.id
        assert "Maak ongedaan" not in stranger.get(TODAY).text
        page = stranger.get(f"/trajecten/{traject_id}").text
        assert "Al opgepakt (1)" in page
        assert "Maak ongedaan" not in page
        assert press(stranger, self.undo(signal)).status_code == 422
        with world.database.read() as db:
            assert [each.kind for each in db.query(SignalStep)] == ["taken_up"]
            assert "put back signal" not in {each.act for each in db.query(AuditEvent)}

    def test_of_somebody_around_the_school_too_and_not_by_a_colleague_there(self, world, coach):
        colleague = world.signed_in(world.coach("Joris Zandstra"))
        around_school.add(world, coach)
        visitor = around_school.links(world, coach.get("/school").text)["kansmeter-leerkracht-zelf"]
        visitor.begin()
        visitor.walk(c="ja_graag")
        (path,) = re.findall(r'action="(/signalen/\w+/opgepakt)"', coach.get(TODAY).text)
        press(coach, path)

        assert f'action="{self.undo(path)}"' in coach.get(TODAY).text
        assert "Maak ongedaan" not in colleague.get(TODAY).text
        assert press(colleague, self.undo(path)).status_code == 422
        assert press(coach, self.undo(path)).location.startswith(TODAY)
        assert "juf Anouk wil contact" in colleague.get(TODAY).text


class TestWaiting:
    def test_one_row_for_each_child_with_who_has_not_answered(self, world, coach):
        case = world.case(parents=("moeder", "vader"))
        world.case(child="Noor")
        world.answer(case.intake["teacher"])
        world.clock.move(days=3)

        part = section(world.signed_in().get(TODAY).text, "Nog geen antwoord")

        assert part.count('<li id="k-') == 2
        row = part[part.index(f'id="k-{case.traject_id}"') :].split("</ul></li>")[0]
        assert "intake, 3 dagen" in text_of(row)
        for who, is_there in {"moeder": 1, "vader": 1, "Sam zelf": 1, "juf Anouk": 0}.items():
            assert bool(re.search(rf"</svg>{who}", row)) == is_there, who

    def test_whoever_has_no_address_gets_a_message_to_copy_that_names_no_child(self, world, coach):
        case = world.case()

        part = section(coach.get(TODAY).text, "Nog geen antwoord")

        assert "nog niet begonnen" not in part
        messages = re.findall(r"<textarea[^>]*>\n([^<]*)</textarea>", part)
        assert len(messages) == 3
        link = world.links.url(case.intake["parent"])
        (message,) = [each for each in messages if link in each]
        assert message.startswith("Dag! Wil je mij in een paar minuten vertellen")
        assert "Sam" not in message
        traject = coach.get(f"/trajecten/{case.traject_id}").text
        assert f"\n{message}</textarea>" in traject
        assert "/herinneren" not in part

    def test_a_reminder_is_offered_where_it_may_go_and_leads_back_to_today(self, world, coach):
        case = world.case()
        act(coach, person_url(case), **MAIL)
        deliver(world)
        world.clock.move(days=2)
        coach = world.signed_in()
        path = f"/trajecten/{case.traject_id}/mensen/{case.informants['parent']}/herinneren"
        assert re.findall(r'action="([^"]+/herinneren)"', coach.get(TODAY).text) == [path]

        done = press(coach, path)

        assert done.location == f"{TODAY}?melding=herinnerd#k-{case.traject_id}"
        html = coach.get(done.location).text
        assert "De herinnering gaat nu weg." in html
        assert "gaat per e-mail weg, vandaag" in section(html, "Nog geen antwoord")
        assert "/herinneren" not in html
        assert len(deliver(world).letters) == 1
        again = press(coach, path)
        assert again.location.startswith(f"{TODAY}?melding=niet-herinnerd")
        assert "Er gaat nu geen herinnering weg." in coach.get(again.location).text
        assert deliver(world).letters == []

    def test_in_the_evening_the_message_is_offered_instead(self, world, coach):
        case = world.case()
        act(coach, person_url(case), **MAIL)
        deliver(world)
        world.clock.move(days=2, hours=11)
        coach = world.signed_in()

        html = coach.get(TODAY).text

        assert "/herinneren" not in html
        assert "Bericht voor moeder van Sam" in html
        path = f"/trajecten/{case.traject_id}/mensen/{case.informants['parent']}/herinneren"
        assert "niet-herinnerd" in press(coach, path).location

    def test_another_coach_cannot_remind(self, world, coach):
        case = world.case()
        act(coach, person_url(case), **MAIL)
        deliver(world)
        world.clock.move(days=2)
        stranger = world.signed_in(world.coach("Joris Zandstra"))
        path = f"/trajecten/{case.traject_id}/mensen/{case.informants['parent']}/herinneren"

        assert press(stranger, path).status_code == 404
        assert deliver(world).letters == []

    def test_who_was_not_reached_stands_apart_and_waits_for_nothing_else(self, world, coach):
        case = world.case(teachers=())
        act(coach, person_url(case), **MAIL)
        deliver(world, Ending(Unknown("no answer to the mail")))

        html = coach.get(TODAY).text

        stuck = section(html, "Niet aangekomen")
        assert "moeder, bij Sam" in stuck
        assert f'href="/trajecten/{case.traject_id}#u-{case.intake["parent"]}">Kijk' in stuck
        assert "moeder" not in section(html, "Nog geen antwoord")
        assert "Kijk waarom 1 bericht niet aankwam" in html

    def test_who_declined_is_told_and_asked_nothing(self, world, coach):
        case = world.case(teachers=())
        visitor = world.visitor(case.intake["parent"])
        visitor.get()
        token = re.search(r'name="csrf_token" value="([^"]+)"', visitor.get("/liever-niet").text)[1]
        fields = {"csrf_token": token, "act": "decline", "reason": "no_time"}
        world_done = visitor.client.post(f"{visitor.path}/liever-niet", data=fields)
        assert world_done.status_code in (200, 303)

        part = section(coach.get(TODAY).text, "Nog geen antwoord")

        assert "Bericht voor moeder van Sam" not in part
        assert "Vraag 1 persoon om antwoord" in text_of(coach.get(TODAY).text)
        assert re.search(r"</svg>moeder<span class=\"small\">(doet liever|had nu geen)", part)


class TestTalks:
    HEADING = "Gesprekken om voor te bereiden"

    def page(self, world):
        return world.signed_in().get(TODAY).text

    def test_when_all_answers_are_in_there_is_a_talk_to_prepare(self, world, coach):
        case = world.case()
        links = list(case.intake.values())
        for link in links[:-1]:
            world.answer(link)
        assert self.HEADING not in coach.get(TODAY).text
        world.answer(links[-1])

        part = section(coach.get(TODAY).text, self.HEADING)

        assert "intake, 3 van 3 ingevuld" in part
        assert f'href="/trajecten/{case.traject_id}#antwoorden">Bereid voor' in part

    def test_a_week_after_the_last_answer_it_is_not_waited_for_the_others(self, world, coach):
        case = world.case()
        world.answer(case.intake["parent"])
        world.clock.move(days=6)
        assert self.HEADING not in self.page(world)
        world.clock.move(days=1)

        assert "intake, 1 van 3 ingevuld" in section(self.page(world), self.HEADING)

    def test_after_a_talk_it_is_gone_and_a_later_answer_brings_it_back(self, world, coach):
        case = world.case()
        world.answer(case.intake["parent"])
        world.answer(case.intake["child"])
        world.clock.move(days=7)
        coach = world.signed_in()
        assert self.HEADING in coach.get(TODAY).text
        assert act(coach, f"/trajecten/{case.traject_id}/stapje").status_code == 303
        assert self.HEADING not in coach.get(TODAY).text
        world.clock.move(days=1)
        world.answer(case.intake["teacher"])

        assert "intake, 3 van 3 ingevuld" in section(self.page(world), self.HEADING)

    def test_a_talk_that_was_moved_to_another_day_is_still_to_come(self, world, coach):
        case = world.case()
        for link in case.intake.values():
            world.answer(link)
        act(coach, f"/trajecten/{case.traject_id}/stapje")
        assert self.HEADING not in coach.get(TODAY).text
        with world.database.write() as db:
            (talk,) = db.query(Occasion).filter_by(kind="session")
            for each in db.query(Invitation).filter_by(occasion_id=talk.id):
                each.opens_on += timedelta(days=2)

        html = coach.get(TODAY).text

        assert self.HEADING in html
        assert "gesprek" in section(html, "Deze week aan de beurt")

    def test_after_six_weeks_it_is_asked_for_no_more(self, world, coach):
        case = world.case()
        for link in case.intake.values():
            world.answer(link)
        world.clock.move(days=42)
        assert self.HEADING in self.page(world)
        world.clock.move(days=1)

        assert self.HEADING not in self.page(world)


def test_a_moment_of_which_all_links_were_revoked_is_not_planned(world, coach):
    case = world.case()
    assert "Later gepland" in coach.get(TODAY).text
    for link in case.follow_up.values():
        act(coach, f"/trajecten/{case.traject_id}/uitnodigingen/{link}/intrekken")

    assert "Later gepland" not in coach.get(TODAY).text


def test_what_is_planned_stands_under_this_week_or_folded_under_later(world, coach):
    world.case()
    later = section(coach.get(TODAY).text, "Later gepland")
    assert "<details><summary>1 meting</summary>" in later
    assert "18 jan" in later
    assert "vervolgmeting" in later
    world.clock.move(days=71)

    html = world.signed_in().get(TODAY).text

    week = section(html, "Deze week aan de beurt")
    assert "ma 18 jan" in week
    assert "<b>Sam</b>" in week
    assert "Later gepland" not in html


NAMES = ("Zoë", "Ömer", "Sam", "Noor", "Yusuf", "Mila")


@pytest.fixture(scope="module")
def sixty(database_server):
    """Give a world in which a coach has sixty trajects at two schools, four of them ended."""
    url = database_server.create_migrated()
    with a_world(url) as world:
        marit = world.coach()
        with world.database.write() as db:
            other = accounts.find_or_make_school(db, "Veldkans", "De Heidebloem", simulated=True)
            person = db.get_one(Person, marit.actor.person_id)
            today = local_date(world.clock())
            also = Wish(Role.COACH, today, school_id=other.id)
            granting.write(db, person, also, world.clock(), given_by=None)
        cases = [world.case(child=f"{NAMES[number % 6]} {number:02}") for number in range(60)]
        with world.database.write() as db:
            for case in cases[:4]:
                traject = db.get_one(Traject, case.traject_id)
                traject.ended_on, traject.ending = local_date(world.clock()), "goal"
            for case in cases[4:10]:
                db.get_one(Traject, case.traject_id).school_id = other.id
        yield world
    database_server.drop(url)


class TestSixty:
    def test_all_that_run_stand_in_the_table_by_name_and_long_lists_are_folded(self, sixty):
        html = sixty.signed_in().get(TODAY).text

        found = rows(html)
        assert len(found) == 56
        assert found[:2] == ["Mila 05", "Mila 11"]
        assert [each[:4] for each in found].index("Ömer") < [each[:3] for each in found].index(
            "Sam"
        )
        assert "56 trajecten lopen." in html
        waiting = section(html, "Nog geen antwoord")
        shown_at_once, folded = waiting.split("<details><summary>Nog ", 1)
        assert shown_at_once.count('<li id="k-') == 5
        assert folded.startswith("55 kinderen</summary>")

    @pytest.mark.parametrize(
        ("query", "count"),
        [
            ("zoek=zoe", 9),
            ("zoek=ZO%C3%8B", 9),
            ("zoek=omer", 9),
            ("zoek=omer+groep+6", 9),
            ("zoek=heidebloem", 6),
            ("zoek=sam+08", 1),
            ("zoek=niemand", 0),
            ("zoek=+++", 56),
            ("stand=afgesloten", 4),
            ("stand=alle", 60),
            ("stand=alle&zoek=zoe", 10),
            ("stand=onzin", 56),
            ("school=onzin", 56),
            ("zoek=" + "a" * 5000, 0),
        ],
    )
    def test_searching_by_the_address(self, sixty, query, count):
        page = sixty.signed_in().get(f"{TODAY}?{query}")

        assert page.status_code == 200
        assert len(rows(page.text)) == count

    def test_what_cannot_be_is_not_looked_for(self, sixty):
        coach = sixty.signed_in()

        assert "56 trajecten lopen." in coach.get(f"{TODAY}?stand=onzin&school=onzin").text
        page = coach.get(TODAY, query_string={"zoek": "a" * 5000}).text
        assert f'value="{"a" * 80}"' in page

    def test_by_school_where_the_coach_has_more_than_one(self, sixty):
        coach = sixty.signed_in()
        html = coach.get(TODAY).text
        options = re.findall(r'<option value="(\w+)">(Het Zandpad|De Heidebloem)', html)
        schools = {name: school_id for school_id, name in options}

        chosen = coach.get(f"{TODAY}?school={schools['De Heidebloem']}").text

        assert len(rows(chosen)) == 6
        assert f'<option value="{schools["De Heidebloem"]}" selected>' in chosen
        assert '<th scope="col">School</th>' in chosen
        assert "6 trajecten gevonden." in chosen

    def test_hostile_words_come_back_escaped_and_find_nothing(self, sixty):
        page = sixty.signed_in().get(TODAY, query_string={"zoek": HOSTILE, "stand": HOSTILE})

        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert 'value="&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;' in page.text
        assert rows(page.text) == []
        assert "0 trajecten gevonden." in page.text
        assert f'href="{TODAY}?stand=alle#trajecten"' in page.text

    def test_another_coach_finds_nobody(self, sixty):
        stranger = sixty.signed_in(sixty.coach("Joris Zandstra"))

        assert rows(stranger.get(f"{TODAY}?zoek=sam&stand=alle").text) == []

    @pytest.mark.parametrize("width", [320, 360, 1280])
    def test_axe_finds_nothing_and_nothing_is_off_the_page(
        self, browser, browser_faults, sixty, width
    ):
        with (
            shown(sixty, ()) as url,
            watched_page(browser, browser_faults, viewport={"width": width, "height": 800}) as page,
        ):
            sign_in(page, url)
            for fold in page.locator("details").all():
                fold.evaluate("each => each.open = true")

            assert looking.violations(page) == []
            assert looking.too_wide(page) == []
            assert keyboard.unseen(page) == []

    def test_the_key_goes_to_the_search_field_and_can_be_switched_off(
        self, browser, browser_faults, sixty
    ):
        with shown(sixty, ()) as url, watched_page(browser, browser_faults, **DESK) as page:
            sign_in(page, url)
            field = page.get_by_label("Zoek op naam")
            page.keyboard.press("/")
            assert field.evaluate("each => each === document.activeElement")
            page.keyboard.type("a/b")
            assert field.input_value() == "a/b"
            page.get_by_role("button", name="Zet dat uit").click()
            page.keyboard.press("/")
            assert not field.evaluate("each => each === document.activeElement")
            page.reload()
            page.keyboard.press("/")
            assert not field.evaluate("each => each === document.activeElement")
            page.get_by_role("button", name="Laat de toets").click()
            page.keyboard.press("/")
            assert field.evaluate("each => each === document.activeElement")

    def test_searching_with_enter_stays_at_the_table(self, browser, browser_faults, sixty):
        with shown(sixty, ()) as url, watched_page(browser, browser_faults, **DESK) as page:
            sign_in(page, url)
            page.get_by_label("Zoek op naam").fill("zoe")
            with page.expect_navigation():
                page.keyboard.press("Enter")

            assert page.url.endswith("#trajecten")
            assert page.locator("table.caseload tbody tr").count() == 9


def sign_in(page, url):
    """Sign in as the first coach, and look at today."""
    page.goto(f"{url}{TODAY}")
    page.get_by_label("E-mailadres").fill(address_of("Marit Velthuis"))
    page.get_by_label("Wachtwoord").fill(PASSWORD)
    with page.expect_navigation():
        page.get_by_role("button", name="Log in").click()


def test_without_script_the_message_opens_and_can_be_selected(world, coach, phone_without_script):
    case = world.case(teachers=())
    page = phone_without_script
    with shown(world, ()) as url:
        sign_in(page, url)
        assert page.get_by_role("button", name="Kopieer bericht").count() == 0
        page.locator("summary", has_text="Bekijk het bericht voor moeder van Sam").click()
        field = page.get_by_label("Bericht voor moeder van Sam")

        assert field.is_visible()
        assert world.links.url(case.intake["parent"]) in field.input_value()


def test_with_script_one_tap_copies_the_message(world, coach, phone):
    case = world.case(teachers=())
    with shown(world, ()) as url:
        sign_in(phone, url)
        phone.context.grant_permissions(["clipboard-read", "clipboard-write"])
        phone.get_by_role("button", name="Kopieer bericht voor moeder van Sam").click()
        phone.get_by_text("Het bericht is gekopieerd.").wait_for()

        copied = phone.evaluate("navigator.clipboard.readText()")
        assert world.links.url(case.intake["parent"]) in copied
        assert phone.locator("summary", has_text="Bekijk het bericht").first.is_hidden()


def test_the_own_acts_of_today_are_undone_with_the_keyboard_alone(
    world, coach, browser, browser_faults
):
    answer_all(world, world.case().intake["child"], **{**QUIET, "h1": "nooit"})
    wrong = []
    with shown(world, ()) as url, watched_page(browser, browser_faults, **DESK) as page:
        sign_in(page, url)
        walker = keyboard.Walker(page, wrong)
        walker.explore()
        page.reload()
        walker.go_to("BUTTON  Ik heb dit opgepakt")
        walker.follow()
        assert page.get_by_text("Opgepakt. Terugzetten kan vandaag nog.").is_visible()
        page.get_by_role("button", name="Maak ongedaan").focus()
        walker.follow()
        assert page.get_by_text("Teruggezet. Het vraagt weer je aandacht.").is_visible()

    assert wrong == []
