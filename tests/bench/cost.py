"""What an item costs in processor time, by process: of the sizes that an installation needs, the figure that holds on a
busy machine too. Linux only."""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from feeds.replay import ReplayServer
from tests.bench.pipeline import A_DOCUMENT, Press, _in_the_background, _settings, news
from worker.service import service
from worker.store import Store, connect

TICKS = os.sysconf("SC_CLK_TCK")


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench cost")
    parser.add_argument("--items", type=int, default=1500)
    parser.add_argument("--polls", type=int, default=2000)
    given = parser.parse_args(argv)
    items = news(given.items + 4 * A_DOCUMENT)
    with tempfile.TemporaryDirectory(prefix="rasid-bench-") as name, ReplayServer({}) as web:
        folder = Path(name)
        settings, environ = _settings(folder, web)
        with (folder / "log").open("wb") as log, service(settings, environ, log=log) as running:
            store = Store(connect(running.endpoint.url))
            press = Press(web, store)
            _in_the_background(running)
            press.wait()
            press.print(islice(items, 4 * A_DOCUMENT))  # children load the lexicon before the count begins
            press.wait()
            pids = {worker.name: worker.process.pid for worker in running.workers if worker.process is not None}
            pids["redis"] = store.redis.info("server")["process_id"]
            memory, before = _used(store), _spent(pids)
            press.print(islice(items, given.items))
            press.wait()
            _say(f"{given.items} items, in documents of {A_DOCUMENT}", "an item", given.items, before, _spent(pids))
            print(f"  memory   {(_used(store) - memory) / given.items / 1000:6.2f} kB an item in Redis")

            asked, before = len(web.requests), _spent(pids)
            end = asked + given.polls
            while len(web.requests) < end:
                for feed in store.feeds.schedule():
                    store.feeds.due_now(feed)
                time.sleep(0.2)
            polls = len(web.requests) - asked
            _say(f"{polls} polls that bring nothing new", "a poll", polls, before, _spent(pids))
            running.stopping.set()


def _say(what: str, each: str, count: int, before: Mapping[str, float], after: Mapping[str, float]) -> None:
    print(what)
    for part in after:
        spent = max(after[part] - before[part], 0.01)
        print(f"  {part:<8} {1000 * spent / count:6.2f} ms {each}, {count / spent:7.0f} a second and core")


def _used(store: Store) -> int:
    return int(store.redis.info("memory")["used_memory"])


def _spent(pids: Mapping[str, int]) -> dict[str, float]:
    """Seconds of processor time of each worker with its children, and of Redis."""
    spent = dict.fromkeys(pids, 0.0)
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rpartition(")")[2].split()
        except OSError:
            continue  # it has just ended
        for part, pid in pids.items():
            if pid in {int(folder.name), int(fields[2])}:
                spent[part] += sum(map(int, fields[11:15])) / TICKS
    return spent


if __name__ == "__main__":
    main([])
