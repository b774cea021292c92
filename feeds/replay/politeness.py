"""Judges a log of requests by the rules of polite polling. Knows nothing of the scheduler that made them.

The rules are those that reader operators were blocked for breaking: unconditional requests, coming back before the
answer's own freshness or Retry-After has passed, hours and days that a feed asks to be left alone, bursts at a host.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from itertools import pairwise

from feeds.headers import Headers, fresh_for, retry_after
from feeds.memory import Hints
from feeds.replay.server import Asked

#: No hint is followed further than this.
_CAP = timedelta(hours=24)
_REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True, kw_only=True)
class Rules:
    """What is expected of the requests."""

    #: By path: what the document at that path asks for.
    hints: Mapping[str, Hints] = field(default_factory=dict)
    #: Between two requests to one feed, whatever it allows.
    shortest: timedelta = timedelta(minutes=1)
    #: Between two requests to one host.
    host_gap: timedelta = timedelta(seconds=5)
    #: Paths whose validators do not tell the truth: one unconditional request a day is right for them.
    liars: frozenset[str] = frozenset()
    #: What counts as a host.
    host_of: Callable[[Asked], str] = lambda asked: asked.headers.get("host", "")


@dataclass(frozen=True, slots=True)
class Violation:
    rule: str
    at: datetime
    path: str
    detail: str


def violations(requests: Iterable[Asked], rules: Rules) -> list[Violation]:
    """Every broken rule, in the order of the requests."""
    log = sorted(requests, key=lambda asked: asked.at)
    found = [*_single(log, rules), *_spacing(log, rules)]
    for path in {asked.path for asked in log}:
        found += _of_feed([asked for asked in log if asked.path == path], rules)
    return sorted(found, key=lambda violation: violation.at)


def _single(log: list[Asked], rules: Rules) -> list[Violation]:
    """What one request shows by itself."""
    found = []
    for asked in log:
        hints = rules.hints.get(asked.path, Hints())
        if asked.at.hour in hints.skip_hours:
            found.append(Violation("skipHours", asked.at, asked.path, f"hour {asked.at.hour}"))
        if asked.at.weekday() in hints.skip_days:
            found.append(Violation("skipDays", asked.at, asked.path, f"{asked.at:%A}"))
        if not asked.headers.get("user-agent", "").startswith("Rasid/"):
            found.append(Violation("user agent", asked.at, asked.path, asked.headers.get("user-agent", "none")))
        found += [
            Violation("private header", asked.at, asked.path, name)
            for name in ("cookie", "referer", "authorization")
            if name in asked.headers
        ]
    return found


def _spacing(log: list[Asked], rules: Rules) -> list[Violation]:
    """Requests to one host keep their distance; a redirect is followed at once. A throttled host is left alone."""
    found = []
    hosts: dict[str, list[Asked]] = {}
    for asked in log:
        hosts.setdefault(rules.host_of(asked), []).append(asked)
    for requests in hosts.values():
        quiet_until = None
        for before, after in pairwise([None, *requests]):
            assert after is not None
            if before and before.status not in _REDIRECTS and after.at - before.at < rules.host_gap:
                found.append(Violation("host gap", after.at, after.path, f"{after.at - before.at}"))
            if quiet_until and after.at < quiet_until:
                found.append(Violation("throttled host", after.at, after.path, f"until {quiet_until:%d %H:%M:%S}"))
            if after.status in (429, 503):
                asked_for = retry_after(_answered(after), after.at)
                quiet_until = after.at + min(asked_for, _CAP) if asked_for else quiet_until
    return found


def _of_feed(log: list[Asked], rules: Rules) -> list[Violation]:
    """What two requests to one feed show: too early, or as if the first answer had been forgotten."""
    found = []
    probes: list[datetime] = []
    held: dict[str, str] = {}
    for before, after in pairwise(log):
        due = before.at + _asked_to_wait(before, rules)
        if before.status not in _REDIRECTS and after.at < due:
            found.append(Violation("too early", after.at, after.path, f"{due - after.at} before it was due"))
        held = _validators(before) or ({} if before.status == 200 else held)
        if held and not after.conditional:
            if after.path in rules.liars and not (probes and after.at - probes[-1] < timedelta(hours=23, minutes=59)):
                probes.append(after.at)
            else:
                found.append(Violation("unconditional", after.at, after.path, f"held {held}"))
        elif held and not _sent_verbatim(held, after):
            found.append(Violation("validators changed", after.at, after.path, f"held {held}"))
    return found


def _asked_to_wait(asked: Asked, rules: Rules) -> timedelta:
    hints = rules.hints.get(asked.path, Hints())
    answer = _answered(asked)
    waits = (hints.ttl, hints.update_every, fresh_for(answer, asked.at), retry_after(answer, asked.at))
    return max(rules.shortest, *(min(wait, _CAP) for wait in waits if wait), timedelta(0))


def _answered(asked: Asked) -> Headers:
    return Headers((name.encode(), value.encode()) for name, value in asked.answered.items())


def _validators(asked: Asked) -> dict[str, str]:
    if asked.status not in (200, 304):
        return {}
    return {name: asked.answered[name] for name in ("etag", "last-modified") if name in asked.answered}


def _sent_verbatim(held: Mapping[str, str], asked: Asked) -> bool:
    sent = {"etag": asked.headers.get("if-none-match"), "last-modified": asked.headers.get("if-modified-since")}
    return all(sent[name] == value for name, value in held.items())
