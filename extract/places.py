"""Find the places of a text and say which place each name means.

A name counts alone, only after a cue (`في`, `مدينة`, ...) or only where its country is named, as the gazetteer's trust says; what
one part of an item makes sure holds for the whole item. Namesakes go to the country and the places named near them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extract import grammar as g
from extract import nationalities, placeagain, placecues, placelands, placenames, placewords
from extract.gazetteer import ALONE, CUE, Candidate, Gazetteer, GazetteerEntry
from extract.placeagain import Again
from extract.placechoice import Confirmed, Name, counts, rank
from extract.placefound import Found
from extract.tokens import Doc, Token
from extract.types import Named


class PlaceFinder:
    """Finds places; pure after load."""

    def __init__(self, gazetteer: Gazetteer, adjectives: dict[str, str]) -> None:
        self.gazetteer = gazetteer
        self._adjectives = adjectives
        self._nationals = frozenset(adjectives)

    @classmethod
    def load(cls) -> PlaceFinder:
        """Read the compiled gazetteer and the nationality adjectives."""
        return cls(Gazetteer.load(), nationalities.load())

    def find(self, doc: Doc, home: str | None = None, confirmed: Confirmed | None = None) -> list[Found]:
        """Places of one text in order. `home` is the feed's country; `confirmed` is read and added to."""
        return self.find_all([doc], home, confirmed)[0]

    def find_all(
        self,
        docs: Sequence[Doc],
        home: str | None = None,
        confirmed: Confirmed | None = None,
        named: Sequence[Sequence[Named]] = (),
    ) -> list[list[Found]]:
        """Places of each text of one item: what any of them makes sure helps to read the others. `named` are names that a
        recogniser found in each: those of places need no cue, and are places though no list has them."""
        known = confirmed if confirmed is not None else Confirmed()
        named = named or [()] * len(docs)
        seen = [self._names(doc, known, heard) for doc, heard in zip(docs, named, strict=True)]
        people = {name.match.candidates for names in seen for name in names if name.context.doubtful}
        seen = [[n for n in names if not _surname(n, people)] for names in seen]
        for names in seen:
            for name in names:
                self._confirm(name, home, known)
        for name in sorted((name for names in seen for name in names), key=lambda n: len(n.match.candidates)):
            self._settle(name, home, known)  # those that mean one place first: ولاية البنجاب says which البنجاب
        told: list[Found] = []
        found: list[list[Found]] = []
        sure = frozenset(word for doc in docs for word in placenames.within_wider(doc))
        for doc, names, heard in zip(docs, seen, named, strict=True):
            found.append(self._found(doc, names, home, known, told, heard, sure))
            told += found[-1]
        return found

    def _names(self, doc: Doc, known: Confirmed, named: Sequence[Named]) -> list[Name]:
        """Every name of the gazetteer in a text, longest first match, with its context."""
        keys = [token.key if token.kind == "word" else "" for token in doc.tokens]
        heard = {i: name for name in named for i in range(name.first, name.last + 1)}
        names: list[Name] = []
        begins = self.gazetteer.names.begins
        known.countries.update([self._adjectives[doc.tokens[i].key] for i in doc.at(doc.keys & self._nationals)])
        next_ = 0
        for i in doc.at(filter(begins, doc.where)):
            if i < next_:
                continue
            country = self._adjectives.get(keys[i])
            match = self.gazetteer.at(keys, i)
            if (
                match is None
                or (match.strip and _whole(doc.tokens[i], match.strip, match.length))
                or placenames.governed(doc.tokens, i, match.strip)
                or (country and match.length == 1 and nationalities.describes(doc, i))
            ):
                continue
            last = i + match.length - 1
            after = self._adjectives.get(keys[last + 1]) if last + 1 < len(keys) else None
            before = names[-1] if names else None
            follows = before is not None and _joins(doc, before.last, i) and not _acts(doc, last)
            joined = before.context if before is not None and follows else None
            context = placecues.read(doc.tokens, i, last, match.strip, joined)
            context = placecues.hear(context, heard[i], i, last) if i in heard else context
            if match.length == 1 and (
                _common(doc, i, keys[i][match.strip :])
                or placenames.begun(doc.tokens, i)
                or (country and placenames.says_whose(doc.tokens, i, match.candidates))
            ):
                continue
            if match.length == 1 and placenames.longer(doc.tokens, last, context.head):
                continue
            described = after is not None and keys[last + 1].endswith("ه")
            verbal = match.length == 1 and _verbal(doc.tokens, i)
            names.append(Name(i, last, match, context, after, described, verbal))
            next_ = last + 1
        return names

    def _confirm(self, name: Name, home: str | None, known: Confirmed) -> None:
        """A name that stands for one place whatever the rest says."""
        if name.context.inside:
            return
        free, located = not name.verbal, name.context.located
        sure = [
            c.entry
            for c in name.match.candidates
            if (c.trust == ALONE and free) or (c.trust in (ALONE, CUE) and located)
        ]
        countries = {e.country for e in sure}
        if sure and len(countries) == 1:
            for entry in sure[:1]:
                known.add(entry)

    def _settle(self, name: Name, home: str | None, known: Confirmed) -> None:
        """A name that its cue or the countries named make sure: then it counts without a cue elsewhere too."""
        if not name.context.inside and (name.context.head or name.described or name.context.located):
            entry, _ = self._choose(name, home, known)
            if entry is not None:
                known.add(entry)

    def _found(
        self,
        doc: Doc,
        names: list[Name],
        home: str | None,
        known: Confirmed,
        told: list[Found],
        named: Sequence[Named],
        sure: frozenset[str],
    ) -> list[Found]:
        found: list[Found] = []
        for name in names:
            entry, trust = self._choose(name, home, known)
            if entry is not None:
                found.append(_known(name, entry, trust))
        found = placenames.of_elsewhere(doc.tokens, found)
        found += placelands.lands(doc, _covered(found), self._adjectives, self.gazetteer)
        taken = _covered(found)
        found += [
            self._identify(p, doc, home, known) for p in placenames.unknown(doc, taken, sure) if p.last not in taken
        ]
        taken |= {i for place in found for i in range(place.first, place.last + 1)}
        found += placenames.beside(doc, taken)
        taken |= _covered(found)
        found += [p for p in placenames.within_known(doc.tokens, found) if not taken & {p.first, p.last}]
        no_adjectives = [n for n in named if doc.tokens[n.last].key not in self._adjectives]
        found += placenames.recognised(doc.tokens, found, no_adjectives)
        taken = _covered(found)
        for again in placeagain.again(doc, taken):
            meant = (
                self._about(known, again, doc, found)
                if again.country
                else placeagain.told_before(again, told, placeagain.not_speaking(doc.tokens, found))
            )
            if meant is not None:
                found.append(_taken_up(again, meant))
        found.sort(key=lambda place: place.first)
        return found

    def _about(self, known: Confirmed, again: Again, doc: Doc, found: list[Found]) -> GazetteerEntry | None:
        """The country of the place told before it in its sentence, else the one that the item names most often."""
        sentence = doc.tokens[again.at].sent
        beside = [
            p for p in found if p.last < again.at and doc.tokens[p.first].sent == sentence and p.place is not None
        ]
        place = max(beside, key=lambda p: p.last).place if beside else None
        if place is not None and place.country:
            return self.gazetteer.get(place.country.lower())
        start, _ = doc.sentences[sentence]
        described = (self._adjectives.get(token.key) for token in reversed(doc.tokens[start : again.at]))
        if (country := next(filter(None, described), None)) is not None:
            return self.gazetteer.get(country.lower())  # جنود ماليون ... وسط البلاد
        most = known.countries.most_common(1)
        return self.gazetteer.get(most[0][0].lower()) if most else None

    def _choose(self, name: Name, home: str | None, known: Confirmed) -> tuple[GazetteerEntry | None, str]:
        """The entry that a name means here, None when it is no place."""
        fit = [c for c in name.match.candidates if counts(c, name, home, known)]
        if not fit:
            return None, ""
        best = fit[0] if len(fit) == 1 else max(fit, key=lambda c: rank(c, name, home, known))
        return best.entry, best.trust

    def _identify(self, place: Found, doc: Doc, home: str | None, known: Confirmed) -> Found:
        """An unknown name after a place noun that has the consonants of a known one in a country named."""
        behind = doc.tokens[place.last + 1].key if place.last + 1 < len(doc.tokens) else ""
        place = replace(place, country=self._adjectives.get(behind) if behind.startswith("ال") else None)
        tokens = doc.tokens[place.name_first : place.last + 1]
        if all(token.best is not None and token.best.known for token in tokens):
            return place
        name = " ".join([tokens[0].key[place.strip :], *(t.key for t in tokens[1:])])
        likely = [c.entry for c in self.gazetteer.like(name) if known.holds(c.entry)]
        if place.head is not None and len(likely) > 1:
            likely = [e for e in likely if placewords.PRECISION.get(place.head) == e.precision] or likely
        if len({e.id for e in likely}) != 1 or likely[0].kind not in ("town", "district", "region"):
            return place
        entry = likely[0]
        return Found(
            place.name_first, place.last, place.name_first, place.strip, entry, _precision(entry, place.head),
            place.relation, place.cue, place.head, place.head_at, "u", place.inside_org,
        )  # fmt: skip


def _covered(found: list[Found]) -> set[int]:
    """The tokens of places."""
    return {i for place in found for i in range(place.first, place.last + 1)}


def _surname(name: Name, people: set[tuple[Candidate, ...]]) -> bool:
    """A bare name that somebody in the item bears: قال علي الأحمدي ... وأضاف الأحمدي."""
    context = name.context
    return context.strength == 0 and not context.doubtful and name.match.candidates in people


def _taken_up(again: Again, meant: GazetteerEntry) -> Found:
    return Found(
        again.at, again.at, again.at, 0, meant, _precision(meant, again.noun), again.relation, again.cue,
        again.noun, again.at, ALONE, False,
    )  # fmt: skip


def _common(doc: Doc, i: int, key: str) -> bool:
    """A place noun before a noun with the article is no town called so, nor what is half of a phrase: معسكر التدريب."""
    after = doc.tokens[i + 1].key if i + 1 < len(doc.tokens) else ""
    return (key in placewords.PRECISION and after.startswith("ال")) or placewords.another_word(key, after)


def _joins(doc: Doc, last: int, first: int) -> bool:
    """The name at `first` is coordinated with the one that ended at `last`: في حلب وإدلب, حمص، حماة."""
    if first == last + 1:
        return doc.tokens[first].key[0] == "و"
    return first == last + 2 and doc.tokens[last + 1].text in ("،", ",", "و", "أو")


def _acts(doc: Doc, last: int) -> bool:
    """A headline goes on with what the name does: ... في مأرب وواشنطن | تندد."""
    best = doc.tokens[last + 1].best if last + 1 < len(doc.tokens) else None
    return doc.field == "title" and best is not None and best.known and best.pos == "verb" and best.asp == "i"


def _whole(token: Token, strip: int, words: int) -> bool:
    """The first letter belongs to a word of its own: كبيرا is no Beira, باراك no Arak, باكرا no Accra; a name of several
    words is no chance: بتيزي وزو."""
    best = token.best
    if best is None:
        return False
    if best.known:
        return not best.conj and not best.prep
    return words == 1 and token.key[strip - 1] in "بل" and len(token.key) - strip <= 4


def _verbal(tokens: Sequence[Token], i: int) -> bool:
    best = tokens[i].best
    after = tokens[i - 1].key if i else ""
    return after in g.RELATIVES or after in g.VERBAL or (best is not None and best.known and best.pos == "verb")


def _known(name: Name, entry: GazetteerEntry, trust: str) -> Found:
    context = name.context
    relation = context.relation
    branch = context.branch and entry.kind == "macro"
    club = entry.kind == "town" and name.adjective is not None and not name.described and context.strength == 0
    if relation == "near" and context.direction and entry.kind in ("country", "region", "macro", "continent"):
        relation = "in"
    return Found(
        name.first, name.last, name.first, name.match.strip, entry, _precision(entry, context.head),
        relation, context.cue, context.head, context.head_at, trust, context.inside or club or branch,
    )  # fmt: skip


def _precision(entry: GazetteerEntry, head: str | None) -> str:
    """The noun before the name decides, else the entry: قضاء سامراء is a district, مدينة صعدة a town.

    An area is as wide as what it is named after: منطقة الشمال a region, منطقة دوما a district.
    """
    if entry.precision not in ("town", "district", "region") or head is None:
        return entry.precision
    told = placewords.PRECISION.get(head, entry.precision)
    return entry.precision if told == "district" and entry.precision == "region" else told


def bare(found: Found, tokens: Sequence[Token]) -> str:
    """The name as written, without proclitics: العراق for للعراق."""
    words = [t.text for t in tokens[found.first : found.last + 1]]
    rest = words[0][found.strip :]
    words[0] = "ا" + rest if found.strip and rest.startswith("ل") and words[0][found.strip - 1] == "ل" else rest
    return " ".join(words)
