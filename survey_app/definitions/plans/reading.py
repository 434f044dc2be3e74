"""Finding and reading plan files with all checks, faults with their places."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from survey_app.definitions.faults import DefinitionError, Fault
from survey_app.definitions.loading import SUFFIXES, shipped, shipped_folder
from survey_app.definitions.plans.values import MeasurementPlan
from survey_app.definitions.texts import UnknownKeyError
from survey_app.definitions.values import Questionnaire

STANDARD: Final = "standaard"
"""The plan of a traject for which no other was chosen."""


def plans_folder() -> Path:
    """Return the folder of the plans that come with Kansmeter."""
    return shipped_folder() / "plannen"


def plan_of(key: str) -> MeasurementPlan:
    """Return a plan that comes with Kansmeter.

    Raises
    ------
    UnknownKeyError
        There is none with this key.
    """
    for plan in shipped_plans():
        if plan.key == key:
            return plan
    known = ", ".join(each.key for each in shipped_plans())
    raise UnknownKeyError(f"There is no plan {key!r}; there are: {known}.")


@lru_cache(maxsize=1)
def shipped_plans() -> tuple[MeasurementPlan, ...]:
    """Return the plans that come with Kansmeter, in the order of their keys; read once."""
    return tuple(read_plan(path) for path in sorted(plans_folder().glob("*.yaml")))


def read_plan(path: Path, lists: Iterable[Questionnaire] | None = None) -> MeasurementPlan:
    """Read one plan.

    Parameters
    ----------
    path : Path
        The file.
    lists : iterable of Questionnaire, optional
        What can be asked; without it, what comes with Kansmeter.

    Raises
    ------
    DefinitionError
        With every fault of the file.
    """
    plan, faults = _read(path, {each.key: each for each in (shipped() if lists is None else lists)})
    if plan is None or faults:
        raise DefinitionError(faults)
    return plan


def check_plans(paths: Iterable[Path] = ()) -> list[Fault]:
    """Return every fault in these files and folders; without any, in the shipped plans."""
    lists = {each.key: each for each in shipped()}
    files: list[Path] = []
    for path in list(paths) or [plans_folder()]:
        inside = sorted(path.iterdir()) if path.is_dir() else [path]
        files += [each for each in inside if not path.is_dir() or each.suffix in SUFFIXES]
    return sorted({fault for file in files for fault in _read(file, lists)[1]})


def _read(
    path: Path, lists: Mapping[str, Questionnaire]
) -> tuple[MeasurementPlan | None, list[Fault]]:
    # The YAML reader is imported where a plan is read: a page that answers reads none.
    from survey_app.definitions.plans.building import build_plan
    from survey_app.definitions.plans.shape import PlanShape
    from survey_app.definitions.shaped_files import read_shaped

    return read_shaped(path, PlanShape, lambda shape, fault: build_plan(shape, lists, fault))
