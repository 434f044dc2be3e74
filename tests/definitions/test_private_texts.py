"""Texts of a licence holder go into the shipped key letter for letter, or are refused whole."""

import os
from pathlib import Path

import pandas as pd
import pytest

from survey_app.config import SettingsError, private_questionnaires
from survey_app.definitions import (
    DefinitionError,
    PrivateFolderError,
    Questionnaire,
    TextStatus,
    UnknownKeyError,
    from_document,
    load,
    open_library,
    score_only,
    shipped,
    shipped_folder,
    step_faults,
    what_is_missing,
)
from survey_app.scoring import score_table

EXAMPLE = Path(__file__).parent / "private" / "who-5.yaml"
TEXTS = EXAMPLE.read_text(encoding="utf-8")
KEYS_ONLY = ["psc-17", "sdq-p4-17", "sdq-s11-17", "sdq-t4-17", "who-5"]


def texts_for(questionnaire: Questionnaire) -> str:
    """Return a file of invented words for a list, in Dutch."""
    lines = [
        f"key: {questionnaire.key}",
        f'version: "{questionnaire.version}"',
        "text_version: 1",
        "licence: verzonnen",
        "languages: [{language: nl, status: official, evidence: {stage: 0}}]",
        "items:",
    ]
    for item in questionnaire.items:
        options = ", ".join(
            f'{{key: "{option.key}", text: {{nl: woord {option.key}}}}}' for option in item.options
        )
        lines.append(
            f"  - {{key: {item.key}, options: [{options}], text: {{nl: Zin {item.key}.}}}}"
        )
    return "\n".join(lines)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a closed folder outside the repository."""
    place = tmp_path / "teksten"
    place.mkdir(mode=0o700)
    return place


def with_texts(folder: Path, content: str | bytes = TEXTS, name: str = "who-5.yaml") -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def changed(*replacements: tuple[str, str]) -> str:
    text = TEXTS
    for old, new in replacements:
        assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in the example"
        text = text.replace(old, new)
    return text


def faults(folder: Path) -> list[str]:
    """Return what is refused, as line:column: message."""
    with pytest.raises(DefinitionError) as refusal:
        open_library(folder)
    return [f"{fault.line}:{fault.column}: {fault.message}" for fault in refusal.value.faults]


# What comes out


def test_without_a_folder_the_library_is_what_is_shipped() -> None:
    assert list(open_library()) == shipped()


def test_a_private_text_makes_a_list_that_can_be_asked(folder: Path) -> None:
    with_texts(folder)

    library = open_library(folder)

    assert score_only(library.of("who-5")) is None
    assert library.of("who-5").can_be_asked
    assert library.of("who-5").offered_languages == ("nl", "tr")
    assert library.of("who-5").edition("nl").status is TextStatus.OFFICIAL
    assert not load("who-5").can_be_asked
    assert [each.key for each in library] == [each.key for each in shipped()]


def test_the_words_are_used_letter_for_letter(folder: Path) -> None:
    with_texts(folder)

    found = open_library(folder).of("who-5")

    assert found.title.in_language("nl") == "Verzonnen: vijf dingen in de tuin"
    assert found.question.in_language("nl") == "Wat zag je in de tuin, {informant}?"
    assert found.item("q01").text.in_language("nl") == "Rode  tulpen."
    assert found.item("q05").text.in_language("tr") == "Yeşil kapılar."
    assert found.item("q01").hint is not None
    assert found.item("q03").option("2").text.pairs() == (("nl", "twee"), ("tr", "iki"))
    assert found.scale("raw").title.pairs() == (("nl", "Ruwe score"), ("tr", "Sayı"))


def test_the_list_with_texts_is_a_version_of_its_own(folder: Path) -> None:
    with_texts(folder)
    key = load("who-5")

    found = open_library(folder).of("who-5")

    assert (found.version, found.scoring_version) == ("1.0.1", key.scoring_version)
    assert found.fingerprint != key.fingerprint
    assert found.licence.id == "Verzonnen overeenkomst 12, tot 31-12-2027"
    assert found.licence.holder == key.licence.holder
    assert not found.licence.ship_text


@pytest.mark.parametrize("key", KEYS_ONLY)
def test_scores_are_the_same_with_and_without_texts(folder: Path, key: str) -> None:
    rules = load(key)
    with_texts(folder, texts_for(rules), f"{key}.yaml")
    found = open_library(folder).of(key)
    answers = pd.DataFrame(
        [
            {item.key: item.values[row % len(item.values)] for item in rules.items}
            for row in range(6)
        ]
    )
    answers.iloc[5, 0] = None

    pd.testing.assert_frame_equal(score_table(found, answers), score_table(rules, answers))
    assert found.can_be_asked
    assert [scale.key for scale in found.scales] == [scale.key for scale in rules.scales]


@pytest.mark.parametrize("key", KEYS_ONLY)
def test_the_list_with_texts_can_be_stored_and_follows_the_key(folder: Path, key: str) -> None:
    with_texts(folder, texts_for(load(key)), f"{key}.yaml")
    found = open_library(folder).of(key)

    again = from_document(found.document())

    assert again == found
    assert again.fingerprint == found.fingerprint
    assert step_faults(load(key), found) == ()


def test_later_words_follow_earlier_ones(folder: Path) -> None:
    with_texts(folder)
    before = open_library(folder).of("who-5")
    follows = (
        'follows: [{version: "1.0.1", scoring_version: "1", change: wording, items: [q02],'
        " comparable: [raw]}]\n"
    )
    with_texts(
        folder,
        changed(
            ("text_version: 1\n", "text_version: 2\n"),
            ("Gele emmers.", "Paarse ballonnen."),
            ("options:\n", follows + "options:\n"),
        ),
    )

    after = open_library(folder).of("who-5")

    assert (after.version, len(after.follows)) == ("1.0.2", 2)
    assert step_faults(before, after) == ()


def test_other_words_under_the_same_number_are_seen(folder: Path) -> None:
    with_texts(folder)
    before = open_library(folder).of("who-5")
    with_texts(folder, changed(("Gele emmers.", "Paarse ballonnen.")))

    after = open_library(folder).of("who-5")

    assert step_faults(before, after) != ()


# The difference


MISSING_Q03 = changed(
    (
        "  - {key: q03, options: zes, text: {nl: Blauwe fietsen., tr: Mavi bisikletler.}}\n",
        "",
    )
)
UNCHANGED = "no item of a protected list is left out, added or moved"

REFUSED: dict[str, tuple[str, list[str]]] = {
    "a subset": (MISSING_Q03, [f"19:1: item q03 of who-5 1.0 is missing; {UNCHANGED}"]),
    "one more item": (
        changed(("scales:\n", "  - {key: q06, text: {nl: Zes., tr: Altı.}}\nscales:\n")),
        [f"25:5: who-5 1.0 has no item 'q06'; {UNCHANGED}"],
    ),
    "another name": (
        changed(("{key: q03,", "{key: vraag3,")),
        [
            f"19:1: item q03 of who-5 1.0 is missing; {UNCHANGED}",
            f"22:5: who-5 1.0 has no item 'vraag3'; {UNCHANGED}",
        ],
    ),
    "another order": (
        changed(("{key: q02,", "{key: q0x,"), ("{key: q03,", "{key: q02,")).replace("q0x", "q03"),
        [f"21:5: item 'q03' stands where who-5 1.0 has 'q02'; {UNCHANGED}"],
    ),
    "an item twice": (
        changed(("{key: q05,", "{key: q04,")),
        [
            f"19:1: item q05 of who-5 1.0 is missing; {UNCHANGED}",
            "24:5: item 'q04' is here twice; keep one",
        ],
    ),
    "an option less": (
        changed(('    - {key: "5", text: {nl: vijf, tr: beş}}\n', "")),
        [f"12:3: option 5 of item q01 is missing; {UNCHANGED}"],
    ),
    "an option more": (
        changed(("items:\n", '    - {key: "6", text: {nl: zes, tr: altı}}\nitems:\n')),
        [f"19:7: item q01 has no option '6'; {UNCHANGED}"],
    ),
    "options in another order": (
        changed(('{key: "1"', '{key: "x"'), ('{key: "2"', '{key: "1"')).replace('"x"', '"2"'),
        [f"14:7: option '2' stands where item q01 has '1'; {UNCHANGED}"],
    ),
    "no options": (
        changed(("{key: q02, options: zes, ", "{key: q02, ")),
        [f"21:5: option 0, 1, 2, 3, 4, 5 of item q02 is missing; {UNCHANGED}"],
    ),
    "a scoring key of its own": (
        changed(("{nl: geen, tr: yok}", "{nl: geen, tr: yok}, value: 1")),
        ["13:45: unknown key `value`; remove it or check its spelling"],
    ),
    "another version of the key": (
        changed(('version: "1.0"\n', 'version: "1.1"\n')),
        [
            "3:10: these texts belong to version 1.1 and here is 1.0; compare them with its items, "
            "then write that number"
        ],
    ),
    "a draft of one's own": (
        changed(("status: reviewed", "status: own")),
        [
            "8:28: a protected text is `official` or `reviewed`; ask its holder for one that is",
        ],
    ),
    "a language without all words": (
        changed(("{nl: Witte stenen., tr: Beyaz taşlar.}", "{nl: Witte stenen.}")),
        ["23:36: the text in 'tr' is missing; add it"],
    ),
    "an option without all words": (
        changed(("{nl: drie, tr: üç}", "{nl: drie}")),
        ["16:24: the text in 'tr' is missing; add it"],
    ),
    "a language without our own words": (
        TEXTS[: TEXTS.index("  - {key: percentage")],
        ["8:16: the words of scale percentage are missing in 'tr'; add them"],
    ),
    "without Dutch": (
        changed(("  - {language: nl, status: official, evidence: {stage: 0}}\n", "")),
        ["7:3: 'nl' is missing, which the pages of the coach need"],
    ),
    "a brace": (
        changed(("nl: Witte stenen.", 'nl: "Witte {{config}}."')),
        ["23:41: a brace; only {kind}, {informant} and {goal} can be filled in"],
    ),
    "a name in the title": (
        changed(("Verzonnen: vijf", "Verzonnen {kind}: vijf")),
        ["9:13: a name in a title that stands in mail subjects; remove it"],
    ),
    "options nobody uses": (
        changed(("items:\n", '  meer:\n    - {key: "0", text: {nl: a, tr: b}}\nitems:\n')),
        ["19:3: no item uses these options; remove them"],
    ),
    "a list of our own": (
        changed(("key: who-5\n", "key: kansmeter-ouder\n")),
        [
            "2:6: there is no list 'kansmeter-ouder' that waits for texts; there are: "
            "psc-17, sdq-p4-17, sdq-s11-17, sdq-t4-17, who-5"
        ],
    ),
    "no texts at all": ("[]", ["1:1: write the texts as `key: value` lines"]),
    "an empty file": ("", ["1:1: the file is empty; write a questionnaire in it"]),
    "no version of the texts": (
        changed(("text_version: 1\n", "")),
        ["2:1: `text_version` is missing; add it here"],
    ),
    "a tag": ("!!python/object/apply:os.system [ls]", []),
    "laughs": ("a: &a [x, x]\nb: *a", []),
    "too large": (
        "x" * 50_000_000,
        ["1:1: the file is larger than 300 kB; split the questionnaire"],
    ),
}


@pytest.mark.parametrize("case", REFUSED)
def test_texts_that_do_not_match_the_key_are_refused_with_the_difference(
    folder: Path, case: str
) -> None:
    content, expected = REFUSED[case]
    with_texts(folder, content)

    found = faults(folder)

    assert found == expected if expected else len(found) == 1


def test_every_file_is_told_of(folder: Path) -> None:
    with_texts(folder, MISSING_Q03)
    with_texts(folder, "[]", "psc-17.yaml")

    with pytest.raises(DefinitionError) as refusal:
        open_library(folder)

    names = {Path(fault.path).name for fault in refusal.value.faults}
    assert names == {"who-5.yaml", "psc-17.yaml"}


# Files (AC-060)


def test_other_files_in_the_folder_are_left_alone(folder: Path) -> None:
    with_texts(folder)
    with_texts(folder, b"%PDF", "overeenkomst.pdf")
    with_texts(folder, b"x", ".who-5.yaml.swp")
    (folder / "oud").mkdir()

    assert open_library(folder).of("who-5").can_be_asked


@pytest.mark.parametrize(
    "name", ["WHO-5.yaml", "who-5.YAML", "who 5.yaml", "who-5\n.yaml", "é.yaml", "-rf.yaml"]
)
def test_a_file_with_an_odd_name_is_refused_in_one_line(folder: Path, name: str) -> None:
    with_texts(folder, TEXTS, name)

    with pytest.raises(DefinitionError) as refusal:
        open_library(folder)

    assert "the name is not that of a list" in str(refusal.value)
    assert len(str(refusal.value).splitlines()) == 1


def test_a_file_is_called_as_its_list(folder: Path) -> None:
    with_texts(folder, TEXTS, "psc-17.yaml")

    assert faults(folder) == ["1:1: the file must be called who-5.yaml"]


def test_a_list_has_its_texts_in_one_file(folder: Path) -> None:
    with_texts(folder)
    with_texts(folder, TEXTS, "who-5.yml")

    assert faults(folder) == ["1:1: who-5 is here twice; keep one file"]


def test_a_link_that_leads_out_of_the_folder_is_refused(folder: Path, tmp_path: Path) -> None:
    with_texts(tmp_path)
    (folder / "who-5.yaml").symlink_to(tmp_path / "who-5.yaml")

    assert faults(folder) == ["1:1: a link that leads out of the folder; put the file itself here"]


def test_a_link_inside_the_folder_is_followed_as_mounted_secrets_have_it(folder: Path) -> None:
    (folder / "..data").mkdir()
    with_texts(folder / "..data")
    (folder / "who-5.yaml").symlink_to("..data/who-5.yaml")

    assert open_library(folder).of("who-5").can_be_asked


def test_what_is_no_file_does_not_hang(folder: Path) -> None:
    os.mkfifo(folder / "who-5.yaml")
    (folder / "psc-17.yaml").mkdir()
    (folder / "sdq-p4-17.yaml").symlink_to("sdq-p4-17.yaml")

    assert len(faults(folder)) == 3


# The folder


def test_a_folder_open_to_others_is_refused(folder: Path) -> None:
    for mode in (0o704, 0o702, 0o701, 0o755):
        folder.chmod(mode)
        with pytest.raises(PrivateFolderError, match="must be closed to others"):
            open_library(folder)


def test_a_folder_for_a_group_is_good(folder: Path) -> None:
    folder.chmod(0o750)

    assert "who-5" in open_library(folder)


@pytest.mark.parametrize("inside", [shipped_folder(), Path(__file__).parent / "private"])
def test_a_folder_inside_the_software_is_refused(inside: Path, tmp_path: Path) -> None:
    link = tmp_path / "link"
    link.symlink_to(inside)

    for folder in (inside, link):
        with pytest.raises(PrivateFolderError, match="must lie outside the software"):
            open_library(folder)


@pytest.mark.parametrize("given", ["", "teksten", "/no/such/folder", "/etc/passwd", "/a\0b"])
def test_what_is_no_folder_is_refused_by_the_name_of_the_setting(given: str) -> None:
    name = "KANSMETER_PRIVATE_QUESTIONNAIRES"

    with pytest.raises(SettingsError, match=f"^{name}: must be the absolute path of a folder"):
        private_questionnaires({name: given})


def test_without_the_setting_there_is_no_folder() -> None:
    assert private_questionnaires({}) is None


# What is said


@pytest.mark.parametrize("key", KEYS_ONLY)
def test_a_list_without_texts_says_what_is_missing_whose_it_is_and_what_to_do(key: str) -> None:
    questionnaire = load(key)

    reason = what_is_missing(questionnaire)

    assert reason is not None
    assert questionnaire.items[0].key in reason
    assert questionnaire.licence.holder in reason
    assert "KANSMETER_PRIVATE_QUESTIONNAIRES" in reason
    assert score_only(questionnaire) == (
        f"score only: texts not here (holder: {questionnaire.licence.holder})"
    )


def test_a_list_with_its_texts_has_nothing_to_say() -> None:
    assert what_is_missing(load("kansmeter-ouder")) is None
    assert score_only(load("kansmeter-ouder")) is None


def test_a_library_names_what_it_has() -> None:
    with pytest.raises(UnknownKeyError, match="kansmeter-ouder"):
        open_library().of("kansmeter-oma")
