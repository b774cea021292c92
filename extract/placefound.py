"""One naming of a place in a text."""

from __future__ import annotations

from dataclasses import dataclass

from extract.gazetteer import GazetteerEntry


@dataclass(frozen=True, slots=True, eq=False)
class Found:
    """One naming of a place: tokens first..last. `name_first` is where the bare name starts (after حي in حي السكري)."""

    first: int
    last: int
    name_first: int
    #: Letters of proclitics on the first token that are no part of the name (ب in ببغداد).
    strip: int
    #: None for a name that only a place noun made known.
    place: GazetteerEntry | None
    #: point, town, district, region, country.
    precision: str
    #: in, near, towards, between, from; `of` where no preposition tells (مدينة حلب, أهالي حلب).
    relation: str
    #: Token that carries the preposition or direction; None when none does.
    cue: int | None
    #: Place noun before the name as a key (مدينه), and its token.
    head: str | None
    head_at: int | None
    #: How sure: the name's trust in the gazetteer (alone, cue, noun, parent, word), u for a name no list knows.
    tier: str
    #: Only part of the name of an organisation, office or person.
    inside_org: bool
    #: Country that an adjective behind a name tells that no list knows: جزيرة كذا الأسترالية.
    country: str | None = None

    def cut(self, text: str) -> int:
        """Letters of `text` before the name as it is written: بغداد of ببغداد; للعراق keeps its spelling."""
        return self.strip - (self.strip > 0 and text[self.strip - 1 : self.strip + 1] == "لل")

    def auxiliary(self, letters: list[str]) -> bool:
        """آخر حي كان يتحصن فيه: had been, not Cannes."""
        after = letters[self.last + 1 : self.last + 2]
        return self.first == self.last and letters[self.first] == "A" and after in (["V"], ["G"])
