"""What a request to a feed brings: one outcome of a closed set, with everything that the schedule needs to know."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum


class Outcome(StrEnum):
    """How a poll ended. The values are metric labels: permanent, and never more than these."""

    #: A new body.
    OK = "ok"
    #: 304.
    NOT_MODIFIED = "not_modified"
    #: 200 with the body that we know already.
    UNCHANGED = "unchanged"
    #: An answer without content: nothing was emptied, the server failed.
    EMPTY = "empty"
    #: 410.
    GONE = "gone"
    #: 429 or 503: the host wants to be left alone.
    THROTTLED = "throttled"
    #: Any other 4xx.
    CLIENT_ERROR = "client_error"
    #: Any other 5xx.
    SERVER_ERROR = "server_error"
    #: No answer: the name does not resolve, nobody listens, TLS fails, the connection breaks.
    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    #: Over the size limit, as sent or as decoded.
    TOO_LARGE = "too_large"
    #: Far more content than bytes sent.
    BOMB = "bomb"
    #: A content coding that we do not read, two of them, or one that is broken.
    BAD_CODING = "bad_coding"
    #: Not HTTP, or a status that makes no sense.
    BAD_ANSWER = "bad_answer"
    #: Redirected in a circle or too often.
    REDIRECT_LOOP = "redirect_loop"
    #: The way leads to an address, a port or a scheme that is not ours to ask.
    FORBIDDEN_ADDRESS = "forbidden_address"
    #: Not a URL that can be asked for.
    BAD_URL = "bad_url"


#: The feed is well: what we hold of it is what it offers.
GOOD = frozenset({Outcome.OK, Outcome.NOT_MODIFIED, Outcome.UNCHANGED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Validators:
    """What proves that a feed has not changed. Header values byte for byte, as Latin-1 text."""

    #: With its quotes and `W/`.
    etag: str | None = None
    last_modified: str | None = None
    #: The URL that sent them; they mean nothing to another.
    url: str | None = None
    #: SHA-256 of the decoded body, hex.
    body_hash: str | None = None

    def hash_only(self) -> Validators:
        """For a probe: the request is unconditional, the body is still compared."""
        return Validators(body_hash=self.body_hash)

    def same_headers(self, other: Validators) -> bool:
        """Whether both promise the same body."""
        promised = (self.etag, self.last_modified)
        return promised != (None, None) and promised == (other.etag, other.last_modified)


#: Nothing is known: the request is unconditional, any body is new.
NO_VALIDATORS = Validators()


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How long and how much one fetch may take. Seconds are wall time and cover name resolution and TLS."""

    connect: float = 5.0
    #: From the request sent to the first byte of the answer.
    first_byte: float = 15.0
    #: Everything, redirects included.
    total: float = 30.0
    #: Of the body, as sent and as decoded.
    max_bytes: int = 5 * 1024 * 1024
    #: Decoded bytes for each byte sent.
    max_ratio: int = 100
    #: Of status line and header fields.
    max_header_bytes: int = 64 * 1024
    max_redirects: int = 5
    #: Whether a redirect may lead from https to http.
    allow_downgrade: bool = False


LIMITS = Limits()


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchResult:
    """The end of one fetch. Nothing that a network does is an exception."""

    outcome: Outcome
    #: One line for an operator: what happened, with numbers and names.
    reason: str
    #: None when there was no answer.
    status: int | None = None
    #: The URL that was asked last.
    url: str
    #: Where 301 and 308 say the feed now lives: the end of the unbroken chain of them.
    permanent_url: str | None = None
    #: To be sent next time. After a failure, those that were given.
    validators: Validators
    #: Whether validators were sent.
    conditional: bool = False
    #: Decoded; empty unless the outcome is ok.
    body: bytes = field(default=b"", repr=False)
    #: False when the connection ended before the body did; what came is in `body`.
    complete: bool = True
    #: As sent, parameters included.
    content_type: str | None = None
    #: Zero for a date that has passed; None for none, or for one that cannot be read.
    retry_after: timedelta | None = None
    #: What Cache-Control or else Expires leaves of the answer's life; None when nothing is asked.
    fresh_for: timedelta | None = None
    #: Bytes of the body as sent.
    received: int = 0
    elapsed: timedelta = timedelta(0)

    def failed(self, outcome: Outcome, reason: str) -> FetchResult:
        """The same fetch, seen to have failed."""
        return replace(self, outcome=outcome, reason=reason, body=b"")
