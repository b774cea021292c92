"""The parts of the service on a real server and real HTTP, without Celery."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from feeds import catalogue
from feeds.replay import ReplayServer, Reply, Step
from feeds.types import FeedSpec
from worker.settings import read_settings
from worker.wiring import Wiring, make_wiring

#: Makes wiring for feeds of so many agencies, each served by the replay server.
Wire = Callable[..., Wiring]


@pytest.fixture
def web() -> Iterator[ReplayServer]:
    with ReplayServer({}) as server:
        yield server


@pytest.fixture
def wire(redis_server: str, tmp_path: Path, web: ReplayServer) -> Wire:
    """wire(wakala=reply, sahifa=reply): a catalogue with these feeds, in Redis, due now."""

    def make(**replies: Reply) -> Wiring:
        for name, reply in replies.items():
            web.scripts[f"/{name}.xml"] = [Step(reply=reply)]
        specs = [FeedSpec(id=name, agency=name, name=name, url=web.url(f"/{name}.xml")) for name in replies]
        catalogue.dump(specs, tmp_path / "feeds.toml")
        settings = read_settings(
            {
                "RASID_DATA": str(tmp_path),
                "RASID_ALLOW_LOOPBACK": "1",
                "RASID_HOST_GAP": "0",
                "REDIS_URL": redis_server,
            }
        )
        wired = make_wiring(settings, redis_server)
        for spec in specs:
            # Each its own host: the spacing of hosts is tested where it is decided.
            wired.store.feeds.add(spec.id, f"{spec.id}.example")
        return wired

    return make


def rss(*titles: str) -> bytes:
    """A feed whose items are told apart by their titles."""
    items = "".join(
        f"<item><guid>{abs(hash(title))}</guid><title>{title}</title><description>{title} اليوم</description></item>"
        for title in titles
    )
    return f'<rss version="2.0"><channel><title>وكالة</title>{items}</channel></rss>'.encode()
