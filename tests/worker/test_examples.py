"""The examples of docs/consuming.md, run as they stand; and what the page says of messages."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
import redis

from tests.nodes import node
from tests.servers import PrivateServer
from tests.worker.test_snapshot import tell
from worker.consume import Terms
from worker.state import Lifecycle
from worker.store import Store, connect

DOCS = Path(__file__).parents[2] / "docs"
PAGE = (DOCS / "consuming.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tcp() -> Iterator[str]:
    """A server on a port, as other languages' clients expect, with three events told by five messages."""
    with socket.socket() as probe, tempfile.TemporaryDirectory(prefix="rasid-") as folder:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
        probe.close()
        server = PrivateServer(Path(folder), "--port", str(port)).start()
        store = Store(connect(server.url))
        for name in ("one", "two", "three"):
            tell(store, name)
        tell(store, "one", text="نص آخر", title="الجيش يدخل القرية من الشرق")
        tell(store, "two", text="لا شيء", told=False)
        yield f"redis://127.0.0.1:{port}"
        server.kill()


def output(command: list[str], environ: Mapping[str, str], url: str) -> list[dict[str, Any]]:
    done = subprocess.run(
        [*command, "--once"], env={**environ, "REDIS_URL": url}, capture_output=True, text=True, timeout=30
    )
    assert done.returncode == 0, done.stderr
    return [json.loads(line) for line in done.stdout.splitlines()]


def check(command: list[str], environ: Mapping[str, str], url: str) -> None:
    told = output(command, environ, url)
    assert [line["kind"].rpartition(".")[2] for line in told] == ["new", "new", "new", "updated", "withdrawn"]
    assert len({line["id"] for line in told}) == 3
    assert all(line["type"] == "territory.capture" for line in told)
    assert output(command, environ, url) == [], "all was acknowledged"


def test_plain_redis_py(tcp: str) -> None:
    check([sys.executable, str(DOCS / "examples" / "consume.py")], os.environ, tcp)


def test_node(tcp: str) -> None:
    program, environ = node("redis")
    check([program, str(DOCS / "examples" / "consume.cjs")], environ, tcp)


def test_a_shell(tcp: str) -> None:
    """The page's lines by redis-cli itself, one after the other, in a shell."""
    brought = DOCS.parent / ".tools" / "bin"
    path = f"{os.environ['PATH']}{os.pathsep}{brought}"
    cli = shutil.which("redis-cli", path=path) or shutil.which("valkey-cli", path=path)
    if cli is None:
        pytest.skip("needs redis-cli or valkey-cli: make tools")
    lines = re.findall(r"^(redis-cli .*)$", PAGE, re.MULTILINE)
    # A group of its own: the other test makes that of the page.
    script = "\n".join(line.replace(" shell", " by-hand").replace("redis-cli", f"{cli} -u {tcp}", 1) for line in lines)

    done = subprocess.run(["sh", "-e", "-c", script], capture_output=True, text=True, timeout=30, check=False)

    assert done.returncode == 0, done.stderr
    assert "ERR" not in done.stdout
    assert done.stdout.count("rasid.event.new") >= 5
    assert redis.Redis.from_url(tcp).hexists("{rasid}:groups", "{rasid}:events by-hand")


def test_every_line_for_redis_cli_is_understood(tcp: str) -> None:
    client = redis.Redis.from_url(tcp)
    lines = re.findall(r"^redis-cli (.*)$", PAGE, re.MULTILINE)

    answers = [client.execute_command(*shlex.split(line)) for line in lines]
    assert len(answers) == len(lines) > 8
    assert len(answers[3][0][1]) == 5, "XREAD from 0 gives every message"


def test_fields_types_and_terms_are_those_of_the_code(tcp: str) -> None:
    client = redis.Redis.from_url(tcp, decode_responses=True)
    ((_, message),) = client.xrange("{rasid}:events", count=1)
    rows = set(re.findall(r"^\| `([a-z_.]+)` \|", PAGE, re.MULTILINE))
    types = {f"rasid.event.{kind}" for kind in get_args(Lifecycle)}

    assert rows == set(message) | types | {term.name for term in fields(Terms)}
