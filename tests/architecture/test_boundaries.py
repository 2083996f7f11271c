"""The shape of the code base: who may know whom, and which words may not occur where."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]

IMPORT_EVERYTHING_WITHOUT_DJANGO = """
import importlib, pkgutil, sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"django", "channels", "rest_framework", "boards", "eventstorm"}:
            raise ImportError(f"{name} is blocked")
sys.meta_path.insert(0, Blocked())
count = 0
for package in ("modeling", "codegen"):
    found = importlib.import_module(package)
    for module in pkgutil.walk_packages(found.__path__, package + "."):
        if ".targets." not in module.name:
            importlib.import_module(module.name)
            count += 1
print(count)
"""


def test_the_pure_packages_import_with_django_blocked() -> None:
    run = subprocess.run(
        [sys.executable, "-c", IMPORT_EVERYTHING_WITHOUT_DJANGO], cwd=ROOT, capture_output=True, text=True
    )
    assert run.returncode == 0, run.stderr
    assert int(run.stdout) > 30


#: Nouns that only an example board could have brought into the generator.
WORDS_OF_EXAMPLES: list[str] = """
    inventory stock reservation cart catalogue shipment parcel warehouse invoice payment refund bike rider cargo voyage
    wallet patron restaurant kitchen courier meeting supplier
""".split()


def words_on_the_example_boards() -> str:
    labels = []
    for path in (ROOT / "boards/examples").glob("*.board.json"):
        labels += [element["label"].lower() for element in json.loads(path.read_text())["elements"]]
    return " ".join(labels)


def test_the_words_looked_for_are_words_of_the_examples() -> None:
    told = words_on_the_example_boards()
    assert [word for word in WORDS_OF_EXAMPLES if word not in told] == []


def test_no_word_of_an_example_occurs_in_the_generator() -> None:
    pattern = re.compile(rf"(?<![a-z])({'|'.join(WORDS_OF_EXAMPLES)})s?(?![a-z])", re.IGNORECASE)
    told = []
    for path in sorted((ROOT / "codegen").rglob("*")):
        if path.suffix in {".py", ".j2", ".toml", ".yaml", ".yml", ".json", ".md", ".jinja"}:
            told += [f"{path.relative_to(ROOT)}: {found[0]}" for found in pattern.finditer(path.read_text())]
    assert told == []
