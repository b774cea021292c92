"""Batches on a real server: bodies become items, items become messages, and what is wrong harms nobody else."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

import pytest
from redis.exceptions import ConnectionError as RedisConnectionError

from extract.types import Mention
from feeds.memory import FeedState
from feeds.replay import Reply
from feeds.types import Item
from tests.faults import checks
from tests.worker.builders import a_mention
from tests.worker_service.conftest import Wire, rss
from worker.limits import LEASE
from worker.log import bound
from worker.poll import poll
from worker.process import process
from worker.wiring import Wiring


def tells(item: Item) -> Sequence[Mention]:
    """One capture, at one place: what extraction finds is not what is tested here."""
    return [a_mention(item)]


def test_from_a_body_to_the_stream(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=rss("الجيش يدخل القرية")), sahifa=Reply(body=rss("القرية بيد الجيش")))
    while poll(wired):
        pass

    bodies = process(wired, tells)
    items = process(wired, tells)

    assert (str(bodies), bodies.owed) == ("2 body done", 2)
    assert str(items) == "2 item done"
    messages = checks.read(wired.store.redis)
    assert [(message.rev, message.data["origins"]) for message in messages] == [
        (1, [messages[0].data["mentions"][0]["agency"]]),
        (2, ["sahifa", "wakala"]),
    ]
    assert list(checks.nothing_left(wired.store)) == []
    assert str(process(wired, tells)) == "nothing was owed"


def test_the_pace_follows_what_was_new(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=rss("أول", "ثان")))
    poll(wired)
    process(wired, tells)
    first = FeedState.from_json(wired.store.feeds.state("wakala"))

    assert first.last_new is not None
    assert first.last_ok is not None
    assert first.validators.etag is not None, "absorbing must not lose what settling kept"


def test_a_body_that_is_no_feed_is_settled_and_its_validators_forgotten(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=b"<html><title>maintenance</title></html>", content_type="text/html"))
    poll(wired)

    assert str(process(wired, tells)) == "1 body done"
    state = FeedState.from_json(wired.store.feeds.state("wakala"))
    assert (state.misreads, state.validators.etag) == (1, None)
    assert "maintenance" in state.reason


def test_an_item_that_breaks_extraction_dies_alone(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=rss("سليم", "مسموم", "سليم آخر")))
    poll(wired)
    process(wired, tells)

    def breaks(item: Item) -> Sequence[Mention]:
        if item.title == "مسموم":
            raise RuntimeError("no such letter")
        return tells(item)

    outcomes = []
    for _ in range(6):
        outcomes.append(str(process(wired, breaks)))
        make_all_ready(wired)

    assert set(outcomes[0].split(", ")) == {"2 item done", "1 failed"}
    (letter,) = wired.store.dead.list()
    assert (letter.stage, letter.attempts) == ("process", 4)
    assert letter.reason == "RuntimeError: no such letter"
    assert letter.trace.startswith("Traceback")
    assert 'raise RuntimeError("no such letter")' in letter.trace
    assert len(checks.read(wired.store.redis)) == 2
    assert wired.store.work.depth() == 0


def test_each_outcome_is_one_line_with_its_names(wire: Wire, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("INFO")
    wired = wire(wakala=Reply(body=rss("سليم", "مسموم")), page=Reply(body=b"<html>no feed</html>"))

    def breaks(item: Item) -> Sequence[Mention]:
        if item.title == "مسموم":
            raise RuntimeError("no such letter\nof two lines")
        return tells(item)

    with bound(task="t1"):
        while poll(wired):
            pass
        process(wired, breaks)
        process(wired, breaks)
    lines = [{"event": record.message, **record.facts} for record in caplog.records if record.name == "rasid"]  # type: ignore[attr-defined]
    told = sorted((line["event"], line["outcome"]) for line in lines)
    assert told == [
        ("body", "error_page"), ("body", "ok"), ("item", "done"), ("item", "failed"), ("poll", "ok"), ("poll", "ok"),
    ]  # fmt: skip
    assert {line["task"] for line in lines} == {"t1"}
    assert {line["feed"] for line in lines} == {"wakala", "page"}
    items = {line["outcome"]: line for line in lines if line["event"] == "item"}
    assert len(items["done"]["events"]) == 16, "the id of the event that it told of"
    assert len({line["item"] for line in items.values()}) == 2
    assert items["failed"]["reason"] == "RuntimeError: no such letter of two lines"


def test_when_time_is_over_the_rest_goes_back_without_blame(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=rss("واحد", "اثنان", "ثلاثة")))
    poll(wired)
    process(wired, tells)

    def hangs(item: Item) -> Sequence[Mention]:
        raise TimeoutError

    assert str(process(wired, hangs)) == "1 failed"
    # Those behind it are ready at once, with all their attempts before them.
    assert sorted(work.attempt for work in wired.store.work.lease(10, lease=LEASE)) == [1, 1]


def test_a_damaged_record_goes_to_the_dead_letters_at_once(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=rss("خبر")))
    poll(wired)
    process(wired, tells)
    (item,) = [name for name in wired.store.redis.hkeys("{rasid}:raw") if name.startswith(b"i:")]
    head = b" ".join(wired.store.redis.hget("{rasid}:raw", item).split(b" ", 4)[:4])  # type: ignore[union-attr]
    wired.store.redis.hset("{rasid}:raw", item, head + b" 1" + zlib.compress(b"[]"))

    assert str(process(wired, tells)) == "1 buried"
    assert wired.store.dead.count() == 1


def test_a_redis_that_is_lost_blames_nobody(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=rss("خبر")))
    poll(wired)
    process(wired, tells)

    def lost(item: Item) -> Sequence[Mention]:
        raise RedisConnectionError("gone")

    with pytest.raises(RedisConnectionError):
        process(wired, lost)
    assert wired.store.dead.count() == 0
    assert wired.store.work.depth() == 1


def make_all_ready(wired: Wiring) -> None:
    """As if every wait were over."""
    for name in wired.store.redis.zrange("{rasid}:inbox", 0, -1):
        wired.store.redis.zadd("{rasid}:inbox", {name: 0})
