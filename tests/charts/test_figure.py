"""The figure behind the picture, and what importing the room costs."""

import io
import subprocess
import sys
from pathlib import Path

import pytest

from survey_app.charts import figure_of, png_of
from tests.charts.samples import banded

TOP = Path(__file__).parents[2]


@pytest.mark.parametrize(("width", "pixels"), [("wide", 1280), ("panel", 680), ("narrow", 588)])
def test_a_chart_is_kept_as_a_sharp_picture(width, pixels) -> None:
    picture = png_of(banded(), width)

    # A PNG begins with its signature; the width stands in bytes 16 to 19.
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20], "big") == pixels
    assert picture == png_of(banded(), width)


def test_the_figure_can_be_saved_by_matplotlib_itself() -> None:
    file = io.BytesIO()

    figure_of(banded(), "wide").savefig(file, format="pdf")

    assert file.getvalue().startswith(b"%PDF")


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
        "from survey_app.charts import svg_of; svg_of(banded(), 'wide');"
        "print('matplotlib.pyplot' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", command], capture_output=True, check=True, cwd=TOP)

    assert told.stdout.decode().strip() == "False"
