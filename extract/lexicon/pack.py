"""The morphology database as `extract.database` reads it: a fifth of its size, with what thousands of stems share told once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

#: Sections that stay as they are.
_KEPT = ("PREFIXES", "SUFFIXES", "TABLE AB", "TABLE BC", "TABLE AC")
#: Features of an entry of its own; `bw` is as `diac`.
_OWN = ("diac", "lex", "evt", "ent", "pos_lex_logprob")


def pack(database: str) -> str:
    """The text of an ALMOR database as `almor.write` gives it, packed; the format is told in extract/database.py."""
    sections = dict(_sections(database))
    kinds: dict[str, int] = {}
    stems = list(_stems(sections["STEMS"], kinds))
    told = {**{name: sections[name] for name in _KEPT}, "KINDS": list(kinds), "STEMS": stems}
    return "".join(f"###{name}###\n" + "".join(f"{line}\n" for line in lines) for name, lines in told.items())


def _sections(text: str) -> Iterator[tuple[str, list[str]]]:
    for part in text.removeprefix("###").split("\n###"):
        name, _, lines = part.partition("###\n")
        yield name, lines.splitlines()


def _stems(lines: Iterable[str], kinds: dict[str, int]) -> Iterator[str]:
    rows = (line.split("\t") for line in lines)
    for letters, same in groupby(rows, key=lambda row: row[0]):
        yield "\t".join((letters, *(_entry(category, features, kinds) for _, category, features in same)))


def _entry(category: str, features: str, kinds: dict[str, int]) -> str:
    """`spelling lemma kind events class prior`; a kind is the number of the line with all other features."""
    told = dict(feature.split(":", 1) for feature in features.split(" "))
    own = ["" if told[name] == "-" else told[name] for name in _OWN]
    kind = f"{category}\t" + " ".join(f"{name}:{value}" for name, value in told.items() if name not in (*_OWN, "bw"))
    own.insert(2, str(kinds.setdefault(kind, len(kinds))))
    return " ".join(own)
