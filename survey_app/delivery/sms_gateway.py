"""The SMS gateway of the settings.

Which names a provider gives to its fields is a setting: whoever takes a POST with JSON, a number as
+316… and a reference of our own can be used without new code.
"""

from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from survey_app.delivery.mail_server import LOOPBACK

FIELDS: Final = ("to", "from", "text", "reference")
LONGEST_SENDER: Final = 11
"""Signs of a sender that is a word (3GPP TS 23.040, 9.1.2.5)."""


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """Where SMS are handed over, as whom, and under which names."""

    url: str
    token: str | None = field(default=None, repr=False)
    sender: str = "Kansmeter"
    fields: tuple[str, str, str, str] = FIELDS


def read_gateway_url(url: str) -> str:
    """Return the address of a gateway, or raise ValueError that says what it must be."""
    parts = urlsplit(url)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or not (local or parts.scheme == "https"):
        raise ValueError("must be https://HOST/PATH of the gateway")
    return url


def read_fields(names: str) -> tuple[str, str, str, str]:
    """Return the gateway's names for number, sender, text and reference, or raise ValueError."""
    match [each.strip() for each in names.split(",")]:
        case [to, sender, text, reference] if all((to, sender, text, reference)):
            return to, sender, text, reference
    raise ValueError("must be 4 names: of the number, the sender, the text and the reference")
