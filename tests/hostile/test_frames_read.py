"""Reading a frame: any text is understood or refused with a sentence, and nothing else happens."""

from __future__ import annotations

import json

from hypothesis import example, given
from hypothesis import strategies as st

from boards import protocol
from tests.hostile.frames import Grammar

KEYS = (
    "type",
    "id",
    "operations",
    "undo",
    "revision",
    "protocol",
    "bytes",
    "cursor",
    "selection",
    "dragging",
    "typing",
)
TYPES = ("hello", "push", "presence", "ping", "received")
VALUES = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=20)
    | st.sampled_from((*TYPES, "x", "n1")),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from((*KEYS, "x", "y", "text")), inner),
    max_leaves=12,
)
OBJECTS = st.dictionaries(st.sampled_from(KEYS), VALUES).flatmap(
    lambda held: st.sampled_from(TYPES).map(lambda kind: json.dumps({**held, "type": kind}))
)
ENVELOPES = OBJECTS | VALUES.map(json.dumps) | st.text()


def understood(text):
    try:
        frame = protocol.read_frame(text)
        protocol.expect_size(frame, len(text))
    except protocol.BadFrame as error:
        return expect_sentence(error.reason)
    return frame


def expect_sentence(reason):
    assert reason.endswith(".")
    assert len(reason) < 300


@given(ENVELOPES)
@example('{"type": "push", "id": "\\ud800", "operations": [{}]}')
@example("[" * 100_000)
@example('{"type": "received", "bytes": ' + "9" * 5_000 + "}")
def test_any_text_is_a_frame_or_refused_with_a_sentence(text):
    frame = understood(text)
    assert frame is None or type(frame).__name__ in ("Hello", "PushFrame", "PresenceFrame", "Ping", "Received")
    if isinstance(frame, protocol.PresenceFrame):
        assert frame.state.keys() <= protocol.PRESENCE.keys()
        json.dumps(frame.state, allow_nan=False)
    if isinstance(frame, protocol.PushFrame):
        assert bool(frame.operations) != bool(frame.undo)


@given(st.integers(0, 10_000))
def test_most_frames_of_the_siege_get_past_the_envelope(seed):
    grammar = Grammar("g", seed)
    frames = [grammar.frame() for _ in range(40)]
    assert sum(understood(frame) is not None for frame in frames if isinstance(frame, str)) * 2 >= len(frames)
