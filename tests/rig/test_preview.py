"""The samples that people look at follow the pages: a template that changed changes them too."""

import pytest

from tests.rig.preview import write_pages


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    folder = tmp_path_factory.mktemp("samples")
    return folder, write_pages(folder)


def test_every_sample_is_drawn(written):
    folder, styles = written

    assert len(styles) > 30
    for name in styles:
        assert (folder / f"{name}.html").read_text(encoding="utf-8").startswith("<!doctype html>")


def test_every_kind_of_question_is_among_the_samples(written):
    folder, styles = written
    html = "".join((folder / f"{name}.html").read_text(encoding="utf-8") for name in styles)

    for part in (
        'type="checkbox"',
        'inputmode="decimal"',
        'class="face"',
        "<textarea",
        'class="s"',
    ):
        assert part in html
