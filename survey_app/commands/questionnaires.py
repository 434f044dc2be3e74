"""`survey-app questionnaires`: checking, listing and showing what can be asked."""

from collections.abc import Sequence
from pathlib import Path

import click

from survey_app.commands.lists import find, library
from survey_app.commands.rule_lines import rule_lines
from survey_app.config import private_questionnaires
from survey_app.definitions import (
    ChangeKind,
    Difference,
    Item,
    Questionnaire,
    Severity,
    Text,
    TextStatus,
    check,
    check_private,
    differences,
    evidence_of_form,
    evidence_of_scale,
    kind_of,
    reworded_items,
    score_only,
    shipped_folder,
    signal_words,
    step_faults,
    step_from,
    what_is_missing,
)
from survey_app.definitions.plans import check_plans, plans_folder
from survey_app.definitions.ways import check_ways, ways_folder
from survey_app.exchange.files import write_whole
from survey_app.factory import create_renderer
from survey_app.frames import LANGUAGES, words_in
from survey_app.frames.checking import check_frames, frame_files
from survey_app.web.respond.preview import self_contained


@click.group()
def questionnaires() -> None:
    """Questionnaires as data."""


@questionnaires.command("check")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--protected",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Hashes of protected texts, made with `fingerprints`; no item of ours may be near them.",
)
def check_command(paths: tuple[Path, ...], protected: Path | None) -> None:
    """List every fault and warning with file, line and column; exit 1 on any fault."""
    files = _files(paths or (shipped_folder(),))
    found = check(files, _read_protected(protected) if protected else frozenset())
    if not paths:
        files += sorted(plans_folder().glob("*.yaml"))
        found += check_plans()
        files += sorted(ways_folder().glob("*.yaml"))
        found += check_ways()
        files += frame_files()
        found += check_frames()
    private = None if paths else private_questionnaires()
    if private is not None:
        found += check_private(private)
    for fault in found:
        click.echo(str(fault))
    faults = sum(fault.severity is Severity.FAULT for fault in found)
    click.echo(f"{len(files)} checked; faults: {faults}; warnings: {len(found) - faults}.")
    if faults:
        raise SystemExit(1)


@questionnaires.command("fingerprints")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
def fingerprints_command(paths: tuple[Path, ...]) -> None:
    """Print hashes of the item texts, for `check --protected`; keep them as private as the texts.

    For who holds the licence of a protected instrument: the texts themselves stay in the file.
    """
    from survey_app.definitions.wording import fingerprints

    hashes: set[str] = set()
    for path in _files(paths):
        hashes |= fingerprints(find(path))
    if not hashes:
        raise click.ClickException("There is no item text in there; is it only a scoring key?")
    click.echo("\n".join(sorted(hashes)))


@questionnaires.command("list")
def list_command() -> None:
    """List what is there: for whom, minutes, languages, version, licence, evidence stage.

    A language that is a draft is offered to nobody until its text was reviewed.
    """
    rows: list[tuple[str, ...]] = [
        ("KEY", "VERSION", "FOR", "MINUTES", "LANGUAGES", "STAGE", "LICENCE", "STATE")
    ]
    rows += [(*_row(each), score_only(each) or "") for each in library()]
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    for row in rows:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo(line.rstrip())
    click.echo(f"\nThe words round the questions: {_state_of_frames()}.")


def _state_of_frames() -> str:
    """Return in which languages natives have read what stands round the questions."""
    drafts = [each for each in LANGUAGES if words_in(each).status is TextStatus.OWN]
    read = ", ".join(each for each in LANGUAGES if each not in drafts)
    return f"reviewed in {read}; drafts that no native has read: {', '.join(drafts) or 'none'}"


@questionnaires.command()
@click.argument("key")
@click.option("--html", is_flag=True, help="Show what each informant sees, as one HTML page.")
@click.option("--out", type=click.Path(path_type=Path), help="Write that page to this file.")
def show(key: str, html: bool, out: Path | None) -> None:
    """Show one questionnaire with its items, options and scales."""
    found = find(key)
    if out is not None and not html:
        raise click.UsageError("--out goes with --html.")
    if html:
        _show_pages(found, out)
        return
    language = found.languages[0]
    click.echo(f"{found.key} {found.version}: {found.title.in_language(language)}")
    click.echo("  ".join(f"{name.lower()} {cell}" for name, cell in _facts(found)))
    state = score_only(found)
    if state is not None:
        click.echo(f"{state}\n{what_is_missing(found)}")
    if found.period:
        click.echo(found.period.in_language(language))
    for page in found.pages:
        click.echo(f"\n[{page.key}]")
        for item in page.items:
            click.echo(f"  {item.key}: {_words(item.text, language)}{_how_asked(item)}")
            for option in item.options:
                value = "" if option.value is None else f" = {option.value:g}"
                kind = f" ({option.missing.value})" if option.missing else ""
                click.echo(f"      {_words(option.text, language) or option.key}{value}{kind}")
    for scale in found.scales:
        better = "higher" if scale.higher_is_better else "lower"
        turned = f", reversed {' '.join(sorted(scale.reversed))}" if scale.reversed else ""
        click.echo(
            f"\nscale {scale.key}: {scale.method.value} of {' '.join(scale.parts)}{turned}, "
            f"at least {scale.min_answered} answered, {better} is better"
        )
        for line in rule_lines(scale):
            click.echo(f"      {line}")
    if found.most_blanks is not None:
        click.echo(f"\nwith more than {found.most_blanks} blanks no scale can be computed")
    for signal in found.signals:
        click.echo(f"signal {signal_words(signal)}")


def _how_asked(item: Item) -> str:
    """Return when an item comes and how many answers or which numbers it takes."""
    said = [f"{each.item} is {' or '.join(each.options)}" for each in item.show_when]
    parts = [f"only when {' and '.join(said)}"] if said else []
    if item.choose is not None:
        parts.append(f"{item.choose.least} to {item.choose.most} answers")
    if item.number is not None:
        parts.append(f"a number from {item.number.least:g} to {item.number.most:g}")
    return f" [{'; '.join(parts)}]" if parts else ""


@questionnaires.command()
@click.argument("before")
@click.argument("after")
def compare(before: str, after: str) -> None:
    """List what changed between two versions, and what that asks of the newer one.

    BEFORE and AFTER are files, or the key of what comes with Kansmeter. Exit 1 when the numbers or
    `follows` of AFTER do not fit what changed.
    """
    old, new = find(before), find(after)
    found = differences(old, new)
    for difference in found:
        click.echo(str(difference))
    if ChangeKind.SPELLING in {difference.kind for difference in found}:
        click.echo("Look whether each change of spelling leaves the sense as it was.")
    for language in new.offered_languages:
        if language in old.languages:
            _echo_evidence(old, new, language)
    faults = step_faults(old, new)
    for fault in faults:
        click.echo(fault)
    if faults:
        raise SystemExit(1)
    heaviest = kind_of(found)
    if heaviest in (ChangeKind.WORDING, ChangeKind.SCORING) and step_from(new, old) is None:
        click.echo("It is not named in `follows`, so scores begin a new line. To go on, write:")
        click.echo(_suggested_step(old, found))
    click.echo("No difference." if heaviest is None else f"This is a change of {heaviest}.")


def _suggested_step(old: Questionnaire, found: Sequence[Difference]) -> str:
    """Return the line of `follows` that tells what changed; which scales go on is for people."""
    items = " ".join(sorted(reworded_items(found))).replace(" ", ", ")
    step = [
        f'version: "{old.version}", scoring_version: "{old.scoring_version}"',
        f"change: {kind_of(found)}",
        *([f"items: [{items}]"] if items else []),
        *(["options: true"] if any(each.of_options for each in found) else []),
        "comparable: []",
    ]
    return f"  - {{{', '.join(step)}}}"


def _echo_evidence(old: Questionnaire, new: Questionnaire, language: str) -> None:
    """Tell which scales may claim something else in the newer version."""
    for scale in new.scales:
        if scale.key in {each.key for each in old.scales}:
            then = evidence_of_scale(old, scale.key, [language]).stage
            now = evidence_of_scale(new, scale.key, [language]).stage
            if then != now:
                click.echo(f"evidence: scale {scale.key} ({language}): stage {then} -> {now}")


@questionnaires.command("schema")
@click.option("--out", type=click.Path(path_type=Path), help="Write it to this file.")
def schema_command(out: Path | None) -> None:
    """Print the JSON Schema with which an editor completes and explains a questionnaire file."""
    from survey_app.definitions.schema import schema_text

    if out is None:
        click.echo(schema_text(), nl=False)
        return
    write_whole(out, schema_text())
    click.echo(f"{out} written; LEESMIJ.md says how an editor finds it.")


def _show_pages(questionnaire: Questionnaire, out: Path | None) -> None:
    with create_renderer().app_context():
        page = self_contained(questionnaire)
    if out is None:
        click.echo(page)
        return
    write_whole(out, page)
    click.echo(f"{out} written: open it in a browser.")


def _words(text: Text, language: str) -> str:
    """Return a text, or nothing where the licence forbids to ship it."""
    return text.in_language(language) if text.languages else ""


def _files(paths: tuple[Path, ...]) -> list[Path]:
    files: list[Path] = []
    for path in paths:
        if path.is_dir():
            files += sorted(path.glob("*.y*ml"))
        else:
            files.append(path)
    if not files:
        raise click.ClickException("There is no .yaml file there to check.")
    return files


def _read_protected(path: Path) -> frozenset[str]:
    from survey_app.definitions.wording import read_fingerprints

    try:
        return read_fingerprints(path.read_text(encoding="utf-8").splitlines(), str(path))
    except (OSError, UnicodeDecodeError):
        raise click.ClickException(f"{path} cannot be read as text.") from None


def _facts(questionnaire: Questionnaire) -> list[tuple[str, str]]:
    names = ("FOR", "MINUTES", "LANGUAGES", "STAGE", "LICENCE")
    return list(zip(names, _row(questionnaire)[2:], strict=True))


def _row(questionnaire: Questionnaire) -> tuple[str, ...]:
    return (
        questionnaire.key,
        questionnaire.version,
        ",".join(informant.value for informant in questionnaire.informants),
        f"{questionnaire.minutes:g}",
        _languages(questionnaire),
        str(evidence_of_form(questionnaire).stage),
        questionnaire.licence.id,
    )


def _languages(questionnaire: Questionnaire) -> str:
    """Return the languages somebody can be asked in, and which are there as a draft only."""
    drafts = [each.language for each in questionnaire.editions if not each.is_offered]
    if not drafts or not any(item.text.languages for item in questionnaire.items):
        return ",".join(questionnaire.languages)
    as_draft = f"draft: {','.join(drafts)}"
    offered = ",".join(questionnaire.offered_languages)
    return f"{offered} ({as_draft})" if offered else as_draft
