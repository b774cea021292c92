"""One field of an item with everything that is known about its tokens: what rules look at."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar

from extract import grammar as g
from extract import nationalities
from extract.clean import word_key
from extract.entities import Entity
from extract.numbers import Number
from extract.phrases import Phrase
from extract.placefound import Found as PlaceFound
from extract.quantityfound import Found as QuantityFound
from extract.tagging import Tags
from extract.times import TimeExpr
from extract.tokens import Analysis, Doc, Token

lemma_key = word_key

_NOTHING: frozenset[str] = frozenset()
#: Tokens of a block, and how many of them a phrase may look ahead.
BLOCK = 14


#: Elected, or a team.
_ELECTED = "منتخب"


@dataclass(slots=True)
class Parsed:
    """Tokens, tags, phrases and the expressions found in one field."""

    doc: Doc
    tags: Tags
    phrases: list[Phrase]
    places: list[PlaceFound]
    times: list[TimeExpr]
    numbers: list[Number]
    quantities: list[QuantityFound]
    entities: list[Entity]
    #: Publication time of the item.
    published: datetime | None = None
    #: Nouns that name events.
    events: frozenset[int] = frozenset()
    #: Tokens between the words of what is charged or ruled: وجهت | في 14 يوليو | الاتهام dates that alone.
    enclosed: frozenset[int] = frozenset()
    #: token -> index of the phrase that holds it.
    phrase_of: dict[int, int] = field(default_factory=dict)
    entity_at: dict[int, Entity] = field(default_factory=dict)
    #: Tokens of places of several words: عين قانا appoints nobody.
    place_names: set[int] = field(default_factory=set)
    #: Subject, objects and voice of each verb asked for: see extract.clauses.arguments.
    arguments: dict[tuple[int, bool, frozenset[int]], tuple[Phrase | None, list[Phrase], bool]] = field(
        default_factory=dict
    )
    #: token -> tokens that a gap after it may reach (extract.triggers).
    reaches: dict[int, tuple[int, ...]] = field(default_factory=dict)
    _starts: dict[int, PlaceFound] | None = None
    _by_sentence: dict[int, list[PlaceFound]] | None = None
    #: What `forms` gives, by token.
    _forms: list[frozenset[str]] = field(default_factory=list)
    _classes: dict[int, frozenset[str]] = field(default_factory=dict)
    #: Forms of each sentence.
    _said: dict[int, frozenset[str]] = field(default_factory=dict)
    #: Forms of each `BLOCK` tokens.
    _blocks: dict[int, frozenset[str]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        letters = self.tags.letters
        self._forms = [_shared_forms(token, letters[token.i]) for token in self.doc.tokens]
        for n, phrase in enumerate(self.phrases):
            for i in range(phrase.first, phrase.last + 1):
                self.phrase_of[i] = n
        for place in self.places:
            if place.last > place.first:
                self.place_names.update(range(place.first, place.last + 1))
        for entity in self.entities:
            for i in range(entity.first, entity.last + 1):
                self.entity_at.setdefault(i, entity)

    def forms(self, i: int) -> frozenset[str]:
        """Every key under which a phrase of the lexicon may name token i: its form, its lemmas, without clitics."""
        return self._forms[i]

    def forms_read(self, i: int, read: str) -> frozenset[str]:
        """The forms of token i without the lemmas that it has in readings other than `read`, the key of a lemma."""
        token, forms = self.doc.tokens[i], self._forms[i]
        known = _FORMS_READ.get((token.text, read, forms))
        if known is None:
            known = forms - {a.key for a in token.analyses if a.key not in (read, token.key)}
            _keep(_FORMS_READ, (token.text, read, forms), known)
        return known

    def ahead(self, i: int) -> tuple[frozenset[str], frozenset[str]]:
        """Forms of the next `BLOCK` tokens, and of some more, in two: what is absent spares the closer look."""
        return self._block(i // BLOCK), self._block(i // BLOCK + 1)

    def _block(self, n: int) -> frozenset[str]:
        found = self._blocks.get(n)
        if found is None:
            found = self._blocks[n] = _NOTHING.union(*self._forms[n * BLOCK : n * BLOCK + BLOCK])
        return found

    def sentence_forms(self, sentence: int) -> frozenset[str]:
        """Forms of all tokens of a sentence: what is absent spares the closer look."""
        found = self._said.get(sentence)
        if found is None:
            first, last = self.doc.sentences[sentence]
            found = self._said[sentence] = _NOTHING.union(*self._forms[first:last])
        return found

    def places_of(self, sentence: int) -> list[PlaceFound]:
        """The places named in a sentence."""
        if self._by_sentence is None:
            self._by_sentence = {}
            for place in self.places:
                self._by_sentence.setdefault(self.doc.tokens[place.first].sent, []).append(place)
        return self._by_sentence.get(sentence, [])

    def place_told(self, start: int) -> PlaceFound | None:
        """The place whose name begins at an offset of the delivered text."""
        if self._starts is None:
            spans = ((p, self.doc.span(p.first, p.last)) for p in self.places)
            self._starts = {span.start + p.cut(span.text): p for p, span in spans}
        return self._starts.get(start)

    def meant(self, i: int) -> frozenset[str]:
        """The word as written, with and without what is joined to it, and the lemma that it is read as."""
        found, reading = self.forms(i), self.tags.readings[i]
        if reading is None or not reading.known:
            return found
        others = {a.key for a in self.doc.tokens[i].analyses if a.key != reading.key}
        return found - others if others else found

    def elected(self, i: int) -> bool:
        """الرئيس المنتخب was elected; هنأ الملك المنتخب الوطني tells of a team."""
        reading = self.tags.readings[i]
        if reading is None or reading.key != _ELECTED or not i:
            return False
        before = self.tags.readings[i - 1]
        after = self.tags.readings[i + 1] if i + 1 < len(self.tags.readings) else None
        office = before is not None and before.pos == "noun" and before.ent in ("official", "title")
        return office and (after is None or after.pos != "adj")

    def classes(self, sentence: int) -> frozenset[str]:
        """Noun classes, entity classes, lemma keys and words that stand in a sentence; `place` when a place does."""
        found = self._classes.get(sentence)
        if found is None:
            found = self._classes[sentence] = frozenset(self.held(*self.doc.sentences[sentence]))
        return found

    def held(self, first: int, last: int) -> set[str]:
        """The same for the tokens from `first` up to `last`."""
        found: set[str] = set()
        for i in range(first, last):
            found |= self.forms(i)  # انتخابات، مخدرات
            for analysis in self.doc.tokens[i].analyses:
                if analysis.ent:
                    found.add(analysis.ent)
                found.add(analysis.key)
            entity = self.entity_at.get(i)
            if entity is not None:
                found.add(entity.cls)
        if any(first <= number.first < last for number in self.numbers):
            found.add("number")
        if any(self._speaks(place, first) for place in self.places if first <= place.first < last):
            found.add("state")
        if "place_head" in found or any(first <= place.first < last for place in self.places):
            found.add("place")
        return found

    def _speaks(self, place: PlaceFound, first: int) -> bool:
        """A capital beside a verb stands for its state: رفضت واشنطن، موسكو ترفض."""
        letters, after = self.tags.letters, place.last + 1
        beside = (place.first > first and letters[place.first - 1] == "V") or letters[after : after + 1] == ["V"]
        return beside and place.precision == "town"

    def phrase_classes(self, phrase: Phrase) -> set[str]:
        """Classes of a phrase: its head's noun class and lemma, entities and places in it."""
        found: set[str] = set()
        for i in range(phrase.first, phrase.last + 1):
            if i in (phrase.head, phrase.first):
                for analysis in self.doc.tokens[i].analyses:
                    found.add(analysis.key)
                    if analysis.pos == "adj" and self._people(phrase, i, analysis):
                        found.add("person")
                    if analysis.ent:
                        found.add("place" if analysis.ent == "place_head" else analysis.ent)
            entity = self.entity_at.get(i)
            if entity is not None:
                found.add(entity.cls)
        if self.place_in(phrase) is not None:
            found.add("place")
        return found

    def _people(self, phrase: Phrase, i: int, reading: Analysis) -> bool:
        """Some of a nation: تسعة نيجيريين، 18 سعوديا."""
        bare = not (reading.det or reading.prep)
        return bare and nationalities.people(self.doc.tokens[i].key, counted=phrase.number and i == phrase.head)

    def place_in(self, phrase: Phrase) -> PlaceFound | None:
        """The place that a phrase names, when the place is what the phrase is about (not a part of some other name)."""
        for place in self.places:
            if phrase.first <= place.last and place.first <= phrase.last and not place.inside_org:
                return place if self._about(phrase, place.first) and not self._somebody(phrase, place) else None
        return None

    def _somebody(self, phrase: Phrase, place: PlaceFound) -> bool:
        """One person of there: بطل أستراليا."""
        head = self.tags.readings[phrase.head]
        person = head is not None and head.ent in ("person", "title") and head.num == "s"
        return person and place.relation == "of" and phrase.head < place.first

    def _about(self, phrase: Phrase, at: int) -> bool:
        """Not beyond a preposition or a bracket inside the phrase: مسؤول في المدينة is no place."""
        return all(self.tags.letters[i] in "NDOQ" for i in range(phrase.head + 1, at))


#: Forms of a word by its tag and spelling: one object for each, so that look-ups by forms can be kept too.
_FORMS: dict[str, dict[str, frozenset[str]]] = {"V": {}, "N": {}, "": {}}
_FORMS_READ: dict[tuple[str, str, frozenset[str]], frozenset[str]] = {}
_KEPT = 100_000
_Word = TypeVar("_Word")


def _keep(known: dict[_Word, frozenset[str]], word: _Word, found: frozenset[str]) -> None:
    if len(known) >= _KEPT:
        known.clear()
    known[word] = found


def _shared_forms(token: Token, letter: str) -> frozenset[str]:
    known = _FORMS[letter if letter in "VN" else ""]
    found = known.get(token.text)
    if found is None:
        found = frozenset(_forms(token, letter))
        _keep(known, token.text, found)
    return found


def _forms(token: Token, letter: str) -> set[str]:
    found = {token.key}
    word = token.key
    if len(word) > 3 and word[0] in "وف":
        found.add(word[1:])
        word = word[1:]
    if len(word) > 4 and word.startswith("ال"):
        found.add(word[2:])
    stripped = g.bare(token.key, g.PREPOSITIONS)
    if stripped:
        found.add(stripped)
    third = any(a.pos == "verb" and a.gen for a in token.analyses)
    for analysis in token.analyses:
        # The tag has decided between noun and verb; لندن is no form of دان. نقل is نقل before it is "we dismiss".
        if third and analysis.pos == "verb" and not analysis.gen:
            continue
        if letter not in "VN" or (analysis.pos == "verb") == (letter == "V"):
            found.add(analysis.key)
    return found
