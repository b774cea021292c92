"""The private server, with real processes."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
import redis

from worker import private, server
from worker.server import BusyError, ServerError
from worker.settings import Settings, read_settings


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return read_settings({"RASID_DATA": str(tmp_path / "d")})


def test_data_survives_a_restart(settings: Settings) -> None:
    with server.serving(settings) as endpoint:
        redis.Redis.from_url(endpoint.url).set("k", "v")
    with server.serving(settings) as endpoint:
        client = redis.Redis.from_url(endpoint.url)

        assert client.get("k") == b"v"
        assert server.warnings(endpoint.url) == []
        assert client.config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}


def test_it_is_private_and_stops_with_us(settings: Settings) -> None:
    with server.serving(settings) as endpoint:
        client = redis.Redis.from_url(endpoint.url)
        socket = private.socket_path(settings.data / private.find_binary().folder)

        assert client.config_get("port") == {"port": "0"}
        assert stat.S_IMODE(socket.stat().st_mode) == 0o700
        assert server.running_endpoint(settings) == endpoint
        pid = client.info("server")["process_id"]
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert server.running_endpoint(settings) is None


def test_each_kind_and_major_version_has_its_own_folder(settings: Settings) -> None:
    binary = private.find_binary()

    assert binary.folder == f"{binary.kind}-{binary.version[0]}"
    with server.serving(settings):
        assert (settings.data / binary.folder / "appendonlydir").is_dir()


def test_a_second_one_on_the_same_folder_is_refused(settings: Settings) -> None:
    with server.serving(settings), pytest.raises(BusyError, match="RASID_DATA"), server.serving(settings):
        pytest.fail("two servers on one folder")


def test_a_command_uses_the_server_that_runs_and_leaves_it(settings: Settings) -> None:
    with server.serving(settings) as outer:
        with server.attached(settings) as inner:
            assert inner == outer
        assert redis.Redis.from_url(outer.url).ping()


def test_a_server_whose_owner_was_killed_is_replaced_without_loss(settings: Settings) -> None:
    code = (
        "import os, signal, redis; from worker import private, server; from worker.settings import read_settings\n"
        "with server.serving(read_settings()) as endpoint:\n"
        "    redis.Redis.from_url(endpoint.url).set('k', 'v')\n"
        "    os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    environ = {**os.environ, "RASID_DATA": str(settings.data), "REDIS_URL": ""}
    assert subprocess.run([sys.executable, "-c", code], env=environ, check=False).returncode == -signal.SIGKILL
    orphan = server.running_endpoint(settings)
    assert orphan is not None
    before = redis.Redis.from_url(orphan.url).info("server")["process_id"]

    with server.serving(settings) as endpoint:
        client = redis.Redis.from_url(endpoint.url)
        assert client.get("k") == b"v"
        assert client.info("server")["process_id"] != before
    _until_gone(before)


def test_a_server_that_dies_is_started_again_with_its_data(settings: Settings) -> None:
    with server.serving(settings) as endpoint:
        client = redis.Redis.from_url(endpoint.url)
        client.set("k", "v")
        endpoint.keep()
        os.kill(client.info("server")["process_id"], signal.SIGKILL)
        client.close()
        time.sleep(0.1)
        assert server.running_endpoint(settings) is None

        endpoint.keep()

        assert redis.Redis.from_url(endpoint.url).get("k") == b"v"


def test_a_long_path_gets_its_socket_elsewhere(tmp_path: Path) -> None:
    deep = read_settings({"RASID_DATA": str(tmp_path / ("long" * 20) / ("deep" * 20))})

    with server.serving(deep) as endpoint:
        assert redis.Redis.from_url(endpoint.url).ping()
        assert server.running_endpoint(deep) == endpoint


def test_a_redis_that_does_not_answer_is_named_without_its_password() -> None:
    with pytest.raises(ServerError) as caught:
        server.require("redis://:hunter2@127.0.0.1:1/0")

    assert "127.0.0.1:1" in str(caught.value)
    assert "hunter2" not in str(caught.value)


def test_settings_under_which_something_may_be_lost_are_told(redis_url: str) -> None:
    client = redis.Redis.from_url(redis_url)
    before = client.config_get("maxmemory-policy")["maxmemory-policy"]
    client.config_set("maxmemory-policy", "allkeys-lru")
    try:
        assert any("noeviction" in warning for warning in server.warnings(redis_url))
    finally:
        client.config_set("maxmemory-policy", before)


def test_a_program_that_is_no_server_is_not_taken_for_one(tmp_path: Path) -> None:
    script = tmp_path / "redis-server"
    script.write_text("#!/bin/sh\necho nonsense\n")
    script.chmod(0o755)

    assert private.inspect_binary(script) is None
    assert private.inspect_binary(tmp_path / "missing") is None


@pytest.mark.parametrize(
    ("says", "kind", "version"),
    [
        ("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc", "redis", (7, 0, 15)),
        ("Valkey server v=8.1.0 sha=00000000:0", "valkey", (8, 1, 0)),
    ],
)
def test_kind_and_version_are_read_from_what_it_says(
    tmp_path: Path, says: str, kind: str, version: tuple[int, ...]
) -> None:
    script = tmp_path / "some-server"
    script.write_text(f"#!/bin/sh\necho '{says}'\n")
    script.chmod(0o755)

    found = private.inspect_binary(script)

    assert found is not None
    assert (found.kind, found.version) == (kind, version)


def _until_gone(pid: int) -> None:
    end = time.monotonic() + 5
    while time.monotonic() < end:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return
        state = Path(f"/proc/{pid}/stat")
        if state.exists() and state.read_text().rpartition(")")[2].split()[0] == "Z":
            return  # its new parent has not yet collected it
        time.sleep(0.02)
    pytest.fail(f"process {pid} still runs")
