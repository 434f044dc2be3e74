"""A sender that only remembers, for tests and for trying out."""

from collections.abc import Callable

from survey_app.delivery.outcomes import Accepted, Letter, Outcome, Withheld


class RememberingSender:
    """Takes every letter and keeps it."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []

    def hand_over(self, letter: Letter, may_go: Callable[[], bool]) -> Outcome:
        """Keep a letter that may go."""
        if not may_go():
            return Withheld()
        self.letters.append(letter)
        return Accepted()

    def close(self) -> None:
        """Keep nothing open."""
