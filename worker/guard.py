"""Against a release that fails at nearly everything: processing halts before all that comes is buried.

Workers note how each owed thing ended, for their own release. When most of the last things failed, that release leases no
more: what is owed waits, with fresh attempts, for `rasid resume` or for another release, which has a record of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from redis import Redis
from redis.exceptions import RedisError

from worker import keys
from worker.scripts import text

#: Things that must have ended, and the share of failures among them above which processing halts.
ENOUGH, SHARE = 50, 0.5
#: Ends that are remembered: a thing that fails ends up to four times.
WINDOW = 8 * ENOUGH
#: Characters of a cause that are kept, and causes that are named.
CAUSE, NAMED = 160, 3
#: Seconds that ends are remembered after the last one.
LIFE = 24 * 3600

#: An owed thing and why it failed; empty when it did not.
Ended = tuple[str, str]


def why_halt(ended: Sequence[Ended]) -> str | None:
    """The reason to halt, or None. `ended` is newest first; of each thing its newest end counts, so that one bad document
    is one failure however often it is tried."""
    last: dict[str, str] = {}
    for owed, cause in ended:
        last.setdefault(owed, cause)
    causes = [cause for cause in last.values() if cause]
    if len(last) < ENOUGH or len(causes) <= SHARE * len(last):
        return None
    common = "; ".join(f"{count} x {cause}" for cause, count in Counter(causes).most_common(NAMED))
    return f"{len(causes)} of the last {len(last)} things failed: {common}"


class Guard:
    """`store.guard`."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis

    def note(self, release: str, ended: Sequence[Ended]) -> str | None:
        """Remember how things ended; the reason when this halts the release. Never raises: work goes first."""
        if not ended:
            return None
        try:
            rows = self._remember(release, ended)
            # What succeeds halts nothing.
            why = why_halt(rows) if any(cause for _, cause in ended) else None
            return why if why and self._halt(release, why) else None
        except RedisError:
            return None

    def halted(self, release: str) -> str | None:
        """Why a release leases nothing; None when it does."""
        why = self._redis.hget(keys.HALTED, release)
        return None if why is None else text(why)

    def halts(self) -> Mapping[str, str]:
        """Every release that is halted, and why."""
        return {text(release): text(why) for release, why in self._redis.hgetall(keys.HALTED).items()}

    def resume(self, releases: Sequence[str] | None = None) -> list[str]:
        """Let them (all, if not given) go on with fresh attempts and nothing remembered; those that were halted."""
        found = [release for release in self.halts() if releases is None or release in releases]
        for release in found:
            with self._redis.pipeline(transaction=True) as pipe:
                pipe.hdel(keys.HALTED, release)
                pipe.delete(keys.ended(release), keys.TRIES)
                pipe.execute()
        return found

    def _remember(self, release: str, ended: Sequence[Ended]) -> list[Ended]:
        key = keys.ended(release)
        with self._redis.pipeline(transaction=False) as pipe:
            pipe.lpush(key, *(f"{owed} {cause[:CAUSE]}" for owed, cause in ended))
            pipe.ltrim(key, 0, WINDOW - 1)
            pipe.expire(key, LIFE)
            pipe.lrange(key, 0, -1)
            rows = pipe.execute()[-1]
        parted = (text(row).partition(" ") for row in rows)
        return [(owed, cause) for owed, _, cause in parted]

    def _halt(self, release: str, why: str) -> bool:
        """Whether this did it. Attempts so far were not the things' fault: they are forgotten."""
        with self._redis.pipeline(transaction=True) as pipe:
            pipe.hsetnx(keys.HALTED, release, why)
            pipe.delete(keys.TRIES)
            first: bool = pipe.execute()[0]
        return bool(first)
