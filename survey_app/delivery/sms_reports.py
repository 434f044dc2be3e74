"""Reading what the SMS gateway reports: only what it signed, under the names it uses.

A provider signs the body (HMAC-SHA256) or sends a bearer token; both by the same key, which nobody
else has.
"""

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Final

from survey_app.delivery.reports import Report

REPORT_FIELDS: Final = ("reference", "status")
WORDS: Final = {
    **dict.fromkeys(("delivered", "delivrd", "read"), Report.ARRIVED),
    **dict.fromkeys(
        ("bounced", "deleted", "expired", "failed", "rejectd", "rejected", "undeliv"),
        Report.BOUNCED,
    ),
    **dict.fromkeys(("undeliverable", "undelivered", "not_delivered"), Report.BOUNCED),
}
"""The words of providers, those of SMPP 3.4 (5.2.28) among them; another word is no end yet."""
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class SmsReports:
    """The keys of the gateway's reports, and its names for our reference and for the status."""

    keys: tuple[str, ...] = field(repr=False)
    fields: tuple[str, str] = REPORT_FIELDS

    def are_genuine(self, body: bytes, signature: str, authorization: str) -> bool:
        """Tell whether a body was signed, or came with the token; every key is tried in full."""
        signed = signature.strip().lower().removeprefix("sha256=").encode("utf-8", "replace")
        bearer = authorization.removeprefix("Bearer ").strip().encode("utf-8", "replace")
        found = [
            hmac.compare_digest(hmac.new(key.encode(), body, sha256).hexdigest().encode(), signed)
            | hmac.compare_digest(key.encode(), bearer)
            for key in self.keys
        ]
        return any(found)

    def read(self, given: Mapping[str, object]) -> tuple[str, Report] | None:
        """Return which message a report is about and how it ended; None when it tells no end."""
        reference, status = (str(given.get(name, "")).strip() for name in self.fields)
        report = WORDS.get(status.lower())
        if report is None or not _ID.fullmatch(reference):
            return None
        return reference, report


def read_report_fields(names: str) -> tuple[str, str]:
    """Return the gateway's names for reference and status in a report, or raise ValueError."""
    match [each.strip() for each in names.split(",")]:
        case [reference, status] if reference and status:
            return reference, status
    raise ValueError("must be 2 names: of the reference and of the status")
