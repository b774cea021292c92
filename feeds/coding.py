"""Content codings, undone while the body streams. At most one; never more than a piece ahead of the limits."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator

import brotli
import zstandard

from feeds.answer import Limits
from feeds.errors import BombError, CodingError, EarlyEndError, TooLargeError

#: What Accept-Encoding offers.
OFFERED = "gzip, br, zstd, deflate"
_PIECE = 64 * 1024
#: A ratio means something only above this size.
_SMALL = 256 * 1024
#: RFC 9659: a zstd window larger than this is not for the web.
_ZSTD_WINDOW = 8 * 1024 * 1024
_MAX_MEMBERS = 64
#: Servers that put the charset there mean no coding at all.
_NONE = {"", "identity", "none", "utf-8", "utf8", "windows-1256", "iso-8859-1", "iso-8859-6"}


class Tally:
    """Bytes of a body, as sent and as decoded, held to the limits."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.sent = 0
        self.decoded = 0

    def count_sent(self, chunks: Iterator[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self.sent += len(chunk)
            if self.sent > self._limits.max_bytes:
                raise TooLargeError(f"more than {self._limits.max_bytes} bytes sent")
            yield chunk

    def count_decoded(self, pieces: Iterator[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            self.decoded += len(piece)
            if self.decoded > max(_SMALL, self.sent * self._limits.max_ratio):
                raise BombError(f"{self.sent} bytes sent became over {self.decoded}: a decompression bomb")
            if self.decoded > self._limits.max_bytes:
                raise TooLargeError(f"more than {self._limits.max_bytes} bytes, decoded")
            yield piece


def undo(content_encoding: str, chunks: Iterator[bytes], tally: Tally) -> Iterator[bytes]:
    """The decoded body in pieces of at most 64 KiB or of a chunk.

    Raises CodingError (unknown, nested, broken), TooLargeError, BombError, EarlyEndError, and what `chunks` raises.
    """
    decode = _decoder(content_encoding)
    sent = tally.count_sent(chunks)
    return tally.count_decoded(_guarded(decode(sent), content_encoding) if decode else sent)


def _decoder(content_encoding: str) -> Callable[[Iterator[bytes]], Iterator[bytes]] | None:
    names = [name.strip().lower() for name in content_encoding.split(",")]
    codings = [name for name in names if name not in _NONE]
    if not codings:
        return None
    if len(codings) > 1:
        raise CodingError(f"{len(codings)} content codings in one another: {content_encoding[:100]!r}")
    if codings[0] not in _DECODERS:
        raise CodingError(f"content coding {codings[0][:40]!r} is not read")
    return _DECODERS[codings[0]]


def _guarded(pieces: Iterator[bytes], coding: str) -> Iterator[bytes]:
    try:
        yield from pieces
    except (zlib.error, brotli.error, zstandard.ZstdError, MemoryError) as error:
        raise CodingError(f"the body is not {coding.strip()[:40]}: {error}") from None


def _gzip(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Members one after another, as RFC 1952 has it; what follows the last one is padding."""
    members, inflate = 0, None
    for chunk in chunks:
        data = chunk
        while data:
            if inflate is None:
                if members and not data.startswith(b"\x1f"):
                    return
                members, inflate = members + 1, zlib.decompressobj(31)
                if members > _MAX_MEMBERS:
                    raise CodingError(f"more than {_MAX_MEMBERS} gzip members")
            if piece := inflate.decompress(data, _PIECE):
                yield piece
            data, inflate = (inflate.unused_data, None) if inflate.eof else (inflate.unconsumed_tail, inflate)
    if inflate is not None:
        yield from _rest(inflate)


def _deflate(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """With zlib's envelope or, as some servers do, without."""
    inflate = None
    for chunk in filter(None, chunks):
        if inflate is None:
            inflate = zlib.decompressobj(15 if chunk[0] & 0x0F == 8 else -15)
        data = chunk
        while data and not inflate.eof:
            if piece := inflate.decompress(data, _PIECE):
                yield piece
            data = inflate.unconsumed_tail
    if inflate is not None:
        yield from _rest(inflate)


def _rest(inflate: zlib._Decompress) -> Iterator[bytes]:
    """What zlib still holds when the input has ended."""
    while piece := inflate.decompress(b"", _PIECE):
        yield piece
    if not inflate.eof:
        raise EarlyEndError("the body ends inside its coding")


def _brotli(chunks: Iterator[bytes]) -> Iterator[bytes]:
    decoder = brotli.Decompressor()
    for chunk in chunks:
        if decoder.is_finished():
            return
        yield decoder.process(chunk, output_buffer_limit=_PIECE)
        while not decoder.can_accept_more_data():
            yield decoder.process(b"", output_buffer_limit=_PIECE)
    if not decoder.is_finished():
        raise EarlyEndError("the body ends inside its coding")


class _Source:
    """The chunks as a file, which is what zstandard decodes in bounded pieces."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks

    def read(self, _size: int = -1) -> bytes:
        return next(self._chunks, b"")


def _zstd(chunks: Iterator[bytes]) -> Iterator[bytes]:
    decoder = zstandard.ZstdDecompressor(max_window_size=_ZSTD_WINDOW)
    reader = decoder.stream_reader(_Source(chunks), read_across_frames=True)  # type: ignore[arg-type]
    while piece := reader.read(_PIECE):
        yield piece


_DECODERS: dict[str, Callable[[Iterator[bytes]], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstd,
}
