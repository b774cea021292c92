"""How fast extraction is on one core: cold with its start, warm, by stage; and what it costs in memory.

Rates are those of items of 300 words, whatever the length of the texts: real news is shorter, and told in fewer events.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from extract.stopwatch import STAGES, Stopwatch
from feeds.types import Item
from tests.bench import corpus


def main(argv: list[str]) -> None:
    """Print the figures. Processor time of this process, so that a busy machine disturbs them little."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench extraction")
    parser.add_argument("--items", type=int, default=500)
    parser.add_argument(
        "--corpus", type=Path, help="JSON lines with id, title, text, published instead of written texts"
    )
    given = parser.parse_args(argv)
    items = list(corpus.recorded(given.corpus, given.items) if given.corpus else corpus.written(given.items))
    words = sum(len(i.text.split()) for i in items)

    before = time.process_time()
    from extract import native
    from extract.pipeline import Extractor  # its import is part of a cold start

    extractor = Extractor.load()
    loaded = time.process_time() - before
    print(f"{len(items)} items, {words / len(items):.0f} words each; start {loaded:.2f} s; {native.RUNNING} modules")

    cold = _timed(items, extractor.mentions)
    warm = _timed(items, extractor.mentions)
    watch = Stopwatch(time.process_time)
    found = sum(len(extractor.mentions(item, watch=watch)) for item in items)
    _say("cold, start included", words / (loaded + sum(cold)), cold)
    _say("cold", words / sum(cold), cold)
    _say("warm", words / sum(warm), warm)
    print("by stage, us a word: " + "  ".join(f"{stage} {_spent(watch, stage) / words * 1e6:.1f}" for stage in STAGES))
    print(f"{found / len(items):.1f} mentions an item, {100 * found / words:.1f} in 100 words")
    print(f"memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB at most")
    if native.RUNNING == "compiled":
        again = [sys.executable, "-m", "tests.bench", "extraction", *argv]
        subprocess.run(again, env={**os.environ, "RASID_PURE": "1"}, check=True)


def _timed(items: list[Item], work: Callable[[Item], object]) -> list[float]:
    spent = []
    for item in items:
        start = time.process_time()
        work(item)
        spent.append(time.process_time() - start)
    return spent


def _spent(watch: Stopwatch, stage: str) -> float:
    return sum(seconds for told, seconds in watch.laps if told == stage)


def _say(what: str, words: float, spent: list[float]) -> None:
    """`words` a second."""
    ordered = sorted(spent)
    p50, p99 = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.99)]
    rate = words / corpus.WORDS
    print(
        f"{what:22} {rate:7.0f} items/s of {corpus.WORDS} words   p50 {p50 * 1000:5.2f} ms   p99 {p99 * 1000:5.2f} ms"
    )
