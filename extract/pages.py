"""A field read as a whole: what its words are among the names, times and numbers that were found, and its phrases."""

from __future__ import annotations

from datetime import datetime, tzinfo

from extract import dateline
from extract import grammar as g
from extract.entities import Entity
from extract.numbers import Number, find_numbers
from extract.parsed import Parsed
from extract.phrases import phrases
from extract.placefound import Found as PlaceFound
from extract.quantities import find_quantities
from extract.tagging import Tags, tag
from extract.times import TimeExpr, find_times
from extract.tokens import Analysis, Doc


def page_of(doc: Doc, places: list[PlaceFound], entities: list[Entity], published: datetime, zone: tzinfo) -> Parsed:
    """One field with its words tagged, knowing what is a name, a time, a number, and put together to phrases."""
    tags = tag(doc, title=doc.field == "title")
    times, numbers = find_times(doc, published, zone), find_numbers(doc)
    _mark_times(tags, times)
    _mark_numbers(tags, numbers)
    for entity in entities:
        _name(doc, tags, entity)
    media = [e for e in entities if e.cls == "media"]  # القاهرة الإخبارية is nowhere
    places = [
        p for p in places if not p.auxiliary(tags.letters) and not any(m.first <= p.first <= m.last for m in media)
    ]
    for place in places:
        for i in range(place.first, place.last + 1):
            if tags.letters[i] in "VOC" and (tags.letters[i] == "V" or place.last > place.first):
                tags.letters[i] = "N"  # خان يونس betrays nobody, nor is ذي قار who has something
    _close_dateline(doc, tags, places)
    whole = {e.first: e.last for e in entities}
    whole.update({p.first: p.last for p in places if p.last > p.first})
    return Parsed(
        doc=doc,
        tags=tags,
        phrases=phrases(doc, tags, whole, frozenset(e.last for e in entities if _own_name(tags, e))),
        places=places,
        times=times,
        numbers=numbers,
        quantities=find_quantities(doc, numbers),
        entities=entities,
        published=published,
    )


def _close_dateline(doc: Doc, tags: Tags, places: list[PlaceFound]) -> None:
    """Place and agency before a report are no part of its first sentence: nobody there speaks, acts or is met."""
    last = dateline.end(doc.tokens) if any(p.first == 0 for p in places) else None
    if last is not None:
        tags.letters[last] = "B"


def _mark_times(tags: Tags, times: list[TimeExpr]) -> None:
    for expr in times:
        for i in range(expr.first, expr.last + 1):
            tags.letters[i] = "X"


def _mark_numbers(tags: Tags, numbers: list[Number]) -> None:
    """Also the words that bound them: ما لا يقل عن 28، أكثر من 28."""
    for number in numbers:
        for i in range(number.first, number.last + 1):
            reading = tags.readings[i]
            bound = tags.letters[i] == "N" and reading is not None and (not reading.known or reading.key in g.BOUNDS)
            if tags.letters[i] in "PGVO" or (bound and i != number.last):
                tags.letters[i] = "D"


def _own_name(tags: Tags, entity: Entity) -> bool:
    """A person by name, not by office: بوتين, but not العاهل الأردني; a group by a common word: حماس الوسطاء."""
    if entity.cls == "non_state" and entity.id is not None and entity.first == entity.last:
        word = tags.readings[entity.first]
        return word is not None and word.pos == "noun" and not word.det
    opening, closing = tags.readings[entity.first], tags.readings[entity.last]
    office = entity.last > entity.first and closing is not None and closing.det
    return entity.cls == "person" and not (office and opening is not None and opening.pos != "name")


def _name(doc: Doc, tags: Tags, entity: Entity) -> None:
    """The words of a party's name are no verbs: حلف شمال الأطلسي does not swear. Those of a recognised person are names."""
    recognised = entity.kind == "recognised"
    for i in range(entity.first, entity.last + 1):
        token = doc.tokens[i]
        if tags.letters[i] == "V" and (entity.last > entity.first or recognised):
            tags.letters[i] = "N"
            tags.readings[i] = token.reading("noun") or tags.readings[i]
        if recognised and entity.cls == "person" and token.best is not None:
            tags.readings[i] = token.reading("name") or _unknown_name(token.text, token.best)


def _unknown_name(text: str, best: Analysis) -> Analysis:
    """A word as a name, with the proclitics of its likeliest reading."""
    return Analysis(text[len(best.conj) + len(best.prep) :], "name", best.conj, best.prep, form="name", known=False)
