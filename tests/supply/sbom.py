"""The bill of materials of what we ship, in CycloneDX, made from the lock and from nothing else.

`python -m tests.supply.sbom [FILE]` writes it. The same lock gives the same bytes: its number is
that of the lock, and it carries no time.
"""

import hashlib
import sys
from pathlib import Path
from uuid import NAMESPACE_URL, uuid5

from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import HashAlgorithm, HashType, Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentScope, ComponentType
from cyclonedx.model.dependency import Dependency
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from packageurl import PackageURL

from survey_app import __version__
from tests.supply import licences, locked

VERSION = SchemaVersion.V1_6


def bill() -> Bom:
    """Return the bill of what stands in the lock of what we ship."""
    packages = locked.read()
    project = Component(
        name=locked.PROJECT,
        version=__version__,
        type=ComponentType.APPLICATION,
        bom_ref=locked.PROJECT,
        licenses=[LicenseFactory().make_from_string("Apache-2.0")],
    )
    made = {f"{each.name}@{each.version}": _component(each) for each in packages}
    bom = Bom(
        components=made.values(),
        serial_number=uuid5(NAMESPACE_URL, hashlib.sha256(locked.SHIPPED.read_bytes()).hexdigest()),
    )
    bom.metadata.component = project
    for asker in (project, *made.values()):
        uses = {
            made[f"{each.name}@{each.version}"].bom_ref
            for each in packages
            if asker.name in each.asked_by
        }
        bom.dependencies.add(Dependency(asker.bom_ref, [Dependency(each) for each in uses]))
    return bom


def _component(package: locked.Locked) -> Component:
    where = [Property(name="python:marker", value=package.where)] if package.where else []
    return Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{package.name}@{package.version}",
        purl=PackageURL("pypi", None, package.name, package.version),
        scope=ComponentScope.OPTIONAL if package.where else ComponentScope.REQUIRED,
        hashes=[HashType(alg=HashAlgorithm.SHA_256, content=each) for each in package.hashes],
        licenses=[LicenseFactory().make_from_string(licences.licence_of(package.name))],
        properties=where,
    )


def text() -> str:
    """Return the bill as JSON, the same for the same lock."""
    bom = bill()
    bom.metadata.timestamp = None
    return str(make_outputter(bom, OutputFormat.JSON, VERSION).output_as_string(indent=2)) + "\n"


def main() -> None:
    """Write the bill to the file that is named, else to standard output."""
    if len(sys.argv) > 1:
        Path(sys.argv[1]).write_text(text())
    else:
        sys.stdout.write(text())


if __name__ == "__main__":
    main()
