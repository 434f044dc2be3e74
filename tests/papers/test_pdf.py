"""A PDF that everybody can read, that nothing on it can make fetch or run anything (AC-059)."""

import http.server
import re
import threading
from dataclasses import replace
from datetime import date

import pytest

from survey_app.definitions import load
from survey_app.frames import words_in
from survey_app.papers import press as press_room
from survey_app.papers.child_steps import child_steps
from survey_app.papers.kinds import Kind
from survey_app.papers.press import PressError, Print, TooLongError, press
from survey_app.papers.rendering import body_of, print_of
from survey_app.papers.talk_sheet import talk_sheet
from survey_app.trajects.goal_lines import LEVELS
from tests.papers.answers import said
from tests.papers.reading_pdf import Tagged
from tests.papers.test_child_steps import goal as rated_goal

pytestmark = pytest.mark.one_database

PEOPLE = [("child", "child", 1), ("parent", "parent", 1), ("teacher", "teacher", 1)]
NAMES = {"child": "kind", "parent": "ouder", "teacher": "leerkracht"}
CORE = ("o1", "w1", "r1", "p1", "l1")
LATER = date(2026, 10, 5)


def sheet_in(language, *, child="Sam", school="Het Zandpad", agreed="Elke dag 5 minuten."):
    return talk_sheet(
        words_in(language),
        child=child,
        school=school,
        on=date(2026, 12, 11),
        agreed=agreed,
        goals=(),
        people=PEOPLE,
        shown=[
            said("parent", "kansmeter-ouder", **dict.fromkeys(CORE, "bijna_altijd")),
            said("teacher", "kansmeter-leerkracht", **dict.fromkeys(CORE, "bijna_nooit")),
            said("child", "kansmeter-stapje", a_kind="3"),
            said("child", "kansmeter-stapje", LATER, a_kind="6"),
        ],
        read=load,
    )


def printed(sheet, kind=Kind.TALK):
    return press(print_of(kind, sheet, "Blad"))


@pytest.fixture(scope="module", params=["nl", "ar"])
def tagged(request):
    sheet = sheet_in(request.param)
    return sheet, Tagged(printed(sheet))


def test_a_reader_is_told_language_title_structure_and_what_each_drawing_shows(tagged):
    sheet, pdf = tagged

    assert pdf.root["/Lang"] == sheet.language
    assert pdf.root["/MarkInfo"]["/Marked"]
    assert pdf.root["/ViewerPreferences"]["/DisplayDocTitle"]
    assert pdf.reader.metadata.title == "Blad"
    assert re.search(rb'pdfuaid:part(="|>)1', pdf.root["/Metadata"].get_data())
    tags = pdf.tags()
    assert tags.count("/H1") == 1
    assert tags.index("/H1") < tags.index("/H2")
    assert {"/L", "/LI", "/LBody", "/Table", "/TR", "/TH", "/TD", "/P"} <= set(tags)
    assert pdf.figures() == [sheet.steps[0].rows[0].stairs.said]
    assert all(page["/Tabs"] == "/S" for page in pdf.reader.pages)


def test_every_letter_travels_with_the_paper(tagged):
    sheet, pdf = tagged

    assert pdf.fonts()
    assert all("/FontFile2" in each or "/FontFile3" in each for each in pdf.fonts())
    texts = sheet.words.talk
    printed_words = set(re.findall(r"\w+", pdf.text))
    for said_there in (texts.opening, texts.views, texts.who, "Het Zandpad"):
        # A reader of right-to-left text may put accents elsewhere; words without any must be there.
        assert {word for word in said_there.split() if word.isalpha()} <= printed_words
    assert "\ufffd" not in pdf.text


def test_every_answer_in_the_table_is_tied_to_its_topic_and_to_who_said_it(tagged):
    _, pdf = tagged
    headers = {str(each["/ID"]) for each in pdf.elements if each.get("/S") == "/TH"}
    cells = [each["/A"]["/Headers"] for each in pdf.elements if "/Headers" in each.get("/A", {})]

    answers = [cell for cell in cells if len(cell) == 2]
    assert len(answers) == len(CORE) * 2
    assert {str(name) for cell in cells for name in cell} <= headers


def test_it_is_one_page_with_all_that_can_be_typed():
    sheet = sheet_in("pl", child="W" * 60, agreed="\n".join(["W" * 80] * 6))

    assert len(Tagged(printed(sheet)).reader.pages) == 1


def test_the_sheet_of_many_with_goals_in_sentences_is_one_page():
    people = [("child", "child", 1), ("parent", "parent", 1), ("parent2", "parent", 2)]
    people += [("teacher", "teacher", 1), ("teacher2", "teacher", 2)]
    each = [
        replace(said(role, key, **answers), informant_id=who, number=number)
        for who, role, number in people
        for key, answers in (
            (f"kansmeter-{NAMES[role]}", dict.fromkeys(CORE, "soms")),
            ("kansmeter-stapje", {f"a_{NAMES[role]}": "3"}),
        )
    ]
    goal = rated_goal(
        ("child", 1),
        words=("samen lezen " * 10)[:120],
        levels=tuple(f"{level} {'keer samen ' * 10}" for level in LEVELS),
    )
    sheet = talk_sheet(
        words_in("pl"),
        child="Sam",
        school="Het Zandpad",
        on=LATER,
        agreed="\n".join(["samen lezen " * 6] * 6),
        goals=[goal] * 3,
        people=people,
        shown=each,
        read=load,
    )

    assert [len(same.rows) for same in sheet.steps] == [5]
    assert len(Tagged(printed(sheet)).reader.pages) == 1


def test_the_own_steps_are_one_page_with_all_that_can_be_typed():
    own = [
        said("child", "kansmeter-kind", **dict.fromkeys(CORE, "altijd") | {"h1": "altijd"}),
        said("child", "kansmeter-stapje", a_kind="3", b_kind="1"),
        said("child", "kansmeter-stapje", LATER, a_kind="6", b_kind="2"),
    ]
    sheet = child_steps(
        child="W" * 60,
        coach="Marit",
        goals=[rated_goal(("child", 6))],
        wish="samen lezen " * 11,
        said="\n".join(["samen lezen en dan nog een stukje buiten"] * 6),
        own=own,
        read=load,
    )

    pdf = Tagged(printed(sheet, Kind.STEPS))

    assert len(pdf.reader.pages) == 1
    assert len(sheet.steps) == 2
    assert "zo moeilijk als het maar kan zoals jij het graag wilt" in pdf.text


def test_what_needs_more_pages_is_not_made():
    page = "<!doctype html><title>x</title>" + "<p style='break-after:page'>x</p>" * 3

    with pytest.raises(TooLongError, match="3 pages"):
        press(Print((page, page), fits=2))


def test_the_roomiest_style_that_fits_is_taken():
    long, short = (f"<!doctype html><title>x</title>{'<p>wijd</p>' * n}" for n in (99, 3))

    assert Tagged(press(Print((long, short), fits=1))).text.count("wijd") == 3


class Listener(http.server.BaseHTTPRequestHandler):
    """Notes who asks for anything."""

    asked: list[str] = []

    def do_GET(self):
        self.asked.append(self.path)
        self.send_response(404)
        self.end_headers()

    def log_message(self, *_):
        """Say nothing."""


@pytest.fixture
def listener():
    Listener.asked.clear()
    server = http.server.HTTPServer(("127.0.0.1", 0), Listener)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def secret(tmp_path):
    path = tmp_path / "secret.txt"
    path.write_text("KANARIE-3417", encoding="utf-8")
    return path.as_uri()


def test_a_page_that_asks_for_files_and_addresses_gets_nothing(listener, secret):
    """Even markup that was not escaped: the last line of defence is the press itself."""
    page = f"""<!doctype html><html lang="nl"><title>x</title>
        <link rel="stylesheet" href="{listener}/a.css"><link rel="attachment" href="{secret}">
        <style>@import "{listener}/b.css"; @import "{secret}";
        @font-face{{font-family:x;src:url({listener}/c.ttf)}}
        p{{background:url({listener}/d.png);font-family:x}}</style>
        <p>Sam</p><img alt="x" src="{listener}/e.png"><img alt="x" src="{secret}">
        <object data="{secret}"></object><embed src="{secret}"><iframe src="{secret}"></iframe>
        <svg xmlns:xlink="http://www.w3.org/1999/xlink"><title>x</title>
        <image xlink:href="{secret}" width="9" height="9"/><use href="{secret}#x"/></svg>
        <a rel="attachment" href="{secret}">x</a>"""

    pdf = press(Print((page,), fits=1))

    assert Listener.asked == []
    assert b"KANARIE" not in pdf
    names = Tagged(pdf).root.get("/Names", {})
    assert "/EmbeddedFiles" not in names
    assert "KANARIE" not in Tagged(pdf).text


def test_the_longest_names_and_any_letters_come_through():
    typed = "😀👨‍👩‍👧 Zażółć سام Jan\u202egnirts " + "W" * 400
    sheet = sheet_in("ar", child="سام\u202e Jan", school="W" * 300, agreed=typed)

    pdf = Tagged(printed(sheet))

    assert len(pdf.reader.pages) == 1
    assert "\u202e" not in body_of(Kind.TALK, sheet)
    assert "Zażółć" in pdf.text


def test_the_program_that_makes_pdfs_knows_nothing_of_who_runs_it(monkeypatch, tmp_path):
    """It gets no setting of the server, and a fault in it says nothing of what was on the page."""
    spy = tmp_path / "spy.py"
    spy.write_text(
        "import os, sys\nsys.stdin.read()\nsys.stdout.write('1\\n' + ' '.join(sorted(os.environ)))",
        encoding="utf-8",
    )
    monkeypatch.setenv("KANSMETER_SECRET_KEYS", "a-key-that-must-stay-here-0123456789")
    monkeypatch.setattr(press_room, "PROGRAM", spy)

    assert b"KANSMETER" not in press(Print(("Sam",), fits=1))

    spy.write_text("raise ValueError('Sam')", encoding="utf-8")
    with pytest.raises(PressError) as fault:
        press(Print(("Sam",), fits=1))
    assert "Sam" not in str(fault.value)
