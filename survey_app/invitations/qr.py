"""The QR code of a link, as something a page can draw."""

from dataclasses import dataclass
from typing import Final

import segno

QUIET: Final = 4
"""White modules around it; with fewer some phones see nothing."""


@dataclass(frozen=True, slots=True)
class QrCode:
    """How many modules it is wide and high, white edge included, and its dark ones as one path."""

    side: int
    path: str


def qr_of(link: str) -> QrCode:
    """Return the QR code of a link; it still reads with 15 % of it damaged (level M)."""
    made = segno.make_qr(link, error="m", boost_error=False)
    rows = [list(row) for row in made.matrix_iter(border=QUIET)]
    return QrCode(
        side=len(rows),
        path="".join(
            f"M{begin} {y}h{end - begin}v1h-{end - begin}z"
            for y, row in enumerate(rows)
            for begin, end in _runs(row)
        ),
    )


def _runs(row: list[int]) -> list[tuple[int, int]]:
    """Return where dark modules begin and end in a row."""
    edges = [x for x in range(1, len(row)) if bool(row[x]) != bool(row[x - 1])]
    return list(zip(edges[::2], edges[1::2], strict=True))
