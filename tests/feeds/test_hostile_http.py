"""Servers that mean harm or know no better. Each ends as a counted outcome with a reason, in time and in memory."""

from __future__ import annotations

import gzip
import itertools
import os
import pickle
import random
import socket
import time
import tracemalloc
import zlib
from dataclasses import replace

import brotli
import pytest
import zstandard

from feeds import errors
from feeds.answer import Limits, Outcome, Validators
from feeds.fetch import fetch
from feeds.replay import Reply, Step
from tests.feeds.playing import BRISK, RSS, a_spec, get, once, serving

_ENCODE = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=4),
    "zstd": zstandard.compress,
}
MIB = 1024 * 1024


@pytest.mark.parametrize("coding", sorted(_ENCODE))
@pytest.mark.parametrize("content", [b"\0", b"<item>\n"], ids=["zeros", "items"])
def test_bombs_are_stopped_before_they_unfold(coding, content):
    bomb = _ENCODE[coding](content * (64 * MIB // len(content)))
    with serving(Reply(body=bomb, headers=(("Content-Encoding", coding),), etag=None)) as server:
        tracemalloc.start()
        result = get(server, limits=Limits())
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert result.outcome in {Outcome.BOMB, Outcome.TOO_LARGE}, result.reason
    assert result.body == b""
    assert peak < 20 * MIB, f"{peak / MIB:.0f} MiB at the peak"


def test_a_bomb_is_called_a_bomb():
    result = once(Reply(body=gzip.compress(b"\0" * 20 * MIB), headers=(("Content-Encoding", "gzip"),)))
    assert result.outcome is Outcome.BOMB
    assert "bomb" in result.reason


def test_a_bomb_of_many_gzip_members_is_stopped():
    body = gzip.compress(b"\0" * 100_000) * 400
    assert once(Reply(body=body, headers=(("Content-Encoding", "gzip"),))).outcome is not Outcome.OK
    assert (
        once(Reply(body=gzip.compress(b"") * 9999, headers=(("Content-Encoding", "gzip"),))).outcome
        is Outcome.BAD_CODING
    )


def test_a_zstd_window_beyond_the_standard_is_refused():
    parameters = zstandard.ZstdCompressionParameters(window_log=27, enable_ldm=True)
    compressor = zstandard.ZstdCompressor(compression_params=parameters).compressobj()
    body = compressor.compress(RSS * 100) + compressor.flush()
    result = once(Reply(body=body, headers=(("Content-Encoding", "zstd"),)))
    assert result.outcome is Outcome.BAD_CODING


def test_two_members_and_padding_are_one_body():
    body = gzip.compress(RSS[:100]) + gzip.compress(RSS[100:]) + b"\0" * 64
    assert once(Reply(body=body, headers=(("Content-Encoding", "gzip"),), drip_bytes=50)).body == RSS


def test_deflate_without_its_envelope_is_read():
    squeeze = zlib.compressobj(wbits=-15)
    body = squeeze.compress(RSS) + squeeze.flush()
    assert once(Reply(body=body, headers=(("Content-Encoding", "deflate"),))).body == RSS


@pytest.mark.parametrize(
    ("header", "body", "outcome"),
    [
        ("gzip, gzip", gzip.compress(gzip.compress(RSS)), Outcome.BAD_CODING),
        ("gzip, br", brotli.compress(gzip.compress(RSS)), Outcome.BAD_CODING),
        ("compress", RSS, Outcome.BAD_CODING),
        ("exi", RSS, Outcome.BAD_CODING),
        ("x" * 5000, RSS, Outcome.BAD_CODING),
        ("gzip", RSS, Outcome.BAD_CODING),
        ("br", RSS, Outcome.BAD_CODING),
        ("zstd", RSS, Outcome.BAD_CODING),
        ("deflate", RSS, Outcome.BAD_CODING),
        ("gzip", gzip.compress(RSS)[:-20] + b"\xff" * 20, Outcome.BAD_CODING),
        ("x-gzip", gzip.compress(RSS), Outcome.OK),
        ("GZip , identity", gzip.compress(RSS), Outcome.OK),
        ("utf-8", RSS, Outcome.OK),  # a charset in the wrong place is no coding
    ],
)
def test_codings_that_are_not_what_they_say(header, body, outcome):
    result = once(Reply(body=body, headers=(("Content-Encoding", header),)))
    assert result.outcome is outcome, result.reason
    if outcome is Outcome.OK:
        assert result.body == RSS


def test_two_coding_headers_count_as_two():
    nested = (("Content-Encoding", "gzip"), ("Content-Encoding", "gzip"))
    assert once(Reply(body=gzip.compress(gzip.compress(RSS)), headers=nested)).outcome is Outcome.BAD_CODING


@pytest.mark.parametrize("chunked", [True, False])
def test_a_body_above_the_limit_is_not_taken(chunked):
    result = once(Reply(body=os.urandom(3 * MIB), chunked=chunked), limits=replace(BRISK, max_bytes=MIB, total=5))
    assert result.outcome is Outcome.TOO_LARGE
    assert str(MIB) in result.reason


def test_decoded_size_counts_too():
    noise = "".join(f"<item>{n * 7919 % 100_003}</item>" for n in range(200_000)).encode()
    result = once(Reply(body=noise, coding="gzip"), limits=replace(BRISK, max_bytes=MIB, total=5))
    assert result.outcome is Outcome.TOO_LARGE


def _endless(head: bytes, piece: bytes):
    return lambda: itertools.chain([head], itertools.repeat(piece))


_HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n"
_SKIPPED = (0x184D2A50).to_bytes(4, "little") + (4096).to_bytes(4, "little") + b"x" * 4096
_FLOODS = {
    "frames without content": (_endless(_HEAD + b"Content-Encoding: zstd\r\n\r\n", _SKIPPED), Outcome.TOO_LARGE),
    "body": (_endless(_HEAD + b"\r\n", b"x" * 65536), Outcome.TOO_LARGE),
    "chunks": (
        _endless(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1000\r\n" + b"x" * 4096 + b"\r\n"),
        Outcome.TOO_LARGE,
    ),
    "headers": (_endless(_HEAD, b"X-More: 1\r\n" * 500), Outcome.BAD_ANSWER),
    "one header": (_endless(_HEAD + b"X: ", b"y" * 4096), Outcome.BAD_ANSWER),
    "status line": (_endless(b"HTTP/1.1 ", b"2" * 4096), Outcome.BAD_ANSWER),
    "informational": (_endless(b"", b"HTTP/1.1 103 Early Hints\r\n\r\n" * 100), Outcome.BAD_ANSWER),
    "trailers": (
        _endless(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X-More: 1\r\n" * 500),
        Outcome.BAD_ANSWER,
    ),
    "chunk line": (_endless(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"0" * 4096), Outcome.BAD_ANSWER),
}


@pytest.mark.parametrize("flood", sorted(_FLOODS))
def test_what_never_ends_is_ended(flood):
    raw, outcome = _FLOODS[flood]
    begun = time.monotonic()
    result = once(Reply(raw=raw), limits=replace(BRISK, max_bytes=MIB, total=8, first_byte=2))
    assert result.outcome is outcome, result.reason
    assert time.monotonic() - begun < 8


def _dripping(head: bytes, piece: bytes):
    def pour():
        yield head
        while True:
            time.sleep(0.05)
            yield piece

    return pour


@pytest.mark.parametrize(
    "raw",
    [
        _dripping(_HEAD + b"Content-Length: 1000\r\n\r\n", b"x"),
        _dripping(_HEAD, b"X"),
        _dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
        _dripping(_HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    ],
    ids=["body", "header", "informational", "chunks"],
)
def test_what_drips_ends_with_the_wall_time(raw):
    with serving(Reply(raw=raw)) as server:
        result = get(server, limits=replace(BRISK, total=0.7))
    assert (result.outcome, result.reason) == (Outcome.TIMEOUT, "not finished after 0.7 s")
    assert 0.6 < result.elapsed.total_seconds() < 3


def test_a_dripping_scripted_body_ends_too():
    result = once(Reply(body=RSS * 10, drip_bytes=1, drip_delay=0.05), limits=replace(BRISK, total=0.7))
    assert result.outcome is Outcome.TIMEOUT


def test_silence_ends_with_the_first_byte_limit():
    result = once(Reply(body=RSS, delay=5), limits=replace(BRISK, first_byte=0.4))
    assert (result.outcome, result.reason) == (Outcome.TIMEOUT, "no answer within 0.4 s")


def test_slow_redirects_share_one_wall_time():
    slow = {f"/{n}": Reply(status=302, location=f"/{n + 1}", delay=0.3) for n in range(5)}
    with serving(slow) as server:
        result = get(server, "/0", limits=replace(BRISK, total=0.8))
    assert result.outcome is Outcome.TIMEOUT
    assert result.elapsed.total_seconds() < 3


def test_a_listener_that_accepts_nothing_is_given_up():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen(0)
        address = listener.getsockname()
        # Fill the backlog, so that further connections hang in the handshake.
        fillers = [socket.socket() for _ in range(8)]
        for filler in fillers:
            filler.setblocking(False)
            filler.connect_ex(address)
        result = fetch(
            a_spec(f"http://127.0.0.1:{address[1]}/"),
            Validators(),
            allow_loopback=True,
            limits=replace(BRISK, connect=0.3),
        )
        for filler in fillers:
            filler.close()
    assert result.outcome is Outcome.TIMEOUT
    assert result.elapsed.total_seconds() < 3


def test_nobody_listens():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}/"
        result = fetch(a_spec(url), Validators(), allow_loopback=True)
    assert result.outcome is Outcome.UNREACHABLE
    assert "refused" in result.reason


def test_a_name_that_does_not_exist():
    result = fetch(a_spec("http://no-such-host.invalid/"), Validators(), limits=BRISK)
    assert result.outcome in {Outcome.UNREACHABLE, Outcome.TIMEOUT}
    assert "no-such-host.invalid" in result.reason


@pytest.mark.parametrize("coding", [None, "gzip"])
def test_a_length_that_promises_too_much_loses_nothing(coding):
    """The body is kept, its validators are not: next time the whole of it is asked for again."""
    body = RSS * 50
    result = once(Reply(body=body, coding=coding, length=MIB, etag='"lie"'))
    assert (result.outcome, result.complete) == (Outcome.OK, False)
    assert result.body == body
    assert result.validators.etag is None
    assert "cut" in result.reason


def test_a_connection_cut_in_the_middle_keeps_what_came():
    result = once(Reply(body=RSS, cut=200))
    assert (result.outcome, result.complete, result.body) == (Outcome.OK, False, RSS[:200])
    assert once(Reply(body=RSS * 9, cut=900, chunked=True)).complete is False
    assert once(Reply(body=RSS, cut=0)).outcome is Outcome.EMPTY


def test_a_length_that_promises_too_little_ends_the_body_there():
    result = once(Reply(body=RSS, length=100))
    assert result.body == RSS[:100]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"\0\xff\xfe" * 99,
        b"SSH-2.0-OpenSSH_9.9\r\n",
        b"<rss></rss>",
        b"HTTP/1.1 abc OK\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 101 Switching\r\nUpgrade: x\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\n",
    ],
)
def test_what_is_not_http_is_told_as_such(answer):
    result = once(Reply(raw=lambda: iter([answer])))
    assert result.outcome in {Outcome.BAD_ANSWER, Outcome.UNREACHABLE, Outcome.EMPTY}, result.reason
    assert result.reason
    assert "\n" not in result.reason


@pytest.mark.parametrize(
    "headers",
    [
        ((("ETag", "x" * 20_000)),),
        (("Last-Modified", "y" * 20_000),),
        (("Content-Type", "text/xml; charset=" + "z" * 9000),),
        (("Location", "http://10.0.0.1/"),),  # with 200: not followed
    ],
)
def test_absurd_header_values_do_no_harm(headers):
    result = once(Reply(body=RSS, headers=headers, etag=None))
    assert result.outcome is Outcome.OK
    assert result.validators.etag is None
    assert result.validators.last_modified is None


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br"])
def test_a_coding_that_ends_too_early_is_told(coding):
    """A proxy that cut the file and then counted its bytes right."""
    body = RSS * 50
    sent = _ENCODE[coding](body)[:-9]
    result = once(Reply(body=sent, headers=(("Content-Encoding", coding),), etag='"cut"'))
    assert (result.outcome, result.complete) == (Outcome.OK, False)
    assert body.startswith(result.body)
    assert result.validators.etag is None


_PARTS = [
    b"HTTP/1.1 200 OK\r\n", b"HTTP/1.0 301 Moved\r\n", b"HTTP/1.1 304 \r\n", b"\r\n", b"\n", b"Content-Length: 40\r\n",
    b"Location: //[x\r\n", b"Location: \xff\xfe\r\n", b"Transfer-Encoding: chunked\r\n", b"Content-Encoding: gzip\r\n",
    b"Content-Encoding: br\r\n", b"Content-Encoding: zstd\r\n", b"ETag: \"\x80\"\r\n", b"Retry-After: 1e9\r\n", b"Date: 0\r\n",
    b"Cache-Control: max-age=,max-age=-\r\n", b"Expires: Thu, 99 Foo\r\n", b"5\r\nhello\r\n", b"0\r\n\r\n", b"<rss/>", RSS,
    gzip.compress(RSS), gzip.compress(RSS)[:30], brotli.compress(RSS), zstandard.compress(RSS), b"\x28\xb5\x2f\xfd", b"\0" * 50,
]  # fmt: skip


def test_whatever_comes_is_an_outcome():
    """Answers put together at random: none of them is an exception."""
    chance = random.Random(2026)
    seen = set()
    with serving(Reply()) as server:
        for _ in range(400):
            head = [_PARTS[0]] if chance.random() < 0.8 else []
            answer = b"".join([*head, *chance.choices(_PARTS, k=chance.randint(0, 7))])
            server.scripts["/rss.xml"] = [Step(reply=Reply(raw=lambda answer=answer: iter([answer])))]
            seen.add(get(server, limits=replace(BRISK, first_byte=0.2)).outcome)
    assert {Outcome.OK, Outcome.BAD_ANSWER, Outcome.BAD_CODING, Outcome.EMPTY} <= seen


def test_headers_of_a_hundred_fields_are_fine():
    assert once(Reply(body=RSS, headers=tuple((f"X-{n}", "v") for n in range(100)))).outcome is Outcome.OK


def test_every_error_survives_pickling():
    kinds = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, errors.FeedError)]
    assert len(kinds) > 8
    for kind in kinds:
        again = pickle.loads(pickle.dumps(kind("why")))
        assert (type(again), again.reason) == (kind, "why")
