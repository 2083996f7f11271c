"""The short way in hears what uvicorn's own protocol hears, and closes as it does, whatever bytes come."""

from __future__ import annotations

import asyncio
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from uvicorn.config import Config
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState
from websockets.frames import Frame, Opcode, apply_mask

from boards.wire import READ
from eventstorm.websocket import DirectWebSocket

HANDSHAKE = (
    b"GET /ws/ HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)
LARGEST = 200_000


class Wire(asyncio.Transport):
    """What the protocol writes is kept."""

    def __init__(self):
        super().__init__()
        self.written = b""
        self.closing = False

    def write(self, data):
        self.written += data

    def close(self):
        self.closing = True

    def is_closing(self):
        return self.closing

    def pause_reading(self):
        """The test goes on all the same, as a buffer that was read already would."""

    def resume_reading(self):
        pass


class Heard:
    """An application that accepts, and keeps what it hears by either way."""

    def __init__(self):
        self.texts = []

    async def __call__(self, scope, receive, send):
        await receive()
        await send({"type": "websocket.accept"})
        if READ in scope["extensions"]:
            scope["extensions"][READ](self.texts.append)
        while (message := await receive())["type"] == "websocket.receive":
            self.texts.append(message.get("text", message.get("bytes")))


async def _fed(kind, chunks):
    heard, wire = Heard(), Wire()
    config = Config(
        heard, ws_per_message_deflate=False, ws_max_size=LARGEST, ws_ping_interval=None, lifespan="off", log_level=60
    )
    config.load()
    config.loaded_app = heard
    protocol = kind(config=config, server_state=ServerState(), app_state={})
    protocol.connection_made(wire)
    for chunk in [HANDSHAKE, *chunks]:
        if wire.closing:
            break
        protocol.data_received(chunk)
        for _ in range(6):
            await asyncio.sleep(0)
    found = heard.texts[:], wire.written.partition(b"\r\n\r\n")[2], wire.closing
    with suppress(Exception):
        protocol.connection_lost(None)
    for task in list(protocol.tasks):
        task.cancel()
    await asyncio.gather(*protocol.tasks, return_exceptions=True)
    return found


def fed(kind, chunks):
    return asyncio.run(_fed(kind, chunks))


def _any_frame(head, masked, data):
    """Also what nobody may send: reserved bits, unknown kinds, control frames in parts, no mask."""
    if not masked:
        return bytes((head, len(data))) + data
    return bytes((head, 0x80 | len(data))) + b"mask" + apply_mask(data, b"mask")


FRAMES = st.one_of(
    st.text(max_size=200).map(lambda text: Frame(Opcode.TEXT, text.encode()).serialize(mask=True)),
    st.binary(max_size=60).map(lambda data: Frame(Opcode.TEXT, data).serialize(mask=True)),
    st.sampled_from((125, 126, 65_535, 65_536, LARGEST, LARGEST + 1)).map(
        lambda size: Frame(Opcode.TEXT, b"x" * size).serialize(mask=True)
    ),
    st.builds(
        _any_frame,
        st.one_of(st.sampled_from((0x00, 0x01, 0x80, 0x81, 0x82, 0x88, 0x89, 0x8A)), st.integers(0, 255)),
        st.booleans(),
        st.binary(max_size=125),
    ),
    st.binary(max_size=40),
)


@settings(max_examples=150, deadline=None)
@given(st.lists(FRAMES, max_size=6), st.lists(st.integers(1, 300), min_size=1, max_size=20))
def test_both_hear_the_same_and_answer_the_same(frames, cuts):
    stream, chunks, turn = b"".join(frames), [], 0
    while stream:
        size = cuts[turn % len(cuts)] * (1 if len(stream) < 2_000 else 500)
        chunks, stream, turn = [*chunks, stream[:size]], stream[size:], turn + 1
    texts, said, closing = fed(DirectWebSocket, chunks)
    plain, plainly_said, plainly_closing = fed(WebSocketsSansIOProtocol, chunks)
    if plainly_closing and not closing:  # it waits for the rest of a frame's head; what follows is no matter
        closing = fed(DirectWebSocket, [*chunks, bytes(14)])[2]
    assert closing == plainly_closing
    if closing:  # what came whole, in one piece with something malformed behind it, is heard here and not there
        assert texts[: len(plain)] == plain
    else:
        assert (texts, said) == (plain, plainly_said)


def test_what_comes_with_the_handshake_is_heard():
    hello = Frame(Opcode.TEXT, b"hello").serialize(mask=True)
    texts, _, closing = fed(DirectWebSocket, [])
    assert (texts, closing) == ([], False)
    assert fed(DirectWebSocket, [hello])[0] == ["hello"]
