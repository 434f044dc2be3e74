"""Files of ways of working come in, frozen values go out: by which principles a network works.

A way has a version and so has each of its principles: the words of a version that was used never
change. `way_of` reads a way that comes with Kansmeter, `read_way` any file, `check_ways` names
every fault with its place, `step_fault` what a next version may not do.
"""

from survey_app.definitions.ways.reading import (
    STANDARD,
    check_ways,
    read_way,
    way_of,
    ways_folder,
)
from survey_app.definitions.ways.values import Principle, WayOfWorking, step_fault

__all__ = [
    "STANDARD",
    "Principle",
    "WayOfWorking",
    "check_ways",
    "read_way",
    "step_fault",
    "way_of",
    "ways_folder",
]
