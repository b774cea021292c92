"""What belongs to an office, a body or a source after its noun: whom it serves, where it sits, the rank and name that follow.

المتحدث باسم القوات، الناطق الإعلامي للدفاع المدني في عسير العقيد فلان، المؤسسة العامة للخطوط الحديدية، مصدر في الشرطة.
Table: extract/lexicon/cues/titles.toml.
"""

from __future__ import annotations

from extract import grammar as g
from extract.clean import fold
from extract.core import Core
from extract.joining import by_deed
from extract.rules import table
from extract.tagging import PERSONAL
from extract.tokens import Analysis

_TABLE = table("cues/titles.toml")
_RANKS = frozenset(fold(word) for row in ("honorifics", "ranks") for word in _TABLE[row])
_GRADES = frozenset(fold(word) for word in _TABLE["grades"])
_POSTS = frozenset(_TABLE["posts"])
_BODIES = frozenset(_TABLE["bodies"])
_WORKS = frozenset(_TABLE["works"])
#: Prepositions that tie an office to its official: رئيس الوفد في جنيف فلان، السفير لدى المغرب فلان.
_TIES = frozenset(("في", "لدي", "من", "علي", "بين"))
#: Classes of nouns for those who hold offices: a second one after و is another party.
_HOLDERS = frozenset(("official", "title", "armed"))
#: Classes of nouns that name a field of work: للبحوث والدراسات.
_FIELDS = frozenset(("", "abstract", "event", "goods", "building"))
_SEATS = frozenset(("org", "armed"))
#: Who speaks without a name: of them the seat is all that is known.
_SOURCES = frozenset(("مصدر",))
#: Read as adjectives after a name: فلانة المتحدثة باسم الشرطة.
_SPEAKERS = frozenset(("متحدث", "ناطق"))
#: Who is spoken to, not for: قال المتحدث الرسمي لوكالة الأنباء.
_MEDIA = frozenset(("وكالة", "صحيفة", "جريدة", "قناة", "إذاعة", "تلفزيون", "تليفزيون", "موقع", "مجلة", "شبكة"))


class Offices(Core):
    """Reads what follows the noun of an office, a body or a source."""

    def office(self, first: int, head: int, last: int) -> int:
        """The end of what the noun at the end of a phrase serves or sits in, and of the name after it; `last` when nothing."""
        nxt = last + 1
        if nxt >= len(self.doc.tokens):
            return last
        own = self.tags.readings[nxt] if self.tags.letters[nxt] == "N" else None
        noun = self._noun(first, last)
        if own is not None and self._body(noun, last) and self._work(nxt, own):
            return self._and_name(head, self._fields(nxt))
        holder = self._holder(head, noun, last)
        if holder is None:
            return last
        if holder.lemma in _SOURCES:
            at = self._complement(nxt, own)
            return self.core(at)[1] if at is not None and self._seat(at) and (own is None or own.prep == "ب") else last
        if own is not None and own.conj == "و" and own.det and not own.prep and own.ent not in _HOLDERS:
            end = self.core(nxt)[1]
            return self._and_name(head, end) if self._name_follows(end) or self._named_after(nxt, end) else last
        if own is not None and own.prep == "ب" and own.lemma in ("اسم", "لسان"):
            return self._spoken_for(nxt)
        return self._serves(holder, last, nxt, own)

    def _noun(self, first: int, last: int) -> int:
        """The noun that the adjectives at the end of a phrase describe: المتحدث | الإعلامي."""
        noun = last
        while noun > first and self._adjective(noun) is not None:
            noun -= 1
        return noun

    def _adjective(self, i: int) -> Analysis | None:
        """A word with the article as the adjective that it is after a noun: الوطنية, which is patriotism as well."""
        reading = self.tags.readings[i]
        if reading is None or not reading.det or reading.pos == "name" or reading.lemma in _SPEAKERS:
            return None
        if reading.pos == "adj":
            return reading
        return self.doc.tokens[i].reading("adj") if reading.ent == "abstract" else None

    def _holder(self, head: int, noun: int, last: int) -> Analysis | None:
        """Who holds the office at the end of a phrase, or a source."""
        reading, closing = self.tags.readings[head], self.tags.readings[noun]
        if reading is not None and reading.lemma in _SOURCES:
            return reading
        if reading is not None and reading.evt and last > head:
            reading = closing  # مقتل قيادي | في الحزب
        elif closing is not None and closing.det and noun > head and self._personal(noun - 1):
            if closing.lemma in _SPEAKERS:
                return closing  # فلان المتحدث | باسم الشرطة
            reading = closing if closing.ent == "official" else reading
        return reading if reading is not None and reading.ent in ("official", "title") else None

    def _body(self, noun: int, last: int) -> bool:
        """A body with its adjective, or an official with that of his post: the noun after ل may belong to either."""
        body, adjective = self.tags.readings[noun], self._adjective(last)
        if noun == last or body is None or adjective is None or not body.det:
            return False
        return body.lemma in _BODIES or (body.ent == "official" and adjective.lemma in _POSTS)

    def _work(self, at: int, work: Analysis) -> bool:
        """Whether ل after a body and its adjective tells its work, not whom or what for it acts."""
        if work.prep != "ل" or work.conj or work.enc:
            return False
        if work.pos == "name" or work.ent in ("official", "title", "person", "city", "country") or work.lemma in _MEDIA:
            return False
        end = self.core(at)[1]
        follows = self.tags.letters[end + 1] if end + 1 < len(self.doc.tokens) else ""
        if work.form == "masdar" or work.evt:
            return (work.det and (end > at or follows != "P")) or (work.lemma in _WORKS and end > at)
        return work.det or end > at

    def _fields(self, at: int) -> int:
        """The end of the fields of a body that و joins: للسياحة | والآثار."""
        end = self.core(at)[1]
        nxt = end + 1
        while nxt < len(self.doc.tokens) and self.tags.letters[nxt] == "N":
            more = self.tags.readings[nxt]
            if more is None or more.conj != "و" or more.prep or not more.det or more.pos != "noun":
                break
            if more.ent not in _FIELDS or self.core(nxt)[1] > nxt + 1:
                break
            end = self.core(nxt)[1]
            nxt = end + 1
        return end

    def _complement(self, nxt: int, own: Analysis | None) -> int | None:
        """Where the noun begins that a preposition ties to an office."""
        if own is not None:
            return nxt if own.prep in ("ل", "ب") and not own.conj and not by_deed(own) else None
        tied = self.tags.letters[nxt] == "P" and self.doc.tokens[nxt].key in _TIES and nxt + 1 < len(self.doc.tokens)
        return nxt + 1 if tied and self.tags.letters[nxt + 1] == "N" else None

    def _seat(self, at: int) -> bool:
        seat = self.tags.readings[at]
        return seat is not None and seat.ent in _SEATS and seat.lemma not in _MEDIA

    def _serves(self, holder: Analysis, last: int, nxt: int, own: Analysis | None) -> int:
        """The end of an official's body: مسؤول في الوزارة، المتحدث الإعلامي بقيادة الحرس، رئيس المجلس في بيرو فلان."""
        at = self._complement(nxt, own)
        if at is None:
            return last
        end, closing = self.core(at)[1], self._adjective(last)
        post = closing.lemma in _POSTS if closing is not None else not holder.det
        if post and (own is None or own.prep == "ب") and self._seat(at) and not self._personal(last):
            return end
        further = end + 1
        if not self._named_after(at, end) and further < len(self.doc.tokens) and self.tags.letters[further] == "N":
            after = self.tags.readings[further]
            if after is not None and after.prep == "ل" and not after.conj:
                at, end = further, self.core(further)[1]  # لرئيس الوزراء | للشؤون الخارجية | فلان
        return self._and_name_of(end) if self._named_after(at, end) else last

    def _and_name(self, head: int, end: int) -> int:
        """The end of the name of an official after what he serves."""
        holder = self.tags.readings[head]
        return self._and_name_of(end) if holder is not None and holder.ent in ("official", "title") else end

    def _and_name_of(self, end: int) -> int:
        if not self._name_follows(end):
            return end
        nxt = end + 1
        return self._ranked(nxt, nxt) if self.doc.tokens[nxt].key in _RANKS else self.core(nxt)[1]

    def _spoken_for(self, at: int) -> int:
        """The end of whom a spokesman speaks for, and of his name: باسم الأمين العام | للأمم المتحدة | فلان."""
        end = self.core(at)[1]
        if end == at and end + 2 < len(self.doc.tokens) and self.doc.tokens[end + 1].key in g.DEMONSTRATIVES:
            end = self.core(end + 2)[1]  # باسم هذه | القوات فلان
        further = end + 1
        after = self.tags.readings[further] if further < len(self.doc.tokens) else None
        if after is not None and self.tags.letters[further] == "N" and after.prep == "ل" and not after.conj:
            end = self.core(further)[1]
        return self._and_name_of(end)

    def rank(self, first: int, head: int, last: int) -> int:
        """The end of a rank and name after an office: وزير الدفاع | الفريق فلان."""
        reading, nxt = self.tags.readings[head], last + 1
        if reading is None or reading.ent not in ("official", "title") or last == first or nxt >= len(self.doc.tokens):
            return last
        held = self.tags.readings[last]
        named = held is not None and held.pos == "name" and held.ent in PERSONAL  # الرئيس فلان | اللواء فلان
        if named or self.doc.tokens[nxt].key not in _RANKS or self.tags.letters[nxt] != "N":
            return last
        end = self._ranked(nxt, head)
        closing = self.tags.readings[end]
        return end if end > nxt and closing is not None and not (closing.pos == "noun" and closing.known) else last

    def _ranked(self, rank: int, head: int) -> int:
        """The end of a name that begins with a rank or an honorific: الفريق أول ركن | فلان."""
        end = self.core(rank)[1]
        while end + 1 < len(self.doc.tokens) and self.doc.tokens[end + 1].key in _GRADES:
            end = self.core(end + 1)[1]
        while end + 1 < len(self.doc.tokens) and self.tags.letters[end + 1] == "N":
            named = self.given(end + 1) or self._word_as_name(rank, end)
            if not named and not self.extends(rank, end, end + 1, head):
                break
            end += 1
        return end

    def _word_as_name(self, rank: int, end: int) -> bool:
        """A name that is a word as well: العقيد | نافع | الحربي. No adjective of a rank is without the article."""
        reading = self.tags.readings[end + 1]
        if reading is None or reading.prep or reading.conj or reading.enc or reading.pos != "adj":
            return False
        return end <= rank + 1 and reading.det == (end > rank)

    def _personal(self, i: int) -> bool:
        reading = self.tags.readings[i]
        return reading is not None and reading.pos == "name"

    def _named_after(self, at: int, end: int) -> bool:
        """A personal name closes the complement or follows it: لرئيس الوزراء للشؤون الخارجية فلان."""
        tags = self.tags
        closing, seat = tags.readings[end], tags.readings[at]
        if (
            end > at
            and not (seat is not None and seat.ent == "place_head")
            and closing is not None
            and closing.pos == "name"
            and (not closing.known or closing.ent == "family")
        ):
            return True
        inside = any(r is not None and r.ent == "given" for r in tags.readings[at + 1 : end + 1])
        return inside or self._name_follows(end)

    def _name_follows(self, end: int) -> bool:
        """A personal name right after token `end`, a rank before it (الدكتور فلان), or an unknown name after an adjective."""
        nxt = end + 1
        after = self.tags.readings[nxt] if nxt < len(self.doc.tokens) and self.tags.letters[nxt] == "N" else None
        if after is None or after.prep or after.conj:
            return False
        if self.doc.tokens[nxt].key in _RANKS:
            return True
        closing = self.tags.readings[end]
        foreign = not after.known and closing is not None and closing.det
        return after.pos == "name" and (after.ent in PERSONAL or foreign)
