"""Hints, logs, heartbeats, what is shown: small and pure, or nearly."""

from __future__ import annotations

import io
import json
import logging
import os
import subprocess
import sys
import time
from datetime import timedelta
from types import SimpleNamespace

import pytest
from redis.exceptions import RedisError
from rich.console import Console

from worker import heartbeat, limits
from worker.dispatch import MOST_HINTS, Clock, Every, hints
from worker.log import JsonFormatter, bound, say
from worker.show import clean, show


@pytest.mark.parametrize(
    ("things", "a_hint", "waiting", "sent"),
    [
        (0, 1, 0, 0),
        (1, 25, 0, 1),
        (25, 25, 0, 1),
        (26, 25, 0, 2),
        (26, 25, 1, 1),
        (26, 25, 9, 0),
        (1_000_000, 25, 0, MOST_HINTS),
        (1_000_000, 25, MOST_HINTS, 0),
    ],
)
def test_hints_match_what_waits_and_never_pile_up(things: int, a_hint: int, waiting: int, sent: int) -> None:
    assert hints(things, a_hint, waiting) == sent


def test_each_limit_is_shorter_than_the_next() -> None:
    from feeds.answer import LIMITS

    http = timedelta(seconds=LIMITS.total)
    assert http < limits.SOFT_LIMIT < limits.HARD_LIMIT < limits.LEASE
    assert http + limits.SOFT_SHUTDOWN < limits.GRACE < timedelta(seconds=60), "compose gives 60 s"


def test_a_chore_is_done_every_so_often() -> None:
    done: list[float] = []
    chore = Every(5.0, lambda: done.append(1))
    for quarter in range(80):
        chore.run(100 + quarter / 4)

    assert len(done) == 5  # a tick early each time rather than late


def test_a_chore_that_fails_is_told_once(caplog: pytest.LogCaptureFixture) -> None:
    queues = SimpleNamespace(consume_from={"poll": None})
    clock = Clock(SimpleNamespace(app=SimpleNamespace(amqp=SimpleNamespace(queues=queues)), hostname="x@y"), None)
    troubles = iter(["full", "full", "full", "gone", "", ""])

    def do() -> None:
        if trouble := next(troubles):
            raise RedisError(trouble)

    clock._every = [Every(0.0, do), Every(3600.0, lambda: None)]
    for _ in range(6):
        clock.tick()

    heartbeat.forget("x@y")
    told = [(record.facts["outcome"], record.facts.get("reason")) for record in caplog.records]  # type: ignore[attr-defined]
    assert told == [("failed", "RedisError: full"), ("failed", "RedisError: gone"), ("goes on", None)]


def test_a_log_line_is_json_with_its_facts() -> None:
    record = logging.LogRecord("rasid", logging.INFO, "", 0, "poll", (), None)
    record.facts = {"feed": "ufuq", "outcome": "ok"}

    line = json.loads(JsonFormatter().format(record))

    assert line["event"] == "poll"
    assert (line["feed"], line["outcome"], line["level"]) == ("ufuq", "ok", "info")


def test_lines_of_a_task_name_it(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "rasid"), bound(task="t1"):
        say("poll", feed="ufuq", reason=None)
    say("poll", logging.WARNING)

    assert [record.facts for record in caplog.records] == [{"task": "t1", "feed": "ufuq"}, {}]  # type: ignore[attr-defined]


def test_a_heartbeat_tells_the_living_from_the_stuck() -> None:
    name = f"test{os.getpid()}"
    command = [sys.executable, "-m", "worker.heartbeat", name]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 1
    heartbeat.touch(f"{name}@here")
    try:
        assert subprocess.run(command, capture_output=True, check=False).returncode == 0
        stuck = heartbeat.age(name, time.time() + heartbeat.LIFE + 1)
        assert stuck is not None
        assert stuck > heartbeat.LIFE
    finally:
        heartbeat.forget(f"{name}@here")
    assert heartbeat.age(name) is None


def test_what_moves_a_terminal_is_not_shown() -> None:
    assert clean("عاجل\x1b[2J\u202eقصف\u200f\nسطر") == "عاجل[2Jقصف سطر"


def test_a_message_is_readable_by_people() -> None:
    out = Console(record=True, width=200, file=io.StringIO())
    data = {
        "type": "accident.transport",
        "status": "denied",
        "places": [{"country": "EG", "name": "المنيا"}],
        "time": {"start": "2026-03-04T22:00:00Z", "end": "2026-03-05T22:00:00Z"},
        "quantities": [
            {"kind": "killed", "min": 14.0, "max": 17.0, "value": 17.0, "part": False},
            {"kind": "injured", "min": 9.0, "max": None, "value": None, "part": False},
        ],
        "origins": ["a", "b"],
        "disputed": ["quantities.killed"],
        "mentions": [{"title": "مصرع 14 شخصا [bold]"}],
    }
    show(out, {"type": "rasid.event.updated", "data": json.dumps(data)})

    lines = out.export_text().splitlines()
    assert (
        lines[0].split()
        == (
            "updated accident.transport (denied) EG 2026-03-05 killed 14-17 injured 9 or more 2 origins "
            "disputed: quantities.killed"
        ).split()
    )
    assert [line.strip() for line in lines[1:]] == ["مصرع 14 شخصا [bold]", "المكان: المنيا"]
