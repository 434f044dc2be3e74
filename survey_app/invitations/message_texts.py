"""The words of mails and SMS: no child, no reason, no answer; who asks and how to check that.

A mail is Dutch, because the school stands behind it. Who reads another language first reads in it
what this is and that the page speaks it too. An SMS is Dutch only: it must be short.
"""

import html
import math
from dataclasses import dataclass

from survey_app.delivery.outcomes import Letter
from survey_app.dutch import minutes_in_words
from survey_app.frames import LANGUAGES, Words, counted, fill, words_in

HOW_IT_GOES = "hoe het gaat"
ABOUT_THE_ROLE = "hoe jij mijn werk op school ziet"
"""What the coach wishes to be told."""


@dataclass(frozen=True, slots=True)
class ByCode:
    """The other way to open a link: a short code, and the address where it is typed."""

    address: str
    code: str


@dataclass(frozen=True, slots=True)
class Envelope:
    """From whom to whom: the address with its id, the school, the coach and how to check it."""

    to: str
    reader: str
    school: str
    coach: str
    phone: str | None
    language: str

    @property
    def first_name(self) -> str:
        """What the coach is called."""
        return self.coach.split()[0]

    @property
    def words(self) -> Words | None:
        """The texts of the reader's own language, where that is not Dutch."""
        known = self.language in LANGUAGES and self.language != LANGUAGES[0]
        return words_in(self.language) if known else None


@dataclass(frozen=True, slots=True)
class Asking:
    """What is asked, how long it takes, and where; `lists` is how many there are to fill in."""

    envelope: Envelope
    minutes: float
    lists: int
    url: str
    is_reminder: bool
    by_code: ByCode | None
    wish: str = HOW_IT_GOES


def mail_letter(reference: str, asking: Asking) -> Letter:
    """Return the mail: the school sends it, one button, a number to check whether it is real."""
    time = minutes_in_words(asking.minutes)
    subject = f"Een paar korte vragen ({time})"
    by_code = asking.by_code
    other_way = (
        (f"Lukt de link niet? Ga naar {by_code.address} en vul deze code in: {by_code.code}.",)
        if by_code is not None
        else ()
    )
    return _mail(
        reference,
        asking.envelope,
        subject=f"Herinnering: {subject[0].lower()}{subject[1:]}"
        if asking.is_reminder
        else subject,
        opening=_opening(asking, time),
        button="Open de vragen",
        url=asking.url,
        other_way=other_way,
        own=_asked_in_own(asking),
    )


def sms_letter(reference: str, asking: Asking) -> Letter:
    """Return the SMS: as short as it can be, because most of it is the link."""
    what = "Herinnering: vragen van school" if asking.is_reminder else "Korte vragen van school"
    text = f"{what}, {minutes_in_words(asking.minutes)}: {asking.url}"
    return _sms(reference, asking.envelope, text)


def consent_mail(reference: str, envelope: Envelope, url: str) -> Letter:
    """Return the mail that asks to agree or not."""
    return _mail(
        reference,
        envelope,
        subject="Een vraag van school",
        opening="Ik vraag je om toestemming. Lees het rustig en kies zelf. "
        "Ja of nee, allebei is goed.",
        button="Lees en kies",
        url=url,
        own=_in_own(envelope, words.mail.asks_consent) if (words := envelope.words) else "",
    )


def consent_sms(reference: str, envelope: Envelope, url: str) -> Letter:
    """Return the SMS that asks to agree or not."""
    return _sms(reference, envelope, f"Vraag om toestemming van school: {url}")


def _asked_in_own(asking: Asking) -> str:
    words = asking.envelope.words
    if words is None:
        return ""
    count = max(1, math.ceil(round(asking.minutes, 2)))
    minutes = counted(words, words.start.minutes, count)
    return _in_own(asking.envelope, words.mail.asks, minutes=minutes)


def _in_own(envelope: Envelope, said: str, **given: str) -> str:
    """Return what comes first, in the language of the reader."""
    words = envelope.words
    named = fill(said, coach=envelope.first_name, school=envelope.school, **given)
    return f"{named} {words.mail.open}" if words is not None else ""


def _opening(asking: Asking, time: str) -> str:
    if asking.is_reminder:
        return (
            "Een paar dagen geleden vroeg ik je iets. Je antwoord heb ik nog niet. "
            f"Wil je het alsnog geven? Het kost ongeveer {time}."
        )
    if asking.lists > 1:
        return (
            f"Wil je mij vertellen {asking.wish}? Het zijn {asking.lists} korte vragenlijsten. "
            f"Samen kosten ze ongeveer {time}."
        )
    return f"Wil je mij vertellen {asking.wish}? Het kost ongeveer {time}."


def _mail(
    reference: str,
    envelope: Envelope,
    *,
    subject: str,
    opening: str,
    button: str,
    url: str,
    other_way: tuple[str, ...] = (),
    own: str = "",
) -> Letter:
    first = envelope.first_name
    before = ["Dag,", f"Ik ben {first}, kansencoach op {envelope.school}. {opening}"]
    after = [
        *other_way,
        "Je hebt geen account nodig. Je kiest zelf of je meedoet. Stoppen mag altijd.",
        "De link is alleen voor jou. Stuur deze mail niet door.",
        f"Twijfel je of deze mail echt is? Bel {first}: {envelope.phone}."
        if envelope.phone
        else f"Twijfel je of deze mail echt is? Vraag het dan op school aan {first}.",
        f"Groeten,\n{first}, {envelope.school}",
    ]
    return Letter(
        reference=reference,
        to=envelope.to,
        subject=subject,
        text="\n\n".join([*([own] if own else []), *before, url, *after]) + "\n",
        html=_page(subject, before, button, url, after, _own_paragraph(envelope, own)),
        sender_name=" ".join(envelope.school.split()),
        reader=envelope.reader,
    )


def _sms(reference: str, envelope: Envelope, text: str) -> Letter:
    return Letter(reference=reference, to=envelope.to, text=text, reader=envelope.reader)


_BODY = "margin:0;padding:24px;font:17px/1.5 system-ui,sans-serif;color:#221D26;background:#FFFFFF"
_COLUMN = "max-width:560px;overflow-wrap:anywhere"
_PILL = (
    "display:inline-block;padding:14px 30px;border-radius:28px;background:#6B3572;color:#FFFFFF;"
    "font-weight:bold;text-decoration:none"
)


def _page(title: str, before: list[str], button: str, url: str, after: list[str], own: str) -> str:
    """Return the same words as HTML; nothing in it comes from elsewhere, so nothing is measured."""
    address = html.escape(url)
    parts = [
        own,
        *(_paragraph(each) for each in before),
        f'<p><a href="{address}" style="{_PILL}">{button}</a></p>',
        f"<p>Werkt de knop niet? Kopieer dan deze link:<br>{address}</p>",
        *(_paragraph(each) for each in after),
    ]
    return (
        '<!doctype html><html lang="nl"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><title>'
        f"{html.escape(title)}</title></head>"
        f'<body style="{_BODY}"><div style="{_COLUMN}">{"".join(parts)}</div>'
        "</body></html>"
    )


def _paragraph(text: str) -> str:
    return "<p>" + html.escape(text).replace("\n", "<br>") + "</p>"


def _own_paragraph(envelope: Envelope, own: str) -> str:
    words = envelope.words
    if words is None or not own:
        return ""
    return f'<p lang="{words.language}" dir="{words.direction}">{html.escape(own)}</p>'
