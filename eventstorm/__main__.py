"""`python -m eventstorm`: the command line."""

import sys

from eventstorm.cli import main

if __name__ == "__main__":
    sys.exit(main())
