"""Section 4 of the catalogue: text is text, wherever a coach or a respondent may type it."""

import re
from html import escape, unescape
from xml.etree import ElementTree

import pytest

from tests.web.world import act, agree_on_paper, fill_words

pytestmark = pytest.mark.one_every_day

# AC-055, AC-056 and AC-052; each fits in the sixty signs of a name.
PAYLOADS = [
    "<script>alert(1)</script>",
    "<ScRiPt src=//evil.example>",
    "<svg onload=alert(1)>",
    "<svg/onload=alert(1)//",
    "<img src=x onerror=alert(1)>",
    "<img src=x onerror='alert(1)'",
    "javascript:alert(1)",
    '"><script>alert(1)</script>',
    "'><script>alert(1)</script>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus='",
    "</textarea><script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</svg><script>alert(1)</script>",
    "</text><script>alert(1)</script>",
    "<!--<script>alert(1)</script>-->",
    "--><script>alert(1)</script>",
    "]]><script>alert(1)</script>",
    "<![CDATA[<script>alert(1)</script>]]>",
    "<!ENTITY x SYSTEM 'file:///etc/passwd'>",
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&#60;script&#62;",
    "&amp;&quot;&apos;",
    "<iframe srcdoc='<script>alert(1)</script>'>",
    "<a href=javascript:alert(1)>x</a>",
    "<form action=//evil.example>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content=0>",
    "<math><mtext><table><mglyph><style><img>",
    "<noscript><p title='</noscript><img src=x>'>",
    "<details open ontoggle=alert(1)>",
    "<b>Jan</b>",
    "A & B",
    "O'Brien",
    "d'Ávila",
    'Jan "de Zoon"',
    "{{7*7}}",
    "{% include '/etc/passwd' %}",
    "${7*7}",
    "{0.__class__}",
    "%(x)s",
    "{kind}",
    "{coach}",
    "{school}",
    "{informant}",
    "$\\frac{1}{$",
    "$x_{1}^$",
    "\\alpha $\\undefined$",
    "_^_",
    "' OR 1=1--",
    '"; DROP TABLE traject; --',
    "%",
    "_",
    "=1+1",
    "@SUM(1)",
    "[[[",
    "\\",
    "Łucja Żółć",
    "مريم",
    "小明",
]


def started(world, coach, name, group="groep 6"):
    """Start a traject through the pages and return the path of its page."""
    fields = {"child_name": name, "group_name": group, "reason": "loss"}
    made = act(coach, "/trajecten/nieuw", school=world.coach().school.id, **fields)
    assert made.status_code == 303, (name, made.text)
    return made.location.split("?")[0]


def agreed(coach, path):
    fields = {"birth_month": "5", "birth_year": "2017", "holders": "one"}
    assert act(coach, f"{path}/gezag", page=path, **fields).status_code == 303
    done = agree_on_paper(coach, path)
    assert done.status_code == 303, done.text


def assert_literal(page, payload, where):
    """Check that the text is there as text, and that it made no tag or attribute."""
    assert page.status_code < 500, (where, payload)
    assert payload in unescape(page.text), (where, payload)
    if any(sign in payload for sign in '<>"'):
        assert payload not in page.text.replace(escape(payload), ""), (where, payload)
    assert "<script>alert" not in page.text, (where, payload)
    assert not re.search(r"<[^>]*\son\w+=", re.sub(r'"[^"]*"', "", page.text)), (where, payload)


def test_ac_055_056_a_name_a_group_and_a_label_are_shown_as_typed_on_every_page(world):
    world.coach()
    coach = world.signed_in()
    paths = []
    for number, payload in enumerate(PAYLOADS):
        group = payload[:40].strip()
        path = started(world, coach, payload, group)
        act(coach, f"{path}/informanten", page=path, role="parent", label=payload)
        paths.append(path)
        page = coach.get(path)
        assert_literal(page, payload, "traject")
        assert unescape(page.text).count(payload) >= 2, payload
        assert group in unescape(page.text), (number, group)
    today = coach.get("/vandaag")
    for payload in PAYLOADS:
        assert_literal(today, payload, "vandaag")


def test_ac_052_055_a_respondent_sees_a_name_as_typed(world):
    # Only the first word of a name is shown, so the payload is made one word.
    names = [payload.replace(" ", "/") for payload in PAYLOADS]
    wrong = []
    for name in names:
        visitor = world.visitor(world.words_case(child=name, parents=(name,)).intake["parent"])
        for page in (visitor.get(), visitor.begin(), visitor.get("/liever-niet")):
            assert page.status_code == 200, name
            assert "<script>alert" not in page.text, name
            if name not in unescape(page.text):
                wrong.append(name)

    assert wrong == []


# Signs that mean something to whoever draws or writes XML.
DRAWN = [
    payload
    for payload in PAYLOADS
    if re.search(
        r"[$\\_{&\]]|CDATA|</svg|</text|onload=alert|ENTITY|script>alert\(1\)</script>$", payload
    )
]


def test_ac_055_056_pages_and_charts_of_answers_show_a_name_as_typed(world):
    world.coach()
    coach = world.signed_in()
    assert len(DRAWN) > 15
    for payload in DRAWN:
        case = world.words_case(child=payload, parents=(payload,))
        fill_words(world.visitor(case.intake["parent"]))
        page = coach.get(f"/trajecten/{case.traject_id}")
        assert_literal(page, payload, "traject met antwoorden")
        chart = re.search(r'(/trajecten/[^" ]+/smal\.svg)', page.text)[1]
        drawn = coach.get(chart)
        assert (drawn.status_code, drawn.mimetype) == (200, "image/svg+xml"), payload
        ElementTree.fromstring(drawn.text)  # noqa: S314  # our own drawing
        assert "<script" not in drawn.text, payload
        assert not re.search(r"<[a-z][^>]*\son\w+=", re.sub(r'"[^"]*"', "", drawn.text)), payload


def test_ac_055_words_of_a_respondent_are_text_on_its_own_page(world):
    visitor = world.visitor(world.words_case().intake["parent"])
    visitor.begin()
    visitor.send(1, q1="2", q2="3")

    for payload in PAYLOADS:
        page = visitor.post(2, visitor.fields(q3="9", woorden=payload))
        assert_literal(page, payload, "eigen woorden")


def test_ac_056_spaces_alone_are_no_name_and_three_hundred_signs_are_too_many(world):
    world.coach()
    coach = world.signed_in()
    before = world.dump()

    for name in ("   ", "\u00a0\u2003", "\u200b", "\u202e", "x" * 61, "x" * 300, "\x00"):
        fields = {"child_name": name, "group_name": "6", "reason": "loss"}
        refused = act(
            coach,
            "/trajecten/nieuw",
            "/trajecten/nieuw",
            school=world.coach().school.id,
            **fields,
        )
        assert refused.status_code == 422, ascii(name)
    assert world.dump() == before


def test_ac_055_what_was_refused_comes_back_as_text(world):
    world.coach()
    coach = world.signed_in()

    for payload in PAYLOADS:
        fields = {"child_name": payload, "group_name": payload, "reason": payload}
        refused = act(coach, "/trajecten/nieuw", school=payload, **fields)
        assert refused.status_code == 422
        assert_literal(refused, payload, "formulier")


PATHS = [
    "/static/x/..%2f..%2f..%2fwsgi.py",
    "/static/x/../../../wsgi.py",
    "/static/..%5c..%5cwsgi.py/config.py",
    "/static/x/%2e%2e%2f%2e%2e%2fconfig.py",
    "/static/x/respond.css%00.png",
    "/static/x/%2fproc%2fself%2fenviron",
    "/static/x/",
    "/static/",
    "/static/../survey_app/config.py",
    "/v/..%2f..%2fetc%2fpasswd",
    "/v/%2e%2e",
    "/trajecten/..%2f..%2fetc%2fpasswd",
    "/trajecten/%00",
    "/kansmeter.db",
    "/.env",
    "/.git/config",
]


@pytest.mark.parametrize("path", PATHS)
def test_ac_064_a_path_in_an_address_reads_no_file(world, path):
    coach = world.signed_in()

    for client in (coach, world.client()):
        page = client.get(path + "?file=../../wsgi.py&path=/proc/self/environ")
        assert page.status_code in (303, 404), path
        assert "create_app" not in page.text
        assert "root:" not in page.text


def test_ac_064_a_static_file_is_found_by_its_name_alone(world):
    page = world.client().get("/inloggen").text
    style = re.search(r'href="(/static/\w+/coach\.css)"', page)[1]

    assert world.client().get(style).status_code == 200
    assert world.client().get(style.replace("coach.css", "config.py")).status_code == 404
