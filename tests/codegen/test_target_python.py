"""The Python target: what people typed stays text, every file is what a careful person would have left."""

from __future__ import annotations

import ast
import json
import os
import re
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest
import yaml
from boards_for_targets import DEGENERATE, Board, kennel, process_level, written
from jinja2 import UndefinedError
from jinja2.exceptions import SecurityError
from jsonschema import Draft202012Validator

from codegen.artifacts import Artifact
from codegen.generate import UnknownOption, generate
from codegen.literals import PersonText, RawPersonText
from codegen.render import Renderer
from codegen.target import UnknownTarget, load_target, targets
from codegen.targets.python.imports import UnknownName, with_imports
from codegen.targets.python.tidy import tidy
from codegen.targets.python.view import Service

GOLDEN = Path(__file__).parents[1] / "golden" / "python"

HOSTILE = (
    'say "hi"',
    "it's",
    '"""; import os; os.system("true") #',
    "'''",
    "line one\nline two\r\nraise SystemExit",
    "{{ 7 * 7 }} {% raw %} {# c #}",
    "\\",
    'ends with a backslash \\"""',
    "# comment */ --> ]]>",
    "<script>alert(1)</script>",
    "nul \x00 bell \x07 delete \x7f",
    "../../etc/passwd",
    "right \u202e to \u2066 left \u200b zero",
    "tab\tand \u2028 separator",
    "%s %(x)s {0} {x} $HOME `id` !!python/object",
    "a" * 900,
)


def hostile(texts: tuple[str, ...] = HOSTILE) -> Board:
    """Every text that people can type is hostile: names, labels, descriptions, examples, symbols, contexts."""
    board = Board(texts[2])
    board.document["name"] = texts[2]
    symbols = [text[:200] for text in texts if text.strip("\\")]
    board.document["types"] = [{"name": texts[0], "enum": symbols}, {"name": "V", "fields": [{"name": texts[5]}]}]
    for at, text in enumerate(texts):
        board.context(text)
        fields = {text[:200]: "string", "size": "V", "kind": texts[0]}
        for kind, short in (("command", "c"), ("aggregate", "a"), ("domain_event", "e"), ("policy", "p")):
            board.note(kind, f"{short}{at}", text, fields, description=text)
        board.note("read_model", f"r{at}", text, fields, description=text)
        board.note("external_system", f"x{at}", text, description=text)
        board.note("command", f"d{at}", f"{text[:100]} 2", fields, description=text)
        board.chain(f"c{at}", f"a{at}", f"e{at}", f"p{at}", f"d{at}", f"x{at}").link(f"e{at}", f"r{at}")
    for element in board.document["elements"]:
        for field in element["fields"]:
            field["description"] = element["label"]
            field["example"] = element["label"]
    return board


@pytest.fixture(scope="module")
def hostile_files() -> tuple[Artifact, ...]:
    return hostile().generate().artifacts


def test_hostile_text_compiles_and_stays_in_strings_and_comments(hostile_files: tuple[Artifact, ...]) -> None:
    for artifact in hostile_files:
        if artifact.path.endswith(".py"):
            tree = ast.parse(artifact.text, artifact.path)
            called = {ast.unparse(node.func) for node in ast.walk(tree) if isinstance(node, ast.Call)}
            assert not called & {"os.system", "alert", "eval", "exec"}, artifact.path
            names = {alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names}
            assert "os" not in names or artifact.path.endswith("/runtime/settings.py"), artifact.path


def test_hostile_text_cannot_leave_the_folder(hostile_files: tuple[Artifact, ...]) -> None:
    for artifact in hostile_files:
        assert re.fullmatch(r"[A-Za-z0-9_./-]+", artifact.path)
        assert ".." not in artifact.path


def test_hostile_text_leaves_no_control_or_direction_mark(hostile_files: tuple[Artifact, ...]) -> None:
    marks = re.compile("[\x00-\x08\x0b-\x1f\x7f\u202a-\u202e\u2066-\u2069\u200b]")
    for artifact in hostile_files:
        if artifact.path.endswith((".py", ".toml", ".md")) and artifact.path.startswith(("services", "e2e", "in_")):
            assert not marks.search(artifact.text), artifact.path


def test_hostile_text_is_no_markup_of_data_files(hostile_files: tuple[Artifact, ...]) -> None:
    for artifact in hostile_files:
        if artifact.path.endswith(".toml"):
            tomllib.loads(artifact.text)
        if artifact.path.endswith(".yaml"):
            yaml.safe_load(artifact.text)
        if artifact.path.endswith("README.md"):
            assert "<script" not in artifact.text


def test_a_template_that_prints_raw_text_of_people_fails() -> None:
    renderer = Renderer({"raw": "{{ text }}", "joined": "{{ text ~ 'x' }}", "good": "{{ text | python_string }}"})
    for template in ("raw", "joined"):
        with pytest.raises(RawPersonText):
            renderer.render(template, {"text": PersonText("a")})
    assert renderer.render("good", {"text": PersonText('"a"')}) == r'"\"a\""'


def test_a_template_with_an_unknown_name_fails_and_none_reaches_out() -> None:
    renderer = Renderer({"unknown": "{{ nothing }}", "out": "{{ ''.__class__.__mro__ }}"})
    with pytest.raises(UndefinedError):
        renderer.render("unknown", {})
    with pytest.raises(SecurityError):
        renderer.render("out", {})


def test_imports_are_what_the_module_uses() -> None:
    text = '"""Doc."""\n\n# imports\n\nclass A(Event):\n    when: datetime\n    date: int = known(1)\n'
    own = {"Event": "p.messages", "known": "p.defaults", "date": "wrong"}
    assert with_imports(text, own) == (
        '"""Doc."""\n\nfrom datetime import datetime\n\nfrom p.defaults import known\nfrom p.messages import Event\n'
        "\n\nclass A(Event):\n    when: datetime\n    date: int = known(1)\n"
    )
    with pytest.raises(UnknownName):
        with_imports("# imports\nx = nobody_defines_this\n", {})


def test_long_lines_are_split_where_a_formatter_would() -> None:
    arguments = ", ".join(f"argument_{number}=value_{number}" for number in range(9))
    tidied = tidy(f"call({arguments})\n", {})
    assert all(len(line) <= 100 for line in tidied.splitlines())
    assert tidied.startswith("call(\n    argument_0=value_0,\n")


@pytest.mark.parametrize("make", [kennel, *DEGENERATE], ids=lambda make: make.__name__)
def test_generated_python_is_clean_and_formatted(make: object, tmp_path: Path) -> None:
    folder = written(make().generate().artifacts, tmp_path)  # type: ignore[operator]
    for command in (["check", "--ignore", "EXE001"], ["format", "--check"]):
        if command[0] == "format" and make is not kennel:
            continue  # names longer than a line are left to the formatter
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--no-cache", "."], cwd=folder, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout[-3000:]


def test_no_module_is_empty_and_each_says_what_may_be_edited() -> None:
    for artifact in kennel().generate().artifacts:
        if artifact.path.endswith(".py"):
            doc = ast.get_docstring(ast.parse(artifact.text))
            assert doc, artifact.path
            if artifact.policy == "merge":
                assert "yours" in doc, artifact.path
            elif "/runtime/" not in artifact.path:
                assert "do not edit" in doc or "__init__" in artifact.path, artifact.path


def test_generation_is_deterministic_to_the_byte() -> None:
    assert kennel().generate().artifacts == kennel().generate().artifacts
    code = (
        "import sys, hashlib; sys.path[:0] = sys.argv[1:]; from boards_for_targets import kennel;"
        "print(hashlib.sha256(repr(kennel().generate().artifacts).encode()).hexdigest())"
    )
    paths = [str(Path(__file__).parent), str(Path(__file__).parents[2])]
    digests = {
        subprocess.run(
            [sys.executable, "-c", code, *paths],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(digests) == 1


def test_a_hundred_elements_take_a_second_at_most() -> None:
    board = Board("Large")
    for at in range(25):
        board.context(f"Context {at % 5}")
        fields = {f"field{number}": "string" for number in range(6)}
        board.note("command", f"c{at}", f"Do thing {at}", fields)
        board.note("aggregate", f"a{at}", f"Thing {at}", fields)
        board.note("domain_event", f"e{at}", f"Thing {at} done", fields)
        board.note("policy", f"p{at}", f"Go on after {at}")
        board.chain(f"c{at}", f"a{at}", f"e{at}", f"p{at}", f"c{max(at - 1, 0)}")
    board.generate()  # templates are compiled once a process
    begun = time.process_time()
    board.generate()
    assert time.process_time() - begun < 1.0


def test_the_golden_system_is_what_is_generated() -> None:
    """`GOLDEN=write pytest tests/codegen/test_target_python.py` writes it anew; look at the difference."""
    made = {artifact.path: artifact.text for artifact in process_level().generate().artifacts}
    ours = {path: text for path, text in made.items() if not path.startswith(("contracts/", "asyncapi/"))}
    if os.environ.get("GOLDEN") == "write":
        for path, text in ours.items():
            place = GOLDEN / path
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_text(text, "utf-8")
    held = {str(place.relative_to(GOLDEN)): place for place in GOLDEN.rglob("*") if place.is_file()}
    assert sorted(held) == sorted(ours)
    for path, place in held.items():
        assert place.read_text("utf-8") == ours[path], f"{path} differs"


def test_what_is_not_there_is_refused_with_what_is() -> None:
    board = kennel()
    assert targets() == ("python",)
    with pytest.raises(UnknownTarget, match="python"):
        load_target("cobol")
    with pytest.raises(UnknownOption, match="memory"):
        generate(board.model(), board.analysis(), options={"broker": "pigeon"})


def test_what_services_send_is_what_the_published_contracts_say() -> None:
    generation = kennel().generate()
    texts = {artifact.path: artifact.text for artifact in generation.artifacts}
    checked = 0
    for context in generation.system.contexts:
        for message in Service(generation.system, context).messages:
            path = f"contracts/{context.key}/{message['schema']}.schema.json"
            if not message["foreign"] and path in texts:
                validator = Draft202012Validator(json.loads(texts[path]))
                assert [error.message for error in validator.iter_errors(message["data"])] == [], path
                checked += 1
    assert checked >= 15


def test_an_empty_board_gives_a_system_without_services() -> None:
    paths = {artifact.path for artifact in Board("Empty").generate().artifacts}
    assert {"README.md", "model.json", "pyproject.toml"} <= paths
    assert not any(path.startswith("services") for path in paths)
