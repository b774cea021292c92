"""Who was hurt: noun phrases of victims around the words of harm. What they make of it is extract/quantities.py's business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.casualties import Cue, Harm
from extract.counted import Counted, counted_noun
from extract.numbers import Number
from extract.tokens import Doc


@dataclass(slots=True)
class Victims:
    """One noun phrase of victims: a number with its noun, or a noun that is its own number."""

    first: int
    last: int
    number: Number
    #: None where the number stands alone or counts an unlisted noun.
    noun: Counted | None
    #: Token of the noun.
    at: int | None
    #: Some of those told before: ثلاثة من المصابين.
    some: bool = False


class VictimReader:
    """Finds victims in one field; changes nothing."""

    def __init__(self, doc: Doc, numbers: Sequence[Number], tables: Harm) -> None:
        self.tokens = doc.tokens
        self.doc = doc
        self.tables = tables
        #: Numbers by first token, and by every token inside them.
        self.numbers = {n.first: n for n in numbers}
        self.inside = {i: n for n in numbers for i in range(n.first, n.last + 1)}

    def key(self, i: int) -> str:
        return self.tokens[i].key if 0 <= i < len(self.tokens) else ""

    def of(self, number: Number) -> Victims:
        """A number with its counted noun."""
        at = number.counted
        noun = counted_noun(self.key(at)) if at is not None else None
        some = noun is not None and at is not None and noun.strong and self._of_those(number, noun, at)
        if some and noun is not None:
            noun = noun._replace(kind="person", strong=False)
        if noun is None and at is not None and self.tokens[at].best is not None:
            best = self.tokens[at].best
            if best is not None and best.ent in _HUMAN and best.pos in ("noun", "adj"):
                noun = Counted("person", best.num or "p", best.lemma, False)
        if at is not None and self.key(at) == "حاله" and self.key(at + 1) == "وفاه":
            return Victims(number.first, max(at + 1, number.last), number, noun, at)
        last = max(number.last, at) if at is not None and noun is not None else number.last
        return Victims(number.first, last, number, noun, at if noun is not None else None, some)

    def _of_those(self, number: Number, noun: Counted, at: int) -> bool:
        """Some of those told before: ثلاثة من المصابين، وفاة جريحين."""
        died = noun.kind == "injured" and self.key(number.first - 1) in _DEATHS
        return died or (noun.det and self.key(at - 1) == "من")

    def one(self, i: int, *, accusative: bool = False, definite: bool = False) -> Victims | None:
        """A singular that is one victim: جندي، شاب، أحد عناصر; `definite` takes السائق، زوجته too."""
        key = self.key(i)
        if key in ("احد", "احدي", "واحد", "واحده"):
            return Victims(i, i, Number(i, i, 1.0, how="singular"), None, None)
        noun = counted_noun(key)
        if noun is None:
            best = self.tokens[i].best if i < len(self.tokens) else None
            if best is None or best.ent not in _PERSONS or best.num != "s" or best.det or best.enc or best.prep:
                return None
            noun = Counted("person", "s", best.lemma, False, accusative=key.endswith("ا"), conj=best.conj)
        if noun.number != "s" or noun.prep or noun.kind not in VICTIM_KINDS or noun.lemma in _NO_VICTIM:
            return None
        if (noun.det or noun.owned) and not definite:
            return None
        if accusative and not noun.accusative and not noun.lemma.endswith("ه"):
            return None
        return Victims(i, i, Number(i, i, 1.0, counted=i, how="singular"), noun, i)

    def _named(self, i: int) -> bool:
        """A person's name begins here: مقتل أبو بكر، مقتل يحيى السنوار."""
        if self.key(i) in ("ابو", "ام") and self.tokens[i + 1 : i + 2]:
            return True
        best = self.tokens[i].best if i < len(self.tokens) else None
        if best is None or best.pos != "name" or best.prep or best.conj:
            return False
        after = self.tokens[i + 1].best if i + 1 < len(self.tokens) else None
        return best.ent == "given" or (best.ent == "family" and (after is None or after.pos != "name"))

    def human(self, v: Victims) -> bool:
        return v.noun is not None and v.noun.kind in VICTIM_KINDS

    def bare(self, v: Victims) -> bool:
        """A number without a noun, or with one that is not listed: وإصابة سبعة في، اعتقال 30 مرتبطا."""
        at = v.number.counted
        return (
            v.noun is None
            and v.number.how != "dual"
            and (at is None or self.key(at)[-2:] in _PLURAL or self.key(at)[-1:] == "ا")
        )

    def at(self, i: int) -> Victims | None:
        """Victims that begin at i."""
        number = self.numbers.get(i)
        if number is not None:
            v = self.of(number)
            return v if self.human(v) or v.noun is None else None
        return self.one(i)

    def coordinated(self, v: Victims, stop: int) -> list[Victims]:
        """The victims that `و` adds: ضابط وثلاثة جنود, ثلاث عشرة امرأة وخمسة عشر طفلا."""
        found = [v]
        j = v.last + 1
        skipped = 0
        while j < stop and skipped <= 4:
            key = self.key(j)
            joined = key[:1] == "و"
            if key == "و" and (number := self.numbers.get(j + 1)) is not None:
                more: Victims | None = self.of(number)
            else:
                more = self.at(j) if joined else None
            if more is not None and (self.human(more) or (self.bare(more) and more.number.how != "singular")):
                if more.noun is not None and more.noun.strong:
                    break
                found.append(more)
                j, skipped = more.last + 1, 0
                continue
            if (
                joined
                or key in self.tables.barriers
                or (key in _PREPOSITIONS and not self._called_ali(v, j))
                or self.tokens[j].kind != "word"
                or j in self.inside
            ):
                break
            j += 1
            skipped += 1
        return found

    def _called_ali(self, v: Victims, j: int) -> bool:
        """A name spelled like a preposition right after one man: الصحفي علي سمير وثلاثة من زملائه."""
        return v.number.how == "singular" and j == v.last + 1 and self.tokens[j].text == "علي"

    def forward(self, cue: Cue, last: int, stop: int) -> list[Victims] | None:
        j = last + 1
        direct = True
        while j < stop:
            key = self.key(j)
            token = self.tokens[j]
            if (key in self.tables.barriers and not (direct and key in self.tables.parts)) or (
                token.kind == "punct" and token.text in ".؛:!؟"
            ):
                return None
            if direct and token.kind == "word" and (pair := self._pair(j)) is not None:
                return [pair]
            if direct and key in _ANOTHER:
                return [Victims(j, j, Number(j, j, 1.0, how="singular"), None, j)]
            v = self.at(j) if direct or j in self.numbers else self.one(j, accusative=True)
            if v is None and direct and cue.form in ("masdar", "verb"):
                named = cue.kind == "killed" and self._named(j)
                v = (
                    Victims(j, j, Number(j, j, 1.0, how="singular"), None, None)
                    if named
                    else self.one(j, definite=True)
                )
            if v is not None and v.number.how == "singular" and not direct and key[:1] == "و":
                v = None
            if v is not None and (self.human(v) or (direct and (self.bare(v) or v.number.how == "singular"))):
                if self._subject(cue, v, stop):
                    direct, j = False, v.last + 1
                    continue
                return self.coordinated(v, stop)
            if j in self.inside:
                j = self.inside[j].last + 1
                direct = False
                continue
            if token.kind == "word" and key not in _LIGHT:
                direct = False
            j += 1
        return None

    def _pair(self, i: int) -> Victims | None:
        """ضابطا شرطة: a dual that leans on a genitive has lost its ن."""
        noun = counted_noun(self.key(i))
        if noun is None or not noun.accusative or self.key(i + 1) not in self.tables.corps:
            return None
        return Victims(i, i + 1, Number(i, i, 2.0, counted=i, how="dual"), noun, i)

    def _subject(self, cue: Cue, v: Victims, stop: int) -> bool:
        """قتل مسلح ثلاثة جنود: the first is who did it when another count follows at once."""
        if cue.form != "ambiguous" or v.number.how != "singular":
            return False
        j = v.last + 1
        while j < min(stop, v.last + 3) and j not in self.numbers and self.one(j, accusative=True) is None:
            if self.key(j) in _PREPOSITIONS or self.tokens[j].kind != "word" or self.key(j)[:1] == "و":
                return False
            j += 1
        other = self.at(j) if j < stop else None
        return other is not None and self.human(other) and not self.key(j).startswith("و")

    def backward(self, cue: Cue) -> list[Victims] | None:
        """أن 24 شخصا على الأقل قتلوا: the victims stand before their verb."""
        first, _ = self.doc.sentences[self.tokens[cue.at].sent]
        for j in range(cue.at - 1, max(first, cue.at - 12) - 1, -1):
            key = self.key(j)
            if (key in self.tables.before_stops and key not in self.tables.parts) or self.tokens[j].text in ".؛:":
                return None
            v = self.at(j)
            if v is None or not (self.human(v) or (v.noun is None and v.number.how != "singular")):
                continue
            if v.number.how == "singular" and not self._joins(j):
                continue
            while (ahead := self._linked_before(v.first, first)) is not None:
                v = ahead
            if self.key(v.first - 1) in self.tables.parts:  # تسعة بينهم طفلان قتلوا: the nine
                continue
            return self.coordinated(v, cue.at)
        return None

    def just_before(self, at: int) -> list[Victims] | None:
        """أن جنديا قتل, شرطي تركي أصيب: one victim, its verb right behind it."""
        for j in (at - 1, at - 2):
            v = (
                self.one(j)
                if j >= 0 and self.tokens[j].sent == self.tokens[at].sent and self.tokens[j].kind == "word"
                else None
            )
            if v is not None and v.number.how == "singular" and v.noun is not None and v.noun.kind != "cases":
                opener = self.key(j - 1)
                return [v] if j == 0 or opener in _THAT or self.tokens[j - 1].kind != "word" else None
        return None

    def _joins(self, j: int) -> bool:
        return self.key(j).startswith("و") and counted_noun(self.key(j)) is not None

    def _linked_before(self, i: int, first: int) -> Victims | None:
        """جنديين وحارسا قتلوا: the earlier member of a list whose later member begins at i."""
        if not (self.key(i).startswith("و") or self.key(i - 1) == "و"):
            return None
        for j in range(i - 1, max(first, i - 5) - 1, -1):
            v = self.at(j)
            if v is not None and self.human(v):
                return v
        return None


#: Words of death after which the wounded are those who died.
_DEATHS = frozenset("وفاه بوفاه موت توفي مات استشهاد مصرع".split())
_ANOTHER = frozenset("اخر اخري ثان ثالث رابع خامس سادس سابع ثامن تاسع عاشر".split())
_PLURAL = frozenset(("ين", "ون", "ات"))
_PERSONS = frozenset(("person", "official", "title"))
_HUMAN = frozenset(("person", "armed", "official", "title"))
VICTIM_KINDS = frozenset(("person", "fighters", "attackers", "accused", "arrested", "kidnapped", "displaced", "missing", "killed",
                      "injured", "cases"))  # fmt: skip
_THAT = frozenset(("ان", "بان", "لكن", "ولكن", "وان"))
_PREPOSITIONS = frozenset(
    "في من علي الي عن مع عند ضد داخل خارج قرب قبل تحت فوق بين برصاص بنيران بغاره بقصف بانفجار".split()
)
_LIGHT = frozenset(
    "امس اليوم علي الاقل نحو كذلك ايضا الجمعه السبت الاحد الاثنين الثلاثاء الاربعاء الخميس ما لا يقل عن اكثر من".split()
)
#: Singulars that are no victim by themselves.
_NO_VICTIM = frozenset(
    ("اخر", "وفاه", "اصابه", "جثه", "جثمان", "نائب", "رائد", "لواء", "عميد", "ابن", "منفذ", "انسان", "نسمه")
)
