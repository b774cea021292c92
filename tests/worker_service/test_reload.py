"""What an operator changes while the service runs: put in force when it is right, refused when it is wrong."""

from __future__ import annotations

import json
import os
import signal
from pathlib import Path

import pytest

from feeds import catalogue
from feeds.replay import ReplayServer, Reply, Step
from feeds.types import FeedSpec
from tests.worker.builders import a_mention, an_item, owe
from tests.worker_service.conftest import Wire, rss
from tests.worker_service.test_service import environ, rasid, running, store_of, until  # noqa: F401 - a fixture
from worker import keys
from worker.commit import commit_item
from worker.dispatch import _refused
from worker.errors import BadRouteError
from worker.health import read_health
from worker.inbox import item_of
from worker.poll import poll
from worker.reload import reload
from worker.store import Store
from worker.watched import Watched
from worker.wiring import make_wiring

ROUTE = '[syria]\ncountries = ["SY"]\n'


def test_a_watched_file_is_read_again_when_it_changes(tmp_path: Path) -> None:
    file = tmp_path / "number"

    def read(path: Path) -> int:
        try:
            return int(path.read_text())
        except ValueError as error:
            raise BadRouteError("number", str(error)) from error

    file.write_text("1")
    watched = Watched("number", lambda: file, read)
    assert watched.value() == 1
    for text, value, refused in (("22", 22, False), ("no", 22, True), ("333", 333, False)):
        file.write_text(text)
        assert (watched.value(), bool(watched.refused)) == (value, refused)
    file.unlink()
    assert watched.value() == 333, "a file that is away for a moment changes nothing"
    file.write_text("4444")
    assert watched.value() == 4444


def test_the_operators_own_file_takes_the_place_of_the_packaged_one_and_keeps_it(tmp_path: Path) -> None:
    packaged, own = tmp_path / "packaged", tmp_path / "own"
    packaged.write_text("packaged")
    watched = Watched("file", lambda: own if own.exists() else packaged, Path.read_text)
    assert watched.value() == "packaged"
    own.write_text("own")
    assert watched.value() == "own"
    own.unlink()
    assert watched.value() == "own"


def test_the_first_feed_that_is_added_reaches_workers_that_run(
    redis_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, web: ReplayServer
) -> None:
    """Until then they read the packaged catalogue; the operator's own file comes to be by adding."""
    from worker.cli import main
    from worker.settings import read_settings

    told = {"REDIS_URL": redis_server, "RASID_DATA": str(tmp_path), "RASID_ALLOW_LOOPBACK": "1"}
    for name, value in told.items():
        monkeypatch.setenv(name, value)
    wired = make_wiring(read_settings(), redis_server)
    assert wired.catalogue.get("mine") is None
    web.scripts["/mine.xml"] = [Step(reply=Reply(body=rss("خبر")))]

    assert main(["feeds", "add", "mine", web.url("/mine.xml"), "--agency", "mine"]) == 0
    wired.store.redis.zadd(keys.SCHED, {"mine": 0})
    polled = poll(wired)
    assert polled is not None
    assert (polled.feed, polled.outcome) == ("mine", "ok")
    assert "mine" in wired.store.feeds.schedule()


def test_routes_change_between_two_items(wire: Wire, tmp_path: Path) -> None:
    (tmp_path / "routes.toml").write_text(ROUTE)
    wired = wire()
    store, file = wired.store, tmp_path / "routes.toml"

    def commit(name: str) -> None:
        (work,) = owe(store, an_item(name))
        item = item_of(work)
        place = a_mention(item).places[0]
        mention = a_mention(item, places=(type(place)(span=place.span, id=name, name=name, country="SY"),))
        commit_item(store, work, item, [mention], wired.publishing)

    commit("one")
    file.write_text('[levant]\ncountries = ["SY", "LB"]\n')
    commit("two")
    file.write_text("[levant]\nno such thing = 1\n")
    commit("three")
    assert "routes.toml" in _refused(wired)
    assert [store.streams.last(keys.route_stream(name)) for name in ("syria", "levant")] == [1, 2]
    file.write_text(ROUTE)
    assert _refused(wired) == ""
    commit("four")
    assert store.streams.last(keys.route_stream("syria")) == 2


def test_reload_schedules_forgets_and_refuses_whole(wire: Wire, tmp_path: Path) -> None:
    wired = wire(wakala=Reply(body=rss("خبر")), sahifa=Reply(body=rss("خبر")))
    store, file = wired.store, tmp_path / "feeds.toml"
    before = file.read_text()

    file.write_text(before.replace("[sahifa]", "[jarida]"))
    done = reload(wired.settings, store)
    assert (done.added, done.removed, done.feeds) == (("jarida",), ("sahifa",), 2)
    assert set(store.feeds.schedule()) == {"wakala", "jarida"}

    file.write_text("[wakala]\nurl = 5\n")
    with pytest.raises(catalogue.CatalogueError):
        reload(wired.settings, store)
    assert set(store.feeds.schedule()) == {"wakala", "jarida"}
    assert set(wired.catalogue.specs()) == {"wakala", "sahifa"}, "what was read before stays"
    assert wired.catalogue.refused.count(str(file)) == 1

    catalogue.dump([FeedSpec(id="wakala", agency="a", name="a", url="https://new.example/rss")], file)
    reload(wired.settings, store)
    assert store.redis.hget(keys.FEED_HOSTS, "wakala") == b"new.example"


@pytest.mark.slow
def test_a_running_service_reloads_by_signal_and_goes_on_when_it_cannot(
    environ: dict[str, str],  # noqa: F811 - the fixture
    tmp_path: Path,
) -> None:
    with ReplayServer({f"/{name}.xml": [Step(reply=Reply(body=rss("خبر")))] for name in ("one", "two")}) as web:
        specs = [FeedSpec(id=name, agency=name, name=name, url=web.url(f"/{name}.xml")) for name in ("one", "two")]
        file = tmp_path / "feeds.toml"
        catalogue.dump(specs[:1], file)
        told = {**environ, "RASID_FEEDS": str(file), "RASID_ALLOW_LOOPBACK": "1", "RASID_HOST_GAP": "0.05"}
        with running(told) as service:
            store = store_of(told)
            until(lambda: set(store.feeds.states()) == {"one"}, service)
            file.write_text("[one]\nurl = 5\n")
            service.send_signal(signal.SIGHUP)
            until(lambda: said(told, "reload", "refused"), service)
            ran = rasid(told, "reload")
            assert (ran.returncode, "one" in ran.stderr) == (2, True)
            until(lambda: any("goes on" in alarm for alarm in read_health(store).alarms), service)

            catalogue.dump(specs, file)
            service.send_signal(signal.SIGHUP)
            until(lambda: set(store.feeds.states()) == {"one", "two"}, service)
            assert said(told, "reload", "done")
            until(lambda: not any("goes on" in alarm for alarm in read_health(store).alarms), service)
            os.kill(child(store), signal.SIGKILL)
            file.write_text("[one]\nurl = 5\n")
            before = store.streams.last()
            web.scripts["/one.xml"] = [Step(reply=Reply(body=rss("الجيش السوداني يسيطر على مدينة بارا")))]
            store.feeds.due_now("one")
            until(lambda: store.streams.last() > before, service)
            catalogue.dump(specs, file)
            assert rasid(told, "feeds", "remove", "two").returncode == 0
            assert set(store.feeds.schedule()) == {"one"}


def said(environ_: dict[str, str], event: str, outcome: str) -> bool:
    rows = (Path(environ_["RASID_DATA"]) / "log").read_text(encoding="utf-8").splitlines()
    lines = [json.loads(row) for row in rows if row.startswith("{")]
    return any((line["event"], line.get("outcome")) == (event, outcome) for line in lines)


def child(store: Store) -> int:
    """A process that extracts."""
    parent = store.beats()[f"process@{os.uname().nodename}"]["pid"]
    return int(Path(f"/proc/{parent}/task/{parent}/children").read_text().split()[0])
