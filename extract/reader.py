"""Words looked up in the packed morphology database: a shorter way than camel-tools' Analyzer, with the same result.

The Analyzer spends 40 to 130 us on a word, most of it on copying features that no rule asks for. Here what a prefix, a kind
of stems and a suffix make of each other is worked out once; a word costs 2 to 4 us. A test holds it to the Analyzer.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from extract.clean import word_key
from extract.database import Database, Features, Part, Stem
from extract.tokens import Analysis

#: Longer words are no Arabic word and are not looked up.
MAX_WORD = 32
#: (how unlikely, in -log10; reading)
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
_CLOSED = frozenset(("prep", "conj", "part", "adv", "pron"))


@dataclass(slots=True)
class Grammar:
    """All of a reading but its lemma and what that means: as in `Analysis`."""

    pos: str
    conj: str
    prep: str
    det: bool
    enc: str
    asp: str
    vox: str
    gen: str
    num: str
    form: str
    #: What makes the reading less likely than its lemma.
    costs: list[float]

    def reading(self, lemma: str, evt: str, ent: str) -> Analysis:
        """The reading of a lemma."""
        return Analysis(
            lemma, self.pos, self.conj, self.prep, self.det, self.enc, self.asp, self.vox, self.gen, self.num, self.form,
            evt, ent,
        )  # fmt: skip

    def cost(self, prior: float, exact: bool) -> float:
        """How unlikely, for a lemma of log10 `prior`; not `exact` when the word is spelled otherwise than the reading."""
        cost = -prior
        for more in self.costs:
            cost += more
        return cost if exact else cost + _SPELLING_COST


@dataclass(slots=True)
class Frame:
    """A prefix and a suffix that go together, and what they make of each kind of stems: None where they do not fit."""

    prefix: Part
    suffix: Part
    made: dict[int, Grammar | None] = field(default_factory=dict)


class Reader:
    """Looks words up in one database."""

    def __init__(self, db: Database) -> None:
        self._db = db
        #: (prefix, suffix) as letters -> frames.
        self._frames: dict[tuple[str, str], list[Frame]] = {}

    def read(self, word: str) -> list[Scored]:
        """Every reading of a cleaned word, unordered."""
        db, letters = self._db, word_key(word)
        found: list[Scored] = []
        size, hamzas = len(letters), _HAMZA.intersection(word)
        endings = [(end, letters[end:]) for end in range(max(1, size - db.longest_suffix), size + 1)]
        endings = [(end, suffix) for end, suffix in endings if suffix in db.suffixes]
        for start in range(min(db.longest_prefix, size - 1) + 1):
            prefix = letters[:start]
            if prefix not in db.prefixes:
                continue
            for end, suffix in endings:
                stems = db.stems(letters[start:end]) if end > start else None
                if stems is not None:
                    self._join(word, hamzas, stems, self._around(prefix, suffix), found)
        return found

    def _around(self, prefix: str, suffix: str) -> list[Frame]:
        frames = self._frames.get((prefix, suffix))
        if frames is None:
            db = self._db
            frames = [Frame(p, s) for p in db.prefixes[prefix] for s in db.suffixes[suffix] if db.together(p, s)]
            self._frames[prefix, suffix] = frames
        return frames

    def _join(
        self, word: str, hamzas: frozenset[str], stems: list[Stem], frames: list[Frame], found: list[Scored]
    ) -> None:
        for stem in stems:
            for frame in frames:
                if stem.kind not in frame.made:
                    frame.made[stem.kind] = self._grammar(frame, self._db.kinds[stem.kind])
                grammar = frame.made[stem.kind]
                if grammar is None:
                    continue
                cost = grammar.cost(stem.prior, frame.prefix.spelling + stem.spelling + frame.suffix.spelling == word)
                if hamzas and grammar.pos in _CLOSED and not hamzas.issubset(stem.spelling):
                    cost += _OTHER_HAMZA_COST
                found.append((cost, grammar.reading(stem.lemma, stem.evt, stem.ent)))

    def _grammar(self, frame: Frame, kind: Part) -> Grammar | None:
        if not self._db.fits(frame.prefix, kind, frame.suffix):
            return None
        return _grammar({**kind.features, **frame.suffix.features, **frame.prefix.features})


def reduce(features: Features, exact: bool) -> Scored | None:
    """An analysis of camel-tools (this project's features or CALIMA's) reduced to what rules ask for; None for no word."""
    grammar, get = _grammar(features), features.get
    if grammar is None:
        return None
    reading = grammar.reading(features["lex"], _open(get("evt")), _open(get("ent")))
    return grammar.cost(float(get("pos_lex_logprob") or -9.0), exact), reading


def _grammar(features: Features) -> Grammar | None:
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
    costs = [_CLITIC_COST * (bool(conj) + bool(prep) + bool(pronoun))]
    costs += [cost for feature, value, cost in _COSTS if get(feature) == value]
    if verb and get("gen") == "f" and get("num") == "p":
        costs.append(_WOMEN_COST)
    if pronoun in ("ي", "ك"):
        costs.append(_RARE_PRONOUN_COST)
    return Grammar(
        pos, conj, prep, get("prc0") == "Al_det", pronoun, _open(get("asp")) if verb else "", _open(get("vox")) if verb else "",
        _open(get("gen")), _open(get("num")), form, costs,
    )  # fmt: skip


def _open(value: str | None) -> str:
    return "" if value is None or value == "na" or value == "-" else value
