"""A QR code holds the link, whole and with a white edge."""

import re

import numpy as np
import pytest
import zxingcpp

from survey_app.invitations.links import Purpose, SignedLinks
from survey_app.invitations.qr import QUIET, qr_of
from survey_app.storage import new_id
from tests.factories.world import SECRET

LINK = SignedLinks((SECRET,), Purpose.ANSWER, "https://kansmeter.example").url(new_id())


def drawn(code, scale=4):
    """Return the picture that the path draws, black on white."""
    picture = np.full((code.side, code.side), 255, dtype=np.uint8)
    for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code.path):
        picture[int(y), int(x) : int(x) + int(width)] = 0
    return np.kron(picture, np.ones((scale, scale), dtype=np.uint8))


@pytest.mark.parametrize("link", [LINK, "http://127.0.0.1:5000/v/a", LINK.replace("k", "x" * 40)])
def test_another_program_reads_the_link_from_it(link):
    (read,) = zxingcpp.read_barcodes(drawn(qr_of(link)))

    assert (read.text, read.format) == (link, zxingcpp.BarcodeFormat.QRCode)


def test_it_still_reads_with_a_stain_on_it():
    picture = drawn(qr_of(LINK))
    stain = 9 * 4
    picture[100 : 100 + stain, 100 : 100 + stain] = 0

    assert [read.text for read in zxingcpp.read_barcodes(picture)] == [LINK]


def test_the_edge_is_four_white_modules_wide():
    code = qr_of(LINK)
    picture = drawn(code, scale=1)
    dark = np.argwhere(picture == 0)

    assert dark.min() == QUIET
    assert dark.max() == code.side - QUIET - 1
