"""What came to a room since its last tick, bounded: what is over is refused or looked up, never gathered."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field

from boards.carrier import News
from boards.clients import Client
from boards.live import Push

PUSHES = 20_000
BYTES = 64 * 1024 * 1024
NEWS = 256  # messages of other rooms; beyond, the database tells it quicker


@dataclass(frozen=True, slots=True)
class Arrived:
    """What one tick works on; `more`: some was left for the next."""

    pushes: list[tuple[Client, Push]]
    entering: list[tuple[Client, int | None]]
    news: list[News]
    more: bool


@dataclass(slots=True)
class Inbox:
    pushes: deque[tuple[Client, Push, int]] = field(default_factory=deque)
    entering: list[tuple[Client, int | None]] = field(default_factory=list)
    news: list[News] = field(default_factory=list)
    bytes: int = 0

    def put(self, client: Client, push: Push, size: int) -> bool:
        """Whether there is room for a push of `size` bytes."""
        if len(self.pushes) >= PUSHES or self.bytes + size > BYTES:
            return False
        self.pushes.append((client, push, size))
        self.bytes += size
        return True

    def put_news(self, news: News) -> bool:
        if len(self.news) >= NEWS:
            self.news = []
            return False
        self.news.append(news)
        return True

    def withdraw(self, client: Client) -> None:
        """Whoever goes does not come in any more; what they pushed is stored all the same."""
        self.entering = [waiting for waiting in self.entering if waiting[0] is not client]

    def take(self, batch: int) -> Arrived:
        """At most `batch` pushes, and everything else."""
        pushes = [self.pushes.popleft() for _ in range(min(batch, len(self.pushes)))]
        self.bytes -= sum(size for _, _, size in pushes)
        entering, news = self.entering, self.news
        self.entering, self.news = [], []
        ordered = sorted(news, key=lambda message: message.before)  # of several rooms they need not come in order
        return Arrived([(client, push) for client, push, _ in pushes], entering, ordered, bool(self.pushes))
