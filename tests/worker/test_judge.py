"""An operator's word: `rasid why`, `merge` and `split` on a real server, and what consumers read of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from tests.faults import checks
from tests.worker.builders import NOON, a_mention, a_place, an_item
from worker import keys
from worker.cli import main
from worker.replay import replay
from worker.store import Store

Command = Callable[..., Any]


@pytest.fixture
def rasid(redis_server: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Command:
    """A command of `rasid`: its exit code, and what it prints as JSON."""
    monkeypatch.setenv("REDIS_URL", redis_server)

    def run(*words: str) -> tuple[int, Any]:
        capsys.readouterr()
        code = main([words[0], "--json", *words[1:]])
        said = capsys.readouterr().out
        return code, json.loads(said) if said else None

    return run


def told(store: Store, name: str, place: str, *, agency: str, hours: float = 0) -> str:
    item = an_item(
        name, agency=agency, feed_id="replay", title=f"الجيش يدخل {place}", text=f"دخل الجيش {place} ظهرا بعد قتال",
        published=NOON + timedelta(hours=hours),
    )  # fmt: skip
    [(_, event)] = replay(store, [(item, [a_mention(item, places=(a_place(place),))])])
    assert event is not None
    return event


def kinds(store: Store) -> list[str]:
    rows: Any = store.redis.xrange(keys.EVENTS)
    return [fields[b"type"].decode().rpartition(".")[2] for _, fields in rows]


def test_two_events_are_made_one_and_one_two(store: Store, rasid: Command) -> None:
    first, second = told(store, "a", "القرية", agency="x"), told(store, "b", "البلدة", agency="y", hours=1)
    assert first != second
    code, said = rasid("merge", first, second)
    assert code == 0
    assert {(row["event"], row["type"], row["rev"]) for row in said["told"]} == {
        (first, "merged", 2), (second, "merged", 2)
    }  # fmt: skip
    code, said = rasid("split", first, "b")
    assert code == 0
    assert [row["type"] for row in said["told"]] == ["split", "split"]
    assert kinds(store) == ["new", "new", "merged", "merged", "split", "split"]
    assert list(checks.redis_agrees(store.redis, checks.read(store.redis))) == []
    states = checks.latest(checks.read(store.redis)).values()
    assert sorted([m["item"] for m in state["mentions"]] for state in states) == [[], ["a"], ["b"]]
    assert all(change["item"] is None for state in states if state["mentions"] for change in state["changes"])


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (("merge", "{0}", "nobody"), "no live event has the id nobody"),
        (("split", "nobody", "a"), "no live event has the id nobody"),
        (("split", "{0}", "a"), "not all"),
        (("split", "{0}", "a", "unknown"), "is not told by unknown"),
    ],
)
def test_what_cannot_be_is_said_and_changes_nothing(
    store: Store, rasid: Command, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], why: str
) -> None:
    event = told(store, "a", "القرية", agency="x")
    assert main([word.format(event) for word in words]) == 2
    assert why in capsys.readouterr().err
    assert kinds(store) == ["new"]


def test_why_names_the_events_that_it_nearly_was(store: Store, rasid: Command) -> None:
    first = told(store, "a", "القرية", agency="x")
    second = told(store, "b", "القرية", agency="y", hours=40)
    if first == second:
        rasid("split", first, "b")
    other = next(id_ for id_, state in checks.latest(checks.read(store.redis)).items() if id_ != first and state)
    _, said = rasid("why", first)
    assert [report["item"] for report in said["reports"]] == ["a"]
    assert [near["event"] for near in said["nearly"]] == [other]
    assert any(reason.startswith("same place") for reason in said["nearly"][0]["reasons"])
