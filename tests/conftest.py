"""What every test may ask for; the fixtures themselves stand in `tests/rig/`."""

pytest_plugins = [
    "tests.rig.network",
    "tests.rig.caches",
    "tests.rig.sharing",
    "tests.rig.sizes",
    "tests.rig.tally",
    "tests.rig.databases",
    "tests.rig.server",
    "tests.rig.browser",
]
