"""A Redis behind a password and TLS: the service works with it, refuses a false one, and gives no secret away."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
import urllib.request
from base64 import b64encode
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

import kombu
import pytest

from tests.servers import PrivateServer
from tests.topology.servers import PASSWORD, SERVICE, free_ports, until
from tests.topology.tls import Papers, make_papers, terminator, tls_sentinel, tls_server
from tests.topology.world import world
from tests.worker_service.test_service import press
from worker import server
from worker.broker import celery_broker
from worker.connection import connect
from worker.consume import subscribe
from worker.groupletters import GroupLetters
from worker.received import Message

RASID = [sys.executable, "-m", "worker.cli"]
LOGIN = ":" + quote(PASSWORD, safe="")
FLOWER_PASSWORD = "hunter2 of Flower"


@pytest.fixture(scope="module")
def papers() -> Iterator[Papers]:
    with tempfile.TemporaryDirectory(prefix="rasid-") as folder:
        yield make_papers(Path(folder))


@pytest.fixture
def locked() -> Iterator[tuple[PrivateServer, int]]:
    """A server with a password, and its port."""
    (port,) = free_ports(1)
    with tempfile.TemporaryDirectory(prefix="rasid-") as folder:
        found = PrivateServer(Path(folder), "--port", str(port), "--bind", "127.0.0.1", password=PASSWORD).start()
        yield found, port
        found.kill()


@pytest.fixture(params=["terminated", "by itself"])
def tls(request: pytest.FixtureRequest, papers: Papers) -> Iterator[int]:
    """Port of a server that is reached by TLS only."""
    with tempfile.TemporaryDirectory(prefix="rasid-") as folder:
        if request.param == "by itself":
            with tls_server(papers, Path(folder)) as port:
                yield port
            return
        behind = PrivateServer(Path(folder), password=PASSWORD).start()
        with terminator(papers, behind.socket) as port:
            yield port
        behind.kill()


def address(papers: Papers, port: int) -> str:
    certificate, key = papers.pair("client")
    return (
        f"rediss://{LOGIN}@127.0.0.1:{port}/0"
        f"?ssl_ca_certs={papers.authority}&ssl_certfile={certificate}&ssl_keyfile={key}"
    )


@pytest.mark.slow
def test_data_and_hints_go_through_tls(papers: Papers, tls: int, tmp_path: Path) -> None:
    """The whole service, its certificate checked by the server and the server's by it, and a consumer."""
    url = address(papers, tls)
    with world(tmp_path / "world", url) as service:
        service.read()
        assert service.problems() == []
    messages = list(subscribe("desk", url=url, from_="0", once=True))
    assert len(messages) == int(service.store.redis.hget("{rasid}:seq", "{rasid}:events"))


@pytest.mark.parametrize("kind", ["sentinel", "cluster"])
def test_sentinels_and_clusters_are_asked_by_tls(papers: Papers, tmp_path: Path, kind: str) -> None:
    # By itself the bus of a cluster would listen 10,000 ports higher, which may be above the last.
    bus = str(free_ports(1)[0])
    more = ("--cluster-enabled", "yes", "--tls-cluster", "yes", "--cluster-port", bus) if kind == "cluster" else ()
    with ExitStack() as stack:
        port = stack.enter_context(tls_server(papers, tmp_path, *more))
        asked, told = port, ""
        if kind == "sentinel":
            asked, told = stack.enter_context(tls_sentinel(papers, tmp_path, port)), f"&sentinel_password={LOGIN[1:]}"
        else:
            connect(address(papers, port)).execute_command("CLUSTER ADDSLOTSRANGE", 0, 16383)
        base, _, options = address(papers, asked).partition("?")
        url = f"{base.removesuffix('/0')}{f'/{SERVICE}' if kind == 'sentinel' else ''}?{options}{told}"
        url = url.replace("rediss://", f"rediss+{kind}://")

        client = connect(url)
        until(lambda: client.set("{rasid}:a", 1), "a write")
        assert list(map(int, client.config_get("port").values())) == [0], "there is no other way than TLS"
        with pytest.raises(server.ServerError):
            server.require(url.replace(f"ssl_ca_certs={papers.authority}&", ""))
        if kind == "sentinel":
            broker, transport = celery_broker(url)
            with kombu.Connection(broker, transport_options=transport) as connection:
                connection.ensure_connection(max_retries=2)
                assert connection.default_channel.client.get("{rasid}:a") == b"1"


@pytest.mark.parametrize("lacks", ["ssl_ca_certs", "ssl_certfile"])
def test_a_false_certificate_is_refused_on_either_side(papers: Papers, tls: int, tmp_path: Path, lacks: str) -> None:
    """Without the authority the server is a stranger to us; without a certificate we are one to the server."""
    base, _, query = address(papers, tls).partition("?")
    url = f"{base}?{'&'.join(option for option in query.split('&') if not option.startswith((lacks, 'ssl_key')))}"
    if lacks == "ssl_ca_certs":
        url = f"{base}?{query.partition('&')[2]}"

    with pytest.raises(server.ServerError) as caught:
        server.require(url)
    assert "hunter2" not in str(caught.value)
    done = subprocess.run(
        [sys.executable, "-c", "from worker.app import app; app.connection().ensure_connection(max_retries=1)"],
        env={**os.environ, "REDIS_URL": url, "RASID_DATA": str(tmp_path)}, capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1, "Celery must not talk to it either"
    # A server that hangs up on a client without a certificate is met while reading or, in TLS 1.3, while writing.
    refusals = ("certificate", "connection closed", "violation of protocol", "reset by peer", "broken pipe")
    assert any(words in done.stderr.lower() for words in refusals), done.stderr


def test_a_wrong_password_is_told_and_not_repeated(locked: tuple[PrivateServer, int]) -> None:
    for login in ("", ":hunter3@", "nobody:hunter3@"):
        with pytest.raises(server.ServerError) as caught:
            server.require(f"redis://{login}127.0.0.1:{locked[1]}")
        assert "REDIS_URL" in str(caught.value)
        assert "hunter3" not in str(caught.value)


def test_a_user_who_may_do_little_is_enough(locked: tuple[PrivateServer, int]) -> None:
    """The rights that docs/security.md grants to a consumer, and no others."""
    told = (Path(__file__).parents[2] / "docs" / "security.md").read_text(encoding="utf-8")
    (rule,) = (line for line in told.splitlines() if line.startswith("ACL SETUSER desk "))
    admin, port = locked[0].client(), locked[1]
    for n in ("1", "2"):
        admin.xadd("{rasid}:events", {"id": f"a:{n}", "epoch": "1", "sequence": n, "data": "{}"})
    admin.execute_command(*(word.replace("PASSWORD", "secret") for word in rule.split()))
    url = f"redis://desk:secret@127.0.0.1:{port}"

    seen = []

    def handle(message: Message) -> None:
        seen.append(message.fields["id"])
        if len(seen) == 2:
            raise ValueError("cannot be handled")

    subscribe("desk", url=url, from_="0", once=True, tries=1).run(handle)

    assert seen == ["a:1", "a:2"]
    assert GroupLetters(admin, "desk").count() == 1
    assert admin.xpending("{rasid}:events", "desk")["pending"] == 0
    for forbidden in (["XADD", "{rasid}:events", "*", "a", "b"], ["DEL", "{rasid}:seq"], ["CONFIG", "GET", "*"]):
        with pytest.raises(Exception, match=r"NOPERM|permission"):
            connect(url).execute_command(*forbidden)


@pytest.mark.slow
def test_no_secret_is_in_any_log_or_list_of_processes(locked: tuple[PrivateServer, int], tmp_path: Path) -> None:
    """Every role, as talkative as it can be, while Redis is there and while it is not."""
    flower, metrics = free_ports(2)
    with press(tmp_path) as told:
        environ = {
            **os.environ, **told, "REDIS_URL": f"redis://me{LOGIN}@127.0.0.1:{locked[1]}", "RASID_DATA": str(tmp_path),
            "RASID_FLOWER_LOGIN": f"me:{FLOWER_PASSWORD}", "RASID_FLOWER_PORT": str(flower),
            "RASID_LOG_LEVEL": "debug", "RASID_PROCESSES": "1", "TMPDIR": str(tmp_path),
        }  # fmt: skip
        admin = locked[0].client()
        admin.execute_command("ACL", "SETUSER", "me", "on", f">{PASSWORD}", "~*", "&*", "+@all")
        roles = (["worker", "poll"], ["worker", "process"], ["flower"], ["metrics", "--listen", f"127.0.0.1:{metrics}"])
        with started(environ, roles, tmp_path / "log"):
            until(lambda: admin.xlen("{rasid}:events") > 0, "messages", 60)
            until(lambda: page(flower, f"me:{FLOWER_PASSWORD}"), "Flower")
            shown = [page(flower, f"me:{FLOWER_PASSWORD}"), page(metrics, "")]
            lines = [path.read_bytes() for path in Path("/proc").glob("[0-9]*/cmdline") if readable(path)]
            locked[0].kill()
            refused = subprocess.run([*RASID, "status"], env=environ, capture_output=True, text=True, check=False)
            check = subprocess.run([*RASID, "check"], env=environ, capture_output=True, text=True, check=False)
            until(lambda: b"rror" in (tmp_path / "log").read_bytes(), "complaints")
    log = (tmp_path / "log").read_bytes()
    assert len(log.splitlines()) > 20
    seen = [log, *lines, *shown, refused.stdout + refused.stderr, check.stdout + check.stderr]
    for secret in (PASSWORD, quote(PASSWORD, safe=""), quote(PASSWORD), FLOWER_PASSWORD):
        for text in seen:
            found = text if isinstance(text, bytes) else text.encode()
            assert secret.encode() not in found, found[max(0, found.find(secret.encode()) - 200) :][:400]


@contextmanager
def started(environ: dict[str, str], roles: tuple[list[str], ...], log: Path) -> Iterator[None]:
    with log.open("ab") as out:
        parts = [
            subprocess.Popen([*RASID, *role], env=environ, stdout=out, stderr=out, start_new_session=True)
            for role in roles
        ]
        try:
            yield
        finally:
            for part in parts:
                os.killpg(part.pid, signal.SIGKILL)
                part.wait()


def page(port: int, login: str) -> bytes:
    """The broker's page of Flower shows where Redis is; the metrics have no login."""
    path = "/broker" if login else "/metrics"
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}")
    request.add_header("Authorization", f"Basic {b64encode(login.encode()).decode()}")
    with urllib.request.urlopen(request, timeout=10) as answer:
        return bytes(answer.read())


def readable(path: Path) -> bool:
    try:
        path.read_bytes()
    except OSError:
        return False
    return True
