"""Noun phrases: where they begin and end, their head, and the preposition or conjunction before them.

A phrase is the shortest that still names its party whole: genitives, adjectives, names after a title, a quoted or bracketed
name, the partitive (عشرات من المسلحين, قوى من المقاومة) and the office of an official (المتحدث باسم القوات, رئيس المجلس في
بيرو فلان) belong to it; relative clauses and other prepositional phrases do not.
"""

from __future__ import annotations

from dataclasses import dataclass

from extract import grammar as g
from extract.core import MAX_WORDS
from extract.joining import first_of, heads_clause, is_number
from extract.offices import Offices
from extract.tagging import Tags
from extract.tokens import Analysis, Doc

#: What a part is taken of: أربعة من رجال الشرطة، عناصر من التنظيم.
_PARTIES = frozenset(("person", "armed", "official", "title", "org", "group"))
#: Nouns that only count: the noun after them is meant.
_COUNTERS = frozenset(("عدد", "أحد", "إحدى", "مجموعة", "اثنان", "اثنين", "اثنتان", "اثنتين"))
#: Of whom من then tells: أحد الجنود، اثنان من الحراس.
_SOME = _COUNTERS - {"عدد", "مجموعة"}
#: Parts of a whole: الجزء الأكبر من المدينة، الكثير من الشباب.
_PORTIONS = frozenset(("موجة", "جزء", "كثير", "عديد", "مزيد", "نصف", "ثلث", "ربع", "غالبية", "معظم", "بعض", "كامل"))
_COUNTING = _COUNTERS | _PORTIONS
#: How many, also as a genitive.
_MANY = frozenset(("كثير", "عديد", "عدد"))
_MAX_BRACKET = 5


@dataclass(slots=True)
class Phrase:
    """A noun phrase: tokens first..last; `head` carries its meaning."""

    first: int
    last: int
    head: int
    #: Keys of the preposition that governs it, () when none does; ("ب",) for an attached one.
    prep: tuple[str, ...] = ()
    #: Index of the preposition token, or of the token that carries it.
    prep_at: int | None = None
    #: Index of the phrase it is coordinated with.
    joins: int | None = None
    #: Begins with a number.
    number: bool = False


def phrases(doc: Doc, tags: Tags, whole: dict[int, int], people: frozenset[int] = frozenset()) -> list[Phrase]:
    """All noun phrases of a Doc in order; `whole` maps first to last token of names that stay whole, `people` are the last
    tokens of known persons' names."""
    found: list[Phrase] = []
    closed = frozenset(last for first, last in whole.items() if last > first)
    reader = _Reader(doc, tags, whole, closed, people)
    i, n = 0, len(doc.tokens)
    while i < n:
        letter = tags.letters[i]
        if letter == "Q" and i + 1 < n and tags.letters[i + 1] == "N":
            i += 1
            continue
        if letter not in "ND":
            i += 1
            continue
        phrase = reader.take(i)
        _govern(doc, tags, found, phrase)
        found.append(phrase)
        i = phrase.last + 1
    return found


def tail(tags: Tags, whole: Phrase, first: int) -> Phrase:
    """The rest of a phrase, from token `first`, as a phrase of its own."""
    number = tags.letters[first] == "D" or is_number(tags.readings[first])
    head = first
    while number and head < whole.last and (tags.letters[head] == "D" or is_number(tags.readings[head])):
        head += 1
    many = tags.readings[head]
    if many is not None and many.lemma in _MANY and head + 2 <= whole.last and tags.letters[head + 1] == "P":
        head += 2  # اعتقال | عدد من الجنود
    return Phrase(first, whole.last, head, number=number)


class _Reader(Offices):
    """Reads one phrase at a time."""

    def take(self, first: int) -> Phrase:
        """The phrase that begins at `first`."""
        head, last, number = self.core(first)
        for _ in range(3):
            end = self._more(first, head, last, number)
            if end == last or end - first >= MAX_WORDS:
                break
            last = end
        reading = self.tags.readings[head]
        counter = reading is not None and (reading.lemma in _COUNTING or first_of(reading))
        if (number or counter) and head == first and last > first:
            head = self._counted(first, last, counter)
        return Phrase(first, last, head, number=number)

    def _more(self, first: int, head: int, last: int, number: bool) -> int:
        """The end of what may follow the core of a phrase: partitive, bracket, seat or rank; `last` when nothing does."""
        nxt = last + 1
        if nxt >= len(self.doc.tokens):
            return last
        letter = self.tags.letters[nxt]
        if letter == "," or letter not in "PNQ":
            return self._bracket(head, last) if letter == "," else last
        end = self._part(first, head, last, number) if letter != "N" else last
        if end == last and letter != "Q":
            end = self.office(first, head, last)
        return self.rank(first, head, end) if letter == "N" or end != last else last

    def _part(self, first: int, head: int, last: int, number: bool) -> int:
        """The end of a partitive after the phrase: 3 من عائلة واحدة، عناصر من الشرطة التركية."""
        doc, tags = self.doc, self.tags
        nxt = last + 1
        if nxt < len(doc.tokens) and tags.letters[nxt] == "Q" and number:
            nxt += 1
        quoted = tags.letters[last] == "Q" and tags.letters[last - 1] == "D" and nxt + 1 < len(doc.tokens)
        if quoted and doc.tokens[nxt].key == "من" and tags.letters[nxt + 1] == "N":
            return self.core(nxt + 1)[1]  # مقتل «17» من المسلحين
        if nxt + 1 >= len(doc.tokens) or doc.tokens[nxt].key != "من" or tags.letters[nxt + 1] not in "ND":
            return last
        reading, part = tags.readings[head], tags.readings[nxt + 1]
        if number and doc.tokens[nxt + 1].key == "اصل" and nxt + 2 < len(doc.tokens) and tags.letters[nxt + 2] == "D":
            return self.core(nxt + 2)[1]  # 11 دولة من أصل 15
        if (number and (head == first or tags.letters[head] == "D")) or is_number(tags.readings[last]):
            return self.core(nxt + 1)[1]
        if reading is not None and reading.lemma in _PORTIONS and part is not None:
            return self.core(nxt + 1)[1]
        closing = tags.readings[last]
        if closing is not None and closing.lemma in _MANY and part is not None and tags.letters[nxt + 1] == "N":
            return self.core(nxt + 1)[1]  # مقتل الكثير | من الشباب
        if reading is None or reading.det or reading.enc or reading.evt or part is None or part.lemma == "جهة":
            return last
        counter = reading.ent in ("unit", "group") or reading.lemma in _SOME
        several = (reading.num in ("p", "d") or number) and reading.ent in _PARTIES
        member = reading.ent in ("person", "official", "armed") and part.ent in ("armed", "org")
        if counter or (
            (several or member) and (part.ent in _PARTIES or (nxt + 1 in self.whole and part.ent != "city"))
        ):
            return self.core(nxt + 1)[1]
        return last

    def _counted(self, first: int, last: int, counter: bool) -> int:
        """The noun of a partitive whose head only counts: عشرات من المسلحين، عدد من الجنود، أحد الشهود."""
        for i in range(first + counter, last + 1):
            reading = self.tags.readings[i]
            adjective = counter and reading is not None and reading.pos == "adj"
            if self.tags.letters[i] == "N" and not is_number(reading) and not adjective:
                return i
        return first

    def _bracket(self, head: int, last: int) -> int:
        """The end of a name in brackets: حركة (الشباب)."""
        doc, tags = self.doc, self.tags
        reading = tags.readings[head]
        if last + 1 >= len(doc.tokens) or doc.tokens[last + 1].text != "(":
            return last
        if reading is None or reading.ent not in ("armed", "org", "group"):
            return last
        for i in range(last + 2, min(last + 3 + _MAX_BRACKET, len(doc.tokens))):
            if doc.tokens[i].text == ")":
                return i
            if tags.letters[i] != "N":
                break
        return last


def _govern(doc: Doc, tags: Tags, found: list[Phrase], phrase: Phrase) -> None:
    """Note the preposition before a phrase, or the phrase that it is coordinated with."""
    i = phrase.first
    reading = tags.readings[i]
    back = i - 1
    carried = ""
    while back >= 0 and tags.letters[back] in "QO" and doc.tokens[back].kind != "break" and not carried:
        pronoun = tags.readings[back]
        carried = pronoun.prep if pronoun is not None and tags.letters[back] == "O" else ""
        back -= not carried
    if reading is not None and reading.prep and tags.letters[i] == "N":
        phrase.prep, phrase.prep_at = (reading.prep,), i
    elif carried:  # بهذا | الهجوم، لجميع | الأطراف
        phrase.prep, phrase.prep_at = (carried,), back
    elif back >= 0 and tags.letters[back] == "P":
        words = [_strip(doc.tokens[back].key)]
        if back >= 1 and tags.letters[back - 1] == "P":
            words.insert(0, _strip(doc.tokens[back - 1].key))
        phrase.prep, phrase.prep_at = tuple(words), back
    if found and not phrase.prep and _coordinated(doc, tags, found[-1], phrase, reading):
        phrase.joins = len(found) - 1
        phrase.prep, phrase.prep_at = found[-1].prep, found[-1].prep_at


def _coordinated(doc: Doc, tags: Tags, previous: Phrase, phrase: Phrase, reading: Analysis | None) -> bool:
    """و after the phrase before, with at most a comma, a mark or a time between: الجيش أمس والشرطة."""
    between = range(previous.last + 1, phrase.first)
    if reading is not None and reading.conj == "و":
        if heads_clause(doc, tags, phrase.last):
            return False
        marks = sum(doc.tokens[i].text in ("،", ",", ")") or tags.letters[i] == "Q" for i in between)
        return len(between) == marks + sum(tags.letters[i] in "XO" for i in between) and marks <= 2
    return len(between) == 1 and tags.letters[between[0]] == "C"


def _strip(word: str) -> str:
    return g.bare(word, g.PREPOSITIONS) or word
