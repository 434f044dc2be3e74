"""`survey-app demo` prints a way in for everybody who is asked, and for every role."""

from click.testing import CliRunner

from survey_app.commands import serving
from survey_app.keeping.demonstrated_people import PEOPLE

BASE = "http://127.0.0.1:8123"


def test_the_try_out_prints_each_way_in_on_one_line(monkeypatch):
    served = []
    monkeypatch.setattr(serving, "_check_free", lambda host, port: None)
    monkeypatch.setattr(serving, "run", lambda *given, **options: served.append(given))

    result = CliRunner().invoke(serving.demo, ["--port", "8123"], catch_exceptions=False)

    said = [tuple(line.rsplit(maxsplit=1)) for line in result.stdout.splitlines()[:-1]]
    assert [who for who, way in said if way.startswith(f"{BASE}/v/")] == [
        "ouder",
        "leerkracht",
        "kind",
    ]
    assert said[3:5] == [("coach", f"{BASE}/inloggen"), ("e-mail address", PEOPLE[0].email)]
    assert said[5][0] == "one-time password"
    assert said[7:] == [(each.role.replace("_", " "), each.email) for each in PEOPLE[1:]]
    assert len(served) == 1
