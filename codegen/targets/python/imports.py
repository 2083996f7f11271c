"""Imports of a rendered module: what it uses and does not define is imported; nothing else is."""

from __future__ import annotations

import ast
import builtins
import re
from collections import defaultdict
from collections.abc import Mapping

MARK = "# imports\n"
_BUILTINS = frozenset(dir(builtins)) | {"__file__", "__name__"}

#: name → module, of the standard library and of the packages that generated code uses.
STANDARD: Mapping[str, str] = {
    "Any": "typing",
    "Self": "typing",
    "ClassVar": "typing",
    "Callable": "collections.abc",
    "AsyncIterator": "collections.abc",
    "Iterator": "collections.abc",
    "UTC": "datetime",
    "date": "datetime",
    "datetime": "datetime",
    "time": "datetime",
    "timedelta": "datetime",
    "Decimal": "decimal",
    "StrEnum": "enum",
    "UUID": "uuid",
    "Path": "pathlib",
    "import_module": "importlib",
    "replace": "dataclasses",
    "dataclass": "dataclasses",
    "contextmanager": "contextlib",
    "uuid5": "uuid",
    "NAMESPACE_OID": "uuid",
}
THIRD_PARTY: Mapping[str, str] = {
    "Field": "pydantic",
    "pytest": "",
    "asyncio": "",
    "sys": "",
    "json": "",
    "MonkeyPatch": "pytest",
    "FastAPI": "fastapi",
    "ASGITransport": "httpx",
    "AsyncClient": "httpx",
    "select": "sqlalchemy",
    "Table": "sqlalchemy",
}
_BARE_STANDARD = {"asyncio", "sys", "json"}
_WIDTH = 100


class UnknownName(LookupError):
    """A template uses a name that nothing defines: a mistake in the target."""


def with_imports(text: str, own: Mapping[str, str]) -> str:
    """`text` with its import block in the place of the mark. `own`: name → module, of the generated system itself.

    Raises `UnknownName` for a name that neither the module nor any table defines, `SyntaxError` for a text that is no
    Python.
    """
    if MARK not in text:
        return text
    used, bound = _names(ast.parse(text))
    defined = bound | _BUILTINS
    groups: list[dict[str, list[str]]] = [defaultdict(list), defaultdict(list), defaultdict(list)]
    for name in sorted(used - defined):
        if name in own:
            groups[2][own[name]].append(name)
        elif name in STANDARD or name in _BARE_STANDARD:
            groups[0][STANDARD.get(name, "")].append(name)
        elif name in THIRD_PARTY:
            groups[1][THIRD_PARTY[name]].append(name)
        else:
            raise UnknownName(f"The module uses “{name}”, which nothing defines.")
    blocks = ["".join(_lines(group)) for group in groups if group]
    head, tail = text.split(MARK, 1)
    if not blocks:
        return head.rstrip("\n") + "\n\n" + tail.lstrip("\n")
    gap = "\n\n\n" if tail.lstrip("\n").startswith(("class ", "def ", "async ", "@")) else "\n\n"
    return head + "\n".join(blocks).rstrip("\n") + gap + tail.lstrip("\n")


def _names(tree: ast.Module) -> tuple[set[str], set[str]]:
    """Names that the module reads, and those that it binds at its top or in a function, not as a class's attribute."""
    read: set[str] = set()
    bound: set[str] = set()
    waiting: list[tuple[ast.AST, bool]] = [(tree, False)]
    while waiting:
        node, in_class = waiting.pop()
        match node:
            case ast.Name(id=name, ctx=ast.Load()):
                read.add(name)
            case ast.Name(id=name):
                if not in_class:
                    bound.add(name)
            case ast.ClassDef(name=name) | ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                bound.add(name)
            case ast.arg(arg=name):
                bound.add(name)
            case ast.Import(names=aliases) | ast.ImportFrom(names=aliases):
                bound.update(alias.asname or alias.name.split(".")[0] for alias in aliases)
        own = isinstance(node, ast.ClassDef) or (in_class and isinstance(node, ast.Assign | ast.AnnAssign))
        waiting.extend((child, own) for child in ast.iter_child_nodes(node))
    return read, bound


def _rank(name: str) -> tuple[bool, bool, list[tuple[int, str]], str]:
    """Constants, then classes, then the rest; within each by letters without case, numbers by their value."""
    constant = len(name) > 1 and name.isupper()
    parts = [(int(part), "") if part.isdigit() else (-1, part) for part in re.split(r"(\d+)", name.lower())]
    return (not constant, not name[0].isupper(), parts, name)


def _lines(group: Mapping[str, list[str]]) -> list[str]:
    plain = [f"import {name}\n" for name in group.get("", ())]
    out = []
    for module in sorted(module for module in group if module):
        names = sorted(group[module], key=_rank)
        line = f"from {module} import {', '.join(names)}\n"
        if len(line) > _WIDTH:
            line = f"from {module} import (\n" + "".join(f"    {name},\n" for name in names) + ")\n"
        out.append(line)
    return plain + out
