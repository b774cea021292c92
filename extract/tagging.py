"""One reading for each word: noun or verb, decided by what stands around it.

Tags: V verb, N noun, adjective or name, D number, P preposition, R relative, S subordinator, G particle (negation,
future), A auxiliary (كان), O pronoun or determiner, C conjunction, Q quotation mark, `,` and `.` punctuation, B break,
X time expression.
"""

from __future__ import annotations

from extract import grammar as g
from extract.tokens import Analysis, Doc, Token

_NOMINAL = frozenset(("noun", "adj", "name", "num"))
_OPEN_CLASSES = _NOMINAL - {"num"} | {"verb"}
_STRONG = frozenset(".!?؟…؛;:|")
#: Tags after which a finite verb may open a clause.
_OPEN = frozenset("B.,QSRGAC")


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
        if letter == "":
            letter, reading = _open(doc.tokens, token, letters, readings, title)
            if letter == "V" and token.i and doc.tokens[token.i - 1].key in _SON_OF:
                letter, reading = "N", Analysis(token.text, "name", ent="family", known=False)
        letters.append(letter)
        readings.append(reading)
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
        if i and _titled(readings[i - 1]) and following is not None and not following.known:
            readings[i] = given  # الدكتور عادل الطريفي
            continue
        after = tokens[i + 1].reading("name")
        if after is not None and after.ent in _PERSONAL and not after.prep and not after.conj:
            readings[i], readings[i + 1] = given, after


def _titled(before: Analysis | None) -> bool:
    """A title or rank with the article: a name follows."""
    return before is not None and before.det and before.ent in ("official", "title") and before.pos == "noun"


def _closed(tokens: list[Token], token: Token, readings: list[Analysis | None]) -> str:
    """Tag of punctuation, numbers and closed-class words; "" for the rest."""
    if token.kind != "word":
        return _MARKS.get(token.kind) or ("." if token.text in _STRONG else ",")
    word = token.key
    if word == "علي" and _is_ali(tokens, token, readings):
        return "N"
    letter = _CLOSED.get(word)
    if letter is not None and _other_hamza(token):
        letter = None
    if letter is not None and not (word[0] == "ف" and letter == "P" and _known_verb(token)):
        return letter  # فتحت is no "and under"
    best = token.best
    closed = best is not None and best.known and best.pos in ("prep", "conj", "pron") and not token.text.endswith("ة")
    if closed and best is not None and not _has_open(token):
        return {"prep": "P", "conj": "S", "pron": "O"}[best.pos]
    return ""


def _other_hamza(token: Token) -> bool:
    """A word that only looks like one of a closed class once hamzas are folded: إمام المسجد، هنأ الملك."""
    best = token.best
    if best is None or not best.known or best.prep or best.enc or best.pos not in _OPEN_CLASSES:
        return False
    return any(letter in "أإ" for letter in token.text) and best.conj + best.lemma == token.text


def _known_verb(token: Token) -> bool:
    return any(a.pos == "verb" and a.known and not a.conj for a in token.analyses)


def _is_ali(tokens: list[Token], token: Token, readings: list[Analysis | None]) -> bool:
    """The name Ali, not the preposition with a dotted ya (as Egyptian papers write it): a personal name stands beside it."""
    if token.text[-1] != "ي":
        return False
    before = readings[-1] if readings and tokens[token.i - 1].end + 1 == token.start else None
    following = _after(tokens, token)
    after = following.best if following is not None else None
    return any(r is not None and r.pos == "name" and r.ent in _PERSONAL and not r.prep for r in (before, after))


#: A name follows, whatever else the word may be: مبارك بن بنيه.
_SON_OF = frozenset(("بن", "ابن", "بنت"))
_PERSONAL = frozenset(("given", "family"))
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
            barred = analysis.enc and analysis.ent == "intransitive"  # سيطرتها is no verb with an object
            if not barred and not token.text.endswith("ة"):  # keys write ة and ه alike; a verb never ends in ة
                verb = verb or analysis
        elif analysis.pos in _NOMINAL:
            noun = noun or analysis
        elif analysis.pos == "adv" and noun is None:
            noun = analysis
    if (
        noun is not None
        and noun.pos == "adj"
        and (not letters or letters[-1] in _BARE or _office(token, noun, readings))
    ):
        noun = token.somebody() or noun
    if verb is None:
        return "N", noun or token.best
    if noun is None:
        before = readings[-1] if readings else None
        if not verb.known and verb.prep == "س" and before is not None and before.pos == "name":
            return "N", Analysis(token.text, "name", known=False)  # أوليغ سينيغوبوف
        return "V", verb
    if _prefers_verb(tokens, token, verb, noun, letters, readings, title):
        return "V", verb
    return "N", noun


def _office(token: Token, reading: Analysis, readings: list[Analysis | None]) -> bool:
    """An indefinite word after a name does not describe it: سوزان خوري رئيسة الاتحاد."""
    before = readings[-1] if readings else None
    plain = not (reading.det or reading.prep or reading.conj) and not token.text.endswith(("ا", "اً"))
    return plain and before is not None and before.pos == "name" and before.ent in _PERSONAL | {""}


#: Noun classes of people and bodies that do something.
_DOERS = frozenset(("armed", "person", "official", "title", "org", "group"))
#: Tags after which an adjective describes nothing: قتل صحافي، خمسة مدنيين.
_BARE = frozenset("VSPBD.")


def _prefers_verb(
    tokens: list[Token],
    token: Token,
    verb: Analysis,
    noun: Analysis,
    letters: list[str],
    readings: list[Analysis | None],
    title: bool,
) -> bool:
    """Whether the verb reading fits the place better than the noun reading."""
    if verb.known != noun.known:
        return verb.known
    before = letters[-1] if letters else "B"
    if token.text[-1] == "ى" and noun.lemma[-1] == "ي" and before not in "PO":
        return True  # التقى is no التقيّ
    if noun.det or noun.prep or before in "PO":
        return False
    if before == "V" and not verb.conj and not _auxiliary(readings[-1]):
        return False  # no two finite verbs in a row: وتابع سيف
    if noun.enc and verb.enc and _genitive_barred(tokens, token):
        return True  # تصريح نقله المركز: a noun with a pronoun takes no genitive
    if verb.conj and not noun.conj:
        return False  # وزير is no "and was visited"
    if verb.asp == "p" and verb.num == "d" and before == "N" and _two(readings[-1]):
        return True  # إن شخصين قتلا
    if verb.asp == "i" and token.text[len(verb.conj)] in "نأ" and before not in "GS":
        return False  # the first person is rare in news
    if verb.asp == "p" and before == "S" and _after_anna(tokens, token, letters):
        return False
    if verb.prep and token.text[1:2] in ("أ", "ا", "ن"):
        return before in "GS"  # سالم is no "I shall"
    if verb.prep == "س" and token.best is noun and before not in "GS":
        return False  # وسيول is no future
    if before in "G" or verb.prep:
        return True
    if token.damma:
        return True
    if before in "RA":
        return True
    previous = readings[-1] if readings and before == "N" else None
    if verb.asp == "i" and verb.num == "d" and token.text[-1] == "ا" and before not in "GS":
        return False  # without its nun only after a particle: تجمعا للجنود is a noun
    if verb.asp == "i" and noun.pos == "name" and "أ" in token.text and "أ" not in noun.lemma:
        return True  # تأمر is no Tamer
    if verb.asp == "i":
        return noun.pos != "name" or (before in _OPEN and not _name_follows(tokens, token))
    if previous is not None and not verb.conj:
        # After an indefinite noun without pronoun it is a genitive; after a closed noun phrase it may be the verb.
        if not (previous.det or previous.enc or previous.pos == "name"):
            return _describes(tokens, token, verb, noun, previous)
        if _clause_has_verb(letters):
            return False  # يريد المجلس فرض ضريبة
        return _definite_follows(tokens, token) is False and token.best is verb
    if (
        before == ","
        and not verb.conj
        and verb.asp == "p"
        and verb.ent != "say"
        and _clause_has_verb(letters, "BSRC.A")
    ):
        return False  # يصل غدا، وفد رفيع
    if before in _OPEN or verb.conj:
        return _starts_clause(tokens, token)
    return token.best is verb


#: Verbs that a second verb may follow at once: بدأ يتقدم، عاد يقول.
_AUXILIARY = frozenset(
    ("بدأ", "عاد", "أخذ", "راح", "جعل", "ظل", "استمر", "واصل", "كاد", "مازال", "زال", "أصبح", "بات", "كان")
)


#: أنّ and its kin want a noun; أنْ before a perfect stands only after a preposition (بعد أن فجر).
_ANNA = frozenset(("ان", "وان", "بان", "لان", "فان", "كان"))


def _after_anna(tokens: list[Token], token: Token, letters: list[str]) -> bool:
    return tokens[token.i - 1].key in _ANNA and (len(letters) < 2 or letters[-2] != "P")


def _auxiliary(reading: Analysis | None) -> bool:
    return reading is not None and (reading.ent == "aux" or reading.lemma in _AUXILIARY)


def _two(reading: Analysis | None) -> bool:
    return reading is not None and reading.num == "d" and reading.ent in _DOERS


def _genitive_barred(tokens: list[Token], token: Token) -> bool:
    following = _after(tokens, token)
    best = following.best if following is not None and following.kind == "word" else None
    if best is None or best.pos not in ("noun", "name") or best.prep or best.conj:
        return False
    return best.det or best.ent in _DOERS  # قصف شنه جيش المحتل


def _describes(tokens: list[Token], token: Token, verb: Analysis, noun: Analysis, previous: Analysis) -> bool:
    """A perfect verb after the indefinite noun that it describes: انتحاريا دخل السوق، بيان صدر عن المكتب."""
    following = _after(tokens, token)
    if following is not None and following.key in g.PRONOMINAL and verb.asp == "p":
        return True  # نوبة تعرض لها: the pronoun takes the noun up again
    if token.best is not verb or (verb.gen and previous.gen and verb.gen != previous.gen and previous.num != "p"):
        return False
    if previous.form == "accusative" or (tokens[token.i - 1].text[-1] == "ا" and previous.lemma[-1] != "ا"):
        return True
    governed = following is not None and g.bare(following.key, g.PREPOSITIONS) is not None
    return governed and noun.ent != "event" and noun.form != "masdar"


def _after(tokens: list[Token], token: Token) -> Token | None:
    return tokens[token.i + 1] if token.i + 1 < len(tokens) else None


def _clause_has_verb(letters: list[str], closing: str = "BSRC.,A") -> bool:
    """A finite verb stands before in the same clause: it leaves no place for a second one without a conjunction."""
    for letter in reversed(letters):
        if letter == "V":
            return True
        if letter in closing:
            return False
    return False


def _definite_follows(tokens: list[Token], token: Token) -> bool:
    following = _after(tokens, token)
    best = following.best if following is not None else None
    return best is not None and (best.det or best.pos == "name")


def _name_follows(tokens: list[Token], token: Token) -> bool:
    following = _after(tokens, token)
    return following is not None and following.best is not None and following.best.pos == "name"


def _starts_clause(tokens: list[Token], token: Token) -> bool:
    """A perfect verb opens a clause when a subject or object follows; before a preposition the likelier reading wins."""
    following = _after(tokens, token)
    if following is None or following.kind in ("break", "punct"):
        return False
    if following.key in g.APPROXIMATELY:
        return True
    if following.kind == "word" and g.bare(following.key, g.PREPOSITIONS):
        return token.best is not None and token.best.pos == "verb"
    return True
