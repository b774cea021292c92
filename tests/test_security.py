"""What docs/security.md says: each defence has a test, and what can be read from files is so."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
import yaml

from worker.app import configuration

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
ROWS = re.findall(r"^\| \*\*(.+?)\*\*.* \| (.+) \|$", PAGE, re.MULTILINE)


def names_in(path: Path) -> set[str]:
    """Tests of a file."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")}


@pytest.mark.parametrize(("threat", "held"), ROWS, ids=[threat for threat, _ in ROWS])
def test_every_defence_is_held_by_tests_that_exist(threat: str, held: str) -> None:
    named = re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", held)

    assert named, threat
    for file, name in named:
        assert name in names_in(ROOT / file), f"{threat}: {file} has no {name}"


def test_the_threats_that_must_be_looked_at_are_there() -> None:
    for word in ("SSRF", "bombs", "markup", "logs and streams", "Flower", "TLS", "Secrets", "root", "hashes"):
        assert word in PAGE
    assert len(ROWS) >= 12


def test_tasks_are_json_and_carry_nothing(redis_server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REDIS_URL", redis_server)
    settings = configuration()
    tasks = ast.parse((ROOT / "worker" / "tasks.py").read_text(encoding="utf-8")).body
    signatures = [node.args for node in tasks if isinstance(node, ast.FunctionDef) and node.decorator_list]

    assert settings["accept_content"] == [settings["task_serializer"]] == ["json"]
    assert [[argument.arg for argument in each.args] for each in signatures] == [["task"]] * 3


def test_containers_may_do_little() -> None:
    """Each service, as docker-compose.yml describes it."""
    services = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))["services"]

    for name, service in services.items():
        assert service["user"].partition(":")[0] not in {"", "0", "root"}, name
        assert service["read_only"] is True, name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
        assert "privileged" not in service, name
        assert all(port.startswith("127.0.0.1:") for port in service.get("ports", ())), name
    stages = (ROOT / "Dockerfile").read_text(encoding="utf-8").split("\nFROM ")
    assert re.search(r"^USER \d{4,}$", stages[-1], re.MULTILINE)


def test_every_dependency_has_hashes() -> None:
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    entries = re.split(r"\n(?=\S)", re.sub(r"^ *#.*\n", "", lock, flags=re.MULTILINE).strip())

    assert len(entries) > 40
    for entry in entries:
        assert re.match(r"[\w.-]+==\S+", entry), entry
        assert "--hash=sha256:" in entry, entry
    assert "--require-hashes" in (ROOT / "Makefile").read_text(encoding="utf-8")
