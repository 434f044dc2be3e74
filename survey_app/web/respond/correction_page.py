"""Preparing the pages on which somebody corrects what was sent, from those of a first sheet."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import url_for

from survey_app.answering.correcting import CORRECTABLE_FOR, is_correctable
from survey_app.answering.sheets import Sheet
from survey_app.clock import LOCAL
from survey_app.frames import day, fill
from survey_app.web.respond import wording
from survey_app.web.respond.framing import notice
from survey_app.web.respond.pages import ChangeOffer, NoticePage, QuestionPage, ThanksPage
from survey_app.web.respond.question_page import question_page


def offered(
    page: ThanksPage, sheet: Sheet, token: str, browser: str | None, now: datetime
) -> ThanksPage:
    """Return the thanks with a button to change the answers, where this browser may."""
    words = wording.words_of(sheet)
    texts, is_begun = words.correcting, sheet.started_at is not None
    thanks = replace(page, heading=texts.done) if sheet.corrections else page
    if sheet.sent_at is None or not is_correctable(sheet, browser, now):
        return thanks
    until = (sheet.sent_at + CORRECTABLE_FOR).astimezone(LOCAL)
    time = f"{until.hour}.{until.minute:02d}"
    return replace(
        thanks,
        heading=texts.heading if is_begun else thanks.heading,
        closing=words.stopped.kept if is_begun else thanks.closing,
        change=ChangeOffer(
            action=url_for("respond.begin_change", token=token),
            label=words.stopped.go_on if is_begun else texts.offer,
            hint=f"{fill(texts.until, day=day(words, until.date()), time=time)} "
            f"{wording.say(texts.seen, sheet)}",
        ),
    )


def change_page(
    sheet: Sheet, token: str, number: int, browser: str | None, **given: Any
) -> QuestionPage:
    """Return a page of questions with the answers that count, or what was made of them since."""
    page = question_page(sheet, token, number, browser, **given)
    texts, nth = wording.words_of(sheet).correcting, sheet.corrections + 1
    back = sheet.previous_number(number, browser)
    return replace(
        page,
        # The page that offers languages is for who has not sent anything yet.
        frame=replace(page.frame, language_url=None),
        note=texts.heading,
        action=url_for("respond.save_change", token=token, nth=nth, number=number),
        back_url=url_for("respond.change", token=token, nth=nth, number=back)
        if back
        else url_for("respond.thanks", token=token),
        forward_label=texts.send if number == sheet.last_number else page.forward_label,
        look_over_label=None,
    )


def too_late_page(sheet: Sheet, token: str) -> NoticePage:
    """Return what somebody hears who sent the answers and can no longer change them."""
    words = wording.words_of(sheet)
    said = wording.say(words.correcting.too_late, sheet)
    return notice(sheet, token, "already", words.not_open.already, said)


def not_sent_page(sheet: Sheet, token: str, typed: tuple[str, ...]) -> NoticePage:
    """Return that a change cannot be sent from here any more, with the words that were typed."""
    texts = wording.words_of(sheet).correcting
    said = wording.say(texts.not_sent_hint, sheet)
    return notice(sheet, token, "not-sent", texts.not_sent, said, *typed)
