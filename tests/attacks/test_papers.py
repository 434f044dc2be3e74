"""What is typed on a paper is text on it, on the screen and in the PDF (AC-055, 056, 059)."""

import re
from datetime import date
from html import unescape
from types import SimpleNamespace

import pytest

from survey_app.definitions import load
from survey_app.frames import words_in
from survey_app.papers.child_steps import child_steps
from survey_app.papers.kinds import Kind
from survey_app.papers.press import Print, press
from survey_app.papers.rendering import body_of, print_of
from survey_app.papers.report import PARTS, report_paper
from survey_app.papers.talk_sheet import talk_sheet
from survey_app.reports.traject import TrajectReport
from survey_app.trajects.goal_lines import GoalLine
from tests.attacks.test_injection import PAYLOADS, assert_literal
from tests.papers.reading_pdf import Tagged

pytestmark = pytest.mark.one_database

TODAY = date(2026, 11, 2)


def goal_of(words):
    return GoalLine(
        id="",
        number=1,
        owner_id="",
        owner_role="child",
        owner_number=1,
        owner_label=words,
        words=words,
        area="contact",
        method="steps",
        start_step=3,
        good_enough=7,
        words_for_ten=None,
        levels=(),
        status="dropped",
        reason=words,
        set_on=TODAY,
        review_on=TODAY,
        ended_on=TODAY,
        history=(),
        ratings=(),
    )


def papers(text):
    """Return every kind of paper with this text wherever somebody can type."""
    for language in ("nl", "ar"):
        yield (
            Kind.TALK,
            talk_sheet(
                words_in(language),
                child=text,
                school=text,
                on=TODAY,
                agreed=text,
                goals=[goal_of(text)],
                people=[("", "child", 1)],
                shown=(),
                read=load,
            ),
        )
    yield (
        Kind.STEPS,
        child_steps(
            child=text,
            coach=text,
            goals=[goal_of(text)],
            wish="",
            said=text,
            own=(),
            read=load,
        ),
    )
    yield (
        Kind.REPORT,
        report_paper(
            child=text,
            group=text,
            school=text,
            coach=text,
            started_on=TODAY,
            ended_on=None,
            texts=dict.fromkeys(PARTS, text),
            goals=[goal_of(text)],
            found=TrajectReport((), (), None),
            today=TODAY,
        ),
    )


def test_ac_055_056_every_text_is_shown_as_typed_on_every_paper():
    for payload in PAYLOADS:
        for kind, paper in papers(payload):
            html = body_of(kind, paper)
            page = SimpleNamespace(status_code=200, text=str(html))
            assert_literal(page, payload, kind)
            assert unescape(html).count(payload) >= 4, (kind, payload)


def test_ac_059_every_text_is_in_the_pdf_as_typed_and_nothing_can_be_clicked():
    every = "\n".join(PAYLOADS)

    for kind, paper in list(papers(every))[2:]:
        first, *_ = print_of(kind, paper, "Blad").pages
        pdf = Tagged(press(Print((first,), fits=99)))

        read = re.sub(r"\s", "", pdf.text)
        for payload in PAYLOADS:
            assert re.sub(r"\s", "", payload) in read, (kind, payload)
        assert not any("/Annots" in page for page in pdf.reader.pages)
        assert not {"/OpenAction", "/AA", "/AcroForm"} & set(pdf.root)
        assert not {"/JavaScript", "/EmbeddedFiles"} & set(pdf.root.get("/Names", {}))


def test_ac_076_what_turns_the_direction_or_does_not_print_is_left_out():
    for kind, paper in papers("Jan\u202egnirts\x00\x1b\u2066 e\u0301" + "\u0301" * 1000):
        html = body_of(kind, paper)
        assert not re.search("[\u202a-\u202e\u2066\x00\x1b]", html.replace("\u2068", ""))
        assert "Jangnirts" in html
