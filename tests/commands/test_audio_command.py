"""`audio`: what an operator does to have lists read aloud, with real programs that speak."""

import shutil

import pytest
from click.testing import CliRunner

from survey_app.commands.main import cli
from survey_app.config import SettingsError
from survey_app.definitions import load
from survey_app.definitions.speech import MADE, RECORDED, Utterance, utterances, why_not_mp3
from survey_app.keeping import voices
from survey_app.keeping.recordings import PRACTICE, UnboundError, texts_of
from survey_app.keeping.voices import VoiceError, synthesise
from tests.factories.sounds import silence

KEY = "kansmeter-stapje-jong"
TEXTS = {each.name: each for each in utterances(load(KEY), "nl")}
HEADING = TEXTS["heading"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.setenv("KANSMETER_AUDIO_DIR", str(tmp_path))
    return tmp_path


@pytest.fixture
def run(folder):
    return lambda *arguments: CliRunner().invoke(cli, ["audio", *map(str, arguments)])


def recording(folder, name, content=None):
    path = folder / RECORDED / "nl" / KEY / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(silence() if content is None else content)
    return path


def test_what_nobody_recorded_is_made_once_and_said_to_be_synthetic(run, folder):
    recording(folder, f"heading.{HEADING.fingerprint}.mp3")

    first = run("build", KEY)

    others = len(texts_of([load(KEY)])[PRACTICE, "nl"]) + len(TEXTS) - 1
    assert first.output == (
        f"{others} made, 0 kept; {others} texts are spoken by a synthesiser, 1 by a person.\n"
    )
    made = {path.stem: path for path in (folder / MADE).iterdir()}
    wanted = {each.fingerprint for each in TEXTS.values()} - {HEADING.fingerprint}
    assert (wanted <= made.keys(), len(made)) == (True, others)
    assert {why_not_mp3(path.read_bytes()) for path in made.values()} == {None}
    assert run("build", KEY).output.startswith(f"0 made, {others} kept;")
    listed = run("list", KEY).output.splitlines()
    assert listed[1].split() == [KEY, "nl", "1", str(len(TEXTS) - 1), "0"]
    assert listed[2].split() == [PRACTICE, "nl", "0", str(others - len(TEXTS) + 1), "0"]


def test_a_draft_that_nobody_is_asked_is_not_read_aloud(run):
    assert "en" in load(KEY).languages
    listed = run("list", KEY).output.split("\n\n")[0].splitlines()

    assert {line.split()[1] for line in listed[1:]} == {"nl"}
    assert {language for _, language in texts_of([load(KEY)])} == {"nl"}


def test_without_the_programs_one_line_says_what_to_install(run, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda name: None)

    refused = run("build", KEY)

    assert isinstance(refused.exception, VoiceError)
    assert "apt-get install espeak-ng lame" in str(refused.exception)
    assert "\n" not in str(refused.exception)


def test_a_language_without_a_voice_stays_silent():
    assert not voices.has_voice(Utterance("o1", "ti", "ሰላም"))
    assert not voices.has_voice(Utterance("o1", "pl", "{kind} mówi."))
    assert voices.has_voice(Utterance("o1", "uk", "Привіт"))


@pytest.mark.parametrize("text", ["--version", "; touch {}/a", "`touch {}/b`"])
def test_a_text_is_never_part_of_a_command(tmp_path, text):
    assert synthesise(Utterance("o1", "nl", text.format(tmp_path)))
    assert list(tmp_path.iterdir()) == []


def test_a_recording_named_after_its_place_is_bound_to_the_present_words(run, folder):
    path = recording(folder, "heading.mp3")
    assert "bound to no text" in run("list").output

    bound = run("bind")

    assert bound.output.endswith(f"heading.{HEADING.fingerprint}.mp3: {HEADING.text}\n")
    assert not path.exists()
    assert run("list", KEY).output.splitlines()[1].split()[2] == "1"
    assert run("bind").output == "Every recording is bound to a text.\n"


def test_a_recording_of_words_that_changed_is_listed_and_not_used(run, folder):
    recording(folder, "heading.0123456789abcdef.mp3")
    recording(folder, f"period.{TEXTS['period'].fingerprint}.mp3", b"geen mp3")

    told = run("list", KEY).output

    assert "heading.0123456789abcdef.mp3: outdated: its text changed" in told
    assert "is no mp3" in told
    assert told.splitlines()[1].split()[2] == "0"


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("nergens.mp3", None, "says nothing in nl that is called nergens"),
        ("heading.mp3", b"<html>", "is no mp3"),
        ("../../../heading.mp3", None, "lies in no folder of a list"),
    ],
)
def test_what_cannot_be_bound_stays_as_it_is(run, folder, name, content, told):
    path = recording(folder, name, content)

    refused = run("bind", path)

    assert isinstance(refused.exception, UnboundError)
    assert told in str(refused.exception)
    assert path.exists()


def test_the_folder_of_sounds_is_a_whole_path(run, monkeypatch):
    monkeypatch.setenv("KANSMETER_AUDIO_DIR", "geluid")

    assert isinstance(run("list").exception, SettingsError)
