"""Metrics: read from a real server after real work, served over HTTP; the page and the alerts that name them."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Mapping
from functools import partial
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from extract.pipeline import Extractor
from extract.stopwatch import STAGES, Stopwatch
from feeds.care import STATES
from feeds.memory import FeedState
from feeds.replay import Reply
from tests.servers import PrivateServer
from tests.worker_service.conftest import Wire, rss
from tests.worker_service.test_process import tells
from worker import keys
from worker.consume import subscribe
from worker.counts import Counted, bucket
from worker.limits import LEASE
from worker.metrics import FEED_STATES, TABLE, feed_state, samples, serve
from worker.poll import poll
from worker.process import process
from worker.retention import Retention
from worker.store import Store, connect

ROOT = Path(__file__).parents[2]
#: What rules and panels may ask for.
PARTS = {"histogram": ("_bucket", "_sum", "_count")}
SERIES = {f"{m.shown}{part}" for m in TABLE for part in PARTS.get(m.kind, ("",))}
#: Name and values of the labels -> value.
Figures = Mapping[tuple[str, ...], float]


def figures(store: Store) -> Figures:
    return {(name, *labels.values()): value for name, labels, value in samples(store)}


def test_real_work_is_counted(wire: Wire, redis_server: str) -> None:
    wired = wire(
        wakala=Reply(body=rss("الجيش يدخل القرية")), sahifa=Reply(body=rss("القرية بيد الجيش")), gone=Reply(status=410)
    )
    subscribe("desk", url=redis_server, from_="0")
    while poll(wired):
        pass
    before = figures(wired.store)
    process(wired, tells)
    process(wired, tells)
    now = figures(wired.store)

    assert (before[("rasid_inbox_things",)], now[("rasid_inbox_things",)]) == (2, 0)
    assert (now[("rasid_polls_total", "ok")], now[("rasid_polls_total", "gone")]) == (2, 1)
    assert (now[("rasid_bodies_total", "done")], now[("rasid_items_total", "done")]) == (2, 2)
    assert (now[("rasid_matches_total", "new")], now[("rasid_matches_total", "join")]) == (1, 1)
    assert (now[("rasid_messages_total", "new")], now[("rasid_messages_total", "corroborated")]) == (1, 1)
    assert (now[("rasid_origins_total", "1")], now[("rasid_origins_total", "2")]) == (1, 1)
    assert (now[("rasid_feeds", "well")], now[("rasid_feeds", "gone")], now[("rasid_feeds", "new")]) == (2, 1, 0)
    assert now[("rasid_stream_sequence", keys.EVENTS)] == now[("rasid_stream_entries", keys.EVENTS)] == 2
    assert now[("rasid_group_lag", keys.EVENTS, "desk")] == 2
    assert now[("rasid_way_seconds_bucket", "+Inf")] == now[("rasid_way_seconds_count",)] == 2
    assert 0 < now[("rasid_way_seconds_sum",)] < 20
    assert now[("rasid_stage_seconds_bucket", "extract", "0.5")] == now[("rasid_stage_seconds_count", "parse")] == 2
    assert now[("rasid_mentions_total", "territory.capture")] == 2
    assert (now[("rasid_feeds_by_age", "10m")], now[("rasid_feeds_by_age", "never")]) == (2, 1)
    assert now[("rasid_feeds_by_due", "1h")] == 2
    assert now[("rasid_feeds_by_due", "longer")] == 1, "410: in a month"


def test_the_parts_of_extraction_are_counted(wire: Wire) -> None:
    wired, watch = wire(wakala=Reply(body=rss("الجيش يدخل القرية", "القرية بيد الجيش"))), Stopwatch()
    extract = partial(Extractor.load().mentions, watch=watch)
    poll(wired)
    process(wired, extract, watch=watch)
    process(wired, extract, watch=watch)
    now = figures(wired.store)

    parts = {name: now[("rasid_extract_stage_seconds_sum", name)] for name in STAGES}
    assert {now[("rasid_extract_stage_seconds_count", name)] for name in STAGES} == {2}
    assert min(parts.values()) > 0
    whole = now[("rasid_stage_seconds_sum", "extract")]
    assert sum(parts.values()) == pytest.approx(whole, abs=0.01), "they leave nothing out"


def test_trouble_is_counted(wire: Wire, redis_server: str) -> None:
    wired = wire(wakala=Reply(body=rss("الجيش يدخل القرية")))
    store = wired.store
    poll(wired)
    (work,) = store.work.lease(1, lease=LEASE)
    store.work.bury(work, "a test")
    subscription = subscribe("desk", url=redis_server, from_="0", tries=1, once=True)
    for n in (1, 2, 3):
        store.redis.xadd(keys.EVENTS, {"sequence": n, "epoch": 1})
        store.redis.hset(keys.SEQ, keys.EVENTS, n)
    subscription.run(lambda message: {}["a bug"])
    store.redis.xadd(keys.EVENTS, {"sequence": 4, "epoch": 1})
    assert figures(store)[("rasid_forced_trims_total", keys.EVENTS)] == 0
    Store(store.redis, Retention(entries=0)).streams.trim(keys.EVENTS)
    now = figures(store)

    assert now[("rasid_buried_total", "parse")] == 1
    assert (now[("rasid_dead_letters", "service", "parse")], now[("rasid_dead_letters", "desk", "handle")]) == (1, 3)
    assert now[("rasid_dead_letters", "service", "process")] == 0
    assert now[("rasid_forced_trims_total", keys.EVENTS)] == 1


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (None, "new"),
        (FeedState(), "new"),
        (FeedState(status="gone", failures=9), "gone"),
        (FeedState(failures=3), "failing"),
        (FeedState(flood=True), "flood"),
        (FeedState(moved_to="https://x.example/"), "moved"),
    ],
)
def test_a_feed_has_one_state(state: FeedState | None, word: str) -> None:
    assert feed_state(state, paused=False) == word
    assert feed_state(state, paused=True) == "paused"
    assert word in FEED_STATES


def test_durations_are_classed_by_their_upper_end() -> None:
    assert [bucket(s) for s in (0, 0.01, 0.011, 1, 1800, 90000)] == ["0.0025", "0.01", "0.025", "1.0", "1800.0", "+Inf"]


def test_counting_never_stops_the_work_and_a_dead_server_is_told() -> None:
    with tempfile.TemporaryDirectory(prefix="rasid-") as folder:
        server = PrivateServer(Path(folder)).start()
        store = Store(connect(server.url))
        server.kill()
        counted = Counted()
        counted.add("polls", "ok")
        store.counts.add(counted)

        now = figures(store)
        assert set(now.values()) == {0}
        assert {name for name, *_ in now if "seconds_" not in name} == {"rasid_up"}


def test_the_command_serves_what_the_table_declares_until_it_is_stopped(redis_server: str, tmp_path: Path) -> None:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environ = {**os.environ, "REDIS_URL": redis_server, "RASID_DATA": str(tmp_path)}
    command = [sys.executable, "-m", "worker.cli", "metrics", "--listen", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, env=environ, cwd=ROOT)
    try:
        told = fetch(f"http://127.0.0.1:{port}/metrics")
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(10) == 0

    declared = {metric.shown.removesuffix("_total"): metric for metric in TABLE}
    families = {family.name: family for family in text_string_to_metric_families(told)}
    assert families.keys() == declared.keys()
    for name, family in families.items():
        assert (family.type, family.documentation) == (declared[name].kind, declared[name].says)


def test_the_page_has_every_metric_and_no_other() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    rows = [line for line in page.splitlines() if line.startswith("| `rasid_")]

    assert rows == [
        f"| `{m.shown}` | {m.kind} | {', '.join(f'`{label}`' for label in m.labels)} | {m.says} |" for m in TABLE
    ]


def test_the_page_has_every_state_of_a_feed() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")

    assert re.findall(r"^\| `([a-z]+)` \|", page, re.MULTILINE) == list(STATES)


def test_alerts_name_metrics_that_exist_and_the_page_says_what_to_do() -> None:
    page = (ROOT / "docs" / "operating.md").read_text(encoding="utf-8")
    rules = (ROOT / "docs" / "alerts.yml").read_text(encoding="utf-8")

    assert set(re.findall(r"\brasid_\w+", rules)) <= SERIES
    told = re.findall(r"alert: (\w+)", rules)
    assert told
    assert told == re.findall(r"^\| `(Rasid\w+)` \|", page, re.MULTILINE)


#: Metrics of which the dashboard shows another side: totals of what has a panel, and what only alerts ask for.
UNSHOWN = {
    "up", "bodies", "matches", "names", "names_oldest_seconds", "stream_sequence", "stream_last_timestamp_seconds", "epoch",
    "memory_bytes",
}  # fmt: skip


def expressions() -> list[str]:
    """What the panels of the dashboard ask for."""
    panels = json.loads((ROOT / "docs" / "dashboard.json").read_text(encoding="utf-8"))["panels"]
    return [target["expr"].replace("$__rate_interval", "1m") for panel in panels for target in panel["targets"]]


def test_the_dashboard_names_metrics_that_exist() -> None:
    asked = {name for expression in expressions() for name in re.findall(r"\brasid_\w+", expression)}
    assert asked <= SERIES
    for metric in TABLE:
        shown = {f"{metric.shown}{part}" for part in PARTS.get(metric.kind, ("",))}
        assert shown & asked or metric.name in UNSHOWN, metric.name


def promtool(*arguments: str | Path, given: bytes = b"") -> None:
    """Of Debian's package prometheus; the test is skipped where it is not."""
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("needs promtool, of Debian's package prometheus")
    told = subprocess.run([program, *arguments], input=given, capture_output=True)
    assert told.returncode == 0, (told.stdout + told.stderr).decode()


def test_prometheus_takes_what_is_served_after_real_work(wire: Wire) -> None:
    wired = wire(wakala=Reply(body=rss("الجيش يدخل القرية")), gone=Reply(status=410))
    while poll(wired):
        pass
    process(wired, tells)
    process(wired, tells)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    end = serve(wired.store, "127.0.0.1", port)
    try:
        told = fetch(f"http://127.0.0.1:{port}/metrics")
    finally:
        end()

    assert 'rasid_stage_seconds_bucket{le="+Inf",stage="commit"} 1.0' in told
    promtool("check", "metrics", given=told.encode())


def test_prometheus_takes_the_rules_and_rings_when_it_should(tmp_path: Path) -> None:
    cases = (ROOT / "tests" / "data" / "alerts.test.yml").read_text(encoding="utf-8")
    (tmp_path / "test.yml").write_text(cases.replace("RULES", str(ROOT / "docs" / "alerts.yml")), encoding="utf-8")

    promtool("check", "rules", ROOT / "docs" / "alerts.yml")
    promtool("test", "rules", tmp_path / "test.yml")
    rules = [{"record": f"panel:{n}", "expr": each} for n, each in enumerate(expressions())]
    (tmp_path / "panels.yml").write_text(json.dumps({"groups": [{"name": "panels", "rules": rules}]}))
    promtool("check", "rules", tmp_path / "panels.yml")


def fetch(url: str) -> str:
    """As soon as somebody listens."""
    for _ in range(200):
        try:
            with urllib.request.urlopen(url, timeout=5) as answer:
                return str(answer.read().decode())
        except OSError:
            time.sleep(0.05)
    raise TimeoutError(url)
