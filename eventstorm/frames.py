"""Cuts what a browser sends at the borders of its WebSocket frames (RFC 6455, 5.2)."""

from __future__ import annotations

from collections.abc import Iterator

from websockets.frames import apply_mask

_TEXT = 0x81  # final, no extension, opcode 1
_MASKED = 0x80
_SHORT, _MEDIUM = 126, 127  # a length that follows in two bytes, in eight


class Splitter:
    """Tells text frames that are whole, masked and shorter than 64 KiB from everything else.

    Of a frame at most its first 64 KiB are held back: of one that is longer, or of another kind, everything is passed
    on as it comes.
    """

    def __init__(self) -> None:
        self._held = bytearray()  # the beginning of a frame
        self._passing = 0  # bytes of a frame that are still to be passed on

    def feed(self, data: bytes) -> Iterator[tuple[bytes, int]]:
        """Pieces of the stream in order, each with the place where a text frame's mask begins; 0: something else."""
        if self._held:
            self._held += data
            data = bytes(self._held)
        at, end = 0, len(data)
        while at < end:
            if self._passing:
                piece = data[at : at + self._passing]
                self._passing -= len(piece)
                at += len(piece)
                yield piece, 0
                continue
            mask, size = _head(data, at)
            if not size:
                break
            if mask and at + size > end:
                break
            if mask:
                yield data[at : at + size] if at or size < end else data, mask
                at += size
            else:
                self._passing = size
        self._keep(data, at)

    def _keep(self, data: bytes, at: int) -> None:
        if not self._held:
            self._held += data[at:]
        else:
            del self._held[:at]


def text_of(frame: bytes, mask: int) -> str:
    """The text of a frame whose mask begins there; raises `UnicodeDecodeError`."""
    return apply_mask(frame[mask + 4 :], frame[mask : mask + 4]).decode()


def _head(data: bytes, at: int) -> tuple[int, int]:
    """Where the mask of the text frame that begins at `at` is (0 for another frame), and how long the frame is in all
    (0: it cannot be told yet)."""
    if len(data) < at + 2:
        return 0, 0
    length = data[at + 1] & 0x7F
    masked = data[at + 1] & _MASKED
    extended = 0 if length < _SHORT else 2 if length == _SHORT else 8
    if extended:
        if len(data) < at + 2 + extended:
            return 0, 0
        length = int.from_bytes(data[at + 2 : at + 2 + extended], "big")
    size = 2 + extended + (4 if masked else 0) + length
    ours = data[at] == _TEXT and masked and extended < 8
    return (2 + extended if ours else 0), size
