"""What stands around a name tells a place from a word, and what kind of place: prepositions, place nouns, organisations."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract import grammar as g
from extract.placewords import (
    BRANCHES,
    DIRECTIONS,
    GIVEN,
    KIN,
    OFFICES,
    ORGANISATIONS,
    PAPERS,
    PARTS,
    PRECISION,
    RELATIONS,
    SIDES,
    SOME,
    bare,
    keys,
    place_noun,
)
from extract.tokens import Token
from extract.types import Named

_ATTACHED = {"ب": "in", "ل": "towards", "ك": "of"}


@dataclass(frozen=True, slots=True)
class Context:
    """What stands before a name."""

    #: in, near, towards, between, from, of.
    relation: str = "of"
    #: Token of the preposition or direction.
    cue: int | None = None
    head: str | None = None
    head_at: int | None = None
    #: شمال، شرقي ... before the name.
    direction: bool = False
    #: Part of an organisation's, office's or person's name.
    inside: bool = False
    #: Looks like a person's name or a quoted title.
    doubtful: bool = False
    #: A wide land that closes the name of a movement.
    branch: bool = False
    #: A recogniser of names calls it a place.
    recognised: bool = False

    @property
    def located(self) -> bool:
        """A preposition of place stands before it: ل, من and إلى are not enough to make a word a place. Or it was
        recognised as one."""
        before = self.cue is not None and self.relation in ("in", "near", "between")
        return (before or self.recognised) and not self.inside

    @property
    def strength(self) -> int:
        """0 nothing, 1 a preposition, 2 a place noun."""
        return 2 if self.head is not None else 1 if self.cue is not None else 0


def read(tokens: Sequence[Token], first: int, last: int, strip: int, joined: Context | None) -> Context:
    """The context of the name first..last; `joined` is that of the name it is coordinated with."""
    attached = _attached(tokens[first].key, strip)
    if attached == "towards" and _belongs(tokens, first):
        attached = "in"
    at = _skip_quote(tokens, first - 1)
    if attached is not None:
        return Context(attached, first, inside=_of_state(tokens, first))
    if joined is not None and strip <= 1:
        return Context(joined.relation, joined.cue, joined.head, joined.head_at, joined.direction, joined.inside)
    head, head_at, direction = None, None, False
    cue, relation = None, "of"
    word = bare(tokens, at)
    if word is not None and place_noun(word) is not None and _is_head(tokens, at, word):
        head, head_at = place_noun(word), at
        attached = _attached_to_noun(tokens[at].key, word)
        if attached == "towards" and _belongs(tokens, at):
            attached = "in"
        if attached is not None:
            cue, relation = at, attached
        at -= 1 + (bare(tokens, at - 1) == "شبه")  # شبه جزيرة
        word = bare(tokens, at) if attached is None else None
    if word is not None and head is None and word in g.WHOLE:
        at -= 1  # على كامل التراب
        word = bare(tokens, at)
    if word is not None and attached is None and not _ali(tokens, at, first):
        if word in DIRECTIONS:
            cue, relation, direction = at, "near", True
        elif word in RELATIONS:
            cue, relation = at, RELATIONS[word]
            if word == "من" and bare(tokens, at - 1) in ("بالقرب", "مقربه", "القرب", "قريبا", "قريبه", "قريب"):
                relation = "near"
            elif word == "من" and (bare(tokens, at - 1) or "").removeprefix("ال") in DIRECTIONS:
                relation, direction = "near", True
            elif word == "من" and (part := some_of(tokens, at)) is not None:
                relation, cue = part
    inside = _inside(tokens, first, last, head_at, cue) or _called(tokens, first)
    inside = inside or (head_at is not None and head_at == cue and _of_state(tokens, head_at))
    branch = cue is not None and cue != first and bare(tokens, cue - 1) in BRANCHES
    person = cue is None and head is None and _person(tokens, first)
    titled = head is None and _titled(tokens, first, last)
    return Context(relation, cue, head, head_at, direction, inside or person or titled, person or titled, branch)


def hear(context: Context, named: Named, first: int, last: int) -> Context:
    """The context of the name first..last, with what a recogniser calls its first word: a place, or a part of a longer
    name of a person."""
    if named.kind == "person" and (named.first < first or named.last > last):
        return replace(context, inside=True, doubtful=True)
    return replace(context, recognised=True) if named.kind == "place" else context


def some_of(tokens: Sequence[Token], at: int) -> tuple[str, int | None] | None:
    """How parts of a place stand to the event, before the من at `at` that joins them to it, and the token that says so:
    في أنحاء متفرقة من البلاد، بمناطق عدة من تعز. Without a preposition it is the ground: قصفوا أجزاء من المدينة."""
    for i in range(at - 1, max(-1, at - _ADJECTIVES - 2), -1):
        word = bare(tokens, i)
        if word is None:
            return None
        if word in SOME:
            before = bare(tokens, i - 1) or ""
            relation = RELATIONS.get(before)
            return (relation, i - 1) if relation is not None else ("of", None)
        if word[0] == "ب" and word[1:] in SOME:
            return "in", i
    return None


def _belongs(tokens: Sequence[Token], at: int) -> bool:
    """Part of it: قرى تابعة لمحافظة الأنبار، الساحل الشرقي لجزيرة كذا."""
    before = [t.key.removeprefix("ال") for t in tokens[max(0, at - _ADJECTIVES - 1) : at]]
    return bool(before) and (before[-1] in _PART_OF or bool(PARTS.intersection(_nouns(before))))


def _nouns(before: list[str]) -> Iterator[str]:
    """The word right before, and the noun before adjectives of direction: الأطراف الشمالية والشرقية."""
    for word in reversed(before):
        yield word
        if word.removeprefix("وال") not in SIDES:
            return


#: Adjectives between the part and the whole, at most.
_ADJECTIVES = 2
_PART_OF = frozenset(("تابعه", "تابع", "تابعين", "تابعتين"))


def _is_head(tokens: Sequence[Token], at: int, word: str) -> bool:
    return not word.startswith("ال")


def _attached(word: str, strip: int) -> str | None:
    """The relation of a preposition among the letters cut from a name."""
    return _ATTACHED.get(word[strip - 1]) if strip else None


def _attached_to_noun(key: str, word: str) -> str | None:
    return _ATTACHED.get(word[0]) if word not in PRECISION else None


def _skip_quote(tokens: Sequence[Token], i: int) -> int:
    return i - 1 if i >= 0 and (tokens[i].kind == "quote" or tokens[i].text == "(") else i


_STATES = keys("دولة جمهورية مملكة")


def _of_state(tokens: Sequence[Token], first: int) -> bool:
    """The state of an office, though ب stands before it: وزير الخارجية بجمهورية مصر."""
    ministry, office = bare(tokens, first - 1), bare(tokens, first - 2)
    state = place_noun(tokens[first].key) in _STATES
    return state and ministry is not None and ministry.removeprefix("ال") in ORGANISATIONS and office in OFFICES


def _inside(tokens: Sequence[Token], first: int, last: int, head_at: int | None, cue: int | None) -> bool:
    """An organisation or office governs the name: جامعة بغداد، محافظ نينوى، مدير شرطة مدينة الرمادي."""
    if cue is not None and head_at != cue and cue != first:
        return False
    at = (head_at if head_at is not None else first) - 1
    at = _skip_quote(tokens, at)
    word = bare(tokens, at)
    if word is None:
        return False
    for form in (word, word[1:] if word[0] in "بلك" else word, "ا" + word[1:] if word.startswith("لل") else word):
        if form in ORGANISATIONS or form in OFFICES:
            return True
    return False


#: Words of an operation's name.
_CALLED = 4


def _called(tokens: Sequence[Token], first: int) -> bool:
    """The end of a name in quotation marks: عملية "درع الفرات"."""
    if not tokens[first].quoted:
        return False
    opening = next((i for i in range(first - 1, max(-1, first - _CALLED), -1) if tokens[i].kind == "quote"), None)
    if opening is None or opening == first - 1 or opening == 0:
        return False
    word, named = tokens[opening + 1].key, tokens[opening - 1].best
    plain = word not in RELATIONS and word not in DIRECTIONS and place_noun(word) is None
    closed = any(t.kind == "quote" for t in tokens[first + 1 : first + _CALLED])
    return plain and closed and named is not None and named.pos in ("noun", "verb")


def _ali(tokens: Sequence[Token], at: int, first: int) -> bool:
    """The given name before a family name, not the preposition: علي الأحمدي."""
    return (
        at == first - 1
        and tokens[at].text == "علي"
        and tokens[first].text[:2] == "ال"
        and tokens[first].text[-1] == "ي"
    )


def _person(tokens: Sequence[Token], first: int) -> bool:
    """The word before is a given name, a kinship word or a name that nobody knows: حسن البصرة، أبو غزة، مانويل سانتوس."""
    word = bare(tokens, first - 1)
    if word is None or tokens[first].key in PRECISION:
        return False
    best = tokens[first - 1].best
    return (
        word in GIVEN
        or word in KIN
        or _ali(tokens, first - 1, first)
        or (best is not None and best.pos == "name" and not best.known and not best.prep)
    )


def _titled(tokens: Sequence[Token], first: int, last: int) -> bool:
    """A newspaper or channel in quotation marks: قال لـ«الرياض»."""
    name = " ".join(t.key for t in tokens[first : last + 1])
    if name not in PAPERS and name.removeprefix("ل") not in PAPERS:
        return False
    before = tokens[first - 1] if first else None
    after = tokens[last + 1] if last + 1 < len(tokens) else None
    return before is not None and before.kind == "quote" and after is not None and after.kind == "quote"
