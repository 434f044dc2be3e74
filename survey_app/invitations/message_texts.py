"""The words of mails and SMS: no child, no reason, no answer; who asks and how to check that.

Other languages wait for native reviewers, as those of the questionnaires do.
"""

import html
from dataclasses import dataclass

from survey_app.delivery.outcomes import Letter
from survey_app.dutch import minutes_in_words

NOTES_IN_OTHER_LANGUAGES = {
    "en": "These questions are in Dutch. You can ask the school to go through them with you."
}


HOW_IT_GOES = "hoe het gaat"
ABOUT_THE_ROLE = "hoe jij mijn werk op school ziet"
"""What the coach wishes to be told."""


@dataclass(frozen=True, slots=True)
class ByCode:
    """The other way to open a link: a short code, and the address where it is typed."""

    address: str
    code: str


@dataclass(frozen=True, slots=True)
class Asking:
    """Who asks whom, how much, and where; `lists` is how many there are to fill in."""

    to: str
    reader: str
    school: str
    coach: str
    phone: str | None
    minutes: float
    lists: int
    url: str
    language: str
    is_reminder: bool
    by_code: ByCode | None
    wish: str = HOW_IT_GOES


def mail_letter(message_id: str, asking: Asking) -> Letter:
    """Return the mail: the school sends it, one button, a number to check whether it is real."""
    time = minutes_in_words(asking.minutes)
    subject = f"Een paar korte vragen ({time})"
    before, after = _paragraphs(asking, time)
    note = NOTES_IN_OTHER_LANGUAGES.get(asking.language)
    return Letter(
        message_id=message_id,
        to=asking.to,
        subject=f"Herinnering: {subject[0].lower()}{subject[1:]}"
        if asking.is_reminder
        else subject,
        text="\n\n".join([*before, asking.url, *after, *([note] if note else [])]) + "\n",
        html=_page(before, asking.url, after, note),
        sender_name=" ".join(asking.school.split()),
        reader=asking.reader,
    )


def sms_letter(message_id: str, asking: Asking) -> Letter:
    """Return the SMS: as short as it can be, because most of it is the link."""
    what = "Herinnering: vragen van school" if asking.is_reminder else "Korte vragen van school"
    return Letter(
        message_id=message_id,
        to=asking.to,
        text=f"{what}, {minutes_in_words(asking.minutes)}: {asking.url}",
        reader=asking.reader,
    )


def _paragraphs(asking: Asking, time: str) -> tuple[list[str], list[str]]:
    first = asking.coach.split()[0]
    if asking.is_reminder:
        opening = (
            "Een paar dagen geleden vroeg ik je iets. Je antwoord heb ik nog niet. "
            f"Wil je het alsnog geven? Het kost ongeveer {time}."
        )
    elif asking.lists > 1:
        opening = (
            f"Wil je mij vertellen {asking.wish}? Het zijn {asking.lists} korte vragenlijsten. "
            f"Samen kosten ze ongeveer {time}."
        )
    else:
        opening = f"Wil je mij vertellen {asking.wish}? Het kost ongeveer {time}."
    check = (
        f"Twijfel je of deze mail echt is? Bel {first}: {asking.phone}."
        if asking.phone
        else f"Twijfel je of deze mail echt is? Vraag het dan op school aan {first}."
    )
    by_code = asking.by_code
    other_way = (
        [f"Lukt de link niet? Ga naar {by_code.address} en vul deze code in: {by_code.code}."]
        if by_code is not None
        else []
    )
    return (
        ["Dag,", f"Ik ben {first}, kansencoach op {asking.school}. {opening}"],
        [
            *other_way,
            "Je hebt geen account nodig. Je kiest zelf of je meedoet. Stoppen mag altijd.",
            "De link is alleen voor jou. Stuur deze mail niet door.",
            check,
            f"Groeten,\n{first}, {asking.school}",
        ],
    )


_BODY = "margin:0;padding:24px;font:17px/1.5 system-ui,sans-serif;color:#221D26;background:#FFFFFF"
_COLUMN = "max-width:560px;overflow-wrap:anywhere"
_PILL = (
    "display:inline-block;padding:14px 30px;border-radius:28px;background:#6B3572;color:#FFFFFF;"
    "font-weight:bold;text-decoration:none"
)


def _page(before: list[str], url: str, after: list[str], note: str | None) -> str:
    """Return the same words as HTML; nothing in it comes from elsewhere, so nothing is measured."""
    address = html.escape(url)
    parts = [
        *(_paragraph(each) for each in before),
        f'<p><a href="{address}" style="{_PILL}">Open de vragen</a></p>',
        f"<p>Werkt de knop niet? Kopieer dan deze link:<br>{address}</p>",
        *(_paragraph(each) for each in after),
        *([f'<p lang="en">{html.escape(note)}</p>'] if note else []),
    ]
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>Een paar korte vragen</title>'
        f'</head><body style="{_BODY}"><div style="{_COLUMN}">{"".join(parts)}</div>'
        "</body></html>"
    )


def _paragraph(text: str) -> str:
    return "<p>" + html.escape(text).replace("\n", "<br>") + "</p>"
