"""A researcher's notebook needs no server and no database."""

import ast
import subprocess
import sys

import pandas as pd
import pytest

from survey_app.effects import reliable_change
from tests.rig.bootstrap import ROOT

SCRIPT = ROOT / "tests" / "effects" / "notebook.py"
SERVER = (
    "flask",
    "werkzeug",
    "wtforms",
    "flask_wtf",
    "sqlalchemy",
    "alembic",
    "itsdangerous",
    "gunicorn",
)
ITEMS = [f"q{number:02}" for number in range(1, 26)]


def run(script, folder):
    """Run a script as a file of its own, in a Python where nothing of a server can be imported."""
    code = (
        f"import runpy, sys\nsys.modules.update(dict.fromkeys({SERVER!r}))\n"
        f"sys.path.insert(0, {str(ROOT)!r})\n"
        f"print(runpy.run_path({str(script)!r})['headline'])\n"
    )
    return subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def answered(tmp_path):
    """Write the answers of three pupils before and of two of them after."""
    before = pd.DataFrame(1, index=pd.Index(["a", "b", "c"], name="id"), columns=ITEMS)
    after = before.drop(index="b")
    after.loc["a", ["q02", "q03", "q05", "q06", "q08", "q10", "q12", "q13", "q15"]] = 0
    before.to_csv(tmp_path / "before.csv")
    after.iloc[::-1].to_csv(tmp_path / "after.csv")
    return tmp_path


def test_the_lines_of_readme_score_and_judge_without_a_server(answered):
    done = run(SCRIPT, answered)

    assert (done.returncode, done.stderr) == (0, "")
    n, d_av, (low, high) = ast.literal_eval(done.stdout)
    # 20 and 20 become 11 and 20: a mean of 4.5 better, and (0 + 40.5) / 2 is 4.5 squared.
    assert (n, d_av) == (2, pytest.approx(1))
    assert low < d_av < high
    table = pd.read_csv(answered / "change.csv", index_col="id", keep_default_na=False)
    expected = reliable_change(
        [20, 20, 20], [11, None, 20], sd=5.2, reliability=0.80, higher_is_better=False
    )
    assert table["category"].tolist() == ["improved", "", "unchanged"]
    assert table["reason"].tolist() == ["", "no_post", ""]
    assert float(table.loc["a", "rci"]) == pytest.approx(expected.loc[0, "rci"])


def test_the_run_would_notice_a_room_that_loads_a_server(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import survey_app.storage\n")

    assert "ModuleNotFoundError" in run(script, tmp_path).stderr


def test_the_script_is_about_ten_lines():
    lines = [line for line in SCRIPT.read_text().splitlines()[1:] if line]

    assert len(lines) <= 13


def test_readme_prints_these_lines():
    lines = SCRIPT.read_text().split('"""', 2)[2].strip()

    assert f"```python\n{lines}\n```" in (ROOT / "README.md").read_text()
