"""Names of places that no list knows, told by the place noun before them (حي الغره، تل الأغوات، منطقة ميسا كواتا) or by a
recogniser of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from extract import placeagain, placecues, placewords
from extract.gazetteer import ALONE, Candidate
from extract.placefound import Found
from extract.tokens import Doc, Token
from extract.types import Named

#: Classes of nouns that a quarter or village is hardly called: حي السكان، قرية المسلحين.
_NO_QUARTER = frozenset(("person", "armed", "official", "title", "org", "group", "place_head", "vehicle", "building"))
#: Words from a dual to the second of the names it governs, at most.
_PAIR_REACH = 4
#: Words of a foreign name behind its first, at most: رانكو سانتا مارغريتا.
_FOREIGN = 2


def unknown(doc: Doc, taken: set[int], sure: frozenset[str] = frozenset()) -> Iterator[Found]:
    """Names that only a place noun tells: حي الغره، تل الأغوات، وادي البطيخة. `sure`: words that are names in this item."""
    tokens = doc.tokens
    for i in doc.at(doc.keys & _CARRYING):
        head = _HEADS[tokens[i].key]
        second = _second_of_two(tokens, i, head)
        if second is not None and second[0] not in taken:
            yield _told_by(tokens, second[0], *second, 1, head, i)
        if i in taken or _verb(tokens[i]):  # وأدى الحادث: no valley
            continue
        first = i + 1
        last = _name_end(tokens, first, strict=placewords.NAMING[head] == "strict", sure=sure)
        if second is not None:
            last = second[0] - 1
        if last is None or any(j in taken for j in range(first, last + 1)):
            continue
        yield _told_by(tokens, i, first, last, len(tokens[i].key) - len(head), head, i)


def within_wider(doc: Doc) -> Iterator[str]:
    """Words of the language that are names here, for they stand between a noun for an area and one for what it lies in:
    منطقة المار بولاية فارياب."""
    tokens = doc.tokens
    for i in doc.at(doc.keys & _OF_AREAS):
        if i + 2 >= len(tokens) or not tokens[i + 1].key.startswith("ال"):
            continue
        at = i + 2 + (tokens[i + 2].key == "في")
        wider = placewords.place_noun(tokens[at].key) if at < len(tokens) else None
        attached = at > i + 2 or (wider is not None and tokens[at].key != wider)
        if attached and wider in placewords.NAMING and placewords.PRECISION[wider] in ("region", "district"):
            yield tokens[i + 1].key


def beside(doc: Doc, taken: set[int]) -> Iterator[Found]:
    """Names that nobody knows right after a word for what lies near or on which side: قرب بادوش، شرقي نوكو."""
    tokens = doc.tokens
    for i in doc.at(doc.keys & _BESIDE):
        if i + 1 == len(tokens):
            continue
        name = tokens[i + 1]
        if name.kind != "word" or len(name.key) < _SPELLED or i + 1 in taken or not _foreign(name):
            continue
        if placewords.bare(tokens, i) not in _SIDES:
            continue
        last = i + 1
        if last + 1 < len(tokens) and tokens[last + 1].kind == "word" and _foreign(tokens[last + 1]):
            last += 1
        cue = placecues.read(tokens, i + 1, last, 0, None)
        if not cue.inside:
            yield Found(i + 1, last, i + 1, 0, None, "town", "near", i, None, None, "u", False)


def of_elsewhere(tokens: Sequence[Token], found: list[Found]) -> list[Found]:
    """Names behind a place noun are no namesakes in another country than what the text has them in: قرية كذا في ريف حلب."""
    told = []
    for at, one in enumerate(found):
        two = found[at + 1] if at + 1 < len(found) else None
        if two is None or two.place is None or not _of_other(tokens, one, two):
            told.append(one)
            continue
        head, first = one.head or "", one.head_at if one.head_at is not None else one.first
        told.append(
            replace(
                one, first=first, place=None, precision=placewords.PRECISION[head], tier="u", country=two.place.country
            )
        )
    return told


def _of_other(tokens: Sequence[Token], one: Found, two: Found) -> bool:
    """The second holds the first, by في or by the side on which it lies there, and is in another country."""
    if one.place is None or two.place is None or one.head is None or two.cue != one.last + 1 or two.inside_org:
        return False
    if None in (one.place.country, two.place.country) or one.place.country == two.place.country:
        return False
    return one.tier != ALONE and (two.relation == "in" or tokens[two.cue].key in placewords.DIRECTIONS)


def within_known(tokens: Sequence[Token], found: Sequence[Found]) -> list[Found]:
    """Names that nobody knows between في and the known place that holds them: في كلوقي بجنوب كردفان."""
    told = []
    for place in found:
        if place.place is None or place.relation not in ("in", "near") or place.cue is None:
            continue
        last = place.cue - 1
        first = last - (last > 1 and _foreign(tokens[last - 1]) and tokens[last - 1].kind == "word")
        if last > 0 and _unheard(tokens[last]) and tokens[first - 1].key in _WITHIN:
            told.append(Found(first, last, first, 0, None, "town", "in", first - 1, None, None, "u", False))
    return told


_WITHIN = frozenset(("في", "وفي"))


def _unheard(token: Token) -> bool:
    return token.kind == "word" and len(token.key) >= _SPELLED and _foreign(token)


#: Words after which a name is a place, and letters that it has at least.
_SIDES = frozenset(("قرب", "قباله", *placewords.DIRECTIONS))
_BESIDE = frozenset(and_ + side for side in _SIDES for and_ in ("", "و", "ف"))
_SPELLED = 4


def _told_by(tokens: Sequence[Token], start: int, first: int, last: int, strip: int, head: str, at: int) -> Found:
    """The place that the noun `head` at token `at` tells, named by the tokens first..last."""
    cue = placecues.read(tokens, at + 1, last, 0, None)
    return Found(
        start, last, first, strip, None, placewords.PRECISION[head], cue.relation, cue.cue, head, at, "u", cue.inside
    )


def _second_of_two(tokens: Sequence[Token], at: int, head: str) -> tuple[int, int] | None:
    """(first, last) of the second name after a dual, which is there whether or not anybody knows it: بلدتي كذا | وكذا."""
    if head not in placewords.PAIRS:
        return None
    for j in range(at + 1, min(at + 1 + _PAIR_REACH, len(tokens))):
        key = tokens[j].key
        if tokens[j].kind != "word":
            return None
        if j > at + 1 and key[0] == "و" and (len(key) > 3 or key[1:] in placewords.KIN):
            more = key[1:] in placewords.KIN and j + 1 < len(tokens) and tokens[j + 1].kind == "word"
            return j, j + more
        if j > at + 1 and _verb(tokens[j]):
            return None
    return None


def _verb(token: Token) -> bool:
    return token.best is not None and token.best.known and token.best.pos == "verb"


def recognised(tokens: Sequence[Token], known: Sequence[Found], named: Sequence[Named]) -> list[Found]:
    """Names that a recogniser calls places, where no place is known."""
    taken = {i for place in known for i in range(place.first, place.last + 1)}
    found: list[Found] = []
    for name in named:
        if name.kind != "place" or not taken.isdisjoint(range(name.first, name.last + 1)):
            continue
        context = placecues.read(tokens, name.first, name.last, name.strip, None)
        precision = placewords.PRECISION[context.head] if context.head is not None else "town"
        found.append(
            Found(
                name.first, name.last, name.first, name.strip, None, precision, context.relation, context.cue,
                context.head, context.head_at, "u", context.inside,
            )
        )  # fmt: skip
    return found


def _naming(key: str) -> str:
    """The place noun in a word, "" where there is none."""
    return placewords.place_noun(key) or (placewords.place_noun(key[1:]) if key[:1] in ("و", "ف") else None) or ""


def _carrying(nouns: Iterable[str]) -> list[str]:
    return [and_ + clitic + noun for noun in nouns for and_ in ("", "و", "ف") for clitic in ("", "ب", "ل")]


#: Place nouns after which an unknown name may stand, by the words that carry them.
_HEADS: dict[str, str] = {
    word: _naming(word)
    for word in _carrying(placewords.NAMING)
    if _naming(word) in placewords.NAMING and word != "لقضاء"  # to spend: لقضاء العطلة
}
_CARRYING = frozenset(_HEADS)
_AREAS = frozenset(("منطقه", "ناحيه", "مدينه", "قري", "مدن"))
_OF_AREAS = frozenset(word for word, head in _HEADS.items() if head in _AREAS)


def _name_end(tokens: Sequence[Token], first: int, *, strict: bool, sure: frozenset[str]) -> int | None:
    """Last token of an unknown name that begins at `first`, None when no name begins there."""
    if first >= len(tokens) or tokens[first].kind != "word":
        return None
    word = tokens[first]
    if (
        word.key in placewords.NO_NAME
        or word.key in placeagain.DEFINITE
        or len(word.key) < 3
        or placewords.bare(tokens, first) in placewords.RELATIONS
    ):
        return None
    nxt = tokens[first + 1] if first + 1 < len(tokens) else None
    if word.key in placewords.BEGINS and nxt is not None and nxt.kind == "word":
        return first + 1
    if word.key in placewords.KIN and nxt is not None and nxt.kind == "word":
        return first + 1 + (nxt.key in placewords.KIN and first + 2 < len(tokens) and tokens[first + 2].kind == "word")
    best = word.best
    if nxt is not None and not word.key.startswith("ال") and best is not None and best.pos == "adj" and _foreign(nxt):
        return first + 1  # منطقة زرقاء ماعين
    common = strict and best is not None and best.known and best.pos != "name"
    if (common or _is_adjective(word)) and not _no_genitive(word) and word.key not in sure:
        return None
    last = first
    while last < first + _FOREIGN and last + 1 < len(tokens) and _foreign(tokens[last]) and _foreign(tokens[last + 1]):
        last += 1
    return last


def longer(tokens: Sequence[Token], last: int, head: str | None) -> bool:
    """A name of one word after a place noun goes on in another that nobody knows: منطقة ميسا كواتا."""
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    return (
        head in placewords.NAMING
        and after is not None
        and after.kind == "word"
        and _foreign(tokens[last])
        and (_foreign(after) or _no_genitive(after))
    )


def begun(tokens: Sequence[Token], first: int) -> bool:
    """The second half of a name that a place noun begins two words before: قرية قصر | كذا is not the town called كذا."""
    return (
        first > 1
        and tokens[first - 1].key in placewords.BEGINS
        and placewords.bare(tokens, first - 2) in placewords.NAMING
    )


_PREPOSITIONS = frozenset(and_ + word for word in ("في", "من", "عن", "علي", "الي") for and_ in ("", "و"))


def governed(tokens: Sequence[Token], i: int, strip: int) -> bool:
    """Its first letter is no preposition behind another one: في بروسيا is not Russia."""
    return i > 0 and strip > 0 and tokens[i].key[strip - 1] in "بلك" and tokens[i - 1].key in _PREPOSITIONS


def says_whose(tokens: Sequence[Token], i: int, candidates: tuple[Candidate, ...]) -> bool:
    """The adjective of a country, not the town called so: خمس مدن وبلدات سويدية."""
    noun = placewords.bare(tokens, i - 1)
    plain = noun is not None and placewords.place_noun(noun) is not None and not tokens[i].key.startswith("ال")
    return plain and not any(c.entry.kind == "country" for c in candidates)


def _foreign(token: Token) -> bool:
    """A name that nobody knows, without the article: جيفريز باي."""
    best = token.best
    return (
        best is not None and best.pos == "name" and not best.known and not best.conj and not token.key.startswith("ال")
    )


def _no_genitive(token: Token) -> bool:
    """An ending that no common word has after a place noun, the indefinite accusative: مدينة بارا is no bar."""
    nouns = [a for a in token.analyses if a.pos in ("noun", "adj")]
    return token.text.endswith("ا") and bool(nouns) and not any(a.lemma.endswith(("ا", "ى", "اء")) for a in nouns)


def _is_adjective(token: Token) -> bool:
    """A known word that is no name: a verb, particle, adjective, or a noun without the article."""
    best = token.best
    if best is None or not best.known or best.pos == "name":
        return best is not None and best.pos in ("verb", "prep", "part", "conj", "num")
    return best.pos != "noun" or not best.det or best.ent in _NO_QUARTER
