"""How wide words are, and where they may be broken.

Pages show charts in the reader's own letters. Widths are those of DejaVu Sans, which travels with
matplotlib and is wider than the usual system letters, so what fits here fits there.
"""

from functools import lru_cache

FONT = "DejaVu Sans"


@lru_cache(maxsize=4096)
def width_of(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line in px at a letter size in px."""
    from matplotlib.font_manager import FontProperties
    from matplotlib.textpath import text_to_path

    font = FontProperties(family=FONT, size=size, weight="bold" if bold else "normal")
    width, _, _ = text_to_path.get_text_width_height_descent(text, font, ismath=False)
    return float(width)


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
