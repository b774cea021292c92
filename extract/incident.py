"""What a text adds of its event without naming it: وذكرت الشرطة أن الحادث وقع في بلدة كذا."""

from __future__ import annotations

from collections.abc import Iterator

from extract import drafts, placerows
from extract.alike import overlap
from extract.drafts import Draft
from extract.grammar import bare
from extract.parsed import Parsed, lemma_key
from extract.placefound import Found
from extract.placeshared import finer, places_overlap, scattered, within
from extract.types import Place

#: Nouns that take up the event of the item, and the verbs that only say where or when it was.
_NOUNS = frozenset(
    and_ + noun for noun in ("الحادث", "الحادثه", "الواقعه", "الجريمه", "الفاجعه", "الكارثه") for and_ in ("", "و", "ف")
)
_VERBS = frozenset(lemma_key(verb) for verb in ("وقع", "حصل", "جرى", "حدث", "كان"))
#: Families whose events are incidents.
_FAMILIES = ("conflict.", "harm.", "accident.", "disaster.", "law.arrest", "law.seizure")
#: Tokens from the noun to its verb, and from there to the place.
_NEAR, _REACH = 3, 8


def refine(merged: list[Draft], pages: list[Parsed]) -> None:
    """The first event of the item happened where the text says that the incident did, when that is inside what is known.

    Where the item tells of nothing else, so it did where the text has its victims or gunmen: the only closer place in it.
    """
    event = next((d for d in merged if d.type.startswith(_FAMILIES) and not d.background), None)
    for act in merged:
        if act.in_title and act.type.startswith(_ACTS):
            act.places = _in_opening(act, pages[-1]) or act.places
    if event is None:
        return
    wide = event.places
    told = (place for page in pages for place in _told(page) if not wide or finer(place, wide))
    place = next(told, None) or _only_closer(event, merged, pages[-1])
    if place is None:
        return
    event.places = [place]
    for other in merged:
        if other.places == wide and other.type.startswith(_FAMILIES):
            other.places = event.places


#: What a headline may place in a country at large, and the opening of its text in a town: دشنت في الصين ... في شنغهاي.
_ACTS = ("politics.decision", "diplomacy.", "protest.", "conflict.deployment")


def _in_opening(act: Draft, page: Parsed) -> list[Place]:
    """The only closer place of the first sentence, where the headline has a country."""
    if not act.places or any(p.precision != "country" for p in act.places):
        return []
    _, end = page.doc.sentences[0] if page.doc.sentences else (0, 0)
    here = [drafts.place(page, f) for f in page.places if f.first < end and _located(page, f)]
    closer = [place for place in here if finer(place, act.places)]
    return closer if len(closer) == 1 else []


def _only_closer(event: Draft, merged: list[Draft], page: Parsed) -> Place | None:
    """The one place of the text, with those that it lies in, that is closer than a whole country or region."""
    local = [d for d in merged if d is not event and d.type.startswith(_FAMILIES) and not d.background]
    early = event.in_title or event.trigger.sentence <= 1
    if not early or _spread(event) or not event.places or any(p.precision not in _WIDE for p in event.places):
        return None
    if any(d.places and not places_overlap(d.places, event.places) for d in local):
        return None
    others = {d.trigger.sentence for d in merged if d.page is page and _apart(d, event)}
    closer: dict[str, list[tuple[Place, bool]]] = {}
    for found in page.places:
        sentence = page.doc.tokens[found.first].sent
        if not _located(page, found):
            continue
        place = within(page, sentence, drafts.place(page, found))
        if finer(place, event.places) and all(place.span.text not in p.span.text for p in event.places):
            closer.setdefault(place.precision, []).append((place, sentence not in others))
    finest = closer.get(max(closer, key=lambda precision: placerows.RANK.get(precision, 2), default=""), [])
    one = len({p.id or p.name for p, _ in finest}) == 1
    there = next((p for p, its_own in finest if its_own), None) if one else None
    return there if there is not None and _one_chain([p for told in closer.values() for p, _ in told], there) else None


#: What covers a country is not where its text looks closer: the worst of a flood was in one town.
_SPREAD = ("disaster.weather", "disaster.epidemic", "disaster.earthquake")


def _spread(event: Draft) -> bool:
    if scattered(event):
        return True
    return event.type.startswith(_SPREAD) and not event.trigger.lemma.startswith("صاعقة")  # one bolt, one spot


#: How widely the event is placed before a closer look is worth it.
_WIDE = frozenset(("country", "region"))


def _located(page: Parsed, found: Found) -> bool:
    """Told by a preposition as where something was, not where somebody speaks; a shore lies where what is off it does."""
    if found.cue is None or found.inside_org or _speaking(page, found):
        return False
    return found.relation == "in" or bare(page.doc.tokens[found.cue].key, _OFF) is not None


_OFF = frozenset(("قباله",))


def _speaking(page: Parsed, found: Found) -> bool:
    """Before the first أن or colon of its sentence: أوضح الناطق باسم الهلال الأحمر في جازان أن."""
    first, end = page.doc.sentences[page.doc.tokens[found.first].sent]
    says = [i for i in range(first, end) if page.tags.letters[i] == "S" or page.doc.tokens[i].text == ":"]
    return bool(says) and found.last < says[0]


def _apart(draft: Draft, event: Draft) -> bool:
    """A happening of its own: neither the event, nor on its target, nor a mere word."""
    told = not draft.background or draft.time is not None or bool(draft.quantities)
    return draft is not event and told and not overlap(draft.targets, event.targets)


def _one_chain(closer: list[Place], finest: Place) -> bool:
    """Every wider place that is known holds the finest one."""
    return finest.id is None or all(p.id is None or p.id == finest.id or p.id in finest.parents for p in closer)


def _told(page: Parsed) -> Iterator[Place]:
    letters = page.tags.letters
    for at in page.doc.at(page.doc.keys & _NOUNS):
        token = page.doc.tokens[at]
        around = range(max(0, token.i - _NEAR), min(len(letters), token.i + _NEAR + 1))
        said = [i for i in around if _says_where(page, i) and page.doc.tokens[i].sent == token.sent]
        if not said:
            continue
        start = max(said[0], token.i)
        for found in page.places:
            beyond = page.doc.tokens[found.first].sent != token.sent or "V" in letters[start + 1 : found.first]
            if found.inside_org or not start < found.first <= start + _REACH or found.relation not in ("in", "near"):
                continue
            if not beyond:
                yield within(page, token.sent, drafts.place(page, found))
            break


def _says_where(page: Parsed, i: int) -> bool:
    reading = page.tags.readings[i]
    return page.tags.letters[i] in "VA" and reading is not None and reading.key in _VERBS
