"""The core of a noun phrase: its genitives, adjectives and names, and the names in quotation marks inside it."""

from __future__ import annotations

from dataclasses import dataclass, replace

from extract import grammar as g
from extract.joining import another_party, goes_on_name, is_number, joins, second_adjective
from extract.quotes import closes_name
from extract.tagging import Tags
from extract.tokens import Analysis, Doc, Token

_CRAFT = frozenset(("aircraft", "vehicle"))
MAX_WORDS = 14
#: What bears the name of somebody: مطار فلان | الدولي.
_NAMED_AFTER = frozenset(("building", "place_head", "org"))
_LANDS = frozenset(("city", "country"))
#: Words in a name after which another always follows.
_FATHERS = frozenset(("ابو", "ابي", "ابا", "ابن"))
_TWO = frozenset(("اثنان", "اثنتان"))
#: How somebody condemned (بشدة): what stands after it is no genitive.
_STRONGLY = frozenset(("بشده", "وبشده", "بقوه", "وبقوه"))


def _plain(token: Token, reading: Analysis) -> bool:
    """A common noun, which no name takes as a genitive: نفت حركة حماس | تقارير."""
    noun = reading.pos == "noun" and reading.known and not reading.det and not reading.enc
    return noun and token.reading("adj") is None


def _second_task(office: Analysis | None, before: Analysis, after: Analysis) -> bool:
    """A body or an office for two things: هيئة التحقيق | والادعاء العام، مدير العلاقات العامة | والإعلام."""
    if office is None or office.pos != "noun" or office.det or office.enc or office.ent not in ("org", "official"):
        return False
    one = before.det and (before.pos == "adj" or _task(before))
    return one and after.conj == "و" and after.det and not (after.prep or after.enc) and _task(after)


def _task(noun: Analysis) -> bool:
    return noun.pos == "noun" and (noun.ent in ("abstract", "event") or (noun.form == "masdar" and not noun.ent))


@dataclass(slots=True)
class Core:
    """Reads the core of one phrase at a time."""

    doc: Doc
    tags: Tags
    whole: dict[int, int]
    #: Where names of several words end.
    closed: frozenset[int]
    #: Where names of known persons end.
    people: frozenset[int]

    def core(self, first: int) -> tuple[int, int, bool]:
        """(head, last, begins with a number) of genitives, adjectives and names."""
        doc, tags, whole = self.doc, self.tags, self.whole
        head, last = first, whole.get(first, first)
        number = tags.letters[first] == "D" or is_number(tags.readings[first])
        seeking = number
        while last + 1 < len(doc.tokens) and last - first < MAX_WORDS:
            nxt = last + 1
            end = closes_name(doc, tags, first, nxt) if tags.letters[nxt] == "Q" else None
            if end is not None:
                last = end
                continue
            if not self.extends(first, last, nxt, head):
                break
            if seeking and tags.letters[nxt] == "N" and not is_number(tags.readings[nxt]):
                head, seeking = nxt, False
            last = whole.get(nxt, nxt)
        return head, last, number

    def given(self, i: int) -> bool:
        """A given name stands at token i."""
        tokens = self.doc.tokens
        name = tokens[i].reading("name") if i < len(tokens) and tokens[i].kind == "word" else None
        return name is not None and name.ent == "given" and not name.prep and not name.conj

    def _two_names(self, head: int, last: int) -> bool:
        """Somebody is named in full: two names at the end, behind the head."""
        named = self.tags.readings[last - 1 : last + 1]
        return last - 1 > head and all(r is not None and r.pos == "name" and r.ent not in _LANDS for r in named)

    def _a_man(self, first: int, last: int) -> bool:
        """A given name among the words, before the last or as the last."""
        return any(r is not None and r.pos == "name" and r.ent == "given" for r in self.tags.readings[first : last + 1])

    def _names(self, i: int) -> bool:
        """A word that is a given name too, with another name after it."""
        after = self.tags.readings[i + 1] if i + 1 < len(self.doc.tokens) else None
        if not self.given(i) or after is None or self.tags.letters[i + 1] != "N" or after.prep or after.conj:
            return False
        return after.pos == "name" or not after.known

    def extends(self, first: int, last: int, nxt: int, head: int) -> bool:
        """Whether token `nxt` belongs to the phrase first..last."""
        doc, tags = self.doc, self.tags
        letter = tags.letters[nxt]
        if letter == "D":
            bound = last == first and doc.tokens[last].key in g.APPROXIMATELY
            return tags.letters[last] == "D" or bound or (first == last and is_number(tags.readings[last]))
        if letter != "N":
            return False
        before, after = self._stands_as(first, last), tags.readings[nxt]
        if tags.letters[last] == "Q" and last > head and after is not None and self._quoted(last, after):
            return True  # تنظيم «داعش» | الإرهابي
        if after is None:
            return doc.tokens[nxt].kind == "latin"
        if tags.letters[last] == "D":
            return not after.det and (not after.conj or after.pos == "num")
        if before is None:
            return doc.tokens[last].kind == "latin" and after.pos in ("name", "adj")
        if before.lemma == "قائم" and before.ent == "official" and after.prep == "ب" and after.lemma == "عمل":
            return True  # القائم بالأعمال
        if doc.tokens[last].key in _FATHERS and last > first:
            return True  # شيرين أبو | عاقلة
        if before.ent == "direction" and before.pos == "adj" and first == last and not before.det and not after.prep:
            return after.pos == "name" or after.det  # شرقي | المدينة
        if before.ent in _LANDS and first == last and _plain(doc.tokens[nxt], after):
            return False  # أطلقت إسرائيل | سراح
        if before.ent == "aircraft" and after.ent in ("building", "place_head"):
            return False  # قصفت مروحية | مقر البرلمان
        office = tags.readings[head]
        named = before.pos == "name" and before.ent not in _LANDS
        official = named and office is not None and office.ent == "official"
        if official and after.ent in _LANDS:
            return False  # حث الوزير فلان | الرياض
        if after.lemma in _TWO and before.num in ("d", "p") and not (after.conj or after.prep):
            return True  # شرطيين | اثنين
        if after.pos == "num" and after.det and before.pos == "noun" and before.det and not (after.conj or after.prep):
            return True  # الوزراء | الأربعة
        if official and after.det and after.pos == "noun" and after.ent == "official" and self._two_names(head, last):
            return False  # اتهم الحاكم فلان الفلاني | الرئيس
        named = last in self.people or last in self.closed or (last > first and self._a_man(first, last))
        if named and after.ent == "country" and not after.prep:
            return False  # اتهم فلان بن فلان | روسيا
        if before.ent in _LANDS and office is not None and office.ent == "official" and self._names(nxt):
            return True  # محافظ تعز | سلطان البركاني
        if first == last and before.prep == "ب" and after.det and before.ent == "size":
            return True  # بأشد | العبارات
        if first == last and doc.tokens[first].key in _STRONGLY and after.pos == "noun":
            return False  # دان بشدة | الهجوم
        if after.conj and not (is_number(before) and is_number(after)):
            again = last > first and second_adjective(doc.tokens[last], doc.tokens[nxt])
            return again or (last > head and _second_task(office, before, after))
        if after.ent == "time" and tags.letters[nxt + 1 : nxt + 2] == ["X"]:
            return False  # 35 آخرون | يوم الخميس
        if self._unmanned(last):
            return False  # طائرة بدون طيار | منزلا
        if after.prep or self._where(nxt) or (last in self.closed and _plain(doc.tokens[nxt], after)):
            return False
        if last in self.closed and after.pos == "num" and not after.det:
            return False  # سلمت حركة حماس | ثلاثة محتجزين
        if last in self.people:
            ground = office is not None and office.ent in _NAMED_AFTER and after.det and after.pos == "adj"
            return goes_on_name(doc.tokens[nxt]) or (ground and office is not None and office.gen == after.gen)
        if another_party(before, after, tags.readings[head], doc.tokens[nxt], last in self.closed):
            return False
        if after.det and before.pos == "name" and after.ent in ("official", "title") and self.given(nxt + 1):
            return False  # الملك سلمان | الأمير محمد
        return joins(before, after, self._bearer(head, last), doc.tokens[last], doc.tokens[nxt])

    def _quoted(self, last: int, word: Analysis) -> bool:
        """Whether an adjective behind a name in quotation marks, closed at `last`, qualifies the noun before it."""
        opens = last - 1
        while opens > 0 and self.tags.letters[opens] != "Q":
            opens -= 1
        noun = self.tags.readings[opens - 1] if opens else None
        adjective = word.pos == "adj" and word.det and not (word.conj or word.prep)
        return adjective and noun is not None and noun.pos == "noun" and noun.num == "s" and noun.gen == word.gen

    def _stands_as(self, first: int, i: int) -> Analysis | None:
        """A token inside a phrase as what it is there: family name (جوزيف عون)، adjective of a vehicle (طائرة مسيرة)."""
        reading, previous = self.tags.readings[i], self.tags.readings[i - 1] if i > first else None
        deed = previous is not None and (previous.evt or previous.form == "masdar") and not previous.det
        if deed and reading is not None and reading.pos == "adj" and reading.det:
            return self.doc.tokens[i].somebody() or reading  # إصابة الإعلامي | فلان
        if reading is None or previous is None or reading.pos != "noun" or reading.det or reading.enc:
            return reading
        if previous.pos == "adj" and not previous.det and (adjective := self.doc.tokens[i].reading("adj")) is not None:
            return adjective  # مصدر كويتي مسؤول
        if previous.pos == "name" and previous.ent == "given" and reading.form == "plain":
            return replace(reading, pos="name", ent="family")
        craft = self.doc.tokens[i].reading("adj") if previous.ent in _CRAFT else None
        return reading if craft is None or craft.gen != previous.gen else craft

    def _unmanned(self, i: int) -> bool:
        """A pilot who is not aboard ends the phrase: من دون طيار."""
        tokens = self.doc.tokens
        return tokens[i].key == "طيار" and i > 0 and tokens[i - 1].key in ("دون", "بدون", "بلا")

    def _where(self, i: int) -> bool:
        """A direction with a place after it says where: قاعدة حرير | شمالي العراق."""
        reading = self.tags.readings[i]
        if reading is None or reading.ent != "direction" or reading.det or i + 1 >= len(self.doc.tokens):
            return False
        after = self.tags.readings[i + 1]
        return self.tags.letters[i + 1] == "N" and after is not None and (after.det or after.pos == "name")

    def _bearer(self, head: int, last: int) -> Analysis | None:
        """Whom a name may follow: the head, or the man in its genitive (زيارة الرئيس التركي | فلان)."""
        reading = self.tags.readings[head]
        if reading is None or last <= head + 1 or not (reading.evt or reading.form == "masdar"):
            return reading
        genitive = self.tags.readings[head + 1]
        return genitive if genitive is not None and genitive.ent in ("official", "title") else reading
