"""A login in the address of a feed, and the password of Redis: nobody reads them in what Rasid says."""

from __future__ import annotations

from pathlib import Path

import pytest

from feeds import catalogue
from feeds.address import absolute_url, shown
from feeds.errors import FeedError
from feeds.fetch import Validators, fetch
from feeds.replay import ReplayServer, Reply, Step
from feeds.types import FeedSpec
from tests.worker_service.conftest import Wire
from worker.cli import main
from worker.poll import poll
from worker.store import connect

SECRET = "hunter2secret"
LOGIN = f"me:{SECRET}@"


@pytest.mark.parametrize(
    "url",
    [
        f"https://{LOGIN}one.example/rss",
        f"ftp://{LOGIN}one.example/rss",
        f"https://{LOGIN}[one/rss",
        f"https://{LOGIN}one.example:port/rss",
        f"https://{LOGIN}one.example\u2100/rss",
        f"https://me:{SECRET}:@one.example:99999/rss",
    ],
)
def test_an_address_with_a_login_is_refused_without_repeating_it(url: str) -> None:
    with pytest.raises(FeedError) as caught:
        absolute_url(url)
    assert SECRET not in str(caught.value)
    assert SECRET not in shown(url)
    result = fetch(FeedSpec(id="one", agency="one", name="one", url=url), Validators())
    assert SECRET not in result.reason


def test_the_catalogue_refuses_it_too(tmp_path: Path) -> None:
    file = tmp_path / "feeds.toml"
    file.write_text(f'[one]\nagency = "a"\nname = "a"\nurl = "https://{LOGIN}one.example/rss"\n')
    with pytest.raises(catalogue.CatalogueError, match="login") as caught:
        catalogue.load(file)
    assert SECRET not in str(caught.value)


def test_a_redirect_to_one_is_not_followed_nor_told(
    wire: Wire, web: ReplayServer, capsys: pytest.CaptureFixture[str]
) -> None:
    target = web.url("/other.xml").replace("http://", f"http://{LOGIN}")
    wired = wire(wakala=Reply(status=301, headers=(("Location", target),)))
    web.scripts["/other.xml"] = [Step(reply=Reply(body=b"<rss/>"))]

    polled = poll(wired)
    assert polled is not None
    assert polled.outcome == "forbidden_address"
    for key in wired.store.redis.scan_iter("*"):
        assert SECRET.encode() not in (wired.store.redis.dump(key) or b""), key


def test_what_commands_say_of_a_redis_with_a_password(
    redis_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the right one, with a false one, and without the server; logs of workers are in tests/topology."""
    admin = connect(redis_server)
    admin.acl_setuser("me", enabled=True, passwords=[f"+{SECRET}"], categories=["+@all"], keys=["*"], channels=["*"])
    monkeypatch.setenv("RASID_DATA", str(tmp_path))
    right = redis_server.replace("unix://", f"unix://{LOGIN}").replace("redis://", f"redis://{LOGIN}")
    commands = ["status", "status --json", "check --json", "metrics", "feeds list", "dead list", "reload", "reprocess"]
    try:
        for url in (right, right.replace(SECRET, f"{SECRET}x"), f"unix://{LOGIN}/nowhere/redis.sock"):
            monkeypatch.setenv("REDIS_URL", url)
            for command in commands if url == right else commands[:2]:
                code = main(command.split())
                said = capsys.readouterr()
                assert said.out + said.err
                assert SECRET not in said.out + said.err, command
                assert url == right or code == 2
    finally:
        admin.acl_deluser("me")
