"""`python -m bench [PART …]`: all benchmarks, or the parts named."""

from __future__ import annotations

import importlib
import platform
import sys

from bench.table import as_markdown

PARTS = ("pure", "start", "opening", "people")


def main(chosen: list[str]) -> int:
    unknown = [name for name in chosen if name not in PARTS]
    if unknown:
        print(f"{', '.join(unknown)}: no such benchmark. There are: {', '.join(PARTS)}.", file=sys.stderr)
        return 2
    print(
        f"{platform.machine()}, Python {platform.python_version()}. Ratios travel between machines; seconds do not.\n"
    )
    for name in chosen or PARTS:
        part = importlib.import_module(f"bench.{name}")
        print(f"### {part.__doc__}\n")
        print(as_markdown(list(part.rows())), end="\n\n", flush=True)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
