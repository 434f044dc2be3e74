"""The figure behind the picture, and what importing the room costs."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from survey_app.charts import progress_figure
from tests.charts.samples import banded

TOP = Path(__file__).parents[2]


@pytest.mark.parametrize(("width", "pixels"), [("wide", 1280), ("narrow", 588)])
def test_the_figure_saves_as_a_sharp_picture(width, pixels) -> None:
    file = io.BytesIO()

    progress_figure(banded(), width).savefig(file, dpi=144)

    # A PNG begins with its signature; the width stands in bytes 16 to 19.
    assert file.getvalue().startswith(b"\x89PNG")
    assert int.from_bytes(file.getvalue()[16:20], "big") == pixels


def test_importing_the_rooms_loads_neither_matplotlib_nor_pandas() -> None:
    command = (
        "import sys, survey_app.charts, survey_app.effects;"
        "print([name for name in ('matplotlib', 'pandas') if name in sys.modules])"
    )
    told = subprocess.run([sys.executable, "-c", command], capture_output=True, check=True, cwd=TOP)

    assert told.stdout.decode().strip() == "[]"


def test_drawing_never_touches_pyplot() -> None:
    command = (
        "import sys; from tests.charts.samples import banded;"
        "from survey_app.charts import progress_svg; progress_svg(banded(), 'wide');"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", command], capture_output=True, check=True, cwd=TOP)

    assert told.stdout.decode().strip() == "False"
