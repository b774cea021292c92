"""Who was hurt: noun phrases of victims and their lists. Where they stand is extract/victimsearch.py's business."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extract.casualties import Harm
from extract.counted import Counted, counted_noun
from extract.numbers import Number
from extract.quantityfound import Found
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
        #: Numbers by first token and by every token inside them; the nouns that they count.
        self.numbers = {n.first: n for n in numbers}
        self.counted = frozenset(n.counted for n in numbers)
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
        if key in _ONE_OF:
            return Victims(i, i, one_at(i), None, None)
        noun = counted_noun(key)
        if noun is None:
            best = self.tokens[i].best if i < len(self.tokens) else None
            if best is None or best.ent not in _PERSONS or best.num != "s" or best.prep:
                return None
            if (best.det or best.enc) and not definite:
                return None
            noun = Counted("person", "s", best.lemma, False, accusative=key.endswith("ا"), conj=best.conj)
        if noun.number != "s" or noun.prep or noun.kind not in VICTIM_KINDS or noun.lemma in _NO_VICTIM:
            return None
        if noun.lemma in _TITLES and not definite:
            return None
        if (noun.det or noun.owned) and not definite:
            return None
        if accusative and not noun.accusative and not self.tokens[i].text.endswith("ة"):
            return None
        return Victims(i, i, one_at(i, i), noun, i)

    def named(self, i: int, *, joined: bool = False) -> bool:
        """A person's name begins here: مقتل أبو بكر، مقتل يحيى السنوار; `joined` with و: وأبو مهدي."""
        if self.key(i).removeprefix("و" if joined else "") in ("ابو", "ام") and self.tokens[i + 1 : i + 2]:
            return True
        best = self.tokens[i].best if i < len(self.tokens) else None
        if best is None or best.pos != "name" or best.prep or bool(best.conj) != joined:
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
        """The victims that `و` or `إضافة إلى` adds: ضابط وثلاثة جنود، رجل وزوجته، قيادي في الحركة وستة آخرون."""
        found = [v]
        j, skipped = v.last + 1, 0
        while j < stop and skipped <= _SKIPPED:
            j = self._aside(j, stop)
            if j >= stop:
                break
            more = self._more(j, v, of_known=not skipped and v.noun is not None and v.noun.det)
            if more is not None:
                if more.noun is not None and more.noun.strong:
                    break
                if more.number.how == "singular" and (v.number.low or 0) >= _MANY:  # ألف رجل وصبي
                    break
                found.append(more)
                j, skipped = more.last + 1, 0
            elif self._describes(j, v):
                j, skipped = j + 1, skipped + 1
            else:
                break
        return found

    def _aside(self, j: int, stop: int) -> int:
        """Behind an age: رجل (40 عاما) وزوجته، رجل يبلغ من العمر 40 عاما وزوجته."""
        if self.tokens[j].text == "(":
            return next((i + 1 for i in range(j + 1, min(stop, j + _ASIDE)) if self.tokens[i].text == ")"), j)
        if self.key(j) not in _AGED or self.key(j + 2) not in _AGE:
            return j
        return next((i + 1 for i in range(j + 1, min(stop, j + _ASIDE)) if self.key(i) in _YEARS), j)

    def _more(self, j: int, v: Victims, *, of_known: bool) -> Victims | None:
        """Victims added at j, behind a conjunction written onto them, apart from them, or of several words.

        Somebody known by the article is one only beside another such: الأب والأم."""
        plus = self.tables.plus.at(self.tokens, j + (self.tokens[j].text in "،,"))
        if plus is not None or self.key(j) == "و":
            j = plus[0] + 1 if plus is not None else j + 1
        elif self.key(j)[:1] != "و":
            return None
        number = self.numbers.get(j)
        if number is not None:
            v = self.of(number)
            return v if self.human(v) or (self.bare(v) and number.how != "singular") else None
        his = self.numbers.get(j + 1)
        if his is not None and his.counted == j:  # وأبنائه الثلاثة
            return Victims(j, his.last, his, None, None)
        if self.key(j) in _ONE_MORE or (v.noun is None and self.named(j, joined=True)):
            return Victims(j, j, one_at(j), None, None)
        alone = self.one(j, definite=True)
        known = alone is not None and alone.noun is not None and (alone.noun.det <= of_known)
        other = alone is not None and alone.noun is not None and alone.noun.kind == "cases"  # حالة وفاة وحالة شفاء
        return alone if alone is not None and known and not other and self.human(alone) else None

    def _describes(self, j: int, v: Victims) -> bool:
        """What may stand between one victim and the next: adjectives, names, the body that they belong to."""
        token, best = self.tokens[j], self.tokens[j].best
        if token.kind != "word" or j in self.inside or token.key in self.tables.barriers:
            return False
        his = self.one(j, definite=True) if v.number.how != "singular" else None
        if his is not None and best is not None and best.pos == "noun":
            return False  # ثلاثة أشخاص شقيقه وابنه: who they are
        if token.key in PREPOSITIONS:
            if token.key == "علي" and self.key(j + 1) == "الاقل":
                return True
            return self._called_ali(v, j) or (token.key in _BELONGING and self._body(j + 1))
        if token.key[:1] == "و" and (best is None or best.conj or not best.known):
            return self._body(j)
        return best is None or best.pos != "verb"

    def _body(self, i: int) -> bool:
        """An army, a group or a party: من الجيش، في الحركة، وقوات صالح."""
        best = self.tokens[i].best if i < len(self.tokens) else None
        return best is not None and best.pos == "noun" and best.ent in _BODIES

    def _called_ali(self, v: Victims, j: int) -> bool:
        """A name spelled like a preposition right after one man: الصحفي علي سمير وثلاثة من زملائه."""
        return v.number.how == "singular" and j == v.last + 1 and self.tokens[j].text == "علي"

    def told(self, kind: str, v: Victims, cue: int | None, *, part: bool = False) -> Found:
        """Victims as a quantity of a kind."""
        n = v.number
        whom = " ".join(t.text for t in self.tokens[v.at : max(v.at, v.last) + 1]) if v.at is not None else None
        if self.key(v.first) in _ONE_OF:  # أحد العناصر الإرهابية
            whom = " ".join(t.text for t in self.tokens[v.first : v.first + _WHOSE])
        return Found(kind, v.first, v.last, n.value, n.min, n.max, n.approximate, whom, None, part or v.some, cue)


def one_at(i: int, counted: int | None = None) -> Number:
    """The number of a singular noun, which is one."""
    return Number(i, i, 1.0, counted=counted, how="singular")


#: Words of death after which the wounded are those who died.
_DEATHS = frozenset("وفاه بوفاه موت توفي مات استشهاد مصرع".split())
#: Added by `و` without a noun: جندي تركي وآخر.
_ONE_OF = frozenset(("احد", "احدي", "واحد", "واحده"))
#: Words of one of somebody: أحد العناصر الإرهابية.
_WHOSE = 3
#: How an age is told, and how many tokens it takes.
_AGED = frozenset(("يبلغ", "تبلغ", "البالغ", "البالغه"))
_AGE = frozenset(("العمر", "عمره", "عمرها"))
_YEARS = frozenset(("عاما", "سنه", "سنوات", "اعوام", "ربيعا"))
_ASIDE = 8
_ONE_MORE = frozenset(("واخر", "واخري"))
_BELONGING = frozenset(("من", "في"))
_BODIES = frozenset(("armed", "org", "group"))
#: From so many on, one more noun says who they are.
_MANY = 100
#: Words from one victim to the next: a title, the name of a body, three names.
_SKIPPED = 8
_PLURAL = frozenset(("ين", "ون", "ات"))
_PERSONS = frozenset(("person", "official", "title"))
_HUMAN = frozenset(("person", "armed", "official", "title"))
VICTIM_KINDS = frozenset(("person", "fighters", "attackers", "accused", "arrested", "kidnapped", "displaced", "missing", "killed",
                      "injured", "cases"))  # fmt: skip
PREPOSITIONS = frozenset(
    "في من علي الي عن مع عند ضد داخل خارج قرب قبل تحت فوق بين برصاص بنيران بغاره بقصف بانفجار".split()
)
#: Singulars that are no victim by themselves, and those that are one only right behind the word of harm.
_NO_VICTIM = frozenset(("اخر", "وفاه", "اصابه", "جثه", "جثمان", "انسان", "نسمه", "ناس", "نفس"))
_TITLES = frozenset(("نائب", "رائد", "لواء", "عميد", "ابن", "منفذ"))
