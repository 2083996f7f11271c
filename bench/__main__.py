"""`python -m bench [PART …]`: all benchmarks, or the parts named."""

from __future__ import annotations

import importlib
import platform
import sys

PARTS = ("pure", "removed", "start", "opening", "load")
LONG = ("soak",)  # only when it is named


def main(chosen: list[str]) -> int:
    known = (*PARTS, *LONG)
    unknown = [name for name in chosen if name not in known]
    if unknown:
        print(f"{', '.join(unknown)}: no such benchmark. There are: {', '.join(known)}.", file=sys.stderr)
        return 2
    print(
        f"{platform.machine()}, Python {platform.python_version()}. Ratios travel between machines; seconds do not.\n"
    )
    for name in chosen or PARTS:
        part = importlib.import_module(f"bench.{name}")
        print(f"### {part.__doc__}\n")
        for table in part.tables():
            print(table, end="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
