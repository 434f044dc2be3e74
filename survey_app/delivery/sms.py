"""Handing SMS over to a gateway: one HTTP POST with JSON, as Dutch providers have it."""

from collections.abc import Callable
from typing import Final

import httpx

from survey_app.delivery.outcomes import (
    Accepted,
    Letter,
    NotNow,
    Outcome,
    Refused,
    Unknown,
    Withheld,
)
from survey_app.delivery.sms_gateway import SmsGateway
from survey_app.delivery.sms_text import plain

BUSY: Final = frozenset({408, 425, 429, 500, 503})
OURS: Final = frozenset({401, 402, 403, 404, 405, 407})
"""The gateway does not know us or this address: for the operator, and not about one number."""
IN_BETWEEN: Final = frozenset({502, 504})
"""Something before the gateway lost its answer: it may have taken the message."""


class SmsSender:
    """Hands letters over to the gateway of the settings."""

    def __init__(self, gateway: SmsGateway, patience: float) -> None:
        self._gateway = gateway
        headers = {"Authorization": f"Bearer {gateway.token}"} if gateway.token else {}
        self._client = httpx.Client(
            timeout=patience, headers=headers, follow_redirects=False, trust_env=False
        )

    def hand_over(self, letter: Letter, may_go: Callable[[], bool]) -> Outcome:
        """Hand one SMS over; see `Sender`.

        A gateway that knows idempotency keys folds two of the same message itself.
        """
        names = self._gateway.fields
        values = (letter.to, self._gateway.sender, plain(letter.text), letter.reference)
        request = self._client.build_request(
            "POST",
            self._gateway.url,
            json=dict(zip(names, values, strict=True)),
            headers={"Idempotency-Key": letter.reference},
        )
        if not may_go():
            return Withheld()
        try:
            answer = self._client.send(request)
        except (httpx.ConnectError, httpx.ConnectTimeout):
            return NotNow("no SMS gateway", unreachable=True)
        except httpx.HTTPError:
            return Unknown("no answer to the SMS")
        return _meaning(answer.status_code)

    def close(self) -> None:
        """Hang up."""
        self._client.close()


def _meaning(status: int) -> Outcome:
    if 200 <= status < 300:
        return Accepted()
    if status in BUSY:
        return NotNow(f"gateway said {status}")
    if status in OURS or 300 <= status < 400:
        return NotNow(f"gateway said {status}", unreachable=True)
    if status in IN_BETWEEN:
        return Unknown(f"gateway said {status}")
    if 400 <= status < 500:
        return Refused(f"refused with {status}", address=True)
    return NotNow(f"gateway said {status}")
