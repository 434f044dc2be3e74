"""Whether bytes are the sound they should be: MPEG layer III, short enough for a bad network."""

from collections.abc import Iterator
from typing import Final

LARGEST: Final = 200_000
"""Bytes of one sound; a sentence of 5 seconds at 32 kbit/s is some 20 kB."""

FEWEST_FRAMES: Final = 3
_BITRATES: Final = {
    True: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    False: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
"""In kbit/s for MPEG 1 and for MPEG 2 and 2.5, by the number in the header (ISO 11172-3)."""
_RATES: Final = {
    3: (44_100, 48_000, 32_000),
    2: (22_050, 24_000, 16_000),
    0: (11_025, 12_000, 8_000),
}
_TAG_HEADER: Final = 10


def why_not_mp3(content: bytes) -> str | None:
    """Return why this is no sound to read aloud with, or None when it is."""
    if len(content) > LARGEST:
        return f"is larger than {LARGEST // 1000} kB: record one text, mono, at 32 to 64 kbit/s"
    if not frames(content):
        return "is no mp3: save the recording as mp3 (MPEG layer III)"
    return None


def frames(content: bytes) -> bytes:
    """Return only the sound; empty when these bytes are no mp3.

    Tags stay behind, with the names that a recorder writes in them. So does the frame that counts
    the others, so that the sound of one text can be put behind that of another.
    """
    start = _after_tag(content)
    pieces = [content[at : at + length] for at, length in _places(content, start)]
    if len(pieces) < FEWEST_FRAMES:
        return b""
    counts = any(name in pieces[0][:64] for name in (b"Xing", b"Info", b"VBRI"))
    return b"".join(pieces[1:] if counts else pieces)


def _after_tag(content: bytes) -> int:
    """Return where the sound begins: behind an ID3 tag, of which the length has 7 bits a byte."""
    if content[:3] != b"ID3" or len(content) < _TAG_HEADER:
        return 0
    length = 0
    for byte in content[6:_TAG_HEADER]:
        length = length << 7 | byte & 0x7F
    return _TAG_HEADER + length


def _places(content: bytes, at: int) -> Iterator[tuple[int, int]]:
    """Give where each frame stands and how long it is, up to what is no frame."""
    while (length := _frame_length(content[at : at + 4])) is not None:
        if at + length > len(content):
            return
        yield at, length
        at += length


def _frame_length(header: bytes) -> int | None:
    if len(header) < 4 or header[0] != 0xFF or header[1] & 0xE6 != 0xE2:
        return None
    version = header[1] >> 3 & 3
    bitrate, rate = header[2] >> 4, header[2] >> 2 & 3
    if version not in _RATES or bitrate in (0, 15) or rate == 3:
        return None
    is_first = version == 3
    samples = 144_000 if is_first else 72_000
    padding = header[2] >> 1 & 1
    return samples * _BITRATES[is_first][bitrate] // _RATES[version][rate] + padding
