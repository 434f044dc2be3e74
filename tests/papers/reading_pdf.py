"""What a PDF tells a reader that cannot see it: its structure, language, titles and letters."""

import io
import re
import subprocess
from collections.abc import Iterator
from typing import Any

from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject, IndirectObject

DIRECTION = re.compile("[\u200e\u200f\u202a-\u202e\u2066-\u2069]")


class Tagged:
    """A PDF read back."""

    def __init__(self, pdf: bytes) -> None:
        self.pdf = pdf
        self.reader = PdfReader(io.BytesIO(pdf))
        self.root: Any = self.reader.trailer["/Root"]

    @property
    def text(self) -> str:
        """All text as somebody copies it out, without line ends and marks of direction."""
        done = subprocess.run(
            ["pdftotext", "-raw", "-", "-"], input=self.pdf, capture_output=True, check=True
        )
        return " ".join(DIRECTION.sub("", done.stdout.decode()).split())

    @property
    def elements(self) -> list[DictionaryObject]:
        """Every structure element, in the order in which it is read aloud."""
        return list(_walk(self.root["/StructTreeRoot"]))

    def tags(self) -> list[str]:
        """The kind of every structure element."""
        return [str(each["/S"]) for each in self.elements if "/S" in each]

    def figures(self) -> list[str]:
        """The words that stand for every drawing; empty where there are none."""
        return [str(each.get("/Alt", "")) for each in self.elements if each.get("/S") == "/Figure"]

    def fonts(self) -> list[DictionaryObject]:
        """Every font of every page, by what describes it."""
        found = []
        for page in self.reader.pages:
            for font in page["/Resources"].get("/Font", {}).values():
                for inner in font.get_object()["/DescendantFonts"]:
                    found.append(inner.get_object()["/FontDescriptor"])
        return found


def _walk(element: Any) -> Iterator[DictionaryObject]:
    found = element.get_object() if isinstance(element, IndirectObject) else element
    if isinstance(found, ArrayObject):
        for each in found:
            yield from _walk(each)
    elif isinstance(found, DictionaryObject):
        yield found
        if "/K" in found:
            yield from _walk(found["/K"])
