"""Items in flight while a release takes the place of another: old records are read, later ones are left to their own."""

from __future__ import annotations

import json
import zlib
from datetime import timedelta

import pytest

from feeds.memory import FeedState
from feeds.replay import Reply
from tests.faults import checks
from tests.worker_service.conftest import Wire, rss
from tests.worker_service.test_process import make_all_ready, tells
from worker import codec, keys
from worker.codec import DICTIONARY
from worker.poll import poll
from worker.process import UPGRADE, process
from worker.wiring import Wiring


def owed(wire: Wire) -> tuple[Wiring, bytes]:
    """A service with one owed item, and the name of that."""
    wired = wire(wakala=Reply(body=rss("الجيش يدخل القرية")))
    poll(wired)
    process(wired, tells)
    (name,) = wired.store.redis.zrange(keys.INBOX, 0, -1)
    return wired, name


def parts(wired: Wiring, name: bytes) -> tuple[bytes, dict[str, object]]:
    """Head and fields of an owed item, without a decoder of ours."""
    *head, payload = wired.store.redis.hget(keys.RAW, name).split(b" ", 4)  # type: ignore[union-attr]
    assert payload[:1] == b"2"
    unpacker = zlib.decompressobj(wbits=-15, zdict=DICTIONARY.encode())
    return b" ".join(head), json.loads(unpacker.decompress(payload[1:]))


def test_an_item_that_the_release_before_has_packed(wire: Wire) -> None:
    """Another form, and without the fields that came since."""
    wired, name = owed(wire)
    head, fields = parts(wired, name)
    for later in ("ahead", "zone", "language", "flags"):
        fields.pop(later, None)
    payload = b"1" + zlib.compress(json.dumps(fields).encode())
    wired.store.redis.hset(keys.RAW, name, head + b" " + payload)

    assert str(process(wired, tells)) == "1 item done"
    assert len(checks.read(wired.store.redis)) == 1


def test_fields_that_a_later_release_has_added_are_ignored(wire: Wire) -> None:
    wired, name = owed(wire)
    head, fields = parts(wired, name)
    payload = b"1" + zlib.compress(json.dumps({**fields, "mood": {"calm": 1}}).encode())
    wired.store.redis.hset(keys.RAW, name, head + b" " + payload)
    state = json.loads(wired.store.redis.hget(keys.FEEDS, "wakala"))  # type: ignore[arg-type]
    wired.store.redis.hset(keys.FEEDS, "wakala", json.dumps({**state, "mood": "calm"}))

    assert str(process(wired, tells)) == "1 item done"
    assert FeedState.from_json(wired.store.feeds.state("wakala")).last_ok is not None
    wired.store.feeds.due_now("wakala")
    wired.store.redis.delete(keys.HOSTS)
    assert poll(wired) is not None


def test_a_later_form_is_left_until_a_worker_comes_that_reads_it(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    wired, name = owed(wire)
    head, fields = parts(wired, name)
    wired.store.redis.hset(keys.RAW, name, head + b" 9" + zlib.compress(json.dumps(fields).encode()))

    for _ in range(6):
        assert str(process(wired, tells)) == "1 left"
        make_all_ready(wired)
    assert (wired.store.dead.count(), wired.store.work.depth()) == (0, 1)
    assert wired.store.guard.halts() == {}

    monkeypatch.setattr(codec, "FORMS", (*codec.FORMS, b"9"))
    monkeypatch.setattr(codec, "expand", lambda record: zlib.decompress(record[1:]))
    assert str(process(wired, tells)) == "1 item done"


def test_a_later_form_that_nobody_reads_becomes_a_letter_after_a_day(wire: Wire) -> None:
    wired, name = owed(wire)
    revision, digest, before, since, _ = wired.store.redis.hget(keys.RAW, name).split(b" ", 4)  # type: ignore[union-attr]
    old = int(since) - UPGRADE // timedelta(milliseconds=1)
    wired.store.redis.hset(keys.RAW, name, b" ".join((revision, digest, before, str(old).encode(), b"9?")))

    assert str(process(wired, tells)) == "1 buried"
    (letter,) = wired.store.dead.list()
    assert "form b'9'" in letter.reason


def test_an_event_that_a_later_release_has_written_is_left_with_the_item_that_joins_it(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=rss("الجيش يدخل القرية")), sahifa=Reply(body=rss("القرية بيد الجيش")))
    poll(wired)
    process(wired, tells)
    process(wired, tells)
    (event,) = wired.store.redis.scan_iter(keys.event("*"))
    ledger = wired.store.redis.hget(event, "ledger")
    wired.store.redis.hset(event, "ledger", b"9" + ledger[1:])  # type: ignore[index]
    poll(wired)
    process(wired, tells)

    assert str(process(wired, tells)) == "1 left"
    wired.store.redis.hset(event, "ledger", ledger)  # type: ignore[arg-type]
    make_all_ready(wired)
    assert str(process(wired, tells)) == "1 item done"
    assert [message.rev for message in checks.read(wired.store.redis)] == [1, 2]
