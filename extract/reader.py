"""The tables of a camel-tools database read by a shorter way than camel-tools' Analyzer, with the same result.

The Analyzer spends 40 to 130 us on a word, most of it on copying features that no rule asks for; this loop 5 to 15 us.
It joins the same prefixes, stems and suffixes by the same compatibility tables; a test holds it to the Analyzer.
"""

from __future__ import annotations

from collections.abc import Iterator

from extract.clean import key
from extract.database import Database, Features, Rows, entry
from extract.tokens import Analysis

#: Longer words are no Arabic word and are not looked up.
MAX_WORD = 32
#: (log10 of how likely, reading)
Scored = tuple[float, Analysis]

_CONJ = {"wa_conj": "و", "wa_part": "و", "wa_sub": "و", "fa_conj": "ف", "fa_conn": "ف", "fa_rc": "ف", "fa_sub": "ف"}
_PREP = {"bi_prep": "ب", "bi_part": "ب", "li_prep": "ل", "li_jus": "ل", "li_sub": "ل", "la_prep": "ل", "la_rc": "ل",
         "ka_prep": "ك", "sa_fut": "س"}  # fmt: skip
_PRONOUN = {"3ms": "ه", "3fs": "ها", "3mp": "هم", "3fp": "هن", "3d": "هما", "1p": "نا", "2ms": "ك", "2fs": "ك",
            "2mp": "كم", "2p": "كم", "1s": "ي"}  # fmt: skip
_POS = {
    "noun_prop": "name",
    "noun_num": "num",
    "noun_quant": "noun",
    "abbrev": "noun",
    "interj": "part",
    "verb_pseudo": "part",
}
_SOUGHT = frozenset("verb noun adj name prep conj part pron num adv".split())
_END = {"acc": "accusative", "sound": "plural_sound"}
#: What makes a reading less likely than its lemma is, in log10.
_COSTS: tuple[tuple[str, str, float], ...] = (
    ("per", "1", 1.5),
    ("per", "2", 2.5),
    ("vox", "p", 0.6),
    ("end", "construct", 0.8),
    ("num", "d", 0.4),
    ("prc1", "li_jus", 0.3),
)
_CLITIC_COST, _RARE_PRONOUN_COST, _SPELLING_COST, _WOMEN_COST = 0.4, 1.2, 1.5, 1.0
#: A hamza left out is a habit, one written where the word has none is another word: إمام is no أمام.
_OTHER_HAMZA_COST = 1.5
_HAMZA = frozenset("أإؤئ")


class Reader:
    """Looks words up in one database; stateless after the start."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def read(self, word: str) -> list[Scored]:
        """Every reading of a cleaned word, unordered."""
        found = [reduced for features, exact in self._joined(word) if (reduced := reduce(features, exact)) is not None]
        return found if _HAMZA.isdisjoint(word) else [_told_apart(pair, word) for pair in found]

    def _joined(self, word: str) -> Iterator[tuple[Features, bool]]:
        letters = key(word)
        size = len(letters)
        db, prefixes, suffixes = self._db, self._db.prefixes, self._db.suffixes
        for start in range(min(db.longest_prefix, size - 1) + 1):
            before = prefixes.get(letters[:start])
            if before is None:
                continue
            for end in range(max(start + 1, size - db.longest_suffix), size + 1):
                after = suffixes.get(letters[end:])
                found = db.stems(letters[start:end]) if after is not None else None
                if found is not None and after is not None:
                    yield from self._compatible(word, before, found, after)

    def _compatible(self, word: str, before: Rows, found: list[str], after: Rows) -> Iterator[tuple[Features, bool]]:
        db = self._db
        for told in found:
            stem_cat = told[: told.index("\t")]
            endings = db.after[stem_cat]
            stem: Features | None = None  # read once it fits
            for prefix_cat, prefix in before:
                if stem_cat not in db.before[prefix_cat]:
                    continue
                around = db.around[prefix_cat]
                for suffix_cat, suffix in after:
                    if suffix_cat in endings and suffix_cat in around:
                        stem = stem or entry(told)[1]
                        yield {**stem, **suffix, **prefix}, prefix["diac"] + stem["diac"] + suffix["diac"] == word


def reduce(features: Features, exact: bool) -> Scored | None:
    """An analysis of camel-tools (this project's features or CALIMA's) reduced to what rules ask for; None for no word."""
    get = features.get
    pos: str = get("pos", "")
    pos = _POS.get(pos) or pos.split("_", 1)[0]
    if pos not in _SOUGHT:
        return None
    conj, prep = _CONJ.get(get("prc2", ""), ""), _PREP.get(get("prc1", ""), "")
    if get("prc3", "0") == ">a_ques":
        conj = "أ"
    enclitic: str = get("enc0", "0")
    pronoun = "" if enclitic in ("0", "na") else _PRONOUN.get(enclitic.split("_", 1)[0], "")
    form = get("form", "verb" if pos == "verb" else "plain")
    if form == "plain":
        form = _END.get(get("end", ""), form)
    verb = pos == "verb"
    reading = Analysis(
        features["lex"], pos, conj, prep, get("prc0") == "Al_det", pronoun, _open(get("asp")) if verb else "",
        _open(get("vox")) if verb else "", _open(get("gen")), _open(get("num")), form, _open(get("evt")), _open(get("ent")),
    )  # fmt: skip
    score = float(get("pos_lex_logprob") or -9.0) - _CLITIC_COST * (bool(conj) + bool(prep) + bool(pronoun))
    for feature, value, cost in _COSTS:
        if get(feature) == value:
            score -= cost
    if verb and get("gen") == "f" and get("num") == "p":
        score -= _WOMEN_COST
    if pronoun in ("ي", "ك"):
        score -= _RARE_PRONOUN_COST
    return (score if exact else score - _SPELLING_COST), reading


def _told_apart(scored: Scored, word: str) -> Scored:
    """A reading without the hamza that the word is written with costs more."""
    score, reading = scored
    other = _HAMZA.intersection(word) - _HAMZA.intersection(reading.lemma)
    closed = reading.pos in ("prep", "conj", "part", "adv", "pron")
    return (score - _OTHER_HAMZA_COST, reading) if other and closed else scored


def _open(value: str | None) -> str:
    return "" if value is None or value == "na" or value == "-" else value
