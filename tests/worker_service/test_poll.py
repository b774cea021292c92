"""One poll, over real HTTP, on a real server."""

from __future__ import annotations

from feeds.memory import FeedState
from feeds.replay import ReplayServer, Reply
from tests.worker_service.conftest import Wire, rss
from worker.codec import unpack_document
from worker.limits import LEASE
from worker.poll import poll, remembered


def test_a_changed_body_is_owed_with_what_the_parser_needs(wire: Wire, web: ReplayServer) -> None:
    body = rss("خبر أول")
    wired = wire(wakala=Reply(body=body, content_type="text/xml; charset=windows-1256"))

    polled = poll(wired)

    assert polled is not None
    assert (polled.feed, polled.outcome, polled.reply, polled.owes) == ("wakala", "ok", "done", True)
    (work,) = wired.store.work.lease(10, lease=LEASE)
    headers, content = unpack_document(work.payload)
    assert (work.kind, work.id, content) == ("body", "wakala", body)
    assert headers["content-type"] == "text/xml; charset=windows-1256"
    assert headers["url"] == web.url("/wakala.xml")


def test_the_second_poll_is_conditional_and_owes_nothing(wire: Wire, web: ReplayServer) -> None:
    wired = wire(wakala=Reply(body=rss("خبر")))
    poll(wired)
    (work,) = wired.store.work.lease(10, lease=LEASE)
    wired.store.work.ingest(work, ())
    wired.store.feeds.due_now("wakala")

    polled = poll(wired)

    assert polled is not None
    assert (polled.outcome, polled.owes) == ("not_modified", False)
    assert [asked.conditional for asked in web.requests] == [False, True]
    assert wired.store.work.depth() == 0


def test_nothing_is_due_until_the_feeds_own_time(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=rss("خبر")))
    poll(wired)

    assert poll(wired) is None
    due = wired.store.feeds.schedule()["wakala"]
    assert 60 <= (due - wired.store.now()).total_seconds() <= 6 * 3600


def test_a_failure_is_settled_with_its_reason(wire: Wire) -> None:
    wired = wire(wakala=Reply(status=500, body=b"broken"))

    polled = poll(wired)

    assert polled is not None
    assert (polled.outcome, polled.owes) == ("server_error", False)
    state = FeedState.from_json(wired.store.feeds.state("wakala"))
    assert (state.failures, state.reason) == (1, "status 500")


def test_a_host_that_wants_rest_gets_it(wire: Wire) -> None:
    wired = wire(wakala=Reply(status=429, headers=(("Retry-After", "600"),)))

    poll(wired)

    wait = wired.store.feeds.schedule()["wakala"] - wired.store.now()
    assert wait.total_seconds() > 590
    wired.store.feeds.add("sister", "wakala.example")
    assert poll(wired) is None, "another feed of the same host"


def test_a_feed_that_left_the_catalogue_is_forgotten(wire: Wire) -> None:
    wired = wire()
    wired.store.feeds.add("gone", "gone.example")

    assert poll(wired) is None
    assert wired.store.feeds.schedule() == {}


def test_no_feed_is_leased_while_too_much_is_owed(wire: Wire, web: ReplayServer) -> None:
    wired = wire(a=Reply(body=rss("خبر")), b=Reply(body=rss("خبر")))
    object.__setattr__(wired.settings, "inbox_limit", 0)
    assert poll(wired) is not None

    assert poll(wired) is None
    assert len(web.requests) == 1


def test_a_state_that_cannot_be_read_is_forgotten() -> None:
    assert remembered("{broken", "wakala") == FeedState()
    assert remembered(None, "wakala") == FeedState()
