"""Hearing questions and answers: which buttons there are, and the sounds behind them."""

import re
from dataclasses import replace

import pytest

from survey_app.definitions import Informant, load
from survey_app.definitions.speech import CHILD_WORDS, RECORDED, Sounds, sounds, utterances
from survey_app.frames import words_in
from survey_app.keeping.recordings import PRACTICE, texts_of
from tests.factories.sounds import FRAME, put, silence

pytestmark = pytest.mark.one_database


@pytest.fixture
def aloud(world, tmp_path, monkeypatch):
    """Give the same world with a folder of sounds, looked into at every page."""
    monkeypatch.setattr(sounds, "SECONDS_BETWEEN_LOOKS", -1)
    wired = world.app.extensions["kansmeter"]
    world.app.extensions["kansmeter"] = replace(wired, sounds=Sounds(tmp_path))
    return tmp_path


def names(key):
    """Return what is said of a list by its name; the words for the first who is asked."""
    found = {}
    for each in utterances(load(key), "nl"):
        found.setdefault(each.name, each.fingerprint)
    return found


def first_page(world, key, role, age=9):
    """Return the first page of questions of this list."""
    case = world.case(lists=[load(key)], age=age)
    return world.visitor(case.intake[role]).begin()


def buttons(page):
    """Return of every button its shape, its sounds and what is marked."""
    found = re.findall(
        r'<a class="hear ?(\w*)" href="/geluid/([^"]+)\.mp3" data-of="([^"]*)"', page.text
    )
    return [(shape, sound.split("-"), marks.split()) for shape, sound, marks in found]


def test_without_sounds_there_is_no_button(world, aloud):
    page = first_page(world, "kansmeter-ouder", "parent")

    assert "hear" not in page.text


def test_a_parent_hears_question_time_and_answers_by_one_button(world, aloud):
    said = names("kansmeter-ouder")
    put(aloud, said.values())

    ((shape, heard, marks),) = buttons(first_page(world, "kansmeter-ouder", "parent"))

    answers = ["bijna_nooit", "soms", "helft", "vaak", "bijna_altijd", "weet_niet"]
    assert (shape, marks) == ("pill", ["o2-l", "periode", *(f"o2-{key}" for key in answers)])
    assert heard == [said["o2"], said["period"], *(said[f"o2--{key}"] for key in answers)]


def test_a_child_has_a_button_for_the_question_and_one_for_each_answer(world, aloud):
    said = names("kansmeter-kind-jong")
    put(aloud, said.values())

    page = first_page(world, "kansmeter-kind-jong", "child", age=6)

    first, *answers = buttons(page)
    assert first == ("kei", [said["b1"], said["period"]], ["b1-l", "periode"])
    keys = ["niet_zo_goed", "gaat_wel", "goed", "weet_niet"]
    assert answers == [("", [said[f"b1--{key}"]], [f"b1-{key}"]) for key in keys]
    assert 'aria-label="Lees voor: gaat wel"' in page.text
    assert all(f'id="{mark}"' in page.text for _, _, marks in buttons(page) for mark in marks)


def test_a_teacher_hears_all_statements_of_a_page_by_one_button(world, aloud):
    said = names("kansmeter-leerkracht")
    put(aloud, said.values())

    ((shape, heard, marks),) = buttons(first_page(world, "kansmeter-leerkracht", "teacher"))

    statements = ["p1", "r1", "o1", "w1", "l1"]
    assert (shape, marks) == ("pill", ["vraag", "periode", *(f"{key}-l" for key in statements)])
    assert heard == [said[key] for key in ("heading", "period", *statements)]


def test_a_question_without_its_own_sound_has_no_button_at_all(world, aloud):
    said = names("kansmeter-kind")
    put(aloud, [sound for name, sound in said.items() if name != "p1"])

    page = first_page(world, "kansmeter-kind", "child")

    assert buttons(page) == []


def test_a_child_hears_what_it_practises_with(world, aloud):
    practice = texts_of([load("kansmeter-kind-jong")])[PRACTICE, "nl"]
    said = {each.name: each.fingerprint for each in practice}
    put(aloud, [*said.values(), *names("kansmeter-kind-jong").values()])
    case = world.case(lists=[load("kansmeter-kind-jong")], age=6)
    visitor = world.visitor(case.intake["child"])
    visitor.begin()

    page = visitor.get("/oefenen")

    first, *answers = buttons(page)
    assert first == ("kei", [said["faces"], said["hint"]], ["oefenen-l", "oefenen-m"])
    assert [marks for _, _, marks in answers][0] == ["oefenen-niet_zo_goed"]
    assert len(answers) == 4


def test_a_button_is_called_in_the_language_of_who_answers(world, aloud):
    put(aloud, names("kansmeter-ouder").values())
    visitor = world.visitor(world.case(lists=[load("kansmeter-ouder")]).intake["parent"])
    visitor.begin()

    page = visitor.get("/1?taal=pl")

    assert re.search(rf' lang="pl"><svg.*?{words_in("pl").aloud.read}</a>', page.text)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_words_of_a_voice_are_those_of_a_page_without_a_name(language):
    shown = words_in(language).child_in_words

    assert CHILD_WORDS[language][Informant.PARENT] == shown.parent
    assert CHILD_WORDS[language][Informant.TEACHER] == shown.teacher


def test_a_sound_is_sent_without_a_cookie_and_in_parts(world, aloud):
    one, two = "0123456789abcdef", "fedcba9876543210"
    put(aloud, [one], silence(5))
    put(aloud, [two], b"ID3\x04\x00\x00\x00\x00\x00\x02hi" + silence(7))
    client = world.client()

    whole = client.get(f"/geluid/{one}-{two}.mp3")
    part = client.get(f"/geluid/{one}.mp3", headers={"Range": "bytes=0-9"})
    again = client.get(f"/geluid/{one}.mp3", headers={"If-None-Match": part.headers["ETag"]})

    assert (whole.mimetype, whole.data) == ("audio/mpeg", FRAME * 12)
    assert whole.headers["Cache-Control"] == "public, max-age=3600"
    assert "Set-Cookie" not in whole.headers
    assert "media-src 'self'" in whole.headers["Content-Security-Policy"]
    assert (part.status_code, part.data, again.status_code) == (206, FRAME[:10], 304)


def test_a_recording_is_heard_at_the_address_of_what_was_made(world, aloud):
    name = names("kansmeter-kind")["p1"]
    put(aloud, [name], silence(5))
    client = world.client()
    before = client.get(f"/geluid/{name}.mp3")
    folder = aloud / RECORDED / "nl" / "kansmeter-kind"
    folder.mkdir(parents=True)

    (folder / f"p1.{name}.mp3").write_bytes(silence(8))

    now = client.get(f"/geluid/{name}.mp3", headers={"If-None-Match": before.headers["ETag"]})
    assert (now.status_code, now.data) == (200, silence(8))


@pytest.mark.parametrize(
    "path",
    [
        "0123456789abcdee",
        "0123456789ABCDEF",
        "0123456789abcdef-",
        "..%2f..%2fdemo.db",
        "0123456789abcdef%00",
        "-".join(["0123456789abcdef"] * 41),
    ],
)
def test_what_is_no_sound_is_not_found(world, aloud, path):
    put(aloud, ["0123456789abcdef"])

    assert world.client().get(f"/geluid/{path}.mp3").status_code == 404


def test_many_large_sounds_are_not_sent_as_one(world, aloud):
    large = silence(190_000 // len(FRAME))
    several = [f"{number:016x}" for number in range(12)]
    put(aloud, several, large)
    client = world.client()

    assert client.get(f"/geluid/{several[0]}.mp3").status_code == 200
    assert client.get(f"/geluid/{'-'.join(several)}.mp3").status_code == 404


def test_a_coach_sees_by_whom_a_list_is_read_aloud(world, aloud):
    said = names("kansmeter-kind-jong")
    put(aloud, [sound for name, sound in said.items() if name != "p1"])

    page = world.signed_in().get("/vragenlijsten/kansmeter-kind-jong")

    assert (
        "Nederlands: 0 teksten ingesproken, 16 met een computerstem, 1 zonder geluid" in page.text
    )
