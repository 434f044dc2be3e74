"""Under which licence each package that we ship may be used, as its own metadata says.

`python -m tests.supply.licences` prints the list.
"""

import re
from importlib import metadata

from tests.supply import locked

ALLOWED = frozenset(
    {
        *("MIT", "MIT-0", "MIT-CMU", "BSD", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "ISC", "Zlib"),
        *("Apache-2.0", "PSF-2.0", "Unlicense", "CC0-1.0", "MPL-2.0"),
    }
)
"""What asks nothing of who uses the whole; the MPL does of its own files, which we leave alone."""

ARGUED = {
    "psycopg": "LGPL-3.0: used as it comes and replaceable by anybody, which is what it asks",
    "psycopg-binary": "LGPL-3.0: the same, as a library of its own beside psycopg",
    "pyphen": "GPL-2.0, LGPL-2.1 or MPL-1.1, at choice: taken under the MPL, its files untouched",
}
"""Packages under another licence, with why they may be shipped."""

ELSEWHERE = {
    "brotlicffi": "MIT",  # stands in for brotli where Python is not CPython
    "colorama": "BSD-3-Clause",  # Windows only
}
"""Packages that this machine does not install, read by hand."""

NAMES = {
    "MIT License": "MIT",
    "BSD License": "BSD",
    "Apache Software License": "Apache-2.0",
    "Python Software Foundation License": "PSF-2.0",
    "Mozilla Public License 2.0 (MPL 2.0)": "MPL-2.0",
    "The Unlicense (Unlicense)": "Unlicense",
}
"""What older packages call the same."""


def licence_of(name: str) -> str:
    """Return the licence of a package: its expression, else its classifiers, else its one word."""
    if name in ELSEWHERE:
        return ELSEWHERE[name]
    about = metadata.metadata(name)
    if about.get("License-Expression"):
        return str(about["License-Expression"])
    kinds = [each.rpartition(" :: ")[2] for each in about.get_all("Classifier") or ()]
    named = [NAMES.get(each, each) for each in kinds if "License" in each or each in NAMES]
    return " OR ".join(named) or str(about.get("License", "unknown")).strip()


def is_allowed(licence: str) -> bool:
    """Tell whether a licence lets us ship: one of its alternatives is allowed in all its parts."""
    alternatives = re.split(r" OR ", licence.replace("(", "").replace(")", ""))
    return any(set(each.split(" AND ")) <= ALLOWED for each in alternatives)


def table() -> dict[str, str]:
    """Return the licence of every package that we ship."""
    return {each.name: licence_of(each.name) for each in locked.read()}


def refused() -> dict[str, str]:
    """Return what must not be shipped, with its licence."""
    return {
        name: licence
        for name, licence in table().items()
        if not is_allowed(licence) and name not in ARGUED
    }


def main() -> None:
    """Print the list, for whoever has to answer for it."""
    for name, licence in table().items():
        print(f"{name:<24} {licence}" + (f" ({ARGUED[name]})" if name in ARGUED else ""))


if __name__ == "__main__":
    main()
