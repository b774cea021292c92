"""From mentions to messages: one script, whole or not at all."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import jsonschema
import pytest

from tests.faults import checks
from tests.worker.builders import LONG, NONE, NOON, a_mention, a_place, a_quantity, an_item, owe
from worker import keys
from worker.commit import MAX_REREADS, Outcome, Publishing, commit_item, merge_events, retry_delay, split_event
from worker.errors import ContendedError, NoSuchEventError
from worker.inbox import item_of
from worker.routes import Route
from worker.schema import event_schema
from worker.store import Store, connect

PLAIN = Publishing(extractor="1", lexicon="2")


def tell(
    store: Store, item_id: str, place: str = "القرية", *, publishing: Publishing = PLAIN, **of_item: object
) -> Outcome:
    """One item with one capture of a place, all the way."""
    words = {"title": f"الجيش يدخل {place}", "text": f"دخل الجيش {place} ظهرا"}
    [work] = owe(store, an_item(item_id, **{**words, **of_item}))
    item = item_of(work)
    return commit_item(store, work, item, [a_mention(item, places=(a_place(place),))], publishing)


def stream(store: Store) -> list[checks.Message]:
    return checks.read(store.redis)


def kinds(store: Store) -> list[str]:
    rows = store.redis.xrange(keys.EVENTS)
    return [fields[b"type"].decode().removeprefix("rasid.event.") for _, fields in rows]  # type: ignore[union-attr]


@pytest.fixture(autouse=True)
def what_holds_always(store: Store):  # type: ignore[no-untyped-def]
    """Whatever a test does: no hole, revs in order, the schema holds, Redis and the stream agree."""
    yield
    messages = stream(store)
    assert [*checks.no_hole(messages), *checks.revs_rise_by_one(messages)] == []
    assert list(checks.redis_agrees(store.redis, messages)) == []
    validator = jsonschema.Draft202012Validator(event_schema(), format_checker=jsonschema.FormatChecker())
    for message in messages:
        validator.validate(message.data)


def test_the_entry_is_a_cloudevent(store: Store) -> None:
    outcome = tell(store, "one")
    [(_, fields)] = store.redis.xrange(keys.EVENTS)
    entry = {name.decode(): value.decode() for name, value in fields.items()}
    data = json.loads(entry.pop("data"))
    event = outcome.writes[0].event_id
    assert entry == {
        "sequence": "1", "epoch": "1", "specversion": "1.0", "id": f"{event}:1", "source": "/rasid",
        "type": "rasid.event.new", "subject": event, "time": "2026-03-05T12:00:00Z",
        "datacontenttype": "application/json", "dataschema": "urn:rasid:schema:event:1", "rev": "1",
        "eventtype": "territory.capture", "country": "SY", "origins": "1",
    }  # fmt: skip
    assert (data["id"], data["rev"], data["origins"]) == (event, 1, ["wakala"])
    assert data["changes"] == [{"field": "mentions", "old": [], "new": ["one/1"], "item": "one"}]
    assert data["mentions"][0]["evidence"]["text"] == "الجيش يدخل القرية"


def test_an_item_without_mentions_is_owed_no_longer(store: Store) -> None:
    [work] = owe(store, an_item())
    assert commit_item(store, work, item_of(work), []).reply == "done"
    assert (stream(store), store.work.depth()) == ([], 0)
    assert list(checks.nothing_left(store)) == []


def test_a_second_agency_corroborates(store: Store) -> None:
    first, second = tell(store, "one", agency="wakala"), tell(store, "two", agency="sahifa")
    assert [d.kind for d in (*first.decisions, *second.decisions)] == ["new", "join"]
    assert second.decisions[0].event_id == first.writes[0].event_id
    assert kinds(store) == ["new", "corroborated"]
    assert stream(store)[1].data["origins"] == ["sahifa", "wakala"]


def test_the_same_agency_only_updates(store: Store) -> None:
    tell(store, "one")
    tell(store, "two")
    assert kinds(store) == ["new", "updated"]


@pytest.mark.parametrize(
    ("place", "published", "joins"),
    [
        ("القرية", NOON + timedelta(days=1), True),
        ("القرية", NOON - timedelta(days=1), True),
        ("القرية", NOON + timedelta(days=5), False),
        ("البلدة", NOON, False),
    ],
)
def test_place_and_day_make_an_event(store: Store, place: str, published: object, joins: bool) -> None:
    tell(store, "one")
    assert (tell(store, "two", place, published=published).decisions[0].kind == "join") is joins


def test_committing_twice_is_harmless(store: Store) -> None:
    [work] = owe(store, an_item())
    item = item_of(work)
    replies = [commit_item(store, work, item, [a_mention(item)]).reply for _ in range(3)]
    assert replies == ["done", "dup", "dup"]
    assert len(stream(store)) == 1


def test_a_late_committer_is_stale(store: Store) -> None:
    [late] = owe(store, an_item())
    store.redis.zadd(keys.INBOX, {late.owed: 0})
    [work] = store.work.lease(1, lease=LONG)
    item = item_of(work)
    assert commit_item(store, late, item, [a_mention(item)]).reply == "stale"
    assert stream(store) == []
    assert commit_item(store, work, item, [a_mention(item)]).reply == "done"
    assert commit_item(store, late, item, [a_mention(item)]).reply == "dup"


def test_what_was_never_owed_is_gone(store: Store) -> None:
    [work] = owe(store, an_item())
    store.work.bury(work, "a test")
    item = item_of(work)
    assert commit_item(store, work, item, [a_mention(item)]).reply == "gone"


def test_an_event_added_since_the_reading_makes_a_conflict_and_the_decision_is_made_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    works = owe(store, an_item("one"), an_item("two", agency="sahifa"))
    one, two = sorted(works, key=lambda work: work.id)
    commit, between = (
        store.events.commit,
        [lambda: commit_item(Store(store.redis), two, item_of(two), [a_mention(item_of(two))])],
    )

    def intruded(*args: object, **how: object) -> object:
        if between:
            between.pop()()
        return commit(*args, **how)  # type: ignore[arg-type]

    monkeypatch.setattr(store.events, "commit", intruded)
    outcome = commit_item(store, one, item_of(one), [a_mention(item_of(one))])
    assert (outcome.reply, outcome.rereads, outcome.decisions[0].kind) == ("done", 1, "join")
    assert kinds(store) == ["new", "corroborated"]


def test_endless_conflicts_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    [work] = owe(store, an_item())
    calls: list[int] = []
    monkeypatch.setattr(store.events, "commit", lambda *_, **__: calls.append(1) or "conflict")
    with pytest.raises(ContendedError):
        commit_item(store, work, item_of(work), [])
    assert len(calls) == MAX_REREADS + 1


def test_many_workers_make_one_event_of_many_reports(store: Store, redis_server: str) -> None:
    items = [an_item(f"n{n}", agency=f"agency{n}") for n in range(24)]
    works = owe(store, *items)

    def work_off(mine: list[object]) -> None:
        own = Store(connect(redis_server))
        for work in mine:
            item = item_of(work)  # type: ignore[arg-type]
            for _ in range(20):
                try:
                    assert commit_item(own, work, item, [a_mention(item)]).reply == "done"  # type: ignore[arg-type]
                    break
                except ContendedError:
                    continue

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work_off, [works[n::8] for n in range(8)]))
    messages = stream(store)
    assert {message.subject for message in messages} == {messages[0].subject}
    assert [message.rev for message in messages] == list(range(1, 25))
    assert len(messages[-1].data["origins"]) == 24


def test_two_mentions_of_one_happening_in_one_item_are_one_message(store: Store) -> None:
    [work] = owe(store, an_item())
    item = item_of(work)
    outcome = commit_item(store, work, item, [a_mention(item), a_mention(item, id="item1/2")])
    assert [d.kind for d in outcome.decisions] == ["new", "join"]
    assert [len(m.data["mentions"]) for m in stream(store)] == [2]


def test_background_and_states_make_no_event(store: Store) -> None:
    [work] = owe(store, an_item())
    item = item_of(work)
    mentions = [a_mention(item, background=True), a_mention(item, id="item1/2", kind="state")]
    outcome = commit_item(store, work, item, mentions)
    assert [d.kind for d in outcome.decisions] == ["skip", "skip"]
    assert stream(store) == []


class TestEdits:
    def edit(self, store: Store, *mentions: object, text: str) -> Outcome:
        [work] = owe(store, an_item("one", text=text))
        item = item_of(work)
        return commit_item(store, work, item, [a_mention(item, **more) for more in mentions])  # type: ignore[arg-type]

    def test_what_is_told_no_longer_is_withdrawn(self, store: Store) -> None:
        tell(store, "one")
        self.edit(store, text="لم يدخل أحد")
        assert kinds(store) == ["new", "withdrawn"]
        state = stream(store)[-1].data
        assert (state["withdrawn"], state["mentions"], state["origins"]) == (True, [], [])
        assert state["places"][0]["name"] == "القرية", "it still says what it was"

    def test_a_withdrawn_event_takes_nobody_in(self, store: Store) -> None:
        first = tell(store, "one")
        self.edit(store, text="لم يدخل أحد")
        later = tell(store, "two")
        assert later.writes[0].event_id != first.writes[0].event_id

    def test_what_others_tell_too_stays(self, store: Store) -> None:
        tell(store, "one")
        tell(store, "two", agency="sahifa")
        self.edit(store, text="لم يدخل أحد")
        assert kinds(store) == ["new", "corroborated", "updated"]
        assert stream(store)[-1].data["origins"] == ["sahifa"]

    def test_what_is_told_otherwise_is_updated_in_place(self, store: Store) -> None:
        tell(store, "one")
        self.edit(store, {"quantities": (a_quantity("killed", 3),)}, text="قتل ثلاثة")
        assert kinds(store) == ["new", "updated"]
        state = stream(store)[-1].data
        assert state["quantities"][0]["value"] == 3
        assert {change["field"] for change in state["changes"]} == {"quantities"}
        assert len(state["mentions"]) == 1

    def test_what_is_told_alike_is_no_news(self, store: Store) -> None:
        tell(store, "one")
        outcome = self.edit(store, {}, text="النص نفسه مع فاصلة")
        assert (outcome.reply, outcome.writes) == ("done", ())
        assert len(stream(store)) == 1

    def test_another_place_is_another_event(self, store: Store) -> None:
        first = tell(store, "one")
        self.edit(store, {"id": "one/2", "places": (a_place("البلدة"),)}, text="دخل الجيش البلدة")
        assert sorted(kinds(store)[1:]) == ["new", "withdrawn"]
        assert checks.latest(stream(store))[first.writes[0].event_id]["withdrawn"]

    def test_the_same_mention_moves_if_its_day_was_wrong(self, store: Store) -> None:
        tell(store, "one")
        tell(store, "two", agency="sahifa")
        [work] = owe(store, an_item("two", agency="sahifa", text="قبل أسبوع", published=NOON - timedelta(days=7)))
        item = item_of(work)
        commit_item(store, work, item, [a_mention(item)])
        states = checks.latest(stream(store)).values()
        assert sorted([m["item"] for m in state["mentions"]] for state in states) == [["one"], ["two"]]

    def test_what_comes_back_is_the_same_event(self, store: Store) -> None:
        first = tell(store, "one")
        self.edit(store, text="لم يدخل أحد")
        self.edit(store, {}, text="دخل الجيش القرية مجددا")
        assert kinds(store) == ["new", "withdrawn", "updated"]
        assert {message.subject for message in stream(store)} == {first.writes[0].event_id}

    def test_a_revision_that_was_never_committed_leaves_no_trace(self, store: Store) -> None:
        owe(store, an_item("one"))
        self.edit(store, {}, text="الصيغة الثانية")
        assert kinds(store) == ["new"]


def test_operators_merge_and_split(store: Store) -> None:
    first, second = tell(store, "one").writes[0].event_id, tell(store, "two", "البلدة").writes[0].event_id
    merge_events(store, first, second, PLAIN)
    assert sorted(kinds(store)[2:]) == ["merged", "merged"]
    held = checks.latest(stream(store))
    assert held[second]["merged_into"] == first
    assert [m["item"] for m in held[first]["mentions"]] == ["one", "two"]

    third = tell(store, "three", "البلدة")
    assert third.decisions[0].event_id == first, "what would have joined the loser joins the winner"

    split_event(store, first, ["two/1", "three/1"], PLAIN)
    assert sorted(kinds(store)[5:]) == ["split", "split"]
    parts = [state for state in checks.latest(stream(store)).values() if state["mentions"]]
    assert sorted([m["item"] for m in part["mentions"]] for part in parts) == [["one"], ["two", "three"]]
    assert {part["split_from"] for part in parts} == {None, first}


def test_only_live_events_are_merged_or_split(store: Store) -> None:
    event = tell(store, "one").writes[0].event_id
    with pytest.raises(NoSuchEventError):
        merge_events(store, event, "nobody", PLAIN)
    with pytest.raises(NoSuchEventError):
        merge_events(store, event, event, PLAIN)
    with pytest.raises(NoSuchEventError):
        split_event(store, event, ["one/1"], PLAIN)
    assert len(stream(store)) == 1


def test_an_edit_of_an_item_whose_event_was_merged_reaches_the_winner(store: Store) -> None:
    first, second = tell(store, "one", "البلدة").writes[0].event_id, tell(store, "two").writes[0].event_id
    merge_events(store, first, second, PLAIN)
    [work] = owe(store, an_item("two", text="لا شيء"))
    commit_item(store, work, item_of(work), [])
    assert [m["item"] for m in checks.latest(stream(store))[first]["mentions"]] == ["one"]


def test_routes_have_a_sequence_of_their_own_and_hear_of_what_leaves_them(store: Store) -> None:
    publishing = Publishing(routes=(Route(name="two-sources", origins=2), Route(name="iraq", countries=("IQ",))))
    tell(store, "one", publishing=publishing)
    tell(store, "two", agency="sahifa", publishing=publishing)
    [work] = owe(store, an_item("two", agency="sahifa", text="لا شيء"))
    commit_item(store, work, item_of(work), [], publishing)
    route = checks.read(store.redis, keys.route_stream("two-sources"))
    assert [(m.sequence, m.rev) for m in route] == [(1, 2), (2, 3)]
    assert checks.read(store.redis, keys.route_stream("iraq")) == []


def test_a_restart_of_the_server_is_a_new_epoch_and_the_sequence_goes_on(store: Store) -> None:
    tell(store, "one")
    store.redis.hset(keys.EPOCH, "run", "the run of another server")
    tell(store, "two")
    tell(store, "three")
    assert [(m.epoch, m.sequence) for m in stream(store)] == [(1, 1), (2, 2), (2, 3)]


def test_blocks_and_events_expire_by_themselves(store: Store) -> None:
    outcome = tell(store, "one")
    assert outcome.writes[0].join
    for key in [keys.event(outcome.writes[0].event_id), *map(keys.block, outcome.writes[0].join)]:
        assert timedelta(days=6) < timedelta(milliseconds=store.redis.pttl(key)) < timedelta(days=31)  # type: ignore[arg-type]


def test_redone_extraction_gives_the_same_id(store: Store) -> None:
    first = tell(store, "one").writes[0].message["id"]
    store.redis.flushdb()
    assert tell(store, "one").writes[0].message["id"] == first


@pytest.mark.parametrize(("attempt", "low", "high"), [(1, 1, 3), (2, 2, 6), (4, 8, 24)])
def test_delay_doubles_and_is_spread(attempt: int, low: float, high: float) -> None:
    assert retry_delay(attempt, lambda: 0.0) == timedelta(seconds=low)
    assert retry_delay(attempt, lambda: 1.0) == timedelta(seconds=high)
    assert NONE < retry_delay(attempt) <= timedelta(seconds=high)
