"""The table of types in PLOVER, CAMEO and ACLED that docs/extraction.md shows; `python -m extract.lexicon.mapping` writes it."""

from __future__ import annotations

import sys
from pathlib import Path

from extract.rules import EventType, Rulebook

BEGIN, END = "<!-- types: begin -->", "<!-- types: end -->"
_HEAD = "| type | PLOVER | CAMEO | ACLED | mapping |\n|---|---|---|---|---|\n"


def render(types: dict[str, EventType]) -> str:
    """The table in Markdown, in the order of types.toml."""
    return _HEAD + "".join(_row(kind) for kind in types.values())


def _row(kind: EventType) -> str:
    plover = f"{kind.plover} {kind.plover_mode}".strip() or "-"
    by_actor = sorted({code for _, code in kind.acled_by_actor if code != kind.acled})
    acled = " / ".join(filter(None, [kind.acled, *by_actor])) or "-"
    return f"| `{kind.name}` | {plover} | {kind.cameo or '-'} | {acled} | {kind.mapping} |\n"


def insert(page: str, table: str) -> str:
    """The page with the table between its marks. Raises ValueError when the marks are missing."""
    before, rest = page.split(BEGIN)
    _, after = rest.split(END)
    return f"{before}{BEGIN}\n\n{table}\n{END}{after}"


def main(path: Path) -> None:
    """Bring the table of one page up to date."""
    page = path.read_text(encoding="utf-8")
    path.write_text(insert(page, render(Rulebook.load().types)), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "docs/extraction.md"))
