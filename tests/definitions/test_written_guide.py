"""The page on writing a list works for whoever follows it to the letter."""

import re
from pathlib import Path

import pytest

from survey_app.definitions import check, load, shipped_folder
from survey_app.measurements.raising import raised
from survey_app.scoring import score_sheet

PAGE = (shipped_folder() / "LEESMIJ.md").read_text(encoding="utf-8")
_, WHOLE = PAGE.split("\n## Een heel voorbeeld\n")
EXAMPLE = re.findall(r"^```yaml\n(.*?)^```", WHOLE, re.DOTALL | re.MULTILINE)[0]

# What somebody does by mistake in the example, and what `check` then says.
MISTAKES = {
    "no quotes round a name": ('"{kind} speelt met andere kinderen."', "{kind} speelt."),
    "no quotes round a colon": ("{nl: Pauze}", "{nl: Pauze: hoe}"),
    "a bracket too few": ("{nl: Pauze}", "{nl: Pauze"),
    "no quotes round a comma": ('"ja, graag"', "ja, graag"),
    "no language": ("{nl: nu niet}", "nu niet"),
    "no brackets": ("[teacher]", "teacher"),
    "a line forgotten": ("    direction: {nl: Hoger is een fijnere pauze.}\n", ""),
    "a wrong key": ("minutes:", "minuten:"),
    "a wrong item": ("[samen, maatje,", "[samen, maat,"),
    "a wrong option": ("[bijna_nooit]", "[nooit]"),
    "a wrong row": ("{key: samen, options: hoe_vaak", "{key: samen, options: vaak"),
    "no value": ("{key: soms, value: 1,", "{key: soms,"),
    "a minimum too high": ("min_answered: 2", "min_answered: 9"),
}


def explained() -> list[str]:
    """Return the words of `check` that the page explains."""
    table = PAGE.split("## Wat een fout betekent")[1].split("##")[0]
    first = [line.split("|")[1] for line in table.splitlines() if line.startswith("| `")]
    cells = [cell.strip().strip("`") for row in first for cell in row.split("`, `")]
    return [cell for cell in cells if cell != "check` zegt"]


@pytest.fixture
def written(tmp_path: Path) -> Path:
    path = tmp_path / "mijn-pauze.yaml"
    path.write_text(EXAMPLE, encoding="utf-8")
    return path


def test_the_example_on_the_page_passes_the_check(written: Path) -> None:
    assert check([written]) == []
    assert load(written).key == written.stem


def test_the_example_on_the_page_is_scored_and_raises_its_signals(written: Path) -> None:
    example = load(written)
    answers = {"samen": "vaak", "maatje": "bijna_nooit", "terug": "niet_gezien", "c": "ja_graag"}

    (score,) = score_sheet(example, answers)
    signals = [each.items for each in raised(example, answers, {})]

    assert (score.value, score.answered) == (1.0, 2)
    assert signals == [("maatje",), ("c",)]


@pytest.mark.parametrize("mistake", MISTAKES)
def test_the_page_explains_what_check_says_of_a_common_mistake(written: Path, mistake: str) -> None:
    right, wrong = MISTAKES[mistake]
    assert EXAMPLE.count(right) == 1
    written.write_text(EXAMPLE.replace(right, wrong), encoding="utf-8")

    faults = [fault.message for fault in check([written])]

    assert faults
    assert any(words in fault for fault in faults for words in explained()), faults


def test_check_still_says_everything_that_the_page_explains(written: Path) -> None:
    said = []
    for right, wrong in MISTAKES.values():
        written.write_text(EXAMPLE.replace(right, wrong), encoding="utf-8")
        said += [fault.message for fault in check([written])]

    assert [words for words in explained() if not any(words in each for each in said)] == []
