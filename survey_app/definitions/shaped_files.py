"""Files that have one shape and no cache: measurement plans and ways of working."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from survey_app.definitions.faults import Fault
from survey_app.definitions.loading import MOST_BYTES, state_of
from survey_app.definitions.nodes import MOST_FAULTS, Source, Step
from survey_app.definitions.shape import Shape
from survey_app.definitions.shaping import read_shape

AnyShape = TypeVar("AnyShape", bound=Shape)
Value = TypeVar("Value")
NoteFault = Callable[[tuple[Step, ...], str], None]


def read_shaped(
    path: Path, model: type[AnyShape], build: Callable[[AnyShape, NoteFault], Value]
) -> tuple[Value | None, list[Fault]]:
    """Read a file into its value.

    Parameters
    ----------
    path : Path
        The file.
    model : type
        The shape of the whole file.
    build : callable
        Makes the value of the shape, and notes what is wrong as (path, message).

    Returns
    -------
    tuple
        The value, or None when there is none, and every fault with its place.
    """
    if state_of(path) is None:
        return None, [Fault(str(path), 1, 1, "there is no such file that can be read")]
    with open(path, "rb") as file:
        source = Source(str(path), file.read(MOST_BYTES + 1))
    value = None
    if source.root is not None:
        shape, faults = read_shape(model, source.root.plain())
        for inside, of_key, message in faults:
            source.fault(source.place(inside, of_key=of_key), message)
        if shape is not None:
            value = build(shape, lambda where, message: source.fault(source.place(where), message))
    return value, source.faults[:MOST_FAULTS]
