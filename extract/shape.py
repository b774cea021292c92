"""Words that no dictionary knows, read by their shape: article, endings, verb prefixes, clitics."""

from __future__ import annotations

from collections.abc import Iterator

from extract.tokens import Analysis

#: Only this much of a longer "word" is looked at.
MAX_LETTERS = 40
_ARTICLES = (("وبال", "و", "ب"), ("وكال", "و", "ك"), ("فبال", "ف", "ب"), ("ولل", "و", "ل"), ("فلل", "ف", "ل"), ("وال", "و", ""),
             ("فال", "ف", ""), ("بال", "", "ب"), ("كال", "", "ك"), ("لل", "", "ل"), ("ال", "", ""))  # fmt: skip
_PRONOUNS = ("هما", "ها", "هم", "هن", "نا", "كم")
_VERB_PREFIXES = {"ي": "m", "ت": "f", "ن": ""}


def guess(word: str) -> tuple[Analysis, ...]:
    """Readings by shape, likeliest first; never empty, `known` False on each."""
    word = word[:MAX_LETTERS]
    if len(word) < 3 or not ("\u0621" <= word[0] <= "\u064a"):
        return (Analysis(word, "name", form="name", known=False),)
    return tuple(dict.fromkeys(_guesses(word)))


def _guesses(word: str) -> Iterator[Analysis]:
    for letters, conj, prep in _ARTICLES:
        rest = word[len(letters) :]
        if word.startswith(letters) and len(rest) >= 2:
            yield from _nominal(rest, conj, prep, det=True)
            return
    conj, rest = ("و", word[1:]) if word[0] == "و" and len(word) >= 5 else ("", word)
    verbs, nouns = list(_verbal(rest, conj)), list(_nominal(rest, conj, "", det=False))
    yield from (*verbs, *nouns) if _likely_verb(rest) else (*nouns, *verbs)
    if word[0] in "بل" and len(word) >= 6:
        yield from _nominal(word[1:], "", word[0], det=False)
    elif conj and rest[0] in "بل" and len(rest) >= 6:
        yield from _nominal(rest[1:], conj, rest[0], det=False)


def _likely_verb(word: str) -> bool:
    if word.startswith(("سي", "يست", "تست")) or (word.endswith("وا") and len(word) >= 5):
        return True
    return word[0] == "ي" and len(word) in (4, 5, 6)


def _nominal(word: str, conj: str, prep: str, *, det: bool) -> Iterator[Analysis]:
    def reading(lemma: str, pos: str, gen: str = "", num: str = "", enc: str = "", form: str = "plain") -> Analysis:
        return Analysis(lemma, pos, conj, prep, det, enc, gen=gen, num=num, form=form, known=False)

    size = len(word)
    if word.endswith("ية") and size >= 5:
        yield reading(word[:-1], "adj", "f", "s")
        yield reading(word, "noun", "f", "s")
    elif word.endswith("ة"):
        yield reading(word, "noun", "f", "s")
        if det:
            yield reading(word[:-1], "adj", "f", "s")
    elif word.endswith("ات") and size >= 5:
        yield reading(word[:-2] + "ة", "noun", "f", "p")
    elif word.endswith(("يون", "يين")) and size >= 6:
        yield reading(word[:-2], "adj", "m", "p", form="plural_sound")
    elif word.endswith(("ون", "ين")) and size >= 5:
        if not det and not conj:
            yield reading(word, "name", form="name")
        yield reading(word[:-2], "noun", "m", "p", form="plural_sound")
    elif word.endswith("ي") and size >= 4:
        yield reading(word, "adj" if det else "name", "m" if det else "", "s", form="plain" if det else "name")
        yield reading(word, "noun" if det else "adj", "m", "s")
    else:
        if not det:
            yield reading(word, "name", form="name")
        yield reading(word, "noun", "", "s")
        if det:
            yield reading(word, "name", form="name")
    if not det:
        for pronoun in _PRONOUNS:
            if word.endswith(pronoun) and size - len(pronoun) >= 3:
                yield reading(word[: -len(pronoun)], "noun", enc=pronoun)


def _verbal(word: str, conj: str) -> Iterator[Analysis]:
    future = "س" if word[0] == "س" and len(word) >= 5 and word[1] in _VERB_PREFIXES else ""
    rest = word[1:] if future else word
    if rest[0] in _VERB_PREFIXES and len(rest) >= 4 and not rest.endswith("ة"):
        plural = rest.endswith(("ون", "وا")) and len(rest) >= 6
        stem = rest[1:-2] if plural else rest[1:]
        gen, num = _VERB_PREFIXES[rest[0]], "p" if plural else "s"
        if not _patterned(stem, ("ست", "ت")):
            return
        yield Analysis(stem, "verb", conj, future, asp="i", vox="u", gen=gen, num=num, form="verb", known=False)
    elif rest.endswith("وا") and len(rest) >= 5 and _patterned(rest[:-2], _AUGMENTS):
        yield Analysis(rest[:-2], "verb", conj, asp="p", vox="u", gen="m", num="p", form="verb", known=False)
    elif rest.endswith("ت") and len(rest) >= 4 and _patterned(rest[:-1], _AUGMENTS):
        yield Analysis(rest[:-1], "verb", conj, asp="p", vox="u", gen="f", num="s", form="verb", known=False)


#: First letters of long perfect stems: استفعل، انفعل، تفاعل، أفعل.
_AUGMENTS = ("ا", "أ", "إ", "ت")
#: Letters of a root at most.
_ROOT = 4


def _patterned(stem: str, augments: tuple[str, ...]) -> bool:
    """Whether a stem has the measure of a verb: a root, augmented or with a pronoun behind it; سيباستيان has none."""
    bare = next((stem[: -len(p)] for p in _PRONOUNS if stem.endswith(p) and len(stem) - len(p) >= 3), stem)
    return len(bare) <= _ROOT or (len(bare) <= _ROOT + 2 and bare.startswith(augments))
