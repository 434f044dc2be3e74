"""Reading a drawn chart back: what stands where in the SVG."""

import re
import statistics
from xml.etree import ElementTree as ET

from survey_app.charts import svg_of

NS = "{http://www.w3.org/2000/svg}"
WIDTHS = ("wide", "panel", "narrow")


def drawn(sample, width="wide") -> ET.Element:
    return ET.fromstring(svg_of(sample, width))  # noqa: S314 - our own text


def groups(root, *kinds) -> list[ET.Element]:
    return [group for group in root.iter(f"{NS}g") if group.get("data-kind") in kinds]


def corners(group) -> list[tuple[float, float]]:
    numbers = re.findall(r"-?\d+(?:\.\d+)?", group.find(f"{NS}path").get("d"))
    return list(zip(map(float, numbers[::2]), map(float, numbers[1::2]), strict=True))


def texts(root) -> list[str]:
    return [text.text for text in root.iter(f"{NS}text")]


def middle(group) -> tuple[float, float]:
    """Return the middle of a mark."""
    circle = group.find(f"{NS}circle")
    if circle is not None:
        return float(circle.get("cx")), float(circle.get("cy"))
    points = corners(group)[:4] if len(corners(group)) > 4 else corners(group)
    return statistics.mean(x for x, _ in points), statistics.mean(y for _, y in points)


def height_of(root, value) -> float:
    """Return the height of a score, read from the lines of the axis."""
    lines = {float(tick.get("data-value")): corners(tick)[0][1] for tick in groups(root, "tick")}
    low, high = min(lines), max(lines)
    return lines[low] + (value - low) / (high - low) * (lines[high] - lines[low])


def place_along(root, kind, value) -> float:
    """Return the place of a value on a horizontal axis, read from its ticks."""
    ticks = {float(tick.get("data-value")): corners(tick)[0][0] for tick in groups(root, kind)}
    low, high = min(ticks), max(ticks)
    return ticks[low] + (value - low) / (high - low) * (ticks[high] - ticks[low])
