"""The rulebook: trigger rules, frames and types as the tables under extract/lexicon give them, indexed for look-up.

The format is described in docs/lexicon.md. Loading refuses an unknown type, frame or field and names the file.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from extract import compiled
from extract.byforms import ByForms
from extract.clean import fold

LEXICON = Path(__file__).parent / "lexicon"


class LexiconError(Exception):
    """A table of the lexicon contradicts itself or the format; the message names file and entry."""


@dataclass(frozen=True, slots=True)
class Frame:
    """Grammatical functions to slots."""

    name: str
    subject: str = ""
    object: str = ""
    #: subject, object or either: what the genitive after the masdar is.
    genitive: str = "subject"
    #: (preposition keys, slot), longest preposition first.
    prepositions: tuple[tuple[tuple[str, ...], str], ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """One [[trigger]] entry."""

    id: str
    type: str
    frame: Frame
    mode: str | None = None
    prep: frozenset[str] = frozenset()
    object: frozenset[str] = frozenset()
    #: Classes of which a verb's subject must be one, where its class is known.
    subject: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    not_with: frozenset[str] = frozenset()
    not_followed: frozenset[str] = frozenset()
    strength: float = 0.7
    status: str = "asserted"
    fact_verbs_only: bool = False
    kind: str = "event"
    #: The word only refers to an earlier happening (wreckage, the black box).
    context: bool = False
    #: The type when a doer is told: deaths that somebody caused are an attack.
    with_actor: str | None = None


@dataclass(frozen=True, slots=True)
class EventType:
    """One type of the ontology with its codes in other systems."""

    name: str
    plover: str = ""
    plover_mode: str = ""
    cameo: str = ""
    acled: str = ""
    acled_by_actor: tuple[tuple[str, str], ...] = ()
    mapping: str = "none"
    group: str = ""
    also: frozenset[str] = frozenset()
    casualty: bool = False
    rank: int = 5
    modes: tuple[str, ...] = ()


#: A phrase as keys; None is a gap of up to three words.
Pattern = tuple[str | None, ...]


@dataclass(slots=True)
class Rulebook:
    """All rules, by what can set them off."""

    types: dict[str, EventType]
    frames: dict[str, Frame]
    rules: dict[str, Rule] = field(default_factory=dict)
    #: "verb" | "noun" | "adj" -> lemma key -> rules.
    by_lemma: dict[str, dict[str, list[Rule]]] = field(default_factory=lambda: {"verb": {}, "noun": {}, "adj": {}})
    #: Keys of all of them.
    lemmas: frozenset[str] = frozenset()
    #: first lemma key of a phrase -> (pattern, rule), longest first.
    by_phrase: dict[str, list[tuple[Pattern, Rule]]] = field(default_factory=lambda: defaultdict(list))
    #: Both as (second word, pattern, rule), by the forms of the first word; a figurative expression has no rule.
    openings: ByForms[tuple[str | None, Pattern, Rule | None]] = field(init=False)
    #: first key -> patterns of expressions that only look like events.
    figurative: dict[str, list[Pattern]] = field(default_factory=lambda: defaultdict(list))

    def index(self) -> None:
        """Make the look-ups of words and phrases, once all are read."""
        self.lemmas = frozenset().union(*self.by_lemma.values())
        openings: dict[str, list[tuple[str | None, Pattern, Rule | None]]] = defaultdict(list)
        for word, found in self.by_phrase.items():
            openings[word] += [(_second(pattern), pattern, rule) for pattern, rule in found]
        for word, figures in self.figurative.items():
            openings[word] += [(_second(pattern), pattern, None) for pattern in figures]
        self.openings = ByForms(openings)

    @classmethod
    def load(cls) -> Rulebook:
        """Read every table. Raises LexiconError."""
        frames = {name: _frame(name, row) for name, row in table("frames.toml").items()}
        types = {name: _type(name, row) for name, row in table("types.toml").items()}
        book = cls(types, frames)
        for name, row in _trigger_rows():
            book._add(name, row)
        for phrase in table("cues/figurative.toml")["phrases"]:
            pattern = _pattern("cues/figurative.toml", phrase)
            book.figurative[pattern[0] or ""].append(pattern)
        for patterns in book.by_phrase.values():
            patterns.sort(key=lambda pair: -len(pair[0]))
        book.index()
        return book

    def _add(self, where: str, row: dict[str, Any]) -> None:
        for name, known in (("type", self.types), ("frame", self.frames)):
            if row.get(name) not in known:
                raise LexiconError(f"{where}: {row.get('id')}: unknown {name} {row.get(name)!r}")
        if row["id"] in self.rules:
            raise LexiconError(f"{where}: the id {row['id']} is taken")
        rule = _rule(row, self.frames[row["frame"]])
        self.rules[rule.id] = rule
        for pos, name in (("verb", "verbs"), ("noun", "nouns"), ("adj", "adjectives")):
            for lemma in row.get(name, ()):
                self.by_lemma[pos].setdefault(fold(lemma), []).append(rule)
        for phrase in row.get("phrases", ()):
            pattern = _pattern(where, phrase)
            self.by_phrase[pattern[0] or ""].append((pattern, rule))


def _second(pattern: Pattern) -> str | None:
    """The word that must follow the first, at once or after a gap; None when there is none."""
    return next((word for word in pattern[1:] if word is not None), None)


def _pattern(where: str, phrase: str) -> Pattern:
    pattern = tuple(None if word == "~" else fold(word) for word in phrase.split())
    if not pattern or pattern[0] is None:
        raise LexiconError(f"{where}: a phrase begins with a word, not with a gap: {phrase!r}")
    return pattern


def table(name: str) -> dict[str, Any]:
    """One TOML table of the lexicon, by its path under extract/lexicon. Raises LexiconError."""
    return _read(LEXICON.joinpath(*name.split("/")))


def tables(folder: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every TOML table of a folder of the lexicon, with its name."""
    for path in sorted((LEXICON / folder).iterdir(), key=lambda p: p.name):
        if path.name.endswith(".toml"):
            yield f"{folder}/{path.name}", _read(path)


def _read(path: Path) -> dict[str, Any]:
    try:
        text = path.read_bytes()
        return compiled.find(text) or _parsed(text.decode())
    except (ValueError, OSError) as error:  # no UTF-8, no TOML
        raise LexiconError(f"{path.name}: {error}") from error


def _parsed(toml: str) -> dict[str, Any]:
    import tomllib  # spared where every table is compiled

    return tomllib.loads(toml)


def _trigger_rows() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, content in tables("triggers"):
        for row in content.get("trigger", ()):
            yield name, row


def _frame(name: str, row: dict[str, Any]) -> Frame:
    functions = {"subject", "object", "masdar_genitive"}
    prepositions = sorted(
        ((tuple(fold(word) for word in prep.split()), slot) for prep, slot in row.items() if prep not in functions),
        key=lambda pair: (-len(pair[0]), -len(pair[0][0])),
    )
    return Frame(
        name,
        row.get("subject", ""),
        row.get("object", ""),
        row.get("masdar_genitive", "subject"),
        tuple(prepositions),
    )


def _type(name: str, row: dict[str, Any]) -> EventType:
    return EventType(
        name,
        plover=row.get("plover", ""),
        plover_mode=row.get("plover_mode", ""),
        cameo=row.get("cameo", ""),
        acled=row.get("acled", ""),
        acled_by_actor=tuple(row.get("acled_by_actor", {}).items()),
        mapping=row.get("mapping", "none"),
        group=row.get("group", name),
        also=frozenset(row.get("also", ())),
        casualty=row.get("casualty", False),
        rank=row.get("rank", 5),
        modes=tuple(row.get("modes", ())),
    )


def _rule(row: dict[str, Any], frame: Frame) -> Rule:
    def keys(name: str) -> frozenset[str]:
        return frozenset(fold(word) for word in row.get(name, ()))

    return Rule(
        id=row["id"],
        type=row["type"],
        frame=frame,
        mode=row.get("mode"),
        prep=keys("prep"),
        object=keys("object"),
        subject=keys("subject"),
        needs=keys("needs"),
        not_with=keys("not_with"),
        not_followed=keys("not_followed"),
        strength=float(row.get("strength", 0.7)),
        status=row.get("status", "asserted"),
        fact_verbs_only=bool(row.get("fact_verbs_only", False)),
        kind=row.get("kind", "event"),
        context=row.get("context", False),
        with_actor=row.get("with_actor"),
    )
