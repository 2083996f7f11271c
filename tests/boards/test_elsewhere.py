"""Long computations in a process of their own."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Iterator

import pytest

from boards import elsewhere
from modeling.analysis import analyse
from modeling.model import Element, Model


@pytest.fixture
def one_process(settings) -> Iterator[None]:
    settings.COMPUTING_PROCESSES = 1
    yield
    elsewhere.stop()


@pytest.mark.usefixtures("one_process")
def test_a_computation_runs_elsewhere_and_its_result_comes_back():
    model = Model(elements={"a": Element("a", "aggregate", "Order")})
    assert elsewhere.compute(os.getpid) != os.getpid()
    assert elsewhere.compute(analyse, model, granularity=0.2) == analyse(model, granularity=0.2)


@pytest.mark.usefixtures("one_process")
def test_what_a_computation_raises_arrives_here():
    with pytest.raises(ValueError, match="invalid literal"):
        elsewhere.compute(int, "many")


@pytest.mark.usefixtures("one_process")
def test_a_process_that_was_killed_is_started_anew():
    pid = elsewhere.compute(os.getpid)
    os.kill(pid, signal.SIGKILL)
    time.sleep(0.2)
    assert elsewhere.compute(os.getpid) not in (pid, os.getpid())


@pytest.mark.usefixtures("one_process")
def test_stopping_does_not_wait_for_what_is_being_computed():
    elsewhere.compute(os.getpid)
    failed: list[BaseException] = []

    def ask() -> None:
        try:
            elsewhere.compute(time.sleep, 60)
        except BaseException as error:
            failed.append(error)

    asking = threading.Thread(target=ask)
    asking.start()
    time.sleep(0.5)
    elsewhere.stop(for_good=True)
    asking.join(10)
    assert not asking.is_alive()
    assert len(failed) == 1
