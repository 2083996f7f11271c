"""Generated systems run: they compile, pass their own tests, and play their sagas in memory."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from boards_for_targets import DEGENERATE, Board, kennel, own_tests, run, written
from test_target_python import hostile

from codegen.generate import generate
from modeling import document
from modeling.analysis import analyse

EXAMPLES = sorted((Path(__file__).parents[2] / "boards" / "examples").glob("*.board.json"))

pytestmark = [pytest.mark.slow, pytest.mark.timeout(600)]


def expect_to_run(folder: Path) -> str:
    """Compiles, tests and plays a generated system; returns what it told."""
    for done in (run(folder, "-m", "compileall", "-q", "."), own_tests(folder, "-x")):
        assert done.returncode == 0, done.stdout[-4000:]
    told = run(folder, "run_in_memory.py")
    assert told.returncode == 0, told.stdout[-4000:]
    return told.stdout


@pytest.mark.parametrize("make", [kennel, *DEGENERATE], ids=lambda make: make.__name__)
def test_an_invented_board_generates_a_system_that_runs(make: Callable[[], Board], tmp_path: Path) -> None:
    expect_to_run(written(make().generate().artifacts, tmp_path))


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.name.split(".")[0])
def test_an_example_generates_a_system_that_runs(path: Path, tmp_path: Path) -> None:
    model = document.read(document.loads(path.read_text("utf-8"))).model
    expect_to_run(written(generate(model, analyse(model)).artifacts, tmp_path))


def test_hostile_names_generate_a_system_that_starts(tmp_path: Path) -> None:
    folder = written(hostile().generate().artifacts, tmp_path)
    done = own_tests(folder, "-x", "services", "-k", "contract or ways_in or listens")
    assert done.returncode == 0, done.stdout[-4000:]


def test_a_saga_is_told_completing_failing_and_compensating_in_reverse(tmp_path: Path) -> None:
    told = run(written(kennel().generate().artifacts, tmp_path), "run_in_memory.py").stdout
    title = "Whenever a dog is admitted, house it"
    assert f"{title}: completed\n" in told
    assert f"{title}: failed at step 3, Confirm stay\n" in told
    assert "taken back in reverse: billing.refund-fee.v1, kennels.free-kennel.v1\n" in told
    assert f"{title}: compensated\n" in told
    assert told.endswith("All as it should be.\n")


def test_a_saga_that_does_not_take_back_is_told_and_fails_the_run(tmp_path: Path) -> None:
    folder = written(kennel().generate().artifacts, tmp_path)
    sagas = folder / "services/boarding/boarding_service/generated/sagas.py"
    sagas.write_text(sagas.read_text("utf-8").replace("            compensation=FreeKennel,\n", ""), "utf-8")
    done = run(folder, "run_in_memory.py")
    assert done.returncode == 1
    assert "PROBLEM" in done.stdout


def test_a_service_runs_by_itself_over_http(tmp_path: Path) -> None:
    folder = written(kennel().generate().artifacts, tmp_path)
    script = (
        "from fastapi.testclient import TestClient\n"
        "from billing_service.main import application\n"
        "with TestClient(application()) as client:\n"
        "    assert client.get('/readyz').json()['database'] is True\n"
        "    sent = {'stayId': '00000000-0000-4000-8000-000000000001', 'fee': {'amount': '3.50', 'currency': 'EUR'}}\n"
        "    answer = client.post('/commands/charge-fee', json=sent, headers={'Idempotency-Key': 'k'})\n"
        "    assert answer.json()['events'][0]['type'] == 'billing.fee-charged.v1', answer.text\n"
        "    again = client.post('/commands/charge-fee', json=sent, headers={'Idempotency-Key': 'k'})\n"
        "    assert again.json() == answer.json()\n"
        "    assert client.post('/commands/charge-fee', json={}).status_code == 422\n"
    )
    done = run(folder / "services/billing", "-c", script)
    assert done.returncode == 0, done.stdout[-2000:]
