"""How many of what: numbers joined to the words that say what became of the counted. Table: cues/quantities.toml.

The counted noun decides first (قتيلا، كلم، دولارا), then a verb or verbal noun whose victims the number counts; what
neither claims keeps the kind of its noun (fighters, vehicles, person). A number gives one quantity.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract import measures
from extract.casualties import Cue, Harm, harm_tables
from extract.counted import counted_noun
from extract.losses import losses
from extract.numbers import Number
from extract.quantityfound import Found
from extract.tokens import Doc
from extract.victims import VICTIM_KINDS, Victims
from extract.victimsearch import VictimSearch

#: How far a victim may stand from its word, in tokens.
REACH = 9
#: And of whom from whole: 23 شخصا ... بينهم 4.
PART_REACH = 16


def find_quantities(doc: Doc, numbers: Sequence[Number]) -> list[Found]:
    """Quantities in the order of the text. Linear; raises nothing."""
    tables = harm_tables()
    cued = doc.at(doc.keys & tables.starts)
    counts = [n for n in numbers if not n.ordinal]
    if not cued and not counts:
        return []
    return _Reader(doc, counts, tables).run(cued)


class _Reader:
    """The numbers and cues of one field, each number claimed at most once."""

    def __init__(self, doc: Doc, numbers: Sequence[Number], tables: Harm) -> None:
        self.tokens = doc.tokens
        self.doc = doc
        self.tables = tables
        self.victims = VictimSearch(doc, numbers, tables)
        self.claimed: dict[int, Found] = {}

    def run(self, cued: list[int]) -> list[Found]:
        for number in self.victims.numbers.values():
            self._by_noun(number)
        cues = [(cue, last) for i in cued for cue, last in (self.tables.cue_at(self.tokens, i),) if cue is not None]
        cues = self._outermost(cues)
        for i in cued:
            for at, found in losses(self.victims, i, self.claimed):
                if at not in self.claimed or found.kind == "other" or self.claimed[at].kind == "cases":
                    self.claimed[at] = found
        for n, (cue, last) in enumerate(cues):
            self._by_cue(cue, last, cues[n + 1][0] if n + 1 < len(cues) else None)
        covered = {j for f in self.claimed.values() for j in range(f.first, f.last + 1)}
        for number in self.victims.numbers.values():
            if number.first not in covered:
                self._by_class(number)
        for i in cued:
            if self.tokens[i].key in self.tables.parts:
                self._parts(i)
        told = (f for f in self.claimed.values() if f.kind != "other")  # votes and goals only keep their numbers busy
        return sorted(told, key=lambda f: (f.first, f.part, f.last))

    @staticmethod
    def _outermost(cues: list[tuple[Cue, int]]) -> list[tuple[Cue, int]]:
        kept: list[tuple[Cue, int]] = []
        for cue, last in cues:
            if not kept or cue.at > kept[-1][1]:
                kept.append((cue, last))
        return kept

    def _claim(self, kind: str, victims: list[Victims], cue: int | None) -> None:
        """One quantity for coordinated victims; each of several also stands as a part."""
        if kind == "killed":
            victims = [v for v in victims if v.noun is None or v.noun.lemma not in _SUICIDES] or victims
        first, last = victims[0].first, victims[-1].last
        if len(victims) == 1:
            self.claimed[first] = self.victims.told(kind, victims[0], cue)
            return
        low = sum(v.number.low or 0 for v in victims)
        exact = all(v.number.value is not None for v in victims)
        rough = any(v.number.approximate for v in victims)
        whom = " ".join(t.text for t in self.tokens[first : last + 1])
        self.claimed[first] = Found(
            kind, first, last, low if exact else None, None if exact else low, None, rough, whom, None, False, cue
        )
        for n, v in enumerate(victims):
            self.claimed[v.first if n else -1 - first] = replace(self.victims.told(kind, v, cue), part=True)

    def _by_noun(self, number: Number) -> None:
        """قتيلا، جريحا، 120 كلم: the noun leaves no choice; ثلاثة أشخاص يوميا is a rate."""
        measure = measures.measure(self.tokens, number)
        if measure is not None:
            kind, value, unit, last, cue = measure
            scale = value / number.low if number.low else 1.0
            self.claimed[number.first] = Found(
                kind,
                number.first,
                last,
                number.value * scale if number.value is not None else None,
                number.min * scale if number.min is not None else None,
                number.max * scale if number.max is not None else None,
                number.approximate,
                None,
                unit,
                False,
                cue,
            )
            return
        both = self._between(number)
        if both is not None:
            self.claimed[number.first] = self.victims.told(
                "casualties", Victims(number.first, both, number, None, None), both
            )
            return
        v = self.victims.of(number)
        if self.tables.rates.at(self.tokens, v.last + 1) is not None:
            self.claimed[number.first] = self.victims.told("other", v, v.at)
            return
        if v.noun is None or not v.noun.strong:
            if v.noun is not None and v.noun.kind == "cases" and v.at is not None:
                self._case(v)
            return
        if v.noun.kind in ("killed", "injured") and v.at is not None:
            kind = v.noun.kind
            rescue = self.tables.words.get(self.victims.key(number.first - 1))
            if v.noun.lemma == "غريق" and rescue is not None and rescue.kind == "rescued":
                return  # إنقاذ 13 غريقا
            many = (number.low or 0) > _TEN and not v.noun.accusative
            after = self.tables.self_kind(self.tokens, v.at + 1, alone=many)
            if after not in (None, kind):
                kind = "casualties"  # 8 وفيات وإصابات، 66 قتيلا وجريحا
            elif kind == "injured" and v.noun.lemma == "اصابه" and self._ill(v.at):
                kind = "cases"
            self.claimed[number.first] = self.victims.told(kind, v, v.at)

    def _case(self, v: Victims) -> None:
        """4 حالات إصابة جديدة, 77 حالة وفاة."""
        at = v.at or v.last
        word = self.victims.key(at + 1)
        kind = "killed" if word in ("وفاه", "وفيات", "الوفاه") else "cases"
        if self.tables.recovered.intersection(self.victims.key(i) for i in (v.first - 1, at + 1, at + 2)):
            kind = "recovered"
        last = at + 1 if word in ("وفاه", "وفيات", "اصابه") else at
        self.claimed[v.first] = replace(self.victims.told(kind, v, at), last=max(last, v.last))

    def _ill(self, i: int) -> bool:
        return any(
            t.key in self.tables.illness for t in self.tokens[i + 1 : i + 1 + REACH] if t.sent == self.tokens[i].sent
        )

    def _between(self, number: Number) -> int | None:
        """28 بين قتيل وجريح, 28 شخصا بين قتيل وجريح: the last token of it."""
        for j in range(number.last + 1, min(number.last + 5, len(self.tokens) - 2)):
            if (
                self.victims.key(j) == "بين"
                and (one := counted_noun(self.victims.key(j + 1)))
                and one.kind in ("killed", "injured")
            ):
                two = counted_noun(self.victims.key(j + 2))
                return j + 2 if two is not None and two.kind in ("killed", "injured", "missing") else None
        return None

    def _by_class(self, number: Number) -> None:
        """What no verb claimed is counted by its noun."""
        v = self.victims.of(number)
        if v.noun is None or v.noun.strong or (v.noun.kind == "person" and v.noun.lemma in ("اخر", "اخري")):
            return
        kind = "people" if v.noun.kind == "person" else v.noun.kind
        if number.value == 1 or (
            number.how == "dual" and kind in ("people", "places", "houses", "families", "accused")
        ):
            return
        self.claimed[number.first] = self.victims.told(kind, v, v.at)

    def _by_cue(self, cue: Cue, last: int, following: Cue | None) -> None:
        one = self.claimed.get(cue.at - 1)  # وفاة واحدة، حالة وفاة: counted itself
        if cue.at in self.claimed or (one is not None and one.last == cue.at):
            return
        tokens = self.tokens
        if cue.form == "masdar" and (self._meant(cue) or self._one_wound(cue)):
            return
        _, end = self.doc.sentences[tokens[cue.at].sent]
        until = following.at if following is not None else end
        stop = min(end, last + 1 + REACH, until)
        if cue.needs and not any(t.key in cue.needs for t in tokens[last + 1 : min(end, last + 14)]):
            return
        if following is not None and until == last + 1 and tokens[until].key.startswith("و"):
            shares = cue.form in _SHARING and {cue.kind, following.kind} == _HARMED
            if shares and (cue.form != "ambiguous" or self.victims.clause(cue.at) is None):
                self._shared(cue, until, end)
                return
            if cue.form == "masdar":
                return
        victims = self.victims.forward(cue, last, stop, min(end, until)) if cue.form != "resumed" else None
        if victims is not None and cue.form in ("verb", "ambiguous") and self.victims.key(last + 1) == "مع":
            victims = [*(self.victims.clause(cue.at) or ()), *victims]  # أن القيادي قتل مع ثلاثة آخرين
        if victims is None and cue.form in ("before", "resumed"):
            victims = self.victims.backward(cue)
        if victims is None and cue.form in ("verb", "ambiguous") and not tokens[cue.at].key.startswith(("و", "ف")):
            victims = self.victims.clause(cue.at)
        if victims is None:
            return
        taken = self.claimed.get(victims[0].first)
        if taken is not None and not (taken.kind == "cases" and cue.kind == "killed"):
            return
        kind = cue.kind
        told = victims[0].noun.kind if victims[0].noun is not None else ""
        if kind == "injured" and (told == "cases" or self._ill(victims[-1].last)):
            kind = "cases"
        self._claim(kind, victims, cue.at)

    def _meant(self, cue: Cue) -> bool:
        """Only threatened, tried or denied: محاولة اغتيال، هدد التنظيم بقتل رئيس البلدية."""
        intent = self.tables.intent
        first, _ = self.doc.sentences[self.tokens[cue.at].sent]
        if cue.at > first and self.tokens[cue.at - 1].key in intent:
            return True
        before = range(max(first, cue.at - _THREAT), cue.at)
        return self.tokens[cue.at].key.startswith("ب") and any(self.tokens[i].key in intent for i in before)

    def _one_wound(self, cue: Cue) -> bool:
        """A wound of a kind: إصابته بجرح عميق استلزم 30 غرزة; nobody is counted by it."""
        what = self.tokens[cue.at + 1].best if cue.at + 1 < len(self.tokens) else None
        free = cue.kind == "injured" and cue.at + 1 not in self.victims.inside  # إصابة أكثر من 40
        return free and what is not None and what.pos == "adj" and what.ent == "size"

    def _shared(self, cue: Cue, nxt: int, end: int) -> None:
        """وفاة وإصابة 7، يقتل ويصيب خمسة: one number for both."""
        v = self.victims.at(nxt + 1)
        if (
            v is not None
            and v.first < end
            and v.first not in self.claimed
            and (self.victims.human(v) or self.victims.bare(v))
        ):
            self.claimed[v.first] = self.victims.told("casualties", v, cue.at)

    def _parts(self, i: int) -> None:
        """بينهم طفلان وامرأة: parts of the quantity before."""
        first, end = self.doc.sentences[self.tokens[i].sent]
        near = (self.claimed.get(j) for j in range(i - 1, max(first, i - PART_REACH) - 1, -1))
        whole = next((f for f in near if f is not None and not f.part and f.kind in _PARTED), None)
        if whole is None:
            return
        stop = min(end, i + REACH)
        for j in range(i + 1, min(stop, i + 4)):
            v = self.victims.at(j)
            if v is not None and (self.victims.human(v) or self.victims.bare(v)):
                for member in self.victims.coordinated(v, stop):
                    old = self.claimed.get(member.first)
                    if old is None or (old.cue == member.at and old.kind not in ("killed", "injured")):
                        kind = member.noun.kind if member.noun and member.noun.strong else whole.kind
                        self.claimed[member.first] = self.victims.told(kind, member, whole.cue, part=True)
                return


#: Tokens from a threat to what it is of.
_THREAT = 4
#: Above it the counted noun is singular, and one that is joined to it is counted with it: 300 قتيل وجريح.
_TEN = 10
_PARTED = VICTIM_KINDS | {"casualties", "cases", "people", "released", "rescued", "families"}
#: Those who kill themselves with others.
_SUICIDES = frozenset(("انتحاري", "انتحاريه", "انغماسي"))
#: Forms that may leave their victims to the next word: مقتل وإصابة، يقتل ويصيب.
_SHARING = frozenset(("masdar", "active", "ambiguous"))
_HARMED = frozenset(("killed", "injured"))
