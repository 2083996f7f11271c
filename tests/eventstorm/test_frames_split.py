"""Frames cut at their borders, against the library's own writer: whatever pieces the network makes of them."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from websockets.frames import Frame, Opcode

from eventstorm.frames import Splitter, text_of

FRAMES = st.one_of(
    st.text(max_size=300).map(lambda text: Frame(Opcode.TEXT, text.encode())),
    st.sampled_from((0, 125, 126, 127, 65_535, 65_536, 70_000)).map(lambda size: Frame(Opcode.TEXT, b"a" * size)),
    st.text(max_size=9).map(lambda text: Frame(Opcode.TEXT, text.encode(), fin=False)),
    st.binary(max_size=200).map(lambda data: Frame(Opcode.BINARY, data)),
    st.binary(max_size=125).map(lambda data: Frame(Opcode.PONG, data)),
    st.binary(max_size=9).map(lambda data: Frame(Opcode.CONT, data)),
)
CUTS = st.lists(st.integers(1, 400), min_size=1, max_size=60)


def in_pieces(stream, sizes):
    at, turn = 0, 0
    while at < len(stream):
        size = sizes[turn % len(sizes)]
        yield stream[at : at + size]
        at, turn = at + size, turn + 1


@given(st.lists(FRAMES, max_size=8), CUTS)
def test_short_texts_come_whole_and_nothing_is_lost_or_moved(frames, cuts):
    written = [frame.serialize(mask=True) for frame in frames]
    splitter = Splitter()
    pieces = [piece for data in in_pieces(b"".join(written), cuts) for piece in splitter.feed(data)]
    texts = [frame.data.decode() for frame in frames if frame.opcode is Opcode.TEXT and frame.fin]
    assert [text_of(piece, mask) for piece, mask in pieces if mask] == [
        text for text in texts if len(text.encode()) < 65_536
    ]
    assert b"".join(piece for piece, _ in pieces) == b"".join(written)


@given(st.binary(max_size=400), CUTS)
def test_noise_is_passed_on_as_it_is(noise, cuts):
    splitter = Splitter()
    passed = b"".join(piece for data in in_pieces(noise, cuts) for piece, _ in splitter.feed(data))
    assert noise.startswith(passed)
    assert len(noise) - len(passed) < 65_536 + 14


def test_a_frame_that_never_ends_is_not_held():
    splitter = Splitter()
    begun = b"\x81\xff" + (2**40).to_bytes(8, "big") + b"mask"
    passed = sum(len(piece) for data in [begun, *[b"a" * 65_536] * 100] for piece, _ in splitter.feed(data))
    assert passed == len(begun) + 100 * 65_536


def test_an_unmasked_text_is_left_to_the_library():
    assert list(Splitter().feed(b"\x81\x02hi")) == [(b"\x81\x02hi", 0)]
