"""The replay server itself: scripts in time, conditions, folders, and the judge of politeness."""

from __future__ import annotations

import time
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from feeds.answer import Outcome
from feeds.errors import ScriptError
from feeds.replay import Asked, ReplayServer, Reply, Rules, SimulatedClock, Step, load_folder, playing, violations
from feeds.schedule import Hints
from tests.feeds.playing import BRISK, NOON, RSS, get, serving

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)


def test_what_is_served_follows_the_clock():
    script = [
        Step(reply=Reply(body=b"<one/>")),
        Step(at=HOUR, reply=Reply(body=b"<two/>")),
        Step(at=DAY, reply=Reply(status=410)),
    ]
    clock = SimulatedClock(NOON)
    with ReplayServer({"/rss.xml": script}, clock) as server:
        assert get(server).body == b"<one/>"
        clock.advance(59 * MINUTE)
        assert get(server).body == b"<one/>"
        clock.advance(MINUTE)
        now_two = get(server)
        assert now_two.body == b"<two/>"
        clock.move_to(NOON + DAY)
        assert get(server, validators=now_two.validators).outcome is Outcome.GONE
        assert [asked.at - NOON for asked in server.requests] == [timedelta(0), 59 * MINUTE, HOUR, DAY]
        assert [asked.status for asked in server.requests] == [200, 200, 200, 410]
        assert [asked.conditional for asked in server.requests] == [False, False, False, True]


def test_steps_may_be_written_in_any_order_and_begin_late():
    late = [Step(at=2 * HOUR, reply=Reply(status=500)), Step(at=HOUR, reply=Reply())]
    assert playing(late, 30 * MINUTE) is None
    assert playing(late, HOUR).status == 200
    assert playing(late, 9 * HOUR).status == 500


def test_the_clock_never_goes_back():
    clock = SimulatedClock(NOON)
    assert clock.move_to(NOON - DAY) == NOON
    assert clock.advance(HOUR) == clock.now() == NOON + HOUR


@pytest.mark.parametrize(
    ("sent", "reply", "status"),
    [
        ({"If-None-Match": '"a"'}, Reply(body=RSS, etag='"a"'), 304),
        ({"If-None-Match": 'W/"a"'}, Reply(body=RSS, etag='"a"'), 304),
        ({"If-None-Match": '"b", "a"'}, Reply(body=RSS, etag='W/"a"'), 304),
        ({"If-None-Match": "*"}, Reply(body=RSS), 304),
        ({"If-None-Match": '"b"'}, Reply(body=RSS, etag='"a"'), 200),
        ({"If-None-Match": '"a"'}, Reply(body=RSS, etag='"a"', conditional=False), 200),
        ({"If-Modified-Since": "Tue, 06 Jan 2026 12:00:00 GMT"}, Reply(body=RSS, last_modified=NOON), 304),
        ({"If-Modified-Since": "Tue, 06 Jan 2026 11:59:59 GMT"}, Reply(body=RSS, last_modified=NOON), 200),
        ({"If-Modified-Since": "yesterday"}, Reply(body=RSS, last_modified=NOON), 200),
        # The tag decides where both are sent.
        (
            {"If-None-Match": '"b"', "If-Modified-Since": "Tue, 06 Jan 2026 12:00:00 GMT"},
            Reply(body=RSS, etag='"a"', last_modified=NOON),
            200,
        ),
    ],
)
def test_real_304s(sent, reply, status):
    from http.client import HTTPConnection

    with serving(reply) as server:
        connection = HTTPConnection(*server.socket, timeout=5)
        connection.request("GET", "/rss.xml", headers=sent)
        answer = connection.getresponse()
        assert answer.status == status
        assert (answer.read() == b"") is (status == 304)
        connection.close()


def test_the_server_stops_while_it_drips():
    begun = time.monotonic()
    with serving(Reply(body=RSS, drip_bytes=1, drip_delay=30)) as server:
        assert get(server, limits=replace(BRISK, total=0.4)).outcome is Outcome.TIMEOUT
    assert time.monotonic() - begun < 3


def test_forty_readers_at_once():
    from concurrent.futures import ThreadPoolExecutor

    with serving(Reply(body=RSS, delay=0.1)) as server, ThreadPoolExecutor(40) as pool:
        results = list(pool.map(lambda _: get(server).outcome, range(40)))
        assert set(results) == {Outcome.OK}
        assert len(server.requests) == 40


# A folder


def _write(folder: Path, script: str) -> Path:
    (folder / "one.xml").write_bytes(RSS)
    (folder / "script.toml").write_text(script, encoding="utf-8")
    return folder


def test_a_folder_is_played(tmp_path):
    folder = _write(
        tmp_path,
        """
        [[feed]]
        path = "/wakala/rss.xml"
        [[feed.step]]
        file = "one.xml"
        coding = "gzip"
        content_type = "text/xml"
        headers = { Cache-Control = "max-age=60" }
        [[feed.step]]
        at = 3600
        status = 301
        location = "/jadid.xml"
        [[feed]]
        path = "/jadid.xml"
        [[feed.step]]
        file = "one.xml"
        """,
    )
    clock = SimulatedClock(NOON)
    with ReplayServer(load_folder(folder), clock) as server:
        first = get(server, "/wakala/rss.xml")
        assert (first.body, first.content_type, first.fresh_for) == (RSS, "text/xml", MINUTE)
        clock.advance(HOUR)
        assert get(server, "/wakala/rss.xml").permanent_url == server.url("/jadid.xml")


@pytest.mark.parametrize(
    ("script", "words"),
    [
        ("", "names no"),
        ("feed = 3", "names no"),
        ("[[feed]]\npath = 'rss.xml'", "begins with a slash"),
        ("[[feed]]\npath = '/a'", "no \\[\\[feed.step"),
        ("[[feed]]\npath = '/a'\n[[feed.step]]\nfile = '../../etc/passwd'", "outside"),
        ("[[feed]]\npath = '/a'\n[[feed.step]]\nfile = 'two.xml'", "two.xml"),
        ("[[feed]]\npath = '/a'\n[[feed.step]]\nstatsu = 200", "unknown statsu"),
        ("[[feed]]\npath = '/a'\n[[feed.step]]\nstatus = 'ok'", "wrong type"),
        ("[[feed]]\npath = '/a'\n[[feed.step]]\ncoding = 'lzma'", "lzma"),
        ("[[feed", "script.toml"),
    ],
)
def test_a_script_that_cannot_be_played_says_why(tmp_path, script, words):
    with pytest.raises(ScriptError, match=words):
        load_folder(_write(tmp_path, script))


# The judge


def asked(
    at: timedelta, path: str = "/a", status: int = 200, sent: dict[str, str] | None = None, **answered: str
) -> Asked:
    headers = {"user-agent": "Rasid/1", "host": "h", **(sent or {})}
    return Asked(
        at=NOON + at,
        path=path,
        headers=headers,
        status=status,
        answered={k.replace("_", "-"): v for k, v in answered.items()},
    )


TAGGED = {"if-none-match": '"a"'}
CASES = {
    "too early": [asked(0 * HOUR, cache_control="max-age=600"), asked(9 * MINUTE)],
    "unconditional": [asked(0 * HOUR, etag='"a"'), asked(HOUR)],
    "validators changed": [asked(0 * HOUR, etag='W/"a"'), asked(HOUR, sent=TAGGED)],
    "throttled host": [asked(0 * HOUR, status=429, retry_after="600"), asked(5 * MINUTE, path="/b")],
    "host gap": [asked(0 * HOUR), asked(timedelta(seconds=4), path="/b")],
    "skipHours": [asked(HOUR, path="/skips")],
    "skipDays": [asked(DAY, path="/skips")],
    "user agent": [asked(0 * HOUR, sent={"user-agent": "Mozilla/5.0"})],
    "private header": [asked(0 * HOUR, sent={"cookie": "a=1"})],
}
RULES = Rules(hints={"/skips": Hints(skip_hours=frozenset({13}), skip_days=frozenset({2}))}, liars=frozenset({"/liar"}))


@pytest.mark.parametrize("rule", CASES)
def test_each_rule_is_seen_to_be_broken(rule):
    assert {violation.rule for violation in violations(CASES[rule], RULES)} == {rule}


def test_a_polite_log_passes():
    log = [
        asked(0 * HOUR, etag='"a"', cache_control="max-age=600"),
        asked(10 * MINUTE, status=304, sent=TAGGED, etag='"a"'),
        asked(20 * MINUTE, status=500, sent=TAGGED),
        asked(30 * MINUTE, status=200, sent=TAGGED),
        asked(40 * MINUTE, status=301, location="/c"),
        asked(40 * MINUTE, path="/c"),
        asked(2 * HOUR, path="/liar", etag='"a"'),
        asked(3 * HOUR, path="/liar", etag='"a"'),
        asked(4 * HOUR, path="/liar", etag='"a"', sent=TAGGED),
    ]
    assert violations(log, RULES) == []


def test_a_liar_may_be_probed_once_a_day_only():
    log = [asked(n * HOUR, path="/liar", etag='"a"') for n in range(3)]
    assert [violation.rule for violation in violations(log, RULES)] == ["unconditional"]
