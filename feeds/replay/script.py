"""What a replayed feed serves, and from when on."""

from __future__ import annotations

import gzip
import hashlib
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from email.utils import format_datetime
from functools import cached_property

import brotli
import zstandard

from feeds.errors import ScriptError

_ENCODERS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": lambda data: gzip.compress(data, mtime=0),
    "deflate": zlib.compress,
    "br": lambda data: brotli.compress(data, quality=5),
    "zstd": zstandard.compress,
}


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One answer. Delays are seconds of real time, whatever the clock of the script says."""

    status: int = 200
    body: bytes = field(default=b"", repr=False)
    content_type: str | None = "application/rss+xml; charset=utf-8"
    #: Further header fields, in order; a name may come twice.
    headers: tuple[tuple[str, str], ...] = ()
    #: Where a redirect leads: a URL or a path.
    location: str | None = None
    #: gzip, deflate, br, zstd; the body is encoded and the coding declared.
    coding: str | None = None
    #: Sent as it is; "auto" makes one from the body.
    etag: str | None = "auto"
    last_modified: datetime | None = None
    #: Whether If-None-Match and If-Modified-Since are answered with 304.
    conditional: bool = True
    #: Seconds before the status line.
    delay: float = 0.0
    #: The body goes out so many bytes at a time ...
    drip_bytes: int | None = None
    #: ... with so many seconds in between.
    drip_delay: float = 0.0
    #: Content-Length as claimed, where it is a lie.
    length: int | None = None
    #: The connection is closed after so many bytes of the body.
    cut: int | None = None
    chunked: bool = False
    #: Everything that goes over the wire, instead of all of the above; may never end.
    raw: Callable[[], Iterator[bytes]] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        if self.coding is not None and self.coding not in _ENCODERS:
            raise ScriptError(f"coding {self.coding!r} is none of {', '.join(_ENCODERS)}")

    @cached_property
    def sent_body(self) -> bytes:
        return _ENCODERS[self.coding](self.body) if self.coding else self.body

    @cached_property
    def sent_etag(self) -> str | None:
        if self.etag != "auto":
            return self.etag
        return f'"{hashlib.sha256(self.body).hexdigest()[:16]}"' if self.body else None

    def validators(self) -> list[tuple[str, str]]:
        """The header fields that a 200 and its 304 share."""
        found = [("ETag", self.sent_etag)] if self.sent_etag else []
        if self.last_modified is not None:
            found.append(("Last-Modified", format_datetime(self.last_modified, usegmt=True)))
        return found


@dataclass(frozen=True, kw_only=True)
class Step:
    """What is served from `at` on, counted from the start of the server."""

    at: timedelta = timedelta(0)
    reply: Reply


#: The steps of one path, earliest first.
Script = Sequence[Step]
Scripts = Mapping[str, Script]


def playing(script: Script, since_start: timedelta) -> Reply | None:
    """The reply of the last step that has begun, or None before the first."""
    begun = [step for step in script if step.at <= since_start]
    return max(begun, key=lambda step: step.at).reply if begun else None
