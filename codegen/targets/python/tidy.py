"""The last touch of a rendered Python module: blank lines, empty brackets, long signatures, imports."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from codegen.targets.python.imports import with_imports

_WIDTH = 100
_ONE = re.compile(r"^( *)(.*)\(\n\s*([^\n,]+,|\([^\n()]+\),)\n\s*\)(.*)$", re.MULTILINE)
_NOTHING_IN = re.compile(r"\[\n\s*(\w+\(\)),?\n\s*\]")
_EMPTY = re.compile(r"([({\[])\n\s*([)}\]])")


def tidy(text: str, own: Mapping[str, str]) -> str:
    """A module as a formatter would leave it. Raises what `with_imports` raises."""
    text = _EMPTY.sub(r"\1\2", text)
    text = _NOTHING_IN.sub(r"[\1]", text)
    text = _ONE.sub(_joined_tuple, text)
    text = with_imports(text, own)
    text = "\n".join(line.rstrip() for line in text.split("\n"))
    text = re.sub(r"\n{3,}(?=[ \t])", "\n\n", text)
    text = re.sub(r"\n{4,}", "\n\n\n", text)
    text = re.sub(r'"""\n\n\n+(?=    """)', '"""\n', text)
    lines = [piece for line in text.split("\n") for piece in _shortened(line)]
    return "\n".join(lines).strip("\n") + "\n"


def _joined_tuple(found: re.Match[str]) -> str:
    """A tuple of one, whose comma cannot go, stands in one line where it fits; calls stay as they are."""
    indent, before, item, after = found.groups()
    line = f"{indent}{before}({item}){after}"
    is_tuple = before.endswith(("=", "= ", "return ")) and before.strip() != ""
    return line if is_tuple and len(line) <= _WIDTH else found.group(0)


def _shortened(line: str) -> list[str]:
    """A line that is too long, split at its brackets: their content in one line, or one entry a line."""
    if len(line) <= _WIDTH or line.lstrip().startswith(("#", '"')):
        return [line]
    found = _brackets(line)
    if found is None:
        return [line]
    start, end = found
    indent = line[: len(line) - len(line.lstrip())]
    inside = line[start + 1 : end]
    entries = _entries(inside)
    joined = f"{indent}    {', '.join(entries)}"
    single_tuple = len(entries) == 1 and inside.rstrip().endswith(",")
    if len(joined) <= _WIDTH and not single_tuple:
        middle = [joined]
    else:
        middle = [piece for entry in entries for piece in _shortened(f"{indent}    {entry},")]
        if len(entries) == 1 and not single_tuple:
            middle = _shortened(f"{indent}    {entries[0]}")
    return [line[: start + 1], *middle, f"{indent}{line[end:]}"]


def _brackets(line: str) -> tuple[int, int] | None:
    """Where the outermost brackets open and close that are to be split: the first of a signature, else the last."""
    pairs: list[tuple[int, int]] = []
    opened: list[int] = []
    for at, mark in _marks(line):
        if mark in "([{":
            opened.append(at)
        elif mark in ")]}":
            if not opened:
                return None
            start = opened.pop()
            if not opened and at > start + 1:
                pairs.append((start, at))
    if opened or not pairs:
        return None
    return pairs[0] if line.lstrip().startswith(("def ", "async def ", "class ")) else pairs[-1]


def _entries(inside: str) -> list[str]:
    """What stands between the commas at the top of a bracket's content."""
    entries: list[str] = []
    depth = begin = 0
    for at, mark in _marks(inside):
        depth += (mark in "([{") - (mark in ")]}")
        if mark == "," and depth == 0:
            entries.append(inside[begin:at].strip())
            begin = at + 1
    return [*entries, inside[begin:].strip()] if inside[begin:].strip() else entries


def _marks(line: str) -> Iterator[tuple[int, str]]:
    """Brackets and commas with their places, those in strings left out."""
    quote = ""
    escaped = False
    for at, sign in enumerate(line):
        if quote:
            if escaped:
                escaped = False
            elif sign == "\\":
                escaped = True
            elif sign == quote:
                quote = ""
        elif sign in "\"'":
            quote = sign
        elif sign in "()[]{},":
            yield at, sign
