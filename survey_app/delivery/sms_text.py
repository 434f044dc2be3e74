"""What an SMS costs: the signs of GSM 03.38, and how many parts a text takes.

One sign outside the alphabet turns the whole text into UCS-2, and 160 signs a part become 70.
"""

from typing import Final

BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
EXTENDED: Final = frozenset("^{}\\[~]|€\f")
"""These take two places (GSM 03.38, 6.2.1.1)."""

PLAIN: Final = str.maketrans(
    {
        "\u2018": "'",
        "\u2019": "'",
        "\u201c": '"',
        "\u201d": '"',
        "\u2013": "-",
        "\u2014": "-",
        "\u2026": "...",
        "\u00a0": " ",
    }
)


def plain(text: str) -> str:
    """Return the text with the quotes, dashes and spaces that a phone keyboard has."""
    return text.translate(PLAIN)


def is_gsm7(text: str) -> bool:
    """Tell whether every sign is in the alphabet of SMS."""
    return all(sign in BASIC or sign in EXTENDED for sign in text)


def parts(text: str) -> int:
    """Return how many messages the text is sent as; 0 for an empty one."""
    if is_gsm7(text):
        return _parts([2 if sign in EXTENDED else 1 for sign in text], alone=160, joined=153)
    widths = [len(sign.encode("utf-16-be")) // 2 for sign in text]
    return _parts(widths, alone=70, joined=67)


def _parts(widths: list[int], alone: int, joined: int) -> int:
    if sum(widths) <= alone:
        return 1 if widths else 0
    count, room = 1, joined
    for width in widths:
        if width > room:  # a sign of two places is never cut
            count, room = count + 1, joined
        room -= width
    return count
