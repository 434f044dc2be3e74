"""No file costs more than 2 seconds or 200 MB, however it is made (AC-060)."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.definitions.wording.own_list import content

MOST_SECONDS = 2.0
MOST_MEGABYTES = 200
KB = 1_000
LIMIT = 300 * KB  # just within the size that is still parsed

# Measured from the inside, so that starting Python does not count as reading. The kernel's
# high-water mark is read, because getrusage also remembers the process that started this one.
READ = """
import pathlib, re, sys, time
from survey_app.definitions import check
start = time.process_time()
faults = check([sys.argv[1]])
print(time.process_time() - start)
print(int(re.search(r"VmHWM:\\s+(\\d+)", pathlib.Path("/proc/self/status").read_text())[1]) / 1000)
print(len(faults))
print(*faults[:1])
"""


def laughs() -> bytes:
    lines = ["a: &a [x, x, x, x, x, x, x, x, x]"]
    for last, name in zip("abcdefgh", "bcdefghi", strict=True):
        lines.append(f"{name}: &{name} [{', '.join([f'*{last}'] * 9)}]")
    return "\n".join(lines).encode()


def misspelt() -> bytes:
    """Make a list that can be read, in which 2 000 long words are each spelt in their own way."""
    words = [f"{chr(97 + n % 26)}erschrikkellik{chr(97 + n // 26 % 26)}uis" for n in range(2_000)]
    items = [
        f"  - {{key: q{n}, text: {{nl: {' '.join(words[n * 10 : n * 10 + 10])}}}, max_length: 9}}"
        for n in range(200)
    ]
    head = content().partition("options:")[0]
    return "\n".join((head, "items:", *items)).encode()


HOSTILE: dict[str, Callable[[], bytes]] = {
    "3000 open brackets": lambda: b"a: " + b"[" * 3000,
    "3000 open braces": lambda: b"{a: " * 3000,
    "deep dashes": lambda: b"- " * (LIMIT // 2 - 1),
    "deep question marks": lambda: b"? " * (LIMIT // 2 - 1),
    "nine times nine laughs": laughs,
    "a python object": lambda: b"!!python/object/apply:os.system [ls]",
    "50 MB of one letter": lambda: b"x" * 50_000_000,
    "50 MB of brackets": lambda: b"[" * 50_000_000,
    "many values": lambda: b"[" + b"a,\n" * (LIMIT // 3 - 2) + b"]",
    "one key again and again": lambda: b"a: 1\n" * (LIMIT // 5 - 1),
    "many unknown keys": lambda: b"".join(b"k%d: 1\n" % n for n in range(20_000)),
    "a long plain text": lambda: b"a: " + b"x\n " * (LIMIT // 3 - 5),
    "a long quoted text": lambda: b'a: "' + b"x\n " * (LIMIT // 3 - 5) + b'"',
    "an unclosed quote": lambda: b'a: "' + b"x\n " * (LIMIT // 3 - 5),
    "a quote of empty lines": lambda: b'a: "' + b"\n" * (LIMIT - 9) + b'"',
    "a literal block": lambda: b"a: |\n" + b"\n" * (LIMIT - 9),
    "a folded block": lambda: b"a: >\n" + b"  x\n" * (LIMIT // 4 - 9),
    "comments": lambda: b"#\n" * (LIMIT // 2 - 1),
    "empty lines": lambda: b"\n" * (LIMIT - 1),
    "long tags": lambda: b"".join(b"a%d: !" % n + b"x" * 4900 + b" y\n" for n in range(60)),
    "one endless tag": lambda: b"a: !" + b"x" * (LIMIT - 9),
    "directives": lambda: b"%X a\n" * (LIMIT // 5 - 1),
    "documents": lambda: b"---\n" * (LIMIT // 4 - 1),
    "tabs": lambda: b"\t\n" * (LIMIT // 2 - 1),
    "zeroes": lambda: b"\0" * (LIMIT - 1),
    "wrong options by the thousand": lambda: b"options:\n  x:\n" + b"  - {key: 1, v: 2}\n" * 1_000,
    "a sound questionnaire of misspelt words": misspelt,
    "a scale with doubled items": lambda: b"scales:\n- items: [" + b"q,\n" * 5_000 + b"]",
}


@pytest.mark.parametrize("case", HOSTILE)
def test_a_hostile_file_is_refused_quickly_and_in_little_memory(tmp_path: Path, case: str) -> None:
    path = tmp_path / "vijandig.yaml"
    path.write_bytes(HOSTILE[case]())

    ran = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )

    seconds, megabytes, faults, first = ran.stdout.splitlines()[:4]
    assert float(seconds) <= MOST_SECONDS
    assert float(megabytes) <= MOST_MEGABYTES
    assert int(faults) >= 1
    assert first.startswith(f"{path}:")


def test_nesting_is_refused_at_the_level_that_is_too_deep(tmp_path: Path) -> None:
    path = tmp_path / "diep.yaml"
    path.write_bytes(b"a: " + b"[" * 3000)

    ran = subprocess.run(
        [sys.executable, "-c", READ, str(path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
        cwd=Path(__file__).parents[2],
    )

    # The block is level 1 and stands before column 1; bracket 20 in column 23 is level 21.
    assert f"{path}:1:23: nested deeper than 20 levels" in ran.stdout
