"""Text to tokens with offsets, sentences and analyses. Numbers, dates, times and abbreviations stay whole."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from extract.clean import Clean, clean, word_key
from extract.types import Field, Span

_DIGIT = "0-9\u0660-\u0669\u06f0-\u06f9"
_LETTER = "[\u0621-\u064a\u0671-\u06d3]"
#: A point joins only what is short before it (أ.ف.ب، د.محمد): behind a longer word it ends a sentence, space or none.
#: Words first, for they are most; a space before a token is taken with it, so that the search need not begin again.
_TOKEN = re.compile(
    rf" ?(?:(?P<word>{_LETTER}{{4,}}|{_LETTER}++(?!\.)"
    rf"|[وفبلك]?{_LETTER}{{1,2}}(?:\.{_LETTER}{{1,3}})*\.{_LETTER}+|{_LETTER}+)"
    rf"|(?P<number>[{_DIGIT}]+(?:[.,:/\u066b\u066c\u060c\-\u2013][{_DIGIT}]+)*)"
    r"|(?P<break>\n+)"
    r"|(?P<punct>[^\s\w]|_)"
    r"|(?P<latin>[^\W\d_\u0600-\u06ff]+(?:['’\-.][^\W\d_\u0600-\u06ff]+)*)"
    r"|(?P<other>\w+))"
)
_QUOTES = frozenset("\"“”«»„‟''‘’`")
_FINAL = frozenset(".!?؟…")
#: Lengths of lines that a mail or wire program wraps at.
_WRAP_FROM, _WRAP_TO, _WRAPPED_LINES = 60, 130, 3
#: Sentences longer than this are cut at the next comma or conjunction-free point, so that rules stay linear.
MAX_SENTENCE = 160


@dataclass(slots=True, order=True)
class Analysis:
    """One reading of a word, reduced to what rules ask for; never changed (frozen, it would take three times as long to make).

    Lemmas are undiacritised, spelled as in the vocabulary.
    """

    #: Verb: perfect 3ms (`استعاد`). Noun, adjective: singular, indefinite (`معقل`). Name: as in the lexicon.
    lemma: str
    #: verb noun adj name prep conj part pron num adv
    pos: str
    #: و ف أ or "".
    conj: str = ""
    #: ب ل ك (before nouns), س (future, before verbs), or "".
    prep: str = ""
    #: Carries the article.
    det: bool = False
    #: Attached pronoun as written: ه ها هم هما نا ي ك كم, or "".
    enc: str = ""
    #: p(erfect) i(mperfect) c(ommand), "" for nouns.
    asp: str = ""
    #: a(ctive) p(assive), u(nknown: the letters allow both), "" for nouns.
    vox: str = ""
    #: m f, s d p, "" where open.
    gen: str = ""
    num: str = ""
    #: verb masdar active_participle passive_participle plain name ...: what the form is to its lemma.
    form: str = ""
    #: Trigger classes of the lemma (comma-joined event types), "" when it triggers nothing.
    evt: str = ""
    #: Noun class of the lemma (person, armed, official, org, place_head, weapon ...), "" when unknown.
    ent: str = ""
    #: Whether a dictionary knew the word, or its shape was all there was.
    known: bool = True
    #: Look-up key of the lemma; made from it.
    key: str = ""

    def __post_init__(self) -> None:
        self.key = word_key(self.lemma)

    def __hash__(self) -> int:
        return hash((self.lemma, self.pos, self.conj, self.prep, self.enc, self.form, self.gen, self.num))


@dataclass(slots=True)
class Token:
    """One token; `start` and `end` are offsets into the cleaned text."""

    i: int
    text: str
    #: Look-up key of the whole token (alef, ya, ta marbuta folded), proclitics still on it.
    key: str
    start: int
    end: int
    #: word, number, latin, punct, quote, break.
    kind: str
    #: Index of its sentence in the Doc.
    sent: int = 0
    #: Inside quotation marks.
    quoted: bool = False
    #: Readings, best first; filled by morphology for words, empty for everything else.
    analyses: tuple[Analysis, ...] = ()
    #: The first of them, if there is any.
    best: Analysis | None = None
    #: Vocalised as passive by a damma in the delivered text.
    damma: bool = False

    def read_as(self, readings: tuple[Analysis, ...]) -> None:
        """Take the readings of the word, best first."""
        self.analyses = readings
        self.best = readings[0] if readings else None

    def reading(self, pos: str) -> Analysis | None:
        """The best reading of that part of speech."""
        for analysis in self.analyses:
            if analysis.pos == pos:
                return analysis
        return None

    def somebody(self) -> Analysis | None:
        """The best reading as a noun for a man or woman, civil or armed."""
        for analysis in self.analyses:
            if analysis.pos == "noun" and analysis.known and analysis.ent in ("person", "official", "armed"):
                return analysis
        return None


@dataclass(slots=True)
class Doc:
    """One field of an item (title or text) as tokens in sentences."""

    field: Field
    clean: Clean
    tokens: list[Token]
    #: [first, last) token indexes of each sentence.
    sentences: list[tuple[int, int]] = dataclasses.field(default_factory=list)
    #: Where each key stands; the same keys alone, to meet those of a table at once; where digits stand.
    where: dict[str, list[int]] = dataclasses.field(default_factory=dict)
    keys: frozenset[str] = frozenset()
    digits: list[int] = dataclasses.field(default_factory=list)

    def __post_init__(self) -> None:
        for token in self.tokens:
            at = self.where.get(token.key)
            if at is None:
                self.where[token.key] = [token.i]
            else:
                at.append(token.i)
            if token.kind == "number":
                self.digits.append(token.i)
        self.keys = frozenset(self.where)

    def at(self, keys: Iterable[str]) -> list[int]:
        """Tokens that have one of the keys, all of which stand in the text; in order."""
        return sorted([i for key in keys for i in self.where[key]])

    def span(self, first: int, last: int) -> Span:
        """The delivered text of tokens first..last (inclusive)."""
        start, end = self.clean.span(self.tokens[first].start, self.tokens[last].end)
        return Span(self.field, start, end, self.clean.raw[start:end])

    def sentence(self, n: int) -> Sequence[Token]:
        """Tokens of sentence n."""
        first, last = self.sentences[n]
        return self.tokens[first:last]


def read(raw: str, name: Field, analyse: Callable[[str], tuple[Analysis, ...]] | None = None) -> Doc:
    """Tokens of one text, split into sentences, analysed when a morphology is given."""
    cleaned = clean(raw)
    doc = Doc(name, cleaned, _tokens(cleaned.text))
    _quote(doc.tokens)
    doc.sentences = _sentences(doc.tokens)
    for n, (first, last) in enumerate(doc.sentences):
        for token in doc.tokens[first:last]:
            token.sent = n
            if analyse is None or token.kind != "word":
                continue
            readings = analyse(token.text)
            if len(readings) > 1 and token.key[0] in _BEGINS:
                readings = _in_full(token, readings, doc.tokens[token.i - 1].key if token.i > first else "")
            token.read_as(readings)
    if cleaned.places and "\u064f" in raw:
        _mark_damma(doc)
    return doc


#: After these an imperfect may be cut short: لم يقل، لا تعد.
_CUTS = frozenset(prefix + word for word in ("لم", "لا", "لما", "الم") for prefix in ("", "و", "ف"))


#: First letters of an imperfect, conjunctions counted; beginnings that no cut imperfect has, or has of its own right.
_BEGINS = frozenset("يتناوفس")
_UNCUT = ("ال", "وال", "فال", "ول", "فل")


def _in_full(token: Token, readings: tuple[Analysis, ...], before: str) -> tuple[Analysis, ...]:
    """The readings without those of a verb cut short where nothing cuts it: تستعد is no تستعيد, تقل no تقيل."""
    if token.key.startswith(_UNCUT) or before in _CUTS:
        return readings
    whole = [a for a in readings if a.asp != "i" or not _cut_short(token.text, a)]
    return tuple(whole) if 0 < len(whole) < len(readings) else readings


def _cut_short(word: str, reading: Analysis) -> bool:
    """An imperfect that has lost the long vowel of its lemma: يقل of قال, ينف of نفى."""
    if reading.num != "s" and word[0] != "ن":
        return False
    stem, lemma = word.removesuffix(reading.enc), reading.lemma
    if len(lemma) > 2 and lemma[-2] == "ا":
        return stem[-2:-1] not in ("ا", "و", "ي", "ئ")
    return lemma[-1:] in ("ى", "ا") and stem[-1:] not in ("ى", "ا", "و", "ي")


def _tokens(text: str) -> list[Token]:
    tokens: list[Token] = []
    wraps = wrapped(text)
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup or "other"
        start, end = match.span(kind)
        word = text[start:end]
        if kind == "word":
            tokens.append(Token(len(tokens), word, word_key(word), start, end, kind))
            continue
        if kind == "break" and wraps and word == "\n" and tokens and tokens[-1].text not in _FINAL:
            continue
        if kind == "punct" and word in _QUOTES:
            kind = "quote"
        tokens.append(Token(len(tokens), word, word, start, end, kind))
    return tokens


def _quote(tokens: list[Token]) -> None:
    """Mark what stands inside quotation marks; a mark that never closes quotes nothing."""
    opened: int | None = None
    for token in tokens:
        if token.kind == "break":
            opened = None
        elif token.kind == "quote":
            if opened is None or token.text in "«“„":
                opened = token.i
            else:
                for inner in tokens[opened + 1 : token.i]:
                    inner.quoted = True
                opened = None


def wrapped(text: str) -> bool:
    """Whether line breaks only wrap the text: several long lines of like length, most without a final mark."""
    lines = [line.rstrip() for line in text.split("\n") if line.strip()]
    full = [line for line in lines[:-1] if _WRAP_FROM <= len(line) <= _WRAP_TO]
    if len(full) < _WRAPPED_LINES or len(full) < 0.6 * (len(lines) - 1):
        return False
    return sum(line[-1] not in _FINAL for line in full) > 0.5 * len(full)


def _sentences(tokens: list[Token]) -> list[tuple[int, int]]:
    """Cut after final punctuation and at line breaks; a closing quote stays with its sentence."""
    sentences: list[tuple[int, int]] = []
    first = 0
    for i, token in enumerate(tokens):
        if token.kind == "word" and i - first < MAX_SENTENCE:
            continue
        nxt = tokens[i + 1] if i + 1 < len(tokens) else None
        ends = token.kind == "break"
        if token.kind == "punct" and token.text in _FINAL:
            apart = (
                nxt is None
                or nxt.start > token.end
                or (nxt.kind == "word" and i > first and tokens[i - 1].kind == "word")
            )
            ends = nxt is None or (nxt.kind != "quote" and nxt.text not in _FINAL and apart)
        elif token.kind == "quote" and i and tokens[i - 1].text in _FINAL and tokens[i - 1].kind == "punct":
            ends = nxt is None or nxt.start > token.end
        elif i - first >= MAX_SENTENCE:
            ends = token.kind == "punct" or i - first >= 2 * MAX_SENTENCE
        if ends:
            sentences.append((first, i + 1))
            first = i + 1
    if first < len(tokens):
        sentences.append((first, len(tokens)))
    return sentences


def _mark_damma(doc: Doc) -> None:
    """A damma on the first or second letter of a word marks a vocalised passive (قُتل، اعتُقل)."""
    for token in doc.tokens:
        if token.kind == "word":
            start, end = doc.clean.span(token.start, min(token.start + 4, token.end))
            token.damma = "\u064f" in doc.clean.raw[start:end]
