"""A phone with an app that makes codes, as somebody holds it beside the screen."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pyotp


class Phone:
    """An app with one key; its clock is that of the test."""

    def __init__(self, seed: str, clock: Callable[[], datetime]) -> None:
        self.app = pyotp.TOTP(seed.replace(" ", ""))
        self.clock = clock

    def code(self, *, steps: int = 0) -> str:
        """Return the code of now, or of some half minutes later or earlier."""
        return self.app.at(self.clock() + timedelta(seconds=30 * steps))

    def wrong(self) -> str:
        """Return six digits that are no code of now or near it."""
        near = {self.code(steps=steps) for steps in range(-3, 4)}
        return next(code for code in map(str, range(918273, 918283)) if code not in near)
