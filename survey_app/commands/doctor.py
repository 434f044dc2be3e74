"""`survey-app doctor`: what is wrong, and how to mend it."""

import os
import sys
from pathlib import Path

import click

from survey_app.clock import local_date, utc_now
from survey_app.commands.wiring import opened
from survey_app.config import load_settings
from survey_app.definitions import open_library
from survey_app.definitions.speech import Sounds
from survey_app.keeping.doctor import examine, papers, read_aloud, sms_reports
from survey_app.keeping.doctor_damage import soundness
from survey_app.keeping.doctor_erasing import erasing
from survey_app.keeping.doctor_orphans import orphans
from survey_app.keeping.doctor_trail import anchored
from survey_app.keeping.key_care import files_found, keys_found
from survey_app.keeping.recordings import heard_of
from survey_app.keeping.rotation import keys_in_use
from survey_app.keeping.safe_start import starting
from survey_app.storage import Keyring


@click.command()
def doctor() -> None:
    """Look at settings, schema, messages, keys, calendar, sounds and PDFs; exit 1 on a fault.

    Run it every quarter of an hour and let whoever watches the server hear of an exit code.
    """
    settings = load_settings()
    channels = {"mail": settings.smtp_url, "sms": settings.sms_url}
    with opened(settings) as database, database.read() as session:
        findings = examine(
            session, frozenset(name for name, url in channels.items() if url), utc_now()
        )
        findings.append(soundness(session))
        findings += starting(session, os.environ, is_public=not settings.is_local)
        findings.append(orphans(session, local_date(utc_now())))
        findings += erasing(session, settings.list_file, local_date(utc_now()))
        asked = settings.audit_anchor is not None
        findings.append(anchored(session, settings.anchor_file, utc_now(), is_asked=asked))
        findings += keys_found(keys_in_use(session), Keyring(settings.keys))
        file = Path(database.url.database or "") if database.is_sqlite else None
        findings += files_found(file, settings.secret_keys_file)
    if settings.sms_url is not None:
        findings.append(sms_reports(has_own_key=settings.sms_report_key is not None))
    lists = open_library(settings.private_questionnaires)
    known = Sounds(settings.audio_folder).known()
    findings.append(read_aloud(heard_of(lists, known)))
    findings.append(papers())
    for finding in findings:
        click.echo(f"{'FAULT' if finding.is_fault else 'ok':<6}{finding.sentence}")
    if any(finding.is_fault for finding in findings):
        sys.exit(1)
