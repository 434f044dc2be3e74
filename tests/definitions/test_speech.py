"""What is read aloud in which words, and which files count as the sound of it."""

import unicodedata

import pytest

from survey_app.definitions import Informant, Text, load, shipped
from survey_app.definitions.speech import (
    LARGEST,
    MADE,
    RECORDED,
    Sounds,
    fingerprint_of,
    frames,
    sounds,
    spoken,
    spoken_item,
    utterances,
    why_not_mp3,
)
from tests.factories.sounds import FRAME, put, silence

STATEMENT = Text({"nl": "{kind} zegt wat {kind} wil.", "pl": "{kind} mówi.", "ti": "ሰላም"})
ID3 = b"ID3\x04\x00\x00\x00\x00\x00\x0a" + b"Juf Anouk "


@pytest.mark.parametrize(
    ("informant", "words"),
    [
        (Informant.PARENT, "Je kind zegt wat je kind wil."),
        (Informant.TEACHER, "Deze leerling zegt wat deze leerling wil."),
        (Informant.COACH, "Dit kind zegt wat dit kind wil."),
        (Informant.CHILD, None),
        (Informant.DIRECTOR, None),
    ],
)
def test_a_voice_says_neutral_words_where_the_page_shows_a_name(informant, words):
    assert spoken(STATEMENT, "nl", informant) == words


def test_where_no_neutral_words_fit_the_place_stays_for_whoever_records():
    (said,) = (
        each
        for each in utterances(load("kansmeter-ouder"), "nl")
        if each.name == "o2" and each.can_be_synthesised
    )

    assert said.text == "Je kind vertelt thuis uit zichzelf over de dag."
    assert spoken(STATEMENT, "pl", Informant.PARENT) == "{kind} mówi."
    assert spoken(Text({"nl": "Doel: {goal}"}), "nl", Informant.PARENT) is None
    assert spoken(STATEMENT, "en", Informant.PARENT) is None


def test_every_text_of_our_lists_can_be_said_in_dutch_and_no_goal_of_a_family_is():
    said = [each for found in shipped() if found.can_be_asked for each in utterances(found, "nl")]

    assert len(said) > 300
    assert [each.text for each in said if "{" in each.text or not each.text.strip()] == []
    goals = load("kansmeter-doelen")
    for item in goals.items:
        heard = spoken_item(goals, item.key, "nl", Informant.CHILD)
        assert item.goal is None or (heard.question, heard.answers) == (None, ())


def test_steps_are_heard_by_their_ends_and_not_by_every_stone():
    steps = load("kansmeter-stapje-jong")
    key = steps.items[0].key
    said = {each.name: each.text for each in utterances(steps, "nl")}

    assert (said[f"{key}-low"], said[f"{key}-high"]) == (
        "0: heel moeilijk",
        "4: zoals jij het wilt",
    )
    assert f"{key}--0" not in said


def test_only_other_words_or_another_language_have_another_fingerprint():
    own = fingerprint_of("nl", "Hoe gaat het in één klas?")

    assert own == fingerprint_of("nl", unicodedata.normalize("NFD", " Hoe gaat  het in één klas?"))
    assert own != fingerprint_of("nl", "Hoe gaat het in een klas?")
    assert own != fingerprint_of("en", "Hoe gaat het in één klas?")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<script>alert(1)</script>" * 30,
        b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(500),
        ID3[:6] + b"\x7f\x7f\x7f\x7f" + silence(),
        FRAME * 2,
        FRAME[:2] + b"\xf4\xc4" + FRAME * 9,
        silence()[:3] + silence(),
        silence(LARGEST // len(FRAME) + 1),
    ],
    ids=["empty", "script", "wav", "tag", "two frames", "rate", "shifted", "large"],
)
def test_what_is_no_short_mp3_is_refused(content):
    assert why_not_mp3(content)


def test_tags_and_the_frame_that_counts_stay_behind():
    counted = FRAME[:13] + b"Info" + FRAME[17:]

    assert frames(ID3 + counted + silence() + b"TAG" + bytes(125)) == silence()


def test_a_recording_takes_the_place_of_what_was_made(tmp_path, monkeypatch):
    monkeypatch.setattr(sounds, "SECONDS_BETWEEN_LOOKS", -1)
    here = Sounds(tmp_path, tmp_path / "shipped")
    name = fingerprint_of("nl", "soms")
    put(tmp_path, [name])
    before = here.known()[name]

    dropped = tmp_path / RECORDED / "nl" / "kansmeter-ouder" / f"o1--soms.{name}.mp3"
    dropped.parent.mkdir(parents=True)
    dropped.write_bytes(silence(9))

    assert not before.is_recorded
    assert (here.known()[name].is_recorded, here.known()[name].path) == (True, dropped)
    dropped.write_bytes(b"no sound any more")
    assert not here.known()[name].is_recorded


def test_hostile_names_and_links_are_no_sounds(tmp_path):
    name = fingerprint_of("nl", "soms")
    elsewhere = tmp_path / "elsewhere"
    put(elsewhere, [name])
    folder = tmp_path / "sounds"
    (folder / MADE / "a" / "b" / "c").mkdir(parents=True)
    for bad in (
        f"{name[:-1]}G.mp3",
        f".{name}.mp3",
        f"{name}.mp3.exe",
        f"..%2f.{name}.mp3",
        f"a/b/c/{name}.mp3",
        f"{name}0.mp3",
    ):
        (folder / MADE / bad).write_bytes(silence())
    (folder / MADE / f"o1.{name}.mp3").symlink_to(elsewhere / MADE / f"{name}.mp3")
    (folder / MADE / "nl").symlink_to(elsewhere / MADE)
    (folder / MADE / f"o2.{name}.mp3").mkdir()

    assert Sounds(folder, tmp_path / "shipped").known() == {}
