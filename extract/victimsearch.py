"""Where the victims stand: behind the word of harm, before it, or as the subject of its clause."""

from __future__ import annotations

from extract.casualties import Cue
from extract.counted import counted_noun
from extract.numbers import Number
from extract.victims import PREPOSITIONS, VictimReader, Victims, one_at

#: How far before its verb a list of victims, and the one victim of a clause, may stand, in tokens.
_BEFORE, _CLAUSE = 12, 14
#: Words from the victim of a passive clause to the end of what names it.
_LIST = 9


class VictimSearch(VictimReader):
    """Finds the victims of a word of harm; changes nothing."""

    def forward(self, cue: Cue, last: int, stop: int, end: int) -> list[Victims] | None:
        """The first victims between the word and `stop`, their list up to `end`."""
        j = last + 1
        direct = True
        while j < stop:
            token = self.tokens[j]
            if (token.key in self.tables.barriers and not (direct and token.key in self.tables.parts)) or (
                token.kind == "punct" and token.text in ".؛:!؟"
            ):
                return None
            if cue.form in _AT_ONCE and not direct:
                return None
            v = self._direct(j, cue) if direct else self._further(j)
            if v is not None and direct and v.noun is not None and v.noun.conj == "و":
                return None  # حالة توفيت وحالتان في العناية
            if v is not None and (self.human(v) or (direct and (self.bare(v) or v.number.how == "singular"))):
                if not self._subject(cue, v, stop):
                    return [v] if v.number.how == "pair" else self.coordinated(v, end)
                direct, j = False, v.last + 1
            elif j in self.inside:
                direct, j = False, self.inside[j].last + 1
            else:
                direct = direct and (token.kind != "word" or token.key in _LIGHT or token.key in self.tables.parts)
                j += 1
        return None

    def _direct(self, j: int, cue: Cue) -> Victims | None:
        """Victims right behind the word, among them one named, one known by the article or by whose he is."""
        pair = self._pair(j) if self.tokens[j].kind == "word" else None
        if pair is not None:
            return pair
        if self.key(j) in _ANOTHER and not self._last_of(j):
            return Victims(j, j, one_at(j), None, j)
        v = self.at(j) if j in self.numbers or cue.form != "near" else None  # not فقد السائق السيطرة
        if v is not None or cue.form not in _TAKE_ONE:
            return v
        his = self.key(j) in _HIM and self.key(j + 1)[:1] == "و"  # قتل هو وزوجته
        if his or (cue.kind in _NAMED and self.named(j)) or self._described(j, cue):
            return Victims(j, j, one_at(j), None, None)
        return self.one(j, definite=True) if cue.kind != "missing" else None

    def _last_of(self, j: int) -> bool:
        """آخر before its noun is the last of them: تصفية آخر جيوب المتمردين."""
        after = self.tokens[j + 1].best if j + 1 < len(self.tokens) else None
        return (
            self.key(j) in ("اخر", "اخري")
            and after is not None
            and after.pos == "noun"
            and not after.prep
            and not after.conj
        )

    def _further(self, j: int) -> Victims | None:
        v = self.at(j) if j in self.numbers else self.one(j, accusative=True)
        joined = v is not None and v.number.how == "singular" and self.key(j)[:1] == "و"
        return None if joined else v

    def _described(self, j: int, cue: Cue) -> bool:
        """An adjective for a noun: قتل بريطاني، أصيبت ثلاثينية; not أصيب مباشرة."""
        best = self.tokens[j].best
        if best is None or best.pos != "adj" or best.num != "s" or best.det or best.prep or best.conj:
            return False
        if counted_noun(self.key(j)) is not None:  # غرق مركب
            return False
        agrees = self.key(j).endswith("ه") == self.key(cue.at).endswith("ت")
        return cue.form in ("verb", "ambiguous") and agrees and not self.key(j).endswith("ا")

    def _pair(self, i: int) -> Victims | None:
        """ضابطا شرطة: a dual that leans on a genitive has lost its ن."""
        noun = counted_noun(self.key(i))
        if noun is None or not noun.accusative or self.key(i + 1) not in self.tables.corps:
            return None
        return Victims(i, i + 1, Number(i, i, 2.0, counted=i, how="pair"), noun, i)

    def _subject(self, cue: Cue, v: Victims, stop: int) -> bool:
        """قتل مسلح ثلاثة جنود: the first is who did it when another count follows at once."""
        if cue.form != "ambiguous" or v.number.how != "singular":
            return False
        j = v.last + 1
        while j < min(stop, v.last + 3) and j not in self.numbers and self.one(j, accusative=True) is None:
            if self.key(j) in PREPOSITIONS or self.tokens[j].kind != "word" or self.key(j)[:1] == "و":
                return False
            j += 1
        other = self.at(j) if j < stop else None
        return other is not None and self.human(other) and not self.key(j).startswith("و")

    def backward(self, cue: Cue) -> list[Victims] | None:
        """أن 24 شخصا على الأقل قتلوا: the victims stand before their verb."""
        if self.key(cue.at - 1) in _WHO:
            known = self._known_dead(cue.at)
            return [known] if known is not None else None
        first, _ = self.doc.sentences[self.tokens[cue.at].sent]
        for j in range(cue.at - 1, max(first, cue.at - _BEFORE) - 1, -1):
            key = self.key(j)
            if (key in self.tables.before_stops and key not in self.tables.parts) or self.tokens[j].text in ".؛:":
                return None
            v = self.at(j)
            if v is None or not (self.human(v) or (v.noun is None and v.number.value != 1)):
                continue  # أسرة واحدة
            if v.number.how == "singular" and not self._joins(j):
                continue
            while (ahead := self._listed_before(v.first, first)) is not None:
                v = ahead
            before = self.key(v.first - 1)
            if before in self.tables.parts or before == "بين":  # تسعة بينهم طفلان، 40 بين مدني وعسكري قتلوا: the nine
                continue
            return self.coordinated(v, cue.at)
        return None

    def _known_dead(self, at: int) -> Victims | None:
        """الركاب الـ80 الذين قضوا: a number right before the clause that tells what became of them; not whom they killed."""
        number = self.inside.get(at - 2)
        behind = self.tokens[at + 1].best if at + 1 < len(self.tokens) else None
        acts = behind is not None and behind.pos in ("noun", "name") and not behind.prep
        if number is None or acts or number.how == "dual":
            return None
        v = self.of(number)
        return v if v.noun is None or self.human(v) else None

    def clause(self, at: int) -> list[Victims] | None:
        """أن جنديا قتل, زعيم التنظيم فلان قتل في غارة: one victim, the subject of the passive clause that ends in its verb."""
        first, _ = self.doc.sentences[self.tokens[at].sent]
        for j in range(at - 1, max(first, at - _CLAUSE) - 1, -1):
            if j == first or self.key(j - 1) in _THAT or self.tokens[j - 1].kind == "punct":
                v = self.one(j, definite=True)
                if v is None and self.named(j):
                    v = Victims(j, j, one_at(j), None, None)
                known = v is not None and (v.noun is None or (v.noun.kind != "cases" and not v.noun.conj))
                return [v] if v is not None and known else None
            if self._counts(j) or self.tokens[j].kind != "word" or self._acts(j):
                return None
        return None

    def _counts(self, j: int) -> bool:
        """Inside a number, not a name that ends like a dual."""
        return j in self.inside and self.inside[j].how != "dual"

    def _acts(self, j: int) -> bool:
        """A verb or a conjunction: the clause before the verb of harm has another subject."""
        best = self.tokens[j].best
        return self.key(j) in self.tables.barriers or (best is not None and (best.pos == "verb" or best.conj != ""))

    def _joins(self, j: int) -> bool:
        return self.key(j).startswith("و") and counted_noun(self.key(j)) is not None

    def _listed_before(self, i: int, first: int) -> Victims | None:
        """جنديين وحارسا قتلوا: the earlier member of a list whose later member begins at i."""
        if not (self.key(i).startswith("و") or self.key(i - 1) == "و"):
            return None
        for j in range(i - 1, max(first, i - _LIST) - 1, -1):
            v = self.at(j) if j in self.numbers or j not in self.counted else None
            if v is not None and self.human(v) and any(m.first == i for m in self.coordinated(v, i + 1)):
                return v
        return None


#: Forms whose victims follow at once or not at all.
_AT_ONCE = frozenset(("before", "near"))
#: Forms behind which one person stands without a number.
_TAKE_ONE = frozenset(("masdar", "verb", "ambiguous", "active"))
#: What is done to people by name; an injury by name is a player's.
_NAMED = frozenset(("killed", "arrested", "kidnapped", "released"))
_ANOTHER = frozenset("اخر اخري ثان ثالث رابع خامس سادس سابع ثامن تاسع عاشر".split())
_HIM = frozenset(("هو", "هي"))
_WHO = frozenset(("الذين", "ممن"))
_THAT = frozenset(("ان", "بان", "لكن", "ولكن", "وان"))
_LIGHT = frozenset(
    "امس اليوم علي الاقل نحو كذلك ايضا الجمعه السبت الاحد الاثنين الثلاثاء الاربعاء الخميس ما لا يقل عن اكثر من "
    "فيها فيه خلالها خلاله".split()
)
