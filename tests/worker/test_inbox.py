"""What is owed: leased, ingested, given back, buried."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from datetime import timedelta

import pytest
import redis

from tests.worker.builders import LONG, NONE, a_mention, an_item, owe
from worker import keys
from worker.commit import commit_item
from worker.errors import StoreFullError
from worker.inbox import CHUNK, MAX_ATTEMPTS, item_of
from worker.leases import Ingested, Work
from worker.store import Store

SHORT = timedelta(milliseconds=30)


def a_body(store: Store, feed: str = "feed1") -> Work:
    store.feeds.add(feed, f"{feed}.example")
    store.feeds.due_now(feed)
    store.redis.delete(keys.HOSTS)
    [lease] = store.feeds.lease(1, lease=LONG, gap=NONE)
    store.feeds.settle(lease, '"settled"', LONG, gap=NONE, body=b"a document")
    [body] = store.work.lease(1, lease=LONG)
    return body


def settle_all(store: Store) -> None:
    for work in store.work.lease(100, lease=LONG):
        item = item_of(work)
        assert commit_item(store, work, item, [a_mention(item)]).reply == "done"


def test_items_are_owed_once_each(store: Store) -> None:
    body = a_body(store)
    items = [an_item("one"), an_item("two"), an_item("one")]
    assert store.work.ingest(body, items) == Ingested("done", new=2, known=1)
    works = store.work.lease(10, lease=LONG)
    assert sorted(item_of(work).id for work in works) == ["one", "two"]
    assert item_of(works[0]) == replace(an_item(works[0].id), revision=0)
    assert store.work.lease(10, lease=LONG) == []


def test_ingest_replaces_what_settle_left(store: Store) -> None:
    body = a_body(store)
    store.work.ingest(body, [an_item()], state='"hinted"', after=timedelta(hours=3))
    assert store.feeds.state("feed1") == '"hinted"'
    assert store.feeds.schedule()["feed1"] - store.now() > timedelta(hours=2)


def test_ingest_leaves_what_settle_left_if_told_nothing(store: Store) -> None:
    store.work.ingest(a_body(store), [an_item()])
    assert store.feeds.state("feed1") == '"settled"'


def test_a_repeated_ingest_finds_nothing_owed(store: Store) -> None:
    body = a_body(store)
    store.work.ingest(body, [an_item()])
    assert store.work.ingest(body, [an_item("other")]) == Ingested("gone")
    assert store.work.depth() == 1


def test_a_late_ingest_writes_nothing(store: Store) -> None:
    late = a_body(store)
    store.redis.zadd(keys.INBOX, {late.owed: 0})
    [body] = store.work.lease(1, lease=LONG)
    assert store.work.ingest(late, [an_item()]) == Ingested("stale")
    assert store.work.depth() == 1
    assert store.work.ingest(body, [an_item()]) == Ingested("done", new=1)


def test_a_late_ingest_does_not_take_the_next_body_for_its_own(store: Store) -> None:
    late = a_body(store)
    store.redis.zadd(keys.INBOX, {late.owed: 0})
    [body] = store.work.lease(1, lease=LONG)
    store.work.ingest(body, [])
    following = a_body(store)
    assert store.work.ingest(late, [an_item()]) == Ingested("stale")
    assert store.work.ingest(following, [an_item()]) == Ingested("done", new=1)


def test_committed_items_are_known(store: Store) -> None:
    owe(store, an_item())
    for work in [replace(w) for w in _release(store)]:
        commit_item(store, work, item_of(work), [])
    assert store.work.ingest(a_body(store), [an_item()]) == Ingested("done", known=1)


def test_a_mark_is_found_on_an_older_day_and_renewed(store: Store) -> None:
    [work] = owe(store, an_item())
    commit_item(store, work, item_of(work), [])
    shard = keys.shard("item1")
    today, old = (
        keys.seen(keys.days_back(store.now(), 1)[0], shard),
        keys.seen(keys.days_back(store.now(), 29)[-1], shard),
    )
    store.redis.rename(today, old)

    assert store.work.ingest(a_body(store), [an_item()]) == Ingested("done", known=1)
    assert store.redis.hget(today, "item1") == store.redis.hget(old, "item1")
    assert store.redis.pttl(today) > 0


def test_an_edited_item_is_the_next_revision(store: Store) -> None:
    [work] = owe(store, an_item())
    commit_item(store, work, item_of(work), [])
    [edited] = owe(store, an_item(text="دخل الجيش القرية مساء"))
    assert (edited.revision, item_of(edited).revision) == (1, 1)
    assert item_of(edited).text == "دخل الجيش القرية مساء"


def test_an_edit_replaces_a_revision_that_is_still_owed(store: Store) -> None:
    [first] = owe(store, an_item())
    [second] = owe(store, an_item(text="دخل الجيش القرية مساء"))
    assert (second.revision, second.attempt) == (1, 1)
    assert commit_item(store, first, item_of(first), [a_mention(item_of(first))]).reply == "stale"
    assert commit_item(store, second, item_of(second), []).reply == "done"


@pytest.mark.parametrize("committed", [True, False])
def test_an_old_copy_from_a_cache_is_no_edit(store: Store, committed: bool) -> None:
    old, new = an_item(), an_item(text="نص مصحح")
    for item in (old, new):
        [work] = owe(store, item)
        if committed:
            commit_item(store, work, item_of(work), [])
    assert store.work.ingest(a_body(store), [old]) == Ingested("done", stale=1)


def test_a_long_body_goes_in_several_scripts_and_may_be_cut_between_them(store: Store) -> None:
    items = [an_item(f"n{n}") for n in range(2 * CHUNK + 7)]
    body = a_body(store)
    store.work._ingest_chunk(body, items[:CHUNK], False, None, None)  # then the process dies
    assert store.work.ingest(body, items) == Ingested("done", new=CHUNK + 7, known=CHUNK)
    assert store.work.depth() == len(items)


def test_an_empty_body_is_owed_no_longer(store: Store) -> None:
    assert store.work.ingest(a_body(store), []) == Ingested("done")
    assert store.work.depth() == 0


def test_what_failed_is_owed_again_after_its_delay(store: Store) -> None:
    [work] = owe(store, an_item())
    assert store.work.fail(work, "no such place", SHORT) == "done"
    assert store.work.fail(work, "no such place", SHORT) == "stale"
    assert store.work.lease(1, lease=LONG) == []
    time.sleep(0.05)
    assert store.work.lease(1, lease=LONG)[0].attempt == 2


def test_what_is_excused_starts_afresh(store: Store) -> None:
    [work] = owe(store, an_item())
    assert store.work.excuse(work) == "done"
    assert store.work.lease(1, lease=LONG)[0].attempt == 1


def test_excuses_go_through_on_a_full_redis(store: Store) -> None:
    [work] = owe(store, an_item())
    store.feeds.add("feed2", "b.example")
    store.redis.config_set("maxmemory", 1)
    try:
        with pytest.raises(StoreFullError):
            store.feeds.lease(1, lease=LONG, gap=NONE)
        assert store.work.excuse(work) == "done"
    finally:
        store.redis.config_set("maxmemory", 0)
    assert store.work.lease(1, lease=LONG)[0].attempt == 1


def test_a_script_is_refused_whole_on_a_full_redis(store: Store) -> None:
    [work] = owe(store, an_item())
    item = item_of(work)
    before = _dump(store)
    store.redis.config_set("maxmemory", 1)
    try:
        with pytest.raises(StoreFullError):
            commit_item(store, work, item, [a_mention(item)])
    finally:
        store.redis.config_set("maxmemory", 0)
    assert _dump(store) == before
    assert commit_item(store, work, item, [a_mention(item)]).reply == "done"


def test_the_fifth_lease_is_a_dead_letter(store: Store) -> None:
    """Nobody ever said a word: the process died each time."""
    owe(store, an_item())
    for attempt in range(2, MAX_ATTEMPTS + 1):
        store.redis.zadd(keys.INBOX, {"i:item1": 0})
        [work] = store.work.lease(1, lease=LONG)
        assert work.attempt == attempt
    store.redis.zadd(keys.INBOX, {"i:item1": 0})
    assert store.work.lease(1, lease=LONG) == []
    assert store.work.depth() == 0
    [letter] = store.dead.list()
    assert (letter.stage, letter.subject, letter.attempts) == ("process", "item1", MAX_ATTEMPTS)
    assert "died" in letter.reason


def test_what_may_kill_its_process_is_leased_alone(store: Store) -> None:
    owe(store, *[an_item(f"n{n}") for n in range(6)])
    store.work.ingest(a_body(store), [an_item("fresh")])
    store.redis.zadd(keys.INBOX, {f"i:n{n}": n for n in range(6)})  # all leases over
    again = [store.work.lease(10, lease=LONG) for _ in range(6)]
    assert [len(works) for works in again] == [1] * 6
    assert [work.id for work in store.work.lease(10, lease=LONG)] == ["fresh"]


def test_inbox_age(store: Store) -> None:
    assert store.work.oldest(store.now()) == NONE
    owe(store, an_item())
    store.redis.zadd(keys.INBOX, {"i:item1": (store.now().timestamp() - 90) * 1000})
    assert timedelta(seconds=89) < store.work.oldest(store.now()) < timedelta(seconds=95)


def _release(store: Store) -> list[Work]:
    store.redis.zadd(keys.INBOX, {"i:item1": 0})
    return store.work.lease(1, lease=LONG)


def _dump(store: Store) -> dict[bytes, bytes]:
    client: redis.Redis = store.redis
    return {key: client.dump(key) for key in client.scan_iter()}  # type: ignore[misc]


def test_payloads_survive_as_json(store: Store) -> None:
    [work] = owe(store, an_item(title='عنوان "مقتبس"'))
    assert item_of(work).title == 'عنوان "مقتبس"'
    assert json.loads(store.feeds.state("feed1") or "") == {}
