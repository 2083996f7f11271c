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
    news: list[News]
    more: bool


@dataclass(slots=True)
class Inbox:
    """`coming`: those of `entering` whom this tick lets in; here still, so that they can go, or be sent away."""

    pushes: deque[tuple[Client, Push, int]] = field(default_factory=deque)
    entering: list[tuple[Client, int | None]] = field(default_factory=list)
    coming: deque[tuple[Client, int | None]] = field(default_factory=deque)
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
        self.coming = deque(waiting for waiting in self.coming if waiting[0] is not client)

    def comes(self, client: Client) -> bool:
        """Whether this is whom the tick lets in next."""
        return bool(self.coming) and self.coming[0][0] is client

    def take(self, batch: int) -> Arrived:
        """At most `batch` pushes, and everything else."""
        pushes = [self.pushes.popleft() for _ in range(min(batch, len(self.pushes)))]
        self.bytes -= sum(size for _, _, size in pushes)
        self.coming.extend(self.entering)
        news = self.news
        self.entering, self.news = [], []
        ordered = sorted(news, key=lambda message: message.before)  # of several rooms they need not come in order
        return Arrived([(client, push) for client, push, _ in pushes], ordered, bool(self.pushes))
