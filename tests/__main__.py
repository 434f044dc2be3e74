"""`python3 -m tests [pytest arguments]`: every check at everyday size, on both databases."""

import sys

from tests.rig.runs import main

if __name__ == "__main__":
    sys.exit(main("short", sys.argv[1:]))
