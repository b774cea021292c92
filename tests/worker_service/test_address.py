"""REDIS_URL in every form: what redis-py and Celery make of it, and what an operator is told of a wrong one."""

from __future__ import annotations

import re
import ssl
from pathlib import Path
from urllib.parse import quote, unquote

import kombu
import pytest
from redis.connection import parse_url

from worker.address import OPTIONS, SCHEMES, masked, read_address
from worker.app import TRANSPORT
from worker.broker import celery_broker
from worker.server import given_endpoint
from worker.settings import SettingsError, read_settings


@pytest.fixture
def ca(tmp_path: Path) -> Path:
    (tmp_path / "ca.pem").write_text("")
    return tmp_path / "ca.pem"


@pytest.mark.parametrize(
    ("url", "hosts", "service", "db"),
    [
        ("redis://h", [("h", 6379)], "", 0),
        ("redis://h:1/2", [("h", 1)], "", 2),
        ("redis://h:1?db=2", [("h", 1)], "", 2),
        ("redis://[::1]:7000/1", [("::1", 7000)], "", 1),
        ("redis+sentinel://a,b:1/news", [("a", 26379), ("b", 1)], "news", 0),
        ("redis+sentinel://a,b:1/news/3", [("a", 26379), ("b", 1)], "news", 3),
        ("redis+cluster://a:7000,b:7001,[::1]:7002", [("a", 7000), ("b", 7001), ("::1", 7002)], "", 0),
    ],
)
def test_hosts_service_and_database(url: str, hosts: list[tuple[str, int]], service: str, db: int) -> None:
    address = read_address(url)

    assert (list(address.hosts), address.service, address.db) == (hosts, service, db)


@pytest.mark.parametrize("password", ["plain", "a:b@c", "%2F/?#&;=", "كلمة السر"])
def test_a_password_means_the_same_to_redis_py_and_to_celery(password: str) -> None:
    for url in ("redis://me:{}@h:1/2", "unix://me:{}@/a/b c.sock?db=2", "redis+sentinel://me:{}@h:1/news/2"):
        url = url.format(quote(password, safe=""))
        ours = parse_url(read_address(url).url())
        broker, options = celery_broker(url)
        with kombu.Connection(broker, transport_options={**TRANSPORT, **options}) as connection:
            theirs = _told(connection)
        assert (ours["username"], ours["password"], ours["db"]) == ("me", password, 2)
        assert (theirs["username"], theirs["password"], int(theirs["db"])) == ("me", password, 2)
        assert theirs.get("path") == ours.get("path")


def _told(connection: kombu.Connection) -> dict[str, object]:
    """What kombu would connect with; nothing is connected."""
    channel = object.__new__(connection.transport.Channel)
    channel.connection = connection.transport
    return channel._connparams()


def test_celery_checks_certificates_where_it_would_not_by_itself(ca: Path) -> None:
    for url in ("rediss://h", f"rediss://h?ssl_ca_certs={ca}", f"rediss+sentinel://h/news?ssl_ca_certs={ca}"):
        broker, options = celery_broker(url)
        with kombu.Connection(broker, transport_options=options) as connection:
            assert connection.ssl["ssl_cert_reqs"] == ssl.CERT_REQUIRED
            assert connection.ssl.get("ssl_ca_certs") == (str(ca) if "ca_certs" in url else None)
    assert options["sentinel_kwargs"]["ssl"] is True
    assert options["sentinel_kwargs"]["ssl_ca_certs"] == str(ca)


def test_sentinels_in_celerys_words() -> None:
    broker, options = celery_broker("redis+sentinel://:p@a,b:1/news/3?sentinel_password=q")

    assert broker == "sentinel://:p@a:26379/3;sentinel://:p@b:1/3"
    assert options["master_name"] == "news"
    assert options["sentinel_kwargs"]["password"] == "q"


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("localhost:6379", "begins with redis:// or rediss://"),
        ("sentinel://h/news", "redis+sentinel://"),
        ("redis://:6379", "host is missing"),
        ("redis://:hunter2/x@h", "%2F"),
        ("redis://me:hunter2#x@h", "%23"),
        ("redis://:hunter2?x@h", "%3F"),
        ("redis://h:port", "port must be a number"),
        ("redis://h:70000", "port must be a number"),
        ("redis://h/news", "number of a database"),
        ("redis://a,b", "several hosts"),
        ("redis://h?sll_ca_certs=/x", "no option sll_ca_certs; there are"),
        ("redis://h?ssl_ca_certs=/x", "rediss instead of redis"),
        ("rediss://h?ssl_ca_certs=/no/such.pem", "ssl_ca_certs: there is no file /no/such.pem"),
        ("rediss://h?ssl_cert_reqs=maybe", "required, optional or none"),
        ("rediss://h?ssl_check_hostname=maybe", "true or false"),
        ("redis://h?sentinel_password=hunter2", "belong to redis+sentinel://"),
        ("redis+sentinel://h", "SERVICE"),
        ("redis+cluster://h/1", "no other database"),
        ("unix://tmp/redis.sock", "three strokes"),
        ("unix:", "the path of the socket is missing"),
    ],
)
def test_a_wrong_address_is_explained_and_not_repeated(url: str, says: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({"HOME": "/home/someone", "REDIS_URL": url})

    assert says in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_hints_do_not_go_to_a_cluster() -> None:
    environ = {"HOME": "/home/someone", "REDIS_URL": "redis+cluster://a,b"}
    with pytest.raises(SettingsError, match=r"RASID_BROKER_URL: .*small plain Redis"):
        given_endpoint(read_settings(environ))
    with pytest.raises(SettingsError, match="cannot live on a cluster"):
        read_settings({**environ, "RASID_BROKER_URL": "redis+cluster://a,b"})
    endpoint = given_endpoint(read_settings({**environ, "RASID_BROKER_URL": "redis://c"}))
    assert endpoint is not None
    assert (endpoint.url, endpoint.broker) == ("redis+cluster://a,b", "redis://c")


@pytest.mark.parametrize(
    "url",
    [
        "redis://me:hunter2@h/1",
        "redis://:hunter2@h",
        "redis://:hun@ter2:hunter2@h",
        "redis://h?password=hunter2&db=1",
        "redis+sentinel://:hunter2@a,b/news?sentinel_password=hunter2",
        "sentinel://:hunter2@a/0;sentinel://:hunter2@b/0",
        "unix://me:hunter2@/a/b.sock",
    ],
)
def test_a_password_is_masked_wherever_it_stands(url: str) -> None:
    assert "hunter2" not in unquote(masked(url))
    assert masked("redis://me@h:1/2?db=3") == "redis://me@h:1/2?db=3"
    assert masked("redis://me:hunter2@h:1/2") == "redis://me:***@h:1/2"


def test_the_page_tells_every_form_and_option() -> None:
    page = (Path(__file__).parents[2] / "docs" / "scaling.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| (`.+?) \|", page, re.MULTILINE)
    forms = {scheme for row in rows for scheme in re.findall(r"`([a-z+]+)://", row)}
    options = {name for row in rows for name in re.findall(r"`([a-z_]+)`", row)}

    assert forms == set(SCHEMES)
    assert options >= OPTIONS
    for url in re.findall(r"REDIS_URL='(.+?)'", page):
        read_address(url)
