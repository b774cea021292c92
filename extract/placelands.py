"""The land of a country told by its adjective: داخل الأراضي السورية، قبالة السواحل الليبية."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from extract import placecues, placewords
from extract.gazetteer import ALONE, Gazetteer
from extract.placefound import Found
from extract.tokens import Doc

#: What may stand between the land and its adjective: المياه الإقليمية الليبية.
_BETWEEN = frozenset(("الاقليميه", "الوطني", "الوطنيه"))


_LANDS = frozenset(placewords.LANDS)


def lands(doc: Doc, taken: set[int], adjectives: Mapping[str, str], gazetteer: Gazetteer) -> Iterator[Found]:
    """The country that the adjective of a noun for its land names. `adjectives`: key to country."""
    tokens = doc.tokens
    for i in doc.at(doc.keys & _LANDS):
        token = tokens[i]
        if i in taken:
            continue
        strip, relation = placewords.LANDS[token.key]
        last = token.i + 1
        last += last < len(tokens) and tokens[last].key in _BETWEEN
        told = last < len(tokens) and last not in taken and tokens[last].key.startswith("ال")
        country = adjectives.get(tokens[last].key) if told else None
        entry = gazetteer.get(country.lower()) if country is not None else None
        if entry is None:
            continue
        before = placecues.read(tokens, token.i, last, 0, None)
        cue = before.cue if not relation else token.i
        yield Found(
            token.i, last, token.i, strip, entry, "country", relation or before.relation, cue, None, None, ALONE,
            before.inside,
        )  # fmt: skip
