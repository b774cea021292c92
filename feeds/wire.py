"""One HTTP request over a guarded connection. The only module that knows the HTTP client.

httpx2 would resolve a name, connect and follow redirects by itself. Here the name is resolved once, every address is
checked, and the connection goes to the checked address: nothing can change in between (DNS rebinding). Proxies of
the environment are not used, since behind one there is no address to check. Every read and write is cut to what is
left of the wall time, so that an answer that drips ends like one that hangs.
"""

from __future__ import annotations

import functools
import socket
import ssl
import threading
import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from typing import Any

import httpcore2
import httpx2

from feeds.address import Reach, shown
from feeds.answer import Limits
from feeds.errors import BadAnswerError, EarlyEndError, OverdueError, UnreachableError, UrlError
from feeds.headers import Headers


@dataclass(frozen=True, slots=True)
class Answer:
    """Status and headers of one answer, and its body still on the wire."""

    status: int
    headers: Headers
    #: As sent, content coding still on. Raises OverdueError, UnreachableError and EarlyEndError.
    chunks: Iterator[bytes]


class Deadline:
    """Wall time that is left for a fetch, over all its requests."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._end = time.monotonic() + limits.total

    def left(self, at_most: float | None = None) -> float:
        """Seconds; raises OverdueError when none are left."""
        left = self._end - time.monotonic()
        if left <= 0:
            raise OverdueError(f"not finished after {self.limits.total:g} s")
        return left if at_most is None else min(left, at_most)


@contextmanager
def ask(url: str, headers: Mapping[str, str], *, reach: Reach, deadline: Deadline) -> Iterator[Answer]:
    """GET one URL, absolute and ASCII, with exactly these headers beside Host. Redirects are answers like others.

    Raises UrlError, AddressError, UnreachableError, OverdueError, BadAnswerError; the body is closed on leaving.
    """
    raw = [(name.encode("ascii"), value.encode("latin-1")) for name, value in headers.items()]
    try:
        request = httpx2.Request("GET", url, headers=raw)
    except httpx2.InvalidURL as error:
        raise UrlError(f"not a URL ({_words(error)}): {shown(url)!r}") from None
    watch = _Watch(deadline)
    with _GuardedTransport(_GuardedNetwork(reach, watch)) as transport:
        with _plain_errors():
            response = transport.handle_request(request)
        watch.head_ended()
        try:
            yield Answer(response.status_code, Headers(response.headers.raw), _body(response))
        finally:
            response.close()


class _GuardedTransport(httpx2.HTTPTransport):
    """httpx2's own transport over a pool whose connections are ours. One connection, used once."""

    def __init__(self, network: httpcore2.NetworkBackend) -> None:
        # The base class offers no way to hand in a network backend.
        self._pool = httpcore2.ConnectionPool(
            ssl_context=_trusted(), network_backend=network, max_connections=1, http1=True, http2=False
        )


class _GuardedNetwork(httpcore2.NetworkBackend):
    """Connects to addresses that were checked, and to no others."""

    def __init__(self, reach: Reach, watch: _Watch) -> None:
        self._reach = reach
        self._watch = watch
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        seconds = self._watch.deadline.limits.connect
        end = time.monotonic() + self._watch.deadline.left(seconds)
        addresses = _resolve(host, port, end - time.monotonic())
        for address in addresses:
            self._reach.check(address, port)
        error: Exception = UnreachableError(f"{host} has no address")
        for n, address in enumerate(addresses):
            # A dead address must leave time for the next one.
            share = (end - time.monotonic()) / (len(addresses) - n)
            if share <= 0:
                break
            try:
                return self._connect(address, port, share)
            except httpcore2.ConnectTimeout:
                error = OverdueError(f"no connection to {address} within {seconds:g} s")
            except httpcore2.ConnectError as failed:
                error = UnreachableError(f"no connection to {address} port {port}: {_words(failed)}")
        raise error

    def _connect(self, address: str, port: int, timeout: float) -> httpcore2.NetworkStream:
        stream = self._sockets.connect_tcp(address, port, timeout, socket_options=())
        try:
            # What counts is who is at the other end.
            self._reach.check(stream.get_extra_info("server_addr")[0], port)
        except BaseException:
            stream.close()
            raise
        return _GuardedStream(stream, self._watch)


class _Watch:
    """What is left of the wall time and of the header bytes for one request."""

    def __init__(self, deadline: Deadline) -> None:
        self.deadline = deadline
        self._limits = deadline.limits
        self._first_due: float | None = None
        self._head_bytes = 0
        self._in_head = True

    def head_ended(self) -> None:
        self._in_head = False

    def before_read(self) -> float:
        """Seconds that the read may take. Raises OverdueError, BadAnswerError."""
        if self._head_bytes > self._limits.max_header_bytes:
            raise BadAnswerError(f"headers of more than {self._limits.max_header_bytes} bytes")
        if self._head_bytes or not self._in_head:
            return self.deadline.left()
        if self._first_due is None:
            self._first_due = time.monotonic() + self._limits.first_byte
        return self.deadline.left(max(self._first_due - time.monotonic(), 0.001))

    def after_read(self, size: int) -> None:
        # Informational answers are headers, too: they can go on for ever.
        self._head_bytes += size if self._in_head else 0

    def overdue(self) -> OverdueError:
        with suppress(OverdueError):
            self.deadline.left(0.001)
            return OverdueError(f"no answer within {self._limits.first_byte:g} s")
        return OverdueError(f"not finished after {self._limits.total:g} s")


class _GuardedStream(httpcore2.NetworkStream):
    """A connection that ends with the wall time and delivers headers of a bounded size."""

    def __init__(self, stream: httpcore2.NetworkStream, watch: _Watch) -> None:
        self._stream = stream
        self._watch = watch

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        seconds = self._watch.before_read()
        try:
            data = self._stream.read(max_bytes, seconds)
        except httpcore2.ReadTimeout:
            raise self._watch.overdue() from None
        self._watch.after_read(len(data))
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            self._stream.write(buffer, self._watch.deadline.left())
        except httpcore2.WriteTimeout:
            raise OverdueError("the request was not taken in time") from None

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        seconds = self._watch.deadline.limits.connect
        try:
            secured = self._stream.start_tls(ssl_context, server_hostname, self._watch.deadline.left(seconds))
        except httpcore2.ConnectTimeout:
            raise OverdueError(f"no TLS within {seconds:g} s") from None
        except httpcore2.ConnectError as failed:
            raise UnreachableError(f"no TLS with {server_hostname}: {_words(failed)}") from None
        return _GuardedStream(secured, self._watch)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


@contextmanager
def _plain_errors() -> Iterator[None]:
    """The client's exceptions as ours, with words for an operator."""
    try:
        yield
    except (httpx2.RemoteProtocolError, httpx2.LocalProtocolError) as error:
        if "without sending" in str(error):
            raise UnreachableError("the connection was closed without an answer") from None
        raise BadAnswerError(f"not HTTP: {_words(error)}") from None
    except httpx2.TransportError as error:
        raise UnreachableError(f"the connection broke: {_words(error)}") from None


def _body(response: httpx2.Response) -> Iterator[bytes]:
    try:
        yield from response.iter_raw()
    except httpx2.RemoteProtocolError as error:
        if "incomplete" in str(error) or "without sending complete" in str(error):
            raise EarlyEndError(_words(error)) from None
        raise BadAnswerError(f"not HTTP: {_words(error)}") from None
    except httpx2.TransportError as error:
        raise EarlyEndError(f"the connection broke: {_words(error)}") from None


def _resolve(host: str, port: int, seconds: float) -> list[str]:
    """Every address of a name, in the resolver's order. In a thread: getaddrinfo knows no time limit.

    Raises UnreachableError, OverdueError.
    """
    found: list[str] = []
    failed: list[str] = []

    def look_up() -> None:
        try:
            rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            found.extend(dict.fromkeys(str(row[4][0]) for row in rows))
        except (OSError, UnicodeError) as error:
            failed.append(getattr(error, "strerror", None) or str(error))

    thread = threading.Thread(target=look_up, name=f"resolve {host}", daemon=True)
    thread.start()
    thread.join(seconds)
    if thread.is_alive():
        raise OverdueError(f"the name {host} did not resolve in time")
    if failed:
        raise UnreachableError(f"the name {host} does not resolve: {failed[0]}")
    return found


@functools.cache
def _trusted() -> ssl.SSLContext:
    return httpx2.create_ssl_context()


def _words(error: BaseException) -> str:
    return " ".join(str(error).split())[:200] or type(error).__name__
