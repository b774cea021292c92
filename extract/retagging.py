"""Tags put right once all are known: names that look like common words, nouns behind a number."""

from __future__ import annotations

from extract.tokens import Analysis, Token

#: Days of the week that are names too.
_DAYS = frozenset(("خميس", "جمعه"))


def servants(tokens: list[Token], letters: list[str], readings: list[Analysis | None]) -> None:
    """What follows عبد is the rest of the name: عبد الستار; خميس right after a title is a man: الشيخ خميس الخنجر."""
    for token in tokens[1:]:
        i = token.i
        if token.key not in _DAYS and not tokens[i - 1].key.endswith("عبد"):
            continue
        reading, before = readings[i], readings[i - 1]
        if token.kind != "word" or letters[i] not in "NVX" or reading is None or before is None:
            continue
        servant = tokens[i - 1].key.endswith("عبد") and before.pos == "name" and token.key.startswith("ال")
        named = token.key in _DAYS and titled(before) and i + 1 < len(tokens) and tokens[i + 1].key.startswith("ال")
        if servant or named:
            letters[i], readings[i] = "N", Analysis(token.text, "name", ent="given", gen="m", num="s", det=servant)
        if named:
            letters[i + 1], readings[i + 1] = "N", Analysis(tokens[i + 1].text, "name", ent="family", det=True)


def counted(tokens: list[Token], letters: list[str], readings: list[Analysis | None]) -> None:
    """A singular right behind a number is what it counts, though the letters may be a verb: 100 طالب يشاركون."""
    for token in tokens[1:]:
        before = tokens[token.i - 1]
        if letters[token.i] != "V" or before.kind != "number" or not _plural(before.text):
            continue
        noun = token.reading("noun")
        if (
            noun is not None
            and noun.ent in ("person", "armed", "official")
            and not (noun.conj or noun.prep or noun.det)
        ):
            letters[token.i], readings[token.i] = "N", noun


def _plural(number: str) -> bool:
    """A whole number from eleven on that is no year."""
    return number.isdecimal() and (11 <= int(number) < 1900 or int(number) > 2100)


def titled(before: Analysis | None) -> bool:
    """A title or rank with the article: a name follows."""
    return before is not None and before.det and before.ent in ("official", "title") and before.pos == "noun"
