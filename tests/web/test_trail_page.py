"""Who looked at a traject: for its coach on the screen, and for parents on paper."""

import re
from datetime import UTC, date, datetime, timedelta
from functools import partial
from html import unescape

import pytest
from sqlalchemy import select

from survey_app.audit.models import AuditEvent
from survey_app.audit.reading import TrailLine
from survey_app.practice import meldcode
from survey_app.storage import Database
from survey_app.trajects.models import Traject
from survey_app.web.coach import trail as views
from survey_app.web.coach.trail_page import days_of
from survey_app.web.people.trail_page import days_of as watched
from survey_app.web.people.trail_page import of_people
from tests.rig import statements
from tests.web.world import TRAIL, act, facts, fill_words


def place(case, rest=""):
    return f"/trajecten/{case.traject_id}/inzage{rest}"


def rows(page):
    """Return the rows of a page, without tags, in their order."""
    found = re.findall(r"<li>(.*?)</li>", page.text, re.DOTALL)
    return [" ".join(unescape(re.sub(r"<[^>]+>", " ", each)).split()) for each in found]


@pytest.fixture
def case(world):
    return world.case(child="Fenna")


@pytest.fixture
def coach(world, case):
    return world.signed_in()


def line(position, day):
    at = datetime(2026, 9, day, 12, tzinfo=UTC)
    said = ("see traject", "traject", None, "done", None, None)
    return TrailLine(at, position, "Marit Velthuis", "coach", *said)


@pytest.mark.one_database
@pytest.mark.parametrize("of", [days_of, partial(watched, about=of_people({}))])
def test_the_last_day_stands_first_also_where_lines_were_written_out_of_order(of):
    lines = [line(3, 14), line(2, 16), line(1, 15)]

    found = of(lines, date(2026, 9, 16))

    assert [each.title.split()[1] for each in found] == ["16", "15", "14"]


@pytest.mark.one_database
def test_a_coach_reads_who_did_what_by_day_and_when(world, case, coach):
    coach.get(f"/trajecten/{case.traject_id}")
    world.clock.move(minutes=9)
    coach.get(f"/trajecten/{case.traject_id}")
    world.answer(case.intake["parent"])

    page = coach.get(place(case))

    assert "Fenna" in page.text
    assert "Marit Velthuis (coach) bekeek het traject 10.00 en 10.09 uur" in rows(page)
    assert "Iemand met een eigen link verstuurde antwoorden 10.09 uur" in rows(page)
    assert "<h2>maandag 2 november</h2>" in page.text
    (first,) = [
        each
        for each in rows(page)
        if each.startswith("Marit Velthuis (coach) ") and "keer, het laatst" in each
    ]
    assert first.endswith("het laatst op maandag 2 november")
    assert "127.0.0.1" not in page.text


@pytest.mark.one_database
def test_the_page_is_linked_from_the_traject_and_its_own_look_is_recorded(world, case, coach):
    assert f'href="{place(case)}"' in coach.get(f"/trajecten/{case.traject_id}").text
    before = world.dump()

    coach.get(place(case))
    coach.get(place(case, "/papier"))

    after = world.dump()
    assert {name for name in before if before[name] != after[name]} == TRAIL
    assert "Marit Velthuis (coach) bekeek wie er keek 10.00 uur" in rows(coach.get(place(case)))


@pytest.mark.one_database
@pytest.mark.parametrize("rest", ["", "/papier"])
def test_ac_016_somebody_else_gets_nothing_and_the_coach_reads_of_it(world, case, rest):
    for colleague in (
        world.coach("Joris Zandstra"),
        world.coach("Bea Boom", "Elders", "Andere"),
    ):
        client = world.signed_in(colleague)
        before = facts(world.database)

        assert client.get(place(case, rest)).status_code == 404
        assert facts(world.database) == before
    # Who is of another organisation stands in the trail of that one alone.
    read = " ".join(rows(world.signed_in().get(place(case))))
    assert "Joris Zandstra (coach) wilde bekijken wie er bij een traject keek en mocht" in read
    assert "Bea Boom" not in read


@pytest.mark.one_database
def test_lines_about_another_traject_are_not_on_it(world, case, coach):
    other = world.case(child="Noor")
    coach.get(f"/trajecten/{other.traject_id}/verloop")

    assert "verloop" not in " ".join(rows(coach.get(place(case))))
    assert "verloop" in " ".join(rows(coach.get(place(other))))


@pytest.mark.one_database
def test_ac_126_paper_for_parents_names_no_worry_and_nobody_who_answers(world, case, coach):
    world.answer(case.intake["parent"])
    taken = meldcode.Taken(world.clock().date(), ("alone",), None, "")
    with world.database.write() as session:
        traject = session.get_one(Traject, case.traject_id)
        meldcode.take(session, world.coach().actor, traject, 1, taken, world.clock())
    coach.get(f"/trajecten/{case.traject_id}/meldcode")
    coach.get(f"/trajecten/{case.traject_id}")

    screen, paper = coach.get(place(case)), coach.get(place(case, "/papier"))

    assert "meldcode" in " ".join(rows(screen))
    told = paper.text[paper.text.index("<main") :].lower()
    assert "marit velthuis" in told
    assert not re.search("meldcode|signaal|doorverwijz|ouder|eigen link|antwoorden", told)


@pytest.mark.one_database
def test_many_lines_come_in_parts_and_none_is_left_out(world, case, coach, monkeypatch):
    monkeypatch.setattr(views, "A_PAGE", 5)
    for _ in range(4):
        world.clock.move(days=1)
        coach = world.signed_in()
        coach.get(f"/trajecten/{case.traject_id}")
        coach.get(f"/trajecten/{case.traject_id}/verloop")
    seen, path = [], place(case)
    while path:
        page = coach.get(path)
        seen += re.findall(r"<h2>(\w+ \d+ november)</h2>", page.text)
        assert len(seen) < 60
        found = re.search(r'href="([^"]*voor=\d+)"', page.text)
        path = found and unescape(found[1])

    assert list(dict.fromkeys(seen)) == [
        *("vrijdag 6 november", "donderdag 5 november", "woensdag 4 november"),
        *("dinsdag 3 november", "maandag 2 november"),
    ]


@pytest.mark.one_database
@pytest.mark.parametrize("given", ["x", "-1", "١٢", "9" * 40, "1.5", ""])
def test_a_place_that_is_none_shows_the_newest(world, case, coach, given):
    page = coach.get(place(case), query_string={"voor": given})

    assert page.status_code == 200
    assert "<h2>Wie</h2>" in page.text


def test_the_page_asks_as_much_for_many_lines_as_for_few(world, case, coach):
    asked = []
    for more in (1, 12):
        for _ in range(more):
            coach.get(f"/trajecten/{case.traject_id}/verloop")
        with statements.counted(world.database) as counts:
            coach.get(place(case))
        asked.append(counts["statements"])

    assert asked[0] == asked[1] <= 9


def journey(world):
    """Let a coach and who answers do what they do; return the words that were typed."""
    words = "kanarie-woorden-van-een-ouder"
    case = world.words_case(child="Kanariekind")
    visitor = world.visitor(case.intake["parent"])
    fill_words(visitor, words=words)
    coach = world.signed_in()
    for path in ("", "/verloop", "/inzage", "/meldcode", "/ondersteuning"):
        coach.get(f"/trajecten/{case.traject_id}{path}")
    fields = {"about": case.traject_id, "held_on": "2026-11-02", "with_whom": "child"}
    more = {"kind": "talk", "minutes": "30", "minutes_apart": "0", "line": "kanarie-regel"}
    done = act(coach, "/contacten/nieuw", "/contacten/nieuw", **fields, **more)
    assert done.status_code == 303
    other = world.case()
    letter = f"/trajecten/{other.traject_id}/uitnodigingen/{other.intake['parent']}/brief"
    assert coach.get(letter).status_code == 200
    tokens = {world.token(each.intake["parent"]) for each in (case, other)}
    code = world.code(other.intake["parent"]).replace("-", "").replace(" ", "")
    return [words, "kanarie-regel", "Kanariekind", "Marit", "moeder", code, *tokens]


def test_ac_123_after_a_journey_each_line_says_who_what_when_and_from_where(world):
    canaries = journey(world)
    bad = world.client("198.51.100.9")
    act(bad, "/inloggen", "/inloggen", email="niemand@kansmeter.example", password="x" * 12)

    text = repr(world.dump()["audit_event"])

    for each in (*canaries, "niemand@kansmeter"):
        assert each not in text, each
    with world.database.read() as session:
        lines = list(session.scalars(select(AuditEvent)))
    by_web = [each for each in lines if each.origin is not None]
    assert {(each.actor_kind, each.act) for each in by_web} >= {
        *(("respondent", "submit"), ("person", "see traject"), ("person", "log contact")),
        *(("person", "print invitation"), ("person", "see trail"), ("visitor", "sign in")),
    }
    for each in by_web:
        assert each.at.utcoffset() == timedelta(0)
        assert each.origin == ("198.51.100.9" if each.actor_kind == "visitor" else "127.0.0.1")
        is_known = each.actor_kind == "person" and each.act != "sign in"
        assert each.roles == ("coach" if is_known else "")
        assert each.outcome == ("refused" if each.actor_kind == "visitor" else "done")


def test_ac_123_a_look_that_cannot_be_recorded_shows_nothing(world):
    case, coach = world.case(child="Kanariekind"), world.signed_in()
    spoil(world.database)

    page = coach.get(f"/trajecten/{case.traject_id}")

    assert page.status_code == 503
    assert "Kanariekind" not in page.text


def spoil(database: Database):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE audit_head RENAME TO audit_head_away")
