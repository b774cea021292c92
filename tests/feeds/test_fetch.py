"""One fetch against a real loopback server: conditions, codings, hints, redirects, statuses."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from feeds.answer import GOOD, Outcome, Validators
from feeds.fetch import user_agent
from feeds.replay import Reply
from tests.feeds.playing import NOON, RSS, get, once, serving

HASH = hashlib.sha256(RSS).hexdigest()


def test_first_fetch_brings_body_and_validators():
    with serving(Reply(body=RSS, last_modified=NOON)) as server:
        result = get(server)
        assert (result.outcome, result.status, result.body) == (Outcome.OK, 200, RSS)
        assert result.validators.body_hash == HASH
        assert result.validators.last_modified == "Tue, 06 Jan 2026 12:00:00 GMT"
        assert result.content_type == "application/rss+xml; charset=utf-8"
        assert not server.requests[0].conditional


@pytest.mark.parametrize("etag", ['"a1"', 'W/"a1"', "a1 without quotes", '"é"', '""', 'W/"x y"; z'])
def test_validators_go_back_byte_for_byte(etag):
    with serving(Reply(body=RSS, etag=etag, last_modified=NOON)) as server:
        first = get(server)
        second = get(server, validators=first.validators)
        asked = server.requests[1].headers
        # What the server wrote as UTF-8 comes back as the same bytes, which it reads as Latin-1.
        assert asked["if-none-match"].encode("latin-1").decode() == etag
        assert asked["if-modified-since"] == "Tue, 06 Jan 2026 12:00:00 GMT"
        assert second.conditional


def test_not_modified_keeps_what_is_known():
    with serving(Reply(body=RSS)) as server:
        first = get(server)
        second = get(server, validators=first.validators)
        assert second.outcome is Outcome.NOT_MODIFIED
        assert second.validators == first.validators
        assert second.body == b""


def test_a_304_may_bring_a_newer_date():
    with serving(Reply(body=RSS, etag='"same"', last_modified=NOON)) as server:
        old = Validators(etag='"same"', last_modified="Mon, 05 Jan 2026 00:00:00 GMT", body_hash=HASH)
        result = get(server, validators=old)
        assert result.outcome is Outcome.NOT_MODIFIED
        assert result.validators.last_modified == "Tue, 06 Jan 2026 12:00:00 GMT"
        assert result.validators.etag == '"same"'


def test_the_same_body_without_validators_is_unchanged():
    result = once(Reply(body=RSS, etag=None), validators=Validators(etag='"old"', body_hash=HASH))
    assert result.outcome is Outcome.UNCHANGED
    assert result.validators.etag is None, "a 200 without validators clears them"


def test_validators_are_not_shown_to_another_url():
    with serving({"/rss.xml": Reply(status=302, location="/b.xml"), "/b.xml": Reply(body=RSS)}) as server:
        mine = Validators(etag='"a"', url=server.url("/rss.xml"))
        get(server, validators=mine)
        assert [asked.conditional for asked in server.requests] == [True, False]
        again = get(server, validators=get(server).validators)
        assert again.outcome is Outcome.NOT_MODIFIED, "those of the target are shown to the target"


def test_an_unconditional_304_is_no_answer():
    assert once(Reply(status=304)).outcome is Outcome.BAD_ANSWER


def test_who_asks():
    with serving(Reply(body=RSS)) as server:
        get(server, contact="https://operator.example/rasid\r\nX-Evil: 1")
        headers = server.requests[0].headers
    assert headers["user-agent"].startswith("Rasid/")
    assert "+https://operator.example/rasid X-Evil: 1" in headers["user-agent"], "one line, whatever was configured"
    assert set(headers) == {"host", "user-agent", "accept", "accept-encoding"}
    assert "rss+xml" in headers["accept"]
    assert user_agent().isascii()


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "zstd"])
@pytest.mark.parametrize("chunked", [False, True])
def test_each_coding_is_undone(coding, chunked):
    body = RSS * 200
    result = once(Reply(body=body, coding=coding, chunked=chunked, drip_bytes=100))
    assert (result.outcome, result.body) == (Outcome.OK, body)
    assert result.received < len(body)


def test_arabic_paths_are_encoded_once():
    with serving({"/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1/%d8%b9.xml?q=%D8%B3": Reply(body=RSS)}) as server:
        assert get(server, "/أخبار/%d8%b9.xml?q=س#جزء").outcome is Outcome.OK


def test_location_in_raw_utf8_is_followed():
    encoded = "/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"
    with serving({"/rss.xml": Reply(status=301, location="/أخبار"), encoded: Reply(body=RSS)}) as server:
        result = get(server)
        assert result.outcome is Outcome.OK
        assert result.url == server.url(encoded)


@pytest.mark.parametrize(
    ("chain", "permanent"),
    [
        ([301], "/1"),
        ([308], "/1"),
        ([302], None),
        ([303], None),
        ([307], None),
        ([301, 308], "/2"),
        ([301, 302], "/1"),
        ([302, 301], None),
        ([301, 302, 301], "/1"),
        ([301] * 5, "/5"),
    ],
)
def test_only_an_unbroken_chain_of_permanent_redirects_moves_a_feed(chain, permanent):
    paths = ["/rss.xml", *(f"/{n}" for n in range(1, len(chain) + 1))]
    table = {path: Reply(status=status, location=to) for path, to, status in zip(paths, paths[1:], chain, strict=False)}
    with serving({**table, paths[-1]: Reply(body=RSS)}) as server:
        result = get(server)
        assert result.outcome is Outcome.OK
        assert result.url == server.url(paths[-1])
        assert result.permanent_url == (server.url(permanent) if permanent else None)


@pytest.mark.parametrize(
    ("status", "outcome"),
    [
        (204, Outcome.EMPTY),
        (206, Outcome.BAD_ANSWER),
        (300, Outcome.BAD_ANSWER),
        (301, Outcome.BAD_ANSWER),  # without Location
        (401, Outcome.CLIENT_ERROR),
        (403, Outcome.CLIENT_ERROR),
        (404, Outcome.CLIENT_ERROR),
        (410, Outcome.GONE),
        (429, Outcome.THROTTLED),
        (500, Outcome.SERVER_ERROR),
        (502, Outcome.SERVER_ERROR),
        (503, Outcome.THROTTLED),
        (599, Outcome.SERVER_ERROR),
        (777, Outcome.BAD_ANSWER),
    ],
)
def test_every_status_has_its_outcome(status, outcome):
    known = Validators(etag='"x"', body_hash=HASH)
    result = once(Reply(status=status, body=b"" if status == 204 else b"<html>no feed</html>"), validators=known)
    assert (result.outcome, result.status) == (outcome, status)
    assert str(status) in result.reason
    assert result.validators == known, "a failure forgets nothing"
    assert result.body == b""


@pytest.mark.parametrize("body", [b"", b"  \r\n\t ", b"null", b"{}"])
def test_an_empty_200_is_no_emptied_feed(body):
    known = Validators(etag='"x"', body_hash=HASH)
    result = once(Reply(body=body, etag='"new"'), validators=known)
    assert result.outcome is Outcome.EMPTY
    assert result.validators == known


def test_an_error_page_with_status_200_is_handed_on_with_its_type():
    """Only the parser can tell: feeds are served as text/html, too."""
    result = once(Reply(body="<html><title>خطأ</title></html>".encode(), content_type="text/html"))
    assert (result.outcome, result.content_type) == (Outcome.OK, "text/html")


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 7 ", 7),
        ("0", 0),
        ("1.5", 1),
        ("-5", None),
        ("soon", None),
        ("", None),
        ("99999999999999999999", None),
        ("999999999999", 365 * 86400),
        ("Tue, 06 Jan 2026 12:10:00 GMT", 600),
        ("Tuesday, 06-Jan-26 12:10:00 GMT", 600),
        ("Tue Jan  6 12:10:00 2026", 600),
        ("Tue, 06 Jan 2026 15:10:00 +0300", 600),
        ("Tue, 06 Jan 2026 11:00:00 GMT", 0),
        ("Tue, 99 Jan 2026 11:00:00 GMT", None),
        ("الثلاثاء", None),
    ],
)
@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_in_every_form(status, value, seconds):
    result = once(Reply(status=status, headers=(("Retry-After", value),)))
    assert result.outcome is Outcome.THROTTLED
    assert result.retry_after == (None if seconds is None else timedelta(seconds=seconds))


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"Cache-Control": "max-age=300"}, 300),
        ({"Cache-Control": "public, s-maxage=9, max-age=300"}, 300),
        ({"Cache-Control": "public, s-maxage=9"}, None),
        ({"Cache-Control": 'Max-Age="60"'}, 60),
        ({"Cache-Control": "max-age=300", "Age": "100"}, 200),
        ({"Cache-Control": "max-age=300", "Age": "400"}, None),
        ({"Cache-Control": "max-age=300", "Age": "old"}, 300),
        ({"Cache-Control": "no-cache, max-age=300"}, None),
        ({"Cache-Control": "no-store", "Expires": "Tue, 06 Jan 2026 13:00:00 GMT"}, None),
        ({"Cache-Control": "max-age=0", "Expires": "Tue, 06 Jan 2026 13:00:00 GMT"}, None),
        ({"Expires": "Tue, 06 Jan 2026 13:00:00 GMT"}, 3600),
        ({"Expires": "Mon, 05 Jan 2026 13:00:00 GMT"}, None),
        ({"Expires": "0"}, None),
        ({"Expires": "-1"}, None),
        ({"Cache-Control": "max-age=-1"}, None),
    ],
)
def test_freshness_as_rfc_9111_has_it(headers, seconds):
    result = once(Reply(body=RSS, headers=tuple(headers.items())))
    assert result.fresh_for == (None if seconds is None else timedelta(seconds=seconds))


def test_a_date_is_measured_by_the_servers_own_clock():
    ahead = (("Retry-After", "Tue, 06 Jan 2026 12:10:00 GMT"),)
    with serving(Reply(status=429, headers=ahead)) as server:
        assert get(server, now=NOON + timedelta(hours=5)).retry_after == timedelta(minutes=10)


def test_good_outcomes_are_the_ones_that_keep_a_feed():
    assert {outcome.value for outcome in GOOD} == {"ok", "not_modified", "unchanged"}
