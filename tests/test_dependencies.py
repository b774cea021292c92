"""What pyproject.toml asks for is enough to start: nothing that runs is there only because a tool of developers brought it."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from importlib.metadata import PackageNotFoundError, packages_distributions, requires
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: What a worker, Flower and the commands import, the transport of Celery's hints included; without what is not asked for.
START = """
import sys
sys.modules.update(dict.fromkeys(sys.argv[1:]))
import worker.tasks, worker.cli, worker.metrics, kombu.transport.redis, extract.pipeline, flower.app
"""


def test_it_starts_without_the_tools_of_developers(redis_server: str) -> None:
    asked = _asked_for()
    brought = packages_distributions()
    others = [module for module, by in brought.items() if not {_plain(name) for name in by} & {*asked, "rasid"}]
    environ = {"REDIS_URL": redis_server, "PYTHONPATH": str(ROOT), "HOME": "/nonexistent"}
    line = [sys.executable, "-c", START, *(name for name in others if name.isidentifier())]
    done = subprocess.run(line, env=environ, capture_output=True, text=True, check=False)

    assert {"pytest", "jsonschema"} <= {*others}
    assert done.returncode == 0, done.stderr


def _asked_for() -> set[str]:
    """Packages that the project asks for, and what these ask for in turn."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    left, found = [*project["dependencies"], *project["optional-dependencies"]["flower"]], set[str]()
    while left:
        name, extras = _named(left.pop())
        if f"{name}{extras}" in found:
            continue
        found |= {name, f"{name}{extras}"}
        try:
            asked = requires(name) or []
        except PackageNotFoundError:  # on another platform, or excluded
            continue
        left += [each for each in asked if (wanted := _extra(each)) is None or wanted in extras]
    return found


def _named(requirement: str) -> tuple[str, str]:
    match = re.match(r"([\w.-]+)\s*(\[[^\]]*\])?", requirement)
    assert match is not None, requirement
    return _plain(match[1]), match[2] or ""


def _extra(requirement: str) -> str | None:
    match = re.search(r"extra\s*==\s*['\"]([^'\"]+)", requirement)
    return match[1] if match else None


def _plain(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()
