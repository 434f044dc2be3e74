"""A class round: one link, several pupils, pupil by pupil or question by question."""

import gzip
import re
import threading
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect
from werkzeug.serving import make_server
from werkzeug.test import TestResponse

from survey_app.answering.class_rounds import mark_of
from survey_app.definitions import load
from survey_app.invitations.following import ahead_of_same_person
from survey_app.invitations.models import Invitation
from tests.rig.browser import DESK, PHONE, watched_page
from tests.rig.server import free_port
from tests.rig.statements import counted
from tests.web.world import World, act, csrf, data_page, encoded, revision

on_one = pytest.mark.one_database
LIST = load("kansmeter-leerkracht")
KEYS = [item.key for item in LIST.items]
WISH = "c"
MOST_BYTES = 14_000
HEADERS = 2_800
"""What the headers of four answers weigh; measured in a browser."""


class Teacher:
    """A browser that holds the link of a round; pages are posted as a browser does."""

    def __init__(self, world: World, *children: str) -> None:
        self.world = world
        self.cases = {name: world.case(child=name, lists=[LIST]) for name in children}
        self.ids = {name: case.intake["teacher"] for name, case in self.cases.items()}
        self.marks = {name: mark_of(each) for name, each in self.ids.items()}
        self.path = world.round(*self.ids.values())
        self.client = world.client()
        self.page = self.client.get(self.path)

    def press(self, **fields: str) -> TestResponse:
        """Press a button of the list."""
        token = csrf(self.client.get(self.path))
        return self._follow(self.client.post(self.path, data={"csrf_token": token, **fields}))

    def send(self, answers: dict[str, str], act: str = "forward") -> TestResponse:
        """Post the page that is open."""
        return self._follow(self.post(answers, act))

    def post(
        self, answers: dict[str, str], act: str = "forward", seen: str | None = None
    ) -> TestResponse:
        """Post the page that is open and stay there."""
        given = [(f"a.{name}", value) for name, value in answers.items()]
        known = revision(self.page) if seen is None else seen
        fields = [("csrf_token", csrf(self.page)), ("revision", known), *given, ("act", act)]
        return self.client.post(self.page.request.path, data=encoded(fields))

    def row(self, **answers: str) -> dict[str, str]:
        """Return answers by the mark of each child."""
        return {self.marks[name]: answer for name, answer in answers.items()}

    def _follow(self, done: TestResponse) -> TestResponse:
        self.page = self.client.get(done.location) if done.status_code == 303 else done
        return self.page


def all_of_it(answer: str) -> dict[str, str]:
    return {key: "nu_niet" if key == WISH else answer for key in KEYS}


@pytest.fixture
def teacher(world: World) -> Teacher:
    return Teacher(world, "Sam", "Aya")


@pytest.fixture
def world_on_stage(world: World) -> Iterator[str]:
    """Serve a round of two pupils at a real port; give its link."""
    server = make_server("127.0.0.1", free_port(), world.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}{Teacher(world, 'Sam', 'Aya').path}"
    server.shutdown()
    thread.join()
    server.server_close()


def ticked(page: TestResponse) -> set[str]:
    """Return what is chosen on a page, each as in "p1=vaak" or with the mark of a pupil."""
    found = re.findall(r'name="a\.(\w+)" value="(\w+)"[^>]* checked', page.text)
    return {f"{name}={value}" for name, value in found}


def stored(world: World) -> dict[str, dict[str, str]]:
    """Return what was sent, by invitation."""
    return {each.invitation_id: each.answers for each in world.responses()}


def test_pupil_by_pupil_each_sheet_is_sent_once(world, teacher):
    teacher.press(act="by_pupil")
    assert "Hoe gaat het met Aya in de klas?" in teacher.page.text
    assert "Bewaar en ga naar Sam" in teacher.page.text
    seen = [teacher.page]
    world.clock.move(minutes=2)
    teacher.send(all_of_it("vaak"))
    seen.append(teacher.page)
    assert world.responses() == []
    world.clock.move(minutes=1)
    last = teacher.post(all_of_it("soms"))
    again = teacher.post(all_of_it("soms"))  # a double tap

    assert teacher._follow(last).request.path.endswith("/bedankt")
    assert "2 lijsten zijn verstuurd." in teacher.page.text
    assert again.status_code == 303
    answers = stored(world)
    assert answers[teacher.ids["Aya"]]["p1"] == "vaak"
    assert answers[teacher.ids["Sam"]]["p1"] == "soms"
    assert len(world.responses()) == 2
    spent = [world.invitation(teacher.ids[name]).spent_seconds for name in ("Aya", "Sam")]
    assert spent == [180, 60]
    for page in seen:
        title = re.search("<title>(.*)</title>", page.text)[1]
        assert not re.search("Sam|Aya", title + page.request.path)


def test_question_by_question_every_answer_reaches_its_own_child(world, teacher):
    teacher.press(act="by_question")
    for key in KEYS:
        answers = {"Sam": "nu_niet", "Aya": "ja_graag"} if key == WISH else {"Sam": "vaak"}
        assert f"/vraag/{key}" in teacher.page.request.path
        world.clock.move(minutes=1)
        teacher.send(teacher.row(**{"Aya": "soms", **answers}))

    answers = stored(world)
    assert data_page(teacher.page) == "thanks"
    assert answers[teacher.ids["Sam"]] == all_of_it("vaak")
    assert answers[teacher.ids["Aya"]] == {**all_of_it("soms"), "c": "ja_graag"}
    noted = [world.invitation(each) for each in teacher.ids.values()]
    assert {(each.way, each.spent_seconds) for each in noted} == {("by_question", 330)}
    trail = [row for row in world.dump()["audit_event"] if "answer by question" in row]
    assert len(trail) == 1


@on_one
def test_the_way_stays_as_it_was_begun(world, teacher):
    teacher.press(act="by_question")
    teacher.send(teacher.row(Sam="vaak", Aya="soms"))

    assert data_page(teacher.press(to=teacher.marks["Sam"])) == "round"
    assert data_page(teacher.press(act="by_pupil")) == "round"
    assert "Per leerling" not in teacher.page.text
    assert teacher.page.text.count("bezig, nog 10 vragen") == 2
    pupil = f"{teacher.path}/leerling/{teacher.marks['Sam']}"
    assert teacher.client.get(pupil).location == teacher.path
    other = Teacher(world, "Jip", "Noor")
    other.press(act="by_pupil")
    assert data_page(other.press(act="by_question")) == "round"


@on_one
def test_without_a_list_that_allows_it_there_is_nothing_to_choose(world):
    cases = [world.case(child=name, lists=[load("kansmeter-samenwerking")]) for name in "AB"]
    page = world.client().get(world.round(*(case.intake["teacher"] for case in cases)))

    assert "Begin met A" in page.text
    assert "Per vraag" not in page.text


@on_one
def test_what_stays_open_is_asked_once_and_can_wait(world, teacher):
    teacher.press(act="by_pupil")
    again = teacher.send({"p1": "vaak"})
    assert again.status_code == 422
    assert ticked(again) == {"p1=vaak"}
    teacher.send({"p1": "vaak"}, act="stop")
    assert data_page(teacher.page) == "locked"

    assert "bezig, nog 10 vragen" in world.client().get(teacher.path).text
    teacher.press(act="send")
    assert world.responses() == []


@on_one
def test_a_row_of_somebody_else_is_refused_and_nothing_is_kept(world, teacher):
    stranger = mark_of(world.case(child="Vreemd", lists=[LIST]).intake["teacher"])
    teacher.press(act="by_question")
    before = world.dump()

    refused = teacher.post({**teacher.row(Sam="vaak", Aya="vaak"), stranger: "soms"})
    assert refused.status_code == 422
    assert len(ticked(refused)) == 2
    assert teacher.post(teacher.row(Sam="vaak", Aya="vijf")).status_code == 422
    for method in ("GET", "POST"):
        page = teacher.client.open(f"{teacher.path}/leerling/{stranger}", method=method)
        assert page.status_code in (303, 404)
        assert "Vreemd" not in page.text
    assert world.dump() == before


@on_one
def test_a_pupil_who_was_withdrawn_says_so_quietly_and_the_others_go_on(world, teacher):
    teacher.press(act="by_question")
    with world.database.write() as db:
        db.get_one(Invitation, teacher.ids["Aya"]).revoked_at = world.clock()
    teacher.send(teacher.row(Sam="vaak", Aya="soms"))

    assert "Over een leerling hoef je niets meer te vertellen." in teacher.page.text
    assert "Aya" not in teacher.page.text
    assert world.draft(teacher.ids["Sam"]).entries["p1"]["o"] == "vaak"
    assert world.draft(teacher.ids["Aya"]).entries == {}


@on_one
def test_ac_119_consent_taken_back_while_one_pupil_is_open_stores_nothing(world, teacher):
    teacher.press(act="by_pupil")
    case = teacher.cases["Aya"]
    path = f"/trajecten/{case.traject_id}"
    ended = f"{path}/toestemming/{case.informants['parent']}/intrekken"
    act(world.signed_in(), ended, page=path)
    teacher.send(all_of_it("vaak"))

    assert data_page(teacher.page) == "round"
    assert "Over een leerling hoef je niets meer te vertellen." in teacher.page.text
    assert not world.responses()
    draft = world.draft(teacher.ids["Aya"])
    assert draft is None or draft.entries == {}


@on_one
def test_ac_007_another_browser_sees_how_far_it_is_but_no_answer(world, teacher):
    teacher.press(act="by_question")
    teacher.send(teacher.row(Sam="vaak", Aya="soms"))
    other = world.client()
    listed, asked = other.get(teacher.path), other.get(f"{teacher.path}/vraag/p1")

    assert listed.text.count("bezig, nog 10 vragen") == 2
    assert ticked(asked) == set()
    assert asked.text.count("al beantwoord op een ander apparaat") == 2
    assert len(ticked(teacher.client.get(f"{teacher.path}/vraag/p1"))) == 2


@on_one
@pytest.mark.parametrize("way", ["by_pupil", "by_question"])
def test_a_stale_form_comes_back_with_everything_in_it(world, teacher, way):
    teacher.press(act=way)
    answers = {"p1": "vaak"} if way == "by_pupil" else teacher.row(Sam="vaak", Aya="soms")
    fields = {f"a.{name}": value for name, value in answers.items()}
    before = world.dump()
    page = teacher.client.post(
        teacher.page.request.path, data={"csrf_token": "oud", "revision": "", **fields}
    )

    assert page.status_code == 400
    assert ticked(page) == {f"{name}={value}" for name, value in answers.items()}
    assert world.dump() == before


@on_one
def test_ac_080_two_tabs_never_overwrite_each_other_unseen(world, teacher):
    teacher.press(act="by_question")
    first = teacher.page
    teacher.send(teacher.row(Sam="vaak", Aya="soms"))
    teacher.page = first
    refused = teacher.post(teacher.row(Sam="bijna_nooit", Aya="soms"))

    assert refused.status_code == 409
    assert refused.text.count('aria-invalid="true"') == 1
    assert world.draft(teacher.ids["Sam"]).entries["p1"]["o"] == "vaak"


@on_one
def test_the_script_keeps_all_rows_and_hears_their_revisions(world, teacher):
    teacher.press(act="by_question")
    kept = teacher.post(teacher.row(Sam="vaak"), act="keep")
    assert kept.status_code == 204
    assert f"{teacher.marks['Sam']}:1" in kept.headers["X-Revision"]
    changed = teacher.row(Sam="soms", Aya="soms")
    done = teacher.post(changed, seen=kept.headers["X-Revision"])

    assert done.status_code == 303
    assert world.draft(teacher.ids["Sam"]).entries["p1"]["o"] == "soms"


@on_one
def test_a_page_that_nobody_touched_is_locked_and_loses_nothing(world, teacher):
    teacher.press(act="by_question")
    address = teacher.page.request.path
    world.clock.move(minutes=16)
    teacher.send(teacher.row(Sam="vaak", Aya="soms"))
    assert teacher.page.request.path == "/ronde/slot"
    assert world.draft(teacher.ids["Sam"]).entries["p1"]["o"] == "vaak"
    assert ticked(teacher.client.get(address)) == set()

    teacher.press(act="by_question")
    world.clock.move(minutes=16)
    assert teacher.client.get(address).location == "/ronde/slot"
    teacher.press(act="by_question")
    assert data_page(teacher.client.get("/ronde/uit")) == "locked"
    with teacher.client.session_transaction() as kept:
        assert "browser" not in kept


def test_going_to_another_pupil_keeps_what_was_chosen_and_leaves_the_rest_open(world, teacher):
    teacher.press(act="by_pupil")
    pressed = re.findall(r'<button form="sheet" name="act" value="(to:\w*)"', teacher.page.text)
    assert pressed == [f"to:{teacher.marks['Sam']}"]
    (back,) = re.findall(r'class="back" form="sheet" name="act" value="([^"]*)"', teacher.page.text)

    teacher.send({"p1": "vaak"}, act=pressed[0])

    assert "Hoe gaat het met Sam in de klas?" in teacher.page.text
    teacher.send({"r1": "soms"}, act=back)
    assert teacher.page.request.path == teacher.path
    assert teacher.page.text.count("bezig, nog") == 2
    teacher.press(to=teacher.marks["Aya"])
    assert ticked(teacher.page) == {"p1=vaak"}
    assert teacher.send({}, act="to:nobody").request.path == teacher.path


def test_going_back_in_a_question_keeps_every_row_that_was_chosen(world, teacher):
    teacher.press(act="by_question")
    first = teacher.page.request.path
    teacher.send(teacher.row(Sam="vaak", Aya="soms"))
    (back,) = re.findall(r'class="back" form="sheet" name="act" value="([^"]*)"', teacher.page.text)

    teacher.send(teacher.row(Sam="bijna_nooit"), act=back)

    assert teacher.page.request.path == first
    teacher.send(teacher.row(Sam="vaak", Aya="soms"))
    assert ticked(teacher.page) == {f"{teacher.marks['Sam']}=bijna_nooit"}


def test_pupils_are_counted_and_not_lists(world):
    case = world.case(child="Sam", lists=[LIST, load("kansmeter-samenwerking")])
    with world.database.read() as db:
        ahead = ahead_of_same_person(db, case.intake["teacher"], world.clock().date())
        ids = [
            case.intake["teacher"],
            *(each.id for each in ahead if each.opens_on <= world.clock().date()),
        ]
    other = world.case(child="Aya", lists=[LIST])
    path = world.round(*ids, other.intake["teacher"])
    client = world.client()
    listed = client.get(path)

    opened = client.post(path, data={"csrf_token": csrf(listed), "act": "by_pupil"})

    assert len(ids) == 2
    assert "Leerling 1 van 2" in client.get(opened.location).text


def test_a_page_outside_a_round_knows_no_button_that_leads_elsewhere(world):
    visitor = world.visitor(world.case(lists=[LIST]).intake["teacher"])
    visitor.begin()

    assert visitor.send(1, act="to:").status_code == 422


def test_ac_080_after_a_clash_the_same_rows_can_be_sent_once_more(world, teacher):
    teacher.press(act="by_question")
    other = Teacher.__new__(Teacher)
    other.__dict__ |= {**teacher.__dict__, "client": world.client()}
    other.page = other.client.get(teacher.page.request.path)
    other.post(teacher.row(Sam="soms"), act="keep")

    refused = teacher.send(teacher.row(Sam="vaak", Aya="soms"))
    assert refused.status_code == 409
    assert ticked(refused) == {f"{teacher.marks['Sam']}=vaak", f"{teacher.marks['Aya']}=soms"}
    teacher.send(teacher.row(Sam="vaak", Aya="soms"))

    assert f"/vraag/{KEYS[1]}" in teacher.page.request.path
    saved = {name: world.draft(each).entries[KEYS[0]]["o"] for name, each in teacher.ids.items()}
    assert saved == {"Sam": "vaak", "Aya": "soms"}


def test_going_on_from_a_list_that_stayed_open_when_all_was_sent_leads_to_it(world, teacher):
    teacher.press(act="by_question")
    for key in KEYS:
        teacher.send(
            teacher.row(Sam="nu_niet", Aya="nu_niet")
            if key == WISH
            else teacher.row(Sam="soms", Aya="soms")
        )
    assert data_page(teacher.page) == "thanks"

    assert teacher.press(act="by_question").status_code == 200
    assert (teacher.page.request.method, teacher.page.request.path) == ("GET", teacher.path)


@on_one
def test_thirty_pupils_weigh_little_and_cost_no_query_each(world):
    few, many = Teacher(world, "Sam", "Aya"), Teacher(world, *(f"Kind{n}" for n in range(30)))
    asked = []
    for each in (few, many):
        each.press(act="by_question")
        with counted(world.database) as lists:
            each.client.get(each.path)
        with counted(world.database) as rows:
            page = each.client.get(each.page.request.path, headers={"Accept-Encoding": "gzip"})
        asked.append((lists["statements"], rows["statements"]))
    html = gzip.decompress(page.data).decode()
    files = re.findall(r'(?:href|src)="(/static/[^"]+)"', html)
    loaded = [many.client.get(each, headers={"Accept-Encoding": "gzip"}) for each in files]

    assert asked[0] == asked[1]
    assert len(files) == 3
    assert len(page.data) + sum(len(each.data) for each in loaded) + HEADERS <= MOST_BYTES


@on_one
def test_by_keyboard_all_pupils_get_an_answer_and_who_is_there_goes_on(
    world_on_stage, browser, browser_faults
):
    link = world_on_stage
    with watched_page(browser, browser_faults, **DESK) as page:
        page.clock.install()
        page.goto(link)
        page.get_by_role("button", name="Per vraag").press("Enter")
        row = page.get_by_role("row", name="Sam")
        group = row.get_by_role("radiogroup", name="Sam doet graag mee in de klas.")
        expect(page.get_by_role("columnheader")).to_have_count(2)
        page.wait_for_load_state()  # with its script, which hears the digits
        page.locator("fieldset input").first.focus()
        for digit in "04":
            page.keyboard.press(digit)
        expect(page.get_by_role("radiogroup").first.get_by_label("bijna nooit")).to_be_checked()
        expect(group.get_by_label("bijna altijd")).to_be_checked()
        expect(page.get_by_role("status")).to_have_text("Opgeslagen")
        page.clock.fast_forward("14:30")
        expect(page.get_by_role("alert")).to_contain_text("Over 1 minuut")
        page.keyboard.press("Shift")
        expect(page.get_by_role("alert")).to_have_count(0)
        page.clock.fast_forward("15:10")
        page.clock.fast_forward("00:03")
        page.wait_for_url("**/ronde/slot")
        page.goto(link)
        expect(page.get_by_text("bezig, nog 10 vragen")).to_have_count(2)


@on_one
def test_who_is_there_in_one_tab_is_not_locked_out_of_another(
    world_on_stage, browser, browser_faults
):
    with watched_page(browser, browser_faults, **DESK) as page:
        page.clock.install()
        page.goto(world_on_stage)
        other = page.context.new_page()
        other.goto(world_on_stage)
        page.clock.fast_forward("13:00")
        other.keyboard.press("Shift")
        page.wait_for_timeout(200)
        page.clock.fast_forward("13:00")
        expect(page.get_by_role("alert")).to_have_count(0)
        page.clock.fast_forward("02:30")
        page.clock.fast_forward("00:03")
        for each in (page, other):
            each.wait_for_url("**/ronde/slot")


@on_one
def test_on_a_phone_without_script_all_is_sent(world_on_stage, phone_without_script):
    page = phone_without_script
    page.goto(world_on_stage)
    page.get_by_role("button", name="Per leerling").click()
    for said in ("Bewaar en ga naar Sam", "Verstuur wat klaar is"):
        for group in page.get_by_role("radiogroup").all():
            group.locator("label").nth(1).click()
        assert page.evaluate("document.documentElement.scrollWidth") == PHONE["viewport"]["width"]
        with page.expect_navigation():
            page.get_by_role("button", name=said).click()

    expect(page.locator("main[data-page=thanks]")).to_contain_text("2 lijsten zijn verstuurd.")
