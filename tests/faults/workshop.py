"""A workshop under way: node with its virtual users, orders to them, and the ledger that they write."""

from __future__ import annotations

import json
import subprocess
import threading
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Any

from tests.faults.ledger import Ledger
from tests.sync.live_server import Person

Json = dict[str, Any]
DRIVER = Path(__file__).parent / "workshop.js"
SETTLING = 300.0  # seconds; everything is whole again by then, and a busy machine slow


class Workshop:
    """`people` on `board`, each by their own of `origins`. What they tell is also written to `folder`."""

    def __init__(self, board: str, people: Sequence[Person], origins: Sequence[str], seed: int, folder: Path) -> None:
        self.ledger = Ledger(tuple(person.member["id"] for person in people))
        at = [{**person.to_json(), "origin": origin} for person, origin in zip(people, origins, strict=True)]
        task = {"board": board, "people": at, "seed": seed, "pause": 25, "patience": SETTLING * 1000}
        self._file = folder / f"ledger-{seed}.jsonl"
        self._errors = folder / f"workshop-{seed}.log"
        with self._errors.open("wb") as errors:
            self._node = subprocess.Popen(
                ["node", "--no-warnings", "--experimental-websocket", str(DRIVER), json.dumps(task)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                text=True,
            )
        self._reader = threading.Thread(target=self._read, name="ledger")
        self._ordering = threading.Lock()

    def order(self, what: str, user: int = 0, **more: Any) -> None:
        """An order of `workshop.js`."""
        assert self._node.stdin is not None
        with self._ordering:
            self._node.stdin.write(json.dumps({"do": what, "user": user, **more}) + "\n")
            self._node.stdin.flush()

    def end(self) -> Json:
        """Stops the work, waits until everybody has come to rest; every replica and what was seen of the log."""
        self.order("enough")
        assert self._node.wait(SETTLING + 60) == 0, self._complaints()
        self._reader.join(60)
        assert not self._complaints(), self._complaints()
        return dict(self.ledger.others["end"][0])

    def _complaints(self) -> str:
        return self._errors.read_text(errors="replace")[-4000:]

    def _read(self) -> None:
        assert self._node.stdout is not None
        with self._file.open("w") as kept:
            for line in self._node.stdout:
                kept.write(line)
                self.ledger.take(json.loads(line))

    def __enter__(self) -> Workshop:
        self._reader.start()
        begun = self.ledger.until(lambda: self.ledger.others["begun"] or self._node.poll() is not None, 120)
        assert begun, "The workshop did not begin."
        assert self._node.poll() is None, self._complaints()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._node.kill()
        self._node.wait()
        self._reader.join(60)
