"""`python3 -m tests.long [pytest arguments]`: the same checks at full size, on both databases."""

import sys

from tests.rig.runs import main

if __name__ == "__main__":
    sys.exit(main("long", sys.argv[1:]))
