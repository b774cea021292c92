"""What an item costs in processor time, by process: of the sizes that an installation needs, the figure that holds on a
busy machine too. Linux only."""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Mapping
from itertools import islice
from pathlib import Path

from feeds.replay import ReplayServer
from tests.bench.pipeline import A_DOCUMENT, _in_the_background, _news, _Press, _settings
from worker.service import service
from worker.store import Store, connect

TICKS = os.sysconf("SC_CLK_TCK")


def main(argv: list[str]) -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench cost")
    parser.add_argument("--items", type=int, default=1500)
    given = parser.parse_args(argv)
    items = _news(given.items + 4 * A_DOCUMENT)
    with tempfile.TemporaryDirectory(prefix="rasid-bench-") as name, ReplayServer({}) as web:
        folder = Path(name)
        settings, environ = _settings(folder, web)
        with (folder / "log").open("wb") as log, service(settings, environ, log=log) as running:
            store = Store(connect(running.endpoint.url))
            press = _Press(web, store)
            _in_the_background(running)
            press.wait()
            press.print(islice(items, 4 * A_DOCUMENT))  # children load the lexicon before the count begins
            press.wait()
            pids = {worker.name: worker.process.pid for worker in running.workers if worker.process is not None}
            pids["redis"] = store.redis.info("server")["process_id"]
            memory, before, requests = _used(store), _spent(pids), len(web.requests)
            press.print(islice(items, given.items))
            press.wait()
            after, polls = _spent(pids), len(web.requests) - requests
            print(f"{given.items} items, {polls} polls")
            for part in pids:
                spent = after[part] - before[part]
                print(
                    f"  {part:<8} {1000 * spent / given.items:6.2f} ms an item, {given.items / spent:7.0f} items/s a core"
                )
            print(f"  memory   {(_used(store) - memory) / given.items / 1000:6.2f} kB an item in Redis")
            running.stopping.set()


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
