"""What the vocabulary tables hold, one class a table."""

from __future__ import annotations

from dataclasses import dataclass, field

#: Classes whose words name men and, with ta marbuta, women.
_HUMAN = frozenset(("person", "official", "title", "armed"))


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb; several imperfects of one perfect are several verbs."""

    lemma: str
    imperfect: str = ""
    cls: str = ""
    passive: bool = True
    prior: float | None = None
    evt: str = ""


@dataclass(frozen=True, slots=True)
class Noun:
    """A noun; `form` is plain or masdar."""

    lemma: str
    plurals: tuple[str, ...] = ()
    gender: str = ""
    cls: str = ""
    form: str = "plain"
    prior: float | None = None
    evt: str = ""

    @property
    def has_feminine(self) -> bool:
        """Whether the word with ta marbuta is the woman of that kind."""
        return self.cls in _HUMAN and self.gender != "f" and self.lemma[-1] not in "ةىاء"


@dataclass(frozen=True, slots=True)
class Adjective:
    """An adjective or a participle; `feminine` only where it is irregular."""

    lemma: str
    plurals: tuple[str, ...] = ()
    feminine: str | None = None
    cls: str = ""
    form: str = "plain"
    prior: float | None = None
    evt: str = ""


@dataclass(frozen=True, slots=True)
class Particle:
    """A word of a closed class. `joined` is its shape before an attached pronoun (علي for على), None where it takes none."""

    word: str
    pos: str
    cls: str = ""
    lemma: str = ""
    joined: str | None = None
    takes_preposition: bool = False
    clitic_only: bool = False
    gen: str = ""
    num: str = ""
    prior: float | None = None
    evt: str = ""


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name of one word."""

    word: str
    cls: str = ""
    prior: float | None = None
    evt: str = ""


@dataclass(slots=True)
class Vocabulary:
    """All words, ready to be compiled."""

    verbs: list[Verb] = field(default_factory=list)
    nouns: list[Noun] = field(default_factory=list)
    adjectives: list[Adjective] = field(default_factory=list)
    particles: list[Particle] = field(default_factory=list)
    names: list[Name] = field(default_factory=list)
