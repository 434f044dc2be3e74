"""Everything that is made with the secret keys, in one place, so that a rotation forgets nothing.

Each use has a key of its own, derived from each secret (`sealing.derive_key`), or a salt of its own
(`invitations.links.Purpose`). A test holds this list against the code.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class KeyUse:
    """One use of the secret keys: what it makes, and what becomes of that when a key is retired.

    `purpose` is what the key is derived for, or the salt.
    """

    purpose: str
    makes: str
    when_retired: str


KEY_USES: Final = (
    KeyUse(
        "sealed text",
        "names, addresses and written words in the database",
        "rotate-keys seals them again; what it did not reach stays closed for good",
    ),
    KeyUse(
        "find sealed text",
        "fingerprints by which an address, or a code on paper to sign in with, is found",
        "rotate-keys makes those of addresses again, those of who asked for a link are gone after "
        "a day; codes on paper open nothing: their owner makes new ones at /account/veilig",
    ),
    KeyUse(
        "short code",
        "codes on paper, their hashes, and the names under which wrong ones are counted",
        "its codes open nothing; the next time one is shown it is a new one",
    ),
    KeyUse(
        "audit trail",
        "the marks of the lines of the trail, and of its anchors",
        "lines of its time cannot be checked any more: keep it outside the service to do so",
    ),
    KeyUse(
        "known device",
        "the cookie by which a browser is known on which somebody signed in before",
        "the browser is a new one: under attack its owner waits like anybody else",
    ),
    KeyUse(
        "erasure list",
        "the marks of the lines of the erasure list",
        "the list is marked again at the first start with the new key in front of it",
    ),
    KeyUse(
        "session cookie",
        "the cookie by which a browser is known that answers, and its form fields against forgery",
        "a browser cannot correct any more what it sent; saved pages are in the database and stay",
    ),
    KeyUse(
        "school sign-in",
        "what binds the way to a school's identity provider to the way back",
        "who is on the way there begins anew; linked accounts stay",
    ),
    KeyUse(
        "sms reports",
        "the key of the SMS gateway's reports, unless it has one of its own",
        "reports of a gateway that still signs with it are not read",
    ),
    KeyUse(
        "export pseudonyms",
        "the names of children and answers in exports, made with the newest key only",
        "the next export has other names: it cannot be laid beside an earlier one",
    ),
    KeyUse(
        "kansmeter answer link 1",
        "a link to one list",
        "the page tells how to get a new one: /nieuwe-link",
    ),
    KeyUse(
        "kansmeter round link 1",
        "a link to the lists about several children",
        "the page tells how to get a new one: /nieuwe-link",
    ),
    KeyUse(
        "kansmeter consent link 1",
        "a link to agree, and to take that back",
        "the coach sends a new one",
    ),
    KeyUse(
        "kansmeter nominate link 1",
        "a teacher's link to put a child forward",
        "the coach gives a new one",
    ),
    KeyUse(
        "kansmeter credential link 1",
        "a link to set a password, for 24 hours",
        "'survey-app user link' makes a new one",
    ),
)
