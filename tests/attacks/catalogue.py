"""The catalogue of attacks and faults, case by case, with the tests that stand for it.

`python -m tests.attacks.catalogue` prints the table. A test stands for a case when its name or what
it says of itself carries the number: `test_ac_032_…`, or `AC-032` in a docstring, of the test or of
its file. What no test stands for has its reason in `OPEN`; a case may have both.
"""

import re

from tests.rig.bootstrap import ROOT

FOLDER = ROOT / "tests"
IN_NAME = re.compile(r"^test_ac((?:_\d{3})+)(?:_|$)")
IN_WORDS = re.compile(r"AC-(\d{3}(?:(?:, | and |/|…)(?:AC-)?\d{3})*)")
