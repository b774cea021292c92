"""`python -m extract.lexicon`: check every table and write the compiled database. Prints what it wrote, or file and line."""

from __future__ import annotations

import sys
from pathlib import Path

from extract.lexicon import almor, tables
from extract.rules import LexiconError

TARGET = Path(__file__).parent.parent / "data" / "morphology_db" / "rasid" / "morphology.db"


def main() -> int:
    """Compile; 0 when every table is sound."""
    try:
        text = almor.write(tables.read())
    except LexiconError as error:
        print(error, file=sys.stderr)
        return 1
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(text, encoding="utf-8")
    print(f"{TARGET.name}: {text.count(chr(10))} lines, {len(text.encode()) // 1024} kB")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
