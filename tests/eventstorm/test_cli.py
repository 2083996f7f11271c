"""The command line: exit codes, one sentence on stderr, one JSON value on stdout, never a traceback."""

from __future__ import annotations

import copy
import json
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from eventstorm.cli import COMMANDS, main
from modeling import document

ROOT = Path(__file__).resolve().parents[2]

BOARD: dict[str, Any] = {
    "format": "eventstorm/board",
    "version": 1,
    "name": "Shop",
    "level": "design",
    "elements": [
        {"id": "c1", "kind": "command", "label": "Place order", "fields": [{"name": "orderId", "type": "uuid"}]},
        {"id": "a1", "kind": "aggregate", "label": "Order"},
        {
            "id": "e1",
            "kind": "domain_event",
            "label": "Order placed",
            "fields": [{"name": "orderId", "type": "uuid"}, {"name": "total", "type": "decimal(12,2)"}],
        },
        {"id": "p1", "kind": "policy", "label": "Whenever order placed, reserve items"},
        {"id": "c2", "kind": "command", "label": "Reserve items", "fields": [{"name": "sku", "type": "string"}]},
        {"id": "a2", "kind": "aggregate", "label": "Stock"},
        {
            "id": "e2",
            "kind": "domain_event",
            "label": "Items reserved",
            "fields": [{"name": "sku", "type": "string"}],
            "pivotal": True,
        },
    ],
    "links": [
        {"id": f"l{number}", "from": source, "to": target}
        for number, (source, target) in enumerate(
            [("c1", "a1"), ("a1", "e1"), ("e1", "p1"), ("p1", "c2"), ("c2", "a2"), ("a2", "e2")]
        )
    ],
    "frames": [
        {"id": "f1", "kind": "bounded_context", "label": "Ordering", "elements": ["c1", "a1", "e1"]},
        {"id": "f2", "kind": "bounded_context", "label": "Inventory", "elements": ["p1", "c2", "a2", "e2"]},
    ],
}


def written(folder: Path, raw: Any, name: str = "shop.board.json") -> str:
    file = folder / name
    file.write_text(raw if isinstance(raw, str) else json.dumps(raw))
    return str(file)


def changed(change: Any) -> dict[str, Any]:
    board = copy.deepcopy(BOARD)
    change({element["id"]: element for element in board["elements"]})
    return board


@pytest.fixture
def board(tmp_path: Path) -> str:
    return written(tmp_path, BOARD)


def one_sentence(err: str) -> bool:
    return err.endswith(("\n",)) and err.count("\n") == 1 and "Traceback" not in err


def test_analyse_prints_one_json_value_with_the_contracts_keys(board: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", board, "--json"]) == 0
    out, err = capsys.readouterr()
    assert list(json.loads(out)) == [
        "contexts", "questions", "inferred_links", "context_map", "sagas", "cycles", "extraction", "findings",
    ]  # fmt: skip
    assert err == ""


def test_analyse_prints_the_same_bytes_each_time(board: str, capsys: pytest.CaptureFixture[str]) -> None:
    outputs = []
    for _ in range(2):
        main(["analyse", board, "--json"])
        outputs.append(capsys.readouterr().out)
    assert outputs[0] == outputs[1]


def test_analyse_without_json_is_readable(board: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["analyse", board]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Shop: 7 elements, ")
    assert "Place order" in out
    assert "Extraction order:" in out


def test_check_lists_findings_and_fails_only_for_errors(board: str, capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["check", board, "--json"])
    findings = json.loads(capsys.readouterr().out)
    assert all(set(finding) == {"rule", "severity", "element", "message", "fix"} for finding in findings)
    assert code == (1 if any(finding["severity"] == "error" for finding in findings) else 0)


def test_a_document_with_an_error_makes_check_fail(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = changed(lambda by_id: by_id["e1"]["fields"].append({"name": "lines", "type": "list<"}))
    code = main(["check", written(tmp_path, broken), "--json"])
    severities = {finding["severity"] for finding in json.loads(capsys.readouterr().out)}
    assert code == (1 if "error" in severities else 0)
    assert "error" in severities


def test_a_partly_broken_document_is_analysed_and_the_rest_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    raw = copy.deepcopy(BOARD)
    raw["links"].append({"id": "bad", "from": "c1", "to": "nowhere"})
    assert main(["analyse", written(tmp_path, raw), "--json"]) == 1
    out, err = capsys.readouterr()
    assert json.loads(out)["contexts"]
    assert one_sentence(err)
    assert "links[6]" in err


@pytest.mark.parametrize("command", ["check", "analyse"])
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.json", "not json"),
        ("b.json", "[]"),
        ("c.json", "{}"),
        ("d.json", '{"format": "eventstorm/board", "version": 99}'),
        ("e.json", "[" * 100_000),
        ("f.json", '{"format": "eventstorm/board", "version": 1, "x": NaN}'),
        ("g.json", ""),
    ],
)
def test_what_is_no_board_is_one_sentence_and_exit_code_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: str, name: str, content: str
) -> None:
    assert main([command, written(tmp_path, content, name)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert one_sentence(err)


def test_binary_missing_directory_and_forbidden_files_are_sentences(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "binary.json").write_bytes(bytes(range(256)))
    for name in ("binary.json", "missing.json", ".", "a\0b"):
        assert main(["analyse", str(tmp_path / name) if name != "." else str(tmp_path)]) == 2
        assert one_sentence(capsys.readouterr().err)


def test_a_file_that_the_system_does_not_open_is_a_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    with socket.socket(socket.AF_UNIX) as held:
        held.bind("board.json")
        assert main(["check", "board.json"]) == 2
    assert one_sentence(capsys.readouterr().err)


def test_a_file_that_is_too_large_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "huge.json"
    with file.open("wb") as handle:
        handle.truncate(40 * 2**20)
    assert main(["check", str(file)]) == 2
    assert "MiB" in capsys.readouterr().err


@pytest.mark.parametrize(
    "arguments", [[], ["dance"], ["check"], ["check", "x", "--level", "high"], ["compare", "a"], ["convert", "a"]]
)
def test_a_wrong_call_is_one_sentence(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2
    assert one_sentence(capsys.readouterr().err)


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main([command, "--help"])
    assert stopped.value.code == 0
    assert "usage:" in capsys.readouterr().out


def test_schemas_of_one_format_are_written(board: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["schemas", board, "--out", str(tmp_path / "out"), "--format", "avro"]) == 0
    names = [path.name for path in (tmp_path / "out").rglob("*.avsc") if ".eventstorm" not in path.parts]
    assert sorted(names) == ["items_reserved.avsc", "order_placed.avsc"]
    assert not list((tmp_path / "out").rglob("*.schema.json"))
    assert capsys.readouterr().out == ""


def test_compare_of_boards_fails_when_the_mode_forbids_a_change(
    board: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    removed = written(tmp_path, changed(lambda by_id: by_id["e1"]["fields"].pop()), "new.board.json")
    assert main(["compare", board, removed, "--json"]) == 1
    (change,) = json.loads(capsys.readouterr().out)
    assert set(change) == {"event", "field", "change", "backward", "forward", "message"}
    assert (change["event"], change["field"], change["change"]) == ("OrderPlaced", "total", "field_removed_required")
    assert (change["backward"], change["forward"]) == (True, False)
    assert main(["compare", board, removed, "--mode", "BACKWARD"]) == 0
    assert main(["compare", board, board]) == 0
    assert capsys.readouterr().out.endswith("No changes.\n")


@pytest.mark.parametrize(
    ("change", "expected", "backward", "forward"),
    [
        (lambda e: e["fields"].append({"name": "note", "type": "string", "required": False}),
         "field_added_optional", True, True),
        (lambda e: e["fields"].append({"name": "note", "type": "string"}), "field_added_required", False, True),
        (lambda e: e["fields"][1].update(type="decimal(12,3)"), "logical_type_changed", False, False),
        (lambda e: e["fields"][1].update(type="string"), "type_changed", False, False),
        (lambda e: e["fields"][1].update(type="decimal(12,2)?"), "made_nullable", True, False),
        (lambda e: e["fields"][1].update(required=False), "made_optional", True, False),
        (lambda e: e["fields"][1].update(name="sum"), "field_renamed", False, False),
        (lambda e: e["fields"].reverse(), None, True, True),
        (lambda e: e.update(label="Order submitted"), "event_renamed", False, False),
    ],
)  # fmt: skip
def test_each_change_on_a_board_has_its_verdict(
    board: str, tmp_path: Path, capsys: pytest.CaptureFixture[str], change: Any, expected: str | None,
    backward: bool, forward: bool,
) -> None:  # fmt: skip
    other = written(tmp_path, changed(lambda by_id: change(by_id["e1"])), "new.board.json")
    main(["compare", board, other, "--json"])
    found = json.loads(capsys.readouterr().out)
    assert [one["change"] for one in found] == ([expected] if expected else [])
    assert all((one["backward"], one["forward"]) == (backward, forward) for one in found)


def test_compare_reads_avro_and_json_schema_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    avro = {"type": "record", "name": "Placed", "fields": [{"name": "n", "type": "int"}]}
    wider = {"type": "record", "name": "Placed", "fields": [{"name": "n", "type": "long"}]}
    old, new = written(tmp_path, avro, "old.avsc"), written(tmp_path, wider, "new.avsc")
    assert main(["compare", old, new, "--mode", "BACKWARD"]) == 0
    assert main(["compare", old, new]) == 1
    schema = written(tmp_path, {"title": "Placed", "type": "object"}, "a.schema.json")
    assert main(["compare", schema, schema]) == 0
    assert main(["compare", old, schema]) == 2
    assert one_sentence(capsys.readouterr().err)


def test_convert_gives_a_board_back_unchanged_and_reports_losses(
    board: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["convert", board, str(tmp_path / "again.board.json")]) == 0
    again = document.read(document.loads((tmp_path / "again.board.json").read_text())).model
    assert again == document.read(BOARD).model
    assert capsys.readouterr().err == ""
    assert main(["convert", board, str(tmp_path / "shop.txt")]) == 0
    assert "6 links are not in a plain text" in capsys.readouterr().err
    assert main(["convert", str(tmp_path / "shop.txt"), str(tmp_path / "placed.board.json")]) == 0
    assert all("x" in element for element in json.loads((tmp_path / "placed.board.json").read_text())["elements"])
    assert main(["convert", board, str(tmp_path / "shop.unknown")]) == 2
    assert main(["convert", board, "-", "--to", "dance"]) == 2


def test_plan_writes_markdown_and_its_data(board: str, tmp_path: Path) -> None:
    assert main(["plan", board, "--out", str(tmp_path / "plan")]) == 0
    assert (tmp_path / "plan/README.md").read_text().startswith("# Migration playbook: Shop")
    assert json.loads((tmp_path / "plan/playbook.json").read_text())["pages"]


def test_generating_again_merges_what_changed_on_the_board_with_what_a_person_wrote(
    board: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "system"
    assert main(["generate", board, "--out", str(out)]) == 0
    rules = next(path for path in out.glob("services/*/*/domain/order.py"))
    rules.write_text(rules.read_text() + "\n\nMINE = 1\n")
    added = {"id": "e3", "kind": "domain_event", "label": "Order cancelled", "fields": []}
    raw = copy.deepcopy(BOARD)
    raw["elements"].append(added)
    raw["links"].append({"id": "l9", "from": "a1", "to": "e3"})
    raw["frames"][0]["elements"].append("e3")
    main(["generate", written(tmp_path, raw, "changed.board.json"), "--out", str(out)])
    err = capsys.readouterr().err
    assert "MINE = 1" in rules.read_text()
    assert "written" in err
    assert list(out.glob("contracts/*/order_cancelled.avsc"))
    assert main(["generate", board, "--out", str(out)]) in (0, 1)
    assert not list(out.glob("contracts/*/order_cancelled.avsc"))
    assert "MINE = 1" in rules.read_text()


def test_a_conflict_while_generating_is_exit_code_1_and_named(
    board: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "system"
    main(["generate", board, "--out", str(out)])
    readme = next(path for path in out.glob("services/ordering/README.md"))
    readme.write_text("Mine alone.\n")
    raw = copy.deepcopy(BOARD)
    raw["elements"][2]["label"] = "Order taken"
    raw["elements"][0]["label"] = "Take order"
    assert main(["generate", written(tmp_path, raw, "changed.board.json"), "--out", str(out)]) == 1
    assert "Conflict: services/ordering/README.md" in capsys.readouterr().err
    assert readme.read_text() == "Mine alone.\n"


@pytest.mark.parametrize("arguments", [["--target", "cobol"], ["--broker", "pigeon"]])
def test_what_cannot_be_generated_is_a_sentence(
    arguments: list[str], board: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["generate", board, "--out", str(tmp_path / "out"), *arguments]) == 2
    assert one_sentence(capsys.readouterr().err)


def test_an_output_directory_that_is_a_file_is_a_sentence(
    board: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["plan", board, "--out", board]) == 2
    assert one_sentence(capsys.readouterr().err)


def run(*arguments: str, **more: Any) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "eventstorm", *arguments], cwd=ROOT, capture_output=True, text=True, timeout=60, **more
    )


def test_a_reader_that_goes_away_is_no_error(board: str) -> None:
    command = f"{sys.executable} -m eventstorm analyse {board} --json | head -c 1; exit ${{PIPESTATUS[0]}}"
    ended = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, "{", "")


def test_a_terminal_that_knows_only_ascii_gets_everything(board: str) -> None:
    ended = run("analyse", board, env={**os.environ, "PYTHONIOENCODING": "ascii"})
    assert ended.returncode == 0
    assert ended.stderr == ""


def test_a_board_comes_in_by_stdin(board: str) -> None:
    ended = run("analyse", "-", "--json", input=Path(board).read_text())
    assert ended.returncode == 0
    assert json.loads(ended.stdout)["contexts"]


def test_analysing_imports_no_web_framework(board: str) -> None:
    code = f"import sys; from eventstorm.cli import main; main(['analyse', {board!r}, '--json']); " + (
        "sys.exit(bool({'django', 'channels', 'rest_framework'} & set(sys.modules)))"
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, timeout=60)
    assert ended.returncode == 0
