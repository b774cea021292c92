"""`python -m tests.bench`: every benchmark but the long ones; `python -m tests.bench NAME [options]`: one."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path

_NOT = {"__init__", "__main__", "corpus", "soak_app", "stages"}
#: Run only when they are named: minutes.
_LONG = {"soak", "hosts"}


def main(argv: list[str]) -> int:
    """Run one benchmark or all; each module of this folder with a `main(argv)` is one."""
    known = sorted(p.stem for p in Path(__file__).parent.glob("*.py") if p.stem not in _NOT)
    chosen = argv[:1] or [name for name in known if name not in _LONG]
    if chosen[0] not in known:
        print(f"no benchmark {chosen[0]!r}; there are: {', '.join(known)}", file=sys.stderr)
        return 2
    for name in chosen:
        print(f"== {name}")
        importlib.import_module(f"tests.bench.{name}").main(argv[1:])
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
