"""What the server writes down holds no link and no name."""

import logging

import pytest

from survey_app.web.logs import WithoutTokens

pytestmark = pytest.mark.one_database

TOKEN = "7d2f45b0a1.pR0nT3-geheim"  # invented


@pytest.mark.parametrize("log", ["gunicorn.error", "gunicorn.access"])
@pytest.mark.parametrize(
    "line",
    [
        f'127.0.0.1 "GET /v/{TOKEN} HTTP/1.1" 200',
        f'"GET /inloggen?verder=%2Fv%2F{TOKEN} HTTP/1.1"',
        f'"GET /x HTTP/1.1" 404 "https://kansmeter.example/v/{TOKEN}/1" "Mozilla"',
        f'"GET /toegang/{TOKEN} HTTP/1.1"',
        f'"GET /ronde/{TOKEN} HTTP/1.1"',
        f'"POST /akkoord/{TOKEN} HTTP/1.1"',
    ],
)
def test_a_link_is_masked_in_every_log_of_the_server(world, log, line):
    assert any(isinstance(each, WithoutTokens) for each in logging.getLogger(log).filters)
    record = logging.LogRecord(log, logging.INFO, __file__, 1, "%s", (line,), None)

    WithoutTokens().filter(record)

    assert TOKEN not in record.getMessage()
    assert record.getMessage().startswith(line[:5])


@pytest.mark.parametrize(
    "line",
    [
        '"GET /vandaag?zoek=Fenna HTTP/1.1" 200',
        '"GET /vandaag?stand=alle&zoek=Fenna+6&school=x HTTP/1.1" 200',
    ],
)
def test_what_a_coach_searched_for_is_masked(line):
    record = logging.LogRecord("gunicorn.access", logging.INFO, __file__, 1, "%s", (line,), None)

    WithoutTokens().filter(record)

    assert "Fenna" not in record.getMessage()
    assert record.getMessage().startswith('"GET /vandaag?')
    assert record.getMessage().endswith('HTTP/1.1" 200')
