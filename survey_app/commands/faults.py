"""What may be told of an error that nobody foresaw: its kinds and places.

Its text never is: it may quote a row, a request, a name or an answer.
"""

from collections.abc import Iterator
from pathlib import Path
from traceback import walk_tb

TOP = Path(__file__).parents[2]


def kinds(error: BaseException) -> list[str]:
    """Return the kind of an error, and of those that led to it."""
    return [type(each).__name__ for each in _causes(error)]


def places(error: BaseException) -> list[str]:
    """Return the places of our own code that an error passed, and where it was raised."""
    return list(_places(error))


def _causes(error: BaseException) -> Iterator[BaseException]:
    seen: set[int] = set()
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        following = following.__cause__ or following.__context__


def _places(error: BaseException) -> Iterator[str]:
    frames = list(walk_tb(error.__traceback__))
    for number, (frame, line) in enumerate(frames, start=1):
        path = Path(frame.f_code.co_filename)
        if path.is_relative_to(TOP / "survey_app"):
            yield f"{path.relative_to(TOP)}:{line} {frame.f_code.co_name}"
        elif number == len(frames):
            yield f"{path.name}:{line} {frame.f_code.co_name}"
