"""Where a fetch may go. Each refusal is checked with a listening server that must see no connection."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

import pytest

from feeds.address import PUBLIC, Reach, absolute_url, host_of
from feeds.answer import Limits, Outcome, Validators
from feeds.errors import AddressError, FetchError, UrlError
from feeds.fetch import fetch
from feeds.replay import Reply
from tests.feeds.playing import BRISK, RSS, a_spec, get, serving

FORBIDDEN = [
    "127.0.0.1", "127.8.9.1", "0.0.0.0", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1",
    "169.254.169.254", "100.64.0.1", "100.127.255.255", "192.0.0.8", "192.0.2.1", "198.18.0.1", "203.0.113.9",
    "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12:3456::1", "fec0::1", "ff02::1", "2001:db8::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "64:ff9b::7f00:1", "64:ff9b::a00:1",
    "2002:7f00:1::", "2002:c0a8:101::1",
]  # fmt: skip
PUBLIC_ADDRESSES = ["8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "2a00:1450:4001::1", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_address_is_refused(address):
    with pytest.raises(AddressError, match="is "):
        PUBLIC.check(address, 443)


@pytest.mark.parametrize("address", PUBLIC_ADDRESSES)
def test_public_address_is_allowed(address):
    PUBLIC.check(address, 80)


@pytest.mark.parametrize("port", [0, 22, 25, 6379, 8080, 11211])
def test_only_ports_of_the_web(port):
    with pytest.raises(AddressError, match=f"port {port}"):
        PUBLIC.check("8.8.8.8", port)


def test_the_switch_opens_loopback_and_nothing_else():
    reach = Reach(loopback=True)
    reach.check("127.0.0.1", 6000)
    reach.check("::1", 6000)
    reach.check("::ffff:127.0.0.1", 6000)
    for address in ("10.0.0.1", "169.254.169.254", "fe80::1", "0.0.0.0"):
        with pytest.raises(AddressError):
            reach.check(address, 80)


#: Every spelling of the loopback that resolvers understand, each at the canary's port.
SPELLINGS = [
    "127.0.0.1", "127.1", "127.0.1", "2130706433", "0x7f000001", "0x7f.1", "0177.0.0.1", "017700000001",
    "localhost", "LOCALHOST.", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "0", "0.0.0.0",
    "１２７.0.0.1", "127。0。0。1",
]  # fmt: skip


@pytest.mark.parametrize("host", SPELLINGS)
def test_redirect_to_this_machine_is_refused_in_every_spelling(host):
    with serving(Reply(body=b"<secret/>")) as canary:
        target = f"http://{host}:{canary.socket[1]}/rss.xml"
        with serving(Reply(status=301, location=target)) as server:
            result = get(server)
        # The client itself refuses a leading zero in an IPv4 address.
        assert result.outcome is (Outcome.BAD_URL if host == "0177.0.0.1" else Outcome.FORBIDDEN_ADDRESS)
        assert "redirected to http" in result.reason
        assert result.permanent_url is None, "where it leads is not believed"
        assert canary.requests == []


@pytest.mark.parametrize(
    "target",
    [
        "http://10.0.0.1/", "http://192.168.0.1/", "http://169.254.169.254/latest/meta-data/", "http://100.64.1.1/",
        "http://[fe80::1]/", "http://[fc00::1]/", "http://[::ffff:10.0.0.1]/", "http://224.0.0.1/",
        "file:///etc/passwd", "ftp://8.8.8.8/x", "gopher://8.8.8.8/", "javascript:alert(1)", "data:text/xml,<rss/>",
        "http://user:secret@8.8.8.8/", "//user@8.8.8.8/", "http://8.8.8.8:6379/", "http://8.8.8.8:22/",
    ],
)  # fmt: skip
def test_redirect_to_what_is_not_ours_is_refused(target):
    with serving(Reply(status=302, location=target)) as server:
        result = get(server)
    assert result.outcome is Outcome.FORBIDDEN_ADDRESS, result.reason
    assert result.elapsed.total_seconds() < 1


@pytest.mark.parametrize(
    "target", ["http://", "http:///x", "http://a b/", "http://[::1", "http://x:99999/", "http://" + "a" * 300]
)
def test_redirect_to_no_url_is_told_as_such(target):
    with serving(Reply(status=302, location=target)) as server:
        assert get(server).outcome in {Outcome.BAD_URL, Outcome.UNREACHABLE}


def test_the_feed_itself_may_not_be_local():
    with serving(Reply(body=RSS)) as server:
        result = fetch(a_spec(server.url("/rss.xml")), Validators())
        assert (result.outcome, result.reason) == (Outcome.FORBIDDEN_ADDRESS, "127.0.0.1 is loopback")
        assert server.requests == []


def test_a_name_that_changes_its_mind_gains_nothing(monkeypatch):
    """The second answer of a rebinding resolver is never asked for: the checked address is connected to."""
    real, asked = socket.getaddrinfo, []

    def rebinding(host, *args, **more):
        if host != "rebinding.example":
            return real(host, *args, **more)
        asked.append(host)
        return real("127.0.0.1" if len(asked) == 1 else "127.0.0.2", *args, **more)

    monkeypatch.setattr(socket, "getaddrinfo", rebinding)
    with serving(Reply(body=RSS)) as server:
        url = server.url("/rss.xml", host="rebinding.example")
        assert fetch(a_spec(url), Validators(), allow_sockets={server.socket}).outcome is Outcome.OK
        assert asked == ["rebinding.example"]
        assert server.requests[0].headers["host"].startswith("rebinding.example")
        assert fetch(a_spec(url), Validators(), allow_sockets={server.socket}).outcome is Outcome.FORBIDDEN_ADDRESS
        assert len(server.requests) == 1


def test_a_name_with_one_private_address_among_public_ones_is_refused(monkeypatch):
    real = socket.getaddrinfo

    def mixed(host, *args, **more):
        return [row for ip in ("8.8.8.8", "10.0.0.1") for row in real(ip, *args, **more)]

    monkeypatch.setattr(socket, "getaddrinfo", mixed)
    result = fetch(a_spec("http://mixed.example/"), Validators(), limits=BRISK)
    assert (result.outcome, result.reason) == (Outcome.FORBIDDEN_ADDRESS, "10.0.0.1 is private")


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"/rss.xml": "/rss.xml"}, "circle"),
        ({"/rss.xml": "/a", "/a": "/b", "/b": "/a"}, "circle"),
        ({"/rss.xml": "/0", **{f"/{n}": f"/{n + 1}" for n in range(9)}}, "more than 5"),
    ],
)
def test_redirect_loops_end(table, words):
    with serving({path: Reply(status=301, location=to) for path, to in table.items()}) as server:
        result = get(server)
        assert result.outcome is Outcome.REDIRECT_LOOP
        assert words in result.reason
        assert len(server.requests) <= 6
        assert result.permanent_url is None


def test_cookies_and_credentials_do_not_travel():
    bait = (("Set-Cookie", "id=1; Path=/"), ("WWW-Authenticate", "Basic"))
    replies = {"/rss.xml": Reply(status=302, location="/b", headers=bait), "/b": Reply(body=RSS)}
    with serving(replies) as server:
        get(server)
        assert not {"cookie", "authorization", "referer"} & set(server.requests[1].headers)


@pytest.mark.parametrize(
    ("url", "base", "expected"),
    [
        ("HTTP://Feeds.Example:80/a b?x=1#top", None, "http://feeds.example/a%20b?x=1"),
        ("https://feeds.example", None, "https://feeds.example/"),
        ("https://موقع.إختبار/أخبار", None, "https://xn--4gbrim.xn--kgbechtv/%D8%A3%D8%AE%D8%A8%D8%A7%D8%B1"),
        ("//b.example/x", "https://a.example/y", "https://b.example/x"),
        ("../z?q=%d9%85", "http://a.example/x/y", "http://a.example/z?q=%d9%85"),
        ("/100%", "http://a.example/", "http://a.example/100%25"),
        (" http://a.example/\r\nx\t", None, "http://a.example/x"),
        ("?p=2", "http://a.example/feed", "http://a.example/feed?p=2"),
    ],
)
def test_urls_as_they_are_asked(url, base, expected):
    assert absolute_url(url, base) == expected


@pytest.mark.parametrize(
    "url",
    [
        "",
        "rss.xml",
        "http://",
        "http://a.example/\udcff",
        "ftp://a.example/",
        "http://u:p@a.example/",
        "http://a.example/" + "x" * 5000,
    ],
)
def test_what_is_no_url_to_ask(url):
    with pytest.raises(FetchError):
        absolute_url(url)
    result = fetch(a_spec(url), Validators())
    assert result.outcome in {Outcome.BAD_URL, Outcome.FORBIDDEN_ADDRESS}
    assert result.reason


def test_host_of_a_url_is_what_spacing_counts():
    assert host_of("https://Feeds.Example:443/x") == "feeds.example"
    with pytest.raises(UrlError):
        host_of("http:///x")


@pytest.fixture(scope="module")
def tls_files(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate that nobody trusts, for localhost."""
    folder = tmp_path_factory.mktemp("tls")
    certificate, key = folder / "cert.pem", folder / "key.pem"
    try:
        subprocess.run(
            ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
             "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,IP:127.0.0.1",
             "-keyout", str(key), "-out", str(certificate)],
            check=True, capture_output=True,
        )  # fmt: skip
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("no openssl to make a certificate with")
    return certificate, key


def test_https_with_an_untrusted_certificate_is_unreachable(tls_files):
    with serving(Reply(body=RSS)) as server:
        server.use_tls(*tls_files)
        url = server.url("/rss.xml").replace("http:", "https:")
        result = fetch(a_spec(url), Validators(), allow_loopback=True, limits=BRISK)
    assert result.outcome is Outcome.UNREACHABLE
    assert "certificate" in result.reason.lower()


def test_https_works_and_is_never_left_for_http(tls_files, monkeypatch):
    from feeds import wire

    monkeypatch.setenv("SSL_CERT_FILE", str(tls_files[0]))
    wire._trusted.cache_clear()
    try:
        with serving(
            {"/rss.xml": Reply(body=RSS), "/down": Reply(status=301, location="http://127.0.0.1/x")}
        ) as server:
            server.use_tls(*tls_files)
            secure = server.url("/").replace("http:", "https:")
            options = {"allow_loopback": True, "limits": BRISK}
            assert fetch(a_spec(secure + "rss.xml"), Validators(), **options).body == RSS
            down = fetch(a_spec(secure + "down"), Validators(), **options)
            assert down.outcome is Outcome.FORBIDDEN_ADDRESS
            assert "from https" in down.reason
            allowed = {**options, "limits": Limits(connect=1, first_byte=1, total=2, allow_downgrade=True)}
            assert fetch(a_spec(secure + "down"), Validators(), **allowed).outcome is Outcome.UNREACHABLE
    finally:
        wire._trusted.cache_clear()
