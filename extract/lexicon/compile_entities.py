"""`python -m extract.lexicon.compile_entities`: check lexicon/entities/*.toml and write data/entities.tsv.

Refuses an id that stands twice and a name that means two entities, with the file.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

from extract.clean import fold
from extract.entities import COMPILED, PATTERNS

TABLES = Path(__file__).parent / "entities"
CLASSES = frozenset(("state", "state_force", "non_state", "civilian", "igo", "company", "media", "person"))


class TableError(Exception):
    """A contradiction in the tables."""


def main() -> int:
    """Compile; 0 when every table is sound."""
    try:
        text = compiled(TABLES)
    except TableError as error:
        print(error, file=sys.stderr)
        return 1
    COMPILED.write_text(text, encoding="utf-8")
    print(f"{COMPILED.name}: {text.count(chr(10))} entities, {text.count('|') + text.count(chr(10))} names")
    return 0


def compiled(folder: Path) -> str:
    """The compiled file. Raises TableError."""
    owners: dict[str, str] = {}
    ids: set[str] = set()
    lines = []
    for where, row in rows(folder):
        id_, cls = row.get("id", ""), row["cls"]
        if id_ and id_ in ids:
            raise TableError(f"{where}: {id_} stands twice")
        if cls not in CLASSES:
            raise TableError(f"{where}: {id_}: no such class: {cls}")
        ids.add(id_)
        written = [name.strip() for name in row["names"].split("،") if name.strip()]
        names = list(dict.fromkeys(("~" if name.startswith("~") else "") + fold(name.lstrip("~")) for name in written))
        for name in names:
            owner = owners.setdefault(name.lstrip("~"), id_ or where)
            if owner != (id_ or where):
                raise TableError(f"{where}: {name} is a name of {owner} and of {id_}")
        lines.append(
            "\t".join((id_, written[0].lstrip("~"), cls, row.get("country", ""), row["kind"], "|".join(names)))
        )
    return "\n".join(lines) + "\n"


def rows(folder: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """("file", row) of every entity, the file's own class and kind filled in."""
    for path in sorted(folder.glob("*.toml")):
        if path.name == PATTERNS:
            continue
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        for group in table.values():
            for row in group["entities"]:
                yield path.name, {"cls": group["cls"], "kind": group["kind"], **row}


if __name__ == "__main__":
    raise SystemExit(main())
