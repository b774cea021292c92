"""The place that a definite noun takes up: المدينة، كامل المدينة، المعسكر mean the one last told."""

from __future__ import annotations

from extract import grammar as g
from extract.parsed import Parsed
from extract.phrases import Phrase
from extract.placeagain import TOWN_WORDS
from extract.placefound import Found as PlaceFound
from extract.tokens import Analysis


def meant(page: Parsed, phrase: Phrase) -> PlaceFound | None:
    """The place that a bare place noun takes up: the last one told before it with that noun (المعسكر، المدينة)."""
    head = _noun(page, phrase)
    if head is None or not head.det:
        return None
    noun = head.key
    for found in reversed(page.places):
        if found.first >= phrase.first or found.inside_org or stands_for_state(page, found):
            continue
        if found.head == noun or (noun in TOWN_WORDS and found.precision == "town" and found.place is not None):
            return found
    return None


def _noun(page: Parsed, phrase: Phrase) -> Analysis | None:
    """The noun that names the ground: the head, or its genitive after a word for all of it or a part (أحياء المدينة)."""
    readings = page.tags.readings
    head, last = readings[phrase.head], readings[phrase.last]
    part = any(a.ent == "place_head" for a in page.doc.tokens[phrase.head].analyses)
    if part and last is not None and last.key in TOWN_WORDS:
        return last
    whole = head is not None and head.key in g.WHOLE and phrase.head < phrase.last
    return readings[phrase.head + 1] if whole else head


def stands_for_state(page: Parsed, found: PlaceFound) -> bool:
    """A capital that acts or speaks is no ground: وهو ما نفته موسكو، أعلنت كييف أن."""
    if found.precision != "town" or found.cue is not None or found.head is not None:
        return False
    entity, verb = page.entity_at.get(found.first), page.tags.readings[found.first - 1] if found.first else None
    speaks = verb is not None and page.tags.letters[found.first - 1] == "V" and verb.ent == "say"
    return speaks or (entity is not None and entity.cls == "state" and entity.first == found.first)
