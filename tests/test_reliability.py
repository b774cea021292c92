"""Every fault that is tried is told in docs/reliability.md, and every benchmark that it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", sorted(path.name for path in (ROOT / "tests" / "faults").glob("test_*.py")))
def test_every_fault_is_told(name: str) -> None:
    assert f"`{name}`" in PAGE


def test_every_benchmark_that_is_named_is_there() -> None:
    named = set(re.findall(r"python -m tests\.bench (\w+)", PAGE))

    assert named
    assert {name for name in named if not (ROOT / "tests" / "bench" / f"{name}.py").is_file()} == set()
