"""Mail to the owner of an account: a link to choose a password, or what happened to the account.

It names nobody but its reader and says nothing of a child. A line of the outbox holds no address
and no link; both are looked up when the mail goes, so a link that was replaced brings nothing. It
goes at any hour: the reader just asked for it, or must hear of it at once. Whoever tells of more
adds a `Kind` and its `Text`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final

from sqlalchemy.orm import Session

from survey_app.accounts.mail_models import AccountMessage
from survey_app.accounts.models import CredentialLink, Person
from survey_app.clock import LOCAL
from survey_app.delivery import outbox
from survey_app.delivery.models import OutboxMessage
from survey_app.delivery.outcomes import Composed, Dropped, Letter
from survey_app.dutch import day_in_words
from survey_app.storage import new_id

_KEY: Final = "account "
FORGOTTEN: Final = "/wachtwoord-vergeten"
"""Where somebody asks for a link."""


class Kind(StrEnum):
    """What a mail about an account tells."""

    INVITATION = "invitation"
    RESET = "reset"
    PASSWORD_CHANGED = "password changed"  # noqa: S105  # what happened, no password
    SIGN_IN_CHANGED = "sign-in changed"
    STOOD_IN_FOR = "stood in for"
    ONE_MORE_DECIDES = "one more decides"


@dataclass(frozen=True, slots=True)
class Text:
    """The words of one kind: `{link}`, `{when}`, `{site}` and `{forgotten}` are filled in."""

    subject: str
    paragraphs: tuple[str, ...]


_NOT_YOU: Final = "Heb je dit niet gevraagd? Dan hoef je niets te doen."
_ALONE: Final = "De link is alleen voor jou. Stuur deze mail niet door."
TEXTS: Final = {
    Kind.INVITATION: Text(
        "Kies je wachtwoord voor Kansmeter",
        (
            "Je hebt een account gekregen voor Kansmeter. Kies hier je wachtwoord:",
            "{link}",
            "De link werkt een dag, en maar een keer. Is hij verlopen? "
            "Vraag dan een nieuwe aan op {forgotten}.",
            _ALONE,
        ),
    ),
    Kind.RESET: Text(
        "Kies een nieuw wachtwoord",
        (
            "Je wilt een nieuw wachtwoord voor Kansmeter. Kies het hier:",
            "{link}",
            "De link werkt een uur, en maar een keer.",
            f"{_NOT_YOU} Je oude wachtwoord blijft werken.",
            _ALONE,
        ),
    ),
    Kind.PASSWORD_CHANGED: Text(
        "Je wachtwoord is veranderd",
        (
            "Je wachtwoord van Kansmeter is veranderd: {when}.",
            "Deed je dit zelf? Dan hoef je niets te doen.",
            "Was jij het niet? Vraag dan meteen een nieuw wachtwoord aan op {forgotten} "
            "en bel de beheerder.",
        ),
    ),
    Kind.SIGN_IN_CHANGED: Text(
        "Er is iets veranderd aan je inloggen",
        (
            "Er is iets veranderd aan hoe je inlogt bij Kansmeter: {when}.",
            "Deed je dit zelf? Dan hoef je niets te doen.",
            "Was jij het niet? Vraag dan meteen een nieuw wachtwoord aan op {forgotten} "
            "en bel de beheerder.",
        ),
    ),
    Kind.ONE_MORE_DECIDES: Text(
        "Er is iemand bij die mag goedkeuren in Kansmeter",
        (
            "Iemand kreeg het recht om goed te keuren wat 2 mensen moeten willen: {when}.",
            "Wie het is, zie je in Kansmeter bij Mensen of vraag je aan een beheerder.",
            "Wist je dit? Dan hoef je niets te doen. "
            "Wist je het niet? Bel dan meteen een andere beheerder.",
        ),
    ),
    Kind.STOOD_IN_FOR: Text(
        "Iemand mag jou vervangen in Kansmeter",
        (
            "Iemand kreeg het recht om jou te vervangen: {when}.",
            "Een vervanger ziet jouw trajecten en werkt erin. "
            "Wie er keek, zie je bij elk traject op Wie keek hier?",
            "Wist je dit? Dan hoef je niets te doen. "
            "Wist je het niet? Bel dan meteen de directeur van je school.",
        ),
    ),
}


def put(
    session: Session, person: Person, kind: Kind, now: datetime, link_id: str | None = None
) -> None:
    """Put a mail to the owner of an account in the outbox, in the caller's transaction."""
    message = outbox.put(
        session,
        organisation_id=person.organisation_id,
        key=f"{_KEY}{new_id()}",
        channel="mail",
        due_at=now,
        now=now,
        at_any_hour=True,
    )
    session.flush()
    session.add(
        AccountMessage(
            message_id=message.id,
            organisation_id=person.organisation_id,
            person_id=person.id,
            kind=kind,
            link_id=link_id,
        )
    )
    session.flush()


def is_about_account(message: OutboxMessage) -> bool:
    """Tell whether a message of the outbox is one to the owner of an account."""
    return message.key.startswith(_KEY)


@dataclass(frozen=True, slots=True)
class Letters:
    """Composes mail about accounts; `link_url` makes the address of a one-time link."""

    base_url: str
    link_url: Callable[[str], str]
    is_open: Callable[[CredentialLink, datetime], bool]

    def compose(self, session: Session, message: OutboxMessage, now: datetime) -> Composed:
        """Return the letter, or why it does not go: the account or the link is over."""
        about = session.get(AccountMessage, message.id)
        person = session.get(Person, about.person_id) if about else None
        if about is None or person is None or not person.active:
            return Dropped("account is over")
        link = session.get(CredentialLink, about.link_id) if about.link_id else None
        if about.link_id and (link is None or not self.is_open(link, now)):
            return Dropped("link is over")
        made = message.made_at.astimezone(LOCAL)
        text = TEXTS[Kind(about.kind)]
        filled = [
            each.format(
                link=self.link_url(link.id) if link else "",
                when=f"{day_in_words(made.date())} om {made:%H.%M} uur",
                site=self.base_url,
                forgotten=f"{self.base_url}{FORGOTTEN}",
            )
            for each in text.paragraphs
        ]
        return Letter(
            reference=message.reference,
            to=person.email,
            subject=text.subject,
            text="\n\n".join([f"Dag {person.name.split()[0]},", *filled, "Groeten,\nKansmeter"])
            + "\n",
            sender_name="Kansmeter",
            reader=person.id,
        )
