"""The vocabulary tables: read, checked line by line, joined with the trigger words. docs/lexicon.md gives the format."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any

from extract.entities import PATTERNS
from extract.lexicon import conjugate
from extract.lexicon.words import Adjective, Name, Noun, Particle, Verb, Vocabulary
from extract.rules import LexiconError

ROOT = files("extract") / "lexicon"
VERB_CLASSES = frozenset(("say", "motion", "state", "aux", "intransitive"))
NOUN_CLASSES = frozenset(
    "person armed official title org place_head building vehicle aircraft weapon goods unit time money body_part group event"
    " abstract".split()
)
ADJECTIVE_KINDS = frozenset(("ordinal", "size", "direction"))
NAME_CLASSES = frozenset(("given", "family", "country", "city", "region", "org"))
PARTICLE_POS = frozenset("prep conj part pron num adv verb".split())
_ARABIC = re.compile("[ء-غف-ي]+")


@dataclass(frozen=True, slots=True)
class _Line:
    where: str
    cells: tuple[str, ...]

    def wrong(self, why: str) -> LexiconError:
        return LexiconError(f"{self.where}: {why}")

    def words(self, i: int) -> tuple[str, ...]:
        """A cell that lists words."""
        return tuple(self.word(part) for part in self.cells[i].split("،") if part.strip())

    def word(self, text: str) -> str:
        """One Arabic word, undiacritised."""
        text = text.strip()
        if not _ARABIC.fullmatch(text):
            raise self.wrong(f"not one undiacritised Arabic word: {text!r}")
        return text

    def one_of(self, i: int, allowed: Iterable[str]) -> str:
        if self.cells[i] and self.cells[i] not in allowed:
            raise self.wrong(f"{self.cells[i]!r} is none of {', '.join(sorted(allowed))}")
        return self.cells[i]

    def prior(self, i: int) -> float | None:
        """The optional last cell: log10 of how likely the word is."""
        try:
            return float(self.cells[i]) if self.cells[i] else None
        except ValueError:
            raise self.wrong(f"not a number: {self.cells[i]!r}") from None


def read(root: Traversable = ROOT) -> Vocabulary:
    """Every table under `root`. Raises LexiconError with file and line."""
    vocabulary = Vocabulary()
    masdars: dict[str, _Line] = {}
    participles: dict[str, str] = {}
    _read_verbs(root, vocabulary, masdars, participles)
    _read_nouns(root, vocabulary)
    _read_adjectives(root, vocabulary)
    vocabulary.particles = [_particle(line) for line in _lines(root, "particles.tsv", 5)]
    vocabulary.names = [_name(line) for line in _once(_lines(root, "names.tsv", 3))]
    _add_masdars(vocabulary, masdars)
    _add_participles(vocabulary, participles)
    _add_triggers(vocabulary, root)
    return vocabulary


def toml(root: Traversable = ROOT) -> Iterator[tuple[bytes, dict[str, Any]]]:
    """Every TOML table that rules read: its text and what it says. Raises LexiconError."""
    for path in sorted(Path(str(root)).rglob("*.toml")):
        if path.parent.name == "entities" and path.name != PATTERNS:
            continue  # compiled to entities.tsv
        text = path.read_bytes()
        try:
            yield text, tomllib.loads(text.decode())
        except ValueError as error:
            raise LexiconError(f"{path.name}: {error}") from error


def _lines(root: Traversable, name: str, width: int) -> Iterator[_Line]:
    path = root / "vocabulary" / name
    for number, text in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        text = text.split("#", 1)[0].rstrip()
        if not text:
            continue
        cells = tuple(cell.strip() for cell in text.split("\t"))
        line = _Line(f"vocabulary/{name}:{number}", cells + ("",) * (width - len(cells)))
        if len(cells) > width:
            raise line.wrong(f"{len(cells)} cells, at most {width} are expected")
        yield line


def _once(lines: Iterable[_Line], columns: tuple[int, ...] = (0,)) -> Iterator[_Line]:
    """Refuse a second line for one word."""
    seen: dict[tuple[str, ...], str] = {}
    for line in lines:
        identity = tuple(line.cells[i] for i in columns)
        if identity in seen:
            raise line.wrong(f"{' '.join(identity)} stands already at {seen[identity]}")
        seen[identity] = line.where
        yield line


def _read_verbs(
    root: Traversable, vocabulary: Vocabulary, masdars: dict[str, _Line], participles: dict[str, str]
) -> None:
    for line in _once(_lines(root, "verbs.tsv", 6), (0, 1)):
        lemma = line.word(line.cells[0])
        imperfect = line.word(line.cells[1]) if line.cells[1] else ""
        if imperfect and imperfect[0] != "ي":
            raise line.wrong(f"an imperfect begins with ي: {imperfect}")
        if not imperfect and not conjugate.decided(lemma):
            raise line.wrong(f"the shape of {lemma} does not decide its imperfect")
        cls = line.one_of(4, VERB_CLASSES)
        passive = cls not in ("intransitive", "state", "aux")
        vocabulary.verbs.append(Verb(lemma, imperfect, cls, passive, line.prior(5)))
        masdars.update(dict.fromkeys(line.words(2), line))
        for i, participle in enumerate(line.cells[3].split("،")):
            if participle.strip():
                # Undiacritised, معتقل is both; the passive one is what the news mostly means.
                participles[line.word(participle)] = "passive_participle" if i else "active_participle"


def _read_nouns(root: Traversable, vocabulary: Vocabulary) -> None:
    for line in _once(_lines(root, "nouns.tsv", 5), (0, 2, 3)):
        gender = line.one_of(2, ("m", "f"))
        cls = line.one_of(3, NOUN_CLASSES)
        vocabulary.nouns.append(Noun(line.word(line.cells[0]), line.words(1), gender, cls, prior=line.prior(4)))


def _read_adjectives(root: Traversable, vocabulary: Vocabulary) -> None:
    for line in _once(_lines(root, "adjectives.tsv", 4)):
        listed = [form.strip() for form in line.cells[1].split("،") if form.strip()]
        feminines = [line.word(form[2:]) for form in listed if form.startswith("f:")]
        plurals = tuple(line.word(form) for form in listed if not form.startswith("f:"))
        kind = line.one_of(2, ADJECTIVE_KINDS)
        feminine = feminines[0] if feminines else None
        vocabulary.adjectives.append(Adjective(line.word(line.cells[0]), plurals, feminine, kind, prior=line.prior(3)))


def _particle(line: _Line) -> Particle:
    """`word pos kind lemma prior`; the kind may hold +clitic, +prep and clitic= marks, see particles.tsv."""
    word = line.word(line.cells[0])
    pos = line.one_of(1, PARTICLE_POS)
    marks = line.cells[2].split()
    kinds = [mark for mark in marks if not mark.startswith(("+", "clitic=")) and mark not in ("m", "f", "s", "d", "p")]
    joined = word if "+clitic" in marks else None
    for mark in marks:
        if mark.startswith("clitic="):
            joined = line.word(mark.removeprefix("clitic="))
    return Particle(
        word, pos, kinds[0] if kinds else "", line.cells[3] or word, joined, "+prep" in marks, "+only" in marks,
        next((m for m in marks if m in ("m", "f")), ""), next((m for m in marks if m in ("s", "d", "p")), ""), line.prior(4),
    )  # fmt: skip


def _name(line: _Line) -> Name:
    return Name(line.word(line.cells[0]), line.one_of(1, NAME_CLASSES), line.prior(2))


def _add_masdars(vocabulary: Vocabulary, masdars: dict[str, _Line]) -> None:
    """Masdars become nouns; those that stand in nouns.tsv too keep their plurals and class."""
    listed = {noun.lemma for noun in vocabulary.nouns}
    vocabulary.nouns = [replace(n, form="masdar") if n.lemma in masdars else n for n in vocabulary.nouns]
    for masdar in masdars:
        if masdar not in listed:
            vocabulary.nouns.append(Noun(masdar, _regular_plural(masdar), form="masdar"))


def _regular_plural(masdar: str) -> tuple[str, ...]:
    """Derived masdars take ات; those of form I take none unless nouns.tsv says so."""
    if masdar[-1] == "ة":
        return (masdar[:-1] + "ات",)
    return (masdar + "ات",) if len(masdar) >= 5 and masdar[-1] not in "ءي" else ()


def _add_participles(vocabulary: Vocabulary, participles: dict[str, str]) -> None:
    """Participles become adjectives, unless an adjective or noun of those letters is listed."""
    vocabulary.adjectives = [
        replace(a, form=participles[a.lemma]) if a.lemma in participles else a for a in vocabulary.adjectives
    ]
    listed = {adjective.lemma for adjective in vocabulary.adjectives}
    for lemma, form in participles.items():
        if lemma not in listed:
            vocabulary.adjectives.append(Adjective(lemma, form=form))


def _add_triggers(vocabulary: Vocabulary, root: Traversable) -> None:
    """Mark the words that set off an event with the event's types; words that no table knows are added by shape."""
    verbs, nouns, adjectives = _trigger_words(root)
    listed = {noun.lemma for noun in vocabulary.nouns} | {adjective.lemma for adjective in vocabulary.adjectives}
    nouns, adjectives = _with_final_ya(nouns, listed), _with_final_ya(adjectives, listed)
    vocabulary.verbs = [replace(v, evt=verbs.get(v.lemma, "")) for v in vocabulary.verbs]
    vocabulary.nouns = [replace(n, evt=nouns.get(n.lemma, "")) for n in vocabulary.nouns]
    vocabulary.adjectives = [
        replace(a, evt=adjectives.get(a.lemma) or nouns.get(a.lemma, "")) for a in vocabulary.adjectives
    ]
    known_verbs = {verb.lemma for verb in vocabulary.verbs}
    known_nouns = {noun.lemma for noun in vocabulary.nouns}
    known_adjectives = {adjective.lemma for adjective in vocabulary.adjectives}
    vocabulary.verbs += [Verb(v, evt=evt) for v, evt in verbs.items() if v not in known_verbs]
    vocabulary.nouns += [
        Noun(n, _regular_plural(n), form="masdar", evt=evt)
        for n, evt in nouns.items()
        if n not in known_nouns and n not in known_adjectives
    ]
    vocabulary.adjectives += [Adjective(a, evt=evt) for a, evt in adjectives.items() if a not in known_adjectives]


def _with_final_ya(words: dict[str, str], known: set[str]) -> dict[str, str]:
    """Triggers may name a defective word by its indefinite form (تبن, قاض); the vocabulary lists it with its ي."""
    return {word + "ي" if word not in known and word + "ي" in known else word: evt for word, evt in words.items()}


def _trigger_words(root: Traversable) -> tuple[dict[str, str], dict[str, str], dict[str, str]]:
    """(verbs, nouns, adjectives) of every trigger, each with its event types joined by commas."""
    found: tuple[dict[str, set[str]], ...] = ({}, {}, {})
    for path in sorted((root / "triggers").iterdir(), key=lambda p: p.name):
        if not path.name.endswith(".toml"):
            continue
        text = path.read_text(encoding="utf-8")
        try:
            triggers = tomllib.loads(text).get("trigger", ())
        except tomllib.TOMLDecodeError as error:
            raise LexiconError(f"triggers/{path.name}: {error}") from error
        for trigger in triggers:
            line = _Line(f"triggers/{path.name}:{_line_of(text, trigger.get('id', ''))}", ())
            for words, name in zip(found, ("verbs", "nouns", "adjectives"), strict=True):
                for word in trigger.get(name, ()):
                    words.setdefault(line.word(word), set()).add(trigger["type"])
    verbs, nouns, adjectives = ({word: ",".join(sorted(types)) for word, types in words.items()} for words in found)
    return verbs, nouns, adjectives


def _line_of(text: str, trigger_id: str) -> int:
    """Where an entry stands, so that an editor finds it."""
    at = text.find(f'"{trigger_id}"')
    return text.count("\n", 0, max(at, 0)) + 1
