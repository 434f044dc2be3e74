"""`survey-app audio`: what is read aloud of the lists, by whom, and what is still silent."""

from collections.abc import Sequence
from pathlib import Path

import click

from survey_app.commands.lists import find, library
from survey_app.config import audio_folder
from survey_app.definitions import Questionnaire
from survey_app.definitions.speech import RECORDED, Sounds, Utterance, bound_name
from survey_app.errors import InputError
from survey_app.keeping import recordings, voices

KINDS = ("recorded", "synthetic", "silent")


@click.group()
def audio() -> None:
    """Sounds with which questions and answers are read aloud."""


@audio.command("list")
@click.argument("keys", nargs=-1)
def list_command(keys: tuple[str, ...]) -> None:
    """Tell of every list how many texts are recorded, synthetic or silent, and what is outdated.

    With KEYS of lists each of their texts follows, with the name of the file to drop for it.
    """
    sounds = Sounds(audio_folder())
    lists = _lists(keys)
    found = recordings.heard_of(lists, sounds.known())
    rows = [("LIST", "LANGUAGE", *(kind.upper() for kind in KINDS))]
    rows += [
        (
            heard.key,
            heard.language,
            *(str(len(getattr(heard, kind))) for kind in KINDS),
        )
        for heard in found
    ]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())
    if keys:
        for heard in found:
            _echo_texts(heard, sounds)
    everything = lists if not keys else _lists(())
    for stray in recordings.strays(everything, sounds):
        click.echo(f"not used: {stray.path}: {stray.reason}")


@audio.command()
@click.argument("keys", nargs=-1)
@click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help="The folder of sounds, when it is another than that of the settings.",
)
def build(keys: tuple[str, ...], out: Path | None) -> None:
    """Make a placeholder with espeak-ng for every text that nobody recorded.

    Run it after an update, on every machine that serves: it makes only what is not there yet.
    """
    folder = out or _demanded()
    done = voices.make_missing(recordings.wanted(_lists(keys)), Sounds(folder), folder)
    click.echo(
        f"{done.made} made, {done.kept} kept; {done.made + done.kept} texts are spoken by a "
        f"synthesiser, {done.recorded} by a person."
    )
    if done.without_voice:
        click.echo(
            f"{done.without_voice} have no voice and so no button: no voice for the language, or "
            "words that bend around the child's name. Record them."
        )


@audio.command()
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def bind(files: tuple[Path, ...]) -> None:
    """Bind recordings called after their place in a list, such as o1.mp3, to the present text.

    Without FILES all that lie in the folders of recordings. Listen first: from then on they are
    played wherever this text is asked, until it changes.
    """
    lists = _lists(())
    chosen = list(files) or recordings.loose(Sounds(audio_folder()))
    for path in chosen:
        bound, utterance = recordings.bind(path.resolve(), lists)
        click.echo(f"{bound}: {utterance.text}")
    if not chosen:
        click.echo("Every recording is bound to a text.")


def _lists(keys: Sequence[str]) -> list[Questionnaire]:
    return [find(key) for key in keys] if keys else list(library())


def _demanded() -> Path:
    folder = audio_folder()
    if folder is None:
        raise InputError("Set KANSMETER_AUDIO_DIR, or give the folder with --out.")
    return folder


def _echo_texts(heard: recordings.Heard, sounds: Sounds) -> None:
    """Print a script for whoever records: the file to drop, and the words."""
    folder = sounds.recorded_in[-1] / heard.language / heard.key
    own = f" ({RECORDED})" if sounds.folder is not None else ""
    click.echo(f"\nRecordings go in {folder}{own}:")
    for kind in KINDS:
        texts: tuple[Utterance, ...] = getattr(heard, kind)
        for each in texts:
            click.echo(f"  {kind:<10}{bound_name(each)}  {each.text}")
