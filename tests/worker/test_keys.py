from __future__ import annotations

import re

from worker import keys


def test_every_key_has_a_row_in_the_table() -> None:
    rows = set(re.findall(r"`\{rasid\}?([:\w-]+)", keys.__doc__ or "")) | set(
        re.findall(r"`(:[\w-]+)`", keys.__doc__ or "")
    )
    named = [value for name, value in vars(keys).items() if name.isupper() and isinstance(value, str)]
    named = [value for value in named if value.startswith(keys.TAG) and value != keys.TAG]
    for value in named:
        tail = value.removeprefix(keys.TAG)
        assert tail in rows or tail.replace("feed-", "") in rows, value


def test_all_keys_share_one_slot() -> None:
    made = [
        keys.event("e"),
        keys.block("b:20260305"),
        keys.beat("w"),
        keys.seen("20260305", 7),
        keys.told("20260305", 7),
    ]
    made += [keys.route_stream("syria"), keys.SCHED, keys.INBOX, keys.EVENTS]
    assert all(key.startswith("{rasid}:") for key in made)


def test_marks_of_a_day_are_spread() -> None:
    assert {keys.shard(f"item{n}") for n in range(5000)} == set(range(keys.SHARDS))
