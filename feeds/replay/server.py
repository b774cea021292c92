"""The loopback server. Threads of the standard library; every request is recorded."""

from __future__ import annotations

import contextlib
import ssl
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit

from feeds.headers import http_date
from feeds.replay.clock import Clock, WallClock
from feeds.replay.script import Reply, Script, Scripts, playing


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request as it came, and the status that it got."""

    #: By the clock of the script, UTC.
    at: datetime
    path: str
    #: Names in lower case.
    headers: dict[str, str] = field(repr=False)
    #: None where the reply was raw.
    status: int | None
    #: What the answer said, for whoever judges the next request; names in lower case.
    answered: dict[str, str] = field(default_factory=dict, repr=False)

    @property
    def conditional(self) -> bool:
        return "if-none-match" in self.headers or "if-modified-since" in self.headers


class ReplayServer:
    """Plays scripts by path on a loopback port of its own. A context manager."""

    def __init__(self, scripts: Scripts, clock: Clock | None = None, *, address: str = "127.0.0.1") -> None:
        self.scripts: dict[str, Script] = dict(scripts)
        self.clock = clock or WallClock()
        self.requests: list[Asked] = []
        self._address = address
        self._stop = threading.Event()
        self._lock = threading.Lock()
        self._server: _Server | None = None

    def __enter__(self) -> ReplayServer:
        self._began = self.clock.now()
        self._server = _Server((self._address, 0), _Handler, self)
        threading.Thread(target=self._server.serve_forever, args=(0.01,), name="replay", daemon=True).start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop.set()
        if self._server is not None:
            self._server.shutdown()
            self._server.server_close()

    @property
    def socket(self) -> tuple[str, int]:
        """Address and port, as `fetch(allow_sockets=...)` takes them."""
        if self._server is None:
            raise RuntimeError("the replay server is not running")
        return self._address, int(self._server.server_address[1])

    def use_tls(self, certificate: Path, key: Path) -> None:
        """From here on connections are TLS, with this certificate."""
        if self._server is None:
            raise RuntimeError("the replay server is not running")
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate, key)
        # The handshake is the connection's own thread's work, or one client would hold up all.
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True, do_handshake_on_connect=False)

    def url(self, path: str, host: str | None = None) -> str:
        return f"http://{host or self._address}:{self.socket[1]}{path}"

    def reply_to(self, path: str) -> Reply:
        script = self.scripts.get(path) or self.scripts.get(urlsplit(path).path) or ()
        return playing(script, self.clock.now() - self._began) or Reply(status=404, body=b"no such feed")

    def record(self, asked: Asked) -> None:
        with self._lock:
            self.requests.append(asked)

    def wait(self, seconds: float) -> bool:
        """Real time; True when the server stops meanwhile."""
        return self._stop.wait(seconds)

    @property
    def stopping(self) -> bool:
        return self._stop.is_set()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    request_queue_size = 128

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler], replay: ReplayServer) -> None:
        self.replay = replay
        super().__init__(address, handler)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that goes away is what half of the scripts are for."""


class _Handler(BaseHTTPRequestHandler):
    server: _Server
    protocol_version = "HTTP/1.1"
    # One packet for the head: Nagle's algorithm and delayed ACK cost 40 ms a request.
    wbufsize = -1
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        self.close_connection = True
        replay = self.server.replay
        reply = replay.reply_to(self.path)
        if replay.wait(reply.delay):
            return
        head = [] if reply.raw else self._head(reply)
        status = None if reply.raw else (304 if self._is_fresh(reply) else reply.status)
        replay.record(
            Asked(
                at=replay.clock.now(),
                path=self.path,
                headers={name.lower(): value for name, value in self.headers.items()},
                status=status,
                answered={name.lower(): value for name, value in head},
            )
        )
        with contextlib.suppress(OSError):
            self._send(reply, status, head)

    def log_message(self, format: str, *args: Any) -> None:
        """Silence: `requests` is the log."""

    def _head(self, reply: Reply) -> list[tuple[str, str]]:
        fields = [("Date", format_datetime(self.server.replay.clock.now(), usegmt=True)), *reply.validators()]
        if reply.content_type:
            fields.append(("Content-Type", reply.content_type))
        if reply.location is not None:
            fields.append(("Location", reply.location))
        return [*fields, *reply.headers, ("Connection", "close")]

    def _is_fresh(self, reply: Reply) -> bool:
        """RFC 9110, 13.2.2: If-None-Match decides where it is sent, compared weakly."""
        if not reply.conditional or reply.status != 200:
            return False
        tags = self.headers.get("If-None-Match")
        if tags is not None:
            ours = (reply.sent_etag or "").removeprefix("W/")
            return tags.strip() == "*" or ours in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
        since = http_date(self.headers.get("If-Modified-Since"))
        return since is not None and reply.last_modified is not None and reply.last_modified <= since

    def _send(self, reply: Reply, status: int | None, head: list[tuple[str, str]]) -> None:
        if reply.raw:
            self._pour(reply.raw(), 0.0, flush=True)
            return
        self.send_response_only(status or 200)
        body = b"" if status == 304 else reply.sent_body
        if reply.coding and status != 304:
            head = [*head, ("Content-Encoding", reply.coding)]
        if reply.chunked:
            head = [*head, ("Transfer-Encoding", "chunked")]
        elif status not in (204, 304):
            head = [*head, ("Content-Length", str(len(body) if reply.length is None else reply.length))]
        for name, value in head:
            # Not every server keeps to ASCII; what a script says goes out as UTF-8.
            self.send_header(name, value.encode().decode("latin-1"))
        self.end_headers()
        body = body[: reply.cut]
        step = reply.drip_bytes or max(len(body), 1)
        pieces = (body[n : n + step] for n in range(0, len(body), step))
        self._pour(map(_chunk, pieces) if reply.chunked else pieces, reply.drip_delay)
        if reply.chunked and reply.cut is None:
            self.wfile.write(b"0\r\n\r\n")

    def _pour(self, pieces: Iterator[bytes], delay: float, *, flush: bool = False) -> None:
        for piece in pieces:
            self.wfile.write(piece)
            if delay or flush:
                self.wfile.flush()
            if self.server.replay.stopping or (delay and self.server.replay.wait(delay)):
                return


def _chunk(piece: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(piece), piece)
