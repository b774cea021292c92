"""The words that make victims of the counted: verbs, verbal nouns, tallies, denials of harm. Table: cues/quantities.toml."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from extract.closed import Phrases, forms, split_words
from extract.counted import counted_noun
from extract.rules import table
from extract.tokens import Token


class Cue(NamedTuple):
    """One such word at a place of the text."""

    kind: str
    #: verb, active, ambiguous (active or passive), before (victims may precede), resumed (they do: أعدمتهم), near (they
    #: follow at once: فقد ثلاثة), masdar, phrase.
    form: str
    at: int
    #: Words of which one must follow.
    needs: frozenset[str]


class _Listed(NamedTuple):
    kind: str
    form: str
    needs: frozenset[str]


@dataclass(frozen=True, slots=True)
class Harm:
    """The tables, ready for look-up."""

    words: Mapping[str, _Listed]
    phrases: Phrases[_Listed]
    tally: Mapping[str, str]
    heads: frozenset[str]
    to: frozenset[str]
    parts: frozenset[str]
    negators: frozenset[str]
    nobody: Mapping[str, tuple[str, ...]]
    none_reach: int
    barriers: frozenset[str]
    before_stops: frozenset[str]
    illness: frozenset[str]
    recovered: frozenset[str]
    corps: frozenset[str]
    found: Phrases[str]
    bodies: frozenset[str]
    #: A verbal noun of death with whose it is: مقتله.
    his: frozenset[str]
    #: One wounded, by whose wound it is, and what wounded him: إصابته بجروح.
    wound: frozenset[str]
    wounds: frozenset[str]
    #: Words that make a rate of a number: يوميا.
    rates: Phrases[bool]
    #: What adds victims to victims: إضافة إلى.
    plus: Phrases[bool]
    #: Nouns of one dead or wounded with their conjunction, and what stands before them: سقوط قتيل.
    single: Mapping[str, str]
    falls: frozenset[str]
    #: What a case is of: حالة وفاة.
    cases: Mapping[str, str]
    #: What records a case, and what is said of one told without a number: تسجيل إصابة جديدة.
    recorded: frozenset[str]
    new: frozenset[str]
    #: What became of a case that died: حالة توفيت.
    died: frozenset[str]
    #: Words behind which the harm is only meant, or none in particular: هدد بقتل، محاولة اغتيال، أي إصابة.
    intent: frozenset[str]
    earlier: frozenset[str]
    #: Every key at which something of this may be found.
    starts: frozenset[str]

    def cue_at(self, tokens: Sequence[Token], i: int) -> tuple[Cue | None, int]:
        """The cue at i and its last token."""
        phrase = self.phrases.at(tokens, i)
        if phrase is not None:
            last, listed = phrase
            return Cue(listed.kind, listed.form, i, listed.needs), last
        found = self.words.get(tokens[i].key)
        best = tokens[i].best
        if found is not None and found.form == "resumed" and best is not None and best.pos == "noun":
            return None, i  # إصابتهما is no أصابتهما
        return (Cue(found.kind, found.form, i, found.needs) if found is not None else None), i

    def tally_kind(self, tokens: Sequence[Token], i: int) -> str | None:
        """What a tally counts: حصيلة القتلى, عدد المصابين, عدد الذين قتلوا, or القتلى alone; None where i heads none."""
        key = tokens[i].key
        if key in self.heads and i + 2 < len(tokens):
            who = self.words.get(tokens[i + 2].key) if tokens[i + 1].key in _WHO else None
            kind = who.kind if who is not None else self.tally.get(tokens[i + 1].key)
            if kind is not None:
                return kind
        alone = self.tally.get(key)
        return alone if alone != "cases" else None  # الحالات الطارئة

    def self_kind(self, tokens: Sequence[Token], i: int, *, alone: bool) -> str | None:
        """Kind of a coordinated noun of harm at i: وإصابات; `alone` takes a singular that leans on the number: 300 قتيل وجريح."""
        if i >= len(tokens) or not tokens[i].key.startswith("و"):
            return None
        noun = counted_noun(tokens[i].key)
        both = (
            noun is not None and noun.kind in ("killed", "injured") and (noun.number == "p" or noun.accusative or alone)
        )
        return noun.kind if both and noun is not None else None

    def nobody_at(self, tokens: Sequence[Token], i: int) -> tuple[str, ...]:
        """Kinds of which a noun at i, denied, means none."""
        key = tokens[i].key
        if key in ("خسائر", "اضرار") and i + 1 < len(tokens) and tokens[i + 1].key in ("بشريه", "في"):
            return self.nobody.get("خسائر_بشريه", ())
        if key in ("حالات", "حاله") and i + 1 < len(tokens) and tokens[i + 1].key in ("وفاه", "وفيات"):
            return ("killed",)
        return self.nobody.get(key, ())


@cache
def harm_tables() -> Harm:
    """All tables, read once. Raises LexiconError."""
    raw = table("cues/quantities.toml")
    words: dict[str, _Listed] = {}
    phrases: list[tuple[str, _Listed]] = []
    for row in raw["cue"]:
        needs = frozenset(split_words(row.get("needs", "")))
        for form in ("verb", "active", "ambiguous", "before", "near", "masdar"):
            listed = {w: _Listed(row["kind"], form, needs) for w in split_words(row.get(form, "")) if "_" not in w}
            for key, spelled in forms(listed, article=False).items():
                if spelled.prep == "" or form in ("masdar", "near"):
                    words.setdefault(key, spelled.value)
        if not needs:
            clitic = _Listed(row["kind"], "resumed", needs)
            verbs = (w for form in ("verb", "active", "ambiguous") for w in split_words(row.get(form, "")))
            for key in (verb + them for verb in verbs if "_" not in verb for them in ("هم", "هما")):
                words.setdefault(key, clitic)
        phrases += [(phrase, _Listed(row["kind"], "phrase", needs)) for phrase in row.get("phrases", ())]
        phrases += [(phrase, _Listed(row["kind"], "before", needs)) for phrase in row.get("behind", ())]
    tally = {w: kind for kind, nouns in raw["tally"]["nouns"].items() for w in split_words(nouns)}
    tally |= {"لل" + w[2:]: kind for w, kind in tally.items() if w.startswith("ال")}
    tally = {c + w: kind for w, kind in tally.items() for c in ("", "و")}
    heads = frozenset(c + w for w in split_words(raw["tally"]["heads"]) for c in ("", "و", "ال", "ب"))
    nobody: dict[str, tuple[str, ...]] = {}
    for kind in ("killed", "injured"):
        for word in split_words(raw["none"][kind]):
            for prefix in ("", "ب", "و"):
                nobody[prefix + word] = (*nobody.get(prefix + word, ()), kind)
    barriers = frozenset(and_ + word for word in split_words(raw["barriers"]["words"]) for and_ in ("", "و"))
    parts = frozenset(c + w for w in split_words(raw["parts"]["words"]) for c in ("", "و"))
    negators = frozenset(split_words(raw["none"]["negators"]))
    single = {and_ + w: kind for kind, ws in raw["single"].items() for w in split_words(ws) for and_ in ("", "و")}
    his = frozenset(and_ + word for word in split_words(raw["his"]["words"]) for and_ in ("", "و", "ب"))
    wound = frozenset(split_words(raw["his"]["wound"]))
    cued = Phrases(phrases)
    found = Phrases((verb.replace("_", " "), "killed") for verb in raw["found"]["verbs"].split())
    return Harm(
        words,
        cued,
        tally,
        heads,
        frozenset(split_words(raw["tally"]["to"])),
        parts,
        negators,
        nobody,
        raw["none"]["reach"],
        barriers,
        barriers
        | frozenset(words) - frozenset(("ان", "انه")) - frozenset(k for k, v in words.items() if v.form == "masdar"),
        frozenset(split_words(raw["cases"]["words"])),
        frozenset(split_words(raw["recovered"]["words"])),
        frozenset(split_words(raw["corps"]["words"])),
        found,
        frozenset(split_words(raw["found"]["bodies"])),
        his,
        wound,
        frozenset(split_words(raw["his"]["by"])),
        Phrases((phrase.replace("_", " "), True) for phrase in raw["rates"]["words"].split()),
        Phrases((phrase, True) for phrase in raw["plus"]["phrases"]),
        single,
        frozenset(split_words(raw["falls"]["words"])),
        {w: kind for kind, words_ in raw["recorded"]["of"].items() for w in split_words(words_)},
        frozenset(c + word for word in split_words(raw["recorded"]["by"]) for c in ("", "و", "ب", "ل")),
        frozenset(split_words(raw["recorded"]["new"])),
        frozenset(split_words(raw["recorded"]["died"])),
        frozenset(and_ + word for word in split_words(raw["intent"]["words"]) for and_ in ("", "و", "ب")),
        frozenset(split_words(raw["tally"]["earlier"])),
        frozenset(words)
        | his
        | wound
        | cued.edges
        | found.edges
        | frozenset(tally)
        | heads
        | parts
        | negators
        | frozenset(single)
        | CASES,
    )


#: عدد الذين قتلوا، عدد من توفوا.
_WHO = frozenset(("الذين", "من"))
#: A case and what it is of: حالة وفاة، حالة إصابة، إصابة.
CASES = frozenset(("حاله", "وحاله", "اصابه"))
