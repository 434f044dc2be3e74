"""Whether this machine has letters for a language: asked of fontconfig, as the PDF library does."""

import ctypes
from collections.abc import Iterable
from ctypes.util import find_library
from typing import ClassVar


class _FontSet(ctypes.Structure):
    _fields_: ClassVar = [("count", ctypes.c_int), ("room", ctypes.c_int)]


def without_letters(languages: Iterable[str]) -> list[str]:
    """Return the languages that no font here can write; all of them without fontconfig."""
    name = find_library("fontconfig")
    if name is None:
        return list(languages)
    fontconfig = ctypes.CDLL(name)
    for creates in ("FcNameParse", "FcObjectSetCreate"):
        getattr(fontconfig, creates).restype = ctypes.c_void_p
    fontconfig.FcFontList.restype = ctypes.POINTER(_FontSet)
    fontconfig.FcFontList.argtypes = [ctypes.c_void_p] * 3
    fontconfig.FcFontSetDestroy.argtypes = [ctypes.POINTER(_FontSet)]

    def fonts_for(language: str) -> int:
        # A language code is of our own, so that it can stand in a pattern.
        pattern = fontconfig.FcNameParse(f":lang={language}".encode())
        found = fontconfig.FcFontList(None, pattern, fontconfig.FcObjectSetCreate())
        count: int = found.contents.count
        fontconfig.FcFontSetDestroy(found)
        return count

    return [language for language in languages if fonts_for(language) == 0]
