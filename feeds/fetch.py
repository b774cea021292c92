"""One conditional GET of a feed, redirects and content coding included. Never raises for what a network does.

from feeds.fetch import fetch

result = fetch(spec, validators)
result.outcome, result.reason, result.body, result.validators
"""

from __future__ import annotations

import hashlib
import time
from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version
from typing import Any

from feeds.address import Reach, absolute_url, is_downgrade
from feeds.answer import LIMITS, FetchResult, Limits, Outcome, Validators
from feeds.coding import OFFERED, Tally, undo
from feeds.errors import AddressError, EarlyEndError, FetchError, RedirectError
from feeds.headers import Headers, fresh_for, retry_after
from feeds.types import FeedSpec
from feeds.wire import Answer, Deadline, ask

__all__ = ["LIMITS", "FetchResult", "Limits", "Outcome", "Validators", "fetch", "user_agent"]

_ACCEPT = (
    "application/rss+xml, application/atom+xml, application/rdf+xml, application/feed+json, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, */*;q=0.5"
)
_REDIRECTS = {301, 302, 303, 307, 308}
_PERMANENT = {301, 308}
#: Longer validators are kept by nobody.
_MAX_VALIDATOR = 1024
_NOTHING = {b"", b"null", b"[]", b"{}", b'""'}


def fetch(
    spec: FeedSpec,
    validators: Validators,
    *,
    limits: Limits = LIMITS,
    contact: str = "",
    allow_loopback: bool = False,
    allow_sockets: Collection[tuple[str, int]] = (),
    now: datetime | None = None,
) -> FetchResult:
    """Ask for `spec.url`; for what is stored of a moved feed see `feeds.schedule.prepare`.

    `contact` is the URL or address of the operator, told to every server. `allow_loopback` and `allow_sockets`
    (pairs of address and port) are switches for tests and the demo. `now` is UTC, the wall clock unless given.
    """
    run = _Run(
        validators=validators,
        headers={"User-Agent": user_agent(contact), "Accept": _ACCEPT, "Accept-Encoding": OFFERED},
        reach=Reach(loopback=allow_loopback, sockets=frozenset(allow_sockets)),
        deadline=Deadline(limits),
        now=now or datetime.now(UTC),
        url=spec.url,
    )
    begun = time.monotonic()
    try:
        result = run.follow()
    except FetchError as error:
        result = run.failed(error)
    return replace(result, elapsed=timedelta(seconds=time.monotonic() - begun))


def user_agent(contact: str = "") -> str:
    """Who asks, and whom to write to about it."""
    try:
        ours = version("rasid")
    except PackageNotFoundError:
        ours = "0"
    # Latin-1 without line ends, or it is no header field.
    told = " ".join(contact.encode("ascii", "ignore").decode().split())
    return f"Rasid/{ours} (news feed reader{'; +' + told if told else ''})"


@dataclass(kw_only=True)
class _Run:
    """One fetch under way: where it has come to and what it has seen."""

    validators: Validators
    headers: dict[str, str]
    reach: Reach
    deadline: Deadline
    now: datetime
    #: The URL that is being asked.
    url: str
    hops: int = 0
    status: int | None = None
    permanent_url: str | None = None
    conditional: bool = False
    answer_headers: Headers | None = None
    sent: int = 0

    def follow(self) -> FetchResult:
        """Ask, and ask again where the answer sends us. Raises FetchError."""
        self.url = absolute_url(self.url)
        seen = {self.url}
        permanent = True
        while True:
            self.status = self.answer_headers = None
            with ask(self.url, self._request_headers(), reach=self.reach, deadline=self.deadline) as answer:
                self.status, self.answer_headers = answer.status, answer.headers
                target = answer.headers.first("location") if answer.status in _REDIRECTS else None
                if target is None:
                    return self._settle(answer)
            target = self._target(target)
            permanent = permanent and self.status in _PERMANENT
            self.permanent_url = target if permanent else self.permanent_url
            if target in seen:
                raise RedirectError(f"redirected in a circle, back to {target}")
            if self.hops == self.deadline.limits.max_redirects:
                raise RedirectError(f"more than {self.hops} redirects, the last to {target}")
            seen.add(target)
            self.url, self.hops = target, self.hops + 1

    def failed(self, error: FetchError) -> FetchResult:
        """A way that ends badly proves nothing about where the feed has moved."""
        self.permanent_url = None
        way = f"redirected to {self.url[:300]}: " if self.hops else ""
        return self.result(error.outcome, way + error.reason)

    def result(self, outcome: Outcome, reason: str, **more: Any) -> FetchResult:
        headers = self.answer_headers or Headers(())
        return FetchResult(
            outcome=outcome,
            reason=reason,
            status=self.status,
            url=self.url,
            permanent_url=self.permanent_url,
            conditional=self.conditional,
            content_type=headers.first("content-type"),
            retry_after=retry_after(headers, self.now),
            fresh_for=fresh_for(headers, self.now),
            received=self.sent,
            **{"validators": self.validators, **more},
        )

    def _request_headers(self) -> dict[str, str]:
        """Validators go only to the URL that gave them: to another they may promise what it never sent."""
        known = self.validators
        own = {"If-None-Match": known.etag, "If-Modified-Since": known.last_modified}
        fields = {name: value for name, value in own.items() if value and known.url in (None, self.url)}
        self.conditional = bool(fields)
        return {**self.headers, **fields}

    def _target(self, location: str) -> str:
        # RFC 9110 wants ASCII; what Arabic sites send raw is UTF-8.
        raw = location.encode("latin-1")
        target = absolute_url(raw.decode("utf-8", "replace"), self.url)
        if is_downgrade(self.url, target) and not self.deadline.limits.allow_downgrade:
            raise AddressError(f"redirected from https to {target}")
        return target

    def _settle(self, answer: Answer) -> FetchResult:
        if answer.status == 200 or answer.status == 203:
            return self._read(answer)
        if answer.status == 304 and self.conditional:
            return self.result(Outcome.NOT_MODIFIED, "not modified", validators=self._renewed(answer.headers))
        return self.result(*judge(answer.status))

    def _read(self, answer: Answer) -> FetchResult:
        """The body, decoded within the limits. One that ends too early is kept, its validators are not."""
        tally = Tally(self.deadline.limits)
        body, cut = bytearray(), None
        try:
            for piece in undo(answer.headers.every("content-encoding"), answer.chunks, tally):
                body += piece
        except EarlyEndError as error:
            cut = error.reason
        finally:
            self.sent = tally.sent
        return self._judge_body(bytes(body), cut, answer.headers)

    def _judge_body(self, body: bytes, cut: str | None, headers: Headers) -> FetchResult:
        if body.strip() in _NOTHING:
            return self.result(
                Outcome.EMPTY, f"status {self.status} and nothing in the body{f' ({cut})' if cut else ''}"
            )
        digest = hashlib.sha256(body).hexdigest()
        complete = cut is None
        validators = self._offered(headers, digest) if complete else Validators(body_hash=digest)
        if digest == self.validators.body_hash:
            return self.result(Outcome.UNCHANGED, "the same body", validators=validators, complete=complete)
        reason = f"{len(body)} bytes" if cut is None else f"{len(body)} bytes, then cut: {cut}"
        return self.result(Outcome.OK, reason, validators=validators, body=body, complete=complete)

    def _offered(self, headers: Headers, digest: str) -> Validators:
        return Validators(
            etag=_kept(headers.first("etag")),
            last_modified=_kept(headers.first("last-modified")),
            url=self.url,
            body_hash=digest,
        )

    def _renewed(self, headers: Headers) -> Validators:
        """A 304 may carry newer validators; what it does not carry stays."""
        known = self.validators
        return Validators(
            etag=_kept(headers.first("etag")) or known.etag,
            last_modified=_kept(headers.first("last-modified")) or known.last_modified,
            url=self.url,
            body_hash=known.body_hash,
        )


#: Status to outcome and words; the rest goes by its class.
_STATUSES: dict[int, tuple[Outcome, str]] = {
    204: (Outcome.EMPTY, "status 204: no content"),
    205: (Outcome.EMPTY, "status 205: no content"),
    304: (Outcome.BAD_ANSWER, "status 304 though nothing was asked on condition"),
    410: (Outcome.GONE, "status 410: the feed is gone"),
    429: (Outcome.THROTTLED, "status 429: too many requests"),
    503: (Outcome.THROTTLED, "status 503: the service is unavailable"),
}


def judge(status: int) -> tuple[Outcome, str]:
    """The outcome of an answer that brings no body, and its words."""
    if status in _STATUSES:
        return _STATUSES[status]
    if 400 <= status < 500:
        return Outcome.CLIENT_ERROR, f"status {status}"
    if 500 <= status < 600:
        return Outcome.SERVER_ERROR, f"status {status}"
    return Outcome.BAD_ANSWER, f"status {status} makes no sense here"


def _kept(value: str | None) -> str | None:
    return value if value and len(value) <= _MAX_VALIDATOR else None
