"""CloudEvents 1.0, structured JSON: what every message carries besides its data.

`correlationid` joins all messages of one story, `causationid` names the message that led to this
one, `traceparent` is the W3C trace context. `hops` counts the messages from the story's start,
`replyto` is where a command's sender listens, `compensates` the id of the command that this one
takes back.
"""

import json
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

MOST_HOPS = 50


class MalformedEnvelope(ValueError):
    """The bytes are no CloudEvent that this service can read."""


@dataclass(frozen=True, slots=True)
class Envelope:
    type: str
    source: str
    subject: str
    topic: str
    data: dict[str, Any]
    id: str
    time: str
    correlationid: str
    traceparent: str
    causationid: str = ""
    replyto: str = ""
    compensates: str = ""
    hops: int = 0

    @classmethod
    def first(
        cls,
        *,
        type: str,
        source: str,
        subject: str,
        topic: str,
        data: dict[str, Any],
        now: datetime,
        id: str = "",
    ) -> "Envelope":
        """The first message of a story.

        Its sender may give the id, so that sending twice counts once.
        """
        id = id or str(uuid4())
        return cls(type, source, subject, topic, data, id, _iso(now), id, _new_traceparent())

    def next(
        self,
        *,
        type: str,
        source: str,
        subject: str,
        topic: str,
        data: dict[str, Any],
        now: datetime,
        replyto: str = "",
        compensates: str = "",
    ) -> "Envelope":
        """A message that this one led to."""
        return Envelope(
            type,
            source,
            subject,
            topic,
            data,
            id=str(uuid4()),
            time=_iso(now),
            correlationid=self.correlationid,
            traceparent=_child_traceparent(self.traceparent),
            causationid=self.id,
            replyto=replyto,
            compensates=compensates,
            hops=self.hops + 1,
        )

    @property
    def happened(self) -> datetime:
        return datetime.fromisoformat(self.time)

    def to_bytes(self) -> bytes:
        attributes: dict[str, Any] = {
            "specversion": "1.0",
            "id": self.id,
            "type": self.type,
            "source": self.source,
            "subject": self.subject,
            "time": self.time,
            "datacontenttype": "application/json",
            "correlationid": self.correlationid,
            "causationid": self.causationid,
            "traceparent": self.traceparent,
            "topic": self.topic,
            "hops": self.hops,
            "replyto": self.replyto,
            "compensates": self.compensates,
        }
        kept = {key: value for key, value in attributes.items() if value != ""}
        return json.dumps({**kept, "data": self.data}, ensure_ascii=False).encode()

    @classmethod
    def from_bytes(cls, body: bytes) -> "Envelope":
        """Raises MalformedEnvelope."""
        try:
            raw = json.loads(body)
            envelope = cls(
                type=raw["type"],
                source=raw["source"],
                subject=raw.get("subject", ""),
                topic=raw.get("topic", raw["type"]),
                data=raw.get("data") or {},
                id=raw["id"],
                time=raw.get("time", ""),
                correlationid=raw.get("correlationid", raw["id"]),
                traceparent=raw.get("traceparent") or _new_traceparent(),
                causationid=raw.get("causationid", ""),
                replyto=raw.get("replyto", ""),
                compensates=raw.get("compensates", ""),
                hops=int(raw.get("hops", 0)),
            )
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            raise MalformedEnvelope(f"not a CloudEvent: {error!r}") from error
        if envelope.hops > MOST_HOPS:
            raise MalformedEnvelope(
                f"{envelope.type} comes after {envelope.hops} messages of one story: a circle"
            )
        return envelope


def _iso(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat()


def _new_traceparent() -> str:
    return f"00-{secrets.token_hex(16)}-{secrets.token_hex(8)}-01"


def _child_traceparent(parent: str) -> str:
    version, trace, _, flags = parent.split("-")
    return f"{version}-{trace}-{secrets.token_hex(8)}-{flags}"
