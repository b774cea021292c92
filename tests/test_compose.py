"""The files of containers by the tools that read them: compose, its specification in another implementation, hadolint."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from worker.settings import TABLE, read_settings

ROOT = Path(__file__).parent.parent
BASE, SCALE_OUT = "docker-compose.yml", "docs/compose.scale-out.yml"
TOOLS = ROOT / ".tools" / "python" / "bin"
GIVEN = {
    "RASID_FLOWER_LOGIN": "me:secretsecret",
    "REDIS_URL": "redis://:p@10.0.0.5:6379/0",
    "RASID_BROKER_URL": "redis://:p@10.0.0.5:6380/0",
    "RASID_REDIS_PASSWORD": "p$w",
    "RASID_LISTEN": "10.0.0.5",
}
SECOND_OPINION = """
import sys
from compose_spec import PyOptions
options = PyOptions()
options.apply_merge = True
options.from_yaml(sys.stdin.read()).validate()
"""


def compose() -> list[str]:
    """Docker's own, of either generation. No engine is needed to read files."""
    if shutil.which("docker-compose"):
        return ["docker-compose"]
    if shutil.which("docker") and not subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        return ["docker", "compose"]
    pytest.skip("needs docker-compose")


def config(*files: str, given: dict[str, str]) -> subprocess.CompletedProcess[str]:
    environ = {name: value for name, value in os.environ.items() if not name.startswith(("RASID_", "REDIS_"))}
    arguments = [part for file in files for part in ("-f", file)]
    return subprocess.run(
        [*compose(), *arguments, "config"], cwd=ROOT, env={**environ, **given},
        capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("files", [(BASE,), (BASE, SCALE_OUT)], ids=["one host", "many"])
def test_compose_reads_them(files: tuple[str, ...]) -> None:
    done = config(*files, given=GIVEN)

    assert done.returncode == 0, done.stderr
    assert "warning" not in done.stderr.lower(), done.stderr
    services: dict[str, Any] = yaml.safe_load(done.stdout)["services"]
    assert services.keys() >= {"redis", "poll", "process", "flower", "metrics"}
    settings = {setting.name for setting in TABLE}
    for name, service in services.items():
        ours = {k: v for k, v in service.get("environment", {}).items() if k.startswith(("RASID_", "REDIS_URL"))}
        assert ours.keys() <= settings, name
        read_settings({"HOME": "/nonexistent", **{k: str(v) for k, v in ours.items()}})
        assert service["read_only"] is True, name
        assert service["user"].partition(":")[0] in {"10001", "999"}, name


def test_other_hosts_go_to_the_redis_that_was_named() -> None:
    services = yaml.safe_load(config(BASE, SCALE_OUT, given=GIVEN).stdout)["services"]

    for name in ("poll", "process", "flower", "metrics"):
        assert services[name]["environment"]["REDIS_URL"] == GIVEN["REDIS_URL"], name
        assert services[name]["environment"]["RASID_BROKER_URL"] == GIVEN["RASID_BROKER_URL"], name
    for name in ("redis", "broker"):
        assert not any(GIVEN["RASID_REDIS_PASSWORD"] in part for part in services[name]["command"]), name
        assert all(str(port).startswith("10.0.0.5:") for port in services[name]["ports"]), name


@pytest.mark.parametrize("lacks", ["RASID_FLOWER_LOGIN", "REDIS_URL", "RASID_BROKER_URL", "RASID_REDIS_PASSWORD"])
def test_nothing_starts_without_what_it_needs(lacks: str) -> None:
    done = config(BASE, SCALE_OUT, given={name: value for name, value in GIVEN.items() if name != lacks})

    assert done.returncode != 0
    assert lacks in done.stderr


@pytest.mark.parametrize("file", [BASE, SCALE_OUT])
def test_the_specification_of_compose_allows_them(file: str) -> None:
    """In an implementation that has nothing to do with Docker's."""
    if not (TOOLS / "python").exists():
        pytest.skip("needs compose-spec: make tools")
    line = [str(TOOLS / "python"), "-c", SECOND_OPINION]
    # It reads addresses and volumes as they stand: what has a default gets it.
    text = re.sub(r"\$\{\w+:-([^}]+)}", r"\1", (ROOT / file).read_text(encoding="utf-8"))

    done = subprocess.run(line, input=text, capture_output=True, text=True, check=False)
    wrong = subprocess.run(line, input=text.replace("    ports:", "    porst:"), capture_output=True, text=True)

    assert done.returncode == 0, done.stderr[-1000:]
    assert wrong.returncode != 0


def test_the_dockerfile_by_hadolint() -> None:
    if not (TOOLS / "hadolint").exists():
        pytest.skip("needs hadolint: make tools")
    done = subprocess.run(
        [str(TOOLS / "hadolint"), "Dockerfile"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stdout) == (0, "")


def test_the_entrypoint_of_redis_keeps_any_password(tmp_path: Path) -> None:
    """What the shell in the override writes, with a program in the place of redis-server."""
    entrypoint = yaml.safe_load((ROOT / SCALE_OUT).read_text(encoding="utf-8"))["services"]["broker"]["entrypoint"]
    script = entrypoint[2].replace("$$", "$").replace("/run/redis", str(tmp_path))
    (tmp_path / "redis-server").write_text('#!/bin/sh\necho "$@"\n')
    (tmp_path / "redis-server").chmod(0o755)
    environ = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "REDISCLI_AUTH": "a b$c'd%s"}

    done = subprocess.run(
        [*entrypoint[:2], script, *entrypoint[3:], "--save", ""], env=environ, capture_output=True, text=True
    )

    assert done.stdout == f"{tmp_path}/redis.conf --save \n"
    assert (tmp_path / "redis.conf").read_text() == 'requirepass "a b$c\'d%s"\n'
