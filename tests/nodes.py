"""Node and its packages, which `make tools` brings; tests that need them skip without."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

BROUGHT = Path(__file__).parents[1] / ".tools" / "node_modules"


def node(*packages: str) -> tuple[str, dict[str, str]]:
    """The program, and an environment in which it finds the packages."""
    program = shutil.which("node")
    if program is None:
        pytest.skip("needs node")
    paths = filter(None, (os.environ.get("NODE_PATH"), str(BROUGHT)))
    environ = {**os.environ, "NODE_PATH": os.pathsep.join(paths)}
    for package in packages:
        found = subprocess.run([program, "-e", f"require.resolve('{package}')"], env=environ, capture_output=True)
        if found.returncode:
            pytest.skip(f"needs the Node package {package}: make tools")
    return program, environ
