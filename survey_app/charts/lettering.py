"""How wide words are, and where they may be broken.

Pages show charts in the reader's own letters. Widths are those of DejaVu Sans, which travels with
matplotlib and is wider than the usual system letters, so what fits here fits there.
"""

from functools import lru_cache

FONT = "DejaVu Sans"


MEASURED_AT = 100.0
"""Letters are measured once at this size; widths grow with the size."""


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line in px at a letter size in px.

    The sum of its letters: pairs that stand closer together are not counted, so it is never too
    narrow, and a line costs nothing once its letters are known.
    """
    return sum(_advance(letter, bold=bold) for letter in text) * size / MEASURED_AT


@lru_cache(maxsize=4096)
def _advance(letter: str, *, bold: bool) -> float:
    from matplotlib.font_manager import FontProperties, findfont, get_font
    from matplotlib.ft2font import LoadFlags

    font = get_font(findfont(FontProperties(family=FONT, weight="bold" if bold else "normal")))
    font.set_size(MEASURED_AT, 72)
    # A letter that the font lacks is as wide as the box that stands for it. FreeType gives 16.16.
    index = font.get_char_index(ord(letter))
    return float(font.load_glyph(index, flags=LoadFlags.NO_HINTING).linearHoriAdvance) / 65536


def lines_of(text: str, limit: float, size: float) -> tuple[str, ...]:
    """Break a text into the fewest lines no wider than `limit` px, of about equal width.

    A single word that is wider is cut with a hyphen: better than words over each other. Signs that
    cannot be printed are left out.
    """
    printable = "".join(sign for sign in text if sign.isprintable() or sign.isspace())
    pieces = [piece for word in printable.split() for piece in _pieces(word, limit, size)]
    lines = _filled(pieces, limit, size)
    tighter = limit
    while len(lines) > 1 and tighter > 8:
        tighter -= 4
        attempt = _filled(pieces, tighter, size)
        if len(attempt) > len(lines) or max(width_of(line, size) for line in attempt) > limit:
            break
        lines = attempt
    return tuple(lines)


def _filled(pieces: list[str], limit: float, size: float) -> list[str]:
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]} {piece}" if lines else ""
        if lines and width_of(longer, size) <= limit:
            lines[-1] = longer
        else:
            lines.append(piece)
    return lines


def _pieces(word: str, limit: float, size: float) -> list[str]:
    pieces = []
    while width_of(word, size) > limit and len(word) > 2:
        end = len(word) - 1
        while end > 1 and width_of(f"{word[:end]}-", size) > limit:
            end -= 1
        pieces.append(f"{word[:end]}-")
        word = word[end:]
    return [*pieces, word]
