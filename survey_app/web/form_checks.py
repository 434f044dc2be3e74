"""What the forms of all pages share: how long a text may be, and how a number is typed."""

from typing import Any

from wtforms import IntegerField
from wtforms.validators import Length


def at_most(longest: int) -> Length:
    """Refuse a text with more characters than this, and say how many it may have."""
    return Length(max=longest, message="Houd het bij %(max)d tekens.")


class DigitsField(IntegerField):
    """A whole number as somebody types it: so many plain digits, or `problem` is said."""

    def __init__(self, *given: Any, digits: int, problem: str, **options: Any) -> None:
        keys = {"inputmode": "numeric", "maxlength": digits}
        super().__init__(*given, render_kw=keys, **options)
        self._digits, self._problem = digits, problem

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read plain digits, or say how to write the number."""
        typed = valuelist[0].strip() if valuelist else ""
        if not (typed.isascii() and typed.isdigit() and len(typed) <= self._digits):
            raise ValueError(self._problem)
        self.data = int(typed)
