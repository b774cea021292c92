"""Every key that Rasid writes, in one place.

All data keys share the hash tag `{rasid}`, so that a script touches one slot of a Redis Cluster. Celery's own keys
begin with `rsc:` and hold hints only: they may be wiped at any time.

| key                                  | type   | content                                                          |
|--------------------------------------|--------|------------------------------------------------------------------|
| `{rasid}:sched`                      | zset   | feed -> due, ms (leased: end of the lease)                       |
| `{rasid}:feeds`                      | hash   | feed -> state of its polling, JSON                               |
| `{rasid}:feed-fences`, `:feed-tries` | hash   | feed -> fence of the lease; leases since the last settled poll   |
| `{rasid}:feed-hosts`                 | hash   | feed -> host name                                                |
| `{rasid}:hosts`                      | zset   | host -> next moment at which it may be asked, ms                 |
| `{rasid}:paused`                     | hash   | feed -> why it is not polled                                     |
| `{rasid}:fence`                      | string | last fence given; never given twice                              |
| `{rasid}:inbox`                      | zset   | owed thing (`b:<feed>`, `i:<item>`) -> ready, ms (leased: end)   |
| `{rasid}:names`                      | zset   | owed names (`n:<item>`) -> ready, ms (leased: end)               |
| `{rasid}:names-read`                 | string | moment; there for an hour after a worker that reads names was    |
| `{rasid}:raw`                        | hash   | owed thing -> `<revision> <content hash> <payload>`              |
| `{rasid}:fences`, `:tries`           | hash   | owed thing -> fence of the lease; attempts                       |
| `{rasid}:errors`                     | hash   | owed thing -> what failed last, then its traceback               |
| `{rasid}:seen:<yyyymmdd>:<00..ff>`   | hash   | item -> `<revision> <content hash> <hash before or -> [dead]`    |
| `{rasid}:items:<yyyymmddhh>`         | hash   | committed item -> `<release> <revision> ... <payload>`           |
| `{rasid}:told:<yyyymmdd>:<00..ff>`   | hash   | item -> ids of the events it told, by spaces                     |
| `{rasid}:blk:<block>`                | hash   | `v` -> version; event id -> ``; expires by the day in the block  |
| `{rasid}:evt:<event>`                | hash   | rev, ledger (packed: what was told), signature (packed)         |
| `{rasid}:words:<yyyymmdd>`           | hash   | word of leads -> items that have it; `*` -> items; ten days each |
| `{rasid}:seq`                        | hash   | stream -> last sequence number                                   |
| `{rasid}:epoch`                      | hash   | run (the server's run id), n                                     |
| `{rasid}:events`                     | stream | every message                                                    |
| `{rasid}:events:<route>`             | stream | the messages that a route selects                                |
| `{rasid}:snapshot[:<route>]`         | stream | every live event, for clients that start late; expires           |
| `{rasid}:dead`                       | stream | what failed too often                                            |
| `{rasid}:letters`                    | hash   | stage -> letters in `{rasid}:dead`                               |
| `{rasid}:ended:<release>`            | list   | `<owed thing> <why it failed, or empty>`, newest first           |
| `{rasid}:halted`                     | hash   | release -> why it leases no work                                 |
| `{rasid}:groups`                     | hash   | `<stream> <group>` -> ms at which the group was registered       |
| `{rasid}:read`                       | hash   | `<stream> <group>` -> `<epoch> <sequence>` delivered last        |
| `{rasid}:dead:<group>`               | stream | what the consumers of a group could not handle                   |
| `{rasid}:counts`                     | hash   | `<metric> <label>` -> what the workers have counted              |
| `{rasid}:forced`                     | hash   | stream -> entries trimmed although a registered group lacked them|
| `{rasid}:clock`                      | string | latest moment of the server's clock that was seen, ms            |
| `{rasid}:beat:<worker>`              | hash   | what a worker says of itself; expires                            |
"""

from __future__ import annotations

from datetime import datetime, timedelta
from zlib import crc32

TAG = "{rasid}"
#: Prefix of Celery's keys (kombu's `global_keyprefix`).
BROKER_PREFIX = "rsc:"

SCHED = f"{TAG}:sched"
FEEDS = f"{TAG}:feeds"
FEED_FENCES = f"{TAG}:feed-fences"
FEED_TRIES = f"{TAG}:feed-tries"
FEED_HOSTS = f"{TAG}:feed-hosts"
HOSTS = f"{TAG}:hosts"
PAUSED = f"{TAG}:paused"
FENCE = f"{TAG}:fence"
INBOX = f"{TAG}:inbox"
NAMES = f"{TAG}:names"
NAMES_READ = f"{TAG}:names-read"
RAW = f"{TAG}:raw"
FENCES = f"{TAG}:fences"
TRIES = f"{TAG}:tries"
ERRORS = f"{TAG}:errors"
SEQ = f"{TAG}:seq"
EPOCH = f"{TAG}:epoch"
EVENTS = f"{TAG}:events"
DEAD = f"{TAG}:dead"
LETTERS = f"{TAG}:letters"
HALTED = f"{TAG}:halted"
GROUPS = f"{TAG}:groups"
FORCED = f"{TAG}:forced"
READ = f"{TAG}:read"
COUNTS = f"{TAG}:counts"
CLOCK = f"{TAG}:clock"

#: Hashes of small values stay compact while they hold at most 128 fields, so marks of a day are spread.
SHARDS = 256
#: Days of one bucket of word counts: how rare a word is changes with the news.
WORD_DAYS = 10


def route_stream(route: str) -> str:
    return f"{EVENTS}:{route}"


def snapshot(stream: str) -> str:
    return f"{TAG}:snapshot{stream.removeprefix(EVENTS)}"


def group_dead(group: str) -> str:
    return f"{DEAD}:{group}"


def ended(release: str) -> str:
    return f"{TAG}:ended:{release}"


def event(event_id: str) -> str:
    return f"{TAG}:evt:{event_id}"


def block(name: str) -> str:
    return f"{TAG}:blk:{name}"


def beat(worker: str) -> str:
    return f"{TAG}:beat:{worker}"


def words(now: datetime, back: int = 0) -> str:
    """Counts of the words of leads, in buckets of ten days; `back` buckets ago."""
    first = (now.toordinal() // WORD_DAYS - back) * WORD_DAYS
    return f"{TAG}:words:{datetime.fromordinal(first):%Y%m%d}"


def seen(day: str, shard: int) -> str:
    return f"{TAG}:seen:{day}:{shard:02x}"


def told(day: str, shard: int) -> str:
    return f"{TAG}:told:{day}:{shard:02x}"


def hour(moment: datetime) -> str:
    """The UTC hour, as it stands in keys."""
    return moment.strftime("%Y%m%d%H")


def items(hour_: str) -> str:
    return f"{TAG}:items:{hour_}"


def shard(item_id: str) -> int:
    return crc32(item_id.encode()) % SHARDS


def days_back(now: datetime, count: int) -> tuple[str, ...]:
    """The UTC day of `now` and those before it, newest first, as they stand in keys."""
    return tuple((now - timedelta(days=n)).strftime("%Y%m%d") for n in range(count))
