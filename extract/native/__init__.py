"""Compiled copies of the modules of `extract`, twice as fast: optional, and never older than their sources.

`python -m extract.native` makes them (it needs mypy, setuptools and a C compiler) in `built/`, beside a digest of the
sources they were made from. The import of `extract` takes them only while that digest holds; after any edit the pure
modules run again, until the next build. `RASID_PURE=1` asks for the pure modules.
"""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path

SOURCES = Path(__file__).parent.parent
BUILT = Path(__file__).parent / "built"
#: Stay as they are: a class inside a function.
INTERPRETED = frozenset(("__init__", "bootstrap"))


def modules() -> list[Path]:
    """Sources of the modules that are compiled."""
    return sorted(path for path in SOURCES.glob("*.py") if path.stem not in INTERPRETED)


def digest() -> str:
    """Of every compiled source, of how it is compiled, and of the interpreter it is compiled for."""
    made = hashlib.sha256(f"{sys.implementation.cache_tag}{sys.platform}".encode())
    for path in (*modules(), *sorted(Path(__file__).parent.glob("*.py"))):
        made.update(path.name.encode() + b"\0" + path.read_bytes())
    return made.hexdigest()


def state() -> str:
    """`compiled`, or `pure` and why."""
    if os.environ.get("RASID_PURE"):
        return "pure (RASID_PURE is set)"
    try:
        built = (BUILT / "digest").read_text(encoding="ascii")
    except OSError:
        return "pure"
    return "compiled" if built == digest() else "pure (compiled from other sources: build again)"


#: What this process runs, decided when `extract` was imported.
RUNNING = state()


def path() -> list[str]:
    """Where `extract` looks for its modules, before its own folder."""
    return [str(BUILT)] if RUNNING == "compiled" else []
