"""`python -m extract.native`: compile the modules of `extract` for this interpreter; a minute or two."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from collections.abc import Sequence
from contextlib import chdir
from pathlib import Path

from extract import native
from extract.native.rewrite import rewrite

#: The shared library's name, inside the package, so that no folder has to be on the path.
_GROUP = "extract.all"
_OPTIONS = ["--strict", "--ignore-missing-imports", "--follow-imports=silent", "--no-warn-unused-ignores"]
_SKIPPED = shutil.ignore_patterns("data", "built", "__pycache__", "native")


def main() -> int:
    """Build, or say why not; what was built before stays until the new modules are there."""
    if native.state() == "compiled":
        print(f"{native.BUILT} is up to date")
        return 0
    digest = native.digest()
    try:
        with tempfile.TemporaryDirectory(prefix="rasid-native-") as folder:
            _replace(compiled(Path(folder), native.modules()), digest)
    except ImportError as error:
        print(f"nothing compiled, the pure modules run: {error}", file=sys.stderr)
        return 1
    except SystemExit as error:
        print(f"nothing compiled, the pure modules run: {error}", file=sys.stderr)
        return 1
    print(f"{len(native.modules())} modules compiled to {native.BUILT}")
    return 0


def compiled(work: Path, modules: Sequence[Path]) -> Path:
    """Copy, rewrite, compile in an empty folder: where the compiled modules are."""
    import setuptools  # before mypyc, which else looks for distutils
    from mypyc.build import mypycify

    for package in ("feeds", "extract"):
        shutil.copytree(native.SOURCES.parent / package, work / package, ignore=_SKIPPED)
    paths = [work / "extract" / path.name for path in modules]
    for path in paths:
        path.write_text(rewrite(path.read_text(encoding="utf-8")), encoding="utf-8")
    with chdir(work):
        names = [str(path.relative_to(work)) for path in paths]
        extensions = mypycify([*_OPTIONS, *names], opt_level="2", debug_level="0", multi_file=True, group_name=_GROUP)
        for extension in extensions:
            extension.include_dirs.append("build/extract")  # headers of a library inside a package
        jobs = str(os.cpu_count() or 1)
        setuptools.setup(
            name="rasid-native",
            packages=[],
            ext_modules=extensions,
            script_args=["--quiet", "build_ext", "--build-lib", "out", "--parallel", jobs],
        )
    return work / "out" / "extract"


def _replace(compiled: Path, digest: str) -> None:
    (compiled / "digest").write_text(digest, encoding="ascii")
    new = native.BUILT.with_suffix(".new")
    shutil.rmtree(new, ignore_errors=True)
    shutil.copytree(compiled, new)
    shutil.rmtree(native.BUILT, ignore_errors=True)
    new.rename(native.BUILT)


if __name__ == "__main__":
    raise SystemExit(main())
