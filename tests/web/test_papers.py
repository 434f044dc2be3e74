"""The papers on the pages of the coach: prepared, ordered, fetched by one coach, sent to nobody."""

import re

import pytest
from sqlalchemy import update

from survey_app.papers.composing import Composer
from survey_app.papers.models import Paper
from survey_app.papers.releasing import say_by_link
from survey_app.papers.worker import Worker
from survey_app.storage import UnavailableError
from survey_app.trajects.models import TrajectInformant
from tests.rig.statements import counted
from tests.web.world import act, csrf, fill_words

pytestmark = pytest.mark.one_database

KINDS = {"gespreksblad": "agreed", "jouw-stapjes": "said", "verslag": "question"}
HOSTILE = '<script>alert(1)</script></textarea></title><img src=x onerror=alert(1)>"{{7*7}}'


@pytest.fixture
def case(world):
    case = world.case(child="Fenna")
    for invitation_id in case.intake.values():
        world.answer(invitation_id)
    return case


@pytest.fixture
def coach(world, case):
    return world.signed_in()


def at(case, slug="gespreksblad", rest=""):
    return f"/trajecten/{case.traject_id}/{slug}{rest}"


def write(coach, case, slug="gespreksblad", **typed):
    return act(coach, at(case, slug), at(case, slug), **{"seen": "0", "language": "nl", **typed})


def say(coach, case, role, allowed="yes", **more):
    return act(
        coach,
        at(case, f"tonen/{case.informants[role]}"),
        at(case),
        **{
            "allowed": allowed,
            "said_on": "2026-11-02",
            "seen": pressing(coach, case, "ja", role).rpartition("-")[2],
            **more,
        },
    )


def make(world, pdf=b"%PDF of a test"):
    """Make what was ordered, as the process that serves does beside its pages."""
    Worker(world.database, Composer(world.clock), lambda _: pdf, world.clock).make_ordered()


@pytest.mark.parametrize(("slug", "part"), KINDS.items())
def test_a_paper_is_written_ordered_followed_and_fetched(world, coach, case, slug, part):
    page = coach.get(f"/trajecten/{case.traject_id}").text
    assert f'href="{at(case, slug)}"' in page

    ordered = write(coach, case, slug, act="pdf", **{part: "samen lezen"})

    assert ordered.status_code == 303
    waiting = coach.get(ordered.location).text
    assert '<li aria-current="step">In de rij' in waiting
    assert "data-again" in waiting
    assert '<noscript><meta http-equiv="refresh"' in waiting
    assert "Haal de pdf op" not in waiting

    make(world)
    ready = coach.get(ordered.location).text
    assert '<li aria-current="step">Klaar' in ready
    assert "data-again" not in ready
    file = coach.get(re.search(r'href="([^"]+/bestand)"', ready)[1])
    assert (file.status_code, file.data, file.mimetype) == (
        200,
        b"%PDF of a test",
        "application/pdf",
    )
    assert file.headers["Content-Disposition"] == f'attachment; filename="kansmeter-{slug}.pdf"'
    assert file.headers["Cache-Control"] == "no-store"
    assert "samen lezen" in coach.get(at(case, slug)).text


def test_a_paper_is_nobody_elses(world, coach, case):
    ordered = write(coach, case, act="pdf").location
    make(world)
    stranger = world.signed_in(world.coach("Joris Zandstra"))

    for path in (ordered, f"{ordered}/bestand", at(case), at(case, rest="/scherm")):
        assert stranger.get(path).status_code == 404
    other = world.case(child="Noor")
    paper_id = ordered.rpartition("/")[2]
    assert coach.get(f"/trajecten/{other.traject_id}/pdf/{paper_id}").status_code == 404


def test_a_day_later_the_file_is_gone_and_the_page_says_so(world, coach, case):
    ordered = write(coach, case, act="pdf").location
    make(world)
    world.clock.move(days=1, minutes=1)
    coach = world.signed_in()

    assert "gewist" in coach.get(ordered).text
    assert coach.get(f"{ordered}/bestand").status_code == 404


def test_a_sheet_of_before_a_withdrawal_is_offered_nowhere_any_more(world, coach, case):
    ordered = write(coach, case, act="pdf").location
    make(world)
    assert "is klaar" in coach.get(at(case)).text
    world.clock.move(minutes=1)
    act(
        coach,
        f"/trajecten/{case.traject_id}/toestemming/{case.informants['parent']}/intrekken",
        f"/trajecten/{case.traject_id}",
    )

    assert coach.get(f"{ordered}/bestand").status_code == 404
    page = coach.get(ordered).text
    assert "gewist" in page
    assert "Klaar" not in page
    assert "/bestand" not in page
    assert "is klaar" not in coach.get(at(case)).text


def test_on_the_sheet_stands_only_who_said_yes_to_the_coach(coach, case):
    assert "<table" not in coach.get(at(case, rest="/scherm")).text.split("Dit spreken we nu af")[0]

    said = say(coach, case, "parent")

    assert said.location == f"{at(case)}?melding=gezegd"
    assert "Zei ja, maandag 2 november" in coach.get(at(case)).text
    shown = coach.get(at(case, rest="/scherm?taal=nl")).text
    assert '<i class="parent"></i>ouder' in shown
    assert '<i class="teacher">' not in shown
    assert "Van deze mensen staat hier niets: Fenna, leerkracht." in shown


def test_ac_119_the_page_says_that_no_answers_are_shown_without_agreement(coach, case):
    act(
        coach,
        f"/trajecten/{case.traject_id}/toestemming/{case.informants['parent']}/intrekken",
        f"/trajecten/{case.traject_id}",
    )

    assert (
        "Er is geen akkoord (meer). Er staan geen antwoorden op het blad."
        in coach.get(at(case)).text
    )


def test_a_wrong_day_is_said_at_the_form_of_that_person(coach, case):
    refused = say(coach, case, "teacher", said_on="2027-01-01")

    assert refused.status_code == 422
    assert "Die dag moet nog komen." in refused.text
    assert refused.text.count("<details open>") == 1
    assert say(coach, case, "teacher", allowed="").status_code == 422


def test_the_sheet_is_there_in_the_language_of_the_parent_and_marked_as_a_draft(world, case):
    with world.database.write() as db:
        db.get_one(TrajectInformant, case.informants["parent"]).language = "ar"
    coach = world.signed_in()

    assert "Arabisch: deze vertaling is nog niet nagelezen" in coach.get(at(case)).text
    shown = write(coach, case, act="scherm", language="ar", agreed="samen lezen")
    page = coach.get(shown.location).text

    assert '<div class="sheet" lang="ar" dir="rtl">' in page
    assert '<bdi dir="ltr">samen lezen</bdi>' in page


def test_what_was_changed_in_another_window_is_shown_beside_what_was_typed(coach, case):
    write(coach, case, agreed="uit het ene venster")

    second = write(coach, case, agreed="uit het andere venster", act="pdf")

    assert second.status_code == 422
    assert "uit het ene venster" in second.text
    assert "uit het andere venster</textarea>" in second.text
    seen = re.search(r'name="seen" type="hidden" value="(\d+)"', second.text)[1]
    assert write(coach, case, agreed="uit het andere venster", seen=seen).status_code == 303
    assert "uit het andere venster" in coach.get(at(case)).text


@pytest.mark.parametrize("cause", ["signed out", "no database", "a token of before"])
def test_what_was_typed_comes_back_when_it_cannot_be_kept(world, case, coach, monkeypatch, cause):
    token = csrf(coach.get(at(case)))
    if cause == "signed out":
        coach.delete_cookie(world.app.extensions["kansmeter"].login_cookie)
    if cause == "no database":
        monkeypatch.setattr(
            "survey_app.papers.texts.keep", lambda *_, **__: (_ for _ in ()).throw(UnavailableError)
        )
    if cause == "a token of before":
        token = "x"
    fields = {"csrf_token": token, "seen": "0", "language": "nl", "agreed": "samen lezen"}

    answer = coach.post(at(case), data=fields)

    expected = {"signed out": 401, "no database": 503, "a token of before": 400}
    assert answer.status_code == expected[cause]
    assert "samen lezen" in answer.text


def test_too_much_is_refused_with_all_that_was_typed(coach, case):
    refused = write(coach, case, agreed="W" * 501, act="pdf")

    assert refused.status_code == 422
    assert "Houd het bij 500 tekens. Nu zijn het er 501." in refused.text
    assert "W" * 501 in refused.text


def test_a_paper_that_does_not_fit_says_so_and_is_not_made(world, coach, case):
    ordered = write(coach, case, "verslag", act="pdf").location
    with world.database.write() as db:
        db.execute(update(Paper).values(state="failed", reason="too long"))

    page = coach.get(ordered).text

    assert "Het past niet op 2 bladzijden." in page
    assert "Haal de pdf op" not in page


def test_hostile_text_is_shown_as_it_was_typed_everywhere(coach, case):
    for slug, part in KINDS.items():
        write(coach, case, slug, **{part: HOSTILE})

    for path in (at(case, slug, rest) for slug in KINDS for rest in ("", "/scherm")):
        page = coach.get(path)
        assert page.status_code == 200
        assert "&lt;script&gt;alert(1)" in page.text
        assert "<script>alert" not in page.text
        assert "<img" not in page.text
        assert "{{7*7}}" in page.text


def test_the_report_is_offered_from_what_is_on_record(world, coach, case):
    act(
        coach,
        "/contacten/nieuw",
        "/contacten/nieuw",
        about=case.traject_id,
        held_on="2026-11-02",
        with_whom=["child", "parent"],
        kind="talk",
        minutes="30",
        minutes_apart="0",
        principles=["samen"],
        line="",
    )

    offered = coach.get(at(case, "verslag")).text

    assert "1 contact op 2 november 2026, samen 30 minuten." in offered
    assert "1 keer gesprek met kind en ouder." in offered
    assert "Reden: spanning of zorgen." in offered
    assert "Reden: spanning of zorgen." not in coach.get(at(case, "verslag", "/scherm")).text


def test_figures_of_the_report_stand_with_what_is_not_known_of_them(coach, case):
    page = coach.get(at(case, "verslag", "/scherm")).text

    assert "Niet genormeerd. We weten niet wat gewoon is" in page
    claim = "Eigen vragenlijst, niet genormeerd. Bewijs: trap 0 van 5."
    assert f"Voor alle regels geldt: {claim}" in page
    assert len(re.findall(rf"<figcaption>[^/]*</b> {claim}", page)) == page.count("<figure>") == 3
    assert (
        claim
        not in page.partition('<tbody><tr><th scope="row">Volgens')[2].partition("</table>")[0]
    )
    for never in ("normaal", "gemiddeld", "uitslag", "risico", "zorgelijk"):
        assert never not in page.lower()


def test_every_look_and_every_fetch_is_in_the_trail(world, coach, case):
    coach.get(at(case, "verslag"))
    coach.get(at(case, rest="/scherm"))
    ordered = write(coach, case, act="pdf").location
    make(world)
    coach.get(f"{ordered}/bestand")

    trail = repr(world.dump()["audit_event"])
    for each in ("prepare paper", "see paper", "write talk paper", "order paper", "fetch paper"):
        assert each in trail


def test_a_paper_asks_as_much_of_the_database_with_more_answers_and_trajects(world, coach, case):
    asked = []
    for more in (0, 4):
        for _ in range(more):
            world.answer(world.case().intake["parent"])
        asked.append([])
        for path in (at(case, slug, rest) for slug in KINDS for rest in ("", "/scherm")):
            coach.get(path)
            with counted(world.database) as counts:
                coach.get(path)
            asked[-1].append(counts["statements"])

    assert asked[0] == asked[1]


def test_what_somebody_says_today_is_one_press_that_keeps_what_was_typed(world, coach, case):
    for seen, pressed, told in (("0", "ja", "Zei ja"), ("1", "nee", "Zei nee")):
        button = pressing(coach, case, pressed, "parent")
        done = write(coach, case, act=button, agreed="samen lezen", seen=seen)

        page = coach.get(done.location).text
        assert f"{told}, maandag 2 november" in page
        assert "samen lezen" in page
        assert "Vastgelegd." in page


def pressing(coach, case, word, role):
    """Return what the button sends with which somebody says a word, as the page shows it now."""
    page = coach.get(at(case)).text
    start = f"{word}-{case.informants[role]}"
    return re.search(rf'form="blad" name="act" value="({start}-\d+)"', page)[1]


def test_a_yes_that_did_not_see_a_later_no_is_refused_and_keeps_what_was_typed(world, coach, case):
    shown = pressing(coach, case, "ja", "parent")
    with world.database.write() as db:
        say_by_link(db, case.informants["parent"], allowed=False, now=world.clock())

    refused = write(coach, case, act=shown, agreed="samen lezen")

    assert refused.status_code == 422
    assert "zei intussen zelf iets" in refused.text
    assert "Zei nee via de eigen link" in refused.text
    assert "samen lezen" in refused.text
    assert write(coach, case, act=pressing(coach, case, "ja", "parent")).status_code == 303


def test_enter_in_a_field_says_nothing_in_the_name_of_anybody(world, coach, case):
    buttons = re.findall(r'<button [^>]*name="act" value="([^"]+)"', coach.get(at(case)).text)

    assert (buttons[0], buttons[1][:3]) == ("bewaar", "ja-")
    done = write(coach, case, act=buttons[0], agreed="samen lezen")
    assert done.location.endswith("melding=bewaard")
    assert write(coach, case, act="iets", seen="1").location.endswith("melding=bewaard")
    assert world.dump()["answer_release"] == []


def test_nobody_of_another_traject_says_anything_here(world, coach, case):
    other = world.case(child="Noor")

    done = write(coach, case, act=f"ja-{other.informants['parent']}-0", agreed="samen lezen")

    assert done.status_code == 404
    assert world.dump()["answer_release"] == []


def test_who_sent_answers_is_asked_whether_the_others_may_see_them(world):
    case = world.words_case()
    visitor = world.visitor(case.intake["parent"])
    thanks = fill_words(visitor)
    assert "Mag Marit jouw antwoorden laten zien in het gesprek over Sam?" in thanks.text

    form = {"csrf_token": csrf(thanks), "show": "yes"}
    said = visitor.client.post(f"{visitor.path}/tonen", data=form)

    assert "Je zei ja." in visitor.client.get(said.location).text
    page = world.signed_in().get(at(case)).text
    assert "Zei ja via de eigen link, maandag 2 november" in page


def test_on_a_phone_that_others_use_too_a_yes_is_taken_only_just_after_sending(world):
    case = world.case(age=9)
    visitor = world.visitor(case.intake["child"])
    visitor.begin()
    visitor.walk()
    thanks = visitor.client.get(f"{visitor.path}/bedankt")
    assert "Mogen je ouders en de juf of meester jouw antwoorden zien?" in thanks.text
    form = {"csrf_token": csrf(thanks)}
    world.clock.move(hours=2)

    visitor.client.post(f"{visitor.path}/tonen", data={**form, "show": "yes"})

    assert world.dump()["answer_release"] == []
    assert "Mogen je ouders" not in visitor.client.get(f"{visitor.path}/bedankt").text
    visitor.client.post(f"{visitor.path}/tonen", data={**form, "show": "no"})
    assert len(world.dump()["answer_release"]) == 1


def test_nobody_else_says_it_for_them(world):
    case = world.words_case()
    visitor, other = (world.visitor(case.intake["parent"]) for _ in range(2))
    other.get()
    token = csrf(other.page)
    fill_words(visitor)

    form = {"csrf_token": token, "show": "yes"}
    refused = other.client.post(f"{other.path}/tonen", data=form)

    assert refused.status_code == 200
    assert world.dump()["answer_release"] == []
