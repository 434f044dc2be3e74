"""The figure as an SVG that a page may show under a strict content policy and a reader can hear."""

import io
import re
from xml.etree import ElementTree as ET

from survey_app.charts.drawing import ONE_AT_A_TIME, drawn_figure
from survey_app.charts.shapes import Mark, Picture

SVG = "http://www.w3.org/2000/svg"
LETTERS = "system-ui, 'Segoe UI', Roboto, 'Noto Sans', sans-serif"
_LONG_NUMBER = re.compile(r"-?\d+\.\d{3,}")
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")

ET.register_namespace("", SVG)


def accessible_svg(picture: Picture, name: str, title: str, description: str) -> str:
    """Draw a picture as one `svg` element that stands on its own.

    Parameters
    ----------
    picture : Picture
        Placed shapes; what a shape stands for becomes its data attributes.
    name : str
        Unique among the charts of a page; part of its ids.
    title, description : str
        What a screen reader says.

    Returns
    -------
    str
        Role img, live text, presentation attributes only, the same signs for the same picture.
    """
    # S314: the text parsed here was written by matplotlib a line before, not by a stranger.
    root = ET.fromstring(_drawn(picture))  # noqa: S314
    _plain(root, picture)
    root.attrib = {
        "viewBox": root.attrib["viewBox"],
        "role": "img",
        "aria-labelledby": f"title-{name} desc-{name}",
        "font-family": LETTERS,
        "stroke-linejoin": "round",
    }
    titled = ET.Element(f"{{{SVG}}}title", {"id": f"title-{name}"})
    titled.text = _clean(title)
    described = ET.Element(f"{{{SVG}}}desc", {"id": f"desc-{name}"})
    described.text = _clean(description)
    root[:0] = [titled, described]
    root.text = None
    return ET.tostring(root, encoding="unicode")


def _drawn(picture: Picture) -> str:
    """Let matplotlib write the picture with live text and without date or maker."""
    from matplotlib import rc_context

    from survey_app.charts.live_text import LiveText

    written = io.BytesIO()
    live_text = rc_context({"svg.fonttype": "none", "svg.hashsalt": "kansmeter"})
    with ONE_AT_A_TIME, live_text:
        drawn_figure(picture, LiveText).savefig(written, format="svg", metadata={"Date": None})
    return written.getvalue().decode()


def _plain(element: ET.Element, picture: Picture) -> None:
    """Drop what a page does not need and turn styles into attributes, all the way down."""
    for child in list(element):
        if child.tag in {f"{{{SVG}}}metadata", f"{{{SVG}}}defs"}:
            element.remove(child)
            continue
        number = child.attrib.pop("id", "").removeprefix("shape-")
        if number.isdigit():
            shape = picture.shapes[int(number)]
            child.attrib.update({f"data-{key}": _clean(fact) for key, fact in shape.facts.items()})
            if isinstance(shape, Mark) and shape.sign == "circle":
                _as_circle(child[0], shape)
        for declaration in filter(None, child.attrib.pop("style", "").split(";")):
            key, _, value = declaration.partition(":")
            if key.strip() != "font-family":
                child.set(key.strip(), value.strip().removesuffix("px"))
        if child.tag == f"{{{SVG}}}text":
            child.attrib.pop("transform", None)
        if "d" in child.attrib:
            child.set("d", _LONG_NUMBER.sub(_shorter, " ".join(child.attrib["d"].split())))
        child.tail = None
        _plain(child, picture)
    if element.tag == f"{{{SVG}}}g":
        element.text = None


def _as_circle(path: ET.Element, mark: Mark) -> None:
    """Say in three numbers what matplotlib says in eight curves."""
    path.tag = f"{{{SVG}}}circle"
    del path.attrib["d"]
    path.attrib.update({"cx": _number(mark.x), "cy": _number(mark.y), "r": _number(mark.radius)})


def _shorter(number: re.Match[str]) -> str:
    return _number(float(number[0]))


def _number(px: float) -> str:
    """Write px with at most two decimals; finer is not seen."""
    return f"{px:.2f}".rstrip("0").rstrip(".")


def _clean(text: str) -> str:
    """Leave out signs that XML does not know, which would make the whole picture unreadable."""
    return _NOT_IN_XML.sub("", text)
