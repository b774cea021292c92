"""The land of a country told by its adjective: داخل الأراضي السورية، قبالة السواحل الليبية."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from extract import placecues
from extract.gazetteer import ALONE, Gazetteer
from extract.placefound import Found
from extract.tokens import Token

#: What may stand between the land and its adjective: المياه الإقليمية الليبية.
_BETWEEN = frozenset(("الاقليميه", "الوطني", "الوطنيه"))


def lands(
    tokens: Sequence[Token], taken: set[int], adjectives: Mapping[str, str], gazetteer: Gazetteer
) -> Iterator[Found]:
    """The country that the adjective of a noun for its land names. `adjectives`: key to country."""
    for token in tokens:
        land = placecues.LANDS.get(token.key)
        if land is None or token.i in taken:
            continue
        strip, relation = land
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
