"""Named sets of options at the top, and options written at an item."""

from survey_app.definitions.building.desk import Desk, Path
from survey_app.definitions.shape import OptionShape
from survey_app.definitions.values import Option

OptionsAt = tuple[Path, tuple[Option, ...] | None]


class OptionSets:
    """The sets of one file, each with the path where it stands."""

    def __init__(self, desk: Desk, content: dict[str, object]) -> None:
        self._desk = desk
        self._sets: dict[str, OptionsAt] = {}
        self._used: set[str] = set()
        sets = content.get("options", {})
        if not isinstance(sets, dict):
            desk.fault(("options",), "write a block with one named list of options each")
            return
        for name, options in sets.items():
            path = ("options", name)
            if isinstance(options, list):
                self._sets[name] = (path, self._read(options, path))
            else:
                self._sets[name] = (path, None)
                desk.fault(path, "write a list of options here")

    def of(self, given: object, path: Path) -> OptionsAt:
        """Return where the options of an item stand, and the options when they can be read."""
        if isinstance(given, list):
            return path, self._read(given, path)
        if isinstance(given, str) and given in self._sets:
            self._used.add(given)
            return self._sets[given]
        if isinstance(given, str):
            known = ", ".join(self._sets) or "none"
            self._desk.fault(path, f"there are no options {given!r} at the top; there are: {known}")
        else:
            self._desk.fault(path, "write the name of options at the top, or a list of options")
        return path, None

    def check_all_used(self) -> None:
        """Note the sets that no item uses."""
        for name in self._sets.keys() - self._used:
            path = ("options", name)
            self._desk.fault(path, "no item uses these options; remove them", of_key=True)

    def _read(self, given: list[object], path: Path) -> tuple[Option, ...] | None:
        """Read options; None when one of them cannot be read."""
        desk = self._desk
        options: list[Option] = []
        for number, content in enumerate(given):
            where = (*path, number)
            shape = desk.shape(OptionShape, content, where)
            if shape is None:
                continue
            if shape.value is not None and shape.missing is not None:
                desk.fault(where, "both `value` and `missing`; keep one of them")
            text = desk.shippable_text(shape.text, where)
            options.append(Option(shape.key, text, shape.value, shape.missing, shape.face))
        keys = [option.key for option in options]
        desk.distinct(keys, path, "option {!r} stands here twice; rename one")
        _check_faces(desk, options, path)
        if len(given) < 2:
            desk.fault(path, "fewer than 2 options; write at least 2")
        return tuple(options) if len(options) == len(given) else None


def _check_faces(desk: Desk, options: list[Option], path: Path) -> None:
    if not any(option.face for option in options):
        return
    for number, option in enumerate(options):
        if option.missing is None and option.face is None:
            desk.fault((*path, number), "the other options have a `face`; give this one a face too")
    desk.distinct(
        [option.face or number for number, option in enumerate(options)],
        path,
        "face {} is here twice; choose another",
    )
