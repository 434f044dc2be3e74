"""What a service writes down is one JSON object a line, and holds no link, name or answer."""

import io
import json
import logging
import sys
import warnings

import pytest

from survey_app.commands import log_lines
from survey_app.commands.log_lines import Line, OfOthersOnlyWarnings
from survey_app.errors import KansmeterError
from survey_app.web.permissions import public

pytestmark = pytest.mark.one_database

TOKEN = "7d2f45b0a1.pR0nT3-geheim"  # invented
HOSTILE = [
    "Jan\nBcc: x@y",
    'Jan\r\n{"level": "info"}',
    "\x1b[31mrood\x1b]0;titel\x07",
    "\u202eomgekeerd\u2066",
    '", "level": "critical',
    "\u2028\u0085\x00",
    "\ud800 alleen",
]


def line_of(name, text, *args, exc_info=None, **fields):
    """Return what is written of one record, read back."""
    record = logging.LogRecord(name, logging.ERROR, __file__, 7, text, args, exc_info)
    record.fields = fields
    written = Line().format(record)
    assert written.isascii()
    assert written.isprintable()
    return json.loads(written)


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_ac_054_whatever_is_told_stays_one_line_and_one_value(text):
    line = line_of("kansmeter.delivery", "message %s failed", text, route=text)

    assert set(line) == {"time", "level", "event", "route", "said"}
    assert line["level"] == "error"
    assert line["route"] == text
    assert line["said"] == f"message {text} failed"


def test_of_a_library_only_the_fixed_text_and_its_numbers_are_told():
    line = line_of("gunicorn.error", "Worker (pid:%s) was sent %s by %s", 12, "SIGKILL", TOKEN)

    assert line["said"] == "Worker (pid:12) was sent … by …"
    assert line["by"] == "test_logs.py:7"


@pytest.mark.parametrize("text", [f"Invalid request from ip=1.2.3.4: {TOKEN}", f"GET /v/{TOKEN} %"])
def test_a_text_of_a_library_that_was_put_together_before_is_not_told(text):
    line = line_of("gunicorn.error", text)

    assert set(line) == {"time", "level", "event", "by"}


def test_of_an_error_its_kinds_and_places_are_told_and_never_its_text(world):
    try:
        try:
            world.links.read("KNR-verhaal")
        except KansmeterError as first:
            raise RuntimeError("KNR-naam") from first
    except RuntimeError:
        line = line_of("kansmeter.fault", "fault", exc_info=sys.exc_info())

    assert line["fault"] == ["RuntimeError", "InvalidLinkError"]
    assert line["at"][-1].startswith("test_logs.py:")
    assert "KNR" not in json.dumps(line)


@pytest.fixture
def stream(monkeypatch):
    """Give what a service writes on standard error, and leave the process as it was."""
    root = logging.getLogger()
    before = (root.handlers, root.level, logging.raiseExceptions)
    written = io.StringIO()
    for each, name in ((sys, "excepthook"), (log_lines.threading, "excepthook")):
        monkeypatch.setattr(each, name, getattr(each, name))
    yield written
    logging.captureWarnings(capture=False)
    root.handlers, (root.level, logging.raiseExceptions) = before[0], before[1:]


def lines(stream):
    return [json.loads(each) for each in stream.getvalue().splitlines()]


def test_a_request_is_told_by_its_route_and_never_by_its_address(world, stream):
    log_lines.start("info", stream)
    coach = world.signed_in()
    coach.get("/vandaag?zoek=Fenna")
    world.client().get(f"/v/{TOKEN}")
    world.client().open("/Fenna", method="GE\x1bT")
    world.client().get("/health/live")

    told = lines(stream)

    assert [(each["route"], each["status"]) for each in told[-3:]] == [
        ("coach.today", 200),
        ("respond.start", 404),
        ("none", 404),
    ]
    assert told[-1]["method"] == "other"
    for each in told:
        assert set(each) == {
            *("time", "level", "event", "route", "method", "status", "ms", "reference")
        }
        assert isinstance(each["ms"], int)
        assert each["time"].endswith("+00:00")
    assert len({each["reference"] for each in told}) == len(told)
    for word in ("Fenna", TOKEN, "zoek", "Marit", "vandaag"):
        assert word not in stream.getvalue()


def test_the_number_on_an_error_page_finds_both_lines(world, stream, monkeypatch):
    log_lines.start("warning", stream)

    def fall(**_):
        raise RuntimeError("KNR-verhaal")

    broken = public("falls in this test")(fall)
    monkeypatch.setitem(world.app.view_functions, "coach.today", broken)
    page = world.client().get("/vandaag")

    fault, request = lines(stream)
    assert (fault["event"], request["event"]) == ("fault", "request")
    assert fault["fault"] == ["RuntimeError"]
    assert fault["reference"] == request["reference"]
    assert fault["reference"] in page.text
    assert request["level"] == "error"


def test_of_libraries_only_warnings_are_written_even_at_the_finest_level(stream):
    log_lines.start("debug", stream)
    logging.getLogger("fontTools.subset").info("glyphs of %s", "Fenna")
    logging.getLogger("kansmeter.papers").debug("looks again")
    with warnings.catch_warnings():
        warnings.simplefilter("always")
        warnings.warn_explicit("KNR-verhaal", UserWarning, "x.py", 1)

    assert [each["event"] for each in lines(stream)] == ["papers", "py.warnings"]
    assert "KNR" not in stream.getvalue()


def test_the_log_of_the_server_goes_the_same_way(stream):
    log = logging.getLogger("gunicorn.error")
    own = logging.StreamHandler(stream)
    log.addHandler(own)
    log.propagate = False

    log_lines.start("info", stream)
    log.info("Booting worker with pid: %s", 12)

    (line,) = lines(stream)
    assert line["said"] == "Booting worker with pid: 12"


def test_a_thread_that_falls_is_told_without_what_it_said(stream):
    log_lines.start("info", stream)

    def fall():
        raise RuntimeError("KNR-verhaal")

    thread = log_lines.threading.Thread(target=fall)
    thread.start()
    thread.join()

    (line,) = lines(stream)
    assert line["fault"] == ["RuntimeError"]
    assert "KNR" not in stream.getvalue()


def test_a_library_that_tells_less_than_a_warning_is_recognised():
    record = logging.LogRecord("httpx", logging.INFO, __file__, 1, "x", (), None)
    assert OfOthersOnlyWarnings().filter(record) is False
