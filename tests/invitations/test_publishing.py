"""A version that was used never changes, not even by hand."""

import hashlib
import json
import shutil

import pytest
from sqlalchemy.exc import IntegrityError

from survey_app.definitions import from_document, lineage, load, open_library
from survey_app.invitations import publishing
from survey_app.invitations.models import PublishedQuestionnaire
from survey_app.invitations.publishing import (
    ChangedVersionError,
    UnsendableError,
    publish,
    questionnaire_of,
)
from tests.definitions.test_private_texts import EXAMPLE
from tests.factories.answers import sheet_of
from tests.factories.lists import PARENTS, changed


@pytest.fixture
def variant(tmp_path):
    """Return a function that gives the parents' list with pieces of its text replaced."""
    return lambda *replacements: load(changed(PARENTS, tmp_path, *replacements))


def in_dutch_only(questionnaire):
    """Return a list as it was before it had texts in another language."""
    return from_document(json.dumps(_in_dutch_only(json.loads(questionnaire.document()))))


def _in_dutch_only(content):
    match content:
        case {"nl": text}:
            return {"nl": text}
        case dict():
            return {key: _in_dutch_only(each) for key, each in content.items()}
        case [{"language": "nl"} as dutch, *_]:
            return [dutch]
        case list():
            return [_in_dutch_only(each) for each in content]
    return content


def keep(world, questionnaire):
    with world.database.write() as session:
        return publish(session, questionnaire, world.clock())


def test_a_version_is_kept_when_it_is_first_used_and_only_then(world):
    questionnaire = load("kansmeter-ouder")

    fingerprints = {keep(world, questionnaire) for _ in range(3)}

    assert fingerprints == {questionnaire.fingerprint}
    assert world.rows("published_questionnaire") == 1


def test_what_is_read_back_is_what_was_published(world, monkeypatch):
    questionnaire = load("kansmeter-ouder")
    keep(world, questionnaire)
    # What this process already knows must not stand in for what lies in the database.
    monkeypatch.setattr(publishing, "_known", {})

    with world.database.read() as session:
        back = questionnaire_of(session, questionnaire.fingerprint)

    assert back == questionnaire


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("is {kind} ontspannen.", "is {kind} moe."),
        ("min_answered: 7", "min_answered: 6"),
        ("{nl: bijna altijd,", "{nl: altijd,"),
    ],
    ids=["words", "missing rule", "an answer"],
)
def test_other_content_under_a_used_version_is_refused(world, variant, old, new):
    keep(world, load("kansmeter-ouder"))

    with pytest.raises(ChangedVersionError, match="kansmeter-ouder 1.0"):
        keep(world, variant((old, new)))

    assert world.rows("published_questionnaire") == 1


def test_a_new_version_stands_beside_the_old_one(world, variant):
    keep(world, load("kansmeter-ouder"))
    keep(world, variant(('version: "1.0"', 'version: "1.1"')))

    assert sorted(world.sql("SELECT version FROM published_questionnaire")) == [("1.0",), ("1.1",)]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("is {kind} ontspannen.", "is {kind} ontspanen."),
        ("options: [bijna_altijd], level: talk", "options: [bijna_altijd], level: today"),
        ("minutes: 2.3", "minutes: 2.4"),
    ],
    ids=["spelling", "signal", "minutes"],
)
def test_what_changes_no_answer_goes_on_under_its_number_beside_the_old(world, variant, old, new):
    keep(world, load("kansmeter-ouder"))
    keep(world, variant((old, new)))

    assert world.sql("SELECT version FROM published_questionnaire") == [("1.0",), ("1.0",)]


def test_a_draft_in_another_language_goes_on_under_the_number_of_what_was_asked(world, variant):
    """Nobody is asked anything else: what was answered before and after it stands in one line."""
    with_draft = load("kansmeter-ouder")
    dutch = in_dutch_only(with_draft)
    mended = variant(("Worries make an ordinary day hard", "Worries make an ordinary day heavy"))

    for each in (dutch, with_draft, mended):
        keep(world, each)

    assert (dutch.languages, with_draft.languages) == (("nl",), ("nl", "en"))
    assert world.sql("SELECT version FROM published_questionnaire") == [("1.0",)] * 3
    lines = lineage([dutch, with_draft, mended]).scales
    assert len({line for (_, scale), line in lines.items() if scale == "kracht"}) == 1


def test_a_new_version_that_hides_what_changed_is_refused(world, variant):
    keep(world, load("kansmeter-ouder"))
    step = """version: "1.1"
follows:
  - {version: "1.0", scoring_version: "1", change: wording, items: [p1], comparable: [kracht]}
"""
    newer = variant(("is {kind} ontspannen.", "is {kind} moe."), ('version: "1.0"\n', step))

    with pytest.raises(ChangedVersionError, match="item r2 changed; name it in `items`"):
        keep(world, newer)


@pytest.mark.parametrize("column", ["document", "version", "fingerprint"])
def test_the_database_refuses_a_change_of_a_published_version(world, column):
    keep(world, load("kansmeter-ouder"))

    with pytest.raises(IntegrityError, match="never change"):
        world.sql(f"UPDATE published_questionnaire SET {column} = 'x'")  # noqa: S608 the names stand above


def test_an_invitation_keeps_its_version_when_a_new_one_comes(world, coach, variant):
    traject = world.traject(coach, lists=[load("kansmeter-ouder")])
    link = world.invitation(traject, "parent")
    keep(world, variant(('version: "1.0"', 'version: "1.1"')))

    assert sheet_of(world, link).questionnaire.version == "1.0"


def test_a_version_stored_in_the_first_form_of_its_document_goes_on_as_it_is(world):
    # The first form knew no drafts: every language of a list was offered.
    questionnaire = in_dutch_only(load("kansmeter-ouder"))
    content = json.loads(questionnaire.document())
    content |= {"languages": ["nl"], "evidence": {"stage": 0}, "fictitious": False}
    document = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    first = hashlib.sha256(document.encode()).hexdigest()
    with world.database.write() as session:
        session.add(
            PublishedQuestionnaire(
                fingerprint=first,
                key=questionnaire.key,
                version=questionnaire.version,
                document=document,
                published_at=world.clock(),
            )
        )

    assert first != questionnaire.fingerprint
    assert keep(world, questionnaire) == first
    assert world.rows("published_questionnaire") == 1
    with world.database.read() as session:
        assert questionnaire_of(session, first).fingerprint == first


@pytest.mark.parametrize(
    ("key", "why"),
    [
        ("sdq-p4-17", "its texts are not here"),
        ("kansmeter-doelen", "it asks about goals, which are rated in a talk"),
    ],
)
def test_what_cannot_be_asked_is_sent_to_nobody(world, key, why):
    with pytest.raises(UnsendableError, match=why):
        keep(world, load(key))

    assert world.rows("published_questionnaire") == 0


def test_a_list_without_a_reviewed_language_is_sent_to_nobody(world, variant):
    draft = variant(("status: reviewed", "status: own"))

    with pytest.raises(UnsendableError, match="in no language"):
        keep(world, draft)


def test_a_list_without_texts_is_refused_with_whose_they_are_and_what_to_do(world):
    with pytest.raises(UnsendableError) as refusal:
        keep(world, load("sdq-p4-17"))

    assert "the texts of q01, q02, q03 and" in str(refusal.value)
    assert "youthinmind" in str(refusal.value)
    assert "KANSMETER_PRIVATE_QUESTIONNAIRES" in str(refusal.value)
    assert world.rows("published_questionnaire") == 0


def test_a_list_with_private_texts_is_published_as_its_own_version(world, tmp_path):
    folder = tmp_path / "teksten"
    folder.mkdir(mode=0o700)
    shutil.copy(EXAMPLE, folder)
    found = open_library(folder).of("who-5")
    with world.database.write() as session:
        publishing.keep(session, load("who-5"), world.clock())  # sheets on paper were scored

    fingerprint = keep(world, found)

    assert fingerprint == found.fingerprint
    assert world.rows("published_questionnaire") == 2
    with world.database.read() as session:
        assert questionnaire_of(session, fingerprint) == found
