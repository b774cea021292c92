"""Compiled modules: never older than their sources, and made from a source that means the same."""

from __future__ import annotations

import ast
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

from extract import native
from extract.native.rewrite import rewrite

SOURCE = '''"""A module."""
from __future__ import annotations

from dataclasses import dataclass, field

_LIMIT = 3
_kept: dict[str, int] = {}
_count = 0


@dataclass(frozen=True, slots=True)
class Point:
    """Two numbers."""

    x: int
    #: Above.
    y: int = _LIMIT
    tags: list[str] = field(default_factory=list, hash=False)

    def __post_init__(self) -> None:
        self.tags.append("made")


def count() -> int:
    global _count
    _count += 1
    return _count
'''


def run(source: str) -> ModuleType:
    module = ModuleType("rewritten")
    sys.modules["rewritten"] = module
    exec(compile(source, "rewritten", "exec"), module.__dict__)
    return module


def test_a_rewritten_dataclass_is_made_as_before() -> None:
    before, after = run(SOURCE), run(rewrite(SOURCE))
    for module in (before, after):
        point = module.Point(1, tags=["given"])
        assert (point.x, point.y, point.tags) == (1, 3, ["given", "made"])
        assert module.Point(1) == module.Point(1, 3)
        assert module.Point(1).tags is not module.Point(1).tags
        assert hash(module.Point(1)) == hash(module.Point(1))
        assert (module.count(), module.count()) == (1, 2)


def test_statements_keep_their_lines() -> None:
    told = rewrite(SOURCE)
    lines = [node.lineno for node in ast.parse(told).body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    assert lines == [node.lineno for node in ast.parse(SOURCE).body if isinstance(node, ast.ClassDef | ast.FunctionDef)]
    assert "_LIMIT: _Final = 3" in told
    assert "_kept: _Final[dict[str, int]] = {}" in told
    assert "\n_count = 0" in told


@pytest.mark.parametrize("path", native.modules(), ids=lambda path: path.stem)
def test_every_module_can_be_rewritten(path: Path) -> None:
    """A dataclass needs an empty line after its fields: its `__init__` is written there."""
    ast.parse(rewrite(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", native.modules(), ids=lambda path: path.stem)
def test_no_module_has_what_mypyc_cannot_compile(path: Path) -> None:
    """`x in (a, *b)` ends mypyc 2.4 with an internal error."""
    compared = (node for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))) if isinstance(node, ast.Compare))
    starred = [
        node.lineno
        for node in compared
        for among in node.comparators
        if any(isinstance(item, ast.Starred) for item in getattr(among, "elts", ()))
    ]
    assert starred == []


COMPILE = """
import sys
from pathlib import Path
from extract import native
from extract.native.__main__ import compiled
print(compiled(Path(sys.argv[1]), [native.SOURCES / "types.py"]))
"""
HINTS = """
import dataclasses, sys, typing
from extract import types
print(types.__file__)
for name, each in sorted(vars(types).items()):
    if dataclasses.is_dataclass(each):
        print(name, typing.get_type_hints(each))
"""


@pytest.mark.skipif(shutil.which("cc") is None, reason="needs a C compiler")
def test_compiled_records_say_what_they_hold(tmp_path: Path) -> None:
    """The worker reads mentions by the types of their fields, of which mypyc keeps no more than `tuple` or `type`."""
    line = [sys.executable, "-c", COMPILE, str(tmp_path / "work")]
    done = subprocess.run(line, capture_output=True, text=True, cwd=native.SOURCES.parent, check=False)
    assert done.returncode == 0, done.stderr
    package = tmp_path / "extract"
    shutil.copytree(done.stdout.strip(), package)
    (package / "__init__.py").touch()

    told = {}
    for kind, folder in (("pure", native.SOURCES.parent), ("compiled", tmp_path)):
        environ = {**os.environ, "PYTHONPATH": str(folder), "RASID_PURE": "1"}
        ran = subprocess.run(
            [sys.executable, "-P", "-c", HINTS], capture_output=True, text=True, env=environ, cwd=tmp_path, check=True
        )
        file, *told[kind] = ran.stdout.splitlines()
        assert (Path(file).suffix == ".so") == (kind == "compiled")
    assert told["compiled"] == told["pure"]
    assert len(told["pure"]) > 8


def test_an_edit_puts_compiled_modules_aside(tmp_path: Path) -> None:
    package = tmp_path / "extract"
    skipped = shutil.ignore_patterns("built", "data", "lexicon", "__pycache__")
    shutil.copytree(native.SOURCES, package, ignore=skipped)
    assert _state(tmp_path) == "pure []"
    built = package / "native" / "built"
    built.mkdir()
    (built / "digest").write_text(_told(tmp_path, "native.digest()"))
    assert _state(tmp_path) == f"compiled {[str(built)]}"
    assert _state(tmp_path, RASID_PURE="1") == "pure (RASID_PURE is set) []"
    with (package / "tokens.py").open("a") as source:
        source.write("# edited\n")
    assert _state(tmp_path).startswith("pure (compiled from other sources")


def _state(folder: Path, **more: str) -> str:
    return _told(folder, "native.RUNNING, [p for p in extract.__path__ if p.endswith('built')]", **more)


def _told(folder: Path, what: str, **more: str) -> str:
    """What another process prints that imports `extract` from a folder."""
    environ = {name: value for name, value in os.environ.items() if name != "RASID_PURE"}
    code = f"import sys; sys.path.insert(0, {str(folder)!r}); import extract; from extract import native; print({what})"
    done = subprocess.run(
        [sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True, env=environ | more, cwd=folder
    )
    return done.stdout.strip()
