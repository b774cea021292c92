"""One reading for each word: noun or verb, decided by what stands around it.

Tags: V verb, N noun, adjective or name, D number, P preposition, R relative, S subordinator, G particle (negation,
future), A auxiliary (كان), O pronoun or determiner, C conjunction, Q quotation mark, `,` and `.` punctuation, B break,
X time expression.
"""

from __future__ import annotations

from extract import grammar as g
from extract.retagging import counted, servants, titled
from extract.tokens import Analysis, Doc, Token
from extract.verbnoun import prefers_verb

_NOMINAL = frozenset(("noun", "adj", "name", "num"))
_OPEN_CLASSES = _NOMINAL - {"num"} | {"verb"}
_STRONG = frozenset(".!?؟…؛;:|")


class Tags:
    """Tag letters and chosen readings of one Doc, index by token."""

    __slots__ = ("letters", "readings")

    def __init__(self, letters: list[str], readings: list[Analysis | None]) -> None:
        self.letters = letters
        self.readings = readings


def tag(doc: Doc, *, title: bool = False) -> Tags:
    """Choose a tag and a reading for every token, left to right."""
    letters: list[str] = []
    readings: list[Analysis | None] = []
    for token in doc.tokens:
        letter = _closed(doc.tokens, token, readings)
        reading = token.best
        if (letter == "G" and _lost(doc.tokens, token)) or (letter == "P" and _voiced(doc.tokens, token)):
            letter, reading = "V", token.reading("verb")
        if letter == "":
            letter, reading = _open(doc.tokens, token, letters, readings, title)
            if letter == "V" and token.i and doc.tokens[token.i - 1].key in _SON_OF:
                letter, reading = "N", Analysis(token.text, "name", ent="family", known=False)
        letters.append(letter)
        readings.append(reading)
    counted(doc.tokens, letters, readings)
    servants(doc.tokens, letters, readings)
    _name(doc.tokens, letters, readings)
    return Tags(letters, readings)


def _name(tokens: list[Token], letters: list[str], readings: list[Analysis | None]) -> None:
    """Two words in a row that can be given name and name are a name: سامي الخطيب, though each may be a common word."""
    for token in tokens[:-1]:
        i = token.i
        if letters[i] != "N" or letters[i + 1] != "N" or len(token.analyses) < 2:
            continue
        given = token.reading("name")
        if given is None or given.ent != "given":
            continue
        following = readings[i + 1]
        ranked = i > 0 and (titled(readings[i - 1]) or (i > 1 and _seated(readings[i - 2], readings[i - 1])))
        if ranked and following is not None and not following.known:
            readings[i] = given  # الدكتور عادل الطريفي
            continue
        after = tokens[i + 1].reading("name")
        if after is not None and after.ent in PERSONAL and not after.prep and not after.conj:
            readings[i], readings[i + 1] = given, after


def _seated(office: Analysis | None, seat: Analysis | None) -> bool:
    """An office and its genitive: قائد الشرطة | سامي رامونيس."""
    held = office is not None and office.pos == "noun" and office.ent in ("official", "title") and not office.det
    return held and seat is not None and seat.pos == "noun" and seat.det and not seat.prep and not seat.conj


def _closed(tokens: list[Token], token: Token, readings: list[Analysis | None]) -> str:
    """Tag of punctuation, numbers and closed-class words; "" for the rest."""
    if token.kind != "word":
        return _MARKS.get(token.kind) or ("." if token.text in _STRONG else ",")
    word = token.key
    if word == "ال" and token.i + 1 < len(tokens) and tokens[token.i + 1].kind == "number":
        return "O"  # الـ13
    if word == "علي" and _is_ali(tokens, token, readings):
        return "N"
    letter = _CLOSED.get(word)
    if letter is not None and _other_hamza(token):
        letter = None
    if letter is not None and not (word[0] == "ف" and letter == "P" and _known_verb(token)):
        return letter  # فتحت is no "and under"
    best = token.best
    closed = best is not None and best.known and best.pos in ("prep", "conj", "pron") and not token.text.endswith("ة")
    if closed and best is not None and (not _has_open(token) or (best.pos == "prep" and best.enc not in ("", "ي"))):
        return {"prep": "P", "conj": "S", "pron": "O"}[best.pos]  # سواه as well, which looks like a verb
    return ""


def _other_hamza(token: Token) -> bool:
    """A word that only looks like one of a closed class once hamzas are folded: إمام المسجد، هنأ الملك."""
    best = token.best
    if best is None or not best.known or best.prep or best.enc or best.pos not in _OPEN_CLASSES:
        return False
    return any(letter in "أإ" for letter in token.text) and best.conj + best.lemma == token.text


def _lost(tokens: list[Token], token: Token) -> bool:
    """فقد before a noun: somebody lost; the particle stands before a verb."""
    if token.key != "فقد" or token.i + 1 >= len(tokens):
        return False
    after = tokens[token.i + 1]
    verbal = after.kind != "word" or after.key in _CLOSED or any(a.pos == "verb" for a in after.analyses)
    return not verbal and after.best is not None and after.best.known


def _voiced(tokens: list[Token], token: Token) -> bool:
    """وعبر before whoever voiced something: عن follows before any verb."""
    if token.key != "وعبر" or token.reading("verb") is None:
        return False
    for after in tokens[token.i + 1 : token.i + _VOICED]:
        if after.key == "عن":
            return True
        if after.kind != "word" or (after.best is not None and after.best.pos == "verb"):
            return False
    return False


#: Words from a verb to its preposition.
_VOICED = 10


def _known_verb(token: Token) -> bool:
    return any(a.pos == "verb" and a.known and not a.conj for a in token.analyses)


def _is_ali(tokens: list[Token], token: Token, readings: list[Analysis | None]) -> bool:
    """The name Ali, not the preposition with a dotted ya (as Egyptian papers write it): a personal name stands beside it."""
    if token.text[-1] != "ي":
        return False
    if token.i and tokens[token.i - 1].key in _CALLED:
        return True
    before = readings[-1] if readings and tokens[token.i - 1].end + 1 == token.start else None
    after = tokens[token.i + 1].best if token.i + 1 < len(tokens) else None
    return any(r is not None and r.pos == "name" and r.ent in PERSONAL and not r.prep for r in (before, after))


#: A name follows: يدعى علي, المدعو علي.
_CALLED = frozenset(("يدعي", "ويدعي", "المدعو", "اسمه", "واسمه"))
#: A name follows, whatever else the word may be: مبارك بن بنيه.
_SON_OF = frozenset(("بن", "ابن", "بنت"))
PERSONAL = frozenset(("given", "family"))
_MARKS = {"number": "D", "latin": "N", "quote": "Q", "break": "B", "other": "N"}
_CLASSES = (
    (g.PRONOMINAL, "X"),
    (g.ADVERBS, "X"),
    (g.PREPOSITIONS, "P"),
    (g.VERBAL, "G"),
    (g.RELATIVES, "R"),
    (g.SUBORDINATORS, "S"),
    (g.NEGATIONS, "G"),
    (g.AUXILIARIES, "A"),
    (g.PRONOUNS, "O"),
    (g.CONJUNCTIONS, "C"),
)


def _closed_words() -> dict[str, str]:
    """Letter of each closed-class word as written, with and without a leading و or ف; the first class that lists it wins."""
    found: dict[str, str] = {}
    for words, letter in _CLASSES:
        for word in words:
            for form in (word, "و" + word, "ف" + word):
                if form == word or len(word) > 1:
                    found.setdefault(form, letter)
    return found


_CLOSED = _closed_words()


def _has_open(token: Token) -> bool:
    return any(a.pos in _NOMINAL or a.pos == "verb" for a in token.analyses)


def _open(
    tokens: list[Token], token: Token, letters: list[str], readings: list[Analysis | None], title: bool
) -> tuple[str, Analysis | None]:
    """Noun or verb for a word of an open class."""
    if token.best is not None and token.best.pos == "adv" and token.best.known:
        adjective = token.reading("adj")
        if adjective is None or not (letters and letters[-1] == "N" and tokens[token.i - 1].text.endswith(("ا", "اً"))):
            return "X", token.best
        return "N", adjective  # حصارا اقتصاديا
    verb = noun = None
    for analysis in token.analyses:
        if analysis.pos == "verb":
            lone = analysis.ent in ("intransitive", "motion")  # سيطرتها is no verb with an object, فيجا no passive
            barred = (lone and (analysis.enc or analysis.vox == "p")) or (analysis.prep == "ل" and _calls(token))
            if not barred and not token.text.endswith("ة"):  # keys write ة and ه alike; a verb never ends in ة
                verb = verb or analysis
        elif analysis.pos in _NOMINAL:
            noun = noun or analysis
        elif analysis.pos == "adv" and noun is None:
            noun = analysis
    if verb is not None and verb.known and noun is not None and noun.pos == "name" and noun.prep == "ك":
        noun = None  # كسرت: broke, not "like Sirte"
    if (
        noun is not None
        and noun.pos == "adj"
        and (not letters or letters[-1] in _BARE or _office(token, noun, readings))
    ):
        noun = token.somebody() or noun
    if (envoy := _acting(tokens, token)) is not None:
        return "N", envoy
    if token.key in ("ولي", "وولي") and token.i + 1 < len(tokens) and tokens[token.i + 1].key in ("العهد", "ولي"):
        verb = None  # ولي العهد turns away from nobody
    followed = token.i + 1 < len(tokens) and tokens[token.i + 1].key.startswith("ال")
    if noun is not None and noun.lemma in g.ONE_OF and not noun.det and followed:
        verb = None  # أحد العناصر
    before = readings[-1] if readings and letters[-1] == "N" else None
    ours = noun is not None and noun.enc == "نا" and (noun.num == "d" or not noun.known)
    if ours and before is not None and before.pos == "name":
        noun = Analysis(token.text, "name", known=False)  # a foreign name, no "ours": مارلون مولينا
    if verb is None:
        barred = noun is None and token.best is not None and token.best.pos == "verb"
        return "N", Analysis(token.text, "name", known=False) if barred else noun or token.best
    if noun is None:
        if not verb.known and verb.prep == "س" and before is not None and before.pos == "name":
            return "N", Analysis(token.text, "name", known=False)  # أوليغ سينيغوبوف
        return "V", verb
    if prefers_verb(tokens, token, verb, noun, letters, readings, title):
        return "V", verb
    return "N", noun


def _calls(token: Token) -> bool:
    """A personal name as it stands: ليلى is no verb after ل."""
    best = token.best
    return best is not None and best.pos == "name" and not best.prep and best.ent in PERSONAL


def _acting(tokens: list[Token], token: Token) -> Analysis | None:
    """An envoy of the second rank: القائم | بالأعمال."""
    if token.i + 1 >= len(tokens) or tokens[token.i + 1].key not in ("بالاعمال", "باعمال"):
        return None
    office = token.somebody()
    return office if office is not None and office.lemma == "قائم" else None


def _office(token: Token, reading: Analysis, readings: list[Analysis | None]) -> bool:
    """An indefinite word after a name does not describe it: سوزان خوري رئيسة الاتحاد."""
    before = readings[-1] if readings else None
    plain = not (reading.det or reading.prep or reading.conj) and not token.text.endswith(("ا", "اً"))
    return plain and before is not None and before.pos == "name" and before.ent in PERSONAL | {""}


#: Tags after which an adjective describes nothing: قتل صحافي، خمسة مدنيين.
_BARE = frozenset("VSPBD.")
