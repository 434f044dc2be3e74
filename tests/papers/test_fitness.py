"""Whether this machine can make papers is said plainly, with what to install."""

from survey_app.commands.erasing import erase_in_time
from survey_app.frames import LANGUAGES
from survey_app.keeping import doctor
from survey_app.papers.fonts import without_letters
from survey_app.papers.press import PressError


def test_every_language_has_its_letters_here_and_one_nobody_writes_has_none():
    assert without_letters([*LANGUAGES, "xx"]) == ["xx"]


def test_the_doctor_names_the_packages_that_are_missing(monkeypatch):
    assert not doctor.papers().is_fault

    monkeypatch.setattr(doctor, "without_letters", lambda _: ["ar", "ti"])
    assert "ar, ti: install fonts-noto-core" in doctor.papers().sentence

    def no_press(_):
        raise PressError("no library")

    monkeypatch.setattr(doctor, "press", no_press)
    assert doctor.papers().is_fault
    assert "libpango-1.0-0" in doctor.papers().sentence


def test_what_was_kept_long_enough_goes_whether_or_not_anybody_asks(world, desk):
    paper_id = desk.order()
    desk.worker().make_ordered()
    erase_in_time(world.database, world.clock)
    assert desk.state(paper_id) == "ready"

    world.clock.forward(days=1)
    erase_in_time(world.database, world.clock)

    assert world.sql("SELECT state, content FROM paper") == [("gone", None)]
